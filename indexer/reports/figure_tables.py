"""What a number in a table cell counts and in which unit: its row's label, its column's heading,
and the unit that the table's caption tells (单位：万元)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from .figure_guard import look_alikes
from .figure_scan import Quantity, scan_quantities
from .tables import column_at, is_row, split_row
from .units import Unit

_LONGEST_ROW = 2000
_MOST_ROWS = 400
_PROSE = 24  # letters; a cell with more tells a story of its own
_BARE = re.compile(r"^[\s\d.,%—–\-|]*$")
_BRACKETED = re.compile(r"[（(\[]\s*(?:单位\s*[:：]\s*)?([^（）()\[\]]{1,24}?)\s*[)）\]]\s*$")
_TRAILING = re.compile(
    r"[/／,，:：]\s*(?:单位\s*[:：]?\s*)?([^\s/／,，:：]{1,8})$|((?:[万亿千]元|(?<!\d)[%％]))$"
)
_CAPTION_UNIT = re.compile(
    r"(?:单位|単位)\s*[:：]?\s*([^()（）\n]{1,30})|[（(](?:in |en )?([£$€][^()（）\n]{0,16})[)）]|"
    r"(?i:\b(?:in|en) ((?:mio\.? |mrd\.? |tsd\.? |millions? |milliers |thousands? |miles |tausend )"
    r"[^()（）\n.,]{1,16}))"
)
_MONEY_WORD = re.compile(
    r"款|金额|收入|所得|收益|支出|资金|罚没|经费|费|投入|产值|总值|增加值|投资|贷款|价|税|损失|預算|罰金|"
    r"(?i:fine|penalt(?:y|ies) \(|amount|budget|amende|montant|bußgeld|betrag|multa|importe)"
)
_COUNT_WORD = re.compile(
    r"[件户家宗起次场人名项辆份个处条]$|[件户家宗起次场人名项辆份个处条]?数量?$|人[数次员]|案件|决定|"
    r"率|占?比|比重|[%％]|同比|增[幅长减]|排名|序号|年份|"
    r"(?i:\b(?:number|cases|count|nombre|anzahl|número|year|rate|share)\b)"
)
_CHANGE = re.compile(
    r"同比|环比|[比较](?:上年|去年|上期)|增减|增[幅长]|变化|増減|"
    r"(?i:\b(?:change|variation|évolution|veränderung|variación)\b)"
)
_EARLIER = re.compile(
    r"^(?:上年|去年|上年同期|去年同期|上期|前年度?)|"
    r"(?i:^(?:previous|prior|last) year|^année précédente|^vorjahr|^año anterior)"
)
_SIGN = re.compile(r"£|€|US\$|\$|¥|￥|\b(?:GBP|EUR|USD|CHF|CNY|RMB|JPY)\b")
_EURO = re.compile(r"(?i)\beuros?\b|\bEUR\b|€")
_WESTERN_SCALES = (
    (re.compile(r"(?i)'?000\b|\bthousands?\b|\bmilliers\b|\btsd\b|\btausend\b|\bmiles\b|"
                r"\bk(?=\W|$)|[kT]€"),
     1_000),
    (re.compile(r"(?i)\bmillions?\b|\bmillones\b|\bmillionen\b|\bmio\b|(?<![A-Za-z])m\b|M€"),
     1_000_000),
    (re.compile(r"(?i)\bbillions?\b|\bmilliards?\b|\bmilliarden\b|\bmrd\b|\bbn\b"),
     1_000_000_000),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: ``row_start`` is its line's offset; ``caption`` the lines above the table."""

    row_start: int
    label: str
    heading: str
    unit_cell: str
    caption: str

    def words(self) -> str:
        """The row's label and the column's heading, without their units."""
        parts = [_plain(part) for part in (self.label, self.heading)]
        return " ".join(part for part in parts if part and not _BARE.match(part))

    def change(self) -> bool:
        """Whether the column holds rises and falls (比上年)."""
        return bool(_CHANGE.search(self.heading))

    def previous(self, year: int | None) -> bool:
        """Whether the column is an earlier period's; ``year`` is the one reported on."""
        named = re.match(r"((?:19|20)\d\d)(?=\D|$)(?!\s*[-–/—]\s*\d)", self.heading)
        earlier = bool(named and year and int(named.group(1)) < year)
        return earlier or bool(_EARLIER.search(self.heading))


def cell_at(text: str, at: int) -> Cell | None:
    """The cell that holds ``at``; None outside of tables, in prose cells and for a row's label.

    Rows are lines whose cells are joined by `` | ``; the first row is the header. A header one
    cell short has none over the labels.
    """
    line_start = text.rfind("\n", max(0, at - _LONGEST_ROW), at) + 1
    line_end = text.find("\n", at, at + _LONGEST_ROW)
    row = text[line_start : line_end if line_end >= 0 else at + _LONGEST_ROW]
    if not is_row(row) or len(row) > 2 * _LONGEST_ROW:
        return None
    column = column_at(row, at - line_start)
    if column == 0:
        return None
    cells = split_row(row)
    if column >= len(cells) or len(re.findall(r"[^\W\d_]", cells[column])) > _PROSE:
        return None
    top = _top(text, line_start)
    header, below = _header(text, top, line_start)
    shift = 1 if len(header) == len(cells) - 1 else 0
    header = [""] * shift + header
    heading = header[column] if column < len(header) else ""
    if below and len(below) == len(cells):  # a header of two rows
        spanned = heading or next((name for name in reversed(header[1:column]) if name), "")
        heading = " ".join(dict.fromkeys(filter(None, (spanned, below[column]))))
    units = [i for i, name in enumerate(header) if name.strip() in ("单位", "計量単位", "Unit")]
    unit_cell = cells[units[0]] if units and units[0] < len(cells) else ""
    above = text[max(0, top - 240) : top].split("\n")[-3:]
    caption = "\n".join(line for line in above if len(line) <= 80 and "。" not in line)
    return Cell(line_start, cells[0], heading, unit_cell, caption)


def _header(text: str, top: int, line_start: int) -> tuple[list[str], list[str]]:
    """The cells of the header above ``line_start``, and of its second row where it has one: words
    alone, under a first row that spans columns."""
    if top >= line_start:
        return [], []
    first_end = text.find("\n", top)
    header = split_row(text[top:first_end])
    if first_end + 1 >= line_start or len(set(header[1:])) == len(header[1:]) and all(header[1:]):
        return header, []
    second = split_row(text[first_end + 1 : text.find("\n", first_end + 1)])
    words = len(second) >= len(header) and not any(_BARE.match(c) for c in second[1:] if c)
    return header + [""] * (len(second) - len(header)) if words else header, second if words else []


def _top(text: str, line_start: int) -> int:
    """Where the first row of the table that holds the row at ``line_start`` begins."""
    top = line_start
    for _ in range(_MOST_ROWS):
        above = text.rfind("\n", 0, max(0, top - 1)) + 1
        if top == 0 or not is_row(text[above : top - 1]):
            break
        top = above
    return top


def _plain(words: str) -> str:
    """A heading without the unit in brackets after it."""
    found = _BRACKETED.search(words)
    return words[: found.start()].strip() if found and found.start() else words


def in_cell_unit(quantity: Quantity, cell: Cell, text: str, language: str) -> Quantity:
    """``quantity`` in the unit that its table gives it; itself where it has one or none is told."""
    if quantity.unit.family != "count" or quantity.spelling:
        return quantity
    raw = text[quantity.start : quantity.end].strip()
    for unit in _units(cell):
        found = _measured(raw, unit, language)
        if found is not None:
            return replace(quantity, value=found[0], unit=found[1], spelling=found[2])
    return quantity


def _units(cell: Cell) -> Iterator[str]:
    """Units as printed that may be the cell's, the nearest first."""
    for words in (cell.heading, cell.label):
        bracketed = _BRACKETED.search(words)
        if bracketed:
            yield bracketed.group(1)
        trailing = _TRAILING.search(words)
        if trailing:
            yield trailing.group(1) or trailing.group(2)
    if cell.unit_cell:
        yield cell.unit_cell
    told = [next(filter(None, m.groups())) for m in _CAPTION_UNIT.finditer(cell.caption)]
    if told:
        yield from _of_caption(told[-1], cell)


def _of_caption(told: str, cell: Cell) -> Iterator[str]:
    """The one of a caption's units (单位：件、万元) that goes with the words of the cell."""
    units = [unit for unit in re.split(r"[、,，;；/]\s*", told.strip(" :：")) if unit]
    named = cell.heading if not _BARE.match(re.sub(r"年度?", "", cell.heading)) else cell.label
    money = [unit for unit in units if re.search(r"[元円€£$]|(?i:euro)", unit)]
    others = [unit for unit in units if unit not in money]
    if money and _MONEY_WORD.search(named) and not _COUNT_WORD.search(named):
        yield money[0]
    elif len(units) == 1 and not _COUNT_WORD.search(named):
        yield units[0]
    elif others and not re.search(r"率|占?比|比重|[%％]|同比|增[幅长减]", named):
        fitting = [unit for unit in others if unit in named]
        if fitting or (len(others) == 1 and not _MONEY_WORD.search(named)):
            yield (fitting or others)[0]


def _measured(raw: str, unit: str, language: str) -> tuple[Decimal, Unit, str] | None:
    """Value, unit and spelling of ``raw`` in ``unit``; None where that is no unit."""
    unit = re.sub(r"^人民币|人民币$", "", unit.strip())
    western = _western(raw, unit, language)
    if western is not None:
        return western
    found = _alone(raw + unit, language)
    if found is None or (found.unit.family == "count" and not found.spelling):
        return None
    if language not in ("zh", "ja", "") and found.unit.family == "count":
        return None  # "(2024)", "(total)": a word in brackets is no unit
    return found.value, found.unit, found.spelling


def _western(raw: str, unit: str, language: str) -> tuple[Decimal, Unit, str] | None:
    """£ thousand, €m, Mio. €, en milliers d'euros."""
    euro, sign = _EURO.search(unit), _SIGN.search(unit)
    if not (euro or sign) or re.search(r"[\u4e00-\u9fff]", unit):
        return None
    found = _alone(("€" if euro or sign is None else sign.group()) + raw, language)
    if found is None or found.unit.family != "money":
        return None
    scale = next((size for pattern, size in _WESTERN_SCALES if pattern.search(unit)), 1)
    return found.value * scale, found.unit, ""


def _alone(text: str, language: str) -> Quantity | None:
    """The quantity that is the whole of ``text``."""
    found = list(scan_quantities(text, language, look_alikes(text)))
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(text))
    return found[0] if whole else None
