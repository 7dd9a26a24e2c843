"""Enumerated figures ("A、B分别为3件、5件", "A and B were 3 and 5 respectively"): which of them
belongs to which of the things named before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...document.report import Figure
from .clauses import words_before

_LINK = re.compile(
    r"\s*(?:[（(][^（）()\n]{1,16}[)）]\s*)?(?:[、,，;；和与與及]|and|et|und|y|,\s*and|bzw\.?|"
    r"beziehungsweise)\s*(?:£|€|\$|¥)?"
    # 分别增长5.1%和下降2.3%
    r"(?:(?:同比|环比|[比较]上年(?:同期)?)?(?:增长|增加|上升|提高|上涨|下降|减少|降低|回落|下跌|[增升降减])了?)?"
)
_EACH = re.compile(r"(?:分别|分別)[^，。；、\d]{0,8}$")
_EACH_AFTER = re.compile(
    r"\b(?:respectively|respectivement|respectivamente|beziehungsweise|jeweils)\b"
)
_NEAR = 40
_REACH = 400  # characters before a row of figures in which its names stand
_VERB = re.compile(
    r"\b(?:were|was|are|came to|comes to|totall?ed|stood at|reached|rose|fell|grew|dropped|"
    r"increased|decreased|declined|numbered|amounted to)\b"
)
_AND = re.compile(r"[、和与與及]|以及")
_AND_EN = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_STOP = re.compile(r"[，。；：,;:\n]")
_TIME_FIRST = re.compile(r"^(?:in|during|over|for|by) [^,]{1,24},\s*", re.IGNORECASE)


def listed_runs(
    figures: Sequence[Figure], text: str, places: Sequence[tuple[int, int]], *, mixed: bool = False
) -> Iterator[range]:
    """Numbers of figures of one unit (any, where ``mixed``) that only commas, "and" and a bracket
    part. ``places`` are the figures' offsets in ``text``."""
    low = 0
    for n in range(1, len(figures) + 1):
        if n < len(figures):
            alike = mixed or figures[n - 1].unit == figures[n].unit
            if alike and _LINK.fullmatch(text, places[n - 1][1], places[n][0]):
                continue
        if n - low > 1:
            yield range(low, n)
        low = n


def with_listed_metrics(
    figures: Sequence[Figure], text: str, places: Sequence[tuple[int, int]], alphabetic: bool
) -> list[Figure]:
    """``figures`` of one sentence, those told in a row each with the words that name it."""
    made = list(figures)
    for run in listed_runs(figures, text, places, mixed=True):
        names = _names(made, run, text, places, alphabetic)
        for n, name in zip(run, names, strict=False):
            if name:
                made[n] = replace(made[n], metric=name)
    return made


def _names(
    figures: Sequence[Figure],
    run: range,
    text: str,
    places: Sequence[tuple[int, int]],
    alphabetic: bool,
) -> list[str]:
    head = text[max(0, places[run[0]][0] - _REACH) : places[run[0]][0]]
    if alphabetic:
        start, end = places[run[-1]]
        if not _EACH_AFTER.search(text, start, end + _NEAR):
            return []
        nouns = _nouns(head)
    else:
        each = _EACH.search(head)
        if not each:
            return []
        said = head[: each.start()]
        cut = max((m.end() for m in _STOP.finditer(said)), default=0)
        nouns = [words_before(part, False) for part in _AND.split(said[cut:])]
    if len(nouns) == len(run) and all(nouns):
        return nouns
    first = figures[run[0]]
    before = figures[max(0, run[0] - 4 * len(run)) : run[0]]
    earlier = [f.metric for f in before if f.role != "change"][-len(run) :]
    if first.role == "change" and len(set(earlier)) == len(run):
        return earlier
    if len({figures[n].unit for n in run}) == 1 and first.metric:
        return [first.metric] * len(run)
    return []


def _nouns(head: str) -> list[str]:
    verbs = [m.start() for m in _VERB.finditer(head)]
    if not verbs:
        return []
    said = _TIME_FIRST.sub("", head[: verbs[-1]].strip())
    return [words_before(part, True) for part in _AND_EN.split(said)]
