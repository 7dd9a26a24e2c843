"""The unit of a table's number: from its column's headers, its row's label, a column of units, or
the words beside the table (单位：万元), whichever is nearest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ...text.scripts import has_han
from ...text.table_words import is_generic_head, is_year
from .guard import LookAlikes, look_alikes
from .scan import Quantity, scan_quantities
from .table_columns import unit_spelled
from .units import Unit

BRACKETED = re.compile(r"[（(\[]\s*(?:单位\s*[:：]\s*)?([^（）()\[\]]{1,24}?)\s*[)）\]]\s*$")
_TRAILING = re.compile(
    r"[/／,，:：]\s*(?:单位\s*[:：]?\s*)?([^\s/／,，:：]{1,8})$|((?:[万亿千百]元|(?<!\d)[%％]))$"
)
_TOLD = re.compile(
    r"(?:单位|単位|單位)\s*(?:[:：]|(?:均|皆|都|统一)?[为為是])?\s*([^()（）\n。；;|]{1,30})|"
    r"[以按]\s?([^\s，。；]{1,6}?)\s?(?:计(?!算)|为单位)|"
    r"(?i:\b(?:units?|unités?|einheit(?:en)?|unidad(?:es)?|unità)\s*[:：]\s*([^()\n|;]{1,30}))|"
    r"[（(](?:in |en )?([£$€¥][^()（）\n]{0,16})[)）]|"
    r"(?i:\b(?:in|en) ((?:£|€|US\$|\$|RMB|CNY|yuan|euros?)[^()（）\n.,]{0,16}|"
    r"(?:mio\.? |mrd\.? |tsd\.? |millions? |milliers |thousands? |miles |"
    r"tausend )[^()（）\n.,]{1,16}))"
)
_EACH = re.compile(
    r"([\u4e00-\u9fff]{2,10}?)的?(?:计量)?单位[:：为是]\s*([^\s，。；、,;:：]{1,8}?)(?=[，。；、,;\s)）]|$)"
)
_MONEY_WORD = re.compile(
    r"款|金额|收入|所得|收益|支出|资金|罚没|经费|费|投入|产值|总值|增加值|投资|贷款|价|税|损失|預算|罰金|"
    r"(?i:fine|penalt(?:y|ies) \(|amount|budget|amende|montant|bußgeld|betrag|multa|importe)"
)
_COUNT_WORD = re.compile(
    r"[件户家宗起次场人名项辆份个处条]$|[件户家宗起次场人名项辆份个处条]?数量?$|人[数次员]|案件|决定|立案|结案|办结|"
    r"检查|巡查|抽检|投诉|举报|许可|排名|序号|年份|(?i:\b(?:number|cases|count|nombre|anzahl|número|year)\b)"
)
_RATIO_WORD = re.compile(
    r"率$|率[（(\s]|占?比[重例]?$|占比|比重|[%％]|同比|环比|增[幅速长]|[升降]幅|幅度|(?i:\b(?:rate|share|ratio|taux|part|anteil|quote|tasa)\b)"
)
_SIGN = re.compile(
    r"£|€|US\$|\$|¥|￥|(?:\b|(?<=\b[kTM]))(?:GBP|EUR|USD|CHF|CNY|RMB|JPY|HKD)\b|\byuan\b"
)
_EURO = re.compile(r"(?i)\beuros?\b|\b[kTM]?EUR\b|€")
_SCALES = (
    (re.compile(r"(?i)10[, ]?000\b"), 10_000),
    (re.compile(r"(?i)'?000s?\b|\bthousands?\b|\bmilliers\b|\btsd\b|\btausend\b|\bmiles\b|"
                r"\bk(?=\W|$)|[kT](?:€|EUR|CHF|USD|GBP)"),
     1_000),
    (re.compile(r"(?i)\bmillions?\b|\bmillones\b|\bmillionen\b|\bmio\b|(?<![A-Za-z])mn?\b|M(?:€|EUR|CHF|USD|GBP)"),
     1_000_000),
    (re.compile(r"(?i)\bbillions?\b|\bmilliards?\b|\bmilliarden\b|\bmrd\b|\bbn\b"),
     1_000_000_000),
)  # fmt: skip
_BARE_SCALE = re.compile(
    r"(?i)^(?:in |en )?(?:thousands?|'?000s?|millions?|milliers|tausend|"
    r"tsd\.?)$"
)
_ANY_NUMBER = re.compile(
    r"(?:^|[\s年])(?:本年|上年|去年|当年|年初|年末|期[初末]|绝对|预算|决算|计划|实际|完成|累计|同期|全年|指标)?数[值额量据]?$"
)
_NO_MASK = LookAlikes([])
Measured = tuple[Decimal, Unit, str]


def units_in_heads(heads: Sequence[str]) -> Iterator[str]:
    """Units that a cell's own words tell (head or label), the lowest head first."""
    for words in reversed(heads):
        bracketed = BRACKETED.search(words)
        if bracketed:
            yield bracketed.group(1)
        trailing = _TRAILING.search(words)
        if trailing:
            yield trailing.group(1) or trailing.group(2)
        if unit_spelled(words):
            yield words


def units_in_lines(lines: Iterable[str], named: str, ratio: bool) -> Iterator[str]:
    """Units that lines beside the table tell and that go with what ``named`` counts."""
    for line in lines:
        each = _EACH.findall(line)
        if len(each) > 1:  # 检查单位为次，罚款单位为万元
            money = _is_money(named)
            yield from (
                unit
                for name, unit in each
                if name in named or (name == "金额" and money) or (name == "数量" and not money)
            )
            continue
        for told in _units_told(line):
            yield from _fitting(told, named, ratio)


def is_ratio(words: str) -> bool:
    """Whether words name a rate or a share, whose unit is none of money or counts."""
    return bool(_RATIO_WORD.search(words))


def counted_words(head: str, label: str, caption: str) -> str:
    """Of a cell's words those that say what is counted."""
    if (_is_money(head) or _is_count(head)) and not _ANY_NUMBER.search(head):
        return head
    if not is_generic_head(head) and not is_year(head):
        return head
    return label or caption


def _units_told(line: str) -> list[str]:
    found = [next(filter(None, m.groups()), "") for m in _TOLD.finditer(line)]
    found = [told.strip(" :：。") for told in found if told]
    bracketed = BRACKETED.search(line)
    if bracketed and (
        all(map(unit_spelled, _split(bracketed.group(1))))
        or _SIGN.search(bracketed.group(1))
        or _BARE_SCALE.match(bracketed.group(1))
    ):
        found.append(bracketed.group(1))
    last = re.split(r"[,，–—:：]\s", line)[-1].strip()
    if last != line and not has_han(last) and unit_spelled(last):  # Income by entity, USD thousand
        found.append(last)
    return list(dict.fromkeys(found))


def _split(told: str) -> list[str]:
    return [unit for unit in re.split(r"[、,，;；]\s*|\s+币种.*", told) if unit]


def _fitting(told: str, named: str, ratio: bool) -> Iterator[str]:
    """The one of the units told together (件、万元、%) that goes with the words of a cell."""
    units = _split(told)
    if len(units) == 1 and "/" in units[0] and not unit_spelled(units[0]):
        units = units[0].split("/")
    percents = [unit for unit in units if unit in ("%", "％", "‰")]
    money = [unit for unit in units if re.search(r"[元円€£$]|(?i:euro|yuan|RMB|CNY)", unit)]
    others = [unit for unit in units if unit not in money and unit not in percents]
    if ratio:
        yield from percents[:1]
    elif money and _is_money(named):
        yield money[0]
    elif len(units) == 1 and not _is_count(named):
        yield units[0]
    elif others:
        fitting = [unit for unit in others if unit in named]
        if fitting or (len(others) == 1 and not _is_money(named)):
            yield (fitting or others)[0]


def _last(pattern: re.Pattern[str], words: str) -> int:
    return max((m.end() for m in pattern.finditer(words)), default=-1)


def _is_money(named: str) -> bool:
    return _last(_MONEY_WORD, named) > _last(_COUNT_WORD, named)


def _is_count(named: str) -> bool:
    return _last(_COUNT_WORD, named) >= max(_last(_MONEY_WORD, named), 0)


def measured_value(raw: str, unit: str, language: str) -> Measured | None:
    """Value, unit and spelling of the number ``raw`` in ``unit``; None where that is no unit."""
    unit = re.sub(r"^(?:人民币|为|均为)|人民币$", "", unit.strip())
    western = _western(raw, unit, language)
    if western is not None:
        return western
    found = lone_quantity(raw + unit, language)
    if found is None or (found.unit.family == "count" and not found.spelling):
        return None
    if language not in ("zh", "ja", "") and found.unit.family == "count":
        return None  # "(2024)", "(total)": a word in brackets is no unit
    return found.value, found.unit, found.spelling


def _western(raw: str, unit: str, language: str) -> Measured | None:
    """£ thousand, €m, Mio. €, en milliers d'euros, RMB million, thousands."""
    if has_han(unit):
        return None
    euro, sign = _EURO.search(unit), _SIGN.search(unit)
    scale = next((size for pattern, size in _SCALES if pattern.search(unit)), 1)
    if not (euro or sign):
        found = lone_quantity(raw, language) if _BARE_SCALE.match(unit) else None
        return (found.value * scale, found.unit, "") if found else None
    code = "€" if euro or sign is None else sign.group()
    found = lone_quantity(("CNY" if code == "yuan" else code) + raw, language)
    if found is None or found.unit.family != "money":
        return None
    return found.value * scale, found.unit, ""


def lone_quantity(text: str, language: str, masked: bool = True) -> Quantity | None:
    """The quantity that is the whole of ``text``."""
    found = list(scan_quantities(text, language, look_alikes(text) if masked else _NO_MASK))
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(text))
    return found[0] if whole else None
