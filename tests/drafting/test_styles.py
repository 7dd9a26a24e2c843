"""Citation styles by name: what all of them keep, lists, letters, marks, and what Markdown says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.drafting.exchange import escape_latex
from indexer.drafting.sources import clean
from indexer.drafting.styles import (
    STYLES,
    Source,
    format_citation,
    in_text,
    joined_marks,
    reference_list,
)
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
MANY_LINES = ("bibtex", "ris")


def written(text: str, style: str) -> str:
    """``text`` as ``style`` must write it, in lower case: Chicago writes English titles in headline
    style."""
    text = clean(text)
    if style == "markdown":
        text = re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)
    return (escape_latex(text) if style == "bibtex" else text).casefold()


def test_the_styles_of_the_contract_are_there() -> None:
    assert {"gb7714", "apa", "chicago", "bibtex", "csl-json", "markdown"} <= set(STYLES)
    assert {"gb7714-author-date", "chicago-author-date", "ris"} <= set(STYLES)


def test_unknown_style_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="harvard.*gb7714, gb7714-author-date, apa"):
        format_citation(ZH, "harvard", 1)


@pytest.mark.parametrize("style", STYLES)
def test_numbers_below_one_are_refused(style: str) -> None:
    with pytest.raises(ValueError, match="numbered from 1"):
        format_citation(ZH, style, 0)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_says_title_issuer_and_page_or_section(style: str) -> None:
    for source, where in ((ZH, "3"), (EN, "3.2 Penalties")):
        text = format_citation(source, style, 1).casefold()
        assert written(source.title, style) in text and written(source.issuer, style) in text
        without = format_citation(replace(source, page=None, section=""), style, 1).casefold()
        assert text.count(where.casefold()) > without.count(where.casefold())


@settings(max_examples=60, deadline=None)
@given(
    st.text(min_size=1),
    st.text(),
    st.text(),
    st.sampled_from(["", "2026", "2026-01-15"]),
    st.sampled_from(["zh", "en", "fr", ""]),
    st.sampled_from(["", "https://a.example/b"]),
    st.sampled_from(["", "网页", "report"]),
    st.none() | st.integers(1, 500),
)
@pytest.mark.parametrize("style", [s for s in STYLES if s != "csl-json"])
def test_no_style_loses_title_or_issuer_whatever_they_hold(
    style: str,
    title: str,
    issuer: str,
    section: str,
    date: str,
    language: str,
    url: str,
    kind: str,
    page: int | None,
) -> None:
    source = Source(
        title=title,
        issuer=issuer,
        section=section,
        date=date,
        language=language,
        url=url,
        kind=kind,
        page=page,
    )
    text = format_citation(source, style, 3)
    assert written(title, style) in text.casefold()
    assert written(issuer, style) in text.casefold()
    assert style in MANY_LINES or len(text.splitlines()) == 1
    assert not any("\ue000" <= c <= "\uf8ff" for c in text)  # no placeholder is left


@given(st.text(min_size=1), st.text(), st.text())
def test_csl_json_loses_nothing_and_is_one_line(title: str, issuer: str, section: str) -> None:
    text = format_citation(Source(title=title, issuer=issuer, section=section), "csl-json", 1)
    item = json.loads(text)
    assert item["title"] == clean(title) and "\n" not in text
    assert item.get("author", [{"literal": ""}])[0]["literal"] == clean(issuer)


def test_list_of_numbered_styles_keeps_the_order_of_citation() -> None:
    assert [work.n for work in reference_list([EN, ZH], "gb7714")] == [1, 2]
    first, second = reference_list([EN, ZH], "gb7714")
    assert first.text.startswith("[1] Northmoor") and second.text.startswith("[2] 云岭")
    assert ": 3(" not in second.text and "Penalties" not in first.text  # places are for notes


@pytest.mark.parametrize("style", ["gb7714-author-date", "apa", "chicago-author-date"])
def test_works_of_one_author_and_year_get_letters_in_the_order_of_the_list(style: str) -> None:
    budget = replace(ZH, title="2025年度部门预算报告")
    other_year = replace(ZH, date="2025-01-20")
    works = reference_list([ZH, budget, other_year, EN], style)
    by_title = {"a": budget.title, "b": ZH.title}  # bu before fa
    assert [work.letter for work in works] == ["b", "a", "", ""]
    for work, letter in zip(works, "ba", strict=False):
        assert f"2026{letter}" in work.text and by_title[letter] in work.text
    assert works[2].n < works[1].n < works[0].n
    assert f"2026{works[0].letter}" in STYLES[style].mark(ZH, works[0].letter)  # type: ignore[misc]


def test_chinese_bodies_stand_before_western_ones_in_gb7714_but_among_them_in_apa() -> None:
    western = replace(EN, issuer="Zeeland Water Board")
    assert [w.n for w in reference_list([western, EN, ZH], "gb7714-author-date")] == [3, 2, 1]
    assert [w.n for w in reference_list([western, EN, ZH], "apa")] == [
        3,
        1,
        2,
    ]  # Northmoor, yun, Zeeland


def test_more_than_26_works_of_one_year_have_two_letters() -> None:
    works = reference_list(
        [replace(ZH, title=f"报告{n:02}") for n in range(28)], "gb7714-author-date"
    )
    assert [work.letter for work in works[-3:]] == ["z", "aa", "ab"]


def test_marks_in_the_text_by_style() -> None:
    assert in_text(ZH, "gb7714", 2) == "[2]³"
    assert in_text(ZH, "gb7714-author-date", 2) == "（云岭市水务局，2026）³"
    assert in_text(ZH, "apa", 2) == "(云岭市水务局, 2026, p. 3)"
    assert in_text(ZH, "chicago-author-date", 2) == "(云岭市水务局 2026, 3)"
    assert in_text(ZH, "chicago", 2) == in_text(ZH, "bibtex", 2) == ""


def test_marks_of_one_sentence_stand_in_one_pair_of_brackets() -> None:
    assert joined_marks(["(A, 2026, p. 3)", "(B, 2025)", "(B, 2025)"]) == "(A, 2026, p. 3; B, 2025)"
    assert joined_marks(["（甲，2026）", "（乙，2025）"]) == "（甲，2026；乙，2025）"
    assert joined_marks(["（甲，2026）³", "（乙，2025）"]) == "（甲，2026）³（乙，2025）"
    assert joined_marks(["", ""]) == joined_marks([]) == ""


def test_markdown_footnote_escapes_markup_and_speaks_the_language_of_the_item() -> None:
    assert format_citation(EN, "markdown", 5) == (
        r"[^5]: Northmoor Harbour Authority, *Fines & fees: 50% of\_all*, 2025-06, 3.2 Penalties."
    )
    assert format_citation(ZH, "markdown", 1) == (
        "[^1]: 云岭市水务局，*2025年度法治建设情况报告*，2026-01-15，第 3 页。"
        " <https://sw.yunling.example/b_3.html?a=1&b=2%20>"
    )


def test_gb7714_does_not_load_the_csl_processor() -> None:
    code = (
        "import sys\nfrom indexer.drafting.styles import Source, format_citation\n"
        "format_citation(Source('题名', '某局'), 'gb7714', 1)\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('citeproc', 'rispy', 'lxml')])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("style", "printed"),
    [("gb7714", "甲市水务局, 甲市财政局. "), ("gb7714-author-date", "甲市水务局, 甲市财政局, "),
     ("apa", "甲市水务局, & 甲市财政局. "), ("chicago", "甲市水务局 and 甲市财政局, "),
     ("chicago-author-date", "甲市水务局, and 甲市财政局. "), ("markdown", "甲市水务局、甲市财政局，")],
)  # fmt: skip
@pytest.mark.parametrize("between", ["、", "", " ", "；"])
def test_joint_issuers_are_several_authors(style: str, printed: str, between: str) -> None:
    source = replace(ZH, issuer=f"甲市水务局{between}甲市财政局")
    assert printed in format_citation(source, style, 1)
