"""Rows of an index, as they are read back from a generation on disk."""

from __future__ import annotations

from dataclasses import dataclass

from ..reports.report import Details, Figure


@dataclass(frozen=True, slots=True)
class ReportRow:
    """An indexed report without its text. ``row`` counts reports in order of ``path``;
    ``recognised`` its pages that were recognised from their pictures, ``unread`` those that were
    not for want of recognition."""

    row: int
    id: str
    path: str
    format: str
    details: Details
    pages: int | None
    characters: int
    sha256: str
    recognised: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage: a slice of one section of one report. Rows of one report are consecutive and
    tile its canonical text. ``report`` is ReportRow.row; ``section`` the section path."""

    row: int
    report: int
    start: int
    end: int
    page: int | None
    section: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence, in the passage that holds it."""

    row: int
    report: int
    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with the rows of the report, passage and sentence that hold it."""

    row: int
    report: int
    passage: int
    sentence: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be indexed, and why (one line, with the remedy)."""

    path: str
    reason: str
