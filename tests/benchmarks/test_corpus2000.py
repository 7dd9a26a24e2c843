from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.corpus2000 import Made, make_questions, make_reports, write
from indexer.evaluation.run import read_questions


@pytest.fixture(scope="module")
def reports() -> list[Made]:
    return make_reports(600, seed=3)


def test_every_stated_fact_stands_in_its_report(reports: list[Made]) -> None:
    for made in reports:
        for fact in made.facts.values():
            assert fact.sentence in made.text


def test_issuers_are_all_different(reports: list[Made]) -> None:
    assert len({made.issuer for made in reports}) == len(reports)


def test_fines_are_stated_in_some_reports_and_denied_in_others(reports: list[Made]) -> None:
    stated = [made for made in reports if "fine" in made.facts]
    denied = [made for made in reports if "未实施罚款" in made.text or "No fines" in made.text]
    assert 0.3 < len(stated) / len(reports) < 0.6
    assert denied and not {m.name for m in stated} & {m.name for m in denied}


def test_there_are_ten_questions_of_each_kind(reports: list[Made]) -> None:
    questions = make_questions(reports, seed=3)
    kinds = Counter(question["kind"] for question in questions)
    assert kinds == {"lookup": 10, "enumerate": 10, "topic": 10, "unanswerable": 10}


def test_the_truth_of_a_question_is_what_the_reports_say(reports: list[Made]) -> None:
    texts = {made.name: made.text for made in reports}
    for question in make_questions(reports, seed=3):
        if question["kind"] == "lookup":
            assert question["quote"] in texts[question["doc"]]
        for name, quote in question.get("evidence", ()):
            assert quote in texts[name]
        if question["kind"] == "enumerate":
            assert len(question["positives"]) + len(question["negatives"]) == len(texts)


def test_one_seed_gives_the_same_files_and_they_can_be_evaluated(tmp_path: Path) -> None:
    for place in ("a", "b"):
        write(tmp_path / place, 220, seed=5)
    for path in (tmp_path / "a").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()
    lines = (tmp_path / "a/questions.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(read_questions([tmp_path / "a/questions.jsonl"])) == len(lines)
    assert len({json.loads(line)["id"] for line in lines}) == len(lines)
