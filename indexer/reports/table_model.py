"""Tables as the rows of a canonical text hold them: which cells are heads, labels, units, values.

Rows are lines whose cells are joined by `` | ``, whatever format the report came in. A table's
first rows may be its title or its unit; then come one head row or several; then rows whose first
columns are labels. Everything is read once, from the top of the text to its end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .table_columns import (
    LABEL_SHOWN,
    Row,
    Span,
    Table,
    has_value,
    kinds_of,
    numeric_columns,
    tell_parts,
    unit_spelled,
)
from .table_words import (
    is_missing,
    is_number,
    is_of_which,
    is_total,
    is_unit_head,
    is_value,
    is_year,
)
from .tables import is_row

_LONGEST_ROW = 4000
_MOST_HEADS = 5
_MOST_TOLD = 16
_ABOVE, _BELOW = 3, 2  # lines beside a table that may tell its caption, its unit, a note
_LINE = 90  # characters of such a line
_UNIT_LINE = re.compile(r"(?:单位|単位|單位)\s*[:：]|(?i:\b(?:units?|unités?|einheit|unidad)\s*:)")
_COLUMN_NUMBERS = re.compile(r"[甲乙丙丁]|[A-E]|栏\s*次|行\s*次|")
_NO_GROUP = re.compile(r"注|备注|说明|(?i:notes?\b)")
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
    titles, rows = _titles(rows)
    if before is not None and rows and _continues(rows, before):
        return _continued(rows, before, [*titles, *above[::-1], *notes])
    every = rows
    heads, rows = _heads(rows)
    count = _columns(heads, rows)
    table = Table(_stacked(heads, count), [])
    table.caption = next((line for line in above[::-1] if not _UNIT_LINE.search(line)), "")
    if titles and not table.caption:
        table.caption = next((t for t in titles if not _UNIT_LINE.search(t)), "")
    again = [row for row in rows if _head_again(row, table)]
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
    last_rows = [
        row
        for row in rows
        if _lone(row)
        and re.match(
            r"注|备注|说明|"
            r"(?i:note)",
            _lone(row),
        )
    ]
    table.told = [*corner, *titles[::-1], *above[::-1], *(_lone(row) for row in last_rows), *notes]
    tell_parts(table)
    return table


def _lone(row: Row) -> str:
    """The words of a row of which one cell is filled; ``""`` for other rows."""
    filled = [cell.text for cell in row.cells if cell.text]
    return filled[0] if len(filled) == 1 else ""


def _titles(rows: list[Row]) -> tuple[list[str], list[Row]]:
    """The rows at the top that hold the table's title or its unit, as words, and the others."""
    at = 0
    titles: list[str] = []
    while at < len(rows) - 1 and len(rows[at].cells) > 1:
        words = " ".join(cell.text for cell in rows[at].cells if cell.text)
        lone = _lone(rows[at])
        unit = _UNIT_LINE.search(words) and sum(bool(c.text) for c in rows[at].cells) <= 3
        if not unit and (not lone or is_value(lone)):
            break
        if not unit and rows[at].cells[0].text != lone:
            break  # a head over the last columns alone
        titles.append(words)
        at += 1
    return titles, rows[at:]


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


def _head_again(row: Row, table: Table) -> bool:
    """Whether a row repeats a row of the table's head."""
    pairs = zip(row.cells, table.heads, strict=False)
    filled = [(cell.text, head) for cell, head in pairs if cell.text]
    return len(filled) > 1 and all(text in head for text, head in filled)


def _continued(rows: list[Row], before: Table, told: list[str]) -> Table:
    table = Table(before.heads, before.kinds, _data(rows), caption=before.caption)
    table.told = [*told, *before.told][:_MOST_TOLD]
    table.row_parts, table.column_parts = before.row_parts, before.column_parts
    table.body_column, table.dated = before.body_column, before.dated
    return table


def _heads(rows: list[Row]) -> tuple[list[list[str]], list[Row]]:
    """The head rows as words, and the rows below them."""
    if not rows or len(rows) < 2 or (has_value(rows[0]) and not _numbers_columns(rows[0])):
        return [], rows
    heads = [rows[0].texts()]
    at = 1
    numeric = numeric_columns(rows[1:])
    while at < len(rows) and len(heads) < _MOST_HEADS:
        row = rows[at]
        if _numbers_columns(row):
            at += 1
            continue
        words = " ".join(cell.text for cell in row.cells if cell.text)
        if at == len(rows) - 1 or not _is_head(row, heads, numeric) or _UNIT_LINE.search(words):
            break
        heads.append(row.texts())
        at += 1
    return heads, rows[at:]


def _numbers_columns(row: Row) -> bool:
    """A row that numbers the columns of a form: 甲 | 乙 | 1 | 2 | 3."""
    texts = [cell.text for cell in row.cells if cell.text]
    digits = [int(text) for text in texts if re.fullmatch(r"\d{1,2}", text)]
    rest = [text for text in texts if not re.fullmatch(r"\d{1,2}", text)]
    counted = len(digits) >= 2 and digits == list(range(digits[0], digits[0] + len(digits)))
    named = bool(rest) or digits[:1] == [1] and len(digits) == len(row.cells) > 2
    return counted and named and digits[0] == 1 and all(_COLUMN_NUMBERS.fullmatch(t) for t in rest)


def _is_head(row: Row, heads: Sequence[Sequence[str]], numeric: Sequence[bool]) -> bool:
    """Whether a row below the first belongs to the head: words over columns of values."""
    texts = row.texts()
    if any(is_value(text) for text in texts):
        return False
    if _lone(row):
        return not texts[0] and unit_spelled(_lone(row))
    over = [text for c, text in enumerate(texts) if c and c < len(numeric) and numeric[c]]
    words = [text for text in over if text and not is_missing(text)]
    if not words or any(len(text) > 24 for text in words):
        return False
    first = heads[0]
    spanned = len(set(first[1:])) < len(first[1:]) or not all(first[1:]) or len(first) < len(texts)
    if spanned or not texts[0] or texts[0] in first[:1] or is_unit_head(texts[0]):
        return True
    if all(unit_spelled(text) for text in words):
        return True
    return len(words) == len(over) and len(words) > 1 and len(set(words)) < len(words)


def _columns(heads: Sequence[Sequence[str]], rows: Sequence[Row]) -> int:
    counts = Counter(len(row.cells) for row in rows if has_value(row))
    usual = max(counts, key=lambda n: (counts[n], n), default=0)
    return max(usual, max((len(row.cells) for row in rows), default=0), *(len(h) for h in heads), 1)


def _stacked(heads: Sequence[Sequence[str]], count: int) -> list[tuple[str, ...]]:
    """For each column its head cells from the top; one that spans columns goes to each of them. A
    head one cell short has none over the labels."""
    full = [_spread(h, low) for h, low in zip(heads, [*heads[1:], ()], strict=False)]
    full = [[""] * (len(h) == count - 1) + h for h in full]
    full = [[*h, *[""] * (count - len(h))] for h in full]
    for number, head in enumerate(full[:-1]):
        for column in range(2, count):
            below = any(full[lower][column] for lower in range(number + 1, len(full)))
            if not head[column] and below and head[column - 1] and column > 1:
                same = full[number + 1][column - 1] or column - 1 > 1
                head[column] = head[column - 1] if same else ""
    return [
        tuple(dict.fromkeys(words for head in full if (words := head[column])))
        for column in range(count)
    ]


def _spread(head: Sequence[str], below: Sequence[str]) -> list[str]:
    """A head whose cells were merged over columns, in formats that cannot merge cells: each over
    its share of the row below, which repeats (1985 | 1995 | 1985 | 1995)."""
    labels = next((n for n, words in enumerate(below) if words and words not in head), 0)
    over, under = list(head[labels:]), list(below[labels:])
    if not labels or len(over) < 2 or not all(over) or len(under) <= len(over):
        return list(head)
    share, rest = divmod(len(under), len(over))
    if rest or len(set(under[:share])) < share or under != under[:share] * len(over):
        return list(head)
    return [*head[:labels], *(cell for words in over for cell in [words, *[""] * (share - 1)])]


def _data(rows: list[Row]) -> list[Row]:
    """Rows of values, each with the label of the row without values that it stands under, and of
    the row that it is a part of (其中)."""
    group = above = ""
    data = []
    for row in rows:
        label = next((cell.text for cell in row.cells if cell.text and not is_value(cell.text)), "")
        if is_of_which(label):
            row.above = above
        elif label:
            above = label[:LABEL_SHOWN]
        lone = _lone(row)
        heads = lone and not is_value(lone) and len(row.cells) > 1 and row.cells[0].text == lone
        if heads and not lone[0].islower():  # else the rest of the label above
            group = "" if _NO_GROUP.match(lone) or len(lone) > 40 else lone
        row.group = "" if is_total(row.cells[0].text) else group
        data.append(row)
    return data
