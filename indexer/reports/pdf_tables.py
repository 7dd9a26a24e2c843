"""Tables of a PDF's text layer: rows whose columns only the layout tells apart.

A PDF has no tables, only words at places. Plain extraction runs the cells of a header together;
pypdf's layout mode keeps the gaps, so rows are found there and put in place of the plain lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .canonical import is_caption
from .lines import begins_heading, clean_line
from .report import Mark

_ENDS_IN_NUMBER = re.compile(r"(?:^|\s)[-+−–]?[£$€¥￥]?\d[\d,.]*\s?[%％]?$")
_NUMBER = re.compile(
    r"[-+−–±<>]?\s?[£$€¥￥]?\d[\d,. ]*\s?(?:[%％]|[\u4e00-\u9fff]{1,4})?$|[—–\-/]{1,2}$"
)
_LEAST_ROWS = 2
_MOST_PIECES = 16  # lines that the cells of one row may be scattered over


def with_table_rows(page: str, layout: Callable[[], str]) -> str:
    """``page`` (plain extraction) with the cells of its table rows joined by `` | ``.

    ``layout`` gives the same page with its columns kept; it is called only where rows of numbers
    stand. Characters other than white space and the bars stay as they are.
    """
    lines = page.split("\n")
    if sum(bool(_ENDS_IN_NUMBER.search(line.strip())) for line in lines) < _LEAST_ROWS:
        return page
    for row in table_rows(layout()):
        lines = _placed(lines, row)
    return "\n".join(lines)


def table_rows(layout: str) -> list[list[str]]:
    """Rows of cells, headers included, of the tables in text whose columns are kept."""
    split = [re.split(r"\s{2,}", line.strip()) for line in layout.split("\n") if line.strip()]
    found: list[list[str]] = []
    at = 0
    while at < len(split):
        end = at
        while end < len(split) and _is_data(split[end]) and len(split[end]) == len(split[at]):
            end += 1
        rows = split[at:end]
        if len(rows) >= _LEAST_ROWS and not _is_contents(rows):
            header = split[at - 1] if at else []
            if 2 <= len(header) <= len(rows[0]) and len(header) >= len(rows[0]) - 1:
                found.append(header)
            found += rows
        at = max(end, at + 1)
    return found


def _is_data(cells: Sequence[str]) -> bool:
    numbers = sum(bool(_NUMBER.match(cell)) for cell in cells[1:])
    return len(cells) >= 2 and numbers >= max(1, (len(cells) - 1) // 2) and len(cells[0]) <= 60


def _is_contents(rows: Sequence[Sequence[str]]) -> bool:
    """A table of contents: headings and page numbers that do not fall."""
    pages = [int(row[-1]) if row[-1].isdecimal() else -1 for row in rows]
    headed = sum(begins_heading(row[0]) for row in rows)
    return len(rows[0]) == 2 and pages == sorted(pages) and pages[0] > 0 and 2 * headed > len(rows)


def _placed(lines: list[str], row: Sequence[str]) -> list[str]:
    """``lines`` with those that hold ``row``'s characters, and nothing else, replaced by it."""
    wanted = _ink("".join(row))
    for first in range(len(lines)):
        ink = ""
        for last in range(first, min(first + _MOST_PIECES, len(lines))):
            ink += _ink(lines[last])
            if ink == wanted and " | " not in lines[first]:
                joined = " | ".join(clean_line(cell) for cell in row)
                return [*lines[:first], joined, *lines[last + 1 :]]
            if not ink or not wanted.startswith(ink):
                break
    return lines


def _ink(text: str) -> str:
    return re.sub(r"\s", "", text)


def table_marks(text: str) -> tuple[Mark, ...]:
    """Marks of the tables in canonical text, two rows of cells or more, and of their captions."""
    marks: list[Mark] = []
    start, rows, before = -1, 0, (0, 0)
    at = 0
    for line in [*text.split("\n"), ""]:
        if " | " in line:
            start, rows = (at if rows == 0 else start), rows + 1
        else:
            if rows >= _LEAST_ROWS:
                if is_caption(text[before[0] : before[1]]):
                    marks.append(Mark("caption", *before))
                marks.append(Mark("table", start, at - 1))
            rows, before = 0, (at, at + len(line))
        at += len(line) + 1
    return tuple(marks)
