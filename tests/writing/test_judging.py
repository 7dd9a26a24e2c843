"""A model decides on borderline reports of a census: on these alone, and with yes or no alone."""

from __future__ import annotations

import threading

import pytest

from indexer import Index
from indexer.answers import weights
from indexer.errors import LanguageModelError
from indexer.writing.endpoint import Endpoint
from indexer.writing.judging import yes_or_no

from .faulty import refuse, serving, stream

CENSUS = "哪些单位报告了罚款？"


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thresholds so far apart that every report is borderline."""
    monkeypatch.setattr(weights, "BORDERLINE_BELOW", -99.0)
    monkeypatch.setattr(weights, "BORDERLINE_ABOVE", 99.0)


def _stated(answer: object) -> set[str]:
    return {row.report for row in answer.rows if row.verdict == "stated"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        ("是", True),
        ("是。写明了", True),
        ("Yes, it does", True),
        ("yes", True),
        ("否", False),
        ("不是", False),
        (" No.", False),
        ("没有写明", False),
        ("", None),
        ("也许", None),
        ("yesterday", None),
        ("<data-1>", None),
    ],
)
def test_only_yes_and_no_are_verdicts(reply: str, verdict: bool | None) -> None:
    assert yes_or_no(reply) is verdict


def test_only_reports_between_the_thresholds_are_borderline(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.endpoint = Endpoint("http://127.0.0.1:9/v1", "m")  # nothing is asked of it
    doubtful = index.assistant.borderline(CENSUS)
    assert doubtful is not None
    assert doubtful.examined == 10 and doubtful.calls < 10
    monkeypatch.setattr(weights, "BORDERLINE_BELOW", 50.0)
    monkeypatch.setattr(weights, "BORDERLINE_ABOVE", 60.0)
    none = index.assistant.borderline(CENSUS)
    assert none is not None and (none.calls, none.share) == (0, 0.0)
    index.endpoint = None


def test_other_questions_have_no_borderline_reports(index: Index) -> None:
    index.endpoint = Endpoint("http://127.0.0.1:9/v1", "m")
    assert index.assistant.borderline("榕溪市应急管理局2030年罚款多少？") is None
    index.endpoint = None


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize(("reply", "all_stated"), [("否", False), ("是", True)])
def test_the_model_s_word_decides_and_is_told(index: Index, reply: str, all_stated: bool) -> None:
    with serving(lambda handler, _: stream(handler, reply)) as faulty:
        index.endpoint = Endpoint(faulty.url, "m")
        doubtful = index.assistant.borderline(CENSUS)
        assert doubtful is not None and doubtful.calls > 3
        assert doubtful.share == doubtful.calls / doubtful.examined
        assert faulty.bodies == []  # the number is known before the first call
        steps: list[tuple[int, int]] = []
        answer = index.assistant.judge(doubtful, lambda *step: steps.append(step))
        assert len(faulty.bodies) == doubtful.calls
    index.endpoint = None
    assert steps[0] == (0, doubtful.calls) and steps[-1] == (doubtful.calls, doubtful.calls)
    asked = {c.report for c in doubtful.passages}
    assert bool(_stated(answer) & asked) is all_stated
    if all_stated:
        assert asked <= _stated(answer) | {r.report for r in answer.rows}
        assert f"其中{doubtful.calls}份难以判断，由语言模型m判定" in answer.answer
    assert answer.assisted_by == "m" and answer.generated_by is None


@pytest.mark.usefixtures("wide")
def test_another_reply_leaves_every_verdict_as_it_is(index: Index) -> None:
    plain = index.ask(CENSUS)
    with serving(lambda handler, _: stream(handler, "罚款236万元")) as faulty:
        index.endpoint = Endpoint(faulty.url, "m")
        doubtful = index.assistant.borderline(CENSUS)
        assert doubtful is not None
        answer = index.assistant.judge(doubtful)
    index.endpoint = None
    assert answer.rows == plain.rows and answer.assisted_by is None


@pytest.mark.usefixtures("wide")
def test_once_cancelled_no_more_calls_are_made(index: Index) -> None:
    stop = threading.Event()

    def told(done: int, _: int) -> None:
        if done == 1:
            stop.set()

    with serving(lambda handler, _: stream(handler, "否")) as faulty:
        index.endpoint = Endpoint(faulty.url, "m")
        doubtful = index.assistant.borderline(CENSUS)
        assert doubtful is not None
        index.assistant.judge(doubtful, told, stop)
        assert len(faulty.bodies) == 1
    index.endpoint = None


@pytest.mark.usefixtures("wide")
def test_a_model_that_fails_is_named(index: Index) -> None:
    with serving(lambda handler, _: refuse(handler, 401)) as faulty:
        index.endpoint = Endpoint(faulty.url, "m")
        doubtful = index.assistant.borderline(CENSUS)
        assert doubtful is not None
        with pytest.raises(LanguageModelError, match="refuses the key"):
            index.assistant.judge(doubtful)
    index.endpoint = None


@pytest.mark.slow
@pytest.mark.usefixtures("wide")
def test_a_real_model_is_asked_as_often_as_was_told(assisted: Index) -> None:
    doubtful = assisted.assistant.borderline(CENSUS)
    assert doubtful is not None
    steps: list[int] = []
    answer = assisted.assistant.judge(doubtful, lambda done, _: steps.append(done))
    assert steps == list(range(doubtful.calls)) + [doubtful.calls]
    assert {r.verdict for r in answer.rows} <= {"stated", "none", "mentioned"}
