"""Vectors of a new generation: reused if the same text was embedded before, otherwise computed.

What is computed is kept batch by batch (``kept_vectors``), so that a killed build loses less than
one.

The unit that is embedded and reused is a piece: a passage with its sentences and figures. Their
rows follow their passage in order, so a passage's row determines where theirs begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ...models.embedder import Embedder
from ...models.pieces import ModelIdentity, Piece
from ..store.content import name_key, piece_keys
from ..store.vector_store import Matrix, VectorStore
from ..store.vectors import FlatStore
from .embed_progress import EmbedProgress, cost, piece_cost
from .kept_vectors import KeptVectors
from .progress import OnProgress

_NAMES_A_BATCH = 256
_NONE = bytes(16)

Numbers = NDArray[np.int64]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class PreviousVectors:
    """Keys and vectors of the generation before. ``first_sentences`` and ``first_figures``: the
    row at which those of each passage begin."""

    passage_keys: dict[bytes, int]
    name_keys: dict[bytes, int]
    passages: VectorStore
    sentences: VectorStore
    figures: VectorStore
    names: VectorStore
    first_sentences: Numbers
    first_figures: Numbers

    @classmethod
    def nothing(cls, dimension: int) -> PreviousVectors:
        none, start = FlatStore.build(dimension, ()), np.zeros(0, dtype=np.int64)
        return cls({}, {}, none, none, none, none, start, start)


@dataclass
class RowsToFill:
    """Rows to be filled. ``place[row]``: an old row when >= 0, the n-th new item as -2 - n, and -1
    for no vector (zeros)."""

    keys: list[bytes] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    new_of_key: dict[bytes, int] = field(default_factory=dict)

    def want(self, key: bytes, old: dict[bytes, int]) -> bool:
        """Whether what has this key must be embedded: it was never met before."""
        self.keys.append(key)
        if key == _NONE:
            self.place.append(-1)
            return False
        if key in old:
            self.place.append(old[key])
            return False
        met = key in self.new_of_key
        self.place.append(-2 - self.new_of_key.setdefault(key, len(self.new_of_key)))
        return not met

    @property
    def new_keys(self) -> list[bytes]:
        """Keys of the new items, in their order."""
        return list(self.new_of_key)


@dataclass(frozen=True, slots=True)
class Filling:
    """The vectors of one store, rows in order of the catalog: ``place[row]`` is an old row when
    >= 0, row n of the new ones as -2 - n, and -1 for no vector (zeros)."""

    dimension: int
    place: Numbers
    old: VectorStore
    new: Matrix

    def __len__(self) -> int:
        return len(self.place)

    def take(self, rows: Numbers) -> Matrix:
        """The vectors (r, d) at ``rows``."""
        part = self.place[rows]
        block = np.zeros((len(part), self.dimension), dtype=np.float32)
        carried, made = part >= 0, part < -1
        if carried.any():
            block[carried] = self.old.vectors(part[carried])
        block[made] = self.new[-2 - part[made]]
        return block


@dataclass(frozen=True, slots=True)
class Stores:
    """What the stores of a generation are filled with."""

    passages: Filling
    sentences: Filling
    figures: Filling
    names: Filling


@dataclass
class VectorReuse:
    """Collects the pieces of all reports, report by report, then says what fills the stores."""

    model: ModelIdentity
    before: PreviousVectors
    passages: RowsToFill = field(default_factory=RowsToFill)
    names: RowsToFill = field(default_factory=RowsToFill)
    pieces: list[Piece] = field(default_factory=list)
    name_texts: list[str] = field(default_factory=list)
    sentence_counts: list[int] = field(default_factory=list)
    figure_counts: list[int] = field(default_factory=list)
    report_ends: list[int] = field(default_factory=list)

    def add(self, name: str, pieces: Sequence[Piece]) -> None:
        """One report; a piece met before is embedded once."""
        before = len(self.pieces)
        for key, piece in zip(piece_keys(self.model, pieces), pieces, strict=True):
            self.sentence_counts.append(len(piece.sentences))
            self.figure_counts.append(len(piece.figures))
            if self.passages.want(key, self.before.passage_keys):
                self.pieces.append(piece)
        if len(self.pieces) > before:
            self.report_ends.append(len(self.pieces))
        if self.names.want(name_key(self.model, name), self.before.name_keys):
            self.name_texts.append(name)

    def embed(
        self,
        load_model: Callable[[], Embedder],
        pieces: KeptVectors,
        names: KeptVectors,
        on_progress: OnProgress | None,
    ) -> int:
        """Embed all pieces and names that neither the generation before nor ``pieces`` and
        ``names`` hold, and add them to these; the number of pieces embedded."""
        todo = _missing(self.passages.new_keys, self.pieces, pieces)
        unnamed = _missing(self.names.new_keys, self.name_texts, names)
        if not self.pieces and not unnamed:
            return 0
        told = EmbedProgress(
            on_progress,
            [piece_cost(piece) for piece in self.pieces],
            [key not in pieces for key in self.passages.new_keys],
            self.report_ends,
            cost(*(name for _, name in unnamed)),
        )
        told(0)
        if not todo and not unnamed:
            return 0
        embedder, done, named = load_model(), 0, 0
        for batch in _batches(todo, embedder.pieces_at_once):
            some = [piece for _, piece in batch]
            rows = embedder.pieces(some)
            pieces.add([key for key, _ in batch], [piece.rows for piece in some], rows)
            done += len(batch)
            told(done)
        for lot in _batches(unnamed, _NAMES_A_BATCH):
            texts = [name for _, name in lot]
            names.add([key for key, _ in lot], [1] * len(lot), embedder.names(texts))
            named += cost(*texts)
            told(done, named)
        return done

    def stores(self, pieces: KeptVectors, names: KeptVectors) -> Stores:
        """What fills the stores, once everything is embedded."""
        place = np.asarray(self.passages.place, dtype=np.int64)
        sentences = np.array([len(piece.sentences) for piece in self.pieces], dtype=np.int64)
        first = _first_rows(pieces, self.passages.new_keys)  # of each new piece: its passage's
        old = self.before
        starts = (
            _starts(place, np.arange(len(old.passages)), first),
            _starts(place, old.first_sentences, first + 1),
            _starts(place, old.first_figures, first + 1 + sentences),
        )
        made = pieces.matrix()
        ones = np.ones(len(place), dtype=np.int64)
        counts = (ones, np.array(self.sentence_counts), np.array(self.figure_counts))
        before, d = (old.passages, old.sentences, old.figures), self.model.dimension
        passage_store, sentence_store, figure_store = (
            Filling(d, _rows(start, count.astype(np.int64)), vectors, made)
            for start, count, vectors in zip(starts, counts, before, strict=True)
        )
        name_place = np.asarray(self.names.place, dtype=np.int64)
        of_names = _first_rows(names, self.names.new_keys)
        name_place = _starts(name_place, np.arange(len(old.names)), of_names)
        name_store = Filling(d, name_place, old.names, names.matrix())
        return Stores(passage_store, sentence_store, figure_store, name_store)


def _missing(
    keys: Sequence[bytes], items: Sequence[Item], kept: KeptVectors
) -> list[tuple[bytes, Item]]:
    """Items that are not kept, with their keys."""
    return [(key, item) for key, item in zip(keys, items, strict=True) if key not in kept]


def _batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _first_rows(kept: KeptVectors, keys: Sequence[bytes]) -> Numbers:
    return np.array([kept.place(key)[0] for key in keys], dtype=np.int64)


def _starts(place: Numbers, old: Numbers, new: Numbers) -> Numbers:
    """Where the rows of each passage begin: an old row, a new one as -2 - row, or -1."""
    starts = np.full(len(place), -1, dtype=np.int64)
    carried, made = place >= 0, place < -1
    starts[carried] = old[place[carried]]
    starts[made] = -2 - new[-2 - place[made]]
    return starts


def _rows(starts: Numbers, counts: Numbers) -> Numbers:
    """``counts[i]`` rows from ``starts[i]`` on, one after the other."""
    begin = np.repeat(starts, counts)
    within = np.arange(len(begin)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.where(begin >= 0, begin + within, np.where(begin < -1, begin - within, -1))


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
