"""Size and times of every file of a corpus when it was read: a file for which all of these are the
same is not read again.

The time of the last status change (ctime) is included. No program can set it, so an edit that keeps
size and modification time is detected too. Windows has no such time; there the creation time is
used instead.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

FILE_STATES = "stamps.json"
SizeAndTimes = tuple[int, int, int]


def size_and_times(stat: os.stat_result) -> SizeAndTimes:
    """Size in bytes, mtime and ctime in nanoseconds."""
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def save_file_states(folder: Path, states: Mapping[str, SizeAndTimes]) -> None:
    """Write the states by report's path; OSError when the disk does not take them."""
    text = json.dumps(states, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (folder / FILE_STATES).write_text(text, encoding="utf-8")


def load_file_states(folder: Path) -> dict[str, SizeAndTimes]:
    """The states of a generation whose files were checked; {} if it has none."""
    try:
        found = json.loads((folder / FILE_STATES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {path: (size, mtime, ctime) for path, (size, mtime, ctime) in found.items()}
