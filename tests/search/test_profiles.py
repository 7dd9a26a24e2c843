"""How an issuer may be named."""

from __future__ import annotations

import pytest

from indexer.lexicon import load_lexicon
from indexer.search.profiles import place_stem, place_units, profile_of

from .made import REPORTS


@pytest.mark.parametrize(
    ("unit", "stem"),
    [("青河市", "青河"), ("竹溪镇", "竹溪"), ("凉山彝族自治州", "凉山"), ("郏县", "郏县"), ("滨海新区", "滨海")],
)
def test_stems_of_places(unit: str, stem: str) -> None:
    assert place_stem(unit) == stem


def test_units_are_read_from_the_widest_down() -> None:
    assert place_units("湖南省青河市松林县应急管理局") == ["湖南省", "青河市", "松林县"]


def test_the_body_s_own_name_holds_no_place() -> None:
    assert place_units("青河市城市管理局", 3) == ["青河市"]


def test_a_chinese_profile() -> None:
    profile = profile_of(REPORTS[2], load_lexicon(), "CN")
    assert profile.places[0] == "湖南" and profile.own == "松林"
    assert "songlin" in profile.romanised and profile.level == "county" and profile.year == 2030
    assert profile.types == profile_of(REPORTS[0], load_lexicon(), "CN").types


def test_a_latin_profile() -> None:
    profile = profile_of(REPORTS[5], load_lexicon(), "GB")
    assert "eastmarsh" in profile.words and "eha" in profile.acronyms
    assert "report" not in profile.words
