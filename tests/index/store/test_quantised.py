from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.errors import IndexDamaged
from indexer.index.store import quantised
from indexer.index.store.faiss_backend import FaissBackend
from indexer.index.store.quantised import IvfStore
from indexer.index.store.vectors import FlatStore

ROWS, D = 6000, 32
EMPTY = 17  # a row without a vector


class Made:
    """Vectors in 40 clusters, at unit length."""

    dimension = D

    def __init__(self, rows: np.ndarray | None = None) -> None:
        rng = np.random.default_rng(2)
        made = rng.normal(size=(40, D))[rng.integers(0, 40, ROWS)] + rng.normal(size=(ROWS, D))
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        made[EMPTY] = 0
        self.rows = made.astype(np.float32) if rows is None else rows

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, rows: np.ndarray) -> np.ndarray:
        return self.rows[rows]


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[Path, Made, object]:
    folder, made = tmp_path_factory.mktemp("ivf"), Made()
    told = FaissBackend(folder, exact_rows=1000).write("x.faiss", made)
    return folder, made, told


@pytest.fixture
def store(written) -> IvfStore:
    folder, made, _ = written
    opened = FaissBackend(folder).open("x.faiss", ROWS, D)
    assert isinstance(opened, IvfStore)
    return opened


def test_size_decides_whether_a_store_is_exact(tmp_path: Path, written) -> None:
    made, backend = Made(), FaissBackend(tmp_path, exact_rows=ROWS)
    assert backend.write("x.faiss", made) is None
    exact = backend.open("x.faiss", ROWS, D)
    assert isinstance(exact, FlatStore) and exact.exact
    assert np.array_equal(exact.matrix, made.rows)
    assert written[2].kind == "IVF128,SQfp16" and written[2].rows == ROWS


def test_the_recall_that_is_told_is_what_a_search_finds(store: IvfStore, written) -> None:
    _, made, told = written
    found = exact = 0
    for row in range(100, 300):
        best = np.argsort(-(made.rows @ made.rows[row]), kind="stable")[:10]
        found += len(np.intersect1d(store.search(made.rows[row], 10)[0], best))
        exact += 10
    assert told.recall >= 0.98 and told.queries == 200
    assert found / exact >= 0.98 and store.probes == told.probes


def test_vectors_and_scores_of_rows_are_what_was_written(store: IvfStore, written) -> None:
    _, made, _ = written
    rows = np.array([5000, EMPTY, 3, 3])
    assert np.allclose(store.vectors(rows), made.rows[rows], atol=2e-4)
    assert not store.vectors(rows)[1].any()
    query = made.rows[8]
    assert np.allclose(store.scores(query, rows), made.rows[rows] @ query, atol=1e-3)
    assert np.allclose(store.scores(query), made.rows @ query, atol=1e-3)
    assert np.array_equal(store.scores(query, slice(4, 9)), store.scores(query)[4:9])
    assert len(store.vectors(np.zeros(0, dtype=np.int64))) == 0


@pytest.mark.parametrize("few", [0, 10_000])
def test_a_search_within_rows_finds_the_best_of_them(store, written, few, monkeypatch) -> None:
    monkeypatch.setattr(quantised, "_FEW", few)  # searched, and scored one by one
    _, made, _ = written
    allowed = np.zeros(ROWS, dtype=np.bool_)
    allowed[::7] = True
    scores = np.where(allowed, made.rows @ made.rows[14], -1)
    best = np.argsort(-scores, kind="stable")[:10]
    found, told = store.search(made.rows[14], 10, allowed)
    assert len(np.intersect1d(found, best)) >= 9 and found[0] == 14
    assert np.all(np.diff(told) <= 0) and allowed[found].all()
    assert len(store.search(made.rows[14], 10, np.zeros(ROWS, dtype=np.bool_))[0]) == 0


def test_a_search_for_very_many_looks_at_more_lists(store: IvfStore, written) -> None:
    _, made, _ = written
    found = store.search(made.rows[3], 3000)[0]
    best = np.argsort(-(made.rows @ made.rows[3]), kind="stable")[:3000]
    assert len(found) == 3000
    assert len(np.intersect1d(found, best)) > 2900


def test_copying_a_store_changes_no_vector_however_often(store: IvfStore, tmp_path: Path) -> None:
    before, all_rows = store, np.arange(ROWS)
    first = store.vectors(all_rows)
    for night in range(3):
        folder = tmp_path / str(night)
        folder.mkdir()
        backend = FaissBackend(folder, exact_rows=1000)
        told = backend.write("x.faiss", Made(before.vectors(all_rows)), before)
        assert told.recall >= 0.98
        before = backend.open("x.faiss", ROWS, D)
    assert np.array_equal(before.vectors(all_rows), first)


def test_equal_vectors_give_equal_files(written, tmp_path: Path) -> None:
    folder, made, _ = written
    FaissBackend(tmp_path, exact_rows=1000).write("x.faiss", made)
    assert (tmp_path / "x.faiss").read_bytes() == (folder / "x.faiss").read_bytes()


@pytest.mark.parametrize("damage", ["truncated", "garbage", "missing", "other rows"])
def test_a_file_that_is_not_the_store_is_one_clear_error(written, tmp_path, damage: str) -> None:
    folder, _, _ = written
    data = (folder / "x.faiss").read_bytes()
    if damage == "truncated":
        data = data[: len(data) // 2]
    elif damage == "garbage":
        data = data[:4] + b"\0" * 2000
    if damage != "missing":
        (tmp_path / "x.faiss").write_bytes(data)
    with pytest.raises(IndexDamaged, match=r"x\.faiss.*rebuild"):
        FaissBackend(tmp_path).open("x.faiss", ROWS - (damage == "other rows"), D)
