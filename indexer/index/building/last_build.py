"""The result of the last build, stored beside the index, for ``policyqa status`` and for
monitoring.

A build without changes writes no generation, and a failed one leaves none, so this file is not part
of one. It is only a hint: if it cannot be read, it is treated as missing.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..store.manifest import write_durably
from .progress import BuildSummary

LAST_BUILD = "last-build.json"


def note_build(index_dir: Path, summary: BuildSummary) -> None:
    """Record the result of a build; if the disk cannot store it, nothing else is affected."""
    _note(index_dir, {"ok": True, "error": None, **summary.to_json()})


def note_failure(index_dir: Path, error: str) -> None:
    """Record why a build failed; the active generation is unchanged."""
    _note(index_dir, {"ok": False, "error": " ".join(error.split())})


def last_build(index_dir: Path) -> dict[str, Any] | None:
    """``ended`` (ISO 8601), ``ok``, ``error`` and the fields of the summary; None if unknown."""
    try:
        value = json.loads((index_dir / LAST_BUILD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and _fits(value) else None


def _fits(value: dict[str, Any]) -> bool:
    if not isinstance(value.get("ended"), str) or not isinstance(value.get("ok"), bool):
        return False
    if not value["ok"]:
        return isinstance(value.get("error"), str)
    numbers = (value.get(name) for name in ("added", "changed", "removed", "seconds"))
    return all(isinstance(n, int | float) for n in numbers) and isinstance(
        value.get("failed"), list
    )


def _note(index_dir: Path, value: dict[str, Any]) -> None:
    ended = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        text = json.dumps({"ended": ended, **value}, ensure_ascii=False)
        write_durably(index_dir / LAST_BUILD, text + "\n")
    except (OSError, ValueError):
        pass
