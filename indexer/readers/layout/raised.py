"""Superscript figures: marks of notes and powers, which are not digits of the adjacent number
(罚款12¹万元 is 12, m² is a unit)."""

from __future__ import annotations

import re

from ...text.numerals import RAISED_DIGITS

_NOTE = re.compile(r"[\s(（]*\d{1,3}(?:[,，、\-–—~]\d{1,3}){0,3}[\s)）]*")
_ABOVE = str.maketrans("0123456789()（）-–—", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁽⁾⁻⁻⁻")


_BRACKETED = re.compile(r"(?<=\[)[⁰¹²³⁴-⁹]{1,3}(?=\])")


def with_plain_notes(text: str) -> str:
    """``text`` with the digits of notes in square brackets as they are typed ([2]): the brackets
    part them from the number beside them."""
    if "[" not in text:
        return text
    return _BRACKETED.sub(lambda m: m.group().translate(RAISED_DIGITS), text)


def as_superscript(text: str) -> str:
    """``text`` that is printed above the line, in characters that stand there; words stay."""
    return text.translate(_ABOVE) if _NOTE.fullmatch(text) else text
