"""Several questions in one text."""

from __future__ import annotations

import pytest

from indexer import Index
from indexer.answers.division import questions_in

from .asking import assert_literal


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("某局罚款多少？检查了多少家企业？", ["某局罚款多少？", "检查了多少家企业？"]),
        ("某局罚款多少，立案多少件", ["某局罚款多少", "立案多少件"]),
        ("某局罚款多少、立案多少件、结案多少件", ["某局罚款多少", "立案多少件", "结案多少件"]),
        ("某局罚款多少", ["某局罚款多少"]),
        ("看了某局的报告。罚款多少？", ["看了某局的报告。罚款多少？"]),
        (
            "How many fines were issued? How many were paid?",
            ["How many fines were issued?", "How many were paid?"],
        ),
        (
            "Combien de permis et quel montant de taxes pour l’office de Morla en 2031 ?",
            ["Combien de permis", "quel montant de taxes pour l’office de Morla en 2031 ?"],
        ),
        (
            "Wie viele Anträge gab es und wie hoch waren die Gebühren?",
            ["Wie viele Anträge gab es", "wie hoch waren die Gebühren?"],
        ),
        (
            "How many audits were made and what number of them failed?",
            ["How many audits were made", "what number of them failed?"],
        ),
        ("罚款、检查和立案分别是多少", ["罚款、检查和立案分别是多少"]),
        (
            "How much did St. Ives Council spend on roads?",
            ["How much did St. Ives Council spend on roads?"],
        ),
    ],
)
def test_questions_are_told_apart_where_each_asks_by_itself(
    text: str, questions: list[str]
) -> None:
    assert questions_in(text) == questions


def test_a_first_question_that_names_nobody_is_about_the_body_of_the_second(
    invented: Index,
) -> None:
    answer = invented.ask("2030年罚款多少？榕溪市应急管理局2030年罚款又是多少？")
    assert {(r.issuer, r.figures[0].value) for r in answer.rows} == {
        ("榕溪市应急管理局", 2_360_000)
    }


def test_a_second_question_is_about_the_body_and_year_of_the_first(invented: Index) -> None:
    answer = invented.ask("鹤汀市生态环境局2030年罚款多少？榕溪市应急管理局呢，罚款多少？")
    assert {(r.issuer, r.figures[0].value) for r in answer.rows} == {
        ("鹤汀市生态环境局", 12_450_000),
        ("榕溪市应急管理局", 2_360_000),
    }
    assert_literal(invented, answer)
    for row in answer.rows:
        assert answer.citations[row.figures[0].citation - 1].report == row.report
