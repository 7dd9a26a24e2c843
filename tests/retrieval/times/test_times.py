"""Times as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.retrieval.times.times import certain_spans, periods

from .one_time import DAY, one


@pytest.mark.parametrize(
    ("text", "first", "last", "part"),
    [
        ("2024年", 2024, 2024, ""),
        ("24年", 2024, 2024, ""),
        ("２０２４年", 2024, 2024, ""),
        ("二〇二四年", 2024, 2024, ""),
        ("二零一九年度", 2019, 2019, ""),
        ("零六年", 2006, 2006, ""),
        ("98年", 1998, 1998, ""),
        ("2021—2023", 2021, 2023, ""),
        ("2019年至2021年", 2019, 2021, ""),
        ("between 2019 and 2021", 2019, 2021, ""),
        ("19到21年", 2019, 2021, ""),
        ("平成30年", 2018, 2018, ""),
        ("令和元年", 2019, 2019, ""),
        ("昭和64年", 1989, 1989, ""),
        ("十三五", 2016, 2020, ""),
        ("“十五”", 2001, 2005, ""),
        ("“十四五”期间", 2021, 2025, ""),
        ("the 13th five-year plan", 2016, 2020, ""),
        ("2024年前11个月", 2024, 2024, "1-11"),
        ("2024年上半年", 2024, 2024, "h1"),
        ("25年上半年", 2025, 2025, "h1"),
        ("H2 2025", 2025, 2025, "h2"),
        ("2024年三季度", 2024, 2024, "q3"),
        ("Q1 2020", 2020, 2020, "q1"),
        ("2020年1-4月", 2020, 2020, "1-4"),
        ("24年11月", 2024, 2024, "11"),
        ("March 2022", 2022, 2022, "3"),
        ("January to May 2019", 2019, 2019, "1-5"),
        ("premier semestre 2018", 2018, 2018, "h1"),
        ("erstes Halbjahr 2018", 2018, 2018, "h1"),
        ("截至2024年9月底", 2024, 2024, "9"),
        ("end of 2023", 2023, 2023, "end"),
        ("2023年末", 2023, 2023, "end"),
    ],
)
def test_years_and_their_parts(text: str, first: int, last: int, part: str) -> None:
    period = one(text)
    assert (period.first, period.last, period.part) == (first, last, part)
    assert not period.fiscal and not period.relative


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023/24", 2023, 2024),
        ("2023-24", 2023, 2024),
        ("19/20年度", 2019, 2020),
        ("FY2019", 2019, 2019),
        ("FY19", 2019, 2019),
        ("2019财年", 2019, 2019),
        ("fiscal year 2021", 2021, 2021),
        ("FY2018/19", 2018, 2019),
        ("exercice 2022", 2022, 2022),
        ("Haushaltsjahr 2020", 2020, 2020),
        ("令和5年度", 2023, 2024),
        ("1999/2000", 1999, 2000),
        ("the year before FY2019", 2018, 2018),
    ],
)
def test_financial_years(text: str, first: int, last: int) -> None:
    period = one(text)
    assert (period.first, period.last) == (first, last) and period.fiscal


def test_the_japanese_year_is_financial() -> None:
    period = one("2023年度", "2023年度に摘発された件数は")
    assert (period.first, period.last, period.fiscal) == (2023, 2024, True)
    assert not one("2023年度", "2023年度罚款多少").fiscal


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("去年", 2030, 2030),
        ("前年", 2029, 2029),
        ("今年", 2031, 2031),
        ("last year", 2030, 2030),
        ("l'an dernier", 2030, 2030),
        ("letztes Jahr", 2030, 2030),
        ("el año pasado", 2030, 2030),
        ("昨年", 2030, 2030),
        ("近三年", 2028, 2031),
        ("过去5年", 2026, 2031),
        ("past three years", 2028, 2031),
        ("the year before last", 2029, 2029),
        ("l’année dernière", 2030, 2030),
        ("前年度", 2030, 2030),
        ("the last year", 2030, 2030),
        ("im vorletzten Jahr", 2029, 2029),
        ("prior year", 2030, 2030),
    ],
)
def test_years_counted_from_today(text: str, first: int, last: int) -> None:
    period = one(text)
    assert (period.first, period.last) == (first, last) and period.relative


def test_a_japanese_word_for_last_year_is_a_chinese_one_for_the_year_before_it() -> None:
    assert one("前年", "前年の罰金はいくらか").first == 2030
    assert one("一昨年", "一昨年の罰金はいくらか").first == 2029
    assert one("前年", "前年罚款多少").first == 2029


def test_two_years_in_one_expression_are_two_periods() -> None:
    found = periods("2023和2024年的罚款", [(0, 10)], DAY)
    assert [(p.first, p.printed) for p in found] == [(2023, "2023"), (2024, "2024年")]


def test_since_runs_until_today() -> None:
    period = one("since 2019")
    assert (period.first, period.last) == (2019, 2031)


def test_a_span_of_no_exact_length_is_no_period() -> None:
    assert not periods("近三五年的罚款", [(0, 4)], DAY)


def test_a_part_alone_has_no_year() -> None:
    period = one("上半年")
    assert (period.first, period.part) == (0, "h1") and not list(period.years)


def test_what_is_no_time_gives_nothing() -> None:
    assert periods("三家单位", [(0, 4)], DAY) == ()
    assert periods("24年前", [(0, 4)], DAY) == ()


def test_a_relative_year_counts_from_the_day_given() -> None:
    assert periods("去年", [(0, 2)], date(2020, 2, 29))[0].first == 2019


@pytest.mark.parametrize(
    ("question", "marked", "first", "last"),
    [
        ("permits since 2024", "2024", 2024, 2026),
        ("permis depuis 2024", "2024", 2024, 2026),
        ("permits in 2024", "2024", 2024, 2024),
        ("令和5年度から令和7年度までの検査", "令和5年度から令和7年度", 2023, 2025),
    ],
)
def test_a_year_runs_on_where_words_before_it_or_between_say_so(
    question: str, marked: str, first: int, last: int
) -> None:
    at = question.index(marked)
    (period,) = periods(question, [(at, at + len(marked))], date(2026, 5, 1))
    assert (period.first, period.last) == (first, last)


def test_an_era_year_is_a_time_beyond_doubt() -> None:
    assert certain_spans("港湾局の令和6年度の検査") == [(4, 9)]
