"""Scores as a table, as JSON, and beside an earlier run's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UsageError
from indexer.evaluation.report import (
    compare_text,
    groups,
    interval,
    report_json,
    report_text,
    value_of,
)
from indexer.evaluation.run import Question, Result


def result(
    name: str,
    kind: str,
    score: float,
    lang: str = "zh",
    *,
    refused: bool = False,
    pair: str = "",
    counts: tuple[int, int, int] = (0, 0, 0),
) -> Result:
    asked = Question(name, f"q {name}", lang, kind, {})
    return Result(asked, score, refused, True, pair or lang, "why", counts)


RESULTS = [
    result("a", "lookup", 1.0, pair="zh→zh"),
    result("b", "lookup", 0.0, "en", pair="en→zh", refused=True),
    result("c", "enumerate", 0.5, counts=(1, 1, 1)),
    result("d", "enumerate", 1.0, counts=(8, 0, 0)),
    result("e", "unanswerable", 1.0, refused=True),
]


def test_groups_are_by_kind_language_and_pair() -> None:
    assert set(groups(RESULTS)) == {
        "lookup",
        "lookup zh",
        "lookup en",
        "lookup zh→zh",
        "lookup en→zh",
        "enumerate",
        "enumerate zh",
        "unanswerable",
        "unanswerable zh",
    }


def test_enumerate_is_scored_over_all_reports_of_all_questions() -> None:
    assert value_of([RESULTS[2], RESULTS[3]]) == 2 * 9 / (2 * 9 + 2)
    assert value_of([RESULTS[0], RESULTS[1]]) == 0.5


def test_wrong_refusals_count_answerable_questions_only() -> None:
    assert report_json(RESULTS)["wrongly_refused"] == 0.25
    assert report_json(RESULTS)["quotes_literal"] == 1.0


def test_the_table_lists_misses_on_request() -> None:
    assert "q b" in report_text(RESULTS) and "why" in report_text(RESULTS)
    assert "q b" not in report_text(RESULTS, misses=False)
    assert "q a" not in report_text(RESULTS)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_the_interval_is_repeatable_and_within_the_scores(scores: list[float]) -> None:
    results = [result(str(i), "lookup", s) for i, s in enumerate(scores)]
    low, high = interval(results)
    assert (low, high) == interval(results)
    assert min(scores) - 1e-9 <= low <= high <= max(scores) + 1e-9


def test_an_earlier_run_is_compared_question_by_question(tmp_path: Path) -> None:
    earlier = tmp_path / "old.json"
    earlier.write_text(json.dumps(report_json(RESULTS)), encoding="utf-8")
    now = report_json([result("a", "lookup", 0.0, pair="zh→zh"), *RESULTS[1:]])
    text = compare_text(now, earlier)
    assert "a 1.00 → 0.00" in text and "b 0.00" not in text


@pytest.mark.parametrize("content", [None, "", "{}", "[]"])
def test_what_is_no_earlier_run_is_named(tmp_path: Path, content: str | None) -> None:
    earlier = tmp_path / "old.json"
    if content is not None:
        earlier.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"old\.json"):
        compare_text(report_json(RESULTS), earlier)
