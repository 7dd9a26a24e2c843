from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.index.store import scored
from indexer.index.store.faiss_backend import FaissBackend
from indexer.index.store.scored import Scored
from indexer.index.store.spans import rows_of

ROWS, D = 4000, 16
OWNER = np.repeat(np.arange(400, dtype=np.int32), 10)


class Made:
    dimension = D

    def __init__(self) -> None:
        made = np.random.default_rng(5).normal(size=(ROWS, D))
        self.rows = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)

    def __len__(self) -> int:
        return ROWS

    def take(self, rows: np.ndarray) -> np.ndarray:
        return self.rows[rows]


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """The same vectors kept exactly and not, and the vectors."""
    made, found = Made(), []
    for exact_rows in (ROWS, 0):
        folder: Path = tmp_path_factory.mktemp("scored")
        FaissBackend(folder, exact_rows).write("x.faiss", made)
        found.append(FaissBackend(folder).open("x.faiss", ROWS, D))
    return *found, made.rows


def test_cosines_are_those_of_the_rows_whether_exact_or_not(stores) -> None:
    exact, coarse, vectors = stores
    query, rows = vectors[9], np.array([9, 0, 3999, 9])
    for store in (exact, coarse):
        cosines = Scored(store, OWNER, query)
        assert np.allclose(cosines[rows], vectors[rows] @ query, atol=1e-3)
        assert abs(float(cosines[9]) - 1) < 1e-3 and cosines[9] == cosines[9]


def test_all_rows_of_a_small_scope_are_looked_at(stores) -> None:
    for store in stores[:2]:
        cosines = Scored(store, OWNER, stores[2][9])
        assert cosines.within([3, 1]).tolist() == [*range(10, 20), *range(30, 40)]
        assert cosines.within(None).tolist() == list(range(ROWS))
        assert len(cosines.within([])) == 0


def test_of_a_large_scope_the_nearest_rows_are_looked_at(stores, monkeypatch) -> None:
    monkeypatch.setattr(scored, "_NEAR", 100)
    exact, coarse, vectors = stores
    query, odd = vectors[9], range(1, 400, 2)
    cosines = Scored(coarse, OWNER, query)
    rows = cosines.within(odd)
    assert len(rows) == 100 and np.all(np.diff(rows) > 0)
    assert set(OWNER[rows].tolist()) <= set(odd)
    scores = np.where(OWNER % 2 == 1, vectors @ query, -2)
    best = np.argsort(-scores, kind="stable")[:100]
    assert len(np.intersect1d(rows, best)) >= 95
    # Cosines that the search told and others come from one call.
    more = np.r_[rows[:5], 0, 2]
    assert np.allclose(cosines[more], vectors[more] @ query, atol=1e-3)
    assert len(Scored(exact, OWNER, query).within(odd)) == 2000


def test_rows_of_reports_are_theirs_in_order() -> None:
    owner = np.array([0, 0, 2, 3, 3, 3], dtype=np.int32)
    assert rows_of(owner, [3, 0]).tolist() == [0, 1, 3, 4, 5]
    assert rows_of(owner, [1]).tolist() == [] == rows_of(owner, []).tolist()
    assert rows_of(owner, None).tolist() == list(range(6))


def test_rows_that_share_most_words_are_looked_at_too(stores, monkeypatch) -> None:
    monkeypatch.setattr(scored, "_NEAR", 50)
    monkeypatch.setattr(scored, "_BY_WORDS", 3)
    words = np.zeros(ROWS, dtype=np.float32)
    words[[100, 200, 2000, 2001, 3000]] = 1, 2, 3, 0.5, 4
    cosines = Scored(stores[1], OWNER, stores[2][9])
    nearest = Scored(stores[1], OWNER, stores[2][9]).within(None)
    rows = cosines.within(None, lambda: words)
    assert set(rows) == {*nearest, 200, 2000, 3000}
    assert np.allclose(cosines[rows], stores[2][rows] @ stores[2][9], atol=1e-3)
    odd = Scored(stores[1], OWNER, stores[2][9]).within(range(1, 400, 2), lambda: words)
    assert 2000 not in odd and 3000 not in odd


def test_an_exact_store_is_limited_where_asked(stores, monkeypatch) -> None:
    monkeypatch.setattr(scored, "_NEAR", 100)
    exact, _, vectors = stores
    rows = Scored(exact, OWNER, vectors[9], limited=True).within(None)
    best = np.argsort(-(vectors @ vectors[9]), kind="stable")[:100]
    assert rows.tolist() == sorted(best.tolist())
