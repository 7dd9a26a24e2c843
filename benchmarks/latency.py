"""Latency of ``search``, ``ask`` (by kind) and ``cite`` on a warm index: p50 and p95.

python -m benchmarks.latency [--index DIR] [--repeat 5]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from indexer import Index, build

from .measure import percentile, table

CORPUS = Path(__file__).parents[1] / "corpus"
QUESTIONS = {
    "lookup": ("罚款总额是多少？", "How many enforcement staff are there?", "办理行政复议几件"),
    "enumerate": ("哪些单位报告了罚款？", "which bureaus reported enforcement fines"),
    "compare": ("哪个单位罚款最多？", "Which bureau imposed the highest fines?"),
    "total": ("各单位罚款合计多少？", "How much was fined in total?"),
    "topic": ("如何开展普法宣传？", "How are enforcement staff trained?"),
}
CLAIMS = ("全年共罚款一百万元。", "The bureau carried out 200 inspections last year.")


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def measure(index: Index, repeat: int) -> dict[str, list[float]]:
    """Milliseconds of every call, by what was called; each is run once before, to warm it."""
    calls: dict[str, list[Callable[[], object]]] = {}
    every = [q for questions in QUESTIONS.values() for q in questions]
    calls["search"] = [lambda q=q: index.search(q) for q in every]  # type: ignore[misc]
    for kind, questions in QUESTIONS.items():
        calls[f"ask {kind}"] = [lambda q=q: index.ask(q) for q in questions]  # type: ignore[misc]
    calls["cite"] = [lambda c=c: index.cite(c) for c in CLAIMS]  # type: ignore[misc]
    times: dict[str, list[float]] = {}
    for name, some in calls.items():
        for call in some:
            call()
        times[name] = [timed(call) for _ in range(repeat) for call in some]
    return times


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__)
    parser.add_argument("--index", type=Path, help="an index (default: one of corpus/, made now)")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.index or Path(scratch)
        if options.index is None:
            build([CORPUS], folder)
        with Index.open(folder) as index:
            times = measure(index, options.repeat)
            counts = index.generation.manifest.counts
    print(f"{counts['reports']} reports, {counts['passages']} passages, warm; milliseconds\n")
    rows = [
        [call, f"{percentile(spent, 0.5):.1f}", f"{percentile(spent, 0.95):.1f}"]
        for call, spent in times.items()
    ]
    print(table(["call", "p50", "p95"], rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
