"""The file that a report was read from, as long as it is still what was indexed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..api import Index, ReportRow
from ..sandbox.file_names import unescaped

_LIMIT = 100 * 1024 * 1024


def original_bytes(index: Index, report: ReportRow) -> bytes | None:
    """The original's bytes; None when it is gone, changed, or too large to hand out."""
    for root in index.info.corpus:
        path = _candidate(Path(root), report.path)
        try:
            if path is None or not path.is_file() or path.stat().st_size > _LIMIT:
                continue
            data = path.read_bytes()
        except OSError:
            continue
        if hashlib.sha256(data).hexdigest() == report.sha256:
            return data
    return None


def _candidate(root: Path, name: str) -> Path | None:
    """Where ``name`` would lie under ``root``; with several roots, names begin with the root's."""
    if root.is_file():
        return root if root.name == name else None
    names = (name, unescaped(name))  # odd characters of a name are written out in the index
    for relative in (part for full in names for part in (full, full.partition("/")[2])):
        path = root / relative
        if relative and path.is_file() and path.resolve().is_relative_to(root.resolve()):
            return path
    return None
