"""Claims of a draft against the index: supported, contradicted or unsupported, with passages.

Figures decide: a claim's figure must stand, within rounding, beside the same words in a report of
the same issuer and year. A claim without figures is judged on meaning and words alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..answers.answer import Citation
from ..answers.citations import CitationList
from ..answers.engine import Engine
from ..answers.evidence import ScoredFigure
from ..answers.weights import SENTENCE_STATED_THRESHOLD
from ..index.generation import Generation
from ..reports.figures import find_figures
from ..reports.language import detect_language
from ..reports.report import Figure
from ..reports.sentences import split_sentences
from ..search.query import Filters
from .gbt7714 import Source
from .styles import format_citation

_ROUNDING = 0.005
_SAME_QUANTITY = 0.0


@dataclass(frozen=True, slots=True)
class ClaimFigure:
    """A figure of the draft beside the source's own value (None: no source gives one)."""

    raw: str
    value: float
    unit: str
    source_value: float | None
    agrees: bool

    def to_json(self) -> dict[str, Any]:
        return {"raw": self.raw, "value": _plain(self.value), "unit": self.unit,
                "source_value": None if self.source_value is None else _plain(self.source_value),
                "agrees": self.agrees}


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a draft with its verdict; ``start``/``end`` count characters of the draft."""

    text: str
    start: int
    end: int
    verdict: str
    figures: tuple[ClaimFigure, ...]
    citations: tuple[Citation, ...]
    sources: tuple[Source, ...]

    def to_json(self, style: str) -> dict[str, Any]:
        formatted = [format_citation(s, style, c.n)
                     for s, c in zip(self.sources, self.citations, strict=True)]
        return {"text": self.text, "start": self.start, "end": self.end, "verdict": self.verdict,
                "figures": [f.to_json() for f in self.figures],
                "citations": [c.to_json() for c in self.citations], "formatted": formatted}


class Citer:
    """Checks drafts against one open generation."""

    def __init__(self, engine: Engine, generation: Generation) -> None:
        self._engine, self._gen = engine, generation

    def cite(self, text: str, filters: Filters) -> list[Claim]:
        """One claim for each sentence of ``text`` that holds letters."""
        claims = []
        for start, end in split_sentences(text, ()):
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            if any(c.isalpha() for c in text[start:end]):
                claims.append(self._claim(text[start:end], start, end, filters))
        return claims

    def _claim(self, text: str, start: int, end: int, filters: Filters) -> Claim:
        context = self._engine.context(text, filters)
        language = detect_language(text)
        stated = [f for f in find_figures(text, ((0, len(text)),), language)
                  if f.role not in ("date", "ordinal")]
        citations = CitationList(self._gen)
        if context is None or context.scope.unknown or not context.rows:
            figures = tuple(ClaimFigure(f.raw, f.value, f.unit, None, False) for f in stated)
            return Claim(text, start, end, "unsupported", figures, (), ())
        rows = context.evidence.best_rows(30)
        if stated:
            candidates = context.evidence.figures(rows, any_family=True)
            checked = [self._check(f, candidates, citations) for f in stated]
            verdict = _verdict(checked)
            figures = tuple(checked)
        else:
            figures = ()
            best = context.evidence.sentences(rows)[:2]
            good = [s for s in best if s.score >= SENTENCE_STATED_THRESHOLD]
            for scored in good:
                citations.cite_sentence(scored.row)
            verdict = "supported" if good else "unsupported"
        cited = citations.all()
        return Claim(text, start, end, verdict, figures, cited,
                     tuple(source_of(self._gen, c) for c in cited))

    def _check(
        self, figure: Figure, candidates: list[ScoredFigure], citations: CitationList
    ) -> ClaimFigure:
        """Compare one figure of the draft with the sources' figures of the same quantity."""
        alike = [c for c in candidates if c.row.figure.unit == figure.unit
                 and _same_words(figure, c.row.figure, self._engine)]
        equal = [c for c in alike if agrees(figure, c.row.figure)]
        fitting = equal or [c for c in alike if c.score >= _SAME_QUANTITY]
        if not fitting:
            return ClaimFigure(figure.raw, figure.value, figure.unit, None, False)
        pick = fitting[0]
        citations.cite_sentence(pick.row.sentence)
        return ClaimFigure(figure.raw, figure.value, figure.unit, pick.row.figure.value, bool(equal))


def agrees(stated: Figure, source: Figure) -> bool:
    """Equal, or equal when the source is rounded to the digits that the draft gives."""
    if stated.value == source.value:
        return True
    digits = sum(c.isdigit() for c in stated.raw.replace(",", "").split("万")[0].split("亿")[0])
    if digits < 2 or not source.value:
        return False
    return abs(stated.value - source.value) / abs(source.value) < _ROUNDING and _is_rounding(stated, source)


def _is_rounding(stated: Figure, source: Figure) -> bool:
    """The draft's number has fewer digits than the source's: it rounds, it does not alter."""
    return _significant(stated.value) < _significant(source.value)


def _significant(value: float) -> int:
    digits = f"{abs(value):.6f}".rstrip("0").rstrip(".").replace(".", "").strip("0")
    return len(digits)


def _same_words(stated: Figure, source: Figure, engine: Engine) -> bool:
    """The words beside both figures name the same thing: a shared concept or shared words."""
    return engine.same_quantity(f"{stated.metric}{stated.counter}", f"{source.metric}{source.counter}")


def _verdict(checked: list[ClaimFigure]) -> str:
    if any(not c.agrees and c.source_value is not None for c in checked):
        return "contradicted"
    if all(c.agrees for c in checked):
        return "supported"
    return "unsupported"


def source_of(generation: Generation, citation: Citation) -> Source:
    """What a citation style needs to know of a cited passage."""
    row = next(r for r in generation.reports if r.id == citation.report)
    details = row.details
    return Source(
        title=details.title or row.path, issuer=details.issuer, year=details.year,
        date=details.date, page=citation.page, section=" > ".join(citation.section),
        language=details.language, kind=details.kind, path=row.path,
    )


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value
