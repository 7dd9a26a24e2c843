"""A question to many reports while it is answered: what has been judged, and a way to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated

from ..contract import Told
from .answer import Answer, Citation, Row
from .phrases import phrase


@dataclass(frozen=True, slots=True)
class Progress(Told):
    """How far a question to many reports is. The rows are provisional: a report is judged against
    the others, so that one read later may still change them, and only the answer orders them."""

    judged: Annotated[int, "Reports judged so far."]
    total: Annotated[int, "Reports that will be judged at most; reading may end before."]
    rows: Annotated[tuple[Row, ...], "Rows of the reports judged so far that state it or deny it."]
    citations: Annotated[tuple[Citation, ...], "The quotes that support these rows."]


#: Told of each step; whether to go on. What was judged is kept where it says no.
OnProgress = Callable[[Progress], bool]


class Watch:
    """One answer as it is watched. Once stopped it stays so, for the other parts of a question
    too; ``judged`` reports were judged by then, and ``left`` were not."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._on_progress = on_progress
        self.stopped = False
        self.judged = self.left = 0

    def tell(self, progress: Progress) -> bool:
        """Whether to go on after ``progress``."""
        self.judged = progress.judged
        self.stopped = self.stopped or not self._on_progress(progress)
        return not self.stopped


def stopped(answer: Answer, watch: Watch) -> Answer:
    """``answer`` as that of the reports judged before the watch stopped, which it says first."""
    language = "zh" if answer.language == "zh" else "en"
    found = answer.answerable
    told = phrase(
        language,
        "stopped" if found else "stopped_early",
        judged=watch.judged,
        total=watch.judged + watch.left,
    )
    return replace(
        answer,
        answer=f"{told}\n{answer.answer}" if found else told,
        examined=max(0, answer.examined - watch.left),
        stopped=True,
    )
