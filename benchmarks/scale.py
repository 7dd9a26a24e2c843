"""Measures an index of any size: opening, memory, search, questions, and recall against exact.

    python -m benchmarks.scale INDEX [--questions 40] [--exact 10]

``benchmarks.scale_index`` makes a large one. Each part is measured in this process, in the order
shown; memory is resident memory after it, of which mapped pages of files can be dropped again.
With ``--exact N``, the ten best passages of N queries are also compared with those that scoring
all passages and sentences would give.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from indexer import Index
from indexer.answers.census import best_sentences
from indexer.retrieval.query import Filters

from .measure import percentile, table

ASKED = (
    "罚款总额是多少",
    "哪些单位报告了罚款？",
    "行政复议办理了多少件",
    "如何开展普法宣传",
    "安全生产专项整治 隐患排查",
    "执法人员培训情况",
    "行政许可办结数量",
    "政府采购项目资金支付",
    "how many inspections were carried out",
    "fines imposed for environmental offences",
    "training of enforcement officers",
    "complaints received from the public",
    "重大行政决策合法性审查",
    "学校食品安全检查",
    "河道采砂 违法行为 查处",
    "budget spent on road safety",
    "应急演练组织了几次",
    "信访积案化解",
    "政务公开 依申请公开 件数",
    "renewable energy projects approved",
)
CENSUS = ("哪些单位报告了罚款？", "which bodies reported fines", "哪些单位开展了应急演练")
_MAPPED = ("RssAnon", "RssFile")


def resident() -> dict[str, float]:
    """Resident memory of this process in MB: its own, and that of mapped files (0 where the
    system does not tell)."""
    found, status = dict.fromkeys(_MAPPED, 0.0), Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.exists() else ():
        name, _, value = line.partition(":")
        if name in found:
            found[name] = int(value.split()[0]) / 1024
    return found


Times = tuple[float, float]


def timed(call: Callable[[], object]) -> Times:
    """Milliseconds of one call: by the clock, and of processor time of all threads."""
    began, worked = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


class Report:
    """Lines of a table, each with the memory after it."""

    def __init__(self) -> None:
        self._rows: list[list[str]] = []

    def add(self, what: str, times: Sequence[Times]) -> None:
        memory = resident()
        row = [what, str(len(times))]
        for milliseconds in zip(*times, strict=True):
            row += [f"{percentile(milliseconds, share):.0f}" for share in (0.5, 0.95)]
        row += [f"{memory[name]:.0f}" for name in _MAPPED]
        self._rows.append(row)
        print(" | ".join(row), flush=True)

    def table(self) -> str:
        head = [
            "measured",
            "calls",
            "p50 ms",
            "p95 ms",
            "cpu p50",
            "cpu p95",
            "own MB",
            "mapped MB",
        ]
        return table(head, self._rows)


def questions(index: Index, count: int) -> list[str]:
    """``ASKED`` in turn, with the name of an indexed body before every second one."""
    reports = index.generation.reports
    step = max(1, len(reports) // count)
    issuers = [reports[n * step % len(reports)].details.issuer for n in range(count)]
    return [
        f"{issuers[n]} {ASKED[n % len(ASKED)]}" if n % 2 else ASKED[n % len(ASKED)]
        for n in range(count)
    ]


def lookups(index: Index, count: int) -> list[str]:
    """Questions about one body and year each."""
    reports = index.generation.reports
    step = max(1, len(reports) // count)
    return [
        f"{r.details.issuer}{r.details.year}年罚款多少？"
        for r in (reports[(n * step + 7) % len(reports)] for n in range(count))
    ]


def cheap_pass(index: Index, question: str) -> Times:
    """Milliseconds to rank all reports for a census, before the reader reads any."""
    engine, works = index.engine, index.generation.works

    def run() -> None:
        inquiry = engine.inquiry(question, works.live, date.today())
        rows = [r for r in inquiry.scope.rows if inquiry.report_time(r) >= 0.3]
        best_sentences(inquiry, rows, True)

    return timed(run)


def search_recall(index: Index, asked: Sequence[str]) -> float:
    """The share of the ten best passages, all being scored, that ``search`` finds."""
    retriever, found = index.engine.retriever, 0
    for query in asked:
        scores = retriever.passage_scores(retriever.scores(query))
        best = set(np.argsort(-scores, kind="stable")[:10].tolist())
        found += len(best & {hit.passage for hit in retriever.search(query, 10)})
    return found / (10 * len(asked))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument(
        "--exact", type=int, default=0, help="compare so many queries with all scores"
    )
    options = parser.parse_args(argv)
    report = Report()
    opened: list[Index] = []
    report.add("open", [timed(lambda: opened.append(Index.open(options.index)))])
    index = opened[0]
    with index:
        counts = index.generation.manifest.counts
        print(", ".join(f"{name} {counts[name]:,}" for name in sorted(counts)))
        vectors = sum(f.stat().st_size for f in index.generation.folder.glob("*.faiss"))
        files = sum(f.stat().st_size for f in index.generation.folder.rglob("*") if f.is_file())
        print(f"vectors {vectors / 2**20:.0f} MB, all files {files / 2**20:.0f} MB", flush=True)
        asked = questions(index, options.questions)
        report.add("first search", [timed(lambda: index.search(asked[0]))])
        for query in asked:
            index.search(query)
        report.add("search", [timed(lambda q=q: index.search(q)) for q in asked])  # type: ignore[misc]
        one = Filters(issuers=(index.generation.reports[0].details.issuer,))
        narrow = [timed(lambda: index.search(asked[2], filters=one)) for _ in range(4)]
        report.add("search, one issuer", narrow[1:])
        wanted = lookups(index, options.questions)
        report.add("first lookup", [timed(lambda: index.ask(wanted[0]))])
        latin = next((q for q in wanted if q[0].isascii()), None)
        if latin is not None:  # reads how local places are spelled, once
            wanted.remove(latin)
            report.add("first lookup, name in Latin letters", [timed(lambda: index.ask(latin))])
        report.add("lookup", [timed(lambda q=q: index.ask(q)) for q in wanted[1:]])  # type: ignore[misc]
        report.add("census, cheap pass", [cheap_pass(index, q) for q in CENSUS])
        report.add("census", [timed(lambda q=q: index.ask(q)) for q in CENSUS])  # type: ignore[misc]
        for name, told in index.generation.manifest.approximations.items():
            print(f"{name}: {told.kind}, {told.probes} probes, recall@10 {told.recall}")
        if options.exact:
            some = asked[: options.exact]
            print(f"search against scoring all passages: {search_recall(index, some):.3f} @10")
    print("\n" + report.table())
    print(f"\nload {os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
