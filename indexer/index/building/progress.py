"""Progress of a build while it runs, and its result."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..schema import Failure


@dataclass(frozen=True, slots=True)
class Progress:
    """``stage`` is ``read``, ``embed`` or ``write``; ``seconds_left`` is None until it is known.
    ``scans_done`` and ``scans_total`` count scanned pages, as far as files were opened."""

    stage: str
    reports_done: int = 0
    reports_total: int = 0
    passages_done: int = 0
    passages_total: int = 0
    passages_per_second: float = 0.0
    seconds_left: float | None = None
    scans_done: int = 0
    scans_total: int = 0


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did. ``reports``, ``passages``, ``sentences`` and ``figures`` count the index
    as it now is; ``embedded`` the passages that the model was run on; ``notes`` are plain lines."""

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
            "seconds": round(self.seconds, 2),
            "failed": [{"path": f.path, "reason": f.reason} for f in self.failed],
            "notes": list(self.notes),
        }


OnProgress = Callable[[Progress], None]


class EmbedProgress:
    """Converts passages done into reports done, speed and time left.

    ``last_of_report[i]`` counts the passages up to the last one of the i-th report with passages to
    embed; the time left is estimated from the ``characters`` of each, because they determine the
    cost.
    """

    def __init__(
        self,
        on_progress: OnProgress | None,
        characters: Sequence[int],
        last_of_report: Sequence[int],
    ) -> None:
        self._tell = on_progress
        self._characters = _running(characters)
        self._last = list(last_of_report)
        self._began = time.monotonic()

    def __call__(self, passages: int) -> None:
        if self._tell is None:
            return
        spent = max(time.monotonic() - self._began, 1e-6)
        done, total = self._characters[passages], self._characters[-1]
        self._tell(
            Progress(
                stage="embed",
                reports_done=bisect_right(self._last, passages),
                reports_total=len(self._last),
                passages_done=passages,
                passages_total=len(self._characters) - 1,
                passages_per_second=passages / spent,
                seconds_left=spent * (total - done) / done if done else None,
            )
        )


def _running(values: Sequence[int]) -> list[int]:
    totals = [0]
    for value in values:
        totals.append(totals[-1] + value)
    return totals
