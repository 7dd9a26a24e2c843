"""FAISS flat inner-product stores: exact, and their rows are the rows of the catalog.

Vectors are unit length, so the inner product is the cosine (faiss-cpu ``IndexFlatIP``).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import IndexDamaged
from .vector_store import Array, Chosen, Mask, Matrix, best_first

_MAP_FROM = 64 * 1024 * 1024  # bytes; smaller stores are read into memory at once


class FlatStore:
    """Unit vectors float32 (n, d) in a FAISS flat index, opened read-only."""

    exact = True

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, dimension: int, blocks: Iterable[Matrix]) -> FlatStore:
        """A store of the rows of all ``blocks``, in order."""
        import faiss

        index = faiss.IndexFlatIP(dimension)
        for block in blocks:
            if len(block):
                index.add(np.ascontiguousarray(block, dtype=np.float32))
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index file; OSError when the disk does not take it."""
        write_index(self._index, path, int(self._index.ntotal) * int(self._index.d) * 4)

    @classmethod
    def open(cls, path: Path, rows: int, dimension: int) -> FlatStore:
        """The store at ``path``; IndexDamaged when it is not ``rows`` vectors of ``dimension``."""
        import faiss

        flags = faiss.IO_FLAG_MMAP_IFC if size_of(path) >= _MAP_FROM else 0
        return cls(read_index(path, flags, "IndexFlatIP", rows, dimension))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def matrix(self) -> Matrix:
        """Zero-copy view float32 (n, d) of the stored vectors; do not write to it."""
        import faiss

        n, d = int(self._index.ntotal), int(self._index.d)
        if n == 0:
            return np.zeros((0, d), dtype=np.float32)
        view: Matrix = faiss.rev_swig_ptr(self._index.get_xb(), n * d).reshape(n, d)
        view.flags.writeable = False
        # The view borrows the index's memory: keep the index alive as long as the view is.
        return view.view(_Borrowed)._keep(self._index)

    def vectors(self, rows: Chosen) -> Matrix:
        """Copies of the vectors (r, d) at ``rows``."""
        return np.asarray(np.asarray(self.matrix)[rows])

    def scores(self, query: Array, rows: Chosen | slice | None = None) -> Array:
        """Exact inner products float32 of ``query`` (d,) with the vectors at ``rows``, or with all.

        A mapped file's vectors are not aligned, and numpy would copy them first: FAISS does not.
        """
        import faiss

        matrix = np.asarray(self.matrix)
        if rows is not None:
            return np.asarray(matrix[rows] @ query)
        if matrix.flags.aligned or not len(matrix):
            return np.asarray(matrix @ query)
        found, asked = np.empty(len(matrix), np.float32), np.ascontiguousarray(query, np.float32)
        pointer, products = (
            faiss.swig_ptr,
            vars(faiss)["fvec_inner_products_ny"],
        )  # not in its stubs
        products(pointer(found), pointer(asked), self._index.get_xb(), len(asked), len(matrix))
        return found

    def search(self, query: Array, k: int, within: Mask | None = None) -> tuple[Chosen, Array]:
        """The ``k`` nearest rows, exactly; see ``VectorStore``."""
        if within is None:
            return best_first(np.arange(len(self)), self.scores(query), k)
        rows = np.flatnonzero(within)
        return best_first(rows, self.scores(query)[rows], k)


def write_index(index: Any, path: Path, least: int) -> None:
    """Write a FAISS index of more than ``least`` bytes; OSError when the disk does not take it."""
    import faiss

    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:  # FAISS reports a full disk so
        raise OSError(f"{path} cannot be written: {_first_line(error)}") from error
    # FAISS does not look at the result of closing the file, which writes the last block.
    if path.stat().st_size <= least:
        raise OSError(f"{path} cannot be written: the disk took only part of it")


def read_index(path: Path, flags: int, kind: str, rows: int, dimension: int) -> Any:
    """The FAISS index at ``path``; IndexDamaged when it is not of ``kind`` and size."""
    import faiss

    # One thread a request: torch and onnxruntime have pools of their own.
    faiss.omp_set_num_threads(1)
    try:
        index = faiss.read_index(str(path), flags)
    except (RuntimeError, OSError) as error:
        raise IndexDamaged(
            f"{path} cannot be read ({_first_line(error)}); run: policyqa build --rebuild"
        ) from error
    if type(index).__name__ != kind or (index.ntotal, index.d) != (rows, dimension):
        raise IndexDamaged(
            f"{path} does not contain {rows} vectors of {dimension} dimensions as the manifest "
            "says; run: policyqa build --rebuild"
        )
    return index


def size_of(path: Path) -> int:
    """Bytes of a file; IndexDamaged if it is not there."""
    try:
        return path.stat().st_size
    except OSError as error:
        raise IndexDamaged(
            f"{path} cannot be read ({_first_line(error)}); run: policyqa build --rebuild"
        ) from error


class _Borrowed(np.ndarray[Any, np.dtype[np.float32]]):
    """An array that keeps the owner of its memory alive."""

    _owner: Any = None

    def _keep(self, owner: Any) -> _Borrowed:
        self._owner = owner
        return self

    def __array_finalize__(self, source: Any) -> None:
        self._owner = getattr(source, "_owner", None)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
