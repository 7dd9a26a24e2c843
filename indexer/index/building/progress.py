"""Progress of a build while it runs, and its result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..schema import Failure
from ..status import Stage


@dataclass(frozen=True, slots=True)
class Progress:
    """``seconds_left`` is the estimate for embedding, None until it is known.
    ``scans_done`` and ``scans_total`` count scanned pages, as far as files were opened;
    ``reports_kept`` and ``passages_kept`` what an interrupted build had read and embedded before
    this one resumed it."""

    stage: Stage
    reports_done: int = 0
    reports_total: int = 0
    passages_done: int = 0
    passages_total: int = 0
    passages_per_second: float = 0.0
    seconds_left: float | None = None
    scans_done: int = 0
    scans_total: int = 0
    reports_kept: int = 0
    passages_kept: int = 0


def rough(seconds: float) -> tuple[str, Literal["seconds", "minutes", "hours"]]:
    """An estimated duration with no more digits than it deserves, and its unit."""
    if seconds < 90:
        return str(max(5, 5 * round(seconds / 5))), "seconds"
    if seconds < 90 * 60:
        return str(round(seconds / 60)), "minutes"
    return f"{round(seconds / 1800) / 2:g}", "hours"


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did. ``reports``, ``passages``, ``sentences`` and ``figures`` count the index
    as it now is; ``embedded`` the passages that the model was run on; ``resumed`` those whose
    vectors an interrupted build had left; ``notes`` are plain lines."""

    reports: int
    added: int
    changed: int
    removed: int
    unchanged: int
    failed: list[Failure]
    passages: int
    sentences: int
    figures: int
    seconds: float
    generation: str
    embedded: int = 0
    notes: tuple[str, ...] = ()
    resumed: int = 0

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> BuildSummary:
        """The summary whose ``dataclasses.asdict`` was sent as JSON."""
        failed = [Failure(**failure) for failure in told["failed"]]
        return cls(**{**told, "failed": failed, "notes": tuple(told["notes"])})

    def to_json(self) -> dict[str, Any]:
        """The fields as they stand in ``build --json`` and in ``last-build.json``."""
        return {
            "generation": self.generation,
            "reports": self.reports,
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "unchanged": self.unchanged,
            "passages": self.passages,
            "sentences": self.sentences,
            "figures": self.figures,
            "embedded": self.embedded,
            "resumed": self.resumed,
            "seconds": round(self.seconds, 2),
            "failed": [{"path": f.path, "reason": f.reason} for f in self.failed],
            "notes": list(self.notes),
        }


OnProgress = Callable[[Progress], None]
