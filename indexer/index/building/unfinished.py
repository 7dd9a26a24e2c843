"""What a build has done so far, kept in the index folder until its generation is active.

::

    .policyqa/unfinished/reports-<digest>.journal             reports that were read
    .policyqa/unfinished/passages-<digest>.vectors, .batches  vectors of passages
    .policyqa/unfinished/names-<digest>.vectors, .batches     vectors of reports' names

The digests name the code that reads reports, and the model with the code that runs it, so that
nothing is taken over from another version. Files of other digests are removed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

from ...models.pieces import ModelIdentity
from ..store.manifest import sync_folder
from .fingerprint import Fingerprints
from .kept_reports import KeptReports
from .kept_vectors import KeptVectors

UNFINISHED = "unfinished"
_REBUILD = "rebuild"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The kept work of one build. ``reports_kept`` and ``passages_kept`` count what an earlier one,
    which was interrupted, has left."""

    reports: KeptReports
    passages: KeptVectors
    names: KeptVectors
    reports_kept: int
    passages_kept: int

    @classmethod
    def open(
        cls, index_dir: Path, model: ModelIdentity, prints: Fingerprints, *, rebuild: bool
    ) -> Unfinished:
        """Go on from what is kept in ``index_dir``; OSError if the folder cannot be written to.

        A ``rebuild`` takes over only what an interrupted rebuild has left.
        """
        folder = index_dir / UNFINISHED
        if rebuild and not (folder / _REBUILD).exists():
            discard(index_dir)
        fresh = not folder.exists()
        folder.mkdir(exist_ok=True)
        if fresh:
            if rebuild:
                (folder / _REBUILD).touch()
            sync_folder(index_dir)
        made_by = _digest([*model.as_dict().items(), prints.embedding])
        passages, names = f"passages-{made_by}", f"names-{made_by}"
        journal = f"reports-{_digest(prints.reading)}.journal"
        _remove_others(folder, {Path(journal).stem, passages, names, _REBUILD})
        with ExitStack() as opened:
            reports = opened.enter_context(closing(KeptReports(folder / journal)))
            vectors = [
                opened.enter_context(closing(KeptVectors(folder, name, model.dimension)))
                for name in (passages, names)
            ]
            opened.pop_all()
        return cls(reports, vectors[0], vectors[1], len(reports), len(vectors[0]))

    def close(self) -> None:
        for one in (self.reports, self.passages, self.names):
            one.close()


def discard(index_dir: Path) -> None:
    """Remove what is kept: it is no longer needed. What cannot be removed now (on Windows, a file
    that another process has open) is removed by the next build."""
    shutil.rmtree(index_dir / UNFINISHED, ignore_errors=True)


def _remove_others(folder: Path, stems: set[str]) -> None:
    for file in folder.iterdir():
        if file.stem not in stems:
            with suppress(OSError):
                file.unlink()


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]
