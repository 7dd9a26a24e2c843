"""Rows of an index, as read from a generation on disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..contract import OMITTED, Told
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
    the current version (None: this is it), ``unordered`` rows of versions whose order is unknown,
    ``reason`` why it does not represent a current work ("" if it does).
    """

    report: int
    work: int
    successor: int | None = None
    unordered: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Link(Told):
    """Another report, by id and path."""

    report: Annotated[str, "Id of the report."]
    path: Annotated[str, "Its file, relative to its corpus folder."]


@dataclass(frozen=True, slots=True)
class Links(Told):
    """Other files that a report is shown with; most reports have none."""

    also_in: Annotated[tuple[Link, ...], "Other files with the same report.", OMITTED] = ()
    superseded_by: Annotated[Link | None, "The newer, current version.", OMITTED] = None
    supersedes: Annotated[tuple[Link, ...], "Older versions.", OMITTED] = ()
    other_versions: Annotated[tuple[Link, ...], "Versions whose order is unknown.", OMITTED] = ()


NO_LINKS = Links()


@dataclass(frozen=True, slots=True)
class Failure(Told):
    """A file that could not be indexed."""

    path: Annotated[str, "Relative to its corpus folder."]
    reason: Annotated[str, "The reason and the remedy, in one line."]
