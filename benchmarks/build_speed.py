"""Build speed: texts a second, and as a share of what the bare model does in the same process.

    python -m benchmarks.build_speed [PATH…]

The bare model embeds exactly the texts that the build embedded, with nothing read or written.
The two take turns, so that a machine shared with others slows both alike.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from indexer.index.building.build import build
from indexer.index.corpus.scan import scan_corpus
from indexer.models.embedder import load_embedder

from .texts import embedded_texts

CORPUS = Path(__file__).parents[1] / "corpus"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.build_speed", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="files and folders (default corpus/)")
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args(argv)
    paths = options.paths or [CORPUS]
    texts, passages = embedded_texts(scan_corpus(paths))
    model = load_embedder()
    model.passages(texts[:64])  # loads torch and the sessions, which a build does once
    bare, whole, again = [], [], []
    for _ in range(options.turns):
        began = time.perf_counter()
        model.passages(texts)
        bare.append(time.perf_counter() - began)
        with tempfile.TemporaryDirectory() as scratch:
            summary = build(paths, Path(scratch))
            whole.append(summary.seconds)
            again.append(build(paths, Path(scratch)).seconds)
    built, alone = statistics.median(whole), statistics.median(bare)
    print(
        f"{summary.reports} reports, {passages} passages, {len(texts)} different texts embedded "
        f"(mean {sum(map(len, texts)) / len(texts):.0f} characters)"
    )
    print(f"bare model: {alone:.2f} s, {len(texts) / alone:.0f} texts/s")
    print(
        f"build: {built:.2f} s, {passages / built:.0f} passages/s, {len(texts) / built:.0f} "
        f"texts/s, {alone / built:.0%} of the bare model's speed"
    )
    print(f"second build, nothing changed: {statistics.median(again) * 1000:.0f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
