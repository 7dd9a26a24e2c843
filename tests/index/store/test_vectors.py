from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import IndexDamaged
from indexer.index.store import vectors
from indexer.index.store.vectors import VectorStore


@pytest.fixture
def stored(tmp_path: Path) -> tuple[Path, np.ndarray]:
    rows = np.random.default_rng(1).normal(size=(300, 16)).astype(np.float32)
    VectorStore.build(16, [rows[:100], rows[100:]]).save(tmp_path / "x.faiss")
    return tmp_path / "x.faiss", rows


@pytest.mark.parametrize("map_from", [0, 1 << 30])
def test_the_matrix_is_what_was_stored_mapped_or_read(stored, map_from, monkeypatch) -> None:
    monkeypatch.setattr(vectors, "_MAP_FROM", map_from)
    path, rows = stored
    store = VectorStore.open(path, 300, 16)
    assert np.array_equal(store.matrix, rows) and not store.matrix.flags.writeable
    assert np.allclose(store.scores(rows[:3]), rows[:3] @ rows.T, atol=1e-4)


def test_the_matrix_outlives_its_store(stored) -> None:
    path, rows = stored
    part = VectorStore.open(path, 300, 16).matrix[10:20]
    gc.collect()
    assert np.array_equal(part, rows[10:20])


def test_an_empty_store_has_an_empty_matrix(tmp_path: Path) -> None:
    VectorStore.build(8, []).save(tmp_path / "e.faiss")
    store = VectorStore.open(tmp_path / "e.faiss", 0, 8)
    assert store.matrix.shape == (0, 8) and store.scores(np.ones((2, 8), np.float32)).shape == (
        2,
        0,
    )


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
        VectorStore.open(path, 299 if damage == "other rows" else 300, 16)
