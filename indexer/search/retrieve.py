"""Scores of every passage and sentence for a query: meaning (vectors) and words (BM25).

Both are exact over the whole index (one matrix product, one sparse sum), so nothing is lost to a
candidate list. Fusion adds z-scores: on XQuAD and CMRC it beats either part and reciprocal rank
fusion (docs/quality.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..index.generation import Generation
from ..index.tokens import tokenise
from .query import Hit

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scores:
    """Raw scores, one a row: cosines in [-1, 1] and BM25 sums divided by the query's own sum.

    ``*_words`` is the share of the query's term weight that a row covers, about 0 to 1.
    """

    passage_dense: Array
    sentence_dense: Array
    passage_words: Array
    sentence_words: Array


class Retriever:
    """Scores queries against one open generation."""

    def __init__(self, generation: Generation) -> None:
        self._gen = generation
        self._starts = _first_rows(generation.sentence_passage, len(generation.passage_report))

    def scores(self, text: str, tokens: Sequence[str] | None = None) -> Scores:
        """Score all rows for ``text``; ``tokens`` replace its own words where given."""
        gen = self._gen
        vector = gen.embedder.queries([text])[0].astype(np.float32)
        words = list(tokens) if tokens is not None else tokenise(text)
        return Scores(
            passage_dense=gen.passage_vectors @ vector,
            sentence_dense=gen.sentence_vectors @ vector,
            passage_words=_covered(gen.passage_terms, words),
            sentence_words=_covered(gen.sentence_terms, words),
        )

    def passage_scores(self, scores: Scores) -> Array:
        """One fused score a passage: half its vector, half its best sentence's, plus words."""
        best = self.best_sentence(scores.sentence_dense)
        dense = 0.5 * scores.passage_dense + 0.5 * best
        return z_scores(dense) + z_scores(scores.passage_words)

    def best_sentence(self, sentence_scores: Array) -> Array:
        """Highest score of each passage's sentences, shape (passages,)."""
        if not len(sentence_scores):
            return np.zeros(len(self._gen.passage_report), dtype=np.float32)
        best = np.maximum.reduceat(sentence_scores, self._starts)
        return best.astype(np.float32)

    def search(self, text: str, k: int, reports: Iterable[int] | None = None) -> list[Hit]:
        """The ``k`` best passages, best first; ties go to the earlier row."""
        fused = self.passage_scores(self.scores(text))
        if reports is not None:
            inside = np.isin(self._gen.passage_report, np.fromiter(reports, dtype=np.int32))
            fused = np.where(inside, fused, -np.inf)
        order = np.argsort(-fused, kind="stable")[:k]
        return [self._hit(int(row), float(fused[row])) for row in order if np.isfinite(fused[row])]

    def _hit(self, row: int, score: float) -> Hit:
        gen = self._gen
        return Hit(
            score=round(score, 4), passage=row, report=gen.reports[int(gen.passage_report[row])].id,
            start=int(gen.passage_start[row]), end=int(gen.passage_end[row]),
        )


def z_scores(values: Array) -> Array:
    """Values less their mean, over their standard deviation (0 where all are alike)."""
    spread = float(values.std())
    if spread < 1e-9:
        return np.zeros_like(values)
    return ((values - values.mean()) / spread).astype(np.float32)


def _covered(store, words: Sequence[str]) -> Array:  # type: ignore[no-untyped-def]
    scores = np.asarray(store.scores(words), dtype=np.float32)
    ideal = sum(store.idf(w) for w in words)
    return scores / np.float32(ideal) if ideal > 0 else scores


def _first_rows(owner: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """First row of each owner in a sorted owner column (every owner has a row)."""
    return np.searchsorted(owner, np.arange(count)).clip(max=max(len(owner) - 1, 0))
