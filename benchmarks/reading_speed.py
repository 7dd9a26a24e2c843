"""How fast files are read, in how much memory, and how that compares with plain pypdf.

    python -m benchmarks.reading_speed PATH… [--turns 3]

Each file is read to a report (text, details, figures; scans are not recognised) in a process of its
own, whose highest resident memory is told. PDFs are also read by pypdf's ``extract_text`` alone.
Seconds are processor time, the median of the turns, without the start of Python and its imports.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from indexer.index.corpus.scan import scan_corpus

from .measure import table

_REPORT = """
import sys, time
from pathlib import Path
from indexer.reading.read import read_report
path = Path(sys.argv[1])
began = time.process_time()
report = read_report(path, path.name, recognise=lambda data, wanted: {})
pages = len(report.document.page_starts)
print(time.process_time() - began, pages, len(report.text), len(report.figures))
"""
_PLAIN = """
import logging, sys, time
import pypdf
logging.disable(logging.CRITICAL)
began = time.process_time()
characters = sum(len(page.extract_text()) for page in pypdf.PdfReader(sys.argv[1]).pages)
print(time.process_time() - began, 0, characters, 0)
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """Seconds of processor time and highest resident memory of reading one file."""

    seconds: float
    megabytes: float
    pages: int
    characters: int
    figures: int


def reading(code: str, path: Path) -> Reading:
    """What ``code`` took for the file at ``path``, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{path}: could not be read (see above)")
    seconds, pages, characters, figures = out.split()
    return Reading(
        float(seconds), usage.ru_maxrss / 1000, int(pages), int(characters), int(figures)
    )


def median(turns: list[Reading]) -> Reading:
    return sorted(turns, key=lambda turn: turn.seconds)[len(turns) // 2]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reading_speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--turns", type=int, default=1)
    options = parser.parse_args(argv)
    rows, whole, plain = [], [], []
    for file in scan_corpus(options.paths).files:
        own = median([reading(_REPORT, file.path) for _ in range(options.turns)])
        whole.append(own)
        cells = [file.name, str(own.pages or ""), f"{own.seconds:.1f}", f"{own.megabytes:.0f}"]
        cells += [f"{own.pages / own.seconds:.1f}" if own.pages else "", ""]
        if file.path.suffix.lower() == ".pdf":
            bare = median([reading(_PLAIN, file.path) for _ in range(options.turns)])
            plain.append((own.seconds, bare.seconds))
            cells[-1] = f"{own.seconds / bare.seconds:.1f}"
        rows.append(cells)
        print("\t".join(cells), file=sys.stderr, flush=True)
    print(table(["file", "pages", "seconds", "peak MB", "pages/s", "times pypdf"], rows))
    characters = sum(own.characters for own in whole)
    seconds = sum(own.seconds for own in whole)
    print(f"\n{len(whole)} files, {characters / seconds:,.0f} characters/s, ", end="")
    print(f"peak {max(own.megabytes for own in whole):.0f} MB")
    if plain:
        own_sum, bare_sum = (sum(side) for side in zip(*plain, strict=True))
        middle = statistics.median(own / bare for own, bare in plain)
        print(f"{len(plain)} PDFs: {own_sum / bare_sum:.1f} times pypdf (median {middle:.1f})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
