"""Numbers below zero keep their sign; hyphens of ranges, lists and codes are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extraction.quantities.figures import find_figures


def read(text: str, language: str = "zh") -> list[tuple[str, float]]:
    figures = find_figures(text, ((0, len(text)),), language)
    assert all(text[f.start : f.end] == f.raw for f in figures)
    return [(figure.raw, figure.value) for figure in figures]


@pytest.mark.parametrize(
    ("language", "text", "raw", "value"),
    [
        ("zh", "利润为-12.3万元", "-12.3万元", -123000),
        ("zh", "利润：－12.3万元", "－12.3万元", -123000),
        ("zh", "增长-2.3%", "-2.3%", -2.3),
        ("zh", "下降-2.3%", "-2.3%", -2.3),
        ("zh", "同比−5.2%", None, -5.2),
        ("zh", "增速为负2.3%", "负2.3%", -2.3),
        ("zh", "同比↓5.2%", "↓5.2%", -5.2),
        ("ja", "売上高は△12.3億円", "△12.3億円", -1230000000),
        ("ja", "前年度比▲5.2%となった", "▲5.2%", -5.2),
        ("ko", "전년 대비 △5.2% 감소", "△5.2%", -5.2),
        ("en", "a change of -2.3% in all", "-2.3%", -2.3),
        ("en", "a balance of £-1.2m", "£-1.2m", -1200000),
        ("en", "it came to -£3.4m", "-£3.4m", -3400000),
        ("en", "growth of minus 3.2 per cent", "minus 3.2 per cent", -3.2),
        ("fr", "un solde de −1,2 million d'euros", "−1,2 million d'euros", -1200000),
    ],
)
def test_a_minus_belongs_to_its_number(
    language: str, text: str, raw: str | None, value: float
) -> None:
    if raw is None:
        raw = text[2:]
    assert read(text, language) == [(raw, pytest.approx(value))]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "检查3-5家，投资3万-5万元，占比10%-20%"),
        ("zh", "- 检查12件\n-处罚3件"),
        ("zh", "罚款-3万元"),
        ("zh", "减负2.3亿元"),
        ("zh", "2023-2024年，检查A-12型3件"),
        ("zh", "表3-5 检查120家"),
        ("zh", "共12件（3件）"),
        ("en", "between 3-5 cases on the A-12 road, 20 July -3 cases"),
        ("en", "fines (£1.2m) and 12 cases (5%)"),
        ("fr", "au moins 12 cas"),
    ],
)
def test_other_hyphens_and_brackets_make_nothing_negative(language: str, text: str) -> None:
    found = read(text, language)
    assert found and all(value > 0 for _, value in found)


AMOUNT = st.decimals(min_value="0.1", max_value="99999", places=2)


@given(AMOUNT, st.sampled_from(["({})", "（{}）", "-{}", "－{}", "–{}", "− {}", "-{:,}", "({:,})"]))
def test_a_cell_of_accounts_is_negative(amount: object, form: str) -> None:
    cell = form.format(amount)
    text = f"项目 | 2024年 | 2025年\n利润 | 12.5 | {cell}\n费用 | {cell} | 3.5"
    assert read(text) == [
        ("12.5", 12.5),
        (cell, -float(amount)),  # type: ignore[arg-type]
        (cell, -float(amount)),  # type: ignore[arg-type]
        ("3.5", 3.5),
    ]


def test_a_number_in_brackets_that_may_count_is_not_read() -> None:
    assert read("项目 | 数\n一、收入 | (1)\n二、支出 | （12）") == []
    assert read("项目 | 数\n收入 | -\n支出 | —") == []
