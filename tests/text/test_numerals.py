"""Chinese, Roman and plain numerals for a single whole number."""

from __future__ import annotations

import re

import pytest
from cn2an import an2cn
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.numerals import HAN_YEAR, han_digits, han_number, ordinal, roman_number

ROMAN_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
ROMAN_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
HAN = str.maketrans("0123456789", "〇一二三四五六七八九")


def _roman(value: int) -> str:
    return ROMAN_TENS[value // 10] + ROMAN_ONES[value % 10]


@given(st.integers(0, 10**8), st.sampled_from(["low", "up"]))
def test_han_numerals_read_back(value: int, style: str) -> None:
    assert han_number(an2cn(str(value), style)) == value


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十五", 15),
        ("廿三", 23),
        ("两千零五", 2005),
        ("一百〇二", 102),
        ("一百二", 120),
        ("百二十", 120),
        ("千五", 1500),
        ("百", 100),
        ("两", 2),
        ("叁拾", 30),
    ],
)
def test_spoken_forms_of_han_numerals_are_read(numeral: str, value: int) -> None:
    assert han_number(numeral) == value


@pytest.mark.parametrize("words", ["", "三五", "二三十", "二〇三一", "十十", "人民", "first", "2"])
def test_rows_of_digits_and_what_is_no_han_numeral_have_no_value(words: str) -> None:
    assert han_number(words) is None


@given(st.integers(0, 9999))
def test_han_digits_are_read_one_by_one(value: int) -> None:
    assert han_digits(str(value).translate(HAN)) == str(value)


def test_the_signs_typed_for_a_han_zero_are_zeros() -> None:
    assert [han_digits(year) for year in ("二〇三一", "二零三一", "二○三一", "二Ｏ三一")] == [
        "2031"
    ] * 4


@given(st.integers(1000, 2999))
def test_a_han_year_is_one_of_this_century_or_the_last(year: int) -> None:
    assert bool(re.fullmatch(HAN_YEAR, str(year).translate(HAN))) == (1900 <= year <= 2099)


@given(st.integers(1, 99))
def test_roman_numerals_read_back_in_either_case(value: int) -> None:
    assert roman_number(_roman(value)) == roman_number(_roman(value).lower()) == value


@given(st.text("IVXL", max_size=7))
def test_letters_are_a_roman_numeral_only_in_its_order(letters: str) -> None:
    value = roman_number(letters)
    usual = letters.replace("IIII", "IV").replace("VIV", "IX")
    usual = usual.replace("XXXX", "XL").replace("LXL", "XC")
    assert value is None or usual == _roman(value)


@pytest.mark.parametrize("letters", ["", "VX", "IL", "IIX", "ILL", "Iv", "M", "一"])
def test_malformed_roman_numerals_have_no_value(letters: str) -> None:
    assert roman_number(letters) is None


@given(st.integers(1, 99))
def test_one_ordinal_is_the_same_in_every_script(value: int) -> None:
    spelled = an2cn(str(value), "low")
    short = spelled.removeprefix("一") if spelled.startswith("一十") else spelled
    forms = (str(value), str(value).translate(WIDE), _roman(value), spelled, short)
    assert {ordinal(form) for form in forms} == {value}


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("百二", 102), ("一百二", 102), ("二〇", 20), ("一〇二", 102), ("一五", 15)],
)
def test_articles_and_days_are_read_as_they_are_counted(numeral: str, value: int) -> None:
    assert ordinal(numeral) == value


@pytest.mark.parametrize("words", ["", "0", "〇", "十十", "a", "第", "二两", "²"])
def test_what_counts_nothing_is_no_ordinal(words: str) -> None:
    assert ordinal(words) is None
