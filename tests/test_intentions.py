"""Search intentions over the sample corpus (``intentions.toml``): what must come, and what fails."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from indexer import Answer, Filters, Index

FILE = Path(__file__).with_name("intentions.toml")
TABLE = tomllib.loads(FILE.read_text(encoding="utf-8"))
REPORTS: dict[str, str] = TABLE["reports"]
INTENTIONS: list[dict[str, Any]] = TABLE["intention"]
KEYS = {
    "q",
    "filters",
    "report",
    "value",
    "unit",
    "quote",
    "stated",
    "not_stated",
    "first",
    "refused",
    "known_failure",
}


def shortfall(index: Index, answer: Answer, intention: Mapping[str, Any]) -> str:
    """What is amiss with ``answer``; empty when it is what was meant."""
    paths = {r.id: r.path for r in index.reports}
    stated = {paths[r.report] for r in answer.rows if r.verdict == "stated"}
    report = REPORTS.get(intention.get("report", ""))
    if intention.get("refused"):
        return "" if not answer.answerable else f"answered: {answer.answer[:90]}"
    if "value" in intention:
        rows = [r for r in answer.rows[:1] if r.figures]
        figure = rows[0].figures[0] if rows else None
        got = (paths[rows[0].report], figure.value, figure.unit) if figure else None
        return "" if got == (report, intention["value"], intention["unit"]) else f"got {got}"
    if "quote" in intention:
        quotes = [c.quote for c in answer.citations[:5] if c.path == report]
        there = any(intention["quote"] in q for q in quotes) and answer.answerable
        return "" if there else f"got {answer.answer[:90]}"
    if "first" in intention:
        got_first = paths[answer.rows[0].report] if answer.rows else None
        return "" if got_first == REPORTS[intention["first"]] else f"first is {got_first}"
    missing = {REPORTS[r] for r in intention.get("stated", ())} - stated
    wrong = {REPORTS[r] for r in intention.get("not_stated", ())} & stated
    return f"missing {sorted(missing)}, wrong {sorted(wrong)}" if missing or wrong else ""


@pytest.mark.parametrize("intention", INTENTIONS, ids=[i["q"] for i in INTENTIONS])
def test_what_was_meant_comes(sample_index: Index, intention: dict[str, Any]) -> None:
    filters = {k: tuple(v) for k, v in intention.get("filters", {}).items()}
    answer = sample_index.ask(intention["q"], Filters(**filters))
    amiss = shortfall(sample_index, answer, intention)
    if reason := intention.get("known_failure"):
        assert amiss, f"works now: remove known_failure ({reason})"
        pytest.xfail(f"{reason}: {amiss}")
    assert not amiss, amiss


def test_intentions_are_many_distinct_and_well_formed(sample_corpus: Path) -> None:
    questions = [i["q"] for i in INTENTIONS]
    assert len(questions) == len(set(questions)) >= 40
    for intention in INTENTIONS:
        assert set(intention) <= KEYS
        named = [
            intention.get("report"),
            intention.get("first"),
            *intention.get("stated", ()),
            *intention.get("not_stated", ()),
        ]
        assert all(n in REPORTS for n in named if n is not None)
    for name in REPORTS.values():
        assert (sample_corpus / name).is_file()


def test_most_intentions_work() -> None:
    failing = [i for i in INTENTIONS if "known_failure" in i]
    assert len(failing) <= len(INTENTIONS) // 4
