"""Rows of an index, as read from a generation on disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..document.report import Details, Figure


@dataclass(frozen=True, slots=True)
class ReportRow:
    """An indexed report without its text. ``row`` numbers reports in order of ``path``;
    ``recognised`` counts its pages recognised from their images, ``unread`` those not read because
    recognition is unavailable."""

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
class WorkRow:
    """A report's place among files of the same work and its versions.

    ``work`` is the row of the file that represents its work, ``successor`` the row that represents
    the current version (None: this is it), ``rivals`` rows of versions whose order is unknown,
    ``reason`` why it does not represent a current work ("" if it does).
    """

    report: int
    work: int
    successor: int | None = None
    rivals: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Another report, by id and path."""

    report: str
    path: str

    def to_json(self) -> dict[str, str]:
        return {"report": self.report, "path": self.path}


@dataclass(frozen=True, slots=True)
class Links:
    """Files that a report is shown with: copies (``also_in``), the current version that
    supersedes it, versions that it supersedes, versions whose order is not known."""

    also_in: tuple[Link, ...] = ()
    superseded_by: Link | None = None
    supersedes: tuple[Link, ...] = ()
    other_versions: tuple[Link, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Only what there is to say: most reports stand alone."""
        newer = self.superseded_by
        every = {
            "also_in": [link.to_json() for link in self.also_in],
            "superseded_by": newer.to_json() if newer else None,
            "supersedes": [link.to_json() for link in self.supersedes],
            "other_versions": [link.to_json() for link in self.other_versions],
        }
        return {key: value for key, value in every.items() if value}


NO_LINKS = Links()


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be indexed, and why (one line, with the remedy)."""

    path: str
    reason: str
