"""A figure of a draft, prepared for lookup: its question, vectors, scope and year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..document.report import Figure
from ..extraction.quantities.role import change_sign
from ..index.store.generation import Generation
from ..text.folding import fold
from .planned import is_planned, speaks_of_plans
from .scopes import said_scope
from .segmentation import Piece
from .wording import question_of
from .years import years_of

_PHRASAL = re.compile(  # "drew up 40 plans" is a level, no rise
    r"(?i)\b(?:dr[ae]wn?|set|took|taken?|signed|built|broke|wrote|written|picked|clear(?:ed|s)|"
    r"cleaned|mopped|rounded|wound|followed|put|bought|lined|ma[dk]es?) (?:up|down)"
    r"(?: (?:about|over|some|nearly))?\s*$"
)
_BY_RULE = re.compile(  # "34 cases under the summary procedure"
    r"(?i) ?(?:[a-z]+ )?under (?:the|a|an|this|that|its) (?:[\w'-]+ ){0,3}?"
    r"(?:procedures?|laws?|acts?|rules?|regulations?|codes?|schemes?|program(?:me)?s?|campaigns?)\b"
)
_HEADING = 120

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Stated:
    """``question`` is what the figure answers; ``vector`` and ``sentence`` are those of figure and
    sentence as a report's are made; ``words``: its clause; ``scope`` is ``area``, ``own`` or
    ``""``; ``year``: first and last year that its sentence names beside it. ``planned``: its
    words make it a plan; ``open``: they do not, but its sentence or heading speaks of plans."""

    figure: Figure
    question: str
    words: str
    vector: Array
    sentence: Array
    scope: str
    year: tuple[int, int] | None
    planned: bool = False
    open: bool = False


def stated_figures(
    generation: Generation, piece: Piece, figures: Sequence[Figure], heading: str
) -> list[Stated]:
    """``figures`` of ``piece``, which stands under ``heading``."""
    lead = f"{' '.join(heading.split())[:_HEADING]}\n" if heading else ""
    shift = len(lead) - piece.start
    size = len(lead) + len(piece.text)

    def place(start: int, end: int) -> tuple[int, int]:
        low = min(max(start + shift, len(lead)), size)
        return low, min(max(end + shift, low), size)

    spans = tuple((*place(f.clause_start, f.clause_end), *place(f.start, f.end)) for f in figures)
    vectors = generation.vectors_of(lead + piece.text, ((len(lead), size),), spans)
    return [
        _stated(piece, figure, vectors[1], vectors[2 + n], heading)
        for n, figure in enumerate(figures)
    ]


def _stated(piece: Piece, figure: Figure, sentence: Array, vector: Array, heading: str) -> Stated:
    left = piece.text[: max(figure.start - piece.start, 0)]
    low = max(figure.clause_start - piece.start, 0)
    clause = piece.text[low : max(figure.clause_end - piece.start, 0)]
    planned = is_planned(figure, piece.text, piece.start)
    scope = said_scope(fold(left or piece.text)) or said_scope(fold(piece.text))
    return Stated(
        _as_change(figure, piece),
        question_of(piece, figure),
        f"{clause} {figure.metric}",
        vector,
        sentence,
        scope,
        years_of(figure),
        planned,
        not planned and speaks_of_plans(f"{heading} {piece.text}"),
    )


def _as_change(figure: Figure, piece: Piece) -> Figure:
    """ "down 30% on the year before" is a change by 30 %, not last year's level; "drew up 40 plans"
    is a level, no rise."""
    left = piece.text[: max(figure.start - piece.start, 0)]
    right = piece.text[figure.end - piece.start :]
    if figure.role == "change" and (_PHRASAL.search(left) or _BY_RULE.match(right)):
        return replace(figure, role="level", value=abs(figure.value))
    if figure.role != "previous" or figure.family != "ratio":
        return figure
    sign = change_sign(fold(left), fold(right), piece.language != "zh")
    return replace(figure, role="change", value=sign * abs(figure.value)) if sign else figure
