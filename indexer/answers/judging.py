"""Candidates are read by the reader model and scored together with the other evidence."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..index.schema import FigureRow
from ..index.store.generation import Generation
from ..models.question import FAMILIES, ROLES
from ..models.reader import NOT_READ, Reader, Reading
from ..retrieval.times.figure_parts import figure_part
from . import weights
from .asked import Asked
from .candidates import Candidate, reader_text
from .enumerated_figures import named_shares
from .polarity import clause_denies
from .scope import figure_fit, time_fit

_LEAST = 0.02


@dataclass(frozen=True, slots=True)
class ReaderWindow:
    """A candidate as the reader takes it (``models.reader.Readable``)."""

    heading: str
    before: str
    body: str
    figures: tuple[tuple[int, int], ...]
    numbers: tuple[float, float]
    figure_numbers: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """A figure with the log-odds that it is the one asked for; ``time``: how well it fits the times
    asked."""

    row: FigureRow
    score: float
    logit: float
    cosine: float
    time: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate that was read: the log-odds that its words answer, its figures best first, and
    the position of the short answer in the report's text."""

    candidate: Candidate
    score: float
    logit: float
    figures: tuple[ReadFigure, ...]
    span: tuple[int, int]
    body: float
    time: float

    @property
    def report(self) -> int:
        return self.candidate.report

    @property
    def sentence(self) -> int:
        return self.candidate.sentence

    @property
    def fit(self) -> float:
        """What is lost by how well body and time fit, as log-odds."""
        return weights.BODY * _log(self.body) + weights.TIME * _log(self.time)

    @property
    def best(self) -> float:
        return max([self.score, *(f.score for f in self.figures[:1])])


class Judge:
    """Reads candidates for one question. ``plain`` is the question as given to the reader."""

    def __init__(self, generation: Generation, reader: Callable[[], Reader], asked: Asked) -> None:
        self._gen, self.reader, self.asked = generation, reader, asked
        self._known: dict[tuple[int, int], Reading] = {}

    def judge(self, candidates: Sequence[Candidate], body: dict[int, float]) -> list[Judged]:
        """``candidates`` judged, in their order; ``body`` says how well each report matches the
        named one."""
        new = [c for c in candidates if c.key not in self._known]
        if new:
            read = self.reader().read(self.asked.text, [self.window(c) for c in new])
            self._known.update(zip((c.key for c in new), read, strict=True))
        return [self._judged(c, self._known[c.key], body.get(c.report, _LEAST)) for c in candidates]

    def alike(
        self, candidate: Candidate, place: int, words: float, figure: float, body: dict[int, float]
    ) -> Judged:
        """``candidate`` judged without being read: its words and its figure at ``place`` get the
        log-odds that others of the same measure received."""
        figures = tuple(figure if i == place else NOT_READ for i in range(len(candidate.figures)))
        reading = Reading(words, figures, (0, 0), NOT_READ)
        return self._judged(candidate, reading, body.get(candidate.report, _LEAST))

    def window(self, candidate: Candidate) -> ReaderWindow:
        heading, before, body = reader_text(self._gen, candidate)
        start = candidate.window.start
        return ReaderWindow(
            heading,
            before,
            body,
            tuple((f.figure.start - start, f.figure.end - start) for f in candidate.figures),
            (candidate.cosine, candidate.best_figure),
            tuple(
                figure_features(self.asked, f, c, candidate.cosine)
                for f, c in zip(candidate.figures, candidate.figure_cosines, strict=True)
            ),
        )

    def _judged(self, candidate: Candidate, reading: Reading, body: float) -> Judged:
        gen, asked = self._gen, self.asked
        text = gen.text(candidate.report)
        window = candidate.window
        details = gen.reports[candidate.report].details
        if asked.periods:
            details = gen.details_at(candidate.report, window.start)
        told = text[window.start : window.end]
        time = time_fit(asked.periods, details, told)
        named = weights.BODY * _log(body)
        figures = []
        taken = {y for f in candidate.figures for y in (f.figure.since, f.figure.year) if y}
        shares = named_shares(asked.text, candidate.figures)
        for row, cosine, logit, share in zip(
            candidate.figures, candidate.figure_cosines, reading.figures, shares, strict=True
        ):
            at = row.figure.start - window.start
            part = figure_part(told, at, at + len(row.figure.raw))
            own = figure_fit(asked, details, row.figure, told, taken, part)
            score = (
                logit
                + named
                + weights.FIGURE_TIME * _log(own)
                + weights.FAMILY * _log(asked.family_share(family_number(row)))
                + weights.FIGURE_COSINE * (cosine - weights.COSINE_MEAN)
                + weights.NAMED_IN_ROW * share
                - weights.NO_CHANGE * (asked.change and row.figure.role != "change")
            )
            figures.append(ReadFigure(row, float(score), float(logit), cosine, own))
        figures.sort(key=lambda f: (-f.score, f.row.row))
        score = (
            reading.score
            + named
            + weights.TIME * _log(time)
            + weights.SENTENCE_COSINE * (candidate.cosine - weights.COSINE_MEAN)
        )
        start, end = reading.span
        return Judged(
            candidate,
            float(score),
            float(reading.score),
            tuple(figures),
            (window.start + start, window.start + end),
            body,
            time,
        )


def says_no(generation: Generation, judged: Judged) -> bool:
    """Whether the words that answer are in a negated clause."""
    row = generation.sentence(judged.sentence)
    told = generation.text(judged.report)[row.start : row.end]
    return clause_denies(told, judged.span[0] - row.start, judged.span[1] - row.start)


def family_number(row: FigureRow) -> int:
    family = row.figure.family
    return FAMILIES.index(family) if family in FAMILIES else len(FAMILIES) - 1


def role_number(row: FigureRow) -> int:
    return ROLES.index(row.figure.role) if row.figure.role in ROLES else 0


def figure_features(
    asked: Asked, row: FigureRow, cosine: float, sentence: float
) -> tuple[float, ...]:
    """The numbers that go beside a figure's text: its cosine, then family and role as one-hot, the
    cosine of its sentence, and the shares that the question head gives to its family and role."""
    numbers = [0.0] * (1 + len(FAMILIES) + len(ROLES))
    numbers[0] = cosine
    numbers[1 + family_number(row)] = 1.0
    numbers[1 + len(FAMILIES) + role_number(row)] = 1.0
    return (
        *numbers,
        sentence,
        _log(asked.vectors.family[family_number(row)]),
        _log(asked.vectors.role[role_number(row)]),
    )


def _log(share: float) -> float:
    return math.log(max(float(share), _LEAST))
