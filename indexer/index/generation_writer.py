"""Writes one generation into its folder: catalog, vectors, words, manifest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from ..errors import BuildError
from .carry import Carrier, load_keys, save_keys
from .catalog_writer import CatalogWriter
from .content import Content, text_keys
from .embedder import Embedder, ModelIdentity
from .fingerprint import reading_fingerprint, terms_fingerprint, works_fingerprint
from .generation import (
    PASSAGE_TERMS,
    PASSAGE_VECTORS,
    SENTENCE_TERMS,
    SENTENCE_VECTORS,
    Generation,
)
from .manifest import SCHEMA_VERSION, Manifest, measure_files, sync_tree
from .misread import scan_of
from .progress import OnProgress, Progress
from .scan import Corpus
from .schema import Failure
from .stamps import Stamp, save_stamps
from .terms import TermStore
from .tokens import tokenise
from .vectors import Matrix
from .verify import problems_of
from .works import Entry, entry_of, find_works

PASSAGE_KEYS = "passage_keys.npy"
SENTENCE_KEYS = "sentence_keys.npy"


class GenerationWriter:
    """Takes reports in order of path, then writes all the rest. ``before`` lends its vectors."""

    def __init__(self, folder: Path, model: ModelIdentity, before: Generation | None) -> None:
        self._folder, self._model = folder, model
        self._catalog = CatalogWriter(folder)
        usable = before if before is not None and before.manifest.model == model else None
        self._carrier = Carrier(model, *_old_vectors(usable, model.dimension))
        self._passage_words: list[list[str]] = []
        self._sentence_words: list[list[str]] = []
        self._entries: list[Entry] = []
        self.embedded = 0
        self.stamps: dict[str, Stamp] = {}

    @property
    def counts(self) -> dict[str, int]:
        return self._catalog.counts

    def close(self) -> None:
        self._catalog.close()

    def add(self, content: Content) -> None:
        """Write a report's rows and note what of it must be embedded."""
        self._entries.append(entry_of(
            self.counts["reports"], content.path, content.document.format, content.details,
            content.source.sha256, content.text, bool(content.source.overrides),
            scan_of(content.document),
        ))
        self._catalog.add(content)
        passages, sentences = content.passage_texts(), content.sentence_texts()
        self._carrier.add(
            text_keys(self._model, passages),
            passages,
            text_keys(self._model, sentences),
            sentences,
        )
        title = content.details.title
        self._passage_words += [tokenise(f"{title}\n{text}") for text in passages]
        self._sentence_words += [tokenise(content.text[a:b]) for a, b in content.sentences]

    def finish(
        self,
        name: str,
        corpus: Corpus,
        failures: Sequence[Failure],
        load_model: Callable[[], Embedder],
        tell: OnProgress,
    ) -> None:
        """Embed, write everything, check it and have it on disk; OSError when the disk is full."""
        works = find_works(self._entries, self._catalog.whole, corpus.relations)
        self._catalog.add_works(works)
        self._catalog.finish(failures)
        repeats = frozenset(
            w.report for w in works if w.work != w.report or w.successor is not None)
        save_stamps(self._folder, self.stamps)
        self._write_vectors(load_model, tell)
        tell(Progress("write", self.counts["reports"], self.counts["reports"]))
        passages, sentences = self._catalog.owners()
        for words, owner, place in (
            (self._passage_words, passages, PASSAGE_TERMS),
            (self._sentence_words, sentences, SENTENCE_TERMS),
        ):
            TermStore.build(words, [report in repeats for report in owner]).save(
                self._folder / place)
        manifest = Manifest(
            schema=SCHEMA_VERSION,
            name=name,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            reading=reading_fingerprint(),
            terms=terms_fingerprint(),
            works=works_fingerprint(corpus.relations),
            model=self._model,
            counts=dict(self.counts),
            corpus=corpus.roots,
            files=measure_files(self._folder),
        )
        manifest.save(self._folder)
        for problem in problems_of(self._folder, full=False):
            raise BuildError(f"{problem}. The new index was not put in force; build again")
        sync_tree(self._folder)

    def _write_vectors(self, load_model: Callable[[], Embedder], tell: OnProgress) -> None:
        carrier = self._carrier
        new = np.zeros((0, self._model.dimension), dtype=np.float32)
        if carrier.texts:
            new = carrier.embed(load_model(), tell)
        self.embedded = len(carrier.texts)
        passages, sentences = carrier.stores(new)
        passages.save(self._folder / PASSAGE_VECTORS)
        sentences.save(self._folder / SENTENCE_VECTORS)
        save_keys(self._folder / PASSAGE_KEYS, carrier.passages.keys)
        save_keys(self._folder / SENTENCE_KEYS, carrier.sentences.keys)


def _old_vectors(
    before: Generation | None, dimension: int
) -> tuple[tuple[dict[bytes, int], Matrix], tuple[dict[bytes, int], Matrix]]:
    if before is None:
        nothing = np.zeros((0, dimension), dtype=np.float32)
        return ({}, nothing), ({}, nothing)
    return (
        (load_keys(before.folder / PASSAGE_KEYS), before.passage_vectors),
        (load_keys(before.folder / SENTENCE_KEYS), before.sentence_vectors),
    )
