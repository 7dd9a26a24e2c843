"""Open questions: the passages that bear on them."""

from __future__ import annotations

import pytest

from indexer import Filters, Index

from .asking import assert_literal
from .known_misses import miss


@pytest.mark.parametrize(
    "question",
    [
        "各局的执法培训是怎么做的？",
        "how do the bureaus deal with training?",
        "执法培训做了什么",
        miss(
            "what training was given to inspectors", why="lawyers in Chinese come before training"
        ),
    ],
)
def test_passages_of_both_languages_come(invented: Index, question: str) -> None:
    answer = invented.ask(question)
    assert answer.kind == "topic" and answer.answerable
    paths = {c.path for c in answer.citations}
    assert "榕溪市应急管理局2030年度执法报告.txt" in paths
    assert "larkfield-borough-food-safety-2030.txt" in paths
    assert_literal(invented, answer)


def test_at_most_five_passages_and_each_once(invented: Index) -> None:
    answer = invented.ask("罚款和处罚的情况怎么样")
    places = [(c.report, c.start, c.end) for c in answer.citations]
    assert len(places) == len(set(places)) <= 5
    for citation in answer.citations:
        assert answer.answer.count(f"[{citation.n}]") == 1


def test_a_filter_holds(invented: Index) -> None:
    answer = invented.ask("what training was given", Filters(issuers=("Larkfield",)))
    assert {c.issuer for c in answer.citations} == {"Larkfield Borough Council"}


def test_a_matter_that_no_report_touches_is_refused(invented: Index) -> None:
    answer = invented.ask("如何种植热带兰花")
    assert not answer.answerable and answer.rows == ()
