from __future__ import annotations

import pytest

from indexer.document.report import Details
from indexer.index.dedup.editions import Edition, edition_of, later, same_period, same_title


def of(title: str, path: str = "a.txt", text: str = "") -> Edition:
    return edition_of(path, Details(title=title), text or title)


@pytest.mark.parametrize(
    ("title", "path", "mark"),
    [
        ("苇塘市水务局2031年度报告", "a.txt", 0),
        ("苇塘市水务局2031年度报告（更正稿）", "a.txt", 1),
        ("苇塘市水务局2031年度报告【修订版】", "a.txt", 1),
        ("苇塘市水务局2031年度报告", "水务局2031年报-更正.pdf", 1),
        ("苇塘市水务局2031年度报告（第二版）", "a.txt", 2),
        ("Harbour report 2031", "harbour-report_v3.pdf", 3),
        ("Harbour report 2031 (corrected version)", "a.md", 1),
        ("Harbour report 2031, revised edition", "a.md", 1),
        # What a report is about is no mark of revision.
        ("关于修订《取水管理办法》情况的报告", "a.txt", 0),
        ("修订后的《取水管理办法》（2030年修订）宣传情况通报", "a.txt", 0),
        ("Report on amended byelaws 2031", "a.txt", 0),
    ],
)
def test_marks_of_revision_are_read_from_title_and_file_name(
    title: str, path: str, mark: int
) -> None:
    assert of(title, path).mark == mark


def test_a_title_is_the_same_without_its_mark() -> None:
    assert same_title(of("苇塘市水务局2031年度报告"), of("苇塘市水务局２０３１年度报告（更正稿）"))
    assert not same_title(of("苇塘市水务局2031年度报告"), of("苇塘市水务局2031年工作总结"))


def test_a_line_read_as_the_title_gives_way_to_the_title_below_it() -> None:
    page = edition_of(
        "a.pdf", Details(title="首页 > 年报"), "首页 > 年报\n苇塘市水务局2031年度报告\n"
    )
    assert same_title(page, of("苇塘市水务局2031年度报告"))


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("水务局2031年上半年执法情况", "水务局2031年下半年执法情况", False),
        ("水务局2031年3月份执法情况", "水务局2031年4月份执法情况", False),
        ("水务局执法通报（第3期）", "水务局执法通报（第4期）", False),
        ("水务局2031年1-3月执法情况", "水务局2031年1-6月执法情况", False),
        ("Enforcement Q1 2031", "Enforcement Q2 2031", False),
        ("水务局2031年度执法情况", "水务局2031年度执法情况", True),
        ("水务局2031年第一季度执法情况", "执法情况", True),
    ],
)
def test_other_parts_of_a_year_are_other_reports(one: str, two: str, same: bool) -> None:
    assert same_period(of(one), of(two)) is same


@pytest.mark.parametrize(
    ("a", "b", "order"),
    [
        ("2032-03-01", "2032-01-15", 1),
        ("2032-01-15", "2032-03-01", -1),
        ("2032-03", "2032-01-15", 1),
        ("2032", "2032-03-01", 0),
        ("", "2032-03-01", 0),
        ("2032-03-01", "2032-03-01", 0),
    ],
)
def test_dates_are_ordered_only_where_they_tell(a: str, b: str, order: int) -> None:
    assert later(a, b) == order
