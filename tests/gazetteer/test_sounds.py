"""Chinese characters that spell a foreign name by its sound."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.gazetteer.sounds import likeness, log_odds, nearest, syllables, units

MADE_UP = [
    ("卡尔文斯特", "calvenster"),
    ("布伦达林", "brundalin"),
    ("奥斯特马克", "ostmark"),
    ("特拉维萨", "travisa"),
    ("桑德罗纳", "sandrona"),
    ("格里姆霍尔特", "grimholt"),
    ("蒙特韦拉", "montevera"),
    ("哈弗斯托克", "haverstock"),
    ("佩特罗瓦", "petrova"),
    ("迪尔梅尔", "dielmeer"),
]


def test_a_syllable_has_an_initial_and_a_final() -> None:
    assert [units(one) for one in ("zhuang", "er", "m", "bo")] == [
        ["^zh", "uang"],
        ["er"],
        ["^m"],
        ["^b", "o"],
    ]


@pytest.mark.parametrize(("characters", "name"), MADE_UP)
def test_of_many_names_the_one_that_sounds_alike_is_nearest(characters: str, name: str) -> None:
    best, *others = nearest(characters, [n for _, n in MADE_UP], range(2, 9))
    assert best[1:] == (name, len(characters))
    assert all(best[0] > other[0] + 2 for other in others)


def test_the_name_may_be_the_beginning_of_the_characters() -> None:
    likeness_, name, size = nearest("桑德罗纳海关总署", ["sandrona", "travisa"], range(2, 9))[0]
    assert (name, size) == ("sandrona", 4) and likeness_ > 8


def test_other_characters_are_no_name() -> None:
    assert all(found[0] < 6 for found in nearest("市场监督", [n for _, n in MADE_UP], range(2, 9)))


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=12), st.text("斯特马克尔维萨", max_size=6))
def test_log_odds_are_told_for_each_number_of_syllables(name: str, characters: str) -> None:
    odds = log_odds(syllables(characters), name)
    assert len(odds) == len(characters) + 1
    assert all(not math.isnan(one) and one < 200 for one in odds)
    assert math.isfinite(likeness(1.0, name))
