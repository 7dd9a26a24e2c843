from __future__ import annotations

from fractions import Fraction

import pytest

from indexer.extraction.quantities.units import currency_before, unit_at


@pytest.mark.parametrize(
    ("text", "name", "factor"),
    [
        ("元，", "CNY", 1),
        ("人民币", "CNY", 1),
        ("美元", "USD", 1),
        ("港元", "HKD", 1),
        ("円", "JPY", 1),
        ("euros", "EUR", 1),
        ("%", "percent", 1),
        ("‰", "percent", Fraction(1, 10)),
        ("per cent of", "percent", 1),
        ("percentage points", "percentage_points", 1),
        ("个百分点", "percentage_points", 1),
        ("倍", "times", 1),
        ("学时", "hours", 1),
        ("个工作日", "days", 1),
        ("个月", "months", 1),
        ("亩", "m2", Fraction(2000, 3)),
        ("平方公里", "m2", 10**6),
        ("公里", "m", 1000),
        ("吨", "kg", 1000),
        ("斤", "jin", 1),
        ("立方米", "m3", 1),
        ("千瓦时", "Wh", 1000),
        ("hectares", "m2", 10**4),
        ("家次", "count", 1),
        ("人次", "count", 1),
        ("事業場", "count", 1),
    ],
)
def test_units_have_their_base_and_factor(text: str, name: str, factor: Fraction) -> None:
    found = unit_at(text, 0)
    assert found is not None
    assert (found[1].name, found[1].factor) == (name, factor)


@pytest.mark.parametrize(
    "text", ["元旦", "分别", "人民", "家庭", "项目", "条例", "部门户", "notices"]
)
def test_words_that_begin_like_a_unit_are_none(text: str) -> None:
    found = unit_at(text, 0)
    assert found is None or len(found[0]) > 1


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [("HK$5", "en", "HKD"), ("$5", "en", "USD"), ("RMB 5", "en", "CNY"), ("¥5", "ja", "JPY"),
     ("¥5", "zh", "CNY"), ("£5", "en", "GBP")],
)  # fmt: skip
def test_currency_signs_stand_in_front(text: str, language: str, code: str) -> None:
    found = currency_before(text, text.index("5"), language)
    assert found == (0, code)
