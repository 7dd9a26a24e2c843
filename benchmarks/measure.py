"""What the benchmarks share: ranks to scores, times to percentiles, plain tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class RankScores:
    """Shares of questions whose passage is first, among the first five; mean reciprocal rank."""

    questions: int
    first: float
    five: float
    mrr: float


def rank_scores(ranks: Sequence[int]) -> RankScores:
    """R@1, R@5 and MRR@10 of 1-based ``ranks``; an empty list gives zeros."""
    if not ranks:
        return RankScores(0, 0.0, 0.0, 0.0)
    n = len(ranks)
    return RankScores(
        n,
        sum(r == 1 for r in ranks) / n,
        sum(r <= 5 for r in ranks) / n,
        sum(1 / r for r in ranks if r <= 10) / n,
    )


def rank_of(scores: NDArray[np.float32], owner: NDArray[np.int32], wanted: int) -> int:
    """1-based rank of the group ``wanted``, a group being as good as its best row.

    ``owner`` (ascending) names the group of each row; of equal groups the earlier is ahead.
    """
    firsts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    best = np.maximum.reduceat(scores, firsts)
    place = int(np.searchsorted(owner[firsts], wanted))
    ahead = int((best > best[place]).sum() + (best[:place] == best[place]).sum())
    return ahead + 1


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest-rank percentile; 0 for no values."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
