"""How certain the recognised text of a span is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ...document.report import RecognisedPage


@dataclass(frozen=True, slots=True)
class Recognition:
    """``confidence``: mean score (0..1) of the lines that the span touches, None where other
    software recognised them and gave none. ``doubtful``: a character of it may be wrong."""

    confidence: float | None
    doubtful: bool


def recognition_of(
    pages: Sequence[RecognisedPage], page_starts: Sequence[int], start: int, end: int
) -> Recognition | None:
    """The recognition of ``text[start:end]``; None where no recognised page holds part of it."""
    if not pages:
        return None
    first = bisect_right(page_starts, start) or 1
    last = bisect_right(page_starts, max(start, end - 1)) or 1
    held = [p for p in pages if first <= p.page <= last and p.how != "unread"]
    held = [p for p in held if p.how == "layer" or p.lines]  # else its own few words were kept
    if not held:
        return None
    weight = total = 0.0
    for page in held:
        for line in page.lines:
            shared = min(end, line.end) - max(start, line.start)
            if shared > 0:
                weight += shared
                total += shared * line.score
    doubtful = any(page.is_doubtful(start, end) for page in held)
    if not weight:
        if any(page.how == "layer" for page in held):
            return Recognition(None, True)
        return None
    return Recognition(round(total / weight, 3), doubtful)
