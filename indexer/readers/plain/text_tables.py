"""Tables in plain text: cells separated by tabs or bars, or aligned with spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from ...text.lines import width
from ...text.table_rows import is_row, join_cells
from ...text.table_words import is_missing, is_value, is_year
from ..layout.canonical import Block
from ..pdf.open_tables import open_tables
from ..pdf.rows import Segment

_LEAST_ROWS = 2
_MOST_HEADS = 4
_BARS = re.compile(r"[|｜│┃║]")
_RULE = re.compile(r"[\s|｜│┃║+＋─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬:=\-—_]+")
_LONGEST = 2000
_EM, _LEAD = 6.0, 14.0  # points for a half-width character, and from line to line


def with_rows(lines: Sequence[str]) -> list[str]:
    """``lines`` with those of tables as cells joined by `` | ``, rules between them left out."""
    out: list[str] = []
    for kind, held in groupby(lines, _kind):
        run = list(held)
        rows = _tabbed(run) if kind == "tab" else _barred(run) if kind == "bar" else None
        out += run if rows is None else rows
    return _aligned(out)


def blocks_with_rows(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` with paragraphs whose cells tabs part, as some typists set tables, as rows."""
    out: list[Block] = []
    for tabbed, held in groupby(blocks, lambda b: b.kind == "paragraph" and "\t" in b.text):
        run = list(held)
        rows = _tabbed([block.text for block in run]) if tabbed else None
        if rows is None:
            out += run
        else:
            out += [Block(row, "row" if is_row(row) else "paragraph") for row in rows]
    return out


def _kind(line: str) -> str:
    """Whether a line may be a row of cells parted by tabs or bars, or a rule between such rows."""
    if len(line) > _LONGEST:
        return ""
    if re.search(r"\S[ ]*\t[ \t]*\S", line):
        return "tab"
    bars = len(_BARS.findall(line))
    return "bar" if bars > 1 or (bars == 1 and " | " in line) or _is_rule(line) else ""


def _is_rule(line: str) -> bool:
    return (
        bool(line.strip()) and bool(_RULE.fullmatch(line)) and bool(re.search(r"[+＋|─━═┼├]", line))
    )


def _tabbed(run: Sequence[str]) -> list[str] | None:
    """Rows of cells parted by tabs: by each of them where rows have as many, else by several."""
    for pattern in (r"\t", r"[ ]*\t[\t ]*"):
        cells = [[cell.strip() for cell in re.split(pattern, line.strip(" \r"))] for line in run]
        out: list[str] = []
        found = at = 0
        for _, held in groupby(cells, len):
            rows = list(held)
            least = _heads(rows)
            end = next(
                (i for i, row in enumerate(rows) if i >= least and not _valued(row)), len(rows)
            )
            table = _is_table(rows[:end])
            found += table
            out += [join_cells(row) for row in rows[:end]] if table else run[at : at + end]
            out += run[at + end : at + len(rows)]
            at += len(rows)
        if found:
            return out
    return None


def _barred(run: Sequence[str]) -> list[str] | None:
    rows = [line for line in run if not _is_rule(line)]
    if len(rows) < _LEAST_ROWS and not any(_is_rule(line) for line in run):
        return None
    cells = [_BARS.split(re.sub(r"^\s*[|｜│┃║]|[|｜│┃║]\s*$", "", line)) for line in rows]
    counts = {len(row) for row in cells}
    if len(counts) > 2 or max(counts, default=0) < 2:
        return None
    return [join_cells([cell.strip() for cell in row]) for row in cells]


def _is_table(cells: Sequence[Sequence[str]]) -> bool:
    """Rows of two cells or more, of which some hold values; not prose with tabs in it."""
    if len(cells) < _LEAST_ROWS or any(len(row) < 2 for row in cells):
        return False
    if any(len(cell) > 60 or "。" in cell for row in cells for cell in row):
        return False
    return any(is_value(cell) for row in cells for cell in row[1:]) and all(
        map(_valued, cells[_heads(cells) :])
    )


def _heads(cells: Sequence[Sequence[str]]) -> int:
    """How many rows may be the head: two, or more of words alone that values follow."""
    first = next((i for i, row in enumerate(cells) if _valued(row)), 0)
    return max(2, first if first <= _MOST_HEADS else 0)


def _valued(row: Sequence[str]) -> bool:
    return any(is_value(cell) or is_missing(cell) or is_year(cell) for cell in row[1:])


def _aligned(lines: Sequence[str]) -> list[str]:
    """``lines`` with tables whose columns are set with spaces, told by the places of the words."""
    rows = [
        [_segment(m, line, number) for m in re.finditer(r"\S+(?: \S+)*", line)]
        if len(line) <= _LONGEST and not is_row(line.strip()) or "  " in line and " | " not in line
        else []
        for number, line in enumerate(lines)
    ]
    out: list[str] = []
    at = 0
    filled = [number for number, row in enumerate(rows) if row]
    for found in open_tables([rows[number] for number in filled]):
        first, end = filled[found.first], filled[found.end - 1] + 1
        out += lines[at:first]
        out += found.lines
        at = end
    return [*out, *lines[at:]]


def _segment(found: re.Match[str], line: str, number: int) -> Segment:
    start = width(line[: found.start()])
    return Segment(
        found.group(),
        start * _EM,
        (start + width(found.group())) * _EM,
        -number * _LEAD,
        2 * _EM,
        number,
    )
