"""What a number in a table cell counts: its row's label and its column's heading."""

from __future__ import annotations

import re

_LONGEST_ROW = 2000
_BARE = re.compile(r"^[\s\d.,%—–\-|]*$")


def cell_label(text: str, at: int) -> tuple[str, int] | None:
    """(label, start of the row) for the cell that holds offset ``at``; None outside of tables.

    Rows are lines whose cells are joined by `` | ``; a first row without numbers is the header.
    """
    line_start = text.rfind("\n", max(0, at - _LONGEST_ROW), at) + 1
    line_end = text.find("\n", at, at + _LONGEST_ROW)
    row = text[line_start : line_end if line_end >= 0 else at + _LONGEST_ROW]
    if " | " not in row or len(row) > 2 * _LONGEST_ROW:
        return None
    column = text.count(" | ", line_start, at)
    if column == 0:
        return None
    label = row.split(" | ")[0].strip(" |")
    heading = _heading(text, line_start, column)
    parts = [part for part in (label, heading) if part and not _BARE.match(part)]
    return " ".join(parts), line_start


def _heading(text: str, line_start: int, column: int) -> str:
    """The cell of ``column`` in the first row of the table above ``line_start``; "" if unknown."""
    top = line_start
    for _ in range(400):
        above = text.rfind("\n", 0, max(0, top - 1)) + 1
        if top == 0 or " | " not in text[above : top - 1]:
            break
        top = above
    if top == line_start:
        return ""
    cells = text[top : text.find("\n", top)].split(" | ")
    return cells[column].strip(" |") if column < len(cells) else ""
