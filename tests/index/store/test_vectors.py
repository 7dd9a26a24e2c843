from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import IndexDamaged
from indexer.index.store import vectors
from indexer.index.store.vectors import FlatStore


@pytest.fixture
def stored(tmp_path: Path) -> tuple[Path, np.ndarray]:
    rows = np.random.default_rng(1).normal(size=(300, 16)).astype(np.float32)
    FlatStore.build(16, [rows[:100], rows[100:]]).save(tmp_path / "x.faiss")
    return tmp_path / "x.faiss", rows


@pytest.mark.parametrize("map_from", [0, 1 << 30])
def test_the_matrix_is_what_was_stored_mapped_or_read(stored, map_from, monkeypatch) -> None:
    monkeypatch.setattr(vectors, "_MAP_FROM", map_from)
    path, rows = stored
    store = FlatStore.open(path, 300, 16)
    assert np.array_equal(store.matrix, rows) and not store.matrix.flags.writeable
    assert np.allclose(store.scores(rows[3]), rows @ rows[3], atol=1e-4)
    chosen = np.array([7, 2])
    assert np.allclose(store.scores(rows[3], chosen), rows[chosen] @ rows[3], atol=1e-4)
    assert np.array_equal(store.vectors(chosen), rows[chosen])


def test_the_matrix_outlives_its_store(stored) -> None:
    path, rows = stored
    part = FlatStore.open(path, 300, 16).matrix[10:20]
    gc.collect()
    assert np.array_equal(part, rows[10:20])


def test_an_empty_store_has_an_empty_matrix(tmp_path: Path) -> None:
    FlatStore.build(8, []).save(tmp_path / "e.faiss")
    store = FlatStore.open(tmp_path / "e.faiss", 0, 8)
    assert store.matrix.shape == (0, 8) and store.scores(np.ones(8, np.float32)).shape == (0,)
    assert len(store.search(np.ones(8, np.float32), 3)[0]) == 0


def test_a_search_finds_the_nearest_of_the_rows_allowed_in_order(stored) -> None:
    path, rows = stored
    store, scores = FlatStore.open(path, 300, 16), rows @ rows[5]
    found, told = store.search(rows[5], 10)
    assert found.tolist() == np.argsort(-scores, kind="stable")[:10].tolist()
    assert np.allclose(told, scores[found], atol=1e-4)
    odd = np.arange(300) % 2 == 1
    best = np.argsort(np.where(odd, -scores, np.inf), kind="stable")[:10]
    assert store.search(rows[5], 10, odd)[0].tolist() == best.tolist()


def test_equal_rows_are_found_in_their_order(tmp_path: Path) -> None:
    same = np.ones((500, 4), dtype=np.float32)
    FlatStore.build(4, [same]).save(tmp_path / "s.faiss")
    store = FlatStore.open(tmp_path / "s.faiss", 500, 4)
    assert store.search(same[0], 7)[0].tolist() == list(range(7))


@pytest.mark.parametrize("damage", ["truncated", "garbage", "missing", "other rows"])
def test_a_file_that_is_not_the_store_is_one_clear_error(stored, damage: str) -> None:
    path, _ = stored
    if damage == "truncated":
        path.write_bytes(path.read_bytes()[:1000])
    elif damage == "garbage":
        path.write_bytes(b"\0" * 2000)
    elif damage == "missing":
        path.unlink()
    with pytest.raises(IndexDamaged, match=r"x\.faiss.*rebuild"):
        FlatStore.open(path, 299 if damage == "other rows" else 300, 16)
