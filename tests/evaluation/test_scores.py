"""Facts, yes or no, compare and topics, scored as the contract says."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from indexer import Index
from indexer.answers.answer import Answer, Citation, Row
from indexer.errors import UsageError
from indexer.evaluation.report import groups, report_json, report_text
from indexer.evaluation.run import Question, Result, read_questions, run, score

NAMES = {"a": ("a.txt",), "b": ("b.txt", "copy-of-b.txt")}
TEXT = {"a": "局务会每周一学习。其他事项。", "b": "食堂每周 二检查一次。"}


def _index() -> Index:
    return cast(Index, SimpleNamespace(text=TEXT.__getitem__, reports=[]))


def _citation(n: int, report: str, quote: str) -> Citation:
    start = TEXT[report].index(quote)
    return Citation(n, report, report, "", "", None, (), None, start, start + len(quote), quote)


def _answer(
    citations: list[Citation], rows: tuple[Row, ...] = (), *, answerable: bool = True
) -> Answer:
    return Answer("q", "zh", "lookup", answerable, "…", rows, tuple(citations))


def _score(kind: str, given: Answer, **truth: Any) -> Result:
    return score(_index(), Question("x", "q", "zh", kind, truth), given, NAMES)


@pytest.mark.parametrize(
    ("quote", "right"),
    [
        ("局务会每周一学习", 1.0),
        ("每周一", 1.0),
        ("局务会 每周一\n学习。其他", 1.0),
        ("每周二", 0.0),
    ],
)
def test_a_fact_holds_the_quote_or_is_held_by_it(quote: str, right: float) -> None:
    answer = _answer([_citation(1, "b", "食堂"), _citation(2, "a", "局务会每周一学习。")])
    assert _score("fact", answer, doc="a.txt", quote=quote).score == right


def test_a_fact_counts_in_the_first_three_citations_only() -> None:
    late = [_citation(n, "b", "食堂") for n in (1, 2, 3)] + [_citation(4, "a", "每周一")]
    assert _score("fact", _answer(late), doc="a.txt", quote="每周一").score == 0.0
    assert _score("fact", _answer(late[1:]), doc="a.txt", quote="每周一").score == 1.0


def test_a_fact_of_another_report_or_refused_is_missed() -> None:
    other = _score("fact", _answer([_citation(1, "b", "每周 二")]), doc="a.txt", quote="每周二")
    assert other.score == 0.0 and "b.txt" in other.note
    refused = _answer([_citation(1, "a", "每周一")], answerable=False)
    assert _score("fact", refused, doc="a.txt", quote="每周一").note == "refused"


def test_a_copy_of_the_report_is_the_report() -> None:
    answer = _answer([_citation(1, "b", "每周 二检查")])
    assert _score("fact", answer, doc="copy-of-b.txt", quote="每周二检查").score == 1.0


def test_the_least_quote_stands_for_the_quote() -> None:
    answer = _answer([_citation(1, "a", "每周一")])
    truth = {"doc": "a.txt", "quote": "另一行 | 每周五", "quote_min": "每周一"}
    assert _score("fact", answer, **truth).score == 1.0


@pytest.mark.parametrize(("said", "right"), [("yes", 1.0), ("no", 0.0), ("", 0.0)])
def test_yes_or_no_must_be_the_right_one(said: str, right: float) -> None:
    answer = Answer("q", "zh", "yes_no", True, "…", (), (_citation(1, "a", "每周一"),), short=said)
    truth = {"doc": "a.txt", "quote": "每周一", "answer": "yes"}
    assert _score("yes_no", answer, **truth).score == right


def test_compare_looks_at_the_first_row() -> None:
    cites = [_citation(1, "a", "每周一"), _citation(2, "b", "食堂")]
    first = Row("", "", None, "b", "stated", (), (2,))
    second = Row("", "", None, "a", "stated", (), (1,))
    truth = {"positives": ["a.txt", "b.txt"], "negatives": [], "top": "b.txt"}
    assert _score("compare", _answer(cites, (first, second)), **truth).score == 1.0
    missed = _score("compare", _answer(cites, (second, first)), **truth)
    assert missed.score == 0.0 and "a.txt" in missed.note
    assert _score("compare", _answer([]), **truth).note == "no row"


def test_evidence_that_is_not_indexed_is_left_out_and_five_are_enough() -> None:
    answer = _answer([_citation(1, "a", "每周一"), _citation(2, "b", "食堂")])
    evidence = [["a.txt", "每周一"], ["gone.txt", "什么"]]
    assert _score("topic", answer, evidence=evidence).score == 1.0
    assert _score("topic", answer, evidence=[*evidence, ["b.txt", "检查一次"]]).score == 0.5
    many = [["a.txt", "每周一"]] * 5 + [["b.txt", "检查一次"]] * 5
    assert _score("topic", answer, evidence=many).score == 1.0


def test_a_topic_with_nothing_indexed_is_left_out() -> None:
    asked = Question("x", "q", "zh", "topic", {"evidence": [["gone.txt", "什么"]]})
    assert run(_index(), [asked]) == []


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("fact", "doc, quote"),
        ("compare", "top"),
        ("topic", "evidence"),
        ("enumerate", "positives"),
    ],
)
def test_what_a_kind_needs_is_said(tmp_path: Path, kind: str, missing: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps({"q": "x", "kind": kind}), encoding="utf-8")
    with pytest.raises(UsageError, match=f"needs {missing}"):
        read_questions([path])


def test_the_report_shows_every_kind_with_its_refusals() -> None:
    results = [
        Result(Question(str(n), "q", "zh", kind, {}), s, refused, True, "zh→en", "")
        for n, (kind, s, refused) in enumerate(
            [("fact", 1.0, False), ("fact", 0.0, True), ("compare", 1.0, False)]
        )
    ]
    scores = report_json(results)["scores"]
    assert scores["fact"]["refused"] == 0.5 and scores["compare"]["score"] == 1.0
    assert "fact zh→en" in groups(results) and "lookup zh→en" not in groups(results)
    assert "refused" in report_text(results).splitlines()[0]
