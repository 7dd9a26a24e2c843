"""Which reports a question is about, by names and times held against what is indexed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indexer import Index
from indexer.answers.scope import figure_fit, scope_of, time_fit, years_in
from indexer.document.report import Details
from indexer.extraction.quantities.figures import find_figures
from indexer.retrieval.times.time_fit import FOLLOWING, OTHER, OWN, STATED, fit_of_years
from indexer.retrieval.times.times import periods

DAY = date(2031, 6, 1)

OWN_AND_LAST = "罚款236万元，上年罚款为198万元。"


def details(year: int | None) -> Details:
    return Details(
        title="榕溪市应急管理局执法报告",
        issuer="榕溪市应急管理局",
        region="",
        year=year,
        kind="",
        language="zh",
    )


def paths(index: Index, rows: list[int]) -> set[str]:
    return {index.generation.reports[row].path for row in rows}


def test_who_names_nobody_asks_about_every_report_allowed(invented: Index) -> None:
    asked = invented.engine.understood("哪些单位报告了罚款金额", DAY, 10)
    assert scope_of(asked, {2, 5}).body == {2: 1.0, 5: 1.0}


def test_a_body_named_is_the_scope_whatever_its_year(invented: Index) -> None:
    asked = invented.engine.understood("榕溪市应急管理局2030年罚款多少", DAY, 10)
    scope = scope_of(asked, invented.generation.works.live)
    assert scope.named and not scope.unknown
    assert paths(invented, scope.rows) == {
        "榕溪市应急管理局2030年度执法报告.txt",
        "榕溪市应急管理局2029年度执法报告.txt",
    }


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("云海市应急管理局罚款多少", "云海市应急管理局"),
        ("how much did the Hollowmere Harbour Authority fine", "Hollowmere"),
    ],
)
def test_a_name_that_no_report_bears_is_unknown(invented: Index, question: str, name: str) -> None:
    answer = invented.ask(question)
    assert not answer.answerable and name in answer.answer


def test_two_bodies_are_answered_one_by_one_each_from_its_own_report(invented: Index) -> None:
    answer = invented.ask("榕溪市应急管理局和鹤汀市生态环境局2030年罚款各多少")
    assert [(r.issuer, r.figures[0].value) for r in answer.rows] == [
        ("榕溪市应急管理局", 2_360_000),
        ("鹤汀市生态环境局", 12_450_000),
    ]
    for row in answer.rows:
        assert answer.citations[row.figures[0].citation - 1].report == row.report


def test_a_year_is_evidence_and_no_gate(invented: Index) -> None:
    (period,) = invented.engine.understood("榕溪市应急管理局2030年罚款多少", DAY, 10).periods
    fits = [time_fit([period], details(year)) for year in (2030, None, 2031, 2020)]
    assert fits == sorted(fits, reverse=True) and fits[0] == OWN and fits[-1] == OTHER
    assert all(fit > 0 for fit in fits)


def test_the_year_before_is_told_by_a_report_s_words() -> None:
    assert years_in("上年罚款为198万元", 2030) == {2029}
    assert years_in("2027年罚款为198万元", 2030) == {2027}
    assert years_in("上年罚款为198万元", None) == frozenset()


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("去年度罚款198万元", True),
        ("前年の罰金は198万円", True),
        ("前年度比3%減", True),
        ("£198k a year ago", True),
        ("198 amendes l'année dernière", True),
        ("im letzten Jahr 198", True),
        ("198 multas el año pasado", True),
        ("前年罚款198万元", False),
        ("以上年龄198人", False),
        ("目前年产198万吨", False),
        ("in the last year 198", False),
        ("the year before last", False),
    ],
)
def test_words_that_tell_of_the_year_before_are_those_that_reading_knows(
    text: str, last: bool
) -> None:
    assert years_in(text, 2030) == ({2029} if last else set())


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Inspections in FY12 came to 9,760", {2012}),
        ("in 2031/32 it fined", {2031, 2032}),
        ("2033/34年度罚款", {2033, 2034}),
        ("1999/00 and fy31", {1999, 2000, 2031}),
        ("2024/12月", {2024}),
        ("2031/12/05", {2031}),
        ("FY 2032", {2032}),
        ("2031/35号", {2031}),
    ],
)
def test_years_of_a_financial_year_are_read(text: str, years: set[int]) -> None:
    assert years_in(text, None) == years


@pytest.mark.parametrize(("year", "own", "before"), [(2030, OWN, OTHER), (2029, OTHER, STATED)])
def test_a_sentence_s_own_figure_and_last_year_s_fit_their_own_years(
    invented: Index, year: int, own: float, before: float
) -> None:
    asked = invented.engine.understood(f"榕溪市应急管理局{year}年罚款多少", DAY, 10)
    ours, last = find_figures(OWN_AND_LAST, ((0, len(OWN_AND_LAST)),), "zh", 2030)
    assert figure_fit(asked, details(2030), ours, OWN_AND_LAST) == own
    assert figure_fit(asked, details(2030), last, OWN_AND_LAST) == before
    assert figure_fit(replace(asked, periods=()), details(2030), last, OWN_AND_LAST) == FOLLOWING


@pytest.mark.parametrize(
    ("told", "question", "least", "most"),
    [
        ((2030, 2030), "2030年", OWN, OWN),
        ((2029, 2029), "2029年", STATED, STATED),
        ((2028, 2028), "2029年", OTHER, OTHER),
        ((2029, 2030), "2029/30年度", OWN, OWN),
        ((2026, 2030), "2026年至2030年", OWN, OWN),
        ((2026, 2030), "2030年", OTHER, OTHER),
        ((2027, 2029), "2026年至2030年", FOLLOWING, FOLLOWING),
    ],
)
def test_a_figure_fits_the_years_its_words_give(
    told: tuple[int, int], question: str, least: float, most: float
) -> None:
    (period,) = periods(question, [(0, len(question))], DAY)
    assert least <= fit_of_years(period, details(2030), *told) <= most
