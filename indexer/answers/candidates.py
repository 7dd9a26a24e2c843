"""Finds windows of reports that may answer a question, by vectors and words; the reader judges them
later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..index.schema import FigureRow
from ..index.store.generation import Generation
from ..index.store.scored import Scored
from ..retrieval.windows import Window, heading_line, windows
from .asked import Asked
from .mentioned import Mentioned

_QUANTITIES = ("level", "change", "previous", "plan")
_FEW = 20_000  # sentences whose words are counted one by one
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A window of a sentence with the figures in it and their cosines to the question."""

    report: int
    sentence: int
    window: Window
    figures: tuple[FigureRow, ...]
    figure_cosines: tuple[float, ...]
    cosine: float

    @property
    def key(self) -> tuple[int, int]:
        return self.sentence, self.window.start

    @property
    def best_figure(self) -> float:
        return max(self.figure_cosines, default=0.0)


class Finder:
    """Cosines between one question and the sentences and figures, and the best windows."""

    def __init__(
        self,
        generation: Generation,
        asked: Asked,
        subject: Array,
        name: Array | None = None,
        mentioned: Mentioned | None = None,
        hidden: NDArray[np.int64] | None = None,
    ) -> None:
        """``subject`` and ``name``: vectors of what is asked, and of who is asked about (None: of a
        model that knows no names). ``mentioned``: only windows that contain these names are
        found. ``hidden``: passages in which nothing is found."""
        self.hidden = hidden
        self._gen, self._asked, self._name = generation, asked, name
        self._subject, self._mentioned = subject, mentioned

    @cached_property
    def sentences(self) -> Scored:
        """Cosine of each sentence (n,)."""
        return self._gen.scored_sentences(self._subject)

    @cached_property
    def figures(self) -> Scored:
        """Cosine of each figure (n,)."""
        return self._gen.scored_figures(self._subject)

    def name_cosine(self, report: int) -> float:
        """How close a report's title and body are to the name in the question; 0 if the model has
        no names."""
        return 0.0 if self._name is None else self._gen.name_cosine(report, self._name)

    @cached_property
    def words(self) -> Array:
        """Share of the question's words that each sentence covers."""
        share: Array = self._gen.sentence_terms.scores(self._tokens) / self._most
        return share

    def words_of(self, sentences: NDArray[np.int64]) -> Array:
        """``words[sentences]``; of a few sentences without counting those of all."""
        if "words" in self.__dict__ or len(sentences) > _FEW:
            return self.words[sentences]
        share: Array = self._gen.sentence_terms.scores_at(self._tokens, sentences) / self._most
        return share

    @cached_property
    def _tokens(self) -> list[str]:
        return self._gen.tokens(self._asked.text)

    @cached_property
    def _most(self) -> np.float32:
        """The weight of the question's words together."""
        return np.float32(sum(map(self._gen.sentence_terms.idf, self._tokens)) or 1.0)

    def by_figure(self, rows: Iterable[int] | None) -> tuple[NDArray[np.int64], Array]:
        """Sentence rows of the figures in the reports ``rows``, and what each is worth: the best
        figure's cosine and a part of the sentence's own. In a very large index, only the figures
        nearest to the question."""
        every = self._mentioned is not None  # those in passages with a name are few
        figures = self._gen.figures_within(rows) if every else self.figures.within(rows)
        sentences = self._gen.sentences_of_figures(figures)
        kept = (sentences >= 0) & self._findable(sentences)
        figures, sentences = figures[kept], sentences[kept]
        worth = self.figures[figures] + np.float32(0.3) * self.sentences[sentences]
        return sentences, worth

    def by_sentence(self, rows: Iterable[int] | None) -> tuple[NDArray[np.int64], Array]:
        """Sentences of the reports ``rows`` with their cosines. In a very large index, only those
        nearest to the question or sharing most words with it."""
        if self._mentioned is None:
            sentences = self.sentences.within(rows, lambda: self.words)
        else:
            sentences = self._gen.sentences_within(rows)
        sentences = sentences[self._findable(sentences)]
        return sentences, self.sentences[sentences]

    def _findable(self, sentences: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each of ``sentences`` mentions what it must, in a passage that is not hidden."""
        kept = np.ones(len(sentences), dtype=np.bool_)
        if self._mentioned is not None:
            kept &= np.isin(sentences, self._mentioned.sentences)
        if len(self._hidden_sentences):
            kept &= ~np.isin(sentences, self._hidden_sentences)
        return kept

    @cached_property
    def _hidden_sentences(self) -> NDArray[np.int64]:
        if self.hidden is None or not len(self.hidden):
            return np.zeros(0, dtype=np.int64)
        spans = zip(*self._gen.sentences_of_passages(self.hidden), strict=True)
        return np.concatenate([np.arange(first, end) for first, end in spans])

    def candidates(self, sentence: int) -> list[Candidate]:
        """The windows of a sentence, in order."""
        gen = self._gen
        row = gen.sentence(sentence)
        floor = gen.passage(row.passage).start
        found = gen.figures_of_sentences([sentence]).get(sentence, [])
        kept = [f for f in found if f.figure.role in _QUANTITIES]
        made = []
        for window in windows(gen.text(row.report), [(row.start, row.end)], [floor]):
            inside = tuple(
                f for f in kept if window.start <= f.figure.start and f.figure.end <= window.end
            )
            cosines = tuple(float(self.figures[f.row]) for f in inside)
            made.append(
                Candidate(
                    row.report, sentence, window, inside, cosines, float(self.sentences[sentence])
                )
            )
        return made

    def best_window(self, sentence: int) -> Candidate | None:
        """The window of a sentence that holds its best figure, else its first."""
        made = self.candidates(sentence)
        if self._mentioned is not None:
            made = [c for c in made if self._mentioned.within(*reader_text(self._gen, c))]
        return max(made, key=lambda c: (c.best_figure, -c.window.start), default=None)


def reader_text(generation: Generation, candidate: Candidate) -> tuple[str, str, str]:
    """What the reader is given of a candidate: heading, preceding words and body."""
    text = generation.text(candidate.report)
    passage = generation.passage(generation.sentence(candidate.sentence).passage)
    window = candidate.window
    details = generation.details_at(candidate.report, window.start)
    heading = heading_line(details, passage.section)
    return heading, text[window.before[0] : window.before[1]], text[window.start : window.end]


def best_rows(rows: NDArray[np.int64], worth: Array, count: int) -> list[int]:
    """The first ``count`` distinct rows by falling worth; ties go to the earlier row."""
    order = np.lexsort((rows, -worth))
    return list(dict.fromkeys(int(rows[i]) for i in order[: 4 * count + 16]))[:count]


def interleaved(lists: Sequence[Sequence[int]], counts: Sequence[int]) -> list[int]:
    """The first ``counts[i]`` of each list, without repeats, in turn."""
    found: dict[int, None] = {}
    for rows, count in zip(lists, counts, strict=True):
        found.update(dict.fromkeys(rows[:count]))
    return list(found)
