"""Citation styles: golden references, and escaping that holds for any title."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.drafting.styles import STYLES, Source, format_citation, latex
from indexer.errors import UsageError

ZH = Source(
    title="2025年度法治建设情况报告",
    issuer="云岭市水务局",
    year=2025,
    date="2026-01-15",
    url="https://sw.yunling.example/b_3.html?a=1&b=2%20",
    page=3,
    language="zh",
    kind="法治政府建设报告",
    path="a/3.html",
    place="云岭",
    accessed="2026-11-22",
)
EN = Source(
    title="Fines & fees: 50% of_all",
    issuer="Northmoor Harbour Authority",
    year=2024,
    date="2025-06",
    section="3 Compliance > 3.2 Penalties",
    language="en",
    path="en/fines.md",
    place="Northmoor",
)


def test_every_style_of_the_command_line_is_known() -> None:
    assert set(STYLES) == {"gb7714", "apa", "chicago", "bibtex", "csl-json", "markdown"}


def test_unknown_style_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="harvard.*gb7714, apa"):
        format_citation(ZH, "harvard", 1)


@pytest.mark.parametrize("style", STYLES)
def test_numbers_below_one_are_refused(style: str) -> None:
    with pytest.raises(ValueError, match="numbered from 1"):
        format_citation(ZH, style, 0)


def test_apa_names_group_author_date_page_and_address() -> None:
    assert format_citation(ZH, "apa", 1) == (
        "云岭市水务局. (2026, January 15). 2025年度法治建设情况报告 (p. 3). "
        "https://sw.yunling.example/b_3.html?a=1&b=2%20"
    )


def test_apa_without_author_or_date_starts_with_the_title_and_says_nd() -> None:
    assert format_citation(replace(EN, issuer="", date=""), "apa", 1) == (
        "Fines & fees: 50% of_all (3.2 Penalties). (n.d.)."
    )


def test_chicago_note_has_place_publisher_date_and_locator() -> None:
    assert format_citation(EN, "chicago", 1) == (
        "Northmoor Harbour Authority, Fines & fees: 50% of_all "
        "(Northmoor: Northmoor Harbour Authority, June 2025), under “3.2 Penalties”."
    )
    assert "January 15, 2026), 3, https://" in format_citation(ZH, "chicago", 1)


def test_bibtex_escapes_specials_and_braces_the_institution() -> None:
    text = format_citation(EN, "bibtex", 2)
    assert r"title = {{Fines \& fees: 50\% of\_all}}" in text
    assert "author = {{Northmoor Harbour Authority}}" in text
    assert "year = {2025}" in text and "month = {6}" in text
    assert "note = {3.2 Penalties}" in text
    assert re.match(r"@techreport\{report2025-[0-9a-f]{8}-2,\n", text)


def test_bibtex_keeps_an_address_as_it_is() -> None:
    assert "url = {https://sw.yunling.example/b_3.html?a=1&b=2%20}" in format_citation(ZH, "bibtex", 1)


def test_bibtex_keys_of_two_reports_of_one_year_differ() -> None:
    other = replace(ZH, title="2025年度工作报告")
    key = re.compile(r"\{(.+?),")
    keys = [key.search(format_citation(s, "bibtex", 1)) for s in (ZH, other)]
    assert keys[0] and keys[1] and keys[0][1] != keys[1][1]


def test_csl_json_is_one_report_item() -> None:
    item = json.loads(format_citation(ZH, "csl-json", 1))
    assert item["type"] == "report"
    assert item["author"] == [{"literal": "云岭市水务局"}]
    assert item["issued"] == {"date-parts": [[2026, 1, 15]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 22]]}
    assert (item["page"], item["URL"]) == ("3", ZH.url)
    assert "section" not in item


def test_csl_json_of_a_month_has_no_day_and_no_access_date_without_an_address() -> None:
    item = json.loads(format_citation(EN, "csl-json", 1))
    assert item["issued"] == {"date-parts": [[2025, 6]]}
    assert item["section"] == "3 Compliance > 3.2 Penalties"
    assert not {"page", "URL", "accessed"} & set(item)


def test_markdown_footnote_escapes_markup_and_speaks_the_language_of_the_item() -> None:
    assert format_citation(EN, "markdown", 5) == (
        r"[^5]: Northmoor Harbour Authority, *Fines & fees: 50% of\_all*, 2025-06, 3.2 Penalties."
    )
    assert format_citation(ZH, "markdown", 1) == (
        "[^1]: 云岭市水务局，*2025年度法治建设情况报告*，2026-01-15，第 3 页。"
        " <https://sw.yunling.example/b_3.html?a=1&b=2%20>"
    )


@given(st.text(), st.text(), st.text())
def test_bibtex_braces_balance_whatever_the_text(title: str, issuer: str, url: str) -> None:
    text = format_citation(Source(title=title, issuer=issuer, url=url), "bibtex", 1)
    bare = re.sub(r"\\[{}]", "", text)
    depth = 0
    for character in bare:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0


@given(st.text(alphabet="&%$#_{}~^\\ab"))
def test_latex_leaves_no_special_character_unescaped(text: str) -> None:
    rest = re.sub(r"\\textbackslash\{\}|\\textascii(tilde|circum)\{\}|\\[&%$#_{}]", "", latex(text))
    assert not set(rest) & set("&%$#_{}~^\\")


@given(st.text(), st.text(), st.text())
def test_csl_json_is_valid_json_on_one_line_whatever_the_text(
    title: str, issuer: str, section: str
) -> None:
    text = format_citation(Source(title=title, issuer=issuer, section=section), "csl-json", 1)
    assert json.loads(text)["type"] == "report"
    assert "\n" not in text


@given(st.text(), st.text(), st.sampled_from(["apa", "chicago", "markdown"]))
def test_running_text_styles_stay_on_one_line(title: str, issuer: str, style: str) -> None:
    assert len(format_citation(Source(title=title, issuer=issuer), style, 3).splitlines()) == 1
