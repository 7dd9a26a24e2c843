"""How far embedding is, and how long it will still take."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Sequence

from ...models.pieces import Piece
from .progress import OnProgress, Progress

_WINDOW = 600.0  # seconds that the estimate looks back: the load of a machine changes
_ENOUGH_SECONDS = 5.0
_ENOUGH_STEPS = 3
_PROMPT = 10  # bytes that each text has besides its own


def cost(*texts: str) -> int:
    """What embedding texts costs, in bytes of UTF-8: a token of the bundled model has 3.9 of them
    in Chinese and 3.8 in English, but 1.4 and 3.7 characters."""
    return sum(len(text.encode("utf-8", "surrogatepass")) + _PROMPT for text in texts)


def piece_cost(piece: Piece) -> int:
    """The cost of a passage and of the names of its figures, which are embedded beside it."""
    return cost(piece.text, *{name for names in piece.named for name in names})


class TimeLeft:
    """Seconds left, from how long what is done has taken.

    The first step is left out, as it loads the model. There is no estimate before three more steps
    and five seconds: it would be a guess.
    """

    def __init__(self, total: int, now: Callable[[], float] = time.monotonic) -> None:
        self._total, self._now = total, now
        self._marks: deque[tuple[float, int]] = deque()
        self._steps = 0

    def __call__(self, done: int) -> float | None:
        """The estimate when ``done`` of ``total`` have been done; 0 at the end."""
        now = self._now()
        if self._marks or done:  # the first step has ended
            self._marks.append((now, done))
        if done >= self._total:
            return 0.0
        while len(self._marks) > _ENOUGH_STEPS + 1 and now - self._marks[1][0] > _WINDOW:
            self._marks.popleft()
        if len(self._marks) <= _ENOUGH_STEPS:
            return None
        since, before = self._marks[0]
        if now - since < _ENOUGH_SECONDS or done == before:
            return None
        return (now - since) * (self._total - done) / (done - before)


class EmbedProgress:
    """Tells of passages, reports, speed and time left.

    ``costs``: of each passage of the new generation that the one before lacks, ``missing`` whether
    it must be embedded now; ``last_of_report[i]`` counts those passages up to the last one of the
    i-th report with any; ``more``: the cost of all that is embedded after the passages.
    """

    def __init__(
        self,
        on_progress: OnProgress | None,
        costs: Sequence[int],
        missing: Sequence[bool],
        last_of_report: Sequence[int],
        more: int = 0,
    ) -> None:
        self._tell, self._last, self._total = on_progress, list(last_of_report), len(costs)
        self._rows = [row for row, wanted in enumerate(missing) if wanted]
        self._running = [0]
        for row in self._rows:
            self._running.append(self._running[-1] + costs[row])
        self._left = TimeLeft(self._running[-1] + more)
        self._began = time.monotonic()

    def __call__(self, embedded: int, more: int = 0) -> None:
        """``embedded`` of the missing passages are done, and ``more`` of what comes after them."""
        if self._tell is None:
            return
        spent = max(time.monotonic() - self._began, 1e-6)
        kept = self._total - len(self._rows)
        left = self._left(self._running[embedded] + more)
        # All before the next missing one is done: kept, or embedded now.
        reached = self._rows[embedded] if embedded < len(self._rows) else self._total
        self._tell(
            Progress(
                stage="embed",
                reports_done=bisect_right(self._last, reached),
                reports_total=len(self._last),
                passages_done=kept + embedded,
                passages_total=self._total,
                passages_per_second=embedded / spent,
                seconds_left=left,
                passages_kept=kept,
            )
        )
