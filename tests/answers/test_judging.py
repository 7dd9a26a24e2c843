"""Candidates are judged alike whenever, and in whatever order, they are read."""

from __future__ import annotations

import random
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import Index
from indexer.answers.candidates import Candidate
from indexer.answers.inquiry import Inquiry
from indexer.answers.judging import Judge, Judged

QUESTION = "榕溪市应急管理局2030年罚款多少"


def inquiry(index: Index) -> Inquiry:
    return index.engine.inquiry(QUESTION, index.generation.works.live, date(2031, 6, 1))


def candidates(asked: Inquiry) -> list[Candidate]:
    sentences, _ = asked.finder.by_sentence([*asked.scope.rows, 0])
    return [c for s in sentences for c in asked.finder.candidates(int(s))]


def by_key(judged: list[Judged]) -> dict[tuple[int, int], Judged]:
    return {j.candidate.key: j for j in judged}


def test_the_order_of_candidates_changes_nothing(invented: Index) -> None:
    one, other = inquiry(invented), inquiry(invented)
    found = candidates(one)
    shuffled = random.Random(7).sample(found, len(found))
    first = one.judge.judge(found, one.scope.body)
    second = other.judge.judge(shuffled, other.scope.body)
    assert by_key(first) == by_key(second)
    assert [j.candidate for j in second] == shuffled


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_candidate_read_alone_is_read_as_among_others(
    invented: Index, data: st.DataObject
) -> None:
    asked = inquiry(invented)
    found = candidates(asked)
    every = by_key(asked.judge.judge(found, asked.scope.body))
    chosen = data.draw(st.sampled_from(found))
    alone = Judge(invented.generation, asked.judge.reader, asked.asked)
    (judged,) = alone.judge([chosen], asked.scope.body)
    assert judged == every[chosen.key]


def test_a_report_of_another_body_is_worth_less_for_the_same_words(invented: Index) -> None:
    asked = inquiry(invented)
    found = candidates(asked)[:3]
    named = asked.judge.judge(found, {c.report: 1.0 for c in found})
    other = asked.judge.judge(found, {c.report: 0.1 for c in found})
    for a, b in zip(named, other, strict=True):
        assert a.logit == b.logit and a.score > b.score
        assert all(f.score > g.score for f, g in zip(a.figures, b.figures, strict=True))


def test_spans_and_figures_lie_in_their_window(invented: Index) -> None:
    asked = inquiry(invented)
    for judged in asked.judge.judge(candidates(asked), asked.scope.body):
        window = judged.candidate.window
        assert window.start <= judged.span[0] <= judged.span[1] <= window.end
        assert [f.score for f in judged.figures] == sorted(
            (f.score for f in judged.figures), reverse=True
        )
