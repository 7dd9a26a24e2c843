"""One report's answer: facts in their own words, yes and no, several years one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Index, build
from indexer.answers import single
from indexer.answers.inquiry import Inquiry
from indexer.answers.scope import Scope

from .asking import assert_literal

_REPORT = """澄湾市文化和旅游局2031年工作报告

一、重点工作
澄湾市文化和旅游局与桂岭大学共建非物质文化遗产研究中心。
二、培训
由市司法局牵头组织执法人员业务培训。
三、罚款
全年罚款45万元。
"""
_UNDATED = """泊沙县水务局行政执法情况

一、案件办理
泊沙县水务局办理案件27件，罚款31万元。全年没有行政复议案件。
"""
FACTS = ["澄湾市文化和旅游局与哪所大学共建研究中心？", "澄湾市文化和旅游局的业务培训由谁牵头组织？"]
YES_NO = ["澄湾市文化和旅游局是否与大学共建了研究中心？", "泊沙县水务局办理过案件吗？"]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("told")
    (folder / "a.txt").write_text(_REPORT, "utf-8")
    (folder / "b.txt").write_text(_UNDATED, "utf-8")
    build([folder], folder / "index")
    with Index.open(folder / "index") as index:
        yield index


@pytest.mark.parametrize(("question", "words"), [(FACTS[0], "桂岭大学"), (FACTS[1], "司法局")])
def test_a_fact_is_cut_from_its_quote_and_has_one_row(
    told: Index, question: str, words: str
) -> None:
    answer = told.ask(question)
    assert (answer.kind, answer.answerable, answer.to_json()["contract"]) == ("fact", True, 2)
    (row,) = answer.rows
    assert row.verdict == "stated" and row.figures == () and row.citations == (1,)
    assert words in answer.short and answer.short in answer.citations[0].quote
    assert answer.short in answer.answer and answer.to_json()["short"] == answer.short
    assert_literal(told, answer)


def test_a_denial_answers_a_yes_or_no_question_with_no(told: Index) -> None:
    answer = told.ask("泊沙县水务局全年有行政复议案件吗？")
    assert (answer.kind, answer.short) == ("yes_no", "no")
    assert "：否。" in answer.answer and "没有行政复议案件" in answer.citations[0].quote
    (row,) = answer.rows
    assert row.verdict == "stated" and row.citations == (1,) and row.figures == ()
    assert_literal(told, answer)


@pytest.mark.parametrize("question", YES_NO)
def test_what_is_not_denied_is_told_in_its_own_words_without_a_verdict(
    told: Index, question: str
) -> None:
    answer = told.ask(question)
    assert answer.answerable and answer.kind in ("fact", "lookup")
    assert answer.short not in ("yes", "no") and answer.citations
    assert_literal(told, answer)


def test_a_figure_has_no_short_answer(told: Index) -> None:
    answer = told.ask("澄湾市文化和旅游局2031年罚款多少？")
    assert answer.kind == "lookup" and answer.to_json()["short"] is None
    assert answer.rows[0].figures[0].value == 450_000


def test_a_report_without_a_year_still_answers(told: Index) -> None:
    assert next(r for r in told.reports if r.path == "b.txt").details.year is None
    answer = told.ask("泊沙县水务局2031年罚款多少？")
    assert answer.answerable and answer.rows[0].figures[0].value == 310_000
    assert answer.rows[0].year is None


def test_several_years_are_answered_one_by_one_and_a_missing_one_is_said(invented: Index) -> None:
    answer = invented.ask("榕溪市应急管理局2027年、2029年和2030年罚款各是多少")
    assert answer.kind == "lookup"
    assert [(r.year, r.figures[0].value) for r in answer.rows] == [
        (2029, 1_980_000),
        (2030, 2_360_000),
    ]
    assert "2027年：没有报告写明" in answer.answer
    assert_literal(invented, answer)


def test_a_year_that_no_report_is_of_is_refused_for_that_reason(invented: Index) -> None:
    answer = invented.ask("鹤汀市生态环境局2019年罚款多少")
    assert not answer.answerable and "年份" in answer.answer and answer.rows == ()


@pytest.mark.parametrize(
    ("question", "difference"),
    [
        ("榕溪市应急管理局2029年到2030年罚款增加了多少", True),
        ("鹤汀市生态环境局2018年到2019年罚款增加了多少", False),
    ],
)
def test_a_change_between_two_years_ranks_each_scope_once(
    invented: Index, monkeypatch: pytest.MonkeyPatch, question: str, difference: bool
) -> None:
    ranked: list[str] = []

    def rank_windows(inquiry: Inquiry, scope: Scope) -> single.RankedWindows:
        ranked.append(inquiry.asked.text)
        return found(inquiry, scope)

    found = single.rank_windows
    monkeypatch.setattr(single, "rank_windows", rank_windows)
    answer = invented.ask(question)
    assert len(ranked) == len(set(ranked)) and question in ranked
    assert ("38万" in answer.answer) is difference
    assert_literal(invented, answer)
