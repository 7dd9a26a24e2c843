"""Reads tables from the rows of a canonical text: which cells are headers, labels, units and
values.

Rows are lines whose cells are joined by `` | ``, whatever format the report came in. A table's
first rows may be its title or its unit; then come one or several header rows; then rows whose first
columns are labels. Everything is read once, from the top of the text to its end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ...text.table_rows import is_row
from ...text.table_words import (
    is_missing,
    is_number,
    is_of_which,
    is_total,
    is_value,
    is_year,
)
from .table_columns import (
    LABEL_SHOWN,
    Row,
    Span,
    Table,
    carry_labels,
    has_value,
    kinds_of,
    tell_parts,
)
from .table_heads import (
    UNIT_LINE,
    count_columns,
    heads_by_column,
    is_head_again,
    lone_words,
    split_heads,
    split_titles,
)

_LONGEST_ROW = 4000
_MOST_TOLD = 16
_ABOVE, _BELOW = 3, 2  # lines beside a table that may tell its caption, its unit, a note
_LINE = 90  # characters of such a line
_NO_GROUP = re.compile(r"注|备注|说明|(?i:notes?\b)")
_NOTE = re.compile(r"注|备注|说明|(?i:note)")
_CONTINUED = re.compile(
    r"[（(]?(?:续\s*表?|接上表|continued|suite|Fortsetzung)|"
    r".{0,40}[（(](?:续\s*表?|continued|suite)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an offset stands: in ``cell`` of ``table``, at ``row`` and ``column``."""

    table: Table
    row: Row
    column: int

    @property
    def cell(self) -> Span:
        return self.row.cells[self.column]

    @property
    def kind(self) -> str:
        return self.table.kinds[self.column] if self.column < len(self.table.kinds) else "text"


class Tables:
    """The tables of a text; ``at`` tells what cell holds an offset."""

    def __init__(self, text: str) -> None:
        self.all = read_tables(text)
        self._rows = sorted(
            ((row.start, table, row) for table in self.all for row in table.rows),
            key=lambda item: item[0],
        )
        self._starts = [start for start, _, _ in self._rows]
        self._heads = sorted(
            (row.start, row.cells[-1].end)
            for table in self.all
            if "value" in table.kinds
            for row in table.head_rows
        )

    def heads(self, offset: int) -> bool:
        """Whether ``offset`` stands in a table's head."""
        found = bisect_right(self._heads, (offset, offset + _LONGEST_ROW)) - 1
        return found >= 0 and offset < self._heads[found][1]

    def at(self, offset: int) -> Place | None:
        """The place of ``offset``; None outside of the data rows of tables."""
        found = bisect_right(self._starts, offset) - 1
        if found < 0:
            return None
        _, table, row = self._rows[found]
        for column, cell in enumerate(row.cells):
            if cell.start <= offset < max(cell.end, cell.start + 1):
                return Place(table, row, column)
        return None

    def values(self) -> list[Place]:
        """The cells that are one number and count something, in order."""
        return [
            Place(table, row, column)
            for _, table, row in self._rows
            for column, cell in enumerate(row.cells)
            if column < len(table.kinds)
            and table.kinds[column] in ("value", "rank")
            and is_number(cell.text)
        ]


def cells_of(line: str, start: int) -> list[Span]:
    """The cells of a row that begins at ``start`` (``tables.split_row`` with places)."""
    cells: list[Span] = []
    at = 0
    if line.startswith("|"):
        cells.append(Span(start, start, ""))
        at = 1
    while True:
        bar = line.find(" |", at)
        raw = line[at : bar if bar >= 0 else len(line)]
        first = start + at + len(raw) - len(raw.lstrip())
        cells.append(Span(first, first + len(raw.strip()), raw.strip()))
        if bar < 0:
            return cells
        at = bar + 2


def read_tables(text: str) -> list[Table]:
    """The tables of ``text``, in order; a run of rows without a head goes on with the table before
    it where no more than a line or two stands between and the columns are as many."""
    if " | " not in text and "\n| " not in text:
        return []
    tables: list[Table] = []
    beside: list[str] = []
    rows: list[Row] = []
    last: Table | None = None
    at = 0
    lines = text.split("\n")
    for number, line in enumerate([*lines, ""]):
        if is_row(line) and len(line) <= _LONGEST_ROW and number < len(lines):
            rows.append(Row(at, cells_of(line, at)))
        else:
            if rows:
                below = [item for item in lines[number : number + _BELOW] if len(item) <= _LINE]
                for part in _apart(rows):
                    last = _table(part, beside[-_ABOVE:], below, last if len(beside) <= 2 else None)
                    tables.append(last)
                    beside = []
                rows = []
            if line.strip():
                if len(beside) >= _ABOVE:
                    del beside[0]
                    last = None
                beside.append(line)
                if (len(line) > _LINE or "。" in line) and not _CONTINUED.match(line):
                    last = None
        at += len(line) + 1
    return tables


def _apart(rows: list[Row]) -> list[list[Row]]:
    """The tables of a run of rows: one that stands right below another begins with a head."""
    parts: list[list[Row]] = [[]]
    valued = False
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        if valued and after is not None and has_value(after) and _heads_anew(row, parts[-1]):
            parts.append([])
            valued = False
        parts[-1].append(row)
        valued = valued or has_value(row)
    return parts


def _heads_anew(row: Row, above: Sequence[Row]) -> bool:
    """Whether a row below values is another table's head: years, units, other columns."""
    words = [cell.text for cell in row.cells[1:] if cell.text]
    if not words or any(is_value(w) or is_missing(w) or len(w) > 24 for w in words):
        return False
    if [cell.text for cell in row.cells] == [cell.text for cell in above[0].cells]:
        return False
    other = len(row.cells) != len(above[-1].cells) and len(words) == len(row.cells) - 1
    return (
        other
        or len(words) > 1
        and all(
            is_year(word) or bool(re.search(r"[（(][^()（）]{1,12}[)）]$", word)) for word in words
        )
    )


def _table(
    rows: list[Row], above: Sequence[str], below: Sequence[str], before: Table | None
) -> Table:
    above = [line for line in above if len(line) <= _LINE and "。" not in line]
    notes = [
        line
        for line in below
        if re.match(
            r"\s*[（(]?(?:\d\s*[.、])?(?:注|备注|说明|Note|"
            r"Remarque|Anm|Nota|以上|上述|表中|单位|金额)",
            line,
        )
    ]
    titles, rows = split_titles(rows)
    if before is not None and rows and _continues(rows, before):
        return _continued(rows, before, [*titles, *above[::-1], *notes])
    every = rows
    heads, rows = split_heads(rows)
    count = count_columns(heads, rows)
    table = Table(heads_by_column(heads, count), [])
    table.caption = next((line for line in above[::-1] if not UNIT_LINE.search(line)), "")
    if titles and not table.caption:
        table.caption = next((t for t in titles if not UNIT_LINE.search(t)), "")
    again = [row for row in rows if is_head_again(row, table)]
    repeated = set(map(id, again))
    table.rows = _data([row for row in rows if id(row) not in repeated])
    table.head_rows = [*every[: len(every) - len(rows)], *again]
    table.kinds = kinds_of(table, count)
    corner = [
        words
        for kind, column in zip(table.kinds, table.heads, strict=True)
        for words in column
        if kind == "label"
    ]
    carry_labels(table)
    last_rows = [words for row in rows if _NOTE.match(words := lone_words(row))]
    table.told = [*corner, *titles[::-1], *above[::-1], *last_rows, *notes]
    tell_parts(table)
    return table


def _continues(rows: Sequence[Row], before: Table) -> bool:
    """Whether rows without a head, or with the same, go on with the table before."""
    if len(rows[0].cells) != len(before.kinds):
        return False
    if not any(before.heads):
        return False
    return any(
        is_value(cell.text) and kind == "value"
        for cell, kind in zip(rows[0].cells, before.kinds, strict=True)
    )


def _continued(rows: list[Row], before: Table, told: list[str]) -> Table:
    table = Table(before.heads, before.kinds, _data(rows), caption=before.caption)
    carry_labels(table, before)
    table.told = [*told, *before.told][:_MOST_TOLD]
    table.row_parts, table.column_parts = before.row_parts, before.column_parts
    table.body_column, table.dated = before.body_column, before.dated
    return table


class _Wholes:
    """Which row the rows of parts (其中) divide: the last that is no part, and after parts that add
    up to it, that one again (of all: urban, rural; of all: men, women)."""

    def __init__(self) -> None:
        self._whole, self._size = "", 0.0
        self._last, self._last_size = "", 0.0
        self._sum = 0.0  # of the parts so far
        self._full = False  # whether they add up to the whole

    def above(self, row: Row) -> str:
        """The label of the whole that ``row`` is a part of; ``""`` where it is none."""
        label = next((cell.text for cell in row.cells if cell.text and not is_value(cell.text)), "")
        size = next((s for cell in row.cells[1:] if (s := _size(cell.text))), 0.0)
        if is_of_which(label):
            if not self._full:
                self._whole, self._size = self._last, self._last_size
            self._sum, self._full = size, False
            return self._whole
        if label:
            self._last, self._last_size = label[:LABEL_SHOWN], size
        if self._whole:
            self._sum += size
            self._full = size > 0 and abs(self._sum - self._size) <= 0.001 * self._size
            if not self._full and self._sum > self._size:
                self._whole = ""
        return ""


def _size(text: str) -> float:
    plain = re.sub(r"(?<=\d)[,  ](?=\d{3})", "", text.strip())
    return float(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else 0.0


def _data(rows: list[Row]) -> list[Row]:
    """Rows of values, each with the label of the row without values that it stands under, and of
    the row that it is a part of (其中)."""
    group = ""
    wholes = _Wholes()
    data = []
    for row in rows:
        row.above = wholes.above(row)
        lone = lone_words(row)
        heads = lone and not is_value(lone) and len(row.cells) > 1 and row.cells[0].text == lone
        if heads and not lone[0].islower():  # else the rest of the label above
            group = "" if _NO_GROUP.match(lone) or len(lone) > 40 else lone
        row.group = "" if is_total(row.cells[0].text) else group
        data.append(row)
    return data
