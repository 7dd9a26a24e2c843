"""Vectors and word indexes of a generation, opened when first needed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from ...errors import IndexDamaged
from ..schema import ReportRow
from .faiss_backend import FaissBackend
from .manifest import Manifest
from .milvus_backend import MilvusBackend
from .milvus_server import server_of
from .scored import Scored
from .spans import Spans
from .terms import TermStore
from .vector_store import Array, Chosen, Matrix, VectorBackend, VectorStore
from .vectors import FlatStore

PASSAGE_VECTORS = "passages.faiss"
SENTENCE_VECTORS = "sentences.faiss"
FIGURE_VECTORS = "figures.faiss"
NAME_VECTORS = "names.faiss"
PASSAGE_TERMS = "terms/passages"
SENTENCE_TERMS = "terms/sentences"


class Stores(Spans):
    """The searchable data. Cosines are float32, one per row, between unit vectors and a unit vector
    (d,)."""

    folder: Path
    manifest: Manifest
    reports: Sequence[ReportRow]
    milvus_token: str | None

    def __init__(self) -> None:
        self._opening = RLock()

    def open_stores(self) -> None:
        """Open vectors and word indexes now, because later builds may remove the folder while it is
        in use. IndexDamaged if one cannot be read; StoreError if they are on a server that cannot
        be reached."""
        for kind in ("passage", "sentence", "figure", "name"):
            getattr(self, f"{kind}_store")
        for kind in ("passage", "sentence"):
            getattr(self, f"{kind}_terms")

    @property
    def exact(self) -> bool:
        """Whether all passages and sentences are cheap to score, so that nothing need be
        searched."""
        return self.passage_store.exact and self.sentence_store.exact

    def passage_cosines(self, vector: Array, reports: Collection[int] | None = None) -> Array:
        """Cosines of all passages (n,); if ``reports`` is given, passages of other reports get 0,
        which saves computing them."""
        return _cosines(self.passage_store, self.passage_report, vector, reports)

    def sentence_cosines(self, vector: Array, reports: Collection[int] | None = None) -> Array:
        """Cosines of all sentences (m,), like :meth:`passage_cosines`; 0 for a sentence too short
        to have a vector."""
        return _cosines(self.sentence_store, self.sentence_report, vector, reports)

    def cosines_of_sentences(self, rows: Chosen, vector: Array) -> Array:
        """Cosines of the sentences in ``rows`` only, in that order."""
        return self.sentence_store.scores(vector, rows)

    def likeness(self, sentence: int, other: int) -> float:
        """The cosine of two sentences."""
        one, two = self.sentence_store.vectors(np.array([sentence, other]))
        return float(np.dot(one, two))

    def scored_sentences(self, vector: Array) -> Scored:
        """Cosines of sentences, by row."""
        return Scored(self.sentence_store, self.sentence_report, vector)

    def scored_figures(self, vector: Array) -> Scored:
        """Cosines of figures in their clauses, by row. Limited together with sentences, whose
        cosines are asked for with those of their figures."""
        return Scored(
            self.figure_store,
            self.figure_report,
            vector,
            limited=not (self.figure_store.exact and self.sentence_store.exact),
        )

    def name_cosine(self, report_row: int, vector: Array) -> float:
        """Cosine of a report's title and body; 0 if the index has none."""
        names = self.name_store
        return float(names.vectors(np.array([report_row]))[0] @ vector) if len(names) else 0.0

    @property
    def passage_vectors(self) -> Matrix:
        """Unit vectors float32 (n, d). Of a store that is not exact, all are decoded at once."""
        return _matrix(self.passage_store)

    @property
    def sentence_vectors(self) -> Matrix:
        """Unit vectors float32 (m, d), zero for sentences too short to have one."""
        return _matrix(self.sentence_store)

    @property
    def figure_vectors(self) -> Matrix:
        """Unit vectors float32 (f, d) of figures in their clauses."""
        return _matrix(self.figure_store)

    @property
    def name_vectors(self) -> Matrix:
        """Unit vectors float32 (reports, d) of titles and bodies."""
        return _matrix(self.name_store)

    @property
    def passage_store(self) -> VectorStore:
        with self._opening:
            return self._passage_store

    @property
    def sentence_store(self) -> VectorStore:
        with self._opening:
            return self._sentence_store

    @property
    def figure_store(self) -> VectorStore:
        with self._opening:
            return self._figure_store

    @property
    def name_store(self) -> VectorStore:
        with self._opening:
            return self._name_store

    @property
    def passage_terms(self) -> TermStore:
        with self._opening:
            return self._passage_terms

    @property
    def sentence_terms(self) -> TermStore:
        with self._opening:
            return self._sentence_terms

    @cached_property
    def _passage_store(self) -> VectorStore:
        return self._vectors(PASSAGE_VECTORS, len(self.passage_start))

    @cached_property
    def _sentence_store(self) -> VectorStore:
        return self._vectors(SENTENCE_VECTORS, len(self.sentence_start))

    @cached_property
    def _figure_store(self) -> VectorStore:
        return self._vectors(FIGURE_VECTORS, len(self.figure_report))

    @cached_property
    def _name_store(self) -> VectorStore:
        return self._vectors(NAME_VECTORS, len(self.reports))

    @cached_property
    def _passage_terms(self) -> TermStore:
        return self._terms(PASSAGE_TERMS, len(self.passage_start))

    @cached_property
    def _sentence_terms(self) -> TermStore:
        return self._terms(SENTENCE_TERMS, len(self.sentence_start))

    @property
    def _backend(self) -> VectorBackend:
        manifest = self.manifest
        if manifest.vectors is None:
            return FaissBackend(self.folder)
        server = server_of(manifest.vectors.address, self.milvus_token)
        return MilvusBackend(server, manifest.vectors, manifest.approximations)

    def _vectors(self, name: str, rows: int) -> VectorStore:
        return self._backend.open(name, rows, self.manifest.model.dimension)

    def _terms(self, name: str, rows: int) -> TermStore:
        store = TermStore.load(self.folder / name)
        if store.rows != rows:
            raise IndexDamaged(
                f"{self.folder / name} has {store.rows} rows, the catalog {rows}; "
                "run: policyqa build --rebuild"
            )
        return store


def _matrix(store: VectorStore) -> Matrix:
    return store.matrix if isinstance(store, FlatStore) else store.vectors(np.arange(len(store)))


def _cosines(
    store: VectorStore, owner: NDArray[np.int32], vector: Array, reports: Collection[int] | None
) -> Array:
    """Products of all rows, or of those of ``reports`` (``owner`` ascends: a slice a report)."""
    if reports is None:
        return store.scores(vector)
    found = np.zeros(len(owner), dtype=np.float32)
    wanted = sorted(reports)
    starts, ends = np.searchsorted(owner, wanted), np.searchsorted(owner, wanted, side="right")
    if not isinstance(store, FlatStore):  # one call, not one a report
        rows = np.flatnonzero(np.isin(owner, wanted))
        found[rows] = store.scores(vector, rows)
        return found
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        found[start:end] = store.scores(vector, slice(start, end))
    return found
