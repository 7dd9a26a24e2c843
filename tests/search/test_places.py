"""Places and countries named in a question."""

from __future__ import annotations

import pytest

from indexer.folding import fold
from indexer.search.countries import country_names, country_of, find_countries
from indexer.search.places import find_places


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("海口市罚款多少", "海口"),
        ("how much did Haikou fine", "海口"),
        ("how much did Harbin fine", "哈尔滨"),
        ("Inner Mongolia fines", "内蒙古"),
        ("凉山州罚款多少", "凉山"),
    ],
)
def test_provinces_and_prefectures_are_found_in_chinese_and_romanised(text: str, stem: str) -> None:
    folded = fold(text)
    found = find_places(folded)
    assert stem in [name for name, _, _ in found]
    assert all(folded[a:b] for _, a, b in found)


@pytest.mark.parametrize("text", ["which bureaus reported fines", "哪些局公布了罚款", "behaikouing"])
def test_words_that_are_no_place(text: str) -> None:
    assert find_places(fold(text)) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("fines in the United Kingdom", "GB"),
        ("英国的罚款", "GB"),
        ("amendes en France", "FR"),
        ("Bußgelder in Deutschland", "DE"),
        ("日本の罰金", "JP"),
    ],
)
def test_countries_in_several_languages(text: str, code: str) -> None:
    assert code in [found for found, _, _ in find_countries(fold(text))]


def test_a_report_s_country_comes_from_region_issuer_or_language() -> None:
    assert country_of("United Kingdom", "", "en") == "GB"
    assert country_of("", "青河市应急管理局", "zh") == "CN"
    assert country_of("", "", "ja") == "JP"
    assert country_of("", "", "en") == "XX"
    assert country_of("", "", "") == ""


def test_names_of_an_unknown_code_are_none() -> None:
    assert country_names("ZZ") == () and country_names("GB")
