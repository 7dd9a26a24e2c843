"""Names of generations, and the removal of those that are no longer needed."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..store.manifest import CURRENT, GENERATIONS
from .digest_cache import DIGESTS
from .last_build import LAST_BUILD
from .running import RUNNING


def clean_up(index_dir: Path, keep: set[str]) -> None:
    """Remove all generations except those in ``keep``, and what killed builds left.

    A folder is renamed before it is emptied, so that a final name always refers to a complete
    generation or none. What cannot be removed now (on Windows, files that a reader has open) is
    removed by the next build.
    """
    home = index_dir / GENERATIONS
    for folder in list(home.iterdir()) if home.is_dir() else []:
        if folder.name in keep:
            continue
        doomed = folder
        if folder.name.isdigit():
            doomed = folder.with_name(f"{folder.name}.old")
            shutil.rmtree(doomed, ignore_errors=True)
            try:
                folder.rename(doomed)
            except OSError:
                continue
        shutil.rmtree(doomed, ignore_errors=True)
    for name in (CURRENT, LAST_BUILD, DIGESTS, RUNNING):
        try:
            (index_dir / f"{name}.tmp").unlink(missing_ok=True)
        except OSError:
            pass


def next_name(index_dir: Path) -> str:
    return f"{max(map(int, names(index_dir)), default=0) + 1:06d}"


def names(index_dir: Path) -> set[str]:
    """Names of the existing generations, complete or not."""
    home = index_dir / GENERATIONS
    return {f.name for f in home.iterdir() if f.name.isdigit()} if home.is_dir() else set()
