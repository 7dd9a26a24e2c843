"""Vectors of a passage, its sentences and its figures from one pass of the encoder.

The passage is read once, and the tokens of each span are averaged in the context of the whole
("late chunking", Günther et al. 2024, arXiv:2409.04701), as the encoder was trained to be used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from .encoder import PASSAGE, Encoder, unit
from .pieces import Piece
from .tokenizer import Encoding, Span

MAX_TOKENS = 480  # where training cut passages
_NAMED_TOKENS = 64
_NAME_SHARE = np.float32(0.7)


def piece_vectors(encoder: Encoder, pieces: Sequence[Piece]) -> list[NDArray[np.float32]]:
    """For each piece unit vectors (``rows``, dimension): the passage, its sentences, its figures.

    A figure is half the mean of its clause and half that of its own tokens; one with names is
    for the most part the mean of their vectors. A span that no token overlaps, as one beyond the
    tokens that are read, takes the nearest.
    """
    words = sorted({name for piece in pieces for own in piece.named for name in own})
    names = dict(zip(words, encoder.encode(words, PASSAGE, _NAMED_TOKENS), strict=True))
    found = encoder.tokenizer.encode_many([PASSAGE + piece.text for piece in pieces], MAX_TOKENS)

    def pooled(i: int, states: NDArray[np.float32]) -> NDArray[np.float32]:
        return _vectors(pieces[i], found[i], states, names)

    return encoder.transformer.map([one.ids for one in found], pooled)


class TokenPlaces:
    """Where the tokens of a text stand; ``shift`` characters of the encoded text come before it."""

    def __init__(self, spans: Sequence[Span], shift: int = 0) -> None:
        places = np.array(spans, dtype=np.int64).reshape(-1, 2) - shift
        self._starts, self._ends = places[:, 0], places[:, 1]

    def span(self, start: int, end: int) -> Span:
        """The tokens (from, to) that overlap the characters ``start:end``; at least one."""
        starts, ends = self._starts, self._ends
        inside = np.flatnonzero((starts < end) & (ends > start))
        if len(inside):
            return int(inside[0]), int(inside[-1]) + 1
        near = np.flatnonzero(ends > starts)
        at = int(near[np.abs(starts[near] - start).argmin()]) if len(near) else 0
        return at, at + 1


def _vectors(
    piece: Piece,
    encoding: Encoding,
    states: NDArray[np.float32],
    names: Mapping[str, NDArray[np.float32]],
) -> NDArray[np.float32]:
    vectors = np.zeros((piece.rows, states.shape[1]), dtype=np.float32)
    if not piece.text.strip():
        return vectors
    mean = partial(_mean, states, TokenPlaces(encoding.spans, len(PASSAGE)))
    vectors[0] = unit(states.mean(axis=0))
    row = 1
    for start, end in piece.sentences:
        if start < end:
            vectors[row] = unit(mean(start, end))
        row += 1
    half = np.float32(0.5)
    for number, (clause_start, clause_end, start, end) in enumerate(piece.figures):
        vectors[row] = unit(half * mean(clause_start, clause_end) + half * mean(start, end))
        own = piece.named[number] if piece.named else ()
        if own:
            name = unit(np.mean([names[one] for one in own], axis=0))
            vectors[row] = unit(_NAME_SHARE * name + (1 - _NAME_SHARE) * vectors[row])
        row += 1
    return vectors


def _mean(
    states: NDArray[np.float32], places: TokenPlaces, start: int, end: int
) -> NDArray[np.float32]:
    first, last = places.span(start, end)
    mean: NDArray[np.float32] = states[first:last].mean(axis=0)
    return mean
