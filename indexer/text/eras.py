"""Converts years of Japanese eras and of the Republic of China to calendar years."""

from __future__ import annotations

from .numerals import ordinal

#: The year before the first year of each era.
_BEFORE = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "民国": 1911, "民國": 1911}


def era_year(era: str, nth: str) -> int:
    """The calendar year of a year of ``era``; ``nth`` is its number in any numerals, or 元."""
    return _BEFORE[era] + (1 if nth == "元" else ordinal(nth) or 0)
