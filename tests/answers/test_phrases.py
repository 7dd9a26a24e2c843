"""Amounts and sentences as Chinese and English write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.phrases import amount, phrase
from indexer.extraction.quantities.figures import find_figures


@pytest.mark.parametrize(
    ("value", "unit", "language", "text"),
    [
        (7_300_000, "CNY", "zh", "730万元"),
        (7_300_000, "CNY", "en", "CNY 7.3 million"),
        (120_000_000, "CNY", "zh", "1.2亿元"),
        (3_400_000_000, "GBP", "en", "GBP 3.4 billion"),
        (8650, "CNY", "zh", "8,650元"),
        (640_000, "GBP", "zh", "64万英镑"),
        (275_000, "EUR", "en", "EUR 275,000"),
        (97.9, "percent", "zh", "97.9%"),
        (51.0, "percent", "en", "51%"),
        (2.3, "percentage_points", "zh", "2.3个百分点"),
        (2.3, "percentage_points", "en", "2.3 percentage points"),
        (1530, "count", "en", "1,530"),
        (40, "hours", "zh", "40小时"),
        (40, "hours", "en", "40 hours"),
        (0, "CNY", "zh", "0元"),
    ],
)
def test_amounts(value: float, unit: str, language: str, text: str) -> None:
    assert amount(value, unit, language) == text


@given(st.integers(1, 10**12), st.sampled_from(["zh", "en"]))
def test_an_amount_in_yuan_reads_back_as_itself(value: int, language: str) -> None:
    text = (
        f"罚款{amount(value, 'CNY', 'zh')}。"
        if language == "zh"
        else f"fines of {amount(value, 'CNY', 'en')} were imposed."
    )
    (figure,) = (f for f in find_figures(text, ((0, len(text)),), language) if f.family == "money")
    assert figure.unit == "CNY"
    assert abs(figure.value - value) <= 0.01 * value * 1e-3


def test_other_languages_are_answered_in_english() -> None:
    assert (
        phrase("fr", "refuse_filter")
        == phrase("en", "refuse_filter")
        != phrase("zh", "refuse_filter")
    )
