"""What the columns of a table contain: labels, codes, ranks, years, units, values; and whether its
rows or columns are parts of a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...text.table_words import (
    YEAR,
    is_body,
    is_body_head,
    is_code_head,
    is_day,
    is_generic_head,
    is_measure,
    is_missing,
    is_rank_head,
    is_subtotal,
    is_time_head,
    is_total,
    is_unit_head,
    is_value,
    is_year,
    is_year_head,
)
from .units import unit_at

LABEL_SHOWN = 60
_LATIN_WORD = (
    r"(?:[£€$%‰]|US\$|RMB|CNY|[kTM]?(?:EUR|CHF|GBP|USD)|euros?|yuan|pounds?|dollars?|thousands?|millions?|billions?|"
    r"milliers|milliards|mio\.?|mrd\.?|tsd\.?|tausend|millionen|miles|millones|'?000s?|10,?000|bn)"
)
_COUNTED = (
    r"(?:numbers?|count|cases|no\.?|nombre|anzahl|número|persons|people|personnes|personen|stück|hours|"
    r"days|per ?cent|pour cent|prozent|por ciento|tonnes|tons|kg|km|ha|gwh|mwh|kwh)"
)
_LATIN_UNIT = re.compile(
    rf"(?i)(?:in |en )?{_LATIN_WORD}(?:(?: |d'|d’|de |"
    rf"of ){{0,2}}{_LATIN_WORD}){{0,3}}"
)
_COUNTED_UNIT = re.compile(rf"(?i){_COUNTED}(?: {_COUNTED})?")


@dataclass(frozen=True, slots=True)
class Span:
    """A cell's text and its place in the text, white space left out."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Row:
    """A row with its cells; ``group`` is the label of the row without values that it stands under,
    ``above`` the label that a row of parts (其中) divides."""

    start: int
    cells: list[Span]
    group: str = ""
    above: str = ""

    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]


@dataclass(slots=True)
class Table:
    """A table: ``heads[c]`` are the head cells over column ``c``, from the top; ``kinds[c]`` is
    ``label``, ``code``, ``rank``, ``year``, ``unit``, ``text`` or ``value``. ``told`` are the words
    beside and in it that may tell its unit, the nearest first: its corner, rows of its own, lines
    above and below. ``caption`` is the line above that names it; ``dated`` are labels that say the
    same of several years (1990年比重, 1995年比重)."""

    heads: list[tuple[str, ...]]
    kinds: list[str]
    rows: list[Row] = field(default_factory=list)
    head_rows: list[Row] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    caption: str = ""
    row_parts: bool = False
    column_parts: bool = False
    body_column: int | None = None
    dated: frozenset[str] = frozenset()

    def label(self, row: Row) -> str:
        """The words of a row's label columns."""
        return " ".join(dict.fromkeys(self.labels(row)))

    def labels(self, row: Row) -> list[str]:
        """The label cells of a row; a total may stand in a column of numbers (合计 under 序号)."""
        found = [
            cell.text[:LABEL_SHOWN]
            for cell, kind in zip(row.cells, self.kinds, strict=False)
            if not is_missing(cell.text)
            and (kind == "label" or kind in ("code", "rank") and is_total(cell.text))
        ]
        return [words for words in found if not is_day(words)] or found

    def body(self, row: Row) -> str:
        """The cell of a row that names an office or a place, where a column is of these."""
        if self.body_column is None or self.body_column >= len(row.cells):
            return ""
        return row.cells[self.body_column].text[:LABEL_SHOWN]


def has_value(row: Row) -> bool:
    return any(is_value(cell.text) for cell in row.cells[1:])


def numeric_columns(rows: Sequence[Row]) -> list[bool]:
    """Which columns hold values in most of their filled cells."""
    values: Counter[int] = Counter()
    filled: Counter[int] = Counter()
    for row in rows:
        if not has_value(row):
            continue
        for column, cell in enumerate(row.cells):
            filled[column] += not is_missing(cell.text)
            values[column] += is_value(cell.text)
    wide = max((len(row.cells) for row in rows), default=0)
    return [values[c] > 0 and 2 * values[c] >= filled[c] for c in range(wide)]


def unit_spelled(text: str) -> bool:
    """Whether ``text`` is a unit or measure word and no more: 万元, 件, %, 百元, 万件, tonnes."""
    core = re.sub(r"^(?:[（(\[])?(?:人民币)?|[)）\]]$", "", text.strip())
    if re.search(r"([$£€¥])\1", core):  # how dear it is
        return False
    if _LATIN_UNIT.fullmatch(core):
        return True
    core = re.sub(r"^[百千万亿]{1,2}(?=.)", "", core) or core
    parts = re.split(r"[/／]", core) if 0 < len(core) <= 16 else []
    found = [unit_at(part, 0) for part in parts]
    return bool(found) and all(
        unit is not None and len(unit[0]) == len(part)
        for unit, part in zip(found, parts, strict=True)
    )


def is_counted(text: str) -> bool:
    """Whether a cell of a column of units names what is counted: cases, nombre, Anzahl, hours."""
    return bool(_COUNTED_UNIT.fullmatch(text.strip()))


def kinds_of(table: Table, count: int) -> list[str]:
    numeric = numeric_columns(table.rows)
    numeric += [False] * (count - len(numeric))
    columns = [
        [row.cells[c].text for row in table.rows if c < len(row.cells)] for c in range(count)
    ]
    kinds = ["value" if numeric[c] else "text" for c in range(count)]
    for c in range(count):
        head = " ".join(table.heads[c])
        filled = [text for text in columns[c] if not is_missing(text)]
        if any(map(is_time_head, table.heads[c])) and (not numeric[c] or _are_times(filled)):
            kinds[c] = "label"
        elif any(map(is_rank_head, table.heads[c])) and (
            c or not filled or all(map(str.isdecimal, filled))
        ):
            kinds[c] = "rank"
        elif is_code_head(head) or _are_codes(filled) or _counts_rows(filled, head, c):
            kinds[c] = "code"
        elif filled and all(map(is_year, filled)) and (is_year_head(head) or c == 0):
            kinds[c] = "label"
        elif c and filled and _are_units(filled, head):
            kinds[c] = "unit"
    values = [c for c, kind in enumerate(kinds) if kind == "value" and c]
    first = min(values, default=0)
    for c in range(first):
        if kinds[c] == "text":
            kinds[c] = "label"
    labelled = "label" in kinds[:first]
    if kinds[0] == "value" and (labelled or not _measured_head(table.heads[0], columns[0])):
        kinds[0] = "label" if not labelled else "code"
    if kinds[0] == "text":
        kinds[0] = "label"
    return kinds


def _measured_head(head: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a first column of numbers, in a table without labels, counts something by its head:
    numbers that rise from row to row (ages, steps of a scale) are labels."""
    words = " ".join(head)
    if not words or is_generic_head(words) or is_time_head(words):
        return False
    if re.search(r"[（(][^()（）]{1,12}[)）]$|[数额款量件]$", words):
        return True
    sizes = [float(m.group()) for cell in cells if (m := re.search(r"\d+(?:\.\d+)?", cell))]
    return len(sizes) == 1 or sizes != sorted(sizes)


def _counts_rows(filled: Sequence[str], head: str, column: int) -> bool:
    """Whether cells number the rows: 1, 2, 3 … in a first column."""
    if (
        column > 0
        or len(filled) < 2
        or not all(re.fullmatch(r"\d{1,4}\.?", text) for text in filled)
    ):
        return False
    numbers = [int(text.rstrip(".")) for text in filled]
    return all(b - a == 1 for a, b in zip(numbers, numbers[1:], strict=False)) and numbers[0] <= 1


def _are_times(filled: Sequence[str]) -> bool:
    """Whether the values of a column of times are years, some with a mark or up to another
    (2022-2026*)."""
    return all(
        is_year(re.sub(r"\W+$", "", text)) or re.match(r"(?:19|20)\d\d\D", text)
        for text in filled
        if text[:1].isdigit()
    )


def _are_codes(filled: Sequence[str]) -> bool:
    """Whether digits are codes: no count is padded with noughts (04101, 0312)."""
    return (
        len(filled) > 1
        and all(re.fullmatch(r"\d{3,}", text) for text in filled)
        and any(text[0] == "0" for text in filled)
    )


def _are_units(filled: Sequence[str], head: str) -> bool:
    spelled = sum(unit_spelled(cell) or is_counted(cell) for cell in filled)
    if is_unit_head(head) and not any(map(is_body, filled)):
        measured = not re.fullmatch(r"(?:[单單単]\s*位|(?i:units?))", head.strip())
        return measured or 2 * spelled >= len(filled)
    return spelled == len(filled)


def carry_labels(table: Table, before: Table | None = None) -> None:
    """Give rows the labels that the rows above them share: of several label columns the first are
    blank where they say the same as above. ``before`` is the table that this one goes on with."""
    columns = [c for c, kind in enumerate(table.kinds) if kind == "label"]
    last: dict[int, str] = {}
    if before is not None and before.rows:
        last = {c: cell.text for c, cell in enumerate(before.rows[-1].cells)}
    for row in table.rows:
        cells = [c for c in columns if c < len(row.cells)]
        named = next((c for c in cells if row.cells[c].text), None)
        if named is None or not has_value(row):
            continue
        if not is_total(row.cells[named].text) or is_subtotal(row.cells[named].text):
            for c in cells[: cells.index(named)]:
                place = row.cells[c]
                row.cells[c] = Span(place.start, place.end, last.get(c, ""))
        last = {c: row.cells[c].text for c in cells}


def tell_parts(table: Table) -> None:
    """Tells whether rows, or columns, are parts of a whole (offices, places, kinds)."""
    values = [c for c, kind in enumerate(table.kinds) if kind == "value"]
    heads = [" ".join(table.heads[c]) for c in values]
    labels = [label for row in table.rows if (label := table.label(row))]
    corner = " ".join(
        words for c, kind in enumerate(table.kinds) if kind == "label" for words in table.heads[c]
    )
    told = [head for head in heads if head]
    specific = sum(not is_generic_head(head) for head in told)
    bodies = sum(is_body(label) for label in labels)
    measures = sum(is_measure(label) for label in labels)
    table.body_column = _body_column(table)
    table.dated = _dated_labels(labels)
    totals = any(map(is_total, labels)) and not all(map(_dated, told))
    table.row_parts = bool(labels) and (
        2 * bodies >= len(labels)
        or table.body_column is not None
        or (is_unit_head(corner) and bodies > 0)
        or 2 * measures <= len(labels)
        and (totals or bool(told) and 2 * specific > len(told) and not all(map(is_year, labels)))
    )
    rest = [head for head in told if not is_total(table_last(head))]
    table.column_parts = (
        not table.row_parts
        and len(rest) > 1
        and (
            all(is_body(head) for head in rest)
            or (len(rest) < len(told) and all(not _dated(head) for head in rest))
        )
    )


def _dated_labels(labels: Sequence[str]) -> frozenset[str]:
    """Labels that differ from another by their year alone."""
    alike: dict[str, set[str]] = {}
    for label in labels:
        if YEAR.search(label):
            alike.setdefault(YEAR.sub("", label), set()).add(label)
    return frozenset(label for found in alike.values() if len(found) > 1 for label in found)


def _body_column(table: Table) -> int | None:
    """The label column of offices or places, by its head or its cells."""
    for c, kind in enumerate(table.kinds):
        if kind != "label":
            continue
        head = " ".join(table.heads[c])
        cells = [row.cells[c].text for row in table.rows if c < len(row.cells)]
        filled = [cell for cell in cells if not is_missing(cell)]
        if is_body_head(head) and not is_unit_head(head) and sum(map(is_measure, filled)) == 0:
            return c
        if filled and 3 * sum(map(is_body, filled)) >= 2 * len(filled):
            return c
    return None


def table_last(head: str) -> str:
    """A head's last words, its unit in brackets left out."""
    return re.sub(r"[（(][^()（）]*[)）]$", "", head).split(" ")[-1]


def _dated(head: str) -> bool:
    return bool(
        re.search(
            r"(?:19|20)\d\d|[本上去今]年|[本上]期|同期|同比|增|比重|占比|"
            r"(?i:year|change)",
            head,
        )
    )
