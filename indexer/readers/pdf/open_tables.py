"""Tables of a PDF page without drawn lines: columns from the positions of the printed words.

Rows with at least two separate pieces, most of them with numbers, form a table. What is above or
below a number is in its column, so that a blank, a dash or a word keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...text.lines import begins_heading
from ...text.table_rows import join_cells
from ...text.table_words import is_missing, is_value, is_year
from .rows import Segment

_LEAST_ROWS = 2
_MOST_HEADS = 3
_PROSE = re.compile(r"[。；]|[，,]\s?\S{8,}|[:：]$")
_NOTE = re.compile(r"^\s*[（(]?(?:注|备注|说明|数据来源|资料来源|Note|Source|Remarque|Anm)")
_UNIT_LINE = re.compile(r"[单單単]位\s*[:：]|(?i:\bunits?\s*:)")
_OFF_CENTRE = 1.0  # sizes of its type by which a head may miss the middle of its columns
_ALIGNED = 1.0  # points by which the left ends of a head and its column may differ
_LEAST_GAP = 3.0  # points between two columns

Row = list[Segment]


@dataclass(frozen=True, slots=True)
class Found:
    """A table that takes the rows from ``first`` up to ``end``, as lines of cells."""

    first: int
    end: int
    lines: tuple[str, ...]


def open_tables(rows: Sequence[Row]) -> list[Found]:
    """The tables among the printed rows of a page (each from left to right), from the top down."""
    found: list[Found] = []
    at = 0
    while at < len(rows):
        end = _run(rows, at)
        table = _table(rows, at, end, found[-1].end if found else 0) if end > at else None
        if table is not None:
            found.append(table)
        at = max(end, at + 1)
    return found


def _run(rows: Sequence[Row], first: int) -> int:
    """The end of the rows from ``first`` that may be one table's rows of values."""
    at = first
    last = first
    while at < len(rows):
        row = rows[at]
        near = at == first or rows[at - 1][0].y - row[0].y <= 3.2 * max(row[0].size, 1.0)
        if not near or any(segment.cells for segment in row) or _is_prose(row):
            break
        if _has_values(row):
            last = at + 1
        elif at == first or at + 1 - last > 2:
            break
        at += 1
    return last


def _has_values(row: Row) -> bool:
    """Whether a row is a label, or nothing, and values."""
    values = sum(_is_cell(s.text) for s in row[1:])
    return len(row) > 1 and values > 0 and 2 * values >= len(row) - 1


def _is_cell(text: str) -> bool:
    return is_value(text) or is_missing(text) or is_year(text)


def _is_prose(row: Row) -> bool:
    return any(_PROSE.search(s.text) or len(s.text) > 48 for s in row) or bool(
        _NOTE.match(row[0].text)
    )


def _table(rows: Sequence[Row], first: int, end: int, floor: int) -> Found | None:
    body = rows[first:end]
    values = [row for row in body if _has_values(row)]
    if len(values) < _LEAST_ROWS or not any(is_value(s.text) for row in values for s in row[1:]):
        return None
    bands = _bands(values)
    if len(bands) < 2 or _crowded(values, bands):
        return None
    cells = [_in_bands(row, bands) for row in body]
    if _is_contents(cells) or _is_sparse(cells):
        return None
    top = first
    heads: list[list[str]] = []
    while top > floor and len(heads) < _MOST_HEADS and _is_head(rows[top - 1], rows[top], bands):
        top -= 1
        over = _over(rows[top], rows[top + 1], bands) if heads else None
        heads.insert(0, over or _in_bands(rows[top], bands))
    lines = [join_cells(row) for row in [*heads, *_whole_labels(cells)]]
    return Found(top, end, tuple(line for line in lines if line.strip("| ")))


def _bands(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The columns that the pieces of ``rows`` stand in, from the left."""
    bands: list[tuple[float, float]] = []
    for x0, x1 in sorted((s.x0, s.x1) for row in rows for s in row):
        if bands and x0 < bands[-1][1] + _LEAST_GAP:
            bands[-1] = bands[-1][0], max(bands[-1][1], x1)
        else:
            bands.append((x0, x1))
    return bands


def _crowded(rows: Sequence[Row], bands: Sequence[tuple[float, float]]) -> bool:
    """Whether pieces of one row fall into the same column: the columns are then not separate."""
    return any(len({_band(s, bands) for s in row}) < len(row) for row in rows)


def _band(segment: Segment, bands: Sequence[tuple[float, float]]) -> int:
    """The column of a piece: the first that it overlaps, else the nearest."""
    for number, (x0, x1) in enumerate(bands):
        if segment.x0 < x1 and x0 < segment.x1:
            return number
    middle = (segment.x0 + segment.x1) / 2
    return min(
        range(len(bands)), key=lambda n: min(abs(bands[n][0] - middle), abs(bands[n][1] - middle))
    )


def _in_bands(row: Row, bands: Sequence[tuple[float, float]]) -> list[str]:
    cells = [""] * len(bands)
    for segment in row:
        band = _band(segment, bands)
        cells[band] = f"{cells[band]} {segment.text}".strip()
    return cells


def _over(row: Row, below: Row, bands: Sequence[tuple[float, float]]) -> list[str] | None:
    """A head row whose pieces stand over the middle of several columns each: every piece in the
    first of its columns. None where the pieces are not so placed.

    ``below`` is the head row under it, which may be wider than the columns of values.
    """
    if len(row) >= len(bands) - 1:
        return None
    wide = list(bands)
    for segment in below:
        band = _band(segment, bands)
        wide[band] = min(wide[band][0], segment.x0), max(wide[band][1], segment.x1)
    if _flush(row, wide):
        return _in_bands(row, bands)
    # best[n]: least cost, and the first columns of the pieces, of those seen over n columns
    best: list[tuple[float, list[int]] | None] = [(0.0, [])] * (len(wide) + 1)
    for segment in row:
        middle = (segment.x0 + segment.x1) / 2
        found: list[tuple[float, list[int]] | None] = [None] * (len(wide) + 1)
        for first in range(len(wide)):
            before = best[first]
            for last in range(first, len(wide)) if before is not None else ():
                off = abs(middle - (wide[first][0] + wide[last][1]) / 2)
                if before is None or off > _OFF_CENTRE * max(segment.size, 1.0):
                    continue
                option = before[0] + off, [*before[1], first]
                found[last + 1] = min(found[last + 1] or option, option)
        for column in range(1, len(found)):  # columns that no piece stands over
            left, here = found[column - 1], found[column]
            if left is not None and (here is None or left < here):
                found[column] = left
        best = found
    if best[-1] is None:
        return None
    cells = [""] * len(bands)
    for first, segment in zip(best[-1][1], row, strict=True):
        cells[first] = segment.text
    return cells


def _flush(row: Row, bands: Sequence[tuple[float, float]]) -> bool:
    """Whether the pieces of a head row stand flush with the first of as many columns each."""
    lefts = [_band(segment, bands) for segment in row]
    groups = [band for band in lefts if band]
    shares = {b - a for a, b in pairwise([*groups, len(bands)])}
    return (
        len(set(lefts)) == len(row)
        and groups[:1] == [1]
        and len(shares) == 1
        and all(
            abs(segment.x0 - bands[band][0]) <= _ALIGNED
            for segment, band in zip(row, lefts, strict=True)
        )
    )


def _is_head(row: Row, below: Row, bands: Sequence[tuple[float, float]]) -> bool:
    """Whether a row right above the values is the head of their columns."""
    if any(s.cells for s in row) or _is_prose(row) or len(row) < 2:
        return False
    if row[0].y - below[0].y > 3.2 * max(row[0].size, 1.0) or any(
        _UNIT_LINE.search(s.text) for s in row
    ):
        return False
    if len({_band(s, bands) for s in row}) < len(row) and len(row) > len(bands):
        return False
    return all(len(s.text) <= 24 for s in row)


def _whole_labels(cells: list[list[str]]) -> list[list[str]]:
    """``cells`` with the label of a row that is printed on the lines above and below it."""
    out: list[list[str]] = []
    for number, row in enumerate(cells):
        lone = bool(row[0]) and not any(row[1:])
        after = cells[number + 1] if number + 1 < len(cells) else []
        if lone and after and not after[0] and any(after[1:]):
            after[0] = row[0]
            continue
        if lone and out and number and not cells[number - 1][0].strip() and out[-1][0]:
            out[-1][0] += row[0]
            continue
        out.append(row)
    return out


def _is_contents(cells: Sequence[Sequence[str]]) -> bool:
    """A table of contents: words, and page numbers that do not fall."""
    numbers = [int(row[-1]) for row in cells if row[-1].isdecimal()]
    words = not any(
        is_value(cell) or is_year(row[0]) for row in cells for cell in row[1:-1] or [""]
    )
    others = sum(is_value(row[-1]) and not row[-1].isdecimal() for row in cells)
    if not numbers or others or not words or numbers != sorted(numbers) or numbers[0] <= 0:
        return False
    headed = sum(begins_heading(row[0]) for row in cells)
    return 2 * headed > len(cells) or len(numbers) > 3


def _is_sparse(cells: Sequence[Sequence[str]]) -> bool:
    """Labels of a map or a chart: most places of the grid are empty, or most rows have no label."""
    filled = sum(bool(cell) for row in cells for cell in row)
    labelled = sum(_is_labelled(row) for row in cells)
    return 2 * filled < len(cells) * len(cells[0]) or 2 * labelled < len(cells)


def _is_labelled(row: Sequence[str]) -> bool:
    """Whether a row begins with words, or with its number or code and words."""
    words = [bool(cell) and not _is_cell(cell) for cell in row[:2]]
    return words[0] or bool(row[0]) and len(row) > 2 and words[1] or is_year(row[0])
