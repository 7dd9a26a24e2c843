"""Nights of builds in fast motion: each must answer byte for byte as a fresh build does.

    python -m benchmarks.nightly [--reports 1000] [--nights 20] [--seed 7] [--json FILE]

Every night invented reports are added, changed, removed, renamed, touched, and one is edited with
its size and time kept. After each build ``search`` and ``ask`` are compared with an index built
from nothing, and the disk may hold no more than two generations. A text that was embedded once is
not embedded again for the fresh builds: the model gives the same vector for it each time, which
the tests of the index show. Exit status 1 when any night differs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from indexer.api import Index
from indexer.index.building.build import build
from indexer.index.store.manifest import GENERATIONS
from indexer.index.store.verify import verify

from .corpus2000 import Made, make_questions, make_reports
from .measure import percentile, table


@dataclass(frozen=True, slots=True)
class Night:
    """One night: what changed, how long the build took beside a fresh one, bytes of one generation,
    the most bytes and generations that the index folder held, and what was wrong."""

    number: int
    added: int
    changed: int
    removed: int
    renamed: int
    seconds: float
    fresh_seconds: float
    generation_bytes: int
    peak_bytes: int
    generations: int
    problems: tuple[str, ...]


class Corpus:
    """A folder of reports that changes night by night; the same seed gives the same nights."""

    def __init__(self, folder: Path, reports: list[Made], seed: int) -> None:
        self.folder, self.rng = folder, random.Random(seed)
        self.folder.mkdir()
        spare = max(4, len(reports) // 4)
        self.ready = [m.text for m in reports[len(reports) - spare :]]
        for made in reports[: len(reports) - spare]:
            (folder / made.name).write_text(made.text, encoding="utf-8")

    def names(self) -> list[str]:
        return sorted(p.name for p in self.folder.iterdir())

    def change(self, night: int) -> tuple[int, int, int, int]:
        """Reports added, changed, removed and renamed."""
        rng, most = self.rng, max(2, len(self.names()) // 50)
        chosen = rng.sample(self.names(), min(len(self.names()) - 1, most * 4))
        removed = [chosen.pop() for _ in range(rng.randint(0, most)) if chosen]
        renamed = [chosen.pop() for _ in range(rng.randint(0, most)) if chosen]
        changed = [chosen.pop() for _ in range(rng.randint(1, most)) if chosen]
        for name in removed:
            self.ready.insert(0, (self.folder / name).read_text(encoding="utf-8"))
            (self.folder / name).unlink()
        for name in renamed:
            (self.folder / name).rename(self.folder / f"n{night}-{name[-40:]}")
        for name in changed:
            self._edit(name)
        added = rng.randint(0, most)
        for number in range(added):
            text = self.ready.pop()
            (self.folder / f"new{night}-{number}.txt").write_text(text, encoding="utf-8")
        if chosen:
            os.utime(self.folder / chosen.pop())
        if chosen and self._edit_unseen(chosen.pop()):
            return added, len(changed) + 1, len(removed), len(renamed)
        return added, len(changed), len(removed), len(renamed)

    def _edit(self, name: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        digits = [i for i, letter in enumerate(text) if letter.isdigit() and i > 60]
        place = self.rng.choice(digits)
        path.write_text(f"{text[:place]}{self.rng.randint(1, 99)}{text[place:]}", encoding="utf-8")

    def _edit_unseen(self, name: str) -> bool:
        """Another digit in place of one, with the file's time put back."""
        path = self.folder / name
        stat, text = path.stat(), path.read_text(encoding="utf-8")
        place = max(i for i, letter in enumerate(text[:-40]) if letter.isdigit())
        other = "7" if text[place] != "7" else "3"
        path.write_text(text[:place] + other + text[place + 1 :], encoding="utf-8")
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        return True


class Folder:
    """Looks at a folder every few milliseconds and remembers the most that it held."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bytes, self.generations = folder, 0, 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Folder:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._end.wait(0.02):
            home = self.folder / GENERATIONS
            try:
                self.generations = max(self.generations, len(list(home.iterdir())))
                self.bytes = max(self.bytes, size_of(self.folder))
            except OSError:  # it went while it was looked at
                continue


def size_of(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def said(index_dir: Path, questions: Sequence[str]) -> list[str]:
    """What ``ask`` and ``search`` return for each question, as JSON text."""
    told = []
    with Index.open(index_dir) as index:
        told.append(json.dumps([r.path for r in index.reports]))
        for question in questions:
            both: dict[str, Any] = {
                "ask": index.ask(question, all_rows=True).to_json(),
                "search": [hit.to_json() for hit in index.search(question, 10)],
            }
            told.append(json.dumps(both, ensure_ascii=False))
    return told


def week(scratch: Path, count: int, nights: int, seed: int, asked: int = 12) -> list[Night]:
    """``nights`` builds over ``count`` reports, one more before them."""
    reports = make_reports(count, seed)
    every = [q["q"] for q in make_questions(reports, seed)] if count >= 200 else []
    questions = every[:: max(1, len(every) // asked)] or [
        "哪些单位报告了罚款？",
        "which bureaus reported enforcement fines",
        "各单位罚款合计多少？",
        "如何开展普法宣传？",
    ]
    corpus, index, fresh = (
        Corpus(scratch / "corpus", reports, seed),
        scratch / "index",
        scratch / "fresh",
    )
    build([corpus.folder], index)
    done = []
    for number in range(1, nights + 1):
        changes = corpus.change(number)
        with Folder(index) as watched:
            summary = build([corpus.folder], index)
        shutil.rmtree(fresh, ignore_errors=True)
        other = build([corpus.folder], fresh)
        problems = [f"verify: {p}" for p in verify(index)]
        for n, (one, two) in enumerate(
            zip(said(index, questions), said(fresh, questions), strict=True)
        ):
            if one != two:
                problems.append(f"answer {n} differs: {questions[n - 1] if n else 'reports'}")
        held = len(list((index / GENERATIONS).iterdir()))
        if held > 2 or watched.generations > 2:
            problems.append(f"{watched.generations} generations at the most, {held} at the end")
        if summary.reports != len(corpus.names()):
            problems.append(f"{summary.reports} reports indexed of {len(corpus.names())}")
        added, changed, removed, renamed = changes
        told = (summary.added, summary.changed, summary.removed)
        if told != (added + renamed, changed, removed + renamed):
            problems.append(f"the summary says {told}, the changes were {changes}")
        one_generation = size_of(index / GENERATIONS / summary.generation)
        done.append(
            Night(
                number,
                *changes,
                summary.seconds,
                other.seconds,
                one_generation,
                watched.bytes,
                watched.generations,
                tuple(problems),
            )
        )
        print(
            f"night {number}: {changes}, {summary.seconds:.1f} s, {list(problems) or 'equal'}",
            flush=True,
        )
    return done


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nightly", description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--nights", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", type=Path, help="write every night to this file")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        nights = week(Path(scratch), options.reports, options.nights, options.seed)
    times = [n.seconds for n in nights]
    changed = sum(n.added + n.changed + n.removed + n.renamed for n in nights)
    print(
        table(
            ["", ""],
            [
                ["nights", str(len(nights))],
                ["reports added, changed, removed, renamed", str(changed)],
                ["nights that answer as a fresh build", str(sum(not n.problems for n in nights))],
                ["seconds of a night, median", f"{statistics.median(times):.1f}"],
                ["seconds of a night, 95th percentile", f"{percentile(times, 0.95):.1f}"],
                ["generations on disk at the most", str(max(n.generations for n in nights))],
                ["one generation, MB", f"{max(n.generation_bytes for n in nights) / 1e6:.1f}"],
                ["disk at the most, MB", f"{max(n.peak_bytes for n in nights) / 1e6:.1f}"],
            ],
        )
    )
    if options.json:
        options.json.write_text(json.dumps([asdict(n) for n in nights], indent=1), encoding="utf-8")
    return 1 if any(n.problems for n in nights) else 0


if __name__ == "__main__":
    raise SystemExit(main())
