from __future__ import annotations

import time
from decimal import Decimal

import pytest
from cn2an import an2cn
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.numbers import parse_number, scan_numbers
from indexer.text.plain_digits import fold_digits

WHOLE = st.integers(0, 10**11)


@given(WHOLE)
def test_grouped_numbers_read_back(n: int) -> None:
    assert parse_number(f"{n:,}", "en") == n
    assert parse_number(f"{n:,}".replace(",", "."), "de") == n
    for space in ("\u00a0", "\u202f", " "):
        assert parse_number(f"{n:,}".replace(",", space), "fr") == n


@given(WHOLE)
def test_full_width_digits_read_back(n: int) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    assert parse_number(str(n).translate(wide)) == n
    assert parse_number(f"{n:,}".translate(wide | {ord(","): "，"})) == n


@given(st.integers(10, 10**11))
def test_chinese_numerals_read_back(n: int) -> None:
    assert parse_number(an2cn(str(n), "low")) == n


@given(st.integers(0, 9999999), st.sampled_from([("万", 4), ("亿", 8), ("万亿", 12), ("千", 3)]))
def test_scaled_decimals_read_back_exactly(hundredths: int, scale: tuple[str, int]) -> None:
    value = Decimal(hundredths) / 100
    assert parse_number(f"{value}{scale[0]}") == value * 10 ** scale[1]


@given(st.integers(1, 999), st.integers(1, 9999))
def test_japanese_mixed_numbers_read_back(man: int, rest: int) -> None:
    assert parse_number(f"{man}万{rest}", "ja") == man * 10**4 + rest
    assert parse_number(f"{man}億{rest}万", "ja") == man * 10**8 + rest * 10**4


@given(st.integers(1, 99999), st.sampled_from([("million", 6), ("bn", 9), ("billion", 9)]))
def test_english_scales_read_back(tenths: int, scale: tuple[str, int]) -> None:
    value = Decimal(tenths) / 10
    assert parse_number(f"{value} {scale[0]}", "en") == value * 10 ** scale[1]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1.346,50", "de", "1346.50"),
        ("1,5 Mrd.", "de", "1500000000"),
        ("15 millions", "fr", "15000000"),
        ("2 billions", "fr", "2000000000000"),
        ("3 mil millones", "es", "3000000000"),
        ("两百", "zh", "200"),
        ("三千七百", "zh", "3700"),
        ("五点七", "zh", "5.7"),
        ("1'346", "de", "1346"),
    ],
)
def test_spellings_of_other_languages(text: str, language: str, value: str) -> None:
    assert parse_number(text, language) == Decimal(value)


@pytest.mark.parametrize("text", ["三五", "万亿十", "abc", "", "1.2.3", "12和13"])
def test_what_is_no_single_number_is_refused(text: str) -> None:
    assert parse_number(text) is None


def test_zero_width_characters_are_left_out_and_offsets_map_back() -> None:
    text = "共7\u200b4.4\u200b万元"
    folded = fold_digits(text)
    number = next(scan_numbers(folded.text))
    assert number.value == 744000
    assert text[folded.origin(number.start) : folded.origin(number.end)].startswith("7\u200b4.4")


@pytest.mark.parametrize("unit", ["1,234,", "1", "一二百", "十", "1 ", "1.", "万", "9,99"])
def test_long_rows_of_digits_take_linear_time(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    began = time.process_time()
    for language in ("zh", "fr"):
        list(scan_numbers(text, language))
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("zh", "进出口2 873.4亿元，达7 420个", ["287340000000.0", "7420"]),
        ("zh", "受理 1 264 件", ["1264"]),
        ("zh", "1\u2009234.5万元", ["12345000.0"]),
        ("zh", "12\u202f345\u00a0678元", ["12345678"]),
        ("zh", "1 200-1 500万元", ["1200", "15000000"]),
        ("ja", "計 1 234件", ["1234"]),
        ("ko", "총 1 234건", ["1234"]),
        ("en", "€45 000 and 10 000 to 30 000", ["45000", "10000", "30000"]),
        ("en", "fines came to 1 234 567 pounds.", ["1234567"]),
        ("zh", "表1 120家", ["1", "120"]),
        ("zh", "2019年 350家", ["2019", "350"]),
        ("zh", "120 350 400", ["120", "350", "400"]),
        ("zh", "| 12 345 |", ["12345"]),
        ("zh", "| 12 34 |", ["12", "34"]),
        ("zh", "1 2 345人", ["1", "2", "345"]),
        ("zh", "人均21.5 345元", ["21.5", "345"]),
        ("en", "on May 12 345 people", ["12", "345"]),
        ("en", "Table 3 120 cases", ["3", "120"]),
    ],
)
def test_spaces_group_digits_but_not_across_a_list(
    language: str, text: str, values: list[str]
) -> None:
    found = [str(n.value) for n in scan_numbers(fold_digits(text).text, language)]
    assert found == values
