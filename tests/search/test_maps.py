from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indexer.index.embedder import ModelIdentity, bundled_identity
from indexer.search.maps import MAP_FILE, QueryMap, query_map, save_map


def test_the_map_serves_the_bundled_model_and_no_other() -> None:
    assert query_map(bundled_identity()) is not None
    assert query_map(ModelIdentity("bundled", "another checksum", 512)) is None
    assert query_map(ModelIdentity("hub/model", "0" * 64, 384)) is None


def test_the_shipped_map_is_small_symmetric_and_near_the_identity() -> None:
    found = query_map(bundled_identity())
    assert found is not None
    matrix = found.matrix
    assert matrix.shape == (512, 512)
    assert np.allclose(matrix, matrix.T)
    assert abs(float(np.trace(matrix)) / 512 - 1) < 0.01
    assert (np.linalg.eigvalsh(matrix) > 0).all()
    path = Path(__file__).parents[2] / "indexer/search/data" / MAP_FILE
    assert path.stat().st_size < 1_500_000


@given(arrays(np.float32, 8, elements=st.floats(-1, 1, width=32)))
def test_a_mapped_vector_has_unit_length_and_zero_stays_zero(vector: np.ndarray) -> None:
    mapped = QueryMap(np.diag(np.arange(1, 9)).astype(np.float32), "r").apply(vector)
    norm = float(np.linalg.norm(mapped))
    assert abs(norm - 1) < 1e-3 or norm == 0 or float(np.abs(vector).max()) < 1e-15


def test_a_saved_map_reads_back_and_equal_maps_give_equal_files(tmp_path: Path) -> None:
    matrix = (np.eye(6) + 0.25 * np.ones((6, 6))).astype(np.float32)
    save_map(str(tmp_path / "a.npz"), matrix, "model-1")
    save_map(str(tmp_path / "b.npz"), matrix, "model-1")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    with np.load(tmp_path / "a.npz", allow_pickle=False) as kept:
        assert np.allclose(np.eye(6) + kept["delta"].astype(np.float32), matrix, atol=1e-3)
        assert str(kept["revision"]) == "model-1"
