"""Numbers as reports spell them, read exactly (``Decimal``).

Arabic digits with thousands separators, full-width digits, Chinese numerals (value by cn2an),
myriad scales (3.08万, 2万6117, 101億9353万) and word scales (1.2 million, 1,5 Mrd). All matching
is done on a folded copy of the text whose offsets map back to the original.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from cn2an import Cn2An

_FOLD: dict[int, int | str] = {0xFF10 + i: 0x30 + i for i in range(10)}
_FOLD |= {0xFF21 + i: 0x41 + i for i in range(26)} | {0xFF41 + i: 0x61 + i for i in range(26)}
_FOLD |= {0xFF05: "%", 0xFF0E: ".", 0xFFE5: "¥", 0xFF04: "$", 0xFFE1: "£", 0x2030: "‰"}
_FOLD |= dict.fromkeys((0xA0, 0x202F, 0x2009, 0x2007, 0x3000), " ")
_FOLD |= {ord(a): b for a, b in zip("萬億兩點圓餘", "万亿两点元余", strict=True)}
_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
#: A thin or no-break space inside a number only groups digits (GB/T 15835, ISO 80000-1).
_THIN_GROUP = re.compile("(?<=\\d)[\u00a0\u2007\u2009\u202f](?=\\d{3}(?!\\d))")
#: A plain space may as well part two numbers: it groups where a unit follows at once, or nothing
#: but zeros does, and where no label, list or code goes on.
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?![\d ]*\d)(?:\.\d+)?")
_UNIT_CHARACTER = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3%‰℃㎡]|[-—–~～]\d| [a-z]{3}")
_SPACED_UNIT = re.compile(r" [\u3400-\u9fff]")
_ROUND = re.compile(r"\d{1,3}(?: 000)+$")
_LABEL = re.compile(
    r"(?:[表图圖附件第注章節节條条款项項號号年月日期\d.,、:：]|\b(?:section|article|no|number|page|"
    r"table|figure|annex|chapter|part|ward|unit|room|line|item|jan\w*|feb\w*|mar|march|apr\w*|"
    r"may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\.?) ?$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:[$¥€£₹]|[A-Z]{3}) ?$")

SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "만": 10**4, "억": 10**8}
WORD_SCALES = {
    "thousand": 3, "k": 3, "million": 6, "mn": 6, "mio": 6, "billion": 9, "bn": 9, "trillion": 12,
    "tn": 12, "mille": 3, "millions": 6, "milliard": 9, "milliards": 9, "md": 9, "mrd": 9,
    "tausend": 3, "millionen": 6, "milliarde": 9, "milliarden": 9, "mil": 3, "millón": 6,
    "millones": 6, "milioni": 6, "milione": 6, "miliardi": 9, "milhão": 6, "milhões": 6,
    "bilhões": 9, "miljoen": 6, "miljard": 9, "billions": 9, "crore": 7, "lakh": 5,
}  # fmt: skip
_LONG_SCALE = {"fr", "de", "es"}  # where billion is 10**12
_WORD_SCALE = re.compile(r" ?(mil millones|[A-Za-zÀ-ÿ]{1,10})\b\.?")
_COMMA_DECIMAL = {
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "ru",
    "pl",
    "cs",
    "sv",
    "da",
    "no",
    "fi",
    "tr",
}
_TOKEN = re.compile(
    r"\d+(?:[.,'’ ]\d+)*+|[零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]+"
)
_PIECE = re.compile(r"([.,'’ ]?)(\d+)")
_CN_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
_CN_FRACTION = re.compile(r"点([零〇一二三四五六七八九]+)")
_CN_ONLY_DIGITS = re.compile(r"[零〇一二三四五六七八九两]{2,}")
_READER = Cn2An()
_LONGEST = 24  # digits; a longer row is an identifier, not a number


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made plain for matching. ``offsets[i]`` is where ``text[i]`` stood; None: the same."""

    text: str
    offsets: tuple[int, ...] | None

    def origin(self, index: int) -> int:
        """Original offset of the folded offset ``index`` (the end maps to the end)."""
        return index if self.offsets is None else self.offsets[index]

    def index(self, origin: int) -> int:
        """Folded offset of an original offset."""
        return origin if self.offsets is None else bisect_left(self.offsets, origin)


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


def fold(text: str) -> Folded:
    """``text`` with full-width digits made ASCII and zero-width characters left out."""
    plain = _THIN_GROUP.sub("'", _WIDE_COMMA.sub(",", text)).translate(_FOLD)
    if not _ZERO_WIDTH.search(plain):
        return Folded(plain, None)
    kept = [i for i, c in enumerate(plain) if not _ZERO_WIDTH.match(c)]
    return Folded("".join(plain[i] for i in kept), (*kept, len(plain)))


def parse_number(text: str, language: str = "zh") -> Decimal | None:
    """The value of ``text`` if the whole of it is one number, else None."""
    folded = fold(text).text.strip()
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
        spaced = language not in _COMMA_DECIMAL and _space_groups(text, start)
        used, digits, grouped = _grouped(pieces, i, language, spaced)
        end = start + sum(len(s) + len(d) for s, d in pieces[i : i + used]) - len(pieces[i][0])
        number = Number(start, end, Decimal(digits), grouped=grouped)
        i += used
        if len(digits) <= _LONGEST:
            yield _with_scale(text, number, language) if i == len(pieces) else number
        start = end


def _space_groups(text: str, start: int) -> bool:
    """Whether plain spaces group the digits from ``start`` on, in a language of commas."""
    # The label first: within a long row of numbers each but the first has a number before it, so
    # the row is matched once and not from each of them.
    if text[start] == "0" or _LABEL.search(text[max(0, start - 12) : start]):
        return False
    match = _SPACED.match(text, start)
    if not match:
        return False
    if _ROUND.match(match.group()) or _SIGN.search(text[max(0, start - 4) : start]):
        return True
    # With a space before the number there may be one before its unit too.
    end = match.end()
    wide = text[start - 1 : start] == " " and _SPACED_UNIT.match(text, end)
    return bool(_UNIT_CHARACTER.match(text, end + bool(wide)))


def _grouped(
    pieces: list[tuple[str, str]], i: int, language: str, spaced: bool
) -> tuple[int, str, bool]:
    """How many pieces from ``i`` on make one number, its plain spelling, whether it is grouped."""
    comma_decimal = language in _COMMA_DECIMAL
    digits, used = pieces[i][1], 1
    separator = pieces[i + 1][0] if i + 1 < len(pieces) else ""
    groups = {".", " ", "'", "’"} if comma_decimal else {",", "'", "’", *(" " if spaced else "")}
    if separator in groups and len(digits) <= 3:
        while i + used < len(pieces) and pieces[i + used][0] == separator:
            if len(pieces[i + used][1]) != 3:
                break
            digits += pieces[i + used][1]
            used += 1
    grouped = used > 1
    point = "," if comma_decimal else "."
    if i + used < len(pieces):
        mark, fraction = pieces[i + used]
        lone = i + used + 1 == len(pieces) or pieces[i + used + 1][0] not in {mark, "."}
        if mark == point and lone or (mark == "." and not grouped and lone):
            return used + 1, f"{digits}.{fraction}", grouped
    return used, digits, grouped


def _with_scale(text: str, number: Number, language: str) -> Number:
    """``number`` with 万/亿 (and the digits that follow it, 2万6117) or a word scale applied."""
    end, total, part, scaled = number.end, Decimal(0), number.value, False
    ceiling = None
    while True:
        at = end + (text[end : end + 1] == " " and text[end + 1 : end + 2] in SCALES)
        factor, stop = _scale_at(text, at)
        if factor == 1 or (ceiling and factor >= ceiling):
            break
        total, ceiling, end, scaled, part = total + part * factor, factor, stop, True, Decimal(0)
        more = re.compile(r"\d{1,4}(?:\.\d+)?(?!\d)").match(text, end)
        if not more or len(more.group().split(".")[0]) >= len(str(factor)):
            break
        part, end = Decimal(more.group()), more.end()
    if scaled:
        return Number(number.start, end, total + part, scaled=True)
    return _with_word_scale(text, number, language)


def _scale_at(text: str, at: int) -> tuple[int, int]:
    factor = 1
    while text[at : at + 1] in SCALES and at < len(text) and factor <= 10**16:
        factor *= SCALES[text[at]]
        at += 1
    return factor, at


def _with_word_scale(text: str, number: Number, language: str) -> Number:
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
    value = chinese_value(text[start:end])
    if value is None:
        return None
    fraction = _CN_FRACTION.match(text, end)
    if not fraction:
        return Number(start, end, value, chinese=True)
    digits = "".join(_CN_DIGITS[c] for c in fraction.group(1))
    scale, stop = _scale_at(text, fraction.end())
    return Number(start, stop, (value + Decimal(f"0.{digits}")) * scale, chinese=True)


@lru_cache(maxsize=4096)
def chinese_value(numeral: str) -> Decimal | None:
    """Value of a Chinese numeral; None for idioms, bare digit rows and what is no numeral.

    百/千/万/亿 alone count as one hundred … (近百家); callers must ask for an approximator.
    """
    if len(numeral) > 24 or _CN_ONLY_DIGITS.fullmatch(numeral):
        return None
    if numeral in {"百", "千", "万", "亿"}:
        return Decimal(SCALES[numeral])
    if numeral == "两":
        return Decimal(2)
    for spelled in (numeral, "一" + numeral):
        try:
            return Decimal(_READER.cn2an(spelled, "normal"))
        except (ValueError, KeyError, IndexError):
            if numeral[0] not in "百千万亿":
                return None
    return None
