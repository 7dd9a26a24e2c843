"""Amounts and sentences as Chinese and English write them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.phrases import amount, own_amount, phrase
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
        (110_000_000.00000001, "CNY", "en", "CNY 110 million"),
        (123_456_789, "CNY", "zh", "1.23456789亿元"),
        (12_345_678_901, "CNY", "en", "CNY 12.345678901 billion"),
        (2_864_700.0000000005, "CNY", "en", "CNY 2.8647 million"),
        (-5_000_000, "CNY", "en", "CNY -5 million"),
        (1_000_000, "CNY", "en", "CNY 1 million"),
        (100, "count", "en", "100"),
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


NUMBERS = re.compile(r"-?[\d,]+(?:\.\d+)?")


@given(st.integers(-(10**14), 10**14), st.integers(0, 2), st.sampled_from(["zh", "en"]))
def test_no_digit_of_an_amount_is_lost(cents: int, places: int, language: str) -> None:
    """Yuan and fen, up to a trillion: what is written is worth exactly what it was made of."""
    value = round(cents / 10**places, 2)
    text = amount(value, "CNY", language)
    scale = {"亿": 10**8, "万": 10**4, "million": 10**6, "billion": 10**9}
    word = next((w for w in scale if w in text), "")
    number = NUMBERS.search(text)
    assert number
    written = Decimal(number[0].replace(",", "")) * scale.get(word, 1)
    assert written == Decimal(cents).scaleb(-places)


@pytest.mark.parametrize(
    ("raw", "value", "unit", "own"),
    [
        ("740.9万元", 7_409_000, "CNY", "CNY 7.409 million"),
        ("1.1亿元", 110_000_000.00000001, "CNY", "CNY 110 million"),
        ("8650元", 8_650, "CNY", "CNY 8,650"),
        ("3.2亿美元", 320_000_000, "USD", "USD 320 million"),
        ("14万人次", 140_000, "count", "140,000"),
        ("2.3亿人次", 230_000_000, "count", "230 million"),
        ("5万平方米", 50_000, "m2", "50,000 m2"),
        # read as it is
        ("638起", 638, "count", ""),
        ("10.2%", 10.2, "percent", ""),
        ("£1.2 million", 1_200_000, "GBP", ""),
    ],
)
def test_chinese_notation_has_its_english_beside_it(
    raw: str, value: float, unit: str, own: str
) -> None:
    assert own_amount(raw, value, unit, "en") == own_amount(raw, value, unit, "fr") == own
    assert own_amount(raw, value, unit, "zh") == ""


@given(st.decimals(0, 99_999, places=4), st.sampled_from([("万", 10**4), ("亿", 10**8)]))
def test_amounts_as_chinese_reports_print_them_are_exact_in_english(
    number: Decimal, scale: tuple[str, int]
) -> None:
    raw = f"{number.normalize():f}{scale[0]}元"
    text = f"全年罚款{raw}。"
    found = [f for f in find_figures(text, ((0, len(text)),), "zh") if f.family == "money"]
    if not number:
        return
    own = own_amount(found[0].raw, found[0].value, found[0].unit, "en")
    written = NUMBERS.search(own)
    assert written
    words = {"million": 10**6, "billion": 10**9}
    times = next((n for w, n in words.items() if w in own), 1)
    assert Decimal(written[0].replace(",", "")) * times == number * scale[1]


def test_other_languages_are_answered_in_english() -> None:
    assert (
        phrase("fr", "refuse_filter")
        == phrase("en", "refuse_filter")
        != phrase("zh", "refuse_filter")
    )
