"""How far the build that runs now is, stored beside the index for ``policyqa status``.

The file is written at most once a second and removed when the build ends. One that a killed build
has left says where it was stopped. It is only a hint: if it cannot be written or read, it is
treated as missing.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from ...sandbox import messages
from ..status import Building
from .lock import is_locked
from .progress import OnProgress, Progress

RUNNING = "build-progress.json"
_EVERY = 1.0
_LIMIT = 2**16
_READ = messages.decoder(Building)


class RunningNote:
    """Passes progress on to ``tell`` and notes it in the index folder."""

    def __init__(self, index_dir: Path, tell: OnProgress | None) -> None:
        self._file, self._tell = index_dir / RUNNING, tell
        self._at = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        if self._tell is not None:
            self._tell(progress)
        now = time.monotonic()
        if now - self._at < _EVERY:
            return
        self._at = now
        left = progress.seconds_left
        note = Building(
            running=True,
            stage=progress.stage,
            reports_done=progress.reports_done,
            reports_total=progress.reports_total,
            passages_done=progress.passages_done,
            passages_total=progress.passages_total,
            seconds_left=None if left is None else round(left, 1),
            updated=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        new = self._file.with_name(f"{RUNNING}.tmp")
        with suppress(OSError):
            new.write_text(json.dumps(note, default=messages.plain), encoding="ascii")
            os.replace(new, self._file)

    def remove(self) -> None:
        """The build has ended."""
        for file in (self._file, self._file.with_name(f"{RUNNING}.tmp")):
            with suppress(OSError):
                file.unlink(missing_ok=True)


def build_under_way(index_dir: Path) -> Building | None:
    """The build that writes the index now, or the interrupted one that the next build resumes."""
    try:
        with (index_dir / RUNNING).open("rb") as file:
            note: Building = _READ(json.loads(file.read(_LIMIT)))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    running = is_locked(index_dir)
    left = note.seconds_left if running else None
    return Building(**{**asdict(note), "running": running, "seconds_left": left})
