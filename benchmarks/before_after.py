"""Two checkouts against each other: start-up, build, cold and warm questions.

    python -m benchmarks.before_after BEFORE [AFTER] [--pairs 7] [--only WHAT …]

BEFORE and AFTER (this checkout) are folders of checkouts; both run with this interpreter, on the
sample reports and questions of AFTER. They take turns, and which of a pair goes first alternates,
so that other work on the machine slows both. Told are medians of wall time and of processor time
(user and system, all processes of a run), and the ratio of each: the median over the pairs of
after / before. ``warm ask`` is the median of the questions asked in one process.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .measure import table

HERE = Path(__file__).resolve().parents[1]
QUESTION = "which bureaus reported enforcement fines"
QUESTIONS = 30
_IMPORT = "import indexer; indexer.Index; indexer.build"
_WARM = """
import json, statistics, sys, time
from indexer import Index
index = Index.open(sys.argv[1])
questions = json.loads(sys.argv[2])
index.ask("how many inspections were made in 2025")
walls, began = [], time.process_time()
for question in questions:
    start = time.perf_counter()
    index.ask(question)
    walls.append(time.perf_counter() - start)
print(json.dumps([statistics.median(walls), (time.process_time() - began) / len(questions)]))
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of wall time and of processor time."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout and the index that it built of the sample reports."""

    folder: Path
    index: Path

    def run(self, *arguments: str) -> tuple[Spent, str]:
        """What a process of this checkout took with all its children, and its stdout."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "HF_HUB_OFFLINE": "1"}
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        spent = Spent(time.perf_counter() - began, usage.ru_utime + usage.ru_stime)
        if process.returncode not in (0, 3):  # 3: some reports could not be read
            raise SystemExit(f"{self.folder}: {' '.join(arguments)[:80]} failed")
        return spent, out

    def version(self) -> Spent:
        return self.run("-m", "indexer", "--version")[0]

    def imported(self) -> Spent:
        return self.run("-c", _IMPORT)[0]

    def built(self) -> Spent:
        with tempfile.TemporaryDirectory() as scratch:
            return self.build(Path(scratch))

    def rebuilt(self) -> Spent:
        return self.build(self.index, "--rebuild")

    def build(self, index: Path, *options: str) -> Spent:
        corpus = str(HERE / "corpus")
        return self.run("-m", "indexer", "build", corpus, "--index", str(index), *options)[0]

    def cold(self) -> Spent:
        return self.run("-m", "indexer", "ask", QUESTION, "--json", "--index", str(self.index))[0]

    def warm(self) -> Spent:
        out = self.run("-c", _WARM, str(self.index), json.dumps(sample_questions()))[1]
        return Spent(*json.loads(out))


MEASURED: dict[str, Callable[[Checkout], Spent]] = {
    "policyqa --version": Checkout.version,
    "import of Index and build": Checkout.imported,
    "build": Checkout.built,
    "build --rebuild": Checkout.rebuilt,
    "cold ask": Checkout.cold,
    "warm ask": Checkout.warm,
}


def sample_questions() -> list[str]:
    """The first questions on the sample reports."""
    lines = (HERE / "corpus" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["q"] for line in lines[:QUESTIONS]]


def in_turns(
    before: Checkout, after: Checkout, measure: Callable[[Checkout], Spent], pairs: int
) -> list[tuple[Spent, Spent]]:
    """``pairs`` of what both take, one after the other; the first run of each is not counted."""
    measure(before), measure(after)
    found = []
    for number in range(pairs):
        if number % 2:
            later, earlier = measure(after), measure(before)
        else:
            earlier, later = measure(before), measure(after)
        found.append((earlier, later))
    return found


def row_of(name: str, pairs: list[tuple[Spent, Spent]]) -> list[str]:
    """Medians before and after, and the median ratio, of wall and of processor time."""
    cells = [name]
    for kind in ("wall", "cpu"):
        befores, afters = (
            [getattr(spent, kind) for spent in side] for side in zip(*pairs, strict=True)
        )
        ratio = statistics.median(b / a for a, b in zip(befores, afters, strict=True))
        shown = (f"{statistics.median(side):.3f}" for side in (befores, afters))
        cells += [*shown, f"{ratio:.3f}"]
    return cells


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.before_after",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path, nargs="?", default=HERE)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--only", nargs="+", choices=MEASURED, default=list(MEASURED))
    options = parser.parse_args(argv)
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        sides = [
            Checkout(folder.resolve(), Path(scratch) / name)
            for name, folder in (("before", options.before), ("after", options.after))
        ]
        for side in sides:
            side.build(side.index)
        for name in options.only:
            rows.append(row_of(name, in_turns(*sides, MEASURED[name], options.pairs)))
            print("\t".join(rows[-1]), file=sys.stderr, flush=True)
    head = ["seconds", "before", "after", "ratio", "cpu before", "cpu after", "cpu ratio"]
    print(table(head, rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
