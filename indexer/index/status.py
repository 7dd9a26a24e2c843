"""The state of an index, as ``status`` tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Any, Literal

from ..contract import INLINE, NULL, Envelope, Told
from .schema import NO_LINKS, Failure, Links

Stage = Literal["read", "embed", "write"]


@dataclass(frozen=True)
class LastBuild(Told):
    """What the last build did, or why it failed; the counts are only given if it did not fail."""

    ended: Annotated[str, "ISO 8601, UTC."]
    ok: Annotated[bool, "Whether it succeeded."]
    error: Annotated[str | None, "Why it failed."]
    summary: Annotated[Mapping[str, Any], INLINE]


@dataclass(frozen=True)
class Building(Told):
    """A build under way, or one that was interrupted and that the next build resumes."""

    running: Annotated[bool, "false: it was interrupted; the next build resumes it."]
    stage: Annotated[Stage, "What it does."]
    reports_done: Annotated[int, "Reports read, or embedded."]
    reports_total: Annotated[int, "Of how many."]
    passages_done: Annotated[int, "Passages embedded."]
    passages_total: Annotated[int, "Of how many; 0 before embedding begins."]
    seconds_left: Annotated[float | None, "Estimate for embedding; null if unknown."]
    updated: Annotated[str, "ISO 8601, UTC."]


@dataclass(frozen=True, kw_only=True)
class FileStatus(Told):
    """An indexed file; null if unknown."""

    report: Annotated[str, "Id of the report."]
    path: Annotated[str, "Relative to its corpus folder."]
    title: Annotated[str, "Title of the report."]
    issuer: Annotated[str, "Issuer of the report.", NULL]
    region: Annotated[str, "Region of the issuer.", NULL]
    year: Annotated[int | None, "The reporting year."]
    language: Annotated[str, "ISO 639-1.", NULL]
    recognised_pages: Annotated[int, "Pages recognised from their images."]
    unread_pages: Annotated[int, "Scanned pages that were not read."]
    grouped: Annotated[str, "Why it does not represent a current report.", NULL]
    links: Annotated[Links, INLINE] = NO_LINKS


@dataclass(frozen=True, kw_only=True)
class _Place(Envelope):
    index: Annotated[str, "Folder of the index."]


@dataclass(frozen=True, kw_only=True)
class Counts(Told):
    """What an index holds."""

    generation: Annotated[
        str, "Name of the open generation; changes after each build with changes."
    ]
    built: Annotated[str, "ISO 8601, UTC."]
    reports: Annotated[int, "Indexed files."]
    works: Annotated[int, "Reports without copies and superseded versions."]
    passages: Annotated[int, "Indexed passages."]
    sentences: Annotated[int, "Indexed sentences."]
    model: Annotated[str, "The embedding model."]
    dimension: Annotated[int, "Dimension of its vectors."]
    bytes: Annotated[int, "Size on disk."]
    recognised_pages: Annotated[int, "Pages recognised from their images."]
    unread_pages: Annotated[int, "Scanned pages that were not read."]
    last_build: Annotated[LastBuild | None, "Outcome of the last build; null if unknown."]
    failed: Annotated[tuple[Failure, ...], "Files that could not be read."]
    building: Annotated[
        Building | None, "The build under way or interrupted; null if there is none."
    ] = None


@dataclass(frozen=True, kw_only=True)
class Status(Counts, _Place):
    """The state of an index, on the machine where it is stored."""

    files: Annotated[tuple[FileStatus, ...], "Every indexed file."]


@dataclass(frozen=True, kw_only=True)
class ServedStatus(Counts, Envelope):
    """The state of an index that is served, without its location and list of files."""

    problem: Annotated[str | None, "Why the newest generation could not be opened."]

    @classmethod
    def of(cls, status: Status, problem: str | None) -> ServedStatus:
        counts = {one.name: getattr(status, one.name) for one in fields(Counts)}
        return cls(**counts, problem=problem)
