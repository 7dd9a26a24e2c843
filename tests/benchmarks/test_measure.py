from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.measure import percentile, rank_of, rank_scores, table


def test_rank_scores_of_known_ranks() -> None:
    scores = rank_scores([1, 2, 6, 11])
    assert (scores.first, scores.five) == (0.25, 0.5)
    assert scores.mrr == pytest.approx((1 + 1 / 2 + 1 / 6) / 4)
    assert rank_scores([]).questions == 0


def test_a_report_ranks_by_its_best_passage_and_ties_by_row() -> None:
    owner = np.array([0, 0, 1, 2, 2], dtype=np.int32)
    scores = np.array([0.1, 0.9, 0.5, 0.2, 0.9], dtype=np.float32)
    assert [rank_of(scores, owner, wanted) for wanted in (0, 1, 2)] == [1, 3, 2]


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=30))
def test_every_report_has_its_own_rank(values: list[float]) -> None:
    scores = np.array(values, dtype=np.float32)
    owner = np.arange(len(values), dtype=np.int32)
    ranks = sorted(rank_of(scores, owner, i) for i in range(len(values)))
    assert ranks == list(range(1, len(values) + 1))


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([5, 1, 3, 2, 4], 0.5) == 3
    assert percentile([5, 1, 3, 2, 4], 0.95) == 5
    assert percentile([], 0.5) == 0


def test_a_table_is_markdown() -> None:
    assert table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"
