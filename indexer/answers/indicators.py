"""Indicators that a question abbreviates (GDP), by the names that reports write (地区生产总值).

Abbreviations are no wording that a model could judge: they are letters that stand for a name.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ..text.folding import fold


@dataclass(frozen=True, slots=True)
class Indicator:
    """``chinese``: its name; ``pattern`` finds its abbreviations and names in other languages."""

    chinese: str
    pattern: re.Pattern[str]


def names_of_indicators(question: str) -> tuple[str, ...]:
    """The Chinese names of indicators in ``question`` that it does not give itself."""
    folded = fold(question)
    return tuple(
        one.chinese
        for one in _indicators()
        if one.chinese not in folded and one.pattern.search(question)
    )


@lru_cache(maxsize=1)
def _indicators() -> tuple[Indicator, ...]:
    text = files(__package__).joinpath("indicators.toml").read_text("utf-8")
    return tuple(
        Indicator(one["chinese"], _pattern(one["short"], one["names"]))
        for one in tomllib.loads(text)["indicator"]
    )


def _pattern(short: list[str], names: list[str]) -> re.Pattern[str]:
    letters = "A-Za-zÀ-žА-я0-9"
    shorts, longs = ("|".join(map(re.escape, words)) for words in (short, names))
    return re.compile(f"(?<![{letters}])(?:{shorts}|(?i:{longs}))(?![{letters}])")
