"""Which cell of a table answers: the row that the question names, else the total; never a part in
its place. Only what is exact is decided here; the models have judged what a figure counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..document.report import Details, Figure
from ..extraction.quantities.measure import core_of
from ..index.schema import FigureRow
from ..text.folding import fold
from ..text.table_rows import is_row
from ..text.table_words import is_total
from .inquiry import Inquiry
from .judging import Judged, ReadFigure

_SINGLED_OUT = 3.0  # log-odds by which the reader may prefer a part that is not named literally
_MOST_LINES = 4000
_SUM_WORD = re.compile(
    r"[合总共累]计|总[额数]|全年|(?i:\b(?:total|in all|altogether|insgesamt|"
    r"au total)\b)"
)
_NO_NAMES = frozenset(("其他", "其它", "小计", "other", "others", "the", "of", "and"))
_ROUNDING = 0.01
Pair = tuple[Judged, ReadFigure]


@dataclass(frozen=True, slots=True)
class ChosenFigures:
    """The figures, best first, and the parts if only parts and no total are stated."""

    figures: tuple[Pair, ...]
    parts: tuple[FigureRow, ...] = ()


def choose_figures(
    inquiry: Inquiry, figures: Sequence[Pair], reports: dict[int, float]
) -> ChosenFigures:
    """``figures``, best first, with the cell before the best one that answers more precisely: the
    same column, but the row or year asked for, or the total instead of one of its parts.
    ``reports`` says how well each report matches the one asked about."""
    if not figures:
        return ChosenFigures(())
    judged, best = figures[0]
    details = inquiry.generation.reports[judged.report].details
    asked = _asked_words(inquiry, details)
    cells, total = _comparable(inquiry, best.row)
    if not any(_named(row.figure, asked) for row in cells):
        cells += _named_rows(inquiry, best.row, asked)
    if len(cells) < 2:
        return ChosenFigures(tuple(figures))
    read = {f.row.row: f for _, f in figures}
    chosen = min(cells, key=lambda row: _rank(inquiry, row, details, asked, read, total))
    named = _named(chosen.figure, asked)
    whole = is_whole(chosen.figure, details)
    if not named and not whole and _only_parts(cells, details):
        others = [f.logit for n, f in read.items() if n != best.row.row and _contains(cells, n)]
        if others and best.logit > max(others) + _SINGLED_OUT:
            return ChosenFigures(tuple(figures))
        year = [
            row
            for row in cells
            if _time(inquiry, row.figure, details) == _time(inquiry, chosen.figure, details)
        ]
        return ChosenFigures(tuple(figures), tuple(year) if len(year) > 1 else ())
    if chosen.row == best.row.row:
        return ChosenFigures(tuple(figures))
    if not named and _time(inquiry, chosen.figure, details) == _time(
        inquiry, best.row.figure, details
    ):
        known = read.get(chosen.row)
        if known is not None and best.logit > known.logit + _SINGLED_OUT:
            return ChosenFigures(tuple(figures))
    first = _pair(inquiry, chosen, figures[0], reports)
    return ChosenFigures((first, *(pair for pair in figures if pair[1].row.row != chosen.row)))


def is_whole(figure: Figure, details: Details) -> bool:
    """Whether a figure covers the whole that its report is about, not a part of it."""
    body = figure.body
    return (
        not body
        or is_total(body)
        # a word inside its name may be a part (草原 in 林业和草原局)
        or any(own.startswith(body) or own.endswith(body) or own in body for own in details.issuers)
    )


def _comparable(inquiry: Inquiry, row: FigureRow) -> tuple[list[FigureRow], FigureRow | None]:
    """The figures of the same table that measure the same as ``row`` for other rows and years; in
    prose, those of its sentence in the same unit and the one stated as their sum."""
    text = inquiry.generation.text(row.report)
    figures = inquiry.generation.figures_of_report(row.report)
    start = text.rfind("\n", 0, row.figure.start) + 1
    end = text.find("\n", row.figure.start)
    if not is_row(text[start : end if end >= 0 else len(text)]):
        cells = _of_sentence(figures, row)
        total = _sum_of(cells, text)
        return (cells, total) if total is not None else ([], None)
    first, last = _table(text, row.figure.start)
    core = core_of(row.figure)
    same = [
        other
        for other in figures
        if first <= other.figure.start < last
        and other.figure.unit == row.figure.unit
        and (other.figure.role == "change") == (row.figure.role == "change")
        and core_of(other.figure) == core
        and other.figure.role != "ordinal"
    ]
    return same, None


def _table(text: str, at: int) -> tuple[int, int]:
    """The lines of cells around ``at``."""
    first = text.rfind("\n", 0, at) + 1
    for _ in range(_MOST_LINES):
        above = text.rfind("\n", 0, max(0, first - 1)) + 1
        if first == 0 or not is_row(text[above : first - 1]):
            break
        first = above
    last = at
    for _ in range(_MOST_LINES):
        end = text.find("\n", last)
        if end < 0:
            return first, len(text)
        following = text.find("\n", end + 1)
        if not is_row(text[end + 1 : following if following >= 0 else len(text)]):
            return first, end
        last = end + 1
    return first, last


def _named_rows(inquiry: Inquiry, row: FigureRow, asked: str) -> list[FigureRow]:
    """``row`` and the figures of its report in its unit whose table's row the question names, and
    something of what they count too."""
    named = [
        other
        for other in inquiry.generation.figures_of_report(row.report)
        if other.figure.body
        and other.figure.unit == row.figure.unit
        and other.figure.role == row.figure.role
        and _named(other.figure, asked) > 2
        and any(pair in asked for pair in _pairs(fold(core_of(other.figure))))
    ]
    return [row, *named] if named else []


def _pairs(words: str) -> set[str]:
    return {words[i : i + 2] for i in range(len(words) - 1)} if not words.isascii() else {words}


def _of_sentence(figures: Sequence[FigureRow], row: FigureRow) -> list[FigureRow]:
    """The levels of a sentence in one unit."""
    own = row.figure
    return [
        other
        for other in figures
        if other.figure.sentence_start == own.sentence_start
        and (other.figure.unit, other.figure.counter) == (own.unit, own.counter)
        and other.figure.role == own.role == "level"
    ]


def _sum_of(cells: Sequence[FigureRow], text: str) -> FigureRow | None:
    """The figure that is stated as the sum of the others and equals it."""
    if len(cells) < 3:
        return None
    largest = max(cells, key=lambda row: row.figure.value)
    rest = sum(row.figure.value for row in cells) - largest.figure.value
    told = text[largest.figure.clause_start : largest.figure.start]
    same = abs(rest - largest.figure.value) <= _ROUNDING * abs(largest.figure.value)
    return largest if same and _SUM_WORD.search(told) else None


def _asked_words(inquiry: Inquiry, details: Details) -> str:
    """The question without the name of the report's body: the rest may name a row."""
    words = inquiry.asked.text
    for mention in inquiry.asked.named.mentions:
        if mention.text and mention.text in details.issuer:
            words = words.replace(mention.text, " ", 1)
    if details.issuer:
        words = words.replace(details.issuer, " ")
    return fold(words)


def _named(figure: Figure, asked: str) -> int:
    """How many characters of a row's name, or of one cell of it, the question holds."""
    if is_total(figure.body):
        return 0
    names = {figure.body, *figure.body.split()} if figure.body else {figure.metric}
    return max(
        (len(n) for name in names - _NO_NAMES if len(n := fold(name)) > 1 and n in asked), default=0
    )


def _rank(
    inquiry: Inquiry,
    row: FigureRow,
    details: Details,
    asked: str,
    read: dict[int, ReadFigure],
    total: FigureRow | None,
) -> tuple[float, ...]:
    figure = row.figure
    whole = row.row == total.row if total else is_whole(figure, details)
    told = read.get(row.row)
    return (
        -_named(figure, asked),
        _time(inquiry, figure, details),
        0 if whole else 1,
        -(told.score if told else -99.0),
        figure.start,
    )


def _time(inquiry: Inquiry, figure: Figure, details: Details) -> int:
    """0 for a figure of the time asked for (of the report's own where none is), else 1."""
    year = figure.year or (details.year if figure.role != "previous" else None)
    periods = [p for p in inquiry.asked.periods if p.first]
    if periods:
        return (
            0
            if year is None and figure.role != "previous" or any(year in p.years for p in periods)
            else 1
        )
    return 0 if figure.role != "previous" and year in (None, details.year) else 1


def _only_parts(cells: Sequence[FigureRow], details: Details) -> bool:
    return len({row.figure.body for row in cells}) > 1 and not any(
        is_whole(row.figure, details) for row in cells
    )


def _contains(cells: Sequence[FigureRow], number: int) -> bool:
    return any(row.row == number for row in cells)


def _pair(inquiry: Inquiry, row: FigureRow, first: Pair, reports: dict[int, float]) -> Pair:
    """``row`` as it was read, or read now, with the score of the cell that it precedes."""
    judged, best = first
    window = next(
        (
            c
            for c in inquiry.finder.candidates(row.sentence)
            if any(f.row == row.row for f in c.figures)
        ),
        None,
    )
    found = inquiry.judge.judge([window], reports)[0] if window else judged
    own = next((f for f in found.figures if f.row.row == row.row), replace(best, row=row))
    return found, replace(own, score=max(own.score, best.score), time=max(own.time, best.time))
