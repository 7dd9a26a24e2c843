"""How well reports fit the times asked about."""

from __future__ import annotations

from datetime import date

from indexer.document.report import Details
from indexer.retrieval.times.time_fit import fit, fit_of_years
from indexer.retrieval.times.times import periods

from .one_time import one


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


def test_a_financial_year_named_by_one_year_is_that_ones() -> None:
    (asked,) = periods("令和6年度の検査", [(0, 5)], date(2026, 5, 1))
    details = Details(title="令和7年度報告書", year=2025)
    assert fit_of_years(asked, details, 2024, 2024) > 0.8 > fit_of_years(asked, details, 2025, 2025)


def test_a_figure_of_the_next_financial_year_is_not_of_the_one_asked() -> None:
    (asked,) = periods("fires in 2021/22", [(9, 16)], date(2026, 5, 1))
    details = Details(title="Annual Report 2023/24", year=2024)
    assert fit_of_years(asked, details, 2022, 2023) < 0.1 < fit_of_years(asked, details, 2021, 2022)


def test_a_part_without_a_year_fits_the_reports_of_that_part() -> None:
    assert fit(one("上半年"), Details(year=2020, title="2020年上半年通报")) == 1.0
