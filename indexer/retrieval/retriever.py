"""Scores of every passage and sentence for a query: meaning (vectors) and words (BM25).

Both are exact over the whole index (one matrix product, one sparse sum), so nothing is lost to a
candidate list. The combined score adds a cosine and the share of the query's word weight that a
passage covers. Neither is scaled by what else the index contains, so query words that occur in no
passage, as across languages, carry no weight instead of drowning out the vectors, which happens
with z-scores and reciprocal ranks and pushes reports in another language aside
(docs/benchmarks.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from ..index.store.generation import Generation
from ..index.store.terms import TermStore
from ..index.store.vector_store import Chosen
from ..text.folding import normal
from ..text.scripts import has_han
from .nearest_passages import dense_scores, nearest_passages
from .query import RankedPassage
from .translations import Translations

Array = NDArray[np.float32]

_FIGURE = re.compile(r"\d+\.\d+|\d{5,}")
_EXACT = 0.3  # for each exact figure that a row holds: whoever types 740.9 wants that one
_OLD = 0.1  # what a passage of a superseded version costs
WORDS = 1.0  # weight of covered words beside a cosine


@dataclass(frozen=True, slots=True)
class Scores:
    """Raw scores, one a row: cosines in [-1, 1] and BM25 sums divided by the query's own sum.

    ``passage_words`` is the share of the query's term weight that a passage covers, about 0 to 1.
    """

    passage_dense: Array
    sentence_dense: Array
    passage_words: Array


class Retriever:
    """Scores queries against one open generation; safe to share between threads."""

    def __init__(self, generation: Generation) -> None:
        self._gen = generation
        self._normal = lru_cache(maxsize=64)(lambda report: normal(generation.text(report)))
        self._languages = generation.languages

    def scores(
        self,
        text: str,
        tokens: Sequence[str] | None = None,
        *,
        translate: bool | None = None,
        reports: frozenset[int] | None = None,
    ) -> Scores:
        """Score all rows for ``text``; ``tokens`` replace its own words where given. With
        ``reports`` the cosines of other reports' rows are left 0, which spares their product.

        ``translate`` adds the words' translations to the words; None means: where no ``tokens``
        are given.
        """
        gen = self._gen
        words = list(tokens) if tokens is not None else gen.tokens(text)
        wanted = tokens is None if translate is None else translate
        added = self._translated(text, words) if wanted else {}
        vector = gen.embedder.queries([text])[0].astype(np.float32)
        return Scores(
            passage_dense=gen.passage_cosines(vector, reports),
            sentence_dense=gen.sentence_cosines(vector, reports),
            passage_words=_covered(gen.passage_terms, words, added),
        )

    def dense(self, scores: Scores) -> Array:
        """A cosine a passage: half its own, half its best sentence's."""
        best = self._gen.best_by_passage(scores.sentence_dense)
        return (0.5 * scores.passage_dense + 0.5 * best).astype(np.float32)

    def words(self, scores: Scores) -> Array:
        """Share of the query's word weight that each passage covers."""
        return scores.passage_words

    def passage_scores(self, scores: Scores) -> Array:
        """One fused score a passage: its cosine and the share of words that it covers."""
        return self.dense(scores) + np.float32(WORDS) * self.words(scores)

    def search(
        self,
        text: str,
        k: int,
        reports: Iterable[int] | None = None,
        hidden: NDArray[np.int64] | None = None,
    ) -> list[RankedPassage]:
        """The ``k`` best passages of ``reports``, without those ``hidden``, best first; ties go to
        the earlier row.

        From a superseded version whose current version is also searched, only passages that the
        current one lacks are returned, with a slightly lower score.
        """
        chosen = None if reports is None else frozenset(reports)
        rows, fused = self._ranked(text, k + (0 if hidden is None else len(hidden)), chosen)
        if hidden is not None and len(hidden):
            shown = ~np.isin(rows, hidden)
            rows, fused = rows[shown], fused[shown]
        superseded = self._superseded(chosen)
        old = (
            self._gen.passages_within(superseded)[rows] if superseded else np.zeros(len(rows), bool)
        )
        fused = np.where(old, fused - _OLD, fused)
        hits: list[RankedPassage] = []
        for place in np.lexsort((rows, -fused)):
            if len(hits) == k:
                break
            row = int(rows[place])
            if not old[place] or not self._unchanged(row):
                hits.append(self._hit(row, float(fused[place])))
        return hits

    def _ranked(self, text: str, k: int, reports: frozenset[int] | None) -> tuple[Chosen, Array]:
        """Passages with their scores: all of ``reports`` (None: of the index), or of a very large
        index those that may be among the ``k`` best."""
        gen = self._gen
        within = None if reports is None else gen.passages_within(reports)
        if gen.exact:
            fused = self.passage_scores(self.scores(text))
            rows = np.arange(len(fused)) if within is None else np.flatnonzero(within)
            return rows, fused[rows]
        words = gen.tokens(text)
        covered = _covered(gen.passage_terms, words, self._translated(text, words))
        vector = gen.embedder.queries([text])[0].astype(np.float32)
        rows = nearest_passages(gen, vector, covered, k, within)
        dense = dense_scores(gen, vector, rows)
        return rows, dense + np.float32(WORDS) * covered[rows]

    def _superseded(self, reports: frozenset[int] | None) -> list[int]:
        """Rows of ``reports`` (None: all) whose current version is among them too."""
        works = self._gen.works
        if works.plain:
            return []
        every = range(len(self._gen.reports)) if reports is None else reports
        return [
            r
            for r in every
            if works.is_superseded(r) and (reports is None or works.standing(r) in reports)
        ]

    def _unchanged(self, passage: int) -> bool:
        """Whether the current version holds the words of a superseded one's passage."""
        gen, row = self._gen, self._gen.passage(passage)
        text = gen.text(row.report)[row.start : row.end]
        return normal(text) in self._normal(gen.works.standing(row.report))

    def translations_of(self, word: str) -> frozenset[str]:
        """Words of the index that ``word`` may be in the other language (Chinese or English)."""
        return frozenset(self._translations.expand([word]))

    def _translated(self, text: str, words: Sequence[str]) -> dict[str, float]:
        """Translations of ``words``, where a report may be in the other language."""
        asked = "zh" if has_han(text) else "en"
        other = {"zh": "en", "en": "zh"}[asked]
        if self._languages and self._languages.isdisjoint({other, ""}):
            return {}
        added = self._translations.expand(words)
        own = set(words)
        return {word: weight for word, weight in added.items() if word not in own}

    @cached_property
    def _translations(self) -> Translations:
        return Translations(self._gen.passage_terms.vocabulary)

    def _hit(self, row: int, score: float) -> RankedPassage:
        passage = self._gen.passage(row)
        report = self._gen.reports[passage.report].id
        return RankedPassage(round(score, 4), row, report, passage.start, passage.end)


def z_scores(values: Array) -> Array:
    """Values less their mean, over their standard deviation (0 where all are alike)."""
    spread = float(values.std())
    if spread < 1e-9:
        return np.zeros_like(values)
    return ((values - values.mean()) / spread).astype(np.float32)


def _covered(store: TermStore, words: Sequence[str], added: Mapping[str, float]) -> Array:
    """BM25 of ``words`` and of the weighted words ``added``, over the words' own idf sum."""
    scores = store.scores([*words, *added], [*([1.0] * len(words)), *added.values()])
    ideal = sum(store.idf(w) for w in words)
    share = scores / np.float32(ideal) if ideal > 0 else scores
    for figure in {w for w in words if _FIGURE.fullmatch(w)}:
        share = share + np.float32(_EXACT) * (store.scores([figure]) > 0)
    return np.asarray(share, dtype=np.float32)
