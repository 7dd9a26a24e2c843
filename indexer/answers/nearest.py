"""Which reports are read for a question to many reports: the nearest, as long as they state the
answer.

All reports are ranked by their best figure or sentence. The reader reads them in that order, some
at a time, until the last few state nothing. Reports share wording: if the figures of several
reports read measure the same in the same unit and were all judged alike, another report with such a
figure is judged in the same way without being read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..extraction.quantities.measure import core_of
from ..index.schema import FigureRow
from .candidates import Candidate
from .evidence import Evidence
from .inquiry import Inquiry
from .judging import Judged

ROUND = 32  # reports read at a time
_READ = 96  # maximum number of reports read: two seconds on two cores
_STEP = 6  # reports read between two reports of progress
_LAST = 8  # last reports of a round: if none of them states it, reading stops
_TWICE = 8  # the nearest reports, of which a second window is read too
_CLOSELY, _MOST = 40, 6  # a few reports are read more closely: windows in total, and per report
_ALIKE = 4  # reports whose judgement is needed to apply it to the same measure

Best = Mapping[int, Sequence[tuple[int, float]]]


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """A figure that was read: its log-odds, those of its window's words, and whether its report was
    found to state the answer."""

    figure: float
    words: float
    stated: bool


@dataclass
class Nearest:
    """``judged``: for each report its windows that were read, or judged like others of the same
    measure (``alike``); ``evidence``: for each report the log-odds that it states the answer;
    ``unread``: reports that were not read because too many are relevant; ``left``: those that were
    not judged because reading was stopped."""

    judged: dict[int, list[Judged]] = field(default_factory=dict)
    evidence: dict[int, float] = field(default_factory=dict)
    alike: set[int] = field(default_factory=set)
    unread: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)


#: Told after some reports of ``Nearest``, with the most that will be judged; whether to go on.
OnRead = Callable[[Nearest, int], bool]


def read_nearest(
    inquiry: Inquiry, best: Best, figure: float, on_read: OnRead | None = None
) -> Nearest:
    """Read the reports of ``best`` (for each report its best sentences and their scores).
    ``figure``: how likely a figure is asked for. ``on_read`` changes nothing but when to stop:
    each window is read by itself."""
    order = nearest_first(best)
    found, evidence = Nearest(), Evidence(inquiry, figure)
    known: dict[tuple[str, str], list[Known]] = defaultdict(list)
    read = 0
    for start in range(0, len(order), ROUND):
        part = order[start : start + ROUND]
        windows = {
            r: windows_of(inquiry, best[r], _each(start + i, len(part))) for i, r in enumerate(part)
        }
        alike = (
            {}
            if not known
            else {
                r: told
                for r in part
                if windows[r] and (told := _told_alike(windows[r][0], known)) is not None
            }
        )
        new = [r for r in part if r not in alike][: max(0, _READ - read)]
        found.alike |= set(alike)
        found.unread |= set(part) - set(new) - set(alike)
        read += len(new)
        step = _STEP if on_read else ROUND
        for at in range(0, max(1, len(new)), step):
            some = new[at : at + step]
            judged = inquiry.judge.judge([c for r in some for c in windows[r]], inquiry.scope.body)
            if at + step >= len(new):
                judged += [
                    inquiry.judge.alike(
                        windows[r][0], place, told.words, told.figure, inquiry.scope.body
                    )
                    for r, (place, told) in alike.items()
                ]
            for one in judged:
                found.judged.setdefault(one.report, []).append(one)
            for r in {one.report for one in judged}:
                evidence.add(r, found.judged[r], best[r][0][1])
            found.evidence = evidence.scores()
            if on_read and not on_read(found, min(len(order), _READ + len(found.alike))):
                found.left = set(order).difference(found.judged)
                found.alike &= set(found.judged)
                found.unread.clear()
                return found
        for r in new if figure else ():
            for one in found.judged.get(r, ())[:1]:
                for nearest in one.figures[:1]:
                    known[measure(nearest.row)].append(
                        Known(nearest.logit, one.logit, found.evidence[r] >= 0)
                    )
        if not any(found.evidence.get(r, -1.0) >= 0 for r in part[-_LAST:]):
            if found.unread:  # what is behind was left for its number too
                found.unread |= set(order[start:]) - set(found.judged)
            break
    return found


def _each(place: int, count: int) -> int:
    """How many windows of a report are read, by its place among ``count`` read together."""
    return max(2 if place < _TWICE else 1, min(_MOST, _CLOSELY // count))


def nearest_first(best: Best) -> list[int]:
    return sorted(best, key=lambda r: (-best[r][0][1], r))


def windows_of(inquiry: Inquiry, best: Sequence[tuple[int, float]], count: int) -> list[Candidate]:
    """The windows of a report's ``count`` best sentences."""
    windows = [inquiry.finder.best_window(s) for s, _ in best[:count]]
    return [w for w in windows if w is not None]


def _told_alike(
    candidate: Candidate, known: Mapping[tuple[str, str], list[Known]]
) -> tuple[int, Known] | None:
    """The candidate's nearest figure (its position) with the median judgement of those of the same
    measure, if these were all judged alike."""
    if not candidate.figures:
        return None
    place = max(range(len(candidate.figures)), key=lambda i: candidate.figure_cosines[i])
    told = known.get(measure(candidate.figures[place]), [])
    if len(told) < _ALIKE or len({one.stated for one in told}) > 1:
        return None
    return place, sorted(told)[len(told) // 2]


def measure(row: FigureRow) -> tuple[str, str]:
    """What a figure counts, without the name of its row and words such as 金额, and its unit."""
    words = re.sub(r"(?:金额|总额|数额|总数|数量)$", "", core_of(row.figure))
    return words, row.figure.unit
