"""Answers as data; ``to_json`` gives the form of the contract (see docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..index.schema import NO_LINKS, Links

CONTRACT = 2


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and its location: ``quote == canonical text[start:end]`` of ``report``.

    ``title`` and ``year`` are those of the report that contains the quote; ``path`` may be a file
    with reports for several years. ``recognised``: the quote was recognised from a page image, with
    this mean ``confidence`` (0..1; None if unknown).
    """

    n: int
    report: str
    path: str
    title: str
    issuer: str
    year: int | None
    section: tuple[str, ...]
    page: int | None
    start: int
    end: int
    quote: str
    recognised: bool = False
    confidence: float | None = None
    links: Links = NO_LINKS

    def to_json(self) -> dict[str, Any]:
        return {
            "n": self.n,
            "report": self.report,
            "path": self.path,
            "title": self.title,
            "issuer": self.issuer or None,
            "year": self.year,
            "section": list(self.section),
            "page": self.page,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "recognised": self.recognised,
            "confidence": self.confidence,
            **self.links.to_json(),
        }


@dataclass(frozen=True, slots=True)
class RowFigure:
    """A figure in an answer: ``value`` in base units, ``raw`` as printed in the source, ``shown``
    the same with the unit given by its table. ``uncertain``: it was recognised from a page image,
    and a character of it may be wrong."""

    metric: str
    value: float
    unit: str
    raw: str
    citation: int
    uncertain: bool = False
    shown: str = field(default="", compare=False)

    def to_json(self) -> dict[str, Any]:
        value = int(self.value) if float(self.value).is_integer() else self.value
        return {
            "metric": self.metric,
            "value": value,
            "unit": self.unit,
            "raw": self.raw,
            "citation": self.citation,
            "uncertain": self.uncertain,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One report's verdict: stated, mentioned, none (the report says there was none) or not_found.
    ``links`` are the other files with the same report and its other versions."""

    issuer: str
    region: str
    year: int | None
    report: str
    verdict: str
    figures: tuple[RowFigure, ...] = ()
    citations: tuple[int, ...] = ()
    links: Links = NO_LINKS

    def to_json(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer or None,
            "region": self.region or None,
            "year": self.year,
            "report": self.report,
            "verdict": self.verdict,
            "figures": [f.to_json() for f in self.figures],
            "citations": list(self.citations),
            **self.links.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. ``kind``: lookup, fact, yes_no, enumerate, compare, total or
    topic. ``short`` is the short answer to a fact, taken from its quote, or yes/no.

    ``reports`` counts current reports (a report with several copies counts once), ``files`` all
    files.
    """

    question: str
    language: str
    kind: str
    answerable: bool
    answer: str
    rows: tuple[Row, ...] = ()
    citations: tuple[Citation, ...] = ()
    reports: int = 0
    examined: int = 0
    files: int = 0
    id: str | None = None
    generated_by: str | None = None
    short: str = ""
    confidence: float = field(default=0.0, compare=False)

    def _coverage(self) -> dict[str, int]:
        """``files`` only where it says more: some reports are there twice or superseded."""
        counts = {"reports": self.reports, "examined": self.examined}
        return counts | ({"files": self.files} if self.files > self.reports else {})

    def to_json(self) -> dict[str, Any]:
        return {
            "contract": CONTRACT,
            "id": self.id,
            "question": self.question,
            "language": self.language,
            "kind": self.kind,
            "answerable": self.answerable,
            "answer": self.answer,
            "short": self.short or None,
            "rows": [r.to_json() for r in self.rows],
            "citations": [c.to_json() for c in self.citations],
            "coverage": self._coverage(),
            "generated_by": self.generated_by,
        }
