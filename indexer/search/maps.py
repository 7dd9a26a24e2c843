"""The learned map: turns a query's vector towards the passages that answer it.

One symmetric matrix M (d, d) near the identity; a query q becomes qM at unit length. It damps the
directions in which questions differ from the passages that answer them (within-class covariance
normalisation, Hatch et al. 2006). A map on the passages too would be absorbed by it, as
q M_q (p M_p)ᵀ = q (M_q M_pᵀ) pᵀ, so the index holds the model's own vectors and costs no more.
Trained by ``benchmarks/train_map.py`` (docs/models/map.md) for the bundled model alone: any other
model is used as it is.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from ..index.embedder import ModelIdentity

MAP_FILE = "query_map.npz"


class QueryMap:
    """The map of one model, named by the model's checksum."""

    def __init__(self, matrix: NDArray[np.float32], revision: str) -> None:
        self.matrix, self.revision = matrix, revision

    def apply(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The mapped unit vector (d,) of a unit vector (d,); zero stays zero."""
        mapped = vector @ self.matrix
        norm = float(np.sqrt(np.dot(mapped, mapped)))
        return (mapped / np.float32(norm)).astype(np.float32) if norm > 0 else mapped


def query_map(model: ModelIdentity) -> QueryMap | None:
    """The map for ``model``; None unless it is the very model that the map was trained for."""
    found = _shipped()
    return found if found is not None and found.revision == model.revision else None


@lru_cache(maxsize=1)
def _shipped() -> QueryMap | None:
    source = resources.files("indexer.search").joinpath("data", MAP_FILE)
    if not source.is_file():
        return None
    with source.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        delta = arrays["delta"].astype(np.float32)
        return QueryMap(np.eye(len(delta), dtype=np.float32) + delta, str(arrays["revision"]))


def save_map(path: str, matrix: NDArray[np.float32], revision: str) -> None:
    """Write ``matrix`` for the model of that checksum, as its float16 difference from I."""
    delta = (matrix - np.eye(len(matrix), dtype=np.float32)).astype(np.float16)
    np.savez_compressed(path, delta=delta, revision=np.array(revision))
