"""How many years back a figure is by the words beside it, in every language of the table."""

from __future__ import annotations

import re

import pytest

from indexer.extraction.quantities.years_back import years_back
from indexer.text.year_before import A_YEAR_AGO, BEFORE_LAST, LAST_YEAR

_EAST_ASIAN = ["上年", "上一年", "上一年度", "去年", "去年度", "昨年", "前一年", "前年度"]
_WESTERN = [
    "last year",
    "the previous year",
    "the year before",
    "the prior year",
    "l'an dernier",
    "l’année précédente",
    "im Vorjahr",
    "im letzten Jahr",
    "el año anterior",
    "el año pasado",
]


@pytest.mark.parametrize("words", _EAST_ASIAN)
@pytest.mark.parametrize("kana", [False, True])
def test_east_asian_words_stand_before_their_figure(words: str, kana: bool) -> None:
    assert years_back(f"{words}植树", "棵", kana) == 1
    assert years_back(f"{words}同期的", "棵", kana) == 1
    assert years_back(f"{words}植树，今年", "棵", kana) == 0


@pytest.mark.parametrize("words", _WESTERN)
def test_western_words_stand_on_either_side(words: str) -> None:
    assert years_back(f"{words}: ", ".", False) == 1
    assert years_back("there were ", f" {words}.", False) == 1
    assert years_back("there were ", f" checks {words}, 92.", False) == 0  # the next one's


@pytest.mark.parametrize("words", ["a year ago", "a year earlier", "un an plus tôt"])
def test_a_year_back_from_what_was_said_stands_behind_alone(words: str) -> None:
    assert years_back("", f" {words}.", False) == 1
    assert years_back(f"up from {words} to ", ".", False) == 0


@pytest.mark.parametrize(
    ("left", "right", "kana", "back"),
    [
        ("前年植树", "棵", False, 2),
        ("前年の植樹は", "本", True, 1),
        ("一昨年の植樹は", "本", True, 2),
        ("", " the year before last.", False, 2),
        ("im vorletzten Jahr ", ".", False, 2),
        ("较同期", "棵", False, 0),
        ("目前年植树", "棵", False, 0),
        ("", "", False, 0),
    ],
)
def test_two_years_back_and_none(left: str, right: str, kana: bool, back: int) -> None:
    assert years_back(left, right, kana) == back


@pytest.mark.parametrize("words", [LAST_YEAR, A_YEAR_AGO, BEFORE_LAST])
def test_each_pattern_of_the_table_stands_alone_and_is_lower_case(words: dict[str, str]) -> None:
    for code, pattern in words.items():
        assert len(code) == 2 and pattern == pattern.lower()
        assert not re.compile(pattern).match("")


@pytest.mark.parametrize(
    ("words", "back"),
    [
        ("two years earlier", 2),
        ("three years before", 3),
        ("deux ans plus tôt", 2),
        ("quatre ans auparavant", 4),
        ("zwei Jahre zuvor", 2),
        ("tres años antes", 3),
        ("ein Jahr zuvor", 1),
        ("un año antes", 1),
    ],
)
def test_several_years_back_from_what_was_said(words: str, back: int) -> None:
    assert years_back("from ", f" {words}.", False) == back
    assert years_back("", f" checks, {words}, 92", False) == 0


def test_sooner_than_planned_is_no_year() -> None:
    assert years_back("they closed ", " cases two years earlier than planned.", False) == 0
