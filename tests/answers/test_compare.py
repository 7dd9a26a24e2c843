"""Ranks and sums: in base units, and what is not alike is said."""

from __future__ import annotations

from itertools import pairwise

import pytest

from indexer import Filters, Index

from .asking import assert_literal, by_path


def test_the_highest_comes_first_within_each_currency(invented: Index) -> None:
    answer = invented.ask("哪个单位罚款最多")
    assert answer.kind == "compare" and answer.rows[0].issuer == "鹤汀市生态环境局"
    for one, next_ in pairwise(answer.rows):
        if one.figures[0].unit == next_.figures[0].unit:
            assert one.figures[0].value >= next_.figures[0].value
    assert_literal(invented, answer)


def test_the_lowest_comes_first_when_asked_for(invented: Index) -> None:
    values = [
        r.figures[0].value
        for r in invented.ask("哪个单位罚款最少").rows
        if r.figures[0].unit == "CNY"
    ]
    assert values == sorted(values) and len(values) >= 3


@pytest.mark.parametrize(
    "question",
    [
        "which authority had the highest total of fines?",
        "which authority imposed the highest fines",
    ],
)
def test_currencies_are_listed_apart_and_named(invented: Index, question: str) -> None:
    answer = invented.ask(question)
    units = [r.figures[0].unit for r in answer.rows]
    assert {"CNY", "GBP", "EUR"} <= set(units)
    assert len([1 for a, b in pairwise(units) if a != b]) == len(set(units)) - 1
    assert "Currencies or units differ" in answer.answer


def test_unlike_terms_are_said(invented: Index) -> None:
    answer = invented.ask("各局罚款合计多少")
    assert answer.kind == "total"
    assert "罚没款" in answer.answer and "用词不同" in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("哪个单位罚款最多", "统计年度不同"),
        ("which bureau imposed the highest fines", "years differ"),
    ],
)
def test_different_years_are_said(invented: Index, question: str, said: str) -> None:
    answer = invented.ask(question)
    assert "2029" in answer.answer and said in answer.answer


def test_a_total_is_the_sum_of_its_rows(invented: Index) -> None:
    answer = invented.ask("榕溪市各局历年罚款合计多少")
    assert sum(r.figures[0].value for r in answer.rows) == 4_340_000
    assert "434万元" in answer.answer


def test_a_total_never_adds_another_currency(invented: Index) -> None:
    answer = invented.ask("total fines of all bureaus")
    cny = sum(r.figures[0].value for r in answer.rows if r.figures[0].unit == "CNY")
    assert f"CNY {cny / 1e6:.3f}".rstrip("0") in answer.answer
    assert "EUR 275,000" in answer.answer and "GBP 640,000" in answer.answer


def test_a_year_told_by_its_own_report_and_by_the_next_is_added_once(invented: Index) -> None:
    answer = invented.ask("2029年各局罚款合计多少")
    assert answer.kind == "total"
    assert [r.figures[0].value for r in answer.rows if r.figures[0].unit == "CNY"] == [1_980_000]


def test_filters_narrow_a_comparison(invented: Index) -> None:
    answer = invented.ask("哪个单位罚款最多", Filters(regions=("United Kingdom",)))
    assert set(by_path(invented, answer)) == {"eastmarsh-harbour-authority-2030.md"}


def test_nothing_to_compare_is_a_refusal(invented: Index) -> None:
    assert not invented.ask("哪个单位进口的大豆最多").answerable
