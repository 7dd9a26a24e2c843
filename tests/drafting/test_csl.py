"""APA 7 and Chicago 17 through the CSL processor, and what is put right in its output."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.drafting.csl import (
    APA,
    CHICAGO,
    CHICAGO_AUTHOR_DATE,
    _laid_out,
    csl_entry,
    csl_entry_at,
    csl_mark,
    csl_note,
)
from indexer.drafting.sources import Source
from tests.drafting.test_styles import EN, ZH

URL = "https://sw.yunling.example/b_3.html?a=1&b=2%20"
NOTICE = Source(
    title="关于开展取水检查的通知",
    issuer="云岭市水务局",
    number="云水发〔2026〕3号",
    date="2026-03-02",
    section="二、检查内容",
    language="zh",
)
PAGE = Source(
    title="How fines are set",
    issuer="Northmoor Harbour Authority",
    date="2026-01-05",
    kind="web page",
    language="en",
    url="https://northmoor.example/fines",
    accessed="2026-11-22",
)


def test_apa_of_a_chinese_report_names_the_body_once_as_it_is() -> None:
    assert csl_entry_at(ZH, APA) == f"云岭市水务局. (2026). 2025年度法治建设情况报告 (p. 3). {URL}"
    assert csl_entry(replace(ZH, page=None), APA) == (
        f"云岭市水务局. (2026). 2025年度法治建设情况报告. {URL}"
    )
    assert csl_mark(ZH, APA) == "(云岭市水务局, 2026, p. 3)"


def test_apa_names_a_publisher_that_is_not_the_author() -> None:
    other = replace(EN, section="", publisher="Northmoor Press")
    assert csl_entry(other, APA) == (
        "Northmoor Harbour Authority. (2025). Fines & fees: 50% of_all. Northmoor Press."
    )


def test_apa_gives_number_page_and_day_of_a_web_page() -> None:
    assert csl_entry_at(NOTICE, APA) == (
        "云岭市水务局. (2026). 关于开展取水检查的通知 (云水发〔2026〕3号; “二、检查内容”)."
    )
    assert csl_entry(PAGE, APA) == (
        "Northmoor Harbour Authority. (2026, January 5). How fines are set. "
        "https://northmoor.example/fines"
    )
    assert csl_entry(replace(PAGE, date=""), APA).endswith(
        "(n.d.). How fines are set. Retrieved November 22, 2026, from https://northmoor.example/fines"
    )


def test_apa_heading_is_called_a_section() -> None:
    assert csl_entry_at(EN, APA) == (
        "Northmoor Harbour Authority. (2025). Fines & fees: 50% of_all (“3.2 Penalties” section)."
    )
    assert csl_mark(EN, APA) == "(Northmoor Harbour Authority, 2025, “3.2 Penalties” section)"


def test_chicago_note_has_place_publisher_year_and_locator() -> None:
    assert csl_note(ZH, CHICAGO) == (
        f"云岭市水务局, 2025年度法治建设情况报告 (云岭: 云岭市水务局, 2026), 3, {URL}."
    )
    assert csl_note(EN, CHICAGO) == (
        "Northmoor Harbour Authority, Fines & Fees: 50% Of_all "
        "(Northmoor: Northmoor Harbour Authority, 2025), under “3.2 Penalties”."
    )


def test_chicago_bibliography_and_author_date_list() -> None:
    assert csl_entry(ZH, CHICAGO) == (
        f"云岭市水务局. 2025年度法治建设情况报告. 云岭: 云岭市水务局, 2026. {URL}."
    )
    assert csl_entry(ZH, CHICAGO_AUTHOR_DATE, "a") == (
        f"云岭市水务局. 2026a. 2025年度法治建设情况报告. 云岭: 云岭市水务局. {URL}."
    )
    assert csl_mark(ZH, CHICAGO_AUTHOR_DATE, "a") == "(云岭市水务局 2026a, 3)"
    assert csl_entry_at(ZH, CHICAGO_AUTHOR_DATE).endswith(f"{URL}. (云岭市水务局 2026, 3)")


def test_headline_style_is_for_english_titles_only() -> None:
    source = replace(EN, title="The state of iOS fees and of NHS fines")
    assert "The State of iOS Fees and of NHS Fines" in csl_note(source, CHICAGO)
    french = replace(source, title="Rapport annuel sur les amendes", language="fr")
    assert "Rapport annuel sur les amendes" in csl_note(french, CHICAGO)


@pytest.mark.parametrize("style", [APA, CHICAGO, CHICAGO_AUTHOR_DATE])
def test_title_of_a_work_without_an_author_stands_once_in_the_list(style: str) -> None:
    for source in (replace(EN, issuer=""), replace(PAGE, issuer=""), replace(NOTICE, issuer="")):
        entry = csl_entry(source, style)
        assert entry.casefold().count(source.title.casefold()) == 1, entry
        assert entry.casefold().lstrip("“").startswith(source.title.casefold())


def test_apa_without_author_or_date_starts_with_the_title_and_says_nd() -> None:
    assert csl_entry(replace(EN, issuer="", date="", section=""), APA) == (
        "Fines & fees: 50% of_all. (n.d.)."
    )


def test_stops_are_not_doubled_and_stand_inside_quotation_marks() -> None:
    asked = replace(EN, title="Who pays?", section="")
    assert csl_entry(asked, CHICAGO).startswith("Northmoor Harbour Authority. Who Pays? Northmoor:")
    assert csl_note(PAGE, CHICAGO).startswith(
        "Northmoor Harbour Authority, “How Fines Are Set,” January 5, 2026"
    )
    assert csl_entry(PAGE, CHICAGO).startswith(
        "Northmoor Harbour Authority. “How Fines Are Set.” J"
    )
    body = replace(EN, issuer="Northmoor Water Dept.")
    assert csl_entry(body, APA).startswith("Northmoor Water Dept. (2025)")


def test_a_title_with_markup_or_braces_is_left_alone() -> None:
    odd = 'Fees <b>and</b> {fines} \\ 5 < 6 … “quoted”, ‘so’  <span class="nocase">x</span>'
    text = csl_note(replace(EN, title=odd, language="fr"), CHICAGO)
    assert " ".join(odd.split()) in text


def test_one_layout_serves_all_sources_of_a_shape() -> None:
    csl_note(ZH, CHICAGO)
    before = _laid_out.cache_info().misses
    for n in range(50):
        csl_note(replace(ZH, title=f"第{n}号报告", issuer=f"第{n}局", page=n + 1), CHICAGO)
    assert _laid_out.cache_info().misses == before
