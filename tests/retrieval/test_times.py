"""Times as people write them, and how well reports fit."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.reports.report import Details
from indexer.retrieval.times import (
    Period,
    certain,
    current_day,
    fit,
    fit_of_years,
    periods,
)

DAY = date(2031, 3, 15)


def one(text: str, question: str = "") -> Period:
    question = question or text
    at = question.index(text)
    (period,) = periods(question, [(at, at + len(text))], DAY)
    assert question[period.start:period.end] == period.printed
    return period


@pytest.mark.parametrize(("text", "first", "last", "part"), [
    ("2024年", 2024, 2024, ""), ("24年", 2024, 2024, ""), ("２０２４年", 2024, 2024, ""),
    ("二〇二四年", 2024, 2024, ""), ("二零一九年度", 2019, 2019, ""), ("零六年", 2006, 2006, ""),
    ("98年", 1998, 1998, ""), ("2021—2023", 2021, 2023, ""), ("2019年至2021年", 2019, 2021, ""),
    ("between 2019 and 2021", 2019, 2021, ""), ("19到21年", 2019, 2021, ""),
    ("平成30年", 2018, 2018, ""), ("令和元年", 2019, 2019, ""), ("昭和64年", 1989, 1989, ""),
    ("十三五", 2016, 2020, ""), ("“十五”", 2001, 2005, ""), ("“十四五”期间", 2021, 2025, ""),
    ("the 13th five-year plan", 2016, 2020, ""),
    ("2024年前11个月", 2024, 2024, "1-11"), ("2024年上半年", 2024, 2024, "h1"),
    ("25年上半年", 2025, 2025, "h1"), ("H2 2025", 2025, 2025, "h2"), ("2024年三季度", 2024, 2024, "q3"),
    ("Q1 2020", 2020, 2020, "q1"), ("2020年1-4月", 2020, 2020, "1-4"), ("24年11月", 2024, 2024, "11"),
    ("March 2022", 2022, 2022, "3"), ("January to May 2019", 2019, 2019, "1-5"),
    ("premier semestre 2018", 2018, 2018, "h1"), ("erstes Halbjahr 2018", 2018, 2018, "h1"),
    ("截至2024年9月底", 2024, 2024, "9"), ("end of 2023", 2023, 2023, "end"), ("2023年末", 2023, 2023, "end"),
])
def test_years_and_their_parts(text: str, first: int, last: int, part: str) -> None:
    period = one(text)
    assert (period.first, period.last, period.part) == (first, last, part)
    assert not period.fiscal and not period.relative


@pytest.mark.parametrize(("text", "first", "last"), [
    ("2023/24", 2023, 2024), ("2023-24", 2023, 2024), ("19/20年度", 2019, 2020), ("FY2019", 2019, 2019),
    ("FY19", 2019, 2019), ("2019财年", 2019, 2019), ("fiscal year 2021", 2021, 2021), ("FY2018/19", 2018, 2019),
    ("exercice 2022", 2022, 2022), ("Haushaltsjahr 2020", 2020, 2020), ("令和5年度", 2023, 2024),
    ("1999/2000", 1999, 2000), ("the year before FY2019", 2018, 2018),
])
def test_financial_years(text: str, first: int, last: int) -> None:
    period = one(text)
    assert (period.first, period.last) == (first, last) and period.fiscal


def test_the_japanese_year_is_financial() -> None:
    period = one("2023年度", "2023年度に摘発された件数は")
    assert (period.first, period.last, period.fiscal) == (2023, 2024, True)
    assert not one("2023年度", "2023年度罚款多少").fiscal


@pytest.mark.parametrize(("text", "first", "last"), [
    ("去年", 2030, 2030), ("前年", 2029, 2029), ("今年", 2031, 2031), ("last year", 2030, 2030),
    ("l'an dernier", 2030, 2030), ("letztes Jahr", 2030, 2030), ("el año pasado", 2030, 2030),
    ("昨年", 2030, 2030), ("近三年", 2028, 2031), ("过去5年", 2026, 2031), ("past three years", 2028, 2031),
    ("the year before last", 2029, 2029),
])
def test_years_counted_from_today(text: str, first: int, last: int) -> None:
    period = one(text)
    assert (period.first, period.last) == (first, last) and period.relative


def test_two_years_in_one_expression_are_two_periods() -> None:
    found = periods("2023和2024年的罚款", [(0, 10)], DAY)
    assert [(p.first, p.printed) for p in found] == [(2023, "2023"), (2024, "2024年")]


def test_since_runs_until_today() -> None:
    period = one("since 2019")
    assert (period.first, period.last) == (2019, 2031)


def test_a_part_alone_has_no_year() -> None:
    period = one("上半年")
    assert (period.first, period.part) == (0, "h1") and not list(period.years)
    assert fit(period, Details(year=2020, title="2020年上半年通报")) == 1.0


def test_what_is_no_time_gives_nothing() -> None:
    assert periods("三家单位", [(0, 4)], DAY) == ()
    assert periods("24年前", [(0, 4)], DAY) == ()


def test_the_day_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYQA_TODAY", "2020-02-29")
    assert current_day() == date(2020, 2, 29)
    assert periods("去年", [(0, 2)])[0].first == 2019
    monkeypatch.setenv("POLICYQA_TODAY", "soon")
    assert current_day() == date.today()


def test_the_reports_own_year_fits_best() -> None:
    asked = one("2024年")
    own, other = fit(asked, Details(year=2024)), fit(asked, Details(year=2021))
    told = fit(asked, Details(year=2021), {2024})
    unknown = fit(asked, Details())
    assert own == 1.0 and told == 0.6 and unknown == 0.3 and own > told > unknown > other > 0


def test_a_title_tells_the_year_that_the_details_do_not() -> None:
    assert fit(one("2024年"), Details(title="2024年环境公报")) == 1.0


def test_a_report_without_a_year_fits_by_its_date() -> None:
    asked = one("2024年")
    near = fit(asked, Details(date="2025-03-01"))
    assert near > fit(asked, Details()) > fit(asked, Details(date="2019"))


def test_a_financial_year_overlaps_two_calendar_years() -> None:
    asked = one("2023/24")
    assert fit(asked, Details(year=2024)) == 1.0
    assert 0.8 < fit(asked, Details(year=2023)) < 1.0
    assert fit(asked, Details(year=2022)) < 0.2
    assert fit(one("2023年"), Details(year=2024, title="Annual report 2023/24")) > 0.8


def test_titles_of_neighbouring_financial_years_are_told_apart() -> None:
    asked = one("2023/24")
    assert fit(asked, Details(year=2024, title="Accounts 2023/24")) == 1.0
    assert fit(asked, Details(year=2023, title="Accounts 2022/23")) < 0.1
    assert fit(one("FY2019"), Details(year=2019, title="Report 2018-19")) >= 0.85


def test_a_work_report_is_called_by_the_year_of_its_delivery() -> None:
    asked = one("2015年", "2015年政府工作报告说了什么")
    english = one("2015", "What did the 2015 government work report say?")
    this = Details(title="2015年某省政府工作报告", year=2014)
    next_one = Details(title="2016年某省政府工作报告", year=2015)
    for period in (asked, english):
        assert period.delivery
        assert fit(period, this) == 1.0 and fit(period, next_one) == 0.6
    plain = one("2014年", "2014年国内生产总值")
    assert not plain.delivery and fit(plain, this) == 1.0


def test_part_of_a_year_prefers_the_report_of_that_part() -> None:
    half = Details(year=2024, title="2024年上半年执法情况")
    year = Details(year=2024, title="2024年执法情况")
    assert fit(one("2024年上半年"), half) > fit(one("2024年上半年"), year)
    assert fit(one("2024年"), year) > fit(one("2024年"), half) > 0.8
    assert fit(one("2024年第三季度"), half) == 0.5


def test_a_look_back_over_years_may_come_after_them() -> None:
    assert fit(one("1998年到2010年"), Details(year=2012)) == 0.6


@pytest.mark.parametrize(("question", "marked", "first", "last"), [
    ("permits since 2024", "2024", 2024, 2026),
    ("permis depuis 2024", "2024", 2024, 2026),
    ("permits in 2024", "2024", 2024, 2024),
    ("令和5年度から令和7年度までの検査", "令和5年度から令和7年度", 2023, 2025),
])
def test_a_year_runs_on_where_words_before_it_or_between_say_so(
    question: str, marked: str, first: int, last: int
) -> None:
    at = question.index(marked)
    (period,) = periods(question, [(at, at + len(marked))], date(2026, 5, 1))
    assert (period.first, period.last) == (first, last)


def test_an_era_year_is_a_time_beyond_doubt() -> None:
    assert certain("港湾局の令和6年度の検査") == [(4, 9)]


def test_a_financial_year_named_by_one_year_is_that_ones() -> None:
    (asked,) = periods("令和6年度の検査", [(0, 5)], date(2026, 5, 1))
    details = Details(title="令和7年度報告書", year=2025)
    assert fit_of_years(asked, details, 2024, 2024) > 0.8 > fit_of_years(asked, details, 2025, 2025)


def test_a_figure_of_the_next_financial_year_is_not_of_the_one_asked() -> None:
    (asked,) = periods("fires in 2021/22", [(9, 16)], date(2026, 5, 1))
    details = Details(title="Annual Report 2023/24", year=2024)
    assert fit_of_years(asked, details, 2022, 2023) < 0.1 < fit_of_years(asked, details, 2021, 2022)
