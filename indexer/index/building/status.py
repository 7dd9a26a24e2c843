"""What an index holds, what could not be read and why, and how its last build went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..store.generation import Generation
from .last_build import last_build


def status_json(generation: Generation, directory: Path) -> dict[str, Any]:
    """What ``policyqa status`` tells, less the contract's number."""
    manifest = generation.manifest
    return {
        "index": str(directory),
        "generation": manifest.name,
        "built": manifest.created,
        "reports": len(generation.reports),
        "works": len(generation.works.live),
        "passages": len(generation.passage_report),
        "sentences": len(generation.sentence_report),
        "model": manifest.model.name,
        "dimension": manifest.model.dimension,
        "bytes": _folder_size(generation.folder),
        "recognised_pages": sum(r.recognised for r in generation.reports),
        "unread_pages": sum(r.unread for r in generation.reports),
        "last_build": last_build(directory),
        "failed": [{"path": f.path, "reason": f.reason} for f in generation.failures],
        "files": [
            {
                "report": r.id,
                "path": r.path,
                "title": r.details.title,
                "issuer": r.details.issuer or None,
                "region": r.details.region or None,
                "year": r.details.year,
                "language": r.details.language or None,
                "recognised_pages": r.recognised,
                "unread_pages": r.unread,
                "grouped": generation.works.reason(r.row) or None,
                **generation.works.links(r.row).to_json(),
            }
            for r in generation.reports
        ],
    }


def _folder_size(folder: Path) -> int:
    """Bytes of all files under ``folder``."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
