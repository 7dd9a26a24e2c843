"""Writes one generation into its folder: catalog, vectors, words, manifest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from ...errors import BuildError
from ...glossary import Glossary
from ...models.embedder import Embedder
from ...models.pieces import ModelIdentity
from ..corpus.file_state import SizeAndTimes, save_file_states
from ..corpus.scan import Corpus
from ..dedup.misread import scan_of
from ..dedup.works import Entry, entry_of, find_works
from ..schema import Failure
from ..store.catalog_writer import CatalogWriter
from ..store.content import Content
from ..store.generation import Generation
from ..store.manifest import SCHEMA_VERSION, Manifest, measure_files, sync_tree
from ..store.stores import (
    FIGURE_VECTORS,
    NAME_VECTORS,
    PASSAGE_TERMS,
    PASSAGE_VECTORS,
    SENTENCE_TERMS,
    SENTENCE_VECTORS,
)
from ..store.terms import TermStore
from ..store.tokens import tokenise
from ..store.vector_store import Approximation, VectorBackend
from ..store.verify import problems_of
from ..store.word_lists import WordLists
from .fingerprint import Fingerprints
from .progress import OnProgress, Progress
from .unfinished import Unfinished
from .vector_reuse import PreviousVectors, VectorReuse, load_keys, save_keys

PASSAGE_KEYS = "passage_keys.npy"
NAME_KEYS = "name_keys.npy"


class GenerationWriter:
    """Takes reports in order of path, then writes everything else; the vectors to ``backend``.
    ``before`` supplies vectors to reuse."""

    def __init__(
        self,
        folder: Path,
        model: ModelIdentity,
        before: Generation | None,
        prints: Fingerprints,
        glossary: Glossary,
        backend: VectorBackend,
        milvus_token: str | None = None,
    ) -> None:
        self._folder, self._model, self._glossary = folder, model, glossary
        self._backend, self._milvus_token = backend, milvus_token
        self._prints = prints
        self._catalog = CatalogWriter(folder)
        usable = before if before is not None and before.manifest.model == model else None
        self._vectors = VectorReuse(model, _old_vectors(usable, model.dimension))
        self._passage_words, self._sentence_words = WordLists(), WordLists()
        self._entries: list[Entry] = []
        self.embedded = self.resumed = 0
        self.approximations: dict[str, Approximation] = {}
        self.states: dict[str, SizeAndTimes] = {}

    @property
    def counts(self) -> dict[str, int]:
        return self._catalog.counts

    def close(self) -> None:
        self._catalog.close()

    def add(self, content: Content) -> None:
        """Write a report's rows and note what of it must be embedded."""
        self._entries.append(
            entry_of(
                self.counts["reports"],
                content.path,
                content.document.format,
                content.details,
                content.source.sha256,
                content.text,
                bool(content.source.overrides),
                scan_of(content.document),
            )
        )
        self._catalog.add(content)
        pieces = content.pieces()
        self._vectors.add(content.name_text(), pieces)
        title = content.details.title
        glossary, text = self._glossary, content.text
        self._passage_words.extend(tokenise(f"{title}\n{p.text}", glossary) for p in pieces)
        self._sentence_words.extend(tokenise(text[a:b], glossary) for a, b in content.sentences)

    def finish(
        self,
        name: str,
        corpus: Corpus,
        failures: Sequence[Failure],
        load_model: Callable[[], Embedder],
        unfinished: Unfinished,
        tell: OnProgress,
    ) -> None:
        """Embed, write everything, check it and sync it to disk; OSError if the disk is full,
        StoreError if a server does not take the vectors."""
        works = find_works(self._entries, self._catalog.whole, corpus.relations)
        self._catalog.add_works(works)
        self._catalog.finish(failures)
        repeats = frozenset(
            w.report for w in works if w.work != w.report or w.successor is not None
        )
        save_file_states(self._folder, self.states)
        self._write_vectors(load_model, unfinished, tell)
        tell(Progress("write", self.counts["reports"], self.counts["reports"]))
        passages, sentences = self._catalog.owners()
        for words, owner, place in (
            (self._passage_words, passages, PASSAGE_TERMS),
            (self._sentence_words, sentences, SENTENCE_TERMS),
        ):
            TermStore.build(words, [report in repeats for report in owner]).save(
                self._folder / place
            )
        manifest = Manifest(
            schema=SCHEMA_VERSION,
            name=name,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            reading=self._prints.reading,
            terms=self._prints.terms,
            works=self._prints.works,
            model=self._model,
            counts=dict(self.counts),
            corpus=corpus.roots,
            files=measure_files(self._folder),
            approximations=self.approximations,
            vectors=self._backend.kept,
        )
        manifest.save(self._folder)
        for problem in problems_of(self._folder, full=False, milvus_token=self._milvus_token):
            raise BuildError(f"{problem}. The new index was not activated; build again")
        sync_tree(self._folder)

    def _write_vectors(
        self, load_model: Callable[[], Embedder], unfinished: Unfinished, tell: OnProgress
    ) -> None:
        vectors, kept = self._vectors, (unfinished.passages, unfinished.names)
        self.embedded = vectors.embed(load_model, *kept, tell)
        self.resumed = len(vectors.pieces) - self.embedded
        stores = vectors.stores(*kept)
        for name, filling in (
            (PASSAGE_VECTORS, stores.passages),
            (SENTENCE_VECTORS, stores.sentences),
            (FIGURE_VECTORS, stores.figures),
            (NAME_VECTORS, stores.names),
        ):
            approximation = self._backend.write(name, filling, filling.old)
            if approximation is not None:
                self.approximations[name] = approximation
        self.approximations |= self._backend.finish()
        save_keys(self._folder / PASSAGE_KEYS, vectors.passages.keys)
        save_keys(self._folder / NAME_KEYS, vectors.names.keys)


def _old_vectors(before: Generation | None, dimension: int) -> PreviousVectors:
    if before is None:
        return PreviousVectors.nothing(dimension)
    rows = np.arange(len(before.passage_start), dtype=np.int32)
    return PreviousVectors(
        passage_keys=load_keys(before.folder / PASSAGE_KEYS),
        name_keys=load_keys(before.folder / NAME_KEYS),
        passages=before.passage_store,
        sentences=before.sentence_store,
        figures=before.figure_store,
        names=before.name_store,
        first_sentences=np.searchsorted(before.sentence_passage, rows),
        first_figures=np.searchsorted(before.figure_passage, rows),
    )
