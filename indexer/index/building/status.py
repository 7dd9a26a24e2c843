"""What an index holds, what could not be read and why, and how its last build went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any

from ...contract import INLINE, NULL, Envelope, Told
from ..schema import NO_LINKS, Failure, Links
from ..store.generation import Generation
from .last_build import last_build
from .running import Building, build_under_way


@dataclass(frozen=True)
class LastBuild(Told):
    """What the last build did, or why it failed; the counts are only given if it did not fail."""

    ended: Annotated[str, "ISO 8601, UTC."]
    ok: Annotated[bool, "Whether it succeeded."]
    error: Annotated[str | None, "Why it failed."]
    summary: Annotated[Mapping[str, Any], INLINE]


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


def status_of(generation: Generation, directory: Path) -> Status:
    """The state of the index in ``directory``, of which ``generation`` is open."""
    manifest = generation.manifest
    return Status(
        index=str(directory),
        generation=manifest.name,
        built=manifest.created,
        reports=len(generation.reports),
        works=len(generation.works.live),
        passages=generation.count("passages"),
        sentences=generation.count("sentences"),
        model=manifest.model.name,
        dimension=manifest.model.dimension,
        bytes=_folder_size(generation.folder),
        recognised_pages=sum(r.recognised for r in generation.reports),
        unread_pages=sum(r.unread for r in generation.reports),
        last_build=_last_build(directory),
        failed=tuple(generation.failures),
        building=build_under_way(directory),
        files=tuple(
            FileStatus(
                report=r.id,
                path=r.path,
                title=r.details.title,
                issuer=r.details.issuer,
                region=r.details.region,
                year=r.details.year,
                language=r.details.language,
                recognised_pages=r.recognised,
                unread_pages=r.unread,
                grouped=generation.works.reason(r.row),
                links=generation.works.links(r.row),
            )
            for r in generation.reports
        ),
    )


def _last_build(directory: Path) -> LastBuild | None:
    told = last_build(directory)
    if told is None:
        return None
    rest = {k: v for k, v in told.items() if k not in ("ended", "ok", "error")}
    return LastBuild(told["ended"], told["ok"], told.get("error"), rest)


def _folder_size(folder: Path) -> int:
    """Bytes of all files under ``folder``."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
