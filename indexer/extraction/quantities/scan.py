"""Quantities in a folded text: number, scale, bound and unit, before any interpretation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from ...text.negative import account_brackets, minus_before
from ...text.numbers import SCALES, Number, scan_numbers
from ...text.numerals import HAN_ONES, HAN_TENS, han_digits, han_number
from .guard import LookAlikes
from .number_words import NOUN_LANGUAGES, noun_phrase, number_words
from .rates import below_at, rate_at
from .units import COUNT, Unit, currency_before, unit_at


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at ``start:end`` of a folded text; ``value`` is in base units.

    ``negative``: it is below zero, which ``value`` does not show; ``lead`` characters before
    ``start`` and ``tail`` characters after ``end`` say so (a minus sign or accounting brackets).
    """

    start: int
    end: int
    value: Decimal
    unit: Unit
    spelling: str
    bound: str = ""
    high: Decimal | None = None
    tentative: bool = False  # counts only as the lower end of a range (3至5家)
    negative: bool = False
    lead: int = 0
    tail: int = 0


_NONE = LookAlikes([])
_FRACTION = re.compile(
    rf"(?P<base>百|千|万|[{HAN_TENS}\d]{{1,3}})分(?:之|の) ?"
    r"(?P<part>\d+(?:\.\d+)?|"
    rf"[零〇{HAN_TENS}百两]{{1,6}}(?:点[零〇{HAN_ONES}]{{1,6}})?)"
)
_MORE = re.compile(  # 1900多元, not 20多元化
    r" ?(?:余|多(?!元|样|部|方)|"
    r"(?<=[0十百千万亿])多(?=元(?:[，。；、）)/]|$|[的以左上钱资补奖罚工收]))|"
    r"几(?!何)|来(?=个|家|名|人|件|次|万))(?!于|地)"
)
_SCALE = re.compile(r" ?([十百千万亿]+)(?![克米瓦]时?\b)")
_AFTER_UNIT = re.compile(
    r" ?(?P<over>以上|之多|余り|余(?![额下])|多(?=[，。、；]|$)|or more|超(?=[がのは、。\d]|"
    r"$))|(?P<under>以下|以内|之内|未満|近く|or less|or fewer)|(?P<about>左右|上下|前後|程度)"
)
_PARENTHESISED = re.compile(r" ?[（(] ?([\u4e00-\u9fff]{1,2}) ?[)）]")
_TENTHS = re.compile(r"成(?=[，。、；,\s多左以的五]|$)")
_RANGE = re.compile(r" ?(?:[-—–~～―－]{1,2}|至|到| to | à | bis | a ) ?\Z")
_RANGE_AHEAD = re.compile(r" ?[-—–~～―－至到]{1,2} ?\d")
_SCALE_IN = re.compile(r"\d([十百千万亿]+)")
_APPROXIMATOR = re.compile(r"(?:近|上|数|超|约|逾|过|达)$")
_LOOSE = re.compile(r"[百千万亿]")


def scan_quantities(text: str, language: str, masked: LookAlikes) -> Iterator[Quantity]:
    """Every quantity of a folded ``text`` in order, not overlapping, ranges joined into one."""
    previous: Quantity | None = None
    for quantity in _single(text, language, masked):
        if previous is None:
            previous = quantity
            continue
        joined = _join_range(text, previous, quantity)
        if joined is None and not previous.tentative:
            yield previous
        previous = joined or quantity
    if previous is not None and not previous.tentative:
        yield previous


def _single(text: str, language: str, masked: LookAlikes) -> Iterator[Quantity]:
    fractions = {m.start(): m for m in _FRACTION.finditer(text)}
    words = {n.start: n for n in number_words(text, language)}
    done = 0
    numbers = [*scan_numbers(text, language), *words.values()]
    starts = {n.start for n in numbers}
    numbers += [Number(at, at + 1, Decimal(0)) for at in fractions if at not in starts]
    for number in sorted(numbers, key=lambda n: n.start):
        if number.start < done:
            continue
        match = fractions.get(number.start)
        quantity = _fraction(text, match) if match else None
        quantity = quantity or _in_brackets(text, number, language)
        if quantity is None and number.value.is_finite():
            quantity = _measured(text, number, language, number.start in words)
        if quantity is None or quantity.start < done or quantity.end == number.start:
            continue
        if masked.touch(number.start, min(number.end, quantity.end)):
            continue
        done = quantity.end
        yield _signed(text, quantity, language)


def _in_brackets(text: str, number: Number, language: str) -> Quantity | None:
    """(11.70)万元, £(3.2) million: an accounting bracket between a number and its unit or sign."""
    start, end = number.start, number.end
    if text[start - 1 : start] not in ("(", "（") or text[end : end + 1] not in (")", "）"):
        return None
    raw = text[start:end]
    money = currency_before(text, start - 1, language) if start else None
    if "." not in raw and "," not in raw and money is None:
        return None  # the number of an item
    sign = text[money[0] : start - 1] if money else ""
    whole = next(_single(f"{sign}{raw}{text[end + 1 : end + 16]}", language, _NONE), None)
    if whole is None or whole.start or (not money and whole.end <= len(raw)):
        return None
    stop = max(end + 1, end + 1 + whole.end - len(sign) - len(raw))
    first = money[0] if money else start - 1
    return replace(whole, start=first, end=stop, negative=True)


def _signed(text: str, quantity: Quantity, language: str) -> Quantity:
    """``quantity`` with what tells that it is negative."""
    if quantity.negative or quantity.unit.family == "time":
        return quantity
    lead, tail = account_brackets(text, quantity.start, quantity.end)
    lead = lead or minus_before(text, quantity.start, language)
    return replace(quantity, negative=True, lead=lead, tail=tail) if lead else quantity


def _fraction(text: str, match: re.Match[str]) -> Quantity | None:
    """百分之五十一 and 三分之一 as percent."""
    base_text, part_text = match.group("base", "part")
    base = _plain(base_text)
    part = _plain(part_text)
    if not base or part is None:
        return None
    value = part * 100 / base
    spelling = base_text + "分之"
    end = match.end()
    if text[end : end + 1] in {"几", "之"}:
        return None
    bound, end = _bound_after(text, end)
    return Quantity(match.start(), end, value, Unit("percent", "ratio"), spelling, bound)


def _plain(numeral: str) -> Decimal | None:
    if numeral[0].isdecimal():
        return Decimal(numeral)
    if numeral in SCALES:
        return Decimal(SCALES[numeral])
    whole, _, fraction = numeral.partition("点")
    value = han_number(whole)
    return None if value is None else value + Decimal(f"0.{han_digits(fraction)}")


def _measured(text: str, number: Number, language: str, word: bool) -> Quantity | None:
    """``number`` with what stands around it: currency sign, 余, a further scale, unit, noun."""
    if number.chinese and not _numeral_stands(text, number):
        return None
    value, end, bound = number.value, number.end, ""
    money = currency_before(text, number.start, language)
    below_zero = not money and text[number.start - 1 : number.start] in {"-", "−", "－"}
    if below_zero:  # £-1.2m
        money = currency_before(text, number.start - 1, language)
    more = _MORE.match(text, end)
    if more:
        bound, end = "over", more.end()
        scale = _SCALE.match(text, end)
        if scale:
            factor = Decimal(1)
            for char in scale.group(1):
                factor *= SCALES[char]
            value, end = value * factor, scale.end()
            more = _MORE.match(text, end)
            end = more.end() if more else end
    if money:
        amount = _with_sign(text, number, money, value, end, bound)
        return replace(amount, negative=below_zero)
    if _TENTHS.match(text, end) and value <= 10 and language == "zh":
        unit = Unit("percent", "ratio", Fraction(10))
        return _finish(text, number.start, end, end + 1, value, unit, "成", bound)
    gap = end + (text[end : end + 1] == " ")
    rate = None if word else rate_at(text, gap)
    if rate:
        spelling, unit = rate
        return _finish(text, number.start, gap, gap + len(spelling), value, unit, spelling, bound)
    found = unit_at(text, gap)
    if found and not (word and found[1].family != "time"):
        return _with_unit(text, number, gap, value, found, bound, language)
    return _without_unit(text, number, gap, value, bound, language, word)


def _numeral_stands(text: str, number: Number) -> bool:
    """Chinese numerals count only where a measure word follows; 百家 only after 近 and the like."""
    numeral = text[number.start : number.end]
    before = text[max(0, number.start - 2) : number.start]
    if before[-1:] in {"几", "第", "初", "数"} and not (
        before[-1] == "数" and _LOOSE.match(numeral)
    ):
        return False
    if before[-1:].isdecimal() or before[-1:] in set("分点〇"):
        return False
    if _LOOSE.match(numeral) and not _APPROXIMATOR.search(before):
        return False
    if numeral == "一":
        following = text[number.end : number.end + 1]
        clause = re.split(r"[，。；：、\n“”]", text[max(0, number.start - 20) : number.end + 20])
        correlative = any(part.count("一") > 1 for part in clause)
        if following == "起" and text[number.end + 1 : number.end + 2] not in set("案事违重非行"):
            return False  # 一起 is "together"
        return following in set("名位起件家台辆宗例处") and not correlative
    return True


def _with_sign(
    text: str, number: Number, money: tuple[int, str], value: Decimal, end: int, bound: str
) -> Quantity:
    """£3.4bn, $15 m: the sign stands in front, m and b are scales here."""
    short = re.compile(r" ?(?:(m|M)|(b|B))(?![A-Za-z])").match(text, end)
    if short and not number.scaled:
        value, end = value * (10**6 if short.group(1) else 10**9), short.end()
    suffix = re.compile(r" ?(?:元|人民币)").match(text, end)
    end = suffix.end() if suffix else end
    unit = Unit(money[1], "money")
    below = below_at(text, end)
    if below:
        end, unit = below[0], Unit(f"{money[1]}/{below[1]}", "other")
    return _finish(text, money[0], end, end, value, unit, "", bound)


def _with_unit(
    text: str,
    number: Number,
    at: int,
    value: Decimal,
    found: tuple[str, Unit],
    bound: str,
    language: str,
) -> Quantity | None:
    spelling, unit = found
    end = at + len(spelling)
    if unit.name == "years" and _is_calendar(text, number, end, spelling):
        return None
    if spelling == "度" and "电" in text[max(0, number.start - 14) : number.start]:
        unit = Unit("Wh", "energy", Fraction(1000))
    if unit.family == "count":
        if number.chinese and spelling in _WEAK:
            return None
        extra = _PARENTHESISED.match(text, end)
        if extra and unit_at(extra.group(1) + "，", 0):
            end = extra.end()
    return _finish(text, number.start, at, end, value, unit, text[at:end], bound)


_WEAK = frozenset(
    "国 省 市 区 县 乡 镇 村 路 线 层 面 种 类 款 双 对 校 社 店 间 字 句 大类 站 道 节".split()
)


def _is_calendar(text: str, number: Number, end: int, spelling: str) -> bool:
    """Whether N年 is a date or a name rather than a duration."""
    if spelling != "年":
        return False
    if number.chinese:
        before = text[max(0, number.start - 4) : number.start]
        return not re.search(
            r"(?:徒刑|为期|历时|不超过|不少于|期限|连续|长达|未满)[为达近超]?$", before
        )
    return number.value >= 1000 or (number.end - number.start == 2 and number.value >= 60)


def _without_unit(
    text: str, number: Number, at: int, value: Decimal, bound: str, language: str, word: bool
) -> Quantity | None:
    """A bare number: counted by a noun (1,200 notices), or standing alone where that is clear."""
    if number.chinese:
        return None
    before = text[number.start - 1 : number.start]
    after = text[number.end : number.end + 1]
    joined = before in {"-", "_", "#", "/"} and not minus_before(text, number.start, language)
    if joined or before.isalpha() and before.isascii():
        return None
    if language in NOUN_LANGUAGES:
        if after.isalpha() and not number.scaled:
            return None
        noun = noun_phrase(text, number.end, language)
        if noun:
            start, end = noun
            return _finish(text, number.start, start, end, value, COUNT, text[start:end], bound)
        if word:
            return None
        return _finish(text, number.start, number.end, number.end, value, COUNT, "", bound)
    if not _stands_alone(text, number, language, bound):
        if not _RANGE_AHEAD.match(text, number.end):
            return None
        return Quantity(number.start, number.end, value, COUNT, "", tentative=True)
    return _finish(
        text, number.start, at, max(number.end, at if bound else 0), value, COUNT, "", bound
    )


def _stands_alone(text: str, number: Number, language: str, bound: str) -> bool:
    """Whether a bare number of CJK text is a count (後ろに助詞, 总数为1346，, a table's cell)."""
    after = text[number.end : number.end + 2]
    before = text[max(0, number.start - 4) : number.start]
    closes = after[:1] == "" or after[:1] in "，。、；;（(）)\n|"
    alone = re.search(r"\| ?[（(]? ?[-−–－△▲▼]? ?$", before)
    if alone and re.match(r" ?[)）]? ?(?:\||\n|$)", text[number.end : number.end + 4]):
        return True
    if language == "ja":
        return closes or after[:1] in "でがとかはをのにも超以" and number.value >= 10
    if number.scaled:
        return closes or bool(bound) or "\u4e00" <= after[:1] <= "\u9fff"
    if re.search(r"(?:率|数|额|总量|分|值|指数|得分|合计|共计|总计)[为达是到]?[：: ]?$", before):
        return closes
    return False


def _bound_after(text: str, end: int) -> tuple[str, int]:
    match = _AFTER_UNIT.match(text, end)
    if not match or not match.lastgroup:
        return "", end
    return match.lastgroup, end


def _finish(
    text: str,
    start: int,
    unit_start: int,
    end: int,
    value: Decimal,
    unit: Unit,
    spelling: str,
    bound: str,
) -> Quantity:
    base = value * unit.factor.numerator / unit.factor.denominator
    after, _ = _bound_after(text, end)
    return Quantity(start, end, base, unit, spelling, bound or after)


def _join_range(text: str, low: Quantity, high: Quantity) -> Quantity | None:
    """``low`` and ``high`` as one range where only a range sign lies between them."""
    between = text[low.end : high.start]
    if low.negative or high.negative or len(between) > 6 or not _RANGE.fullmatch(between):
        return None
    bare = low.unit.name == "count" and not low.spelling
    if not bare and low.unit != high.unit:
        return None
    origin = re.search(r"[从由]$|[Ff]rom $|\bde $", text[max(0, low.start - 5) : low.start])
    if origin and not (bare and origin.group() == "de " and high.unit.family == "money"):
        return None
    value = low.value
    scale = _SCALE_IN.search(text[high.start : high.end])
    if bare and scale and not _SCALE_IN.search(text[low.start : low.end]):
        for char in scale.group(1):  # 3至5万元
            value *= SCALES[char]
    if bare and high.unit.name != "count":
        value = value * high.unit.factor.numerator / high.unit.factor.denominator
    if value > high.value:
        return None
    return replace(
        high, start=low.start, value=value, high=high.value, bound=low.bound, tentative=False
    )
