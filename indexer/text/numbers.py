"""Numbers as written in reports, read exactly (``Decimal``).

Arabic digits with thousands separators, full-width digits, Chinese numerals (``numerals``),
myriad scales (3.08万, 2万6117, 101億9353万) and word scales (1.2 million, 1,5 Mrd). All matching
is done on a folded copy of the text whose offsets map back to the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .digit_groups import dotted, grouped, space_groups
from .numerals import HAN_ONES, han_digits, han_number
from .plain_digits import fold_digits

SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "만": 10**4, "억": 10**8}
WORD_SCALES = {
    "thousand": 3, "k": 3, "million": 6, "mn": 6, "mio": 6, "billion": 9, "bn": 9, "trillion": 12,
    "tn": 12, "mille": 3, "millions": 6, "milliard": 9, "milliards": 9, "md": 9, "mrd": 9,
    "tausend": 3, "millionen": 6, "milliarde": 9, "milliarden": 9, "mil": 3, "millón": 6,
    "millones": 6, "milioni": 6, "milione": 6, "miliardi": 9, "milhão": 6, "milhões": 6,
    "bilhões": 9, "miljoen": 6, "miljard": 9, "billions": 9, "crore": 7, "lakh": 5,
}  # fmt: skip
_LONG_SCALE = {"fr", "de", "es"}  # where billion is 10**12
_SIGN_SCALE = re.compile(r" ?(k|Mds?|M|G)(?= ?€)")
_WORD_SCALE = re.compile(r" ?(mil millones|[A-Za-zÀ-ÿ]{1,10})\b\.?")
_TOKEN = re.compile(rf"\d+(?:[.,'’ ]\d+)*+|[零〇{HAN_ONES}十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]+")
_PIECE = re.compile(r"([.,'’ ]?)(\d+)")
_CN_FRACTION = re.compile(rf"点([零〇{HAN_ONES}]+)")
# 3千5百 before a myriad: the whole of it counts myriads.
_HUNDREDS = re.compile(r"(?=\d+千\d|\d+百\d)(?:(\d{1,4})千)?(?:(\d)百)?(?:(\d)十)?(\d)?(?=[万亿])")
_MORE_DIGITS = re.compile(r"(?:\d,\d{3}|\d{1,4}(?:\.\d+)?)(?!\d|,\d)")  # 1亿2,345万
_LONGEST = 24  # digits; a longer row is an identifier, not a number


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``start:end`` of a folded text. ``chinese``: written in Chinese numerals alone;
    ``scaled``: 万, 亿 or a word scale is in it; ``grouped``: it has thousands separators."""

    start: int
    end: int
    value: Decimal
    chinese: bool = False
    scaled: bool = False
    grouped: bool = False


def parse_number(text: str, language: str = "zh") -> Decimal | None:
    """The value of ``text`` if the whole of it is one number, else None."""
    folded = fold_digits(text).text.strip()
    numbers = list(scan_numbers(folded, language))
    if len(numbers) != 1 or (numbers[0].start, numbers[0].end) != (0, len(folded)):
        return None
    return numbers[0].value


def scan_numbers(text: str, language: str = "zh") -> Iterator[Number]:
    """Every number of a folded ``text``, in order, not overlapping; linear in its length."""
    done = 0
    for match in _TOKEN.finditer(text):
        if match.start() < done:
            continue
        if match.group()[0].isdecimal():
            if len(match.group()) > _LONGEST and not re.search(r"[.,'’ ]", match.group()):
                continue
            for number in _arabic(text, match, language):
                if number.start >= done:
                    done = number.end
                    yield number
        else:
            found = _chinese(text, match.start(), match.end())
            if found:
                done = found.end
                yield found


def _arabic(text: str, match: re.Match[str], language: str) -> Iterator[Number]:
    """The numbers of one run of digits and separators, each with the scale behind it."""
    pieces = _PIECE.findall(match.group())
    start, i = match.start(), 0
    while i < len(pieces):
        if i:
            start += len(pieces[i][0])
        after = pieces[i + 1] if i + 1 < len(pieces) else ("", "")
        spaced = after[0] == " " and len(after[1]) == 3 and space_groups(text, start, language)
        used, digits, groups = grouped(pieces, i, language, spaced)
        chain = dotted(pieces, i)
        skipped = chain > used
        used = max(used, chain)
        end = start + sum(len(s) + len(d) for s, d in pieces[i : i + used]) - len(pieces[i][0])
        if skipped:
            i, start = i + used, end
            continue
        number = Number(start, end, Decimal(digits), grouped=groups)
        # 31817 065: a group that belongs to what was not understood is no number of its own.
        rest = pieces[i][0] == " " and len(pieces[i][1]) == 3 and digits[0] == "0"
        i += used
        if not rest and len(digits) <= _LONGEST:
            yield _with_scale(text, number, language) if i == len(pieces) else number
        start = end


def _with_scale(text: str, number: Number, language: str) -> Number:
    """``number`` with 万/亿 (and the digits that follow it, 2万6117) or a word scale applied."""
    end, total, part, scaled = number.end, Decimal(0), number.value, False
    hundreds = _HUNDREDS.match(text, number.start)
    if hundreds:
        end, part = hundreds.end(), _hundreds(hundreds)
    ceiling = None
    while True:
        at = end + (text[end : end + 1] == " " and text[end + 1 : end + 2] in SCALES)
        factor, stop = _scale_at(text, at)
        if factor == 1 or (ceiling and factor >= ceiling):
            break
        total, ceiling, end, scaled, part = total + part * factor, factor, stop, True, Decimal(0)
        more = _MORE_DIGITS.match(text, end)
        digits = more.group().replace(",", "") if more else ""
        if not more or len(digits.split(".")[0]) >= len(str(factor)):
            break
        part, end = Decimal(digits), more.end()
    if scaled:
        return Number(number.start, end, total + part, scaled=True)
    return _with_word_scale(text, number, language)


def _hundreds(match: re.Match[str]) -> Decimal:
    """The thousands, hundreds, tens and ones of a match of ``_HUNDREDS``."""
    places = zip(match.groups(), (1000, 100, 10, 1), strict=True)
    return Decimal(sum(int(digits) * place for digits, place in places if digits))


def _scale_at(text: str, at: int) -> tuple[int, int]:
    factor = 1
    while text[at : at + 1] in SCALES and at < len(text) and factor <= 10**16:
        factor *= SCALES[text[at]]
        at += 1
    return factor, at


def _with_word_scale(text: str, number: Number, language: str) -> Number:
    sign = _SIGN_SCALE.match(text, number.end)
    if sign:
        factor = 10 ** {"k": 3, "M": 6}.get(sign.group(1), 9)
        return Number(number.start, sign.end(), number.value * factor, scaled=True)
    match = _WORD_SCALE.match(text, number.end)
    if not match:
        return number
    word = match.group(1).lower()
    power = 9 if word == "mil millones" else WORD_SCALES.get(word)
    if word in {"billion", "billionen", "billions", "billones"} and language in _LONG_SCALE:
        power = 12
    if power is None or (word == "md" and text[match.end() : match.end() + 1].isalpha()):
        return number
    end = match.end(1)
    if match.group().endswith(".") and word in {"mio", "mrd", "mn"}:
        end = match.end()
    return Number(number.start, end, number.value * 10**power, scaled=True)


def _chinese(text: str, start: int, end: int) -> Number | None:
    """The Chinese numeral at ``start:end`` with its 点 fraction; None where it is no numeral."""
    whole = han_number(text[start:end])
    if whole is None:
        return None
    value = Decimal(whole)
    fraction = _CN_FRACTION.match(text, end)
    if not fraction:
        return Number(start, end, value, chinese=True)
    digits = han_digits(fraction.group(1))
    scale, stop = _scale_at(text, fraction.end())
    return Number(start, stop, (value + Decimal(f"0.{digits}")) * scale, chinese=True)
