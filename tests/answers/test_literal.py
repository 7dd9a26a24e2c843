"""What holds for every answer: quotes are literal, shapes are those of the contract."""

from __future__ import annotations

import json

import pytest

from indexer import Index

from .asking import assert_literal
from .invented import QUESTIONS


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_is_cut_from_its_report(invented: Index, question: str) -> None:
    assert_literal(invented, invented.ask(question))
    assert_literal(invented, invented.ask(question, all_rows=True))


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_has_the_shape_of_the_contract(invented: Index, question: str) -> None:
    value = json.loads(json.dumps(invented.ask(question).to_json()))
    assert set(value) == {
        "contract",
        "id",
        "question",
        "language",
        "kind",
        "answerable",
        "answer",
        "rows",
        "citations",
        "coverage",
        "generated_by",
        "short",
    }
    assert value["contract"] == 2 and value["question"] == question and value["answer"]
    assert value["coverage"]["reports"] == 10 >= value["coverage"]["examined"]
    assert value["generated_by"] is None
    for row in value["rows"]:
        assert set(row) == {"issuer", "region", "year", "report", "verdict", "figures", "citations"}
        assert row["verdict"] in ("stated", "mentioned", "none", "not_found")
    if not value["answerable"]:
        assert value["rows"] == [] and value["short"] is None
    if value["kind"] not in ("fact", "yes_no"):
        assert value["short"] is None


@pytest.mark.parametrize("question", QUESTIONS)
def test_numbers_in_the_text_are_citations(invented: Index, question: str) -> None:
    answer = invented.ask(question)
    for n in range(len(answer.citations) + 1, len(answer.citations) + 5):
        assert f"[{n}]" not in answer.answer
