"""The cells of a ruled PDF table with their text, one row of text for each printed row: some tables
have a line only under their header, so that one cell contains a whole column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from ...text.table_rows import Placed
from ...text.table_words import is_missing, is_value
from .chars import Char
from .grid import Grid
from .rows import Segment, runs_of, segments_of

Slot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line of a cell: its text, baseline and right edge."""

    text: str
    y: float
    x1: float


def placed_cells(grid: Grid, chars: Mapping[Slot, Sequence[Char]]) -> list[Placed]:
    """The table's cells with their text; a row whose columns of numbers have several lines each is
    as many rows, other lines of a cell are joined."""
    ends: dict[Slot, Slot] = {}
    for r, row in enumerate(grid.cells):
        for c, slot in enumerate(row):
            old = ends.get(slot, (0, 0))
            ends[slot] = max(old[0], r + 1), max(old[1], c + 1)
    lines = {slot: _lines(held) for slot, held in chars.items()}
    rows = len(grid.ys) - 1
    levels = [_levels(grid, lines, ends, r) for r in range(rows)]
    first = [0]
    for own_levels in levels:
        first.append(first[-1] + max(1, len(own_levels)))
    placed: list[Placed] = []
    for slot, own in lines.items():
        r, c = slot
        row_end, column_end = ends[slot]
        if row_end > r + 1 or not levels[r]:
            text = one_line([line.text for line in own])
            placed.append(Placed(text, first[r], c, first[row_end], column_end))
            continue
        for number, level in enumerate(levels[r]):
            held = [line.text for line in own if _nearest(levels[r], line.y) == level]
            if held:
                at = first[r] + number
                placed.append(Placed(one_line(held), at, c, at + 1, column_end))
    return placed


def _lines(chars: Sequence[Char]) -> list[_Line]:
    rows: dict[int, list[Segment]] = {}
    for segment in segments_of(runs_of(chars), frozenset()):
        rows.setdefault(segment.row, []).append(segment)
    return [
        _Line(" ".join(s.text for s in row), row[0].y, max(s.x1 for s in row))
        for row in rows.values()
    ]


def _levels(
    grid: Grid, lines: Mapping[Slot, Sequence[_Line]], ends: Mapping[Slot, Slot], row: int
) -> list[float]:
    """The baselines of the rows that one ruled row holds; none where it is one row."""
    here = {c: own for (r, c), own in lines.items() if r == row and ends[r, c][0] == r + 1}
    numbers = {
        c: own
        for c, own in here.items()
        if len(own) > 1
        and all(is_value(line.text) or is_missing(line.text) for line in own)
        and sum(is_value(line.text) for line in own) > 1
    }
    if not numbers:
        return []
    longest = max(numbers.values(), key=len)
    level = [line.y for line in longest]
    lead = median(a - b for a, b in zip(level, level[1:], strict=False))
    if lead <= 0:
        return []
    beside = [own for own in here.values() if own is not longest and len(own) > 1]
    aligned = [
        own for own in beside if all(abs(_nearest(level, x.y) - x.y) < 0.5 * lead for x in own)
    ]
    if not any(2 * len(own) > len(level) for own in aligned) or any(
        len(own) == 1 and is_value(own[0].text) for own in here.values()
    ):
        return []
    if len(level) == 2 and any(_is_cut(own, grid, ends[row, c]) for c, own in numbers.items()):
        return []
    return level


def _is_cut(lines: Sequence[_Line], grid: Grid, end: Slot) -> bool:
    """Whether the second line may be the rest of a number that the cell's width cut."""
    if re.search(r"[.,]$", lines[0].text) or re.match(r"[.,]|0\d|\d{3}$", lines[1].text):
        return True
    return grid.xs[min(end[1], len(grid.xs) - 1)] - lines[0].x1 < 4.0 and len(lines[0].text) > 3


def _nearest(levels: Sequence[float], y: float) -> float:
    return min(levels, key=lambda level: abs(level - y))


def one_line(lines: Sequence[str]) -> str:
    """Wrapped lines of a cell as one; a figure that the cell's width cut stays whole."""
    text = ""
    for line in lines:
        cut = re.search(r"[\d.,]$", text) and re.match(r"[\d.,]*\d", line)
        number = cut and re.fullmatch(r"[-+]?[\d.,]+", text.split(" ")[-1])
        text += line if not text or (number and len(lines) == 2) else " " + line
    return text
