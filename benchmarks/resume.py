"""Kills builds in the middle of embedding and measures how much of the work each kill cost.

    python -m benchmarks.resume [--passages 1000] [--kills 10] [--model tiny] [--seed 7]

A corpus of invented reports is built once without interruption. Another index is then built in a
child process that is killed (SIGKILL) at ``--kills`` random moments of embedding and started again
each time. What a kill cost is what had been embedded and is embedded again: at most one batch. At
the end, all files of both indexes must be the same, byte for byte, but for the manifest's times.
``--model tiny`` takes a tiny random BERT in place of the bundled model. Exit status 1 when a kill
cost more than a batch or the indexes differ.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.index.building.build import build
from indexer.index.building.progress import BuildSummary, Progress
from indexer.index.building.unfinished import UNFINISHED
from indexer.index.store.manifest import GENERATIONS, MANIFEST, load_manifest, named_by_pointer
from indexer.models.embedder import load_embedder

from .corpus2000 import make_reports
from .measure import table
from .tiny_model import save_model

_PASSAGES_A_REPORT = 3.7  # that differ, in the invented reports


@dataclass(frozen=True, slots=True)
class Kill:
    """A build that was killed when ``done`` passages were embedded, ``kept`` of which the next
    build found; ``seconds`` had passed since the last batch was kept; ``restart``: seconds from its
    start to its first new batch, None if it was killed before."""

    done: int
    kept: int
    total: int
    seconds: float
    restart: float | None

    @property
    def lost(self) -> int:
        """Passages embedded in a finished batch that the next build did not find."""
        return max(0, self.done - self.kept)


class Child:
    """A build in a process of its own; ``told`` holds its (seconds, passages done, kept, total)."""

    def __init__(self, corpus: Path, index: Path, model: str | None) -> None:
        self.began = time.monotonic()
        self.told: list[tuple[float, int, int, int]] = []
        self.summary: dict[str, int] | None = None
        self.process = subprocess.Popen(
            [sys.executable, "-m", __spec__.name, "--child", str(corpus), str(index), model or ""],
            stdout=subprocess.PIPE,
            text=True,
        )
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            value = json.loads(line)
            if isinstance(value, dict):
                self.summary = value
            else:
                self.told.append((time.monotonic() - self.began, *value))

    def wait_for(self, passages: int) -> bool:
        """Wait until so many are embedded; False if the build ends before."""
        while self._thread.is_alive():
            if self.told and self.told[-1][1] >= passages:
                return True
            time.sleep(0.002)
        return False

    def kill(self) -> float:
        """Seconds after the start at which it was killed."""
        at = time.monotonic() - self.began
        os.kill(self.process.pid, signal.SIGKILL)
        self.wait()
        return at

    def wait(self) -> None:
        self.process.wait()
        self._thread.join()


def child(corpus: Path, index: Path, model: str | None) -> None:
    """One build that tells of each batch once it is kept."""

    def tell(progress: Progress) -> None:
        if progress.stage == "embed":
            value = progress.passages_done, progress.passages_kept, progress.passages_total
            print(json.dumps(value), flush=True)

    summary = build([corpus], index, model=model, on_progress=tell)
    print(json.dumps({"embedded": summary.embedded, "resumed": summary.resumed}), flush=True)


def killed_builds(
    corpus: Path,
    index: Path,
    model: str | None,
    total: int,
    batch: int,
    kills: int,
    rng: random.Random,
) -> tuple[list[Kill], list[float], dict[str, int]]:
    """Kill builds at random moments of embedding, then let one finish: the kills, the seconds of
    each batch, and the last build's summary."""
    moments = sorted(rng.uniform(0, max(0, total - 2 * batch)) for _ in range(kills))
    found: list[Kill] = []
    before: tuple[int, float, float | None] | None = None

    def note(kept: int) -> None:
        if before is not None:
            done, seconds, restart = before
            found.append(Kill(done, kept, total, seconds, restart))
            print(
                f"killed at {done} of {total}, found again {kept}, {seconds:.2f} s after a batch",
                file=sys.stderr,
                flush=True,
            )

    times: list[float] = []
    for moment in moments:
        running = Child(corpus, index, model)
        if not running.wait_for(0) or not running.wait_for(int(moment)):
            raise SystemExit("the build ended before it was killed; take more passages")
        time.sleep(rng.uniform(0, statistics.median(times) if times else 0.5))
        at = running.kill()
        told = running.told
        times += [b[0] - a[0] for a, b in zip(told[1:], told[2:], strict=False)]
        note(told[0][2])
        before = told[-1][1], at - told[-1][0], told[1][0] if len(told) > 1 else None
    last = Child(corpus, index, model)
    last.wait()
    if last.summary is None:
        raise SystemExit("the last build failed")
    note(last.told[0][2])
    return found, times, last.summary


def differences(index: Path, other: Path) -> list[str]:
    """Files of the two active generations that are not the same; what is left beside them."""
    folders = [i / GENERATIONS / named_by_pointer(i) for i in (index, other)]
    files = [
        {p.relative_to(f).as_posix(): p.read_bytes() for p in f.rglob("*") if p.is_file()}
        for f in folders
    ]
    names = files[0].keys() | files[1].keys()
    unlike = [n for n in sorted(names - {MANIFEST}) if files[0].get(n) != files[1].get(n)]
    manifests = [load_manifest(folder) for folder in folders]
    if len({(m.model, str(m.counts), m.reading, m.terms, m.works) for m in manifests}) > 1:
        unlike.append(MANIFEST)
    return unlike + [UNFINISHED for i in (index, other) if (i / UNFINISHED).exists()]


def write_corpus(folder: Path, passages: int, seed: int) -> Path:
    """About so many different passages in invented reports."""
    folder.mkdir()
    for made in make_reports(round(passages / _PASSAGES_A_REPORT), seed):
        (folder / made.name).write_text(made.text, encoding="utf-8")
    return folder


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.resume", description=__doc__)
    parser.add_argument("--passages", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--model", help="as of `policyqa build`, or tiny")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", type=Path, help="write every kill to this file")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.child:
        corpus, index, model = options.child
        child(Path(corpus), Path(index), model or None)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        model = str(save_model(root / "tiny")) if options.model == "tiny" else options.model
        corpus = write_corpus(root / "corpus", options.passages, options.seed)
        whole: BuildSummary = build([corpus], root / "whole", model=model)
        batch = load_embedder(model).pieces_at_once
        kills, times, last = killed_builds(
            corpus,
            root / "index",
            model,
            whole.embedded,
            batch,
            options.kills,
            random.Random(options.seed),
        )
        unlike = differences(root / "whole", root / "index")
    rows = [
        [
            str(k.done),
            str(k.kept),
            str(k.lost),
            f"{k.seconds:.2f}",
            "–" if k.restart is None else f"{k.restart:.1f}",
        ]
        for k in kills
    ]
    head = ["embedded", "found again", "lost", "s since last batch", "s from start to first batch"]
    print(table(head, rows))
    worst = max((k.lost for k in kills), default=0)
    print(
        f"\n{whole.reports} reports, {whole.embedded} passages embedded in {whole.seconds:.0f} s "
        f"without interruption; batches of {batch}, {statistics.median(times or [0]):.2f} s each; "
        f"{len(kills)} kills: at most {worst} passages of finished batches and "
        f"{max((k.seconds for k in kills), default=0):.2f} s of embedding lost; the last build took "
        f"over {last['resumed']} passages and embedded {last['embedded']}; files that differ: "
        f"{', '.join(unlike) or 'none'}"
    )
    if options.json:
        options.json.write_text(json.dumps([asdict(k) for k in kills], indent=1), encoding="utf-8")
    whole_again = last["resumed"] + last["embedded"] == whole.embedded
    return 1 if unlike or worst >= batch or not whole_again else 0


if __name__ == "__main__":
    raise SystemExit(main())
