"""Table cells of published reports, read by hand, against what is read of them.

    python -m benchmarks.cells ../shared/reports/real [--show FILE]

``cells.tsv`` holds for each cell its file, a digest of its row, the number of its cell in the row
and a digest of its value, unit, year and words as they were checked by eye against the head, the
label and the unit of its table; no text of the reports. Recall is the share of these cells that are
read so, precision the share of the figures in their rows that are among them. ``--show`` prints
the rows of a file as they are read, each cell with the line for the list, to be checked.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from indexer.document.report import Figure, Report, year_at
from indexer.reading.read import read_report
from indexer.text.table_rows import column_at, is_row

LIST = Path(__file__).with_name("cells.tsv")


class Cell(NamedTuple):
    """A cell: its file, its row, its number in the row and what it says (digests)."""

    file: str
    row: str
    column: int
    said: str


def read_cells(report: Report) -> Iterator[tuple[Cell, Figure, str]]:
    """The cells of a report's tables that are figures, each with the figure and its row."""
    for figure in report.figures:
        start = report.text.rfind("\n", 0, figure.start) + 1
        end = report.text.find("\n", figure.start)
        row = report.text[start : end if end >= 0 else len(report.text)]
        if not is_row(row) or figure.role in ("date", "ordinal"):
            continue
        year = figure.year or year_at(report.parts, figure.start) or report.details.year
        words = "".join(figure.metric.split())
        said = f"{figure.value:.10g}|{figure.unit}|{year}|{words}"
        column = column_at(row, figure.start - start)
        yield Cell(report.path, _digest("".join(row.split())), column, _digest(said)), figure, row


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def listed() -> list[Cell]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [Cell(file, row, int(column), said) for file, row, column, said in cells]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.cells",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", metavar="FILE")
    options = parser.parse_args(argv)
    if options.show:
        _show(_read(options.folder, options.show))
        return 0
    wanted: dict[str, set[Cell]] = defaultdict(set)
    for cell in listed():
        wanted[cell.file].add(cell)
    right = read = 0
    for file, cells in sorted(wanted.items()):
        rows = {cell.row for cell in cells}
        found = [item for item in read_cells(_read(options.folder, file)) if item[0].row in rows]
        said = {cell for cell, _, _ in found}
        right += len(cells & said)
        read += len(found)
        for cell, figure, row in found:
            if cell not in cells:
                print(f"{file}: {row[:60]}: {figure.raw} is read as {figure.value} {figure.unit}")
        lost = Counter(cell.row for cell in cells - said)
        print(
            f"{file}: {len(cells & said)} of {len(cells)} cells, {sum(lost.values())} not so read"
        )
    asked = sum(map(len, wanted.values()))
    print(f"recall {right / asked:.3f} of {asked} cells, precision {right / max(read, 1):.3f}")
    return 0


def _read(folder: Path, file: str) -> Report:
    return read_report(folder / file, file, recognise=lambda data, wanted: {})


def _show(report: Report) -> None:
    last = ""
    for cell, figure, row in read_cells(report):
        if row != last:
            print(f"\n{row}")
        last = row
        print("\t".join(map(str, cell)), end="\t# ")
        year = figure.year or report.details.year
        print(f"{figure.raw} = {figure.value:.10g} {figure.unit}, {year}, {figure.metric}")


if __name__ == "__main__":
    raise SystemExit(main())
