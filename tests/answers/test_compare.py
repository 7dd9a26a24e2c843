"""Ranks and sums: in base units, and what is not alike is said."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from indexer import Filters, Index, build

from .asking import assert_literal, by_path
from .known_misses import miss


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
    ("question", "head"), [("罚款最多的前两名是哪些单位", "前2名"), ("罚款最少的两个单位", "前2名")]
)
def test_so_many_places_are_listed_as_asked_for(invented: Index, question: str, head: str) -> None:
    answer = invented.ask(question)
    assert answer.kind == "compare" and head in answer.answer
    units = [row.figures[0].unit for row in answer.rows]
    assert max(units.count(unit) for unit in units) == 2
    whole = invented.ask("罚款最少的单位" if "少" in question else "罚款最多的单位")
    assert [r.report for r in answer.rows[:2]] == [r.report for r in whole.rows[:2]]
    assert_literal(invented, answer)


@pytest.mark.parametrize(
    "question",
    [
        miss(
            "which authority had the highest total of fines?",
            why="a fine in French stands below the threshold where few reports are read",
        ),
        "which authority imposed the highest fines",
    ],
)
def test_currencies_are_listed_apart_and_named(invented: Index, question: str) -> None:
    answer = invented.ask(question)
    units = [r.figures[0].unit for r in answer.rows]
    assert {"CNY", "GBP", "EUR"} <= set(units)
    assert len([1 for a, b in pairwise(units) if a != b]) == len(set(units)) - 1
    assert "currencies or units differ" in answer.answer


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


@pytest.fixture(scope="module")
def falls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("falls")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, fall in (("玉泉县", "5.6%"), ("金浦县", "27.9%"), ("银滩县", "11%")):
        (corpus / f"{name}.txt").write_text(
            f"{name}应急管理局2030年行政执法工作报告\n\n一、工作情况\n"
            f"全年作出行政处罚120件，同比下降{fall}。组织培训3次。\n",
            encoding="utf-8",
        )
    build([corpus], folder / "index")
    with Index.open(folder / "index") as index:
        yield index


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("哪个应急管理局的行政处罚同比下降幅度最大", ["27.9%", "11%", "5.6%"]),
        ("哪个应急管理局的行政处罚同比下降幅度最小", ["5.6%", "11%", "27.9%"]),
        ("玉泉县应急管理局和金浦县应急管理局，行政处罚同比降幅哪家大", ["27.9%", "5.6%"]),
    ],
)
def test_of_falls_the_largest_is_the_one_furthest_below_nought(
    falls: Index, question: str, order: list[str]
) -> None:
    answer = falls.ask(question)
    assert answer.kind == "compare"
    assert [row.figures[0].raw for row in answer.rows] == order
