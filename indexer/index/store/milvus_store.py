"""The vectors of one kind in Milvus: a partition of the generation's collection.

Milvus computes the inner products. One search returns 16 384 rows at most; a store of no more rows
is scored whole in one call, which makes it exact in the sense of ``VectorStore``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from ...errors import IndexDamaged
from .milvus_server import ANSWER_SECONDS, MilvusServer
from .vector_store import Array, Chosen, Mask, Matrix, best_first

MOST = 16_384  # rows that Milvus returns at most (quotaAndLimits.limits.topK)
KEY, VECTOR, METRIC = "key", "vector", "IP"
KINDS = 4  # keys are unique in a collection: row * KINDS + the number of the kind
_SPARE = 64  # rows beyond those wanted, among which equal ones are put in order
_RUNS = 32  # a mask of more runs is told row by row
_FETCHED = 8 * 2**20  # bytes of vectors asked for at once; gRPC takes no more than 64 MB
_SCANNED = 8  # rows looked at for each that is wanted, at least


class Part(NamedTuple):
    """Where a store is: ``partition`` of ``collection``, with ``rows`` vectors whose keys tell
    ``kind`` (0 to 3). ``lists``: those of an inverted index, 0 for none; ``probes`` of them are
    looked at."""

    collection: str
    partition: str
    kind: int
    rows: int
    dimension: int
    lists: int = 0
    probes: int = 0


class MilvusStore:
    """Unit vectors float32 (n, d), read from a server. StoreError if it does not answer."""

    def __init__(self, server: MilvusServer, part: Part) -> None:
        self._server, self._part = server, part

    def __len__(self) -> int:
        return self._part.rows

    @property
    def exact(self) -> bool:
        """Whether one search returns the scores of all rows."""
        return len(self) <= MOST

    def vectors(self, rows: Chosen) -> Matrix:
        """The vectors (r, d) at ``rows``, as they were written."""
        part = self._part
        wanted, places = np.unique(np.asarray(rows, dtype=np.int64), return_inverse=True)
        found = np.zeros((len(wanted), part.dimension), dtype=np.float32)
        size = max(1, min(MOST, _FETCHED // (4 * part.dimension)))
        for start in range(0, len(wanted), size):
            some = wanted[start : start + size]
            answer = self._query(self._among(some))
            keys = np.array([entry[KEY] for entry in answer], dtype=np.int64)
            self._check(len(keys), len(some))
            at = np.searchsorted(wanted, keys // KINDS)
            found[at] = np.array([entry[VECTOR] for entry in answer], dtype=np.float32)
        return found[places]

    def scores(self, query: Array, rows: Chosen | slice | None = None) -> Array:
        """Inner products of ``query`` (d,) with the vectors at ``rows``, or with all."""
        whole = slice(None) if rows is None else rows
        asked = np.arange(len(self))[whole] if isinstance(whole, slice) else np.asarray(whole)
        wanted, places = np.unique(asked.astype(np.int64), return_inverse=True)
        found = np.zeros(len(wanted), dtype=np.float32)
        for start in range(0, len(wanted), MOST):
            some = wanted[start : start + MOST]
            rows_found, scores = self._nearest(query, len(some), self._among(some), everywhere=True)
            self._check(len(rows_found), len(some))
            found[np.searchsorted(wanted, rows_found)] = scores
        return found[places]

    def search(self, query: Array, k: int, within: Mask | None = None) -> tuple[Chosen, Array]:
        """The ``k`` nearest rows; see ``VectorStore``."""
        count = len(self) if within is None else int(np.count_nonzero(within))
        k = min(k, count)
        if not k:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        allowed = "" if count == len(self) or within is None else self._within(within)
        if k > MOST - _SPARE:
            return self._pages(query, k, allowed, count)
        limit = min(count, MOST, 2 * k + _SPARE)
        while True:
            rows, scores = self._nearest(query, limit, allowed, among=count)
            # Rows that score the same may be cut off anywhere: all of them must be here.
            whole = limit >= min(count, MOST) or len(rows) < limit
            if whole or scores[k - 1] > scores[-1]:
                return best_first(rows, scores, k)
            limit = min(count, MOST, 4 * limit)

    def recall(self, sample: Chosen, nearest: int) -> float:
        """The share of the exact ``nearest`` rows of each row of ``sample`` that a search finds."""
        found = exact = 0
        for query in self.vectors(sample):
            best = self._nearest(query, nearest, "", everywhere=True)[0]
            found += len(np.intersect1d(best, self.search(query, nearest)[0]))
            exact += len(best)
        return found / max(exact, 1)

    def _pages(self, query: Array, k: int, allowed: str, count: int) -> tuple[Chosen, Array]:
        """More rows than Milvus returns at once: those found are left out of the next search."""
        rows, scores = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        while len(rows) < k:
            limit = min(MOST, count - len(rows))
            rest = f"{KEY} not in {self._listed(rows)}" if len(rows) else ""
            both = " and ".join(f"({part})" for part in (allowed, rest) if part)
            more, their = self._nearest(query, limit, both, among=count)
            rows, scores = np.concatenate([rows, more]), np.concatenate([scores, their])
            if len(more) < limit:
                break
        return best_first(rows, scores, k)

    def _nearest(
        self,
        query: Array,
        limit: int,
        allowed: str,
        *,
        among: int = 0,
        everywhere: bool = False,
    ) -> tuple[Chosen, Array]:
        """What one search finds, best first. ``among``: how many rows are allowed; ``everywhere``:
        all lists are looked at."""
        part, asked = self._part, np.ascontiguousarray(query, dtype=np.float32)
        probed: dict[str, int] = {}
        if part.lists:
            wide = part.probes * len(self) // max(among, 1)
            deep = part.lists * limit * _SCANNED // max(among, 1)
            probed["nprobe"] = part.lists if everywhere else min(max(wide, deep, 1), part.lists)

        def what(client: Any) -> tuple[Chosen, Array]:
            (hits,) = client.search(
                part.collection,
                [asked],
                limit=limit,
                filter=allowed,
                search_params={"metric_type": METRIC, "params": probed},
                partition_names=[part.partition],
                anns_field=VECTOR,
                timeout=ANSWER_SECONDS,
            )
            keys = np.array(hits.ids, dtype=np.int64)
            return keys // KINDS, np.array(hits.distances, dtype=np.float32)

        return self._server.searched(part.collection, what)

    def _query(self, among: str) -> list[dict[str, Any]]:
        part = self._part

        def what(client: Any) -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = client.query(
                part.collection,
                filter=among or f"{KEY} >= 0",
                output_fields=[KEY, VECTOR],
                partition_names=[part.partition],
                timeout=ANSWER_SECONDS,
            )
            return found

        return self._server.searched(part.collection, what)

    def _check(self, found: int, wanted: int) -> None:
        if found != wanted:
            part, where = self._part, self._server.address.text
            raise IndexDamaged(
                f"{where}: the collection {part.collection} lacks {wanted - found} vectors of its "
                f"{part.partition}; run: policyqa build --rebuild"
            )

    def _among(self, rows: Chosen) -> str:
        """The expression for ``rows``, ascending and each once; ``""`` for all."""
        if len(rows) == len(self):
            return ""
        first, last = int(rows[0]), int(rows[-1])
        if last - first + 1 == len(rows):
            return self._between(first, last + 1)
        return f"{KEY} in {self._listed(rows)}"

    def _within(self, mask: Mask) -> str:
        edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]])))
        if len(edges) <= 2 * _RUNS:
            return " or ".join(f"({run})" for run in self._runs(edges))
        return f"{KEY} in {self._listed(np.flatnonzero(mask))}"

    def _runs(self, edges: Chosen) -> Iterator[str]:
        for start, end in edges.reshape(-1, 2).tolist():
            yield self._between(start, end)

    def _between(self, start: int, end: int) -> str:
        return f"{KEY} >= {start * KINDS} and {KEY} < {end * KINDS}"

    def _listed(self, rows: Chosen) -> str:
        keys = rows * KINDS + self._part.kind
        return f"[{','.join(map(str, keys.tolist()))}]"
