"""Tables with merged cells as rows of text, whatever format they come from.

A cell merged over columns is given once and the columns it covers stay empty, so that each value
stays under its own heading. A label merged over rows is repeated in each; a number never is, lest
it be counted twice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from .lines import clean_line, on_one_line
from .numerals import HAN_TENS

MAX_COLUMNS = 200
MAX_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell's text and the rows and columns it takes, 0-based, the ends exclusive."""

    text: str
    row: int
    column: int
    row_end: int
    column_end: int


def place_cells(rows: Sequence[Sequence[tuple[str, int, int]]]) -> list[Placed]:
    """Cells at their places; each row gives text, row span and column span, as HTML does."""
    taken: dict[tuple[int, int], bool] = {}
    placed: list[Placed] = []
    for at, row in enumerate(rows[:MAX_ROWS]):
        column = 0
        for text, down, across in row:
            while (at, column) in taken:
                column += 1
            if column >= MAX_COLUMNS:
                break
            row_end = min(at + max(1, down), len(rows), at + 500)
            column_end = min(column + max(1, across), MAX_COLUMNS)
            for r in range(at, row_end):
                for c in range(column, column_end):
                    taken[r, c] = True
            placed.append(Placed(text, at, column, row_end, column_end))
            column = column_end
    return placed


def rows_of(cells: Iterable[Placed], kept: Collection[int] = ()) -> list[str]:
    """The rows as text, cells joined by `` | ``; rows and columns without text are left out, but
    for the columns in ``kept``."""
    grid: dict[tuple[int, int], str] = {}
    for cell in cells:
        text = clean_line(on_one_line(cell.text)).replace(" | ", " ")
        if not text:
            continue
        grid[cell.row, cell.column] = text
        if not re.search(rf"[\d{HAN_TENS}百千万亿]{{2,}}|\d", text) and len(text) <= 40:
            for row in range(cell.row + 1, cell.row_end):
                grid[row, cell.column] = text
    columns = sorted({column for _, column in grid}.union(kept if grid else ()))
    return [
        join_cells([grid.get((row, column), "") for column in columns])
        for row in sorted({row for row, _ in grid})
    ]


def join_cells(cells: Sequence[str]) -> str:
    """Cells as one line; an empty one leaves its bar (``a | | c``)."""
    return re.sub(r" +", " ", " | ".join(clean_line(cell) for cell in cells)).strip()


def split_row(line: str) -> list[str]:
    """The cells of a line that ``join_cells`` made, empty ones with them."""
    return [cell.strip() for cell in (f" {line}" if line.startswith("|") else line).split(" |")]


def column_at(line: str, at: int) -> int:
    """The number, from 0, of the cell of ``line`` that holds the character at ``at``."""
    return line.count(" |", 0, at) + line.startswith("|")


def is_row(line: str) -> bool:
    """Whether ``line`` is a row of cells; the first may be empty (``| 2024``)."""
    return " | " in line or line.startswith("| ")
