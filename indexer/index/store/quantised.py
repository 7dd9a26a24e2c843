"""FAISS inverted lists of quantised vectors, for stores too large to be scored row by row.

Vectors are sorted into lists around trained centres (Jégou et al. 2011) and kept as 16-bit floats
(``IndexIVFScalarQuantizer``, QT_fp16). A search looks at the lists nearest to the query. The file
is mapped, so that opening does not read it. Rows without a vector (zeros) are in no list.

Eight bits a dimension would halve the file once more, but reports share so much wording that many
vectors lie close together: of the ten exact nearest, they found 97 % (docs/scale.md). A vector is
kept by itself, not as its distance from a centre: a later build that copies it changes no bit.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from ...settings import usable_cores
from .vector_store import Approximation, Array, Chosen, Mask, Matrix, VectorRows, best_first
from .vectors import read_index, write_index

KIND = "IndexIVFScalarQuantizer"
_BLOCK = 65_536
_SCORED = 4096  # rows decoded at a time: they stay in the processor's cache
_A_CENTRE = 64  # vectors that each centre is trained with
_ROUNDS = 10  # of k-means
_FEW = 20_000  # rows that are scored one by one rather than searched
_SCANNED = 8  # rows looked at for each that is wanted, at least
QUERIES = 200
NEAREST = 10
_ENOUGH = 0.995  # recall at which no further lists are probed
_PROBES = (32, 64, 128, 256, 512, 1024)  # questions lie farther off than the vectors tried


class IvfStore:
    """Vectors (n, d) kept as 16-bit floats."""

    exact = False

    def __init__(self, index: Any) -> None:
        self._index = index
        self._mapping = Lock()

    @classmethod
    def build(cls, vectors: VectorRows, like: IvfStore | None = None) -> tuple[IvfStore, str]:
        """A store of ``vectors`` and its kind; with the centres of ``like`` where these are not
        too many or too few."""
        import faiss

        faiss.omp_set_num_threads(usable_cores())
        lists = lists_for(len(vectors))
        if like is not None and lists / 4 <= like._index.nlist <= lists * 4:
            index = like._emptied()
        else:
            index = _trained(vectors, lists)
        for start in range(0, len(vectors), _BLOCK):
            rows = np.arange(start, min(start + _BLOCK, len(vectors)))
            block = np.ascontiguousarray(vectors.take(rows), dtype=np.float32)
            places = index.quantizer.search(block, 1)[1].ravel()
            places[~block.any(axis=1)] = -1
            index.add_core(
                len(block), faiss.swig_ptr(block), faiss.swig_ptr(rows), faiss.swig_ptr(places)
            )
        return cls(index), f"IVF{index.nlist},SQfp16"

    @classmethod
    def open(cls, path: Path, rows: int, dimension: int) -> IvfStore:
        """The store at ``path``; IndexDamaged when it is not ``rows`` vectors of ``dimension``."""
        import faiss

        # FAISS cannot map lists on Windows: there they are read into memory.
        flags = 0 if sys.platform == "win32" else faiss.IO_FLAG_MMAP
        return cls(read_index(path, flags, KIND, rows, dimension))

    def save(self, path: Path) -> None:
        """Write the index file; OSError when the disk does not take it."""
        index = self._index
        write_index(index, path, int(index.invlists.compute_ntotal()) * int(index.d) * 2)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def vectors(self, rows: Chosen) -> Matrix:
        """The vectors (r, d) at ``rows``, decoded; zero where there is none."""
        rows = np.asarray(rows, dtype=np.int64)
        found = np.zeros((len(rows), int(self._index.d)), dtype=np.float32)
        held = self._held[rows]
        if held.any():
            found[held] = self._decoded(rows[held])
        return found

    def _decoded(self, rows: Chosen) -> Matrix:
        found: Matrix = self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return found

    def scores(self, query: Array, rows: Chosen | slice | None = None) -> Array:
        """Inner products of ``query`` (d,) with the decoded vectors at ``rows``, or with all."""
        whole = slice(None) if rows is None else rows
        wanted = np.arange(len(self))[whole] if isinstance(whole, slice) else np.asarray(whole)
        found = np.zeros(len(wanted), dtype=np.float32)
        places = np.flatnonzero(self._held[wanted])
        for start in range(0, len(places), _SCORED):
            part = places[start : start + _SCORED]
            found[part] = self._decoded(wanted[part]) @ query
        return found

    def search(self, query: Array, k: int, within: Mask | None = None) -> tuple[Chosen, Array]:
        """The ``k`` nearest rows of the lists probed; all rows ``within`` if these are few. More
        lists are probed for a large ``k``, and where ``within`` leaves few rows in each."""
        import faiss

        rows, allowed = len(self), None
        if within is not None:
            rows = int(within.sum())
            if rows <= _FEW:
                few = np.flatnonzero(within)
                return best_first(few, self.scores(query, few), k)
            selector: Any = faiss.IDSelectorBitmap  # faiss's stubs lack its numpy forms
            allowed = selector(np.packbits(within, bitorder="little"))
        lists = int(self._index.nlist)
        probes = max(self.probes * len(self) // max(rows, 1), lists * k * _SCANNED // max(rows, 1))
        parameters: Any = faiss.SearchParametersIVF
        asked = parameters(sel=allowed, nprobe=min(max(probes, 1), lists))
        scores, found = self._index.search(query[None].astype(np.float32), k, params=asked)
        held = found[0] >= 0
        return best_first(found[0][held], scores[0][held], k)

    @property
    def probes(self) -> int:
        """Lists that an ordinary search looks at; kept in the file."""
        return int(self._index.nprobe)

    def tune(self, vectors: VectorRows) -> tuple[float, int]:
        """Set how many lists are probed: the fewest with which the exact nearest of a sample of
        ``vectors`` are found. Returns the share of them that is found, and the sample's size."""
        sample = np.random.default_rng(0).choice(len(vectors), min(QUERIES, len(vectors)), False)
        queries = vectors.take(np.sort(sample))
        queries = queries[queries.any(axis=1)]
        exact = _nearest(vectors, queries)

        def recall(probes: int) -> float:
            self._index.nprobe = probes
            return self._recall(queries, exact)

        return fewest_probes(int(self._index.nlist), recall)[1], len(queries)

    def _recall(self, queries: Matrix, exact: Chosen) -> float:
        found = [self.search(query, exact.shape[1])[0] for query in queries]
        pairs = zip(found, exact, strict=True)
        return sum(len(np.intersect1d(a, b)) for a, b in pairs) / max(exact.size, 1)

    def _emptied(self) -> Any:
        """A new index with this one's centres and no vectors."""
        import faiss

        old, d = self._index, int(self._index.d)
        centres = faiss.IndexFlatIP(d)
        centres.add(faiss.downcast_index(old.quantizer).reconstruct_n(0, int(old.nlist)))
        index = _empty(centres, d, int(old.nlist))
        index.is_trained = True
        index.nprobe = old.nprobe
        return index

    @property
    def _held(self) -> Mask:
        with self._mapping:
            return self._held_rows

    @cached_property
    def _held_rows(self) -> Mask:
        """Which rows have a vector; from here on single rows can be decoded."""
        import faiss

        self._index.make_direct_map()
        return np.asarray(faiss.vector_to_array(self._index.direct_map.array) >= 0)


def approximate(vectors: VectorRows, path: Path, like: IvfStore | None) -> Approximation:
    """Write ``vectors`` as inverted lists to ``path``, with the recall measured."""
    store, kind = IvfStore.build(vectors, like)
    recall, queries = store.tune(vectors)
    store.save(path)
    return Approximation(kind, len(vectors), store.probes, round(recall, 4), queries)


def fewest_probes(lists: int, recall: Callable[[int], float]) -> tuple[int, float]:
    """How many of ``lists`` to probe: the fewest of those tried with which enough is found. Also
    the recall with so many, which ``recall`` measures."""
    probes, found = lists, 0.0
    for tried in _PROBES:
        probes = min(tried, lists)
        found = recall(probes)
        if found >= _ENOUGH or probes == lists:
            break
    return probes, found


def lists_for(rows: int) -> int:
    """The power of two nearest to twice the root of ``rows``, 16384 at most."""
    return min(rows, int(2 ** np.clip(np.round(np.log2(2 * np.sqrt(max(rows, 1)))), 0, 14)))


def _empty(centres: Any, d: int, lists: int) -> Any:
    import faiss

    metric = faiss.METRIC_INNER_PRODUCT
    half = faiss.ScalarQuantizer.QT_fp16
    index = faiss.IndexIVFScalarQuantizer(centres, d, lists, half, metric, False)
    index.own_fields = True
    centres.this.disown()
    return index


def _trained(vectors: VectorRows, lists: int) -> Any:
    import faiss

    d = vectors.dimension
    index = _empty(faiss.IndexFlatIP(d), d, lists)
    index.cp.niter = _ROUNDS
    index.cp.max_points_per_centroid = _A_CENTRE
    index.cp.min_points_per_centroid = 1
    count = min(len(vectors), lists * _A_CENTRE)
    rows = np.sort(np.random.default_rng(0).choice(len(vectors), count, False))
    sample = np.concatenate(
        [vectors.take(rows[i : i + _BLOCK]) for i in range(0, len(rows), _BLOCK)]
    )
    index.train(np.ascontiguousarray(sample[sample.any(axis=1)], dtype=np.float32))
    return index


def _nearest(vectors: VectorRows, queries: Matrix) -> Chosen:
    """The rows of the exact nearest of each query (q, 10), block by block."""
    count = min(NEAREST, len(vectors))
    best = np.full((len(queries), count), -np.inf, dtype=np.float32)
    rows = np.zeros((len(queries), count), dtype=np.int64)
    for start in range(0, len(vectors), _BLOCK):
        block = vectors.take(np.arange(start, min(start + _BLOCK, len(vectors))))
        scores = np.concatenate([best, queries @ block.T], axis=1)
        numbers = np.arange(start, start + len(block))
        known = np.concatenate([rows, np.tile(numbers, (len(queries), 1))], axis=1)
        kept = np.argpartition(-scores, count - 1, axis=1)[:, :count]
        best = np.take_along_axis(scores, kept, axis=1)
        rows = np.take_along_axis(known, kept, axis=1)
    return rows
