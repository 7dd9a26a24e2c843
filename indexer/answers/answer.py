"""Answers as data; ``to_json`` gives the shapes of the contract (see docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..index.schema import NO_LINKS, Links
from ..models.question import KINDS
from .json_fields import HIDDEN, MERGED, NUMBER, UNKNOWN, about, json_of, one_of

CONTRACT = 2
#: What a row may say: that its report states it, mentions it without a figure, says that there was
#: none, or holds nothing of it.
VERDICTS = ("stated", "mentioned", "none", "not_found")


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands: ``quote == canonical text[start:end]`` of ``report``.

    ``title`` and ``year`` are those of the report that the quote stands in; ``path`` may be a file
    that binds several years' reports. ``recognised``: it was read from a page picture, with that
    mean ``confidence`` (0..1; None where it is not known).
    """

    n: int
    report: str
    path: str
    title: str
    issuer: str = field(metadata=UNKNOWN)
    year: int | None
    section: tuple[str, ...]
    page: int | None
    start: int
    end: int
    quote: str
    recognised: bool = field(default=False, metadata=about("Read from a page picture."))
    confidence: float | None = field(default=None, metadata=about("Of recognised text, 0 to 1."))
    links: Links = field(default=NO_LINKS, metadata=MERGED)

    def to_json(self) -> dict[str, Any]:
        return json_of(self)


@dataclass(frozen=True, slots=True)
class RowFigure:
    """A figure in an answer: value in base units, ``raw`` as the source spells it, ``shown`` the
    same with the unit that its table gives. ``uncertain``: it was read from a page picture, and a
    character of it may be wrong."""

    metric: str
    value: float = field(metadata=NUMBER)
    unit: str
    raw: str
    citation: int
    uncertain: bool = field(default=False, metadata=about("Recognised, and may be misread."))
    shown: str = field(default="", compare=False, metadata=HIDDEN)

    def to_json(self) -> dict[str, Any]:
        return json_of(self)


@dataclass(frozen=True, slots=True)
class Row:
    """One report's verdict, one of ``VERDICTS``.
    ``links`` are the other files of the same work and its other versions."""

    issuer: str = field(metadata=UNKNOWN)
    region: str = field(metadata=UNKNOWN)
    year: int | None
    report: str
    verdict: str = field(metadata=one_of(*VERDICTS))
    figures: tuple[RowFigure, ...] = ()
    citations: tuple[int, ...] = ()
    links: Links = field(default=NO_LINKS, metadata=MERGED)

    def to_json(self) -> dict[str, Any]:
        return json_of(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. ``short`` is the words of a fact, cut from its quote, or yes/no.

    ``reports`` counts current works (a report that is there twice is one), ``files`` all files.
    """

    question: str
    language: str
    kind: str = field(metadata=one_of(*KINDS))
    answerable: bool
    answer: str
    short: str = field(
        default="",
        kw_only=True,
        metadata=about("The words of a fact, cut from its quote, or yes or no.", **UNKNOWN),
    )
    rows: tuple[Row, ...] = ()
    citations: tuple[Citation, ...] = ()
    reports: int = field(default=0, metadata=HIDDEN)
    examined: int = field(default=0, metadata=HIDDEN)
    files: int = field(default=0, metadata=HIDDEN)
    id: str | None = None
    generated_by: str | None = None
    confidence: float = field(default=0.0, compare=False, metadata=HIDDEN)

    def _coverage(self) -> dict[str, int]:
        """``files`` only where it says more: some reports are there twice or superseded."""
        counts = {"reports": self.reports, "examined": self.examined}
        return counts | ({"files": self.files} if self.files > self.reports else {})

    def to_json(self) -> dict[str, Any]:
        first = {"contract": CONTRACT, "id": self.id}
        return {**first, **json_of(self), "coverage": self._coverage()}
