"""Cosines between one query and the rows of a store, computed when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import overload

import numpy as np
from numpy.typing import NDArray

from .spans import rows_of
from .vector_store import Array, Chosen, VectorStore, best_first

_NEAR = 20_000  # rows of a large scope that are looked at, the nearest ones
_BY_WORDS = 2_000  # and those that share most words with the question


class Scored:
    """Cosines by row. Those of an exact store are computed all at once."""

    def __init__(
        self,
        store: VectorStore,
        owner: NDArray[np.int32],
        query: Array,
        *,
        limited: bool | None = None,
    ) -> None:
        """``owner``: the report of each row, ascending. ``limited``: of a large scope only the
        nearest rows are looked at (None: if the store is not exact)."""
        self._store, self._owner, self._query = store, owner, query
        self._all = store.scores(query) if store.exact else None
        self._limited = not store.exact if limited is None else limited
        self._known: dict[int, np.float32] = {}
        self._near: tuple[Chosen, Array] = np.zeros(0, np.int64), np.zeros(0, np.float32)

    @overload
    def __getitem__(self, rows: int) -> np.float32: ...

    @overload
    def __getitem__(self, rows: Chosen) -> Array: ...

    def __getitem__(self, rows: int | Chosen) -> np.float32 | Array:
        if self._all is not None:
            return self._all[rows]
        if isinstance(rows, np.ndarray):
            return self._of_many(rows)
        if rows not in self._known:
            self._known[rows] = self._of_many(np.array([rows]))[0]
        return self._known[rows]

    def within(
        self, reports: Iterable[int] | None, words: Callable[[], Array] | None = None
    ) -> Chosen:
        """Rows of ``reports`` (None: all), in order. Where they are limited, the nearest 20 000 if
        there are more, and the best 2 000 by ``words`` (n,), where given."""
        rows = rows_of(self._owner, reports)
        if not self._limited or len(rows) <= _NEAR:
            return rows
        mask = None
        if len(rows) < len(self._owner):
            mask = np.zeros(len(self._owner), dtype=np.bool_)
            mask[rows] = True
        found, scores = self._store.search(self._query, _NEAR, mask)
        order = np.argsort(found)
        self._near = found[order], scores[order]
        if words is None:
            return self._near[0]
        covered = words()
        some = np.flatnonzero(covered > 0) if mask is None else rows[covered[rows] > 0]
        by_words = best_first(some, covered[some], _BY_WORDS)[0]
        return np.union1d(self._near[0], by_words)

    def _of_many(self, rows: Chosen) -> Array:
        """Those found by the last search are known; the others are computed."""
        near, scores = self._near
        if not len(near):
            return self._store.scores(self._query, rows)
        places = np.searchsorted(near, rows).clip(max=len(near) - 1)
        found = scores[places]
        missing = near[places] != rows
        found[missing] = self._store.scores(self._query, rows[missing])
        return found
