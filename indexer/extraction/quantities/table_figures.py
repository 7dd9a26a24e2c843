"""What a number in a table cell counts, for whom, when and in which unit, from the words of its
row, its column and the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from ...text.numerals import HAN_TENS
from ...text.table_words import (
    NUMBER,
    is_measure,
    is_of_which,
    is_subtotal,
    is_total,
    is_year,
    year_told,
)
from ...text.year_before import LAST_YEAR, WESTERN, any_of, east_asian
from .scan import Quantity
from .table_columns import Table, is_counted, unit_spelled
from .table_model import Place, Tables
from .table_units import (
    BRACKETED,
    counted_words,
    is_ratio,
    lone_quantity,
    measured_value,
    units_in_heads,
    units_in_lines,
)
from .units import COUNT

_PROSE = 24  # letters; a cell with more tells a story of its own
_BARE = re.compile(r"^[\s\d.,%—–\-|]*$")
_CHANGE = re.compile(
    r"同比|环比|[比较](?:上年|去年|上期|上月|\d{4}\s?年)|增减|增[幅长速]|[升降]幅|变化|増減|"
    r"(?i:\b(?:change|variation|évolution|veränderung|variación)\b)"
)
_FALL = re.compile(r"(?:下降|降低|减少|降幅|(?i:decrease|fall|reduction))[^增升]*$")
#: Heads of the year before; 前年 alone is the one before that in Chinese.
_LAST = re.compile(rf"^(?:{east_asian(False)}|上期)|(?i:^{any_of(LAST_YEAR, *WESTERN)})")
_EARLIER = re.compile(rf"{_LAST.pattern}|^前年(?!度?比)")
_PERIOD = re.compile(
    r"^(?:FY ?)?(?:19|20)\d\d(?:[/–-](?:20)?\d\d)?\s?(?:年[度份]?)?\s?(?:[（(][^()（）]*[)）]|"
    r"[上下]半年|全年|"
    r"[\d一二三四、至—–-]{1,6}\s?(?:月份?|季度)|(?:实绩|实际|完成|决算|预算|合计)?数?|Q[1-4])?$"
)
_NAMED_TABLE = re.compile(
    r"\s*(?:附?[表件]|Table\b|Tab\.|Tableau|Tabelle|Tabla)|.*(?:表|情况|"
    r"统计)[^。]{0,16}$"
)
_NUMBERED_TABLE = re.compile(
    rf"\s*(?:附?表|Table|Tab\.|Tableau|Tabelle|Tabla)\s*[\d{HAN_TENS}.\-]*\s*[:：.、]?\s*"
)
_ORDINAL = re.compile(rf"^[（(]?[{HAN_TENS}\d]{{1,3}}[)）、.．]\s*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell of a figure: the words of its row and column, and the units that may be its."""

    place: Place
    label: str
    heads: tuple[str, ...]
    row_start: int

    @property
    def table(self) -> Table:
        return self.place.table

    @property
    def heading(self) -> str:
        return " ".join(self.heads)

    def words(self) -> str:
        """What is counted: group, label and column heads, without their units."""
        row = self.place.row
        heads = [h for h in self.heads if not unit_spelled(h)]
        above = row.above if is_of_which(self.label) else ""
        parts = [_ORDINAL.sub("", row.group), _ORDINAL.sub("", above), self.label, *heads]
        dated = not self.label or is_year(self.label)
        alike = (
            bool(self.heads) and self.table.heads.count(self.heads) > 1
        )  # each beside its measure
        lacks = alike or dated and not any(map(is_measure, heads))
        if lacks and self.change():
            parts[-len(heads) or len(parts) :] = [self._compared(), *heads]
        if not any(map(is_measure, (self.label, *heads))):
            parts += [cell for cell in self._unit_cells() if is_counted(cell)]
        plain = [p for part in parts if (p := _plain(part)) and not _BARE.match(p)]
        if not any(is_measure(part) for part in parts) and not self._specific():
            plain[:0] = filter(None, [_topic(self.table.caption)])
        return " ".join(dict.fromkeys(plain))

    def _compared(self) -> str:
        """What a column of changes compares: the head of the column of values left of it."""
        table = self.table
        for column in range(self.place.column - 1, 0, -1):
            words = " ".join(table.heads[column])
            if table.kinds[column] == "value" and is_measure(words) and not _CHANGE.search(words):
                return words
        return ""

    def _specific(self) -> bool:
        """Whether the row is a measure by itself, so that the caption need not say what."""
        return not (self.table.row_parts or self.table.column_parts) or any(
            not is_year(h) and not is_total(h) for h in self.heads
        )

    def change(self) -> bool:
        """Whether the cell holds a rise or a fall (比上年)."""
        return bool(_CHANGE.search(self.heading) or _CHANGE.search(self.label))

    def falls(self) -> bool:
        """Whether its words name falls alone, so that a number without a sign is one."""
        return bool(_FALL.search(_plain(self.heading)) or _FALL.search(_plain(self.label)))

    def year(self, own: int | None) -> int | None:
        """The year that column, row, group or caption names; ``own`` is the report's."""
        for number, words in enumerate((*reversed(self.heads), self.label, self.place.row.group)):
            if own and _LAST.search(words):
                return own - 1
            told = year_told(words)
            # A year within a label may be part of a name (2024年老旧小区改造).
            dated = number < len(self.heads) or words in self.table.dated
            if told and (dated or _PERIOD.match(words)):
                return told
        caption = self.table.caption
        return year_told(caption) if _NAMED_TABLE.match(caption) else None

    def previous(self, own: int | None) -> bool:
        """Whether the cell is an earlier period's; ``own`` is the year reported on."""
        year = self.year(own)
        return bool(own and year and year < own) or any(
            _EARLIER.search(words) for words in (*self.heads, self.label)
        )

    def body(self) -> str:
        """The part, place or office that row or column names, a total among them; else ""."""
        label = self.label
        if label and (is_total(label) or is_subtotal(label) or is_of_which(label)):
            return _plain(label)
        named = self.table.body(self.place.row)
        if named:
            return _plain(named)
        if self.table.row_parts and label and not is_year(label) and not is_measure(label):
            return _plain(label)
        head = _plain(self.heads[-1]) if self.heads else ""
        if head and (is_total(head) or self.table.column_parts):
            return head
        return ""

    def units(self) -> Iterator[str]:
        """Units as printed that may be the cell's, the nearest first."""
        yield from units_in_heads(self.heads)
        row = self.place.row
        yield from units_in_heads([row.group, self.label])
        ratio = is_ratio(self.heading) or is_ratio(self.label) and not self._counts()
        yield from (u for u in self._unit_cells() if not ratio or u in ("%", "％", "‰"))
        named = counted_words(_plain(self.heading), _plain(self._fits()), self.table.caption)
        yield from units_in_lines(self.table.told, named, ratio)

    def odd_units(self) -> list[str]:
        """The cells of a column of units in the row of a figure that is no rate."""
        return [] if is_ratio(self.heading) else self._unit_cells()

    def _unit_cells(self) -> list[str]:
        pairs = zip(self.place.row.cells, self.table.kinds, strict=False)
        return [cell.text for cell, kind in pairs if kind == "unit" and cell.text]

    def _counts(self) -> bool:
        return any(is_measure(h) and not is_ratio(h) for h in self.heads)

    def _fits(self) -> str:
        """The label that tells which unit goes with the row; for a total that of a part."""
        if not is_total(self.label):
            return self.label
        labels = (self.table.label(row) for row in self.table.rows[:3])
        return next((label for label in labels if label and not is_total(label)), self.label)


_COUNTING = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class Read:
    """A quantity of a text, the cell that it stands in, and whether the cell gives its sign."""

    quantity: Quantity
    cell: Cell | None
    signed: bool = False


class FigureTables:
    """The quantities of a folded text with the cells of its tables in which they stand."""

    def __init__(self, text: str, language: str) -> None:
        self._text, self._language = text, language
        self._tables = Tables(text)

    def read(self, scanned: Iterable[Quantity]) -> Iterator[Read]:
        """``scanned`` and the numbers of cells, in order: numbers of labels and heads are left out,
        a cell that is a number is read as one whatever parts its digits."""
        if not self._tables.all:
            yield from (Read(quantity, None) for quantity in scanned)
            return
        numbers = iter(self._numbers())
        number = next(numbers, None)
        done = 0
        for quantity in scanned:
            while number is not None and number.quantity.start < quantity.end:
                yield number
                done = number.quantity.end + number.quantity.tail
                number = next(numbers, None)
            if quantity.start < done:
                continue
            place = self._tables.at(quantity.start)
            if place is None:
                if not self._tables.heads(quantity.start):
                    yield Read(quantity, None)
            elif self._counts(place, quantity):
                cell = self._cell(place) if place.column or place.kind == "value" else None
                yield Read(self._in_unit(quantity, cell), cell)
        while number is not None:
            yield number
            number = next(numbers, None)

    def _counts(self, place: Place, quantity: Quantity) -> bool:
        """Whether a quantity of a cell that is no bare number is one: labels and codes hold none,
        but a cell that tells a story may."""
        if place.kind in ("label", "code", "unit"):
            return _is_prose(place.cell.text) or "value" not in place.table.kinds
        return place.kind != "rank"

    def _numbers(self) -> Iterator[Read]:
        for place in self._tables.values():
            found = NUMBER.fullmatch(place.cell.text)
            quantity = self._number(place, found) if found else None
            if quantity is None or found is None:
                continue
            cell = self._cell(place)
            if cell is None:
                continue
            lead = found.group("lead")
            below = bool(re.search(r"[-−–—－△▲]", lead))
            below = below or bool(re.search(r"[(（]", lead) and found.group("close"))
            bracketed = bool(found.group("close"))
            if below and bracketed and _COUNTING.fullmatch(found.group("number")):
                continue  # (1), (12): a number of the row
            read = self._in_unit(quantity, cell)
            if below:
                tail = place.cell.end - quantity.end if bracketed else 0
                read = replace(
                    read, negative=True, tail=tail, lead=quantity.start - place.cell.start
                )
            yield Read(read, cell, below or "+" in lead)

    def _number(self, place: Place, found: re.Match[str]) -> Quantity | None:
        """The number of a cell without its sign; the table, not a list, parts its digits."""
        start = place.cell.start + found.start("number")
        end = place.cell.start + found.end("number")
        digits = self._text[start:end] + found.group("ratio")
        end += len(found.group("ratio"))
        if found.group("ratio") and self._text[end - 1 : end] != found.group("ratio"):
            end = place.cell.start + found.end("ratio")
        quantity = lone_quantity(digits, self._language, masked=False)
        if quantity is None:
            try:
                value = Decimal(re.sub(r"[^\d.]", "", digits.replace(",", "")))
            except InvalidOperation:
                return None
            quantity = Quantity(0, 0, value, COUNT, "")
        return replace(quantity, start=start, end=end)

    def _cell(self, place: Place) -> Cell | None:
        """The words of a cell; None for one that tells a story."""
        if _is_prose(place.cell.text):
            return None
        heads = place.table.heads
        words = heads[place.column] if place.column < len(heads) else ()
        label = place.table.label(place.row) if place.kind != "label" else ""
        label = label or (place.row.cells[0].text if place.column and place.kind != "value" else "")
        return Cell(place, label, words, place.row.start)

    def _in_unit(self, quantity: Quantity, cell: Cell | None) -> Quantity:
        """``quantity`` in the unit that its table gives; itself where it has or finds none."""
        if cell is None or quantity.unit.family != "count" or quantity.spelling:
            return quantity
        raw = self._text[quantity.start : quantity.end].strip()
        for unit in cell.units():
            found = measured_value(raw, unit, self._language)
            if found is not None:
                return replace(quantity, value=found[0], unit=found[1], spelling=found[2])
        return self._in_odd_unit(quantity, cell, raw)

    def _in_odd_unit(self, quantity: Quantity, cell: Cell, raw: str) -> Quantity:
        """``quantity`` in a unit that is not known (万只（片、套）, 载重吨), scale and all."""
        for words in cell.odd_units():
            found = re.fullmatch(r"([百千万亿]{0,2})([\u3400-\u9fff]{1,8})(?:[（(].*)?", words)
            if found:
                scaled = measured_value(raw, f"{found.group(1)}个", self._language)
                value = scaled[0] if scaled and found.group(1) else quantity.value
                return replace(quantity, value=value, spelling=found.group(2))
        return quantity


def _is_prose(words: str) -> bool:
    return len(re.findall(r"[^\W\d_]", words)) > _PROSE


def _plain(words: str) -> str:
    """Words without the unit in brackets after them and the mark of a part (#) before them."""
    words = re.sub(r"^[#＃]\s?(?=\D)", "", words)
    found = BRACKETED.search(words)
    return words[: found.start()].strip() if found and found.start() else words


def _topic(caption: str) -> str:
    """A caption's words without its number, year and unit."""
    if not _NUMBERED_TABLE.match(caption) or len(caption) > 60:
        return ""
    words = _NUMBERED_TABLE.sub("", caption, count=1)
    words = re.sub(r"[（(][^()（）]*[)）]|(?:19|20)\d\d\s?年?度?", "", words)
    return words.strip()
