"""Answers over 2 000 made reports: scores and latency by kind, warm.

python -m benchmarks.census [--reports 2000] [--cache DIR]
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from pathlib import Path

from indexer import Index, build
from indexer.evaluation.report import value_of
from indexer.evaluation.run import Question, Result, read_questions, score

from . import corpus2000
from .corpus2000_texts import COMPARE, TOTAL
from .datasets import DEFAULT_CACHE
from .measure import percentile, table


def asked_twice(index: Index, question: str) -> float:
    """Milliseconds of the second of two equal calls."""
    index.ask(question)
    began = time.perf_counter()
    index.ask(question)
    return (time.perf_counter() - began) * 1000


def run(index: Index, questions: list[Question]) -> tuple[list[Result], dict[str, list[float]]]:
    """Every question's outcome, and milliseconds by kind (compare and total are only timed)."""
    results, times = [], defaultdict(list)
    for asked in questions:
        results.append(score(index, asked, index.ask(asked.q)))
        times[asked.kind].append(asked_twice(index, asked.q))
        times["search"].append(_search_time(index, asked.q))
    for kind, some in (("compare", COMPARE), ("total", TOTAL)):
        times[kind] = [asked_twice(index, question) for _, question in some]
    return results, times


def _search_time(index: Index, question: str) -> float:
    began = time.perf_counter()
    index.search(question)
    return (time.perf_counter() - began) * 1000


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.census", description=__doc__)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    parser.add_argument("--misses", action="store_true", help="list what went wrong")
    options = parser.parse_args(argv)
    home = options.cache / f"made-{options.reports}-{options.seed}"
    corpus2000.write(home, options.reports, options.seed)
    summary = build([home / "corpus"], home / "index")
    print(f"index: {summary.reports} reports, {summary.passages} passages, {summary.seconds:.1f} s")
    with Index.open(home / "index") as index:
        results, times = run(index, read_questions([home / "questions.jsonl"]))
    _print(results, times)
    if options.misses:
        for result in results:
            if result.note:
                print(f"{result.asked.id} {result.asked.q}\n    {result.note[:300]}")
    return 0


def _print(results: list[Result], times: dict[str, list[float]]) -> None:
    rows = []
    for kind, spent in times.items():
        own = [r for r in results if r.asked.kind == kind]
        shown = f"{value_of(own):.3f}" if own else "–"
        rows.append(
            [
                kind,
                str(len(spent)),
                shown,
                f"{percentile(spent, 0.5):.0f}",
                f"{percentile(spent, 0.95):.0f}",
            ]
        )
    print("\n" + table(["kind", "questions", "score", "p50 ms", "p95 ms"], rows))
    if results:
        print(f"\nquotes literal: {sum(r.literal for r in results) / len(results):.3f}")


if __name__ == "__main__":
    raise SystemExit(main())
