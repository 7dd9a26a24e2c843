"""The unit and scale that enumerated numbers share with the last of them (分别为1.2、3.4、5.6万元;
were £1.2, £3.4 and £5.6 million respectively).

Only where the words say that the numbers are given one by one: elsewhere 3、5、8号 and fines of
£500, £800 and £1.2 million are what they seem.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from ...text.numbers import Number, parse_number, scan_numbers
from .guard import LookAlikes
from .scan import Quantity

_ONE_BY_ONE = re.compile(r"(?:分别|分別|依次)[^，。；;\n\d]{0,12}(?<![第表图圖])(?=\d)")
_LINK = re.compile(r" ?(?:、|和|与|與|及|以及) ?(?=\d)")
_RESPECTIVELY = re.compile(
    r"\b(?:respectively|respectivement|respectivamente|beziehungsweise|jeweils)\b"
)
_AND = re.compile(r",? (?:and|et|und|y|o|or|bzw\.) |, ")
_STOP = re.compile(r"[.;] |\n")
_NEAR = 60  # characters between the last number and "respectively"
_LONGEST = 200  # characters of an enumeration that are read
_MOST = 12
_SCALE = re.compile(r" ?[十百千万亿]*| ?[A-Za-zÀ-ÿ]+\.?")
_DIGITS = re.compile(r"\d[\d.,'’ ]*(?<! )")


def with_shared_units(
    text: str, quantities: Iterable[Quantity], masked: LookAlikes, language: str
) -> Iterator[Quantity]:
    """``quantities`` of a folded ``text`` in order, with those that have their unit from the last
    of an enumeration."""
    if not (_ONE_BY_ONE.search(text) or _RESPECTIVELY.search(text)):
        yield from quantities
        return
    found = {quantity.start: quantity for quantity in quantities}
    for match in _ONE_BY_ONE.finditer(text):
        for made in _listed(text, match.end(), found, masked, language):
            own = found.get(made.start)
            if own is None or own.unit.family == "count" and not own.spelling:
                found[made.start] = made
    ordered = [found[start] for start in sorted(found)]
    for match in _RESPECTIVELY.finditer(text):
        _share_back(text, match.start(), ordered, language)
    end = 0
    for quantity in ordered:
        if quantity.start >= end:
            end = quantity.end
            yield quantity


def _listed(
    text: str, start: int, found: dict[int, Quantity], masked: LookAlikes, language: str
) -> Iterator[Quantity]:
    """The numbers without a unit of an enumeration that begins at ``start``."""
    piece = text[start : start + _LONGEST]
    run: list[Number] = []
    end = 0
    for number in scan_numbers(piece, language):
        if number.start != end or number.chinese:
            break
        run.append(replace(number, start=number.start + start, end=number.end + start))
        link = _LINK.match(piece, number.end)
        if not link:
            break
        end = link.end()
    last = found.get(run[-1].start) if run else None
    scale = _scale(text, run[-1], language) if last else None
    if last is None or scale is None or last.high is not None or len(run) > _MOST:
        return
    factor = Decimal(last.unit.factor.numerator) / last.unit.factor.denominator
    for number in run[:-1]:
        if not masked.touch(number.start, number.end):
            value = number.value * factor * (1 if number.scaled else scale)
            yield Quantity(number.start, number.end, value, last.unit, last.spelling)


def _scale(text: str, number: Number, language: str) -> Decimal | None:
    """What the digits of ``number`` are multiplied by (万: 10 000); None if it is more than digits
    and a scale (3千5百万)."""
    digits = _DIGITS.match(text, number.start, number.end)
    if not digits or not _SCALE.fullmatch(text, digits.end(), number.end):
        return None
    plain = parse_number(digits.group(), language)
    return number.value / plain if plain else None


def _share_back(text: str, end: int, ordered: list[Quantity], language: str) -> None:
    """Give the quantities that are enumerated before ``end`` the unit and scale of the last."""
    at = bisect_right(ordered, end, key=lambda quantity: quantity.end) - 1
    if at < 0 or end - ordered[at].end > _NEAR or _STOP.search(text, ordered[at].end, end):
        return
    last = ordered[at]
    number = next(scan_numbers(text[last.start : last.end], language), None)
    if number is None or last.high is not None:
        return
    scale = _scale(text[last.start : last.end], number, language)
    if scale is None or (scale == 1 and last.unit.family == "count"):
        return
    factor = Decimal(last.unit.factor.numerator) / last.unit.factor.denominator
    first = at
    while first and at - first < _MOST:
        if not _AND.fullmatch(text, ordered[first - 1].end, ordered[first].start):
            break
        first -= 1
    earlier = ordered[first:at]
    if all(_lacks(one, text, last) for one in earlier):
        for n, one in enumerate(earlier, first):
            ordered[n] = replace(one, value=one.value * scale * factor, unit=last.unit)


def _lacks(quantity: Quantity, text: str, last: Quantity) -> bool:
    """Whether a quantity has neither scale nor unit of its own, but for a sign of the last's
    money."""
    bare = quantity.unit.family == "count" and not quantity.spelling
    signed = quantity.unit == last.unit and last.unit.family == "money"
    raw = text[quantity.start : quantity.end]
    return (
        (bare or signed)
        and quantity.high is None
        and quantity.value < 1000
        and bool(re.fullmatch(r"[$£€¥A-Z]{0,3} ?[\d.,]+", raw))
    )
