"""Turns a statement into the question that its figure answers, for models that read questions."""

from __future__ import annotations

from collections.abc import Sequence

from ..document.report import Figure
from .segmentation import Piece

_LONG = 200
_HOW_MUCH = {
    "zh": "多少",
    "ja": "いくら",
    "fr": "combien",
    "de": "wie viel",
    "es": "cuánto",
    "it": "quanto",
    "pt": "quanto",
    "ru": "сколько",
    "ko": "얼마",
}
_HOW_MANY = {"en": "how many", "ja": "何", "fr": "combien de", "de": "wie viele", "es": "cuántos"}
_UNIT = {"money": {"zh": "钱"}, "ratio": {"zh": "%", "ja": "%"}}


def question_of(piece: Piece, figure: Figure) -> str:
    """The words of ``piece`` about ``figure`` with what it asks in place of its number: the whole
    sentence where the figure is its only one, else its clause and the words that name it."""
    start, end = piece.start, piece.end
    if sum(f.family != "time" for f in piece.figures) > 1 or len(piece.text) > _LONG:
        start = max(min(figure.clause_start, figure.start), start)
        end = min(max(figure.clause_end, figure.end), end)
    clause = piece.text[start - piece.start : end - piece.start]
    lead = "" if figure.metric in clause else f"{figure.metric} "
    before = piece.text[start - piece.start : figure.start - piece.start]
    after = piece.text[figure.end - piece.start : end - piece.start]
    return " ".join(f"{lead}{before}{_asked(figure, piece.language)}{after}".split())


def without_figures(piece: Piece, figures: Sequence[Figure]) -> str:
    """The words of ``piece`` with spaces for the digits of its figures: same length, no numbers
    that could be taken for a year."""
    said = piece.text
    for figure in figures:
        at = figure.start - piece.start
        said = said[:at] + " " * len(figure.raw) + said[at + len(figure.raw) :]
    return said


def _asked(figure: Figure, language: str) -> str:
    spaced = "" if language in ("zh", "ja") else " "
    if figure.family == "count":
        word = _HOW_MANY.get(language) or _HOW_MUCH.get(language, "how many")
        counter = figure.counter if figure.raw.endswith(figure.counter) else ""
        return f"{spaced}{word}{spaced}{counter}{spaced}"
    unit = _UNIT.get(figure.family, {}).get(language, "")
    return f"{spaced}{_HOW_MUCH.get(language, 'how much')}{unit}{spaced}"
