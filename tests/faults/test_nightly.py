"""A few nights in fast motion; ``python -m benchmarks.nightly`` runs twenty over 1 000 reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.nightly import week


@pytest.mark.slow
@pytest.mark.parametrize(
    ("reports", "count"), [(30, 4), pytest.param(60, 6, marks=pytest.mark.long)]
)
def test_every_night_answers_as_a_fresh_build_and_two_generations_are_the_most(
    tmp_path: Path, reports: int, count: int
) -> None:
    nights = week(tmp_path, reports, count, 7)
    assert [(n.number, p) for n in nights for p in n.problems] == []
    assert len(nights) == count and max(n.generations for n in nights) <= 2
    for change in ("added", "changed", "removed", "renamed"):
        assert sum(getattr(n, change) for n in nights) > 0
    assert max(n.peak_bytes for n in nights) < 2.5 * max(n.generation_bytes for n in nights)
