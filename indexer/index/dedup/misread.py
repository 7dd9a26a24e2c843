"""Compares texts recognised from page images with other texts of the same report.

Recognition misreads a character here and there, and a misread digit looks like a different figure.
Two texts are aligned, anchored where both contain the same run of characters once. What then
differs is either a recognition error (a character or two, in a recognised stretch) or a real
difference, such as a corrected figure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ...document.report import Document
from ...text.folding import normal
from ...text.numerals import HAN_TENS, HAN_YEAR
from .likeness import (
    ComparedText,
    Likeness,
    Spans,
    conflicting_figures,
    missing_figures,
    share_kept,
)

_ANCHOR = 8
_REFINED = 400  # characters of a stretch between anchors that are compared one by one
_SLIP = 3  # more characters in a row are not a recognition error
_SLIPS = 0.05  # largest share of the text with recognition errors
_FIGURES, _FEW = 0.1, 2  # figures that may be misread: at most this share, or this number
_SCANNED = 0.02  # a scanned cover alone does not make a report a scan
_HEAD, _TAIL = 400, 200  # where the day of issue is printed
_DATE = re.compile(
    r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日|"
    rf"{HAN_YEAR}年[{HAN_TENS}]{{1,2}}月[{HAN_TENS}]{{1,3}}日|"
    r"(?:19|20)\d\d[01]\d[0-3]\d(?!\d)"
    r"|\d{1,2}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}(?:19|20)\d\d"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\d{1,2}(?:19|20)\d\d"
)
# Characters that tell one body from another though all others are the same.
_TELLING = re.compile(
    r"[省市县区州旗盟镇乡村局厅委会院部处室办队东西南北中上下一二三四五六七八九十\d]"
)

Gap = tuple[int, int, int, int]  # a stretch of one text, and what stands there in the other


@dataclass(frozen=True, slots=True)
class Scan:
    """How much of a report's text was recognised (0..1), and the mean confidence of that part; 0
    where other software recognised it and gave none."""

    share: float = 0.0
    confidence: float = 0.0

    @property
    def stands_back(self) -> bool:
        """Whether a copy with a text layer is preferred."""
        return self.share > _SCANNED


def scan_of(document: Document) -> Scan:
    """What of a document was recognised."""
    spans = recognised_spans(document)
    read = sum(end - start for start, end in spans)
    lines = [line for page in document.recognised for line in page.lines]
    scored = sum(line.end - line.start for line in lines)
    total = sum((line.end - line.start) * line.score for line in lines)
    return Scan(read / max(1, len(document.text)), total / max(read, scored, 1))


def recognised_spans(document: Document) -> Spans:
    """Stretches of the text that were recognised: whole pages."""
    starts = [*document.page_starts, len(document.text)]
    return tuple(
        (starts[page.page - 1], starts[page.page])
        for page in document.recognised
        if page.page < len(starts) and (page.how == "layer" or page.lines)
    )


def doubtful_spans(document: Document) -> Spans:
    """Stretches that may be wrong, as the recogniser says itself."""
    return tuple(span for page in document.recognised for span in page.doubtful)


def without_misreadings(a: ComparedText, b: ComparedText, found: Likeness) -> Likeness:
    """``found`` without differences due to recognition errors; unchanged if there are none, or too
    many: then the texts are two versions."""
    if not (a.recognised or b.recognised):
        return found
    gaps = _gaps(a.text, b.text)
    slips = [gap for gap in gaps if _is_slip(a, b, gap)]
    amount = sum(_size(gap) for gap in slips)
    same = len(a.text) - sum(end - start for start, end, _, _ in gaps)
    if amount > _SLIPS * (same + amount):
        return found
    lost_a, lost_b = missing_figures(a.quantities, b), missing_figures(b.quantities, a)
    pairs, real = conflicting_figures(a, b), set(gaps) - set(slips)
    back = {(c, d, e, f): (e, f, c, d) for e, f, c, d in gaps}
    misread_a = {
        n
        for n in {*lost_a, *(n for n, _ in pairs)}
        if _misread(a, b, a.quantities.spans[n], gaps, real)
    }
    misread_b = {
        n
        for n in {*lost_b, *(n for _, n in pairs)}
        if _misread(
            b,
            a,
            b.quantities.spans[n],
            list(back),
            {gap for gap, other in back.items() if other in real},
        )
    }
    misread = max(
        len(misread_a & set(lost_a)),
        len(misread_b & set(lost_b)),
        sum(n in misread_a or m in misread_b for n, m in pairs),
    )
    figures = min(len(a.quantities.values), len(b.quantities.values))
    redated = _redated(a, b, gaps)
    if misread > max(_FEW, _FIGURES * figures) or misread and any(redated):
        return replace(found, redated=bool(redated))  # another day and other figures: a version
    rest_a = [n for n in lost_a if n not in misread_a]
    rest_b = [n for n in lost_b if n not in misread_b]
    alike = same + amount
    return replace(
        found,
        jaccard=max(found.jaccard, alike / max(1, len(a.text) + len(b.text) - alike)),
        contained=max(found.contained, min(1.0, alike / max(1, min(len(a.text), len(b.text))))),
        missing=(len(rest_a), len(rest_b)),
        conflict=bool(rest_a and rest_b)
        or any(n not in misread_a and m not in misread_b for n, m in pairs),
        kept=share_kept(a, b, len(rest_a), len(rest_b)),
        misread=misread,
        redated=any(size > 1 for size in redated),
    )


def titles_fit(a: str, b: str) -> bool:
    """Whether two normalised titles differ only by a recognition error in their words; a digit
    counts as a difference."""
    gaps = _gaps(a, b)
    told = any(c.isdigit() for i, j, k, m in gaps for c in a[i:j] + b[k:m])
    return (
        min(len(a), len(b)) >= 8
        and not told
        and sum(map(_size, gaps)) <= max(1, min(len(a), len(b)) // 12)
    )


def issuer_misread(a: str, b: str) -> bool:
    """Whether two names differ in one character that does not distinguish bodies (市, 县, 局 …)."""
    one, two = normal(a), normal(b)
    if len(one) != len(two) or len(one) < 5:
        return False
    other = [pair for pair in zip(one, two, strict=True) if pair[0] != pair[1]]
    return len(other) == 1 and not all(map(_TELLING.match, other[0]))


def _size(gap: Gap) -> int:
    return max(gap[1] - gap[0], gap[3] - gap[2])


def _is_slip(a: ComparedText, b: ComparedText, gap: Gap) -> bool:
    return _size(gap) <= _SLIP and (
        _touches(a.recognised, gap[:2]) or _touches(b.recognised, gap[2:])
    )


def _touches(spans: Iterable[tuple[int, int]], span: tuple[int, ...]) -> bool:
    at, to = span
    return any(start < to and at < end or start <= at == to <= end for start, end in spans)


def _at(gaps: Sequence[Gap], span: tuple[int, int]) -> list[Gap]:
    """Gaps within a stretch of the first text, or right at its ends where nothing stands there."""
    start, end = span
    return [g for g in gaps if g[0] < end and start < g[1] or start <= g[0] == g[1] <= end]


def _misread(
    mine: ComparedText,
    other: ComparedText,
    span: tuple[int, int],
    gaps: Sequence[Gap],
    real: set[Gap],
) -> bool:
    """Whether a figure differs from what stands there in the other text by one character, or by
    characters of which the recogniser itself was not sure."""
    at = _at(gaps, span)
    if any(gap in real for gap in at):
        return False
    return sum(map(_size, at)) <= 1 or all(
        _touches(mine.doubtful, gap[:2]) or _touches(other.doubtful, gap[2:]) for gap in at
    )


def _redated(a: ComparedText, b: ComparedText, gaps: Sequence[Gap]) -> list[int]:
    """For each date at the head or the end that is surely another one in the other text, by how
    many characters it differs."""
    found = []
    dates = [m.span() for m in _DATE.finditer(b.text)]
    for date in _DATE.finditer(a.text):
        if _HEAD < date.start() < len(a.text) - _TAIL:
            continue
        at = _at(gaps, date.span())
        other = [d for d in dates if any(_touches([d], gap[2:]) for gap in at)]
        sure = [
            gap
            for gap in at
            if not (_touches(a.doubtful, gap[:2]) or _touches(b.doubtful, gap[2:]))
        ]
        if sure and any(b.text[i:j] != date.group() for i, j in other):
            found.append(sum(map(_size, at)))
    return found


def _gaps(a: str, b: str) -> list[Gap]:
    """Stretches in which the texts differ, in order."""
    gaps: list[Gap] = []
    at_a = at_b = 0
    for i, j in [*_anchors(a, b), (len(a), len(b))]:
        if i < at_a or j < at_b:
            continue
        gaps += _between(a, b, (at_a, i, at_b, j))
        at_a, at_b = i, j
        while at_a < len(a) and at_b < len(b) and a[at_a] == b[at_b]:
            at_a, at_b = at_a + 1, at_b + 1
    return gaps


def _between(a: str, b: str, gap: Gap) -> list[Gap]:
    start, end, first, last = gap
    while end > start and last > first and a[end - 1] == b[last - 1]:
        end, last = end - 1, last - 1
    if end - start > _REFINED or last - first > _REFINED:
        return [(start, end, first, last)]
    codes = SequenceMatcher(None, a[start:end], b[first:last], autojunk=False).get_opcodes()
    return [
        (start + i, start + j, first + k, first + m)
        for code, i, j, k, m in codes
        if code != "equal"
    ]


def _anchors(a: str, b: str) -> list[tuple[int, int]]:
    """Places of runs that both texts hold once, in the longest order that both share (patience)."""
    mine, theirs = _once(a), _once(b)
    pairs = sorted((at, theirs[run]) for run, at in mine.items() if run in theirs)
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        depth = bisect_left(tails, place)
        before.append(last[depth - 1] if depth else -1)
        tails[depth : depth + 1], last[depth : depth + 1] = [place], [number]
    chain, number = [], last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _once(text: str) -> dict[str, int]:
    places: dict[str, int] = {}
    for at in range(len(text) - _ANCHOR + 1):
        run = text[at : at + _ANCHOR]
        places[run] = -1 if run in places else at
    return {run: at for run, at in places.items() if at >= 0}
