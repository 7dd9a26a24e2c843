"""The line above an answer, amounts in the reader's notation, and what stands under a chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import streamlit as st

from indexer import Index
from indexer.answers.answer import Answer, Row, RowFigure
from indexer.ui.cards import own_html
from indexer.ui.charts import sources_html
from indexer.ui.rows import table
from indexer.ui.scans import told
from indexer.ui.short import short_html, short_line

from .test_census import row
from .test_safe import Seen


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    st.session_state["lang"] = request.param
    yield request.param
    del st.session_state["lang"]


FINE = RowFigure("罚款总额", 7_409_000, "CNY", "740.9万元", 1)


def _answer(kind: str, *rows: Row, short: str = "") -> Answer:
    return Answer(
        question="?",
        language="zh",
        kind=kind,  # type: ignore[arg-type]
        answerable=bool(rows or short),
        answer="…",
        rows=rows,
        reports=9,
        examined=9,
        short=short,
    )


def test_an_amount_is_printed_and_in_the_notation_of_the_page(language: str) -> None:
    assert told(FINE) == ("740.9万元" if language == "zh" else "CNY 7.409 million (740.9万元)")
    doubtful = told(replace(FINE, uncertain=True))
    assert doubtful.startswith(
        "740.9万元（" if language == "zh" else "CNY 7.409 million (740.9万元"
    )
    assert doubtful != told(FINE)
    cell = RowFigure("合计 罚款", 219_400, "CNY", "21.94", 1)
    assert told(cell) == ("21.94万元 (21.94)" if language == "zh" else "CNY 219,400 (21.94)")
    assert told(RowFigure("件数", 12, "count", "12", 1)) == "12"
    pounds = RowFigure("fines", 1_200_000, "GBP", "£1.2 million", 1)
    assert told(pounds) == "£1.2 million"


def test_the_short_answer_comes_first(language: str) -> None:
    chinese = language == "zh"
    one, two = row("甲局", value=7_409_000.0), row("乙局", year=None, value=1_000_000.0)
    one = replace(one, figures=(FINE,))
    said = {
        "fact": short_line(_answer("fact", one, short="张三"), language),
        "yes": short_line(_answer("yes_no", one, short="yes"), language),
        "lookup": short_line(_answer("lookup", one), language),
        "first": short_line(_answer("compare", one, two), language),
        "sum": short_line(_answer("total", one, two), language),
    }
    fine = "740.9万元" if chinese else "CNY 7.409 million (740.9万元)"
    assert said == {
        "fact": "张三",
        "yes": "是" if chinese else "Yes",
        "lookup": fine,
        "first": f"甲局 (2025) · {fine}",
        "sum": "840.9万元" if chinese else "CNY 8.409 million",
    }


def test_what_has_no_short_answer_has_none(language: str) -> None:
    one, other = row("甲"), row("乙", unit="GBP")
    assert short_line(_answer("topic", one), language) == ""
    assert short_line(_answer("total", one, other), language) == ""  # two currencies
    assert short_line(_answer("lookup", one, other), language) == ""  # for two years
    assert short_line(_answer("enumerate", one, other), language) == ""  # it says how many
    assert short_line(_answer("fact", one, short="长" * 200), language) == ""
    assert short_html(_answer("enumerate"), language) == ""
    seen = Seen(short_html(_answer("fact", one, short="<b>x</b>"), language))
    assert seen.text == "<b>x</b>" and seen.tags == ["div"]


def test_a_chart_names_its_unit_and_its_sources(language: str) -> None:
    rows = [row(f"局{n}", value=float(n)) for n in range(20)] + [row("别", unit="count")]
    linked = [1] if language == "en" else []
    html = sources_html(rows, "CNY", language, linked)
    seen = Seen(html)
    assert ("元" if language == "zh" else "CNY") in seen.text and "局0 (2025) [1]" in seen.text
    assert ("另有 8 份" if language == "zh" else "and 8 more") in seen.text
    assert "别" not in seen.text and ('href="#c1"' in html) == bool(linked)
    assert "[1]" not in Seen(sources_html(rows, "CNY", language)).text
    assert "%" in Seen(sources_html([row("x", unit="percent")], "percent", language)).text


@pytest.mark.slow
def test_table_and_cards_of_real_answers_have_both_notations(
    sample_index: Index, language: str
) -> None:
    answer = sample_index.ask("哪些单位报告了罚款？")
    frame = table(sample_index, answer.rows)
    amounts = dict(zip(frame["raw"], frame["amount"], strict=True))
    assert amounts["740.9万元"] == ("" if language == "zh" else "CNY 7.409 million")
    cited = next(c for c in answer.citations if "740.9万元" in c.quote)
    wanted = "" if language == "zh" else "740.9万元 = CNY 7.409 million"
    assert wanted in own_html(sample_index, cited)
    assert (own_html(sample_index, cited) == "") == (language == "zh")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("which bureaus reported enforcement fines", "CNY 7.409 million (罚款总额740.9万元)"),
        ("哪些单位报告了罚款？", "罚款总额740.9万元"),
        ("which bureau had the largest fines?", "CNY 7.409 million (罚款总额740.9万元)"),
    ],
)
def test_lists_say_amounts_in_the_notation_of_the_question(
    sample_index: Index, question: str, words: str
) -> None:
    assert words in sample_index.ask(question).answer
