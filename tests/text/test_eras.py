"""Years of Japanese eras and of the Republic of China."""

from __future__ import annotations

import pytest

from indexer.text.eras import era_year


@pytest.mark.parametrize(
    ("era", "nth", "year"),
    [
        ("令和", "元", 2019),
        ("令和", "6", 2024),
        ("平成", "三十", 2018),
        ("昭和", "６４", 1989),
        ("民國", "113", 2024),
    ],
)
def test_a_year_of_an_era_is_a_calendar_year(era: str, nth: str, year: int) -> None:
    assert era_year(era, nth) == year


def test_one_year_may_end_one_era_and_begin_the_next() -> None:
    assert era_year("平成", "31") == era_year("令和", "元")
