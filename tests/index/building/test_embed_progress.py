"""Time left: from what is embedded, not from counts, and none before there is enough to tell."""

from __future__ import annotations

import pytest

from indexer.index.building.embed_progress import EmbedProgress, TimeLeft, cost, piece_cost
from indexer.index.building.progress import Progress, rough
from indexer.models.pieces import Piece


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def run(left: TimeLeft, clock: Clock, steps: list[tuple[float, int]]) -> list[float | None]:
    told = [left(0)]
    for seconds, done in steps:
        clock.now += seconds
        told.append(left(done))
    return told


def test_there_is_no_estimate_before_three_steps_after_the_first_and_five_seconds() -> None:
    clock = Clock()
    told = run(TimeLeft(1000, clock), clock, [(30.0, 10), (2, 20), (2, 30), (2, 40), (2, 50)])
    assert told[:4] == [None, None, None, None]
    assert told[4:] == [pytest.approx(960 / 5), pytest.approx(950 / 5)]  # not the first 30 s
    quick = run(TimeLeft(1000, clock), clock, [(1, 10 * n) for n in range(1, 7)])
    assert quick[:6] == [None] * 6 and quick[6] == pytest.approx(94)


def test_the_estimate_follows_a_machine_that_slows_down() -> None:
    clock = Clock()
    steps = [(1.0, 10 * n) for n in range(1, 601)] + [(10.0, 6000 + 10 * n) for n in range(1, 201)]
    told = run(TimeLeft(20_000, clock), clock, steps)
    assert told[600] == pytest.approx(1400, rel=0.01)
    assert told[800] == pytest.approx(12_000, rel=0.02)


def test_it_is_zero_at_the_end_and_when_nothing_is_to_be_done() -> None:
    clock = Clock()
    assert run(TimeLeft(20, clock), clock, [(1, 20)])[-1] == 0
    assert TimeLeft(0, clock)(0) == 0


def test_a_text_costs_the_same_in_chinese_and_english() -> None:
    """The same words are 3 tokens in both, by the bundled model within a sixth."""
    chinese, english = "行政处罚案件" * 10, "administrative penalty cases " * 6
    assert 0.8 < cost(chinese) / cost(english) < 1.25
    bare = Piece("罚款合计")
    table = Piece("罚款合计", figures=((0, 4, 0, 4),) * 2, named=(("罚款",), ("罚款", "罚款合计")))
    assert piece_cost(table) == piece_cost(bare) + cost("罚款", "罚款合计")


def test_kept_passages_count_as_done_but_not_as_speed() -> None:
    seen: list[Progress] = []
    told = EmbedProgress(
        seen.append, [10] * 6, [False, False, True, False, True, True], [2, 4, 6], more=5
    )
    for done in range(4):
        told(done)
    told(3, 5)
    assert [(p.passages_done, p.passages_total, p.passages_kept) for p in seen] == [
        (3, 6, 3),
        (4, 6, 3),
        (5, 6, 3),
        (6, 6, 3),
        (6, 6, 3),
    ]
    assert [p.reports_done for p in seen] == [1, 2, 2, 3, 3]
    assert seen[0].passages_per_second == 0 and seen[3].seconds_left is None
    assert seen[4].seconds_left == 0


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.4, ("5", "seconds")),
        (43, ("45", "seconds")),
        (100, ("2", "minutes")),
        (5000, ("83", "minutes")),
        (8_000, ("2", "hours")),
        (9_500, ("2.5", "hours")),
        (180_000, ("50", "hours")),
    ],
)
def test_durations_have_no_more_digits_than_an_estimate_deserves(
    seconds: float, told: tuple[str, str]
) -> None:
    assert rough(seconds) == told
