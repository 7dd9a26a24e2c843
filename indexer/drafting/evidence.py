"""Figures in the reports that may be the one stated in a draft, with the evidence for it.

The evidence comes from the models: how close the two figures, their sentences and the question
answered by the draft's figure are, and the reader's log-odds that the report's figure answers that
question. Numbers are left out of it, except in the vector of the draft's own figure; they are
compared afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from ..answers.candidates import Candidate
from ..answers.citations import section_path
from ..answers.engine import Engine
from ..answers.inquiry import Inquiry
from ..answers.scope import years_in
from ..document.report import Figure
from ..index.schema import FigureRow
from ..index.store.generation import Generation
from ..index.store.scored import Scored
from ..index.store.tokens import words
from ..text.folding import fold
from ..text.scripts import has_han
from .planned import is_planned, speaks_of_plans
from .rounding import APART, agreement
from .scopes import said_scope
from .stated import Stated
from .weights import ALIKE, UNREAD
from .years import overlap, years_of

#: Places among the features of a pair.
FIGURE, QUESTION, READER, COUNTER, WORDS = 0, 1, 4, 6, 7
_QUANTITIES = frozenset({"level", "change", "previous", "plan"})
_FEW_REPORTS = 12
_CANDIDATES = 80
_EQUALS, _OTHERS = 2, 4  # windows read per figure of a draft


@dataclass(frozen=True, slots=True)
class Pair:
    """A source's figure that may be the one stated in a draft. ``score``: log-odds, up to a
    constant, that it is the same quantity; ``features``: what it is computed from; ``read``: the
    reader saw it. ``other_year``: its sentence names another year for it; ``year_said``: the
    draft's own year. ``planned``: its words make it a plan; ``open``: they do not, but the text
    around it mentions plans."""

    row: FigureRow
    agreement: str
    role: bool
    scope: str
    other_year: bool
    year_said: bool
    features: tuple[float, ...]
    score: float
    read: bool
    planned: bool = False
    open: bool = False

    @property
    def equal(self) -> bool:
        return self.agreement != APART


def same_unit(stated: Figure, source: Figure) -> bool:
    """Units that may be compared. "Penalties were imposed 1,346 times" counts penalties."""
    counted = {stated.unit, source.unit} == {"times", "count"} and stated.value >= 2
    return stated.unit == source.unit or counted


class Collector:
    """Finds the evidence for figures of drafts in one generation."""

    def __init__(self, engine: Engine, generation: Generation, today: date) -> None:
        self._engine, self._gen, self._today = engine, generation, today
        self._plans: dict[tuple[int, tuple[str, ...]], bool] = {}

    def pairs(
        self,
        stated: Stated,
        rows: frozenset[int],
        years: Sequence[tuple[int, int]],
        *,
        read: bool = True,
    ) -> list[Pair]:
        """Figures of the reports ``rows`` in the draft's unit, the likeliest first. ``years`` are
        those that the draft is about; without ``read`` the reader is not asked."""
        inquiry = self._engine.inquiry(stated.question, rows, self._today)
        figures = self._gen.scored_figures(stated.vector)
        sentences = self._gen.scored_sentences(stated.sentence)
        asked = (stated.year,) if stated.year else tuple(years)
        found = [
            self._pair(
                stated, row, inquiry, float(figures[row.row]), float(sentences[row.sentence]), asked
            )
            for row in self._rows(stated, inquiry, figures, rows)
            if row.sentence >= 0
        ]
        found = _set_against(found)
        if read:
            found = self._read(found, inquiry)
        return sorted(found, key=lambda p: (-p.score, p.row.row))

    def _rows(
        self, stated: Stated, inquiry: Inquiry, near: Scored, rows: frozenset[int]
    ) -> list[FigureRow]:
        if len(rows) <= _FEW_REPORTS:
            every = [f for r in sorted(rows) for f in self._gen.figures_of_report(r)]
        else:
            inside = near.within(rows)
            worth = near[inside] + inquiry.finder.figures[inside]
            best = inside[np.argsort(-worth, kind="stable")[:_CANDIDATES]]
            every = [self._gen.figure(int(r)) for r in best]
        return [
            f for f in every if f.figure.role in _QUANTITIES and same_unit(stated.figure, f.figure)
        ]

    def _pair(
        self,
        stated: Stated,
        row: FigureRow,
        inquiry: Inquiry,
        figure: float,
        sentence: float,
        asked: tuple[tuple[int, int], ...],
    ) -> Pair:
        source, text = row.figure, self._gen.text(row.report)
        low = source.sentence_start
        said = text[low : source.sentence_end]
        details = self._gen.details_at(row.report, low)
        said_year = years_of(source)
        year = said_year or ((details.year, details.year) if details.year else None)
        dated = year is not None and bool(asked)
        of_asked = year is not None and any(overlap(year, a) for a in asked)
        same_year = of_asked and said_year is not None
        named = said_year is None and any(
            a[0] <= y <= a[1] for a in asked for y in years_in(said, details.year)
        )
        role = _role(stated.figure, source, same_year)
        clause = text[source.clause_start : source.clause_end]
        features = (
            figure,
            float(inquiry.finder.figures[row.row]),
            sentence,
            float(inquiry.finder.sentences[row.sentence]),
            UNREAD,
            float(role),
            _counters(stated.figure, source),
            _shared(stated.words, f"{clause} {source.metric}"),
            1.0,
        )
        scope = said_scope(fold(text[low : source.start]))
        planned = is_planned(source, text)
        return Pair(
            row,
            agreement(stated.figure, source),
            role,
            scope,
            dated and not of_asked,
            same_year or named,
            features,
            _score(features),
            False,
            planned,
            not planned and self._of_plans(row, said),
        )

    def _of_plans(self, row: FigureRow, said: str) -> bool:
        """Whether a figure's sentence, or what stands above it, speaks of plans."""
        if speaks_of_plans(said):
            return True
        key = (row.report, section_path(self._gen, row.report, row.figure.start))
        if key not in self._plans:
            title = self._gen.details_at(row.report, row.figure.start).title
            self._plans[key] = speaks_of_plans(" ".join((title, *key[1])))
        return self._plans[key]

    def _read(self, pairs: list[Pair], inquiry: Inquiry) -> list[Pair]:
        """``pairs`` with the reader's word on the best of those that agree and of the others."""
        order = sorted(pairs, key=lambda p: (-p.score, p.row.row))
        chosen = [p for p in order if p.equal][:_EQUALS]
        chosen += [p for p in order if not p.equal][:_OTHERS]
        windows: dict[tuple[int, int], Candidate] = {}
        for pair in chosen:
            for candidate in inquiry.finder.candidates(pair.row.sentence):
                if any(f.row == pair.row.row for f in candidate.figures):
                    windows[candidate.key] = candidate
        if not windows:
            return pairs
        judged = inquiry.judge.judge(list(windows.values()), {})
        logits = {f.row.row: f.logit for j in judged for f in j.figures}
        return [_with_logit(p, logits[p.row.row]) if p.row.row in logits else p for p in pairs]


def _set_against(pairs: list[Pair]) -> list[Pair]:
    """``pairs``, where a figure beside a plan in the same sentence is certainly not a plan
    itself."""
    plans = {p.row.sentence for p in pairs if p.planned}
    return [
        replace(p, open=False) if p.open and not p.planned and p.row.sentence in plans else p
        for p in pairs
    ]


def _with_logit(pair: Pair, logit: float) -> Pair:
    features = (*pair.features[:4], max(logit, UNREAD), *pair.features[5:8], 0.0)
    return replace(pair, features=features, score=_score(features), read=True)


def _score(features: Sequence[float]) -> float:
    return sum(w * f for w, f in zip(ALIKE, features, strict=True))


def _role(stated: Figure, source: Figure, same_year: bool) -> bool:
    """Whether the two have the same role; an increase in a share may be expressed by its noun
    (增速9.9%). What a later report states for the year before was that year's level."""
    pair = (stated.role, source.role)
    if same_year and {*pair} == {"level", "previous"}:
        return True
    shares = stated.family == source.family == "ratio"
    return (
        stated.role == source.role
        or pair == ("plan", "level")
        or (shares and pair == ("level", "change"))
    )


def _counters(mine: Figure, theirs: Figure) -> float:
    """1 for the same measure word, -1 for a different one in the same script, 0 if unknown."""
    a, b = fold(mine.counter).strip(), fold(theirs.counter).strip()
    if not a or not b or _han(a) != _han(b):
        return 0.0
    return 1.0 if a in b or b in a else -1.0


def _han(word: str) -> bool:
    return has_han(word)


def _shared(mine: str, theirs: str) -> float:
    """Share of the first words that are also among the second."""
    wanted = frozenset(w for w in words(mine) if not w[0].isdigit())
    return len(wanted & frozenset(words(theirs))) / len(wanted) if wanted else 0.0
