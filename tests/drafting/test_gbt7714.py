"""GB/T 7714-2015: golden references in the shape of 4.1.2, 4.6 and 8.4 of the standard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.drafting.gbt7714 import Source, clean, format_gb7714, locator, type_mark

ONLINE = Source(
    title="2025年度法治建设情况报告",
    issuer="云岭市水务局",
    year=2025,
    date="2026-01-15",
    url="https://sw.yunling.example/b/3.html",
    page=3,
    language="zh",
    kind="法治政府建设报告",
    path="a/3.html",
    place="云岭",
    accessed="2026-11-22",
)
PRINTED = replace(ONLINE, url="")
ENGLISH = Source(
    title="Annual enforcement report 2024/25",
    issuer="Northmoor Harbour Authority",
    year=2024,
    date="2025-06",
    section="3 Compliance > 3.2 Penalties",
    language="en",
    place="Northmoor",
)


def test_online_report_carries_r_ol_issue_day_access_day_and_address() -> None:
    assert format_gb7714(ONLINE, 1) == (
        "[1] 云岭市水务局. 2025年度法治建设情况报告[R/OL]. 云岭: 云岭市水务局, 2026: 3"
        "(2026-01-15)[2026-11-22]. https://sw.yunling.example/b/3.html"
    )


def test_report_without_an_address_is_r_and_has_no_access_day() -> None:
    assert format_gb7714(PRINTED, 2) == (
        "[2] 云岭市水务局. 2025年度法治建设情况报告[R]. 云岭: 云岭市水务局, 2026: 3(2026-01-15)."
    )


def test_web_page_is_eb_ol_as_electronic_resources_are() -> None:
    page = replace(ONLINE, kind="网页", page=None)
    assert "报告[EB/OL]. 云岭: 云岭市水务局, 2026(2026-01-15)[2026-11-22]." in format_gb7714(page, 1)


def test_shape_without_imprint_puts_both_days_after_the_title() -> None:
    bare = Source(title="统计公报", date="2012-01-16", url="http://s.example/a.pdf", accessed="2013-03-26")
    assert format_gb7714(bare, 4) == "[4] 统计公报[R/OL]. 2012(2012-01-16)[2013-03-26]. http://s.example/a.pdf"


def test_section_heading_is_the_locator_where_there_are_no_pages() -> None:
    assert format_gb7714(ENGLISH, 7) == (
        "[7] Northmoor Harbour Authority. Annual enforcement report 2024/25[R]. "
        "Northmoor: Northmoor Harbour Authority, 2025: 3.2 Penalties(2025-06)."
    )


@pytest.mark.parametrize(
    ("source", "unknown_place", "unknown_publisher"),
    [(PRINTED, "[出版地不详]: ", "[出版者不详]"), (ENGLISH, "[S.l.]: ", "[s.n.]")],
)
def test_unknown_place_or_publisher_of_print_is_said_in_the_language_of_the_item(
    source: Source, unknown_place: str, unknown_publisher: str
) -> None:
    assert unknown_place + source.issuer in format_gb7714(replace(source, place=""), 1)
    assert unknown_publisher in format_gb7714(replace(source, issuer=""), 1)


def test_unknown_place_of_an_online_report_is_left_out() -> None:
    text = format_gb7714(replace(ONLINE, place=""), 1)
    assert "不详" not in text
    assert "[R/OL]. 云岭市水务局, 2026: 3" in text


def test_year_reported_on_is_never_written_as_the_year_of_issue() -> None:
    assert ", 2025" not in format_gb7714(replace(PRINTED, date=""), 1)


def test_institution_with_a_closing_stop_gets_no_second_one() -> None:
    text = format_gb7714(replace(ENGLISH, issuer="Northmoor Water Dept."), 1)
    assert text.startswith("[1] Northmoor Water Dept. Annual")


def test_long_institutional_author_is_never_shortened() -> None:
    issuer = "云岭市发展和改革委员会、云岭市财政局、云岭市水务局、云岭市教育局"
    text = format_gb7714(replace(PRINTED, issuer=issuer), 1)
    assert text.startswith(f"[1] {issuer}. ") and "等" not in text


def test_references_are_numbered_from_one() -> None:
    with pytest.raises(ValueError, match="numbered from 1"):
        format_gb7714(ONLINE, 0)


def test_locator_prefers_the_page() -> None:
    assert locator(replace(ONLINE, section="一、总体情况 > （一）执法")) == "3"
    assert locator(Source(title="t", section="一、总体情况 > （一）执法")) == "（一）执法"


@given(st.text(), st.text(), st.text(), st.sampled_from(["", "2026", "2026-01", "2026-01-15"]))
def test_any_source_gives_one_line_with_number_and_type(
    title: str, issuer: str, section: str, date: str
) -> None:
    source = Source(title=title, issuer=issuer, section=section, date=date)
    text = format_gb7714(source, 12)
    assert text.startswith("[12] ") and len(text.splitlines()) == 1
    assert f"[{type_mark(source)}]" in text
    assert clean(title) in text and clean(issuer) in text
