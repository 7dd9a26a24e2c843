"""Looks up what an index holds, what could not be read and why, and how its last build went."""

from __future__ import annotations

from pathlib import Path

from ..status import FileStatus, LastBuild, Status
from ..store.generation import Generation
from .last_build import last_build
from .running import build_under_way


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
