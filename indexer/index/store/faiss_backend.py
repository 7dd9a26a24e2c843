"""The vectors of a generation as FAISS files in its folder: exact while that is fast, quantised in
inverted lists beyond."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .quantised import IvfStore, approximate
from .vector_store import Approximation, Kept, VectorRows, VectorStore
from .vectors import FlatStore, size_of

EXACT_ROWS = 200_000  # scored in about 30 ms on one core at 384 dimensions
_BLOCK = 65_536


class FaissBackend:
    """Stores below ``folder``, one file each. Up to ``exact_rows`` rows (None: EXACT_ROWS) are kept
    exactly."""

    def __init__(self, folder: Path, exact_rows: int | None = None) -> None:
        self._folder = folder
        self._exact_rows = EXACT_ROWS if exact_rows is None else exact_rows

    def write(
        self, name: str, vectors: VectorRows, like: VectorStore | None = None
    ) -> Approximation | None:
        """See ``VectorBackend``."""
        path = self._folder / name
        if len(vectors) > self._exact_rows:
            return approximate(vectors, path, like if isinstance(like, IvfStore) else None)
        starts = range(0, len(vectors), _BLOCK)
        blocks = (vectors.take(np.arange(i, min(i + _BLOCK, len(vectors)))) for i in starts)
        FlatStore.build(vectors.dimension, blocks).save(path)
        return None

    @property
    def kept(self) -> Kept | None:
        """None: they are in the folder."""
        return None

    def finish(self) -> dict[str, Approximation]:
        """Nothing is left to do."""
        return {}

    def open(self, name: str, rows: int, dimension: int) -> VectorStore:
        """See ``VectorBackend``; the file says of which kind it is."""
        path = self._folder / name
        if size_of(path) and not _is_flat(path):
            return IvfStore.open(path, rows, dimension)
        return FlatStore.open(path, rows, dimension)


def _is_flat(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) != b"IwSq"
