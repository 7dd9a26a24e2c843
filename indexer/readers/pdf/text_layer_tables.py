"""Tables in a PDF's text layer: rows whose columns only the layout shows.

A PDF has no tables, only words at positions. Plain extraction may run the cells of a header
together, and pypdf's layout mode may close narrow gaps: usually what one loses, the other keeps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from ...document.report import Mark
from ...text.lines import begins_heading, clean_line
from ...text.table_rows import split_row
from ..layout.canonical import is_caption

_ENDS_IN_NUMBER = re.compile(r"(?:^|\s)[-+−–]?[£$€¥￥]?\d[\d,.]*\s?[%％]?$")
_CELL = re.compile(
    r"[-+−–±<>]?[£$€¥￥]?(?:\d{1,3}(?: \d{3})+|\d[\d,.]*)(?:[.,]\d+)?\s?"
    r"(?:[%％]|[\u4e00-\u9fff]{1,3})?|[—–-]{1,2}|/"
)
_LEAST_ROWS = 2
_LONE = 4  # numbers on lines of their own
_MOST_PIECES = 16  # lines that the cells of one row may be scattered over


def with_table_rows(page: str, layout: Callable[[], str]) -> str:
    """``page`` (plain extraction) with the cells of its table rows joined by `` | ``.

    ``layout`` gives the same page with its columns kept; it is called only where rows of numbers
    stand. Characters other than white space and the bars stay as they are.
    """
    lines = page.split("\n")
    if sum(bool(_ENDS_IN_NUMBER.search(line.strip())) for line in lines) < _LEAST_ROWS:
        return page
    columns = layout()
    spaced = [re.split(r"\s{2,}", line.strip()) for line in columns.split("\n")]
    lines = _rows_in_place(lines, {_ink("".join(cells)): cells for cells in spaced})
    for row in table_rows(columns):  # rows whose cells plain extraction scattered over lines
        lines = _placed(lines, row)
    return "\n".join(lines)


def may_hold_rows(page: str) -> bool:
    """Whether ``page`` (plain extraction) may hold a table whose columns only their places tell:
    rows of several numbers, or numbers alone on lines of their own."""
    lines = [line.strip() for line in page.split("\n")]
    alone = sum(bool(_CELL.fullmatch(line)) for line in lines if line)
    rows = sum(len(_cells(line)) > 2 for line in lines)
    return alone >= _LONE or rows >= _LEAST_ROWS


def with_rows_placed(page: str, rows: Sequence[str]) -> str | None:
    """``page`` (plain extraction) with the lines that hold the cells of ``rows``, as geometry tells
    them, replaced by these; None where fewer than most are found in it."""
    lines = page.split("\n")
    found = 0
    for row in rows:
        placed = _placed(lines, split_row(row), row)
        found += placed is not lines
        lines = placed
    return "\n".join(lines) if 3 * found > 2 * len(rows) else None


def _rows_in_place(lines: list[str], spaced: Mapping[str, list[str]]) -> list[str]:
    """Lines that are rows, as cells; ``spaced`` holds the layout's cells by their characters."""
    out = list(lines)
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _cells(lines[end]):
            end += 1
        for first, rows in _tables(lines[at:end], spaced):
            for number, cells in enumerate(rows, at + first):
                out[number] = _joined(cells)
            above = at + first - 1
            header = _header(lines[above], len(rows[0]), spaced) if above >= 0 else []
            if header:
                out[above] = _joined(header)
        at = max(end, at + 1)
    return out


def _tables(
    run: Sequence[str], spaced: Mapping[str, list[str]]
) -> Iterator[tuple[int, list[list[str]]]]:
    """Where tables begin among lines that end in numbers, and their rows."""
    wide = [spaced.get(_ink(line), []) for line in run]
    whole = len({len(cells) for cells in wide}) == 1 and all(
        len(cells) > 1 and all(_CELL.fullmatch(cell) for cell in cells[1:]) for cells in wide
    )
    if whole and len(run) >= _LEAST_ROWS and not _is_contents(wide):
        yield 0, wide
        return
    # Narrow columns close up in the layout; the spaces of plain extraction part them still.
    plain = [_cells(line) for line in run]
    first = 0
    for last in range(1, len(plain) + 1):
        if last == len(plain) or len(plain[last]) != len(plain[first]):
            if last - first >= _LEAST_ROWS and len(plain[first]) > 2:
                yield first, plain[first:last]
            first = last


def _cells(line: str) -> list[str]:
    """A label and the numbers after it; empty where the line does not end in numbers, or is a row
    of cells already, whose last may be 2 650."""
    if " | " in line:
        return []
    words = line.split()
    at = len(words)
    while at > 1 and _CELL.fullmatch(words[at - 1]):
        at -= 1
    label = " ".join(words[:at])
    if at == len(words) or len(label) > 60 or re.search(r"[。，；]|[a-z],? $", label):
        return []
    return [label, *words[at:]]


def _header(line: str, columns: int, spaced: Mapping[str, list[str]]) -> list[str]:
    """The cells of a table's header, which may lack the first; empty where ``line`` is none."""
    if re.search(r"[。，；]|\.$", line) or " | " in line:
        return []
    for cells in (spaced.get(_ink(line), []), line.split()):
        if columns - 1 <= len(cells) <= columns and len(cells) > 1:
            return cells
    return []


def _joined(cells: Sequence[str]) -> str:
    return " | ".join(clean_line(cell) for cell in cells)


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
    if len(cells) < 2 or any(re.search(r"[。，；]", cell) for cell in cells):
        return False
    numbers = sum(bool(_CELL.fullmatch(cell)) for cell in cells[1:])
    return numbers >= max(1, (len(cells) - 1) // 2) and len(cells[0]) <= 60


def _is_contents(rows: Sequence[Sequence[str]]) -> bool:
    """A table of contents: headings and page numbers that do not fall."""
    pages = [int(row[-1]) if row[-1].isdecimal() else -1 for row in rows]
    headed = sum(begins_heading(row[0]) for row in rows)
    words = not any(_CELL.fullmatch(cell) for row in rows for cell in row[1:-1])
    return words and pages == sorted(pages) and pages[0] > 0 and 2 * headed > len(rows)


def _placed(lines: list[str], row: Sequence[str], printed: str = "") -> list[str]:
    """``lines`` with those that hold ``row``'s characters, and nothing else, replaced by it."""
    wanted = _ink("".join(row))
    for first in range(len(lines)):
        ink = ""
        for last in range(first, min(first + _MOST_PIECES, len(lines))):
            ink += _ink(lines[last])
            if ink == wanted and " | " not in lines[first]:
                return [*lines[:first], printed or _joined(row), *lines[last + 1 :]]
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
