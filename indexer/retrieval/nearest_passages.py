"""The passages of a very large index that may be among the best: the nearest by vector, of
themselves or of one of their sentences, and those that cover most of the query's words. They are
then scored in full, as the retriever scores all passages of a smaller index."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..index.store.generation import Generation
from ..index.store.vector_store import Array, Chosen, Mask, best_first

_EACH = 1000  # candidates by each of the three measures, at least; 400 lose some of a million
_FOR_EACH_HIT = 8


def nearest_passages(
    generation: Generation, vector: Array, words: Array, k: int, within: Mask | None
) -> Chosen:
    """Rows of the candidates for the ``k`` best passages, ascending. ``words`` (n,): the share of
    the query's words that each passage covers; ``within`` (n,): the passages allowed."""
    gen, count = generation, max(_EACH, _FOR_EACH_HIT * k)
    passages = gen.passage_store.search(vector, count, within)[0]
    allowed = None if within is None else gen.sentences_inside(within)
    sentences = gen.sentence_store.search(vector, count, allowed)[0]
    sharing = np.flatnonzero(words > 0 if within is None else (words > 0) & within)
    by_words = best_first(sharing, words[sharing], count)[0]
    holding = gen.passages_of_sentences(sentences)
    return np.unique(np.concatenate([passages, holding, by_words]))


def dense_scores(generation: Generation, vector: Array, passages: Chosen) -> Array:
    """For each of ``passages`` half its own cosine and half its best sentence's."""
    gen = generation
    firsts, ends = gen.sentences_of_passages(passages)
    counts = ends - firsts
    starts = np.cumsum(counts) - counts
    rows = np.arange(int(counts.sum())) + np.repeat(firsts - starts, counts)
    best = _highest(gen.sentence_store.scores(vector, rows), starts)
    own = gen.passage_store.scores(vector, passages)
    return (0.5 * own + 0.5 * best).astype(np.float32)


def _highest(scores: Array, starts: Chosen) -> NDArray[np.float32]:
    if not len(starts):
        return np.zeros(0, dtype=np.float32)
    return np.maximum.reduceat(scores, starts)
