"""Numerals for one whole number: Chinese (二十五, 二〇三一), Roman (XIV), digits of any width and a
few number words.

Patterns use the constants defined here for their classes of Chinese numerals. Amounts with scales,
units and fractions are read by ``numbers``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cn2an import Cn2An

HAN_ONES = "一二三四五六七八九"
#: The characters used for days, months and most ordinals.
HAN_TENS = HAN_ONES + "十"
#: Zeros in years written digit by digit; ○ and Ｏ are often typed instead of 〇.
HAN_ZEROS = "〇零○Ｏ"
#: A year of this or the last century: 二〇三一, 一九九八.
HAN_YEAR = rf"(?:一九|二[{HAN_ZEROS}])[{HAN_ZEROS}{HAN_ONES}]{{2}}"

#: For ``str.translate``: converts full-width and superscript digits to ASCII.
FULL_WIDTH_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

#: One to ten in English, German, French and Spanish.
NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "one ein une uno",
            "two zwei deux dos",
            "three drei trois tres",
            "four vier quatre cuatro",
            "five funf fünf cinq cinco",
            "six sechs seis",
            "seven sieben sept siete",
            "eight acht huit ocho",
            "nine neun neuf nueve",
            "ten zehn dix diez",
        ),
        1,
    )
    for word in words.split()
}

_HAN_DIGITS = str.maketrans(HAN_ZEROS + HAN_ONES, "0" * len(HAN_ZEROS) + "123456789")
_ROW = re.compile(rf"[{HAN_ZEROS}{HAN_ONES}两]{{2,}}")
_HUNDRED_AND_ONE = re.compile(rf"(?<=百)(?=[{HAN_ONES}]$)")
_LONGEST = 24
_READER = Cn2An()

_ROMAN = re.compile(r"(?=.)(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def han_digits(row: str) -> str:
    """Converts Chinese digits to ASCII one by one: 二〇三一 → 2031; others are unchanged."""
    return row.translate(_HAN_DIGITS)


@lru_cache(maxsize=4096)
def han_number(numeral: str) -> int | None:
    """The value of a Chinese numeral as used in amounts: 二十五, 两千零五, 一百二 (120), 百 (100).

    None if it is not a numeral, or a sequence of bare digits: 三五 is "three to five", and 二〇三一
    is a year, which ``han_digits`` reads.
    """
    if len(numeral) > _LONGEST or _ROW.fullmatch(numeral):
        return None
    # cn2an reads neither these characters alone nor 百二十 without 一.
    opened = "一" + numeral if numeral[:1] in {"百", "千", "万", "亿"} else numeral
    for spelled in (numeral, opened):
        try:
            return int(_READER.cn2an(spelled, "normal"))
        except (ValueError, KeyError, IndexError):
            continue
    return None


def roman_number(numeral: str) -> int | None:
    """The value of a Roman numeral up to 99, all in upper or all in lower case; the same letter may
    be repeated four times (IIII), as on old title pages."""
    capitals = numeral.upper()
    if numeral not in {capitals, numeral.lower()} or not _ROMAN.fullmatch(capitals):
        return None
    values = [_ROMAN_VALUES[letter] for letter in capitals]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-own if own < after else own for own, after in pairs)


def ordinal(numeral: str) -> int | None:
    """The number of a chapter, page or day: 12, １２, XII, 十二, 二〇 (20).

    百二 is 102 here, as in statutes, not 120 as in spoken amounts. None for 0 and for anything that
    is not a numeral.
    """
    if numeral.isdecimal():
        value: int | None = int(numeral)
    elif numeral.isascii():
        value = roman_number(numeral)
    elif _ROW.fullmatch(numeral):
        digits = han_digits(numeral)
        value = int(digits) if digits.isdecimal() else None
    else:
        value = han_number(_HUNDRED_AND_ONE.sub("零", numeral))
    return value or None
