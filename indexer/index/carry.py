"""Vectors of a new generation: carried over where the same text was embedded before, else made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .embedder import Embedder, ModelIdentity
from .progress import EmbedProgress, OnProgress
from .vectors import Matrix, VectorStore

_ROWS_A_BLOCK = 8192
_NONE = bytes(16)


@dataclass
class Wanted:
    """Rows of one store to be filled. ``place[row]``: an old row when >= 0, the n-th new text
    as -2 - n, and -1 for no vector (zeros)."""

    keys: list[bytes] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    new_of_key: dict[bytes, int] = field(default_factory=dict)


@dataclass
class Carrier:
    """Collects the texts of all reports, report by report, then fills both stores.

    ``old_passages`` and ``old_sentences`` are the keys and vectors of the generation before.
    """

    model: ModelIdentity
    old_passages: tuple[dict[bytes, int], Matrix]
    old_sentences: tuple[dict[bytes, int], Matrix]
    passages: Wanted = field(default_factory=Wanted)
    sentences: Wanted = field(default_factory=Wanted)
    texts: list[str] = field(default_factory=list)
    is_passage: list[bool] = field(default_factory=list)
    report_ends: list[int] = field(default_factory=list)

    def add(
        self,
        passage_keys: list[bytes],
        passage_texts: list[str],
        sentence_keys: list[bytes],
        sentence_texts: list[str],
    ) -> None:
        """One report's texts with their keys; a text met before is embedded once."""
        before = len(self.texts)
        self._want(self.passages, self.old_passages[0], passage_keys, passage_texts, True)
        self._want(self.sentences, self.old_sentences[0], sentence_keys, sentence_texts, False)
        if len(self.texts) > before:
            self.report_ends.append(len(self.texts))

    def _want(
        self, wanted: Wanted, old: dict[bytes, int], keys: list[bytes], texts: list[str], kind: bool
    ) -> None:
        for key, text in zip(keys, texts, strict=True):
            wanted.keys.append(key)
            if key == _NONE:
                wanted.place.append(-1)
            elif key in old:
                wanted.place.append(old[key])
            else:
                if key not in wanted.new_of_key:
                    wanted.new_of_key[key] = len(self.texts)
                    self.texts.append(text)
                    self.is_passage.append(kind)
                wanted.place.append(-2 - wanted.new_of_key[key])

    def embed(self, embedder: Embedder, on_progress: OnProgress | None) -> Matrix:
        """Vectors (texts, d) of all texts that no earlier generation had."""
        if not self.texts:
            return np.zeros((0, self.model.dimension), dtype=np.float32)
        lengths = [len(text) for text in self.texts]
        told = EmbedProgress(on_progress, lengths, self.is_passage, self.report_ends)
        told(0)
        return embedder.passages(self.texts, told)

    def stores(self, new: Matrix) -> tuple[VectorStore, VectorStore]:
        """The passage store and the sentence store, rows in order of the catalog."""
        d = self.model.dimension
        return (
            VectorStore.build(d, _blocks(self.passages, self.old_passages[1], new, d)),
            VectorStore.build(d, _blocks(self.sentences, self.old_sentences[1], new, d)),
        )


def _blocks(wanted: Wanted, old: Matrix, new: Matrix, dimension: int) -> Iterator[Matrix]:
    place = np.asarray(wanted.place, dtype=np.int64)
    for start in range(0, len(place), _ROWS_A_BLOCK):
        part = place[start : start + _ROWS_A_BLOCK]
        block = np.zeros((len(part), dimension), dtype=np.float32)
        carried, made = part >= 0, part < -1
        block[carried] = old[part[carried]]
        block[made] = new[-2 - part[made]]
        yield block


def save_keys(path: Path, keys: list[bytes]) -> None:
    """Keys as an array uint8 (n, 16)."""
    np.save(path, np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, 16))


def load_keys(path: Path) -> dict[bytes, int]:
    """Row of each key; of equal keys the first."""
    rows: NDArray[np.uint8] = np.load(path)
    keys: dict[bytes, int] = {}
    for row, key in enumerate(rows):
        keys.setdefault(key.tobytes(), row)
    return keys
