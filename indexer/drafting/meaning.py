"""Sentences of reports that say what a sentence of a draft says, where no figure decides."""

from __future__ import annotations

from datetime import date

import numpy as np

from ..answers.engine import Engine
from ..index.store.generation import Generation
from . import weights

_READ = 6
_BEST = 2


class Meanings:
    """Of one generation."""

    def __init__(self, engine: Engine, generation: Generation, today: date) -> None:
        self._engine, self._gen, self._today = engine, generation, today

    def best(self, text: str, rows: frozenset[int]) -> list[tuple[int, float]]:
        """The best sentences in the reports ``rows``, with how surely they say ``text``."""
        gen = self._gen
        inquiry = self._engine.inquiry(text, rows, self._today)
        vector = gen.vectors_of(text, ((0, len(text)),))[1]
        sentences, _ = inquiry.finder.by_sentence(rows)
        if not len(sentences):
            return []
        worth = weights.MEANING_COSINE * gen.cosines_of_sentences(sentences, vector)
        order = np.lexsort((sentences, -worth))[:_READ]
        base = {int(sentences[i]): float(worth[i]) for i in order}
        windows = [c for s in base for c in inquiry.finder.candidates(s)[:1]]
        read = {j.sentence: j.logit for j in inquiry.judge.judge(windows, {})}
        scored = [
            (s, w + weights.MEANING_READER * read.get(s, weights.UNREAD)) for s, w in base.items()
        ]
        return sorted(scored, key=lambda item: (-item[1], item[0]))[:_BEST]
