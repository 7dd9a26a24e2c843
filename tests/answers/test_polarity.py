"""Denials, and questions that are negated in form alone."""

from __future__ import annotations

import pytest

from indexer.answers.polarity import asks_a_denial, clause_of, denies


@pytest.mark.parametrize(
    "text",
    [
        "全年没有行政复议案件",
        "未发生安全事故",
        "无人受伤",
        "No complaints were received",
        "They weren't fined",
        "They weren’t fined",
        "沒有行政复议案件",
        "没收到投诉",
        "没落实整改",
        "Aucune sanction",
        "Es gab keine Klagen",
        "処分はありませんでした",
    ],
)
def test_negated_words_deny(text: str) -> None:
    assert denies(text)


@pytest.mark.parametrize(
    "text",
    [
        "不断加强培训",
        "无锡市办理案件",
        "未成年人保护",
        "Complaints rose",
        "罚款31万元",
        "無料で配布",
        "不少企业",
        "无障碍设施",
        "没收违法所得31万元",
        "农田被淹没",
        "无料公开",
    ],
)
def test_words_that_only_look_negated_deny_nothing(text: str) -> None:
    assert not denies(text)


@pytest.mark.parametrize(
    ("question", "negated"),
    [
        ("有没有人受伤？", False),
        ("罚过款没有", False),
        ("查清了没？", False),
        ("是不是超支了", False),
        ("Did nobody complain?", True),
        ("Was it not published?", True),
        ("没有公布的是什么", True),
    ],
)
def test_a_question_negated_in_form_alone_asks_no_denial(question: str, negated: bool) -> None:
    assert asks_a_denial(question) is negated


def test_only_the_clauses_of_the_answer_count() -> None:
    text = "全年办案27件，没有人员受伤，罚款31万元。"
    at = text.index("人员")
    assert clause_of(text, at, at + 2) == "没有人员受伤"
    assert not denies(clause_of(text, 0, 4))
