"""A whole and its parts in a report (案件120件，其中食品类30件; 120 cases, of which 30 …): a draft
that names one is not supported by the figure of the other.

This is decided by words: a part is what a report introduces with 其中, "of which" or "including";
it is distinguished from the whole, and from other parts, by the words that only it has.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ..index.schema import FigureRow
from ..index.store.generation import Generation
from ..index.store.tokens import words
from ..text.folding import fold
from .evidence import Pair
from .planned import is_planned
from .stated import Stated

_BEFORE = re.compile(  # before the parts
    r"其中|(?:この|その)?うち|内訳|"
    r"\b(?:of (?:which|whom|these|those|them)|includ(?:ing|es|ed)|among (?:them|these|which)|dont|"
    r"parmi (?:eux|elles|lesquels|lesquelles)|davon|darunter|von denen|de (?:los|las) cuales|"
    r"de ell[oa]s|entre ell[oa]s|incluid[oa]s|из них|из которых|в том числе|в т\. ?ч\.)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(  # right behind a part
    r" ?(?:of (?:them|these|those|which|whom)|d'entre (?:eux|elles)|davon|de ell[oa]s|из них)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[。；;！!？?\n]|\.(?=\s|$)")
_EDGE = re.compile(r"[，,。；;：:、（()）！!？?\n]|\.(?=\s|$)")
_PLAIN = frozenset(
    "were was had been spent went came made paid concerned related relating involved cases among "
    "them these those other total about over only nearly including whom "
    "their our they but also than per year annee jahr ano anual full whole "
    "в во за по и на с к о из году год года г всего".split()
) | frozenset(
    "其中 全年 共 共计 合计 总计 累计 共有 有 年 年度 分别 约 近 达 达到 涉及 占 "
    "同比 本年 当年 本级 "
    "个 件 人 元 亿元 "
    "万元 万 亿 公里 次".split()
)
_LONGEST = 400  # characters within which the parts of a whole are listed
_EARLIER = 8  # figures before a mark that may be the whole
_LISTING = re.compile(r"等|\b(?:such as|notamment|insbesondere|z\. ?b\.|entre otr[oa]s)")


@dataclass(frozen=True, slots=True)
class _Part:
    row: FigureRow
    own: frozenset[str]  # words that only it has


@dataclass(frozen=True, slots=True)
class _Family:
    """A whole with its parts; ``said`` are the words of the whole, ``name`` those of the report and
    its body."""

    whole: FigureRow
    said: frozenset[str]
    parts: tuple[_Part, ...]
    name: frozenset[str]


class WholesAndParts:
    """The wholes and parts in the reports of one generation."""

    def __init__(self, generation: Generation) -> None:
        self._gen = generation
        self._known: dict[int, dict[int, list[_Family]]] = {}

    def misplaced(
        self, stated: Stated, pairs: Sequence[Pair]
    ) -> tuple[frozenset[int], Pair | None]:
        """(figure rows with the draft's value that are a whole or part although the draft names the
        other, the pair of the one it names if that is certain)."""
        draft = _Draft(stated)
        off: set[int] = set()
        named: Pair | None = None
        by_row = {p.row.row: p for p in pairs}
        for pair in pairs:
            if not pair.equal:
                continue
            for family in self._of(pair.row.report).get(pair.row.row, ()):
                wrong, right = _meant(family, pair.row.row, draft)
                if not wrong:
                    continue
                off.add(pair.row.row)
                found = by_row.get(right.row) if right is not None else None
                if found is not None and not found.equal and not found.other_year:
                    named = named or found
        return frozenset(off), named

    def _of(self, report: int) -> dict[int, list[_Family]]:
        """The families of a report by the row of each figure in them."""
        if report not in self._known:
            found: dict[int, list[_Family]] = {}
            for family in _families(self._gen, report):
                for row in (family.whole, *(part.row for part in family.parts)):
                    found.setdefault(row.row, []).append(family)
            self._known[report] = found
        return self._known[report]


class _Draft:
    """The words of a draft's figure."""

    def __init__(self, stated: Stated) -> None:
        raw = stated.figure.raw
        said = stated.words.replace(raw, f" {_letters(raw)} ")
        #: A whole given with a list of its parts names no part.
        self.lists = bool(
            _LISTING.search(fold(said)) or _BEFORE.search(stated.words.partition(raw)[2])
        )
        self.text = fold(said)
        self.words = _content(said)

    def has(self, word: str) -> bool:
        return word in self.text if _is_han(word) else word in self.words

    def names(self, own: frozenset[str]) -> bool:
        return bool(own) and all(map(self.has, own))


def _meant(family: _Family, row: int, draft: _Draft) -> tuple[bool, FigureRow | None]:
    """Whether the draft means another figure of ``family`` than ``row``, and which one."""
    named = [part for part in family.parts if draft.names(part.own)]
    if len(named) > 1 or draft.lists:
        return False, None
    same = any(map(draft.has, family.said - family.name))
    if named:
        return named[0].row.row != row, named[0].row if same else None
    mine = next((part for part in family.parts if part.row.row == row), None)
    if mine is None or not mine.own or any(map(draft.has, mine.own)):
        return False, None
    known = "".join(family.said | family.name)
    more = [
        w
        for w in draft.words
        if w not in family.said | family.name and not (_is_han(w) and w in known)
    ]
    return same and not more, family.whole


def _families(generation: Generation, report: int) -> list[_Family]:
    """The wholes of a report that have parts, in order."""
    text = generation.text(report)
    figures = [
        f
        for f in generation.figures_of_report(report)
        if f.figure.role == "level" and f.sentence >= 0
    ]
    details = generation.reports[report].details
    name = _content(f"{details.title} {details.issuer} {details.region}")
    starts = [f.figure.start for f in figures]
    marks = list(_BEFORE.finditer(text))
    found = []
    for number, mark in enumerate(marks):
        until = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        until = min(until, mark.end() + _LONGEST)
        stop = _STOP.search(text, mark.end(), until)
        until = stop.start() if stop else until
        at = bisect_left(starts, mark.start())
        after = figures[bisect_left(starts, mark.end()) : bisect_left(starts, until)]
        family = _family(text, figures[max(0, at - _EARLIER) : at], after, mark.span(), until, name)
        if family is not None:
            found.append(family)
    return found


def _family(
    text: str,
    earlier: Sequence[FigureRow],
    after: Sequence[FigureRow],
    mark: tuple[int, int],
    until: int,
    name: frozenset[str],
) -> _Family | None:
    """The whole among the figures ``earlier`` than a mark, and its parts: those ``after`` it, which
    reach up to ``until``."""
    before = [f for f in _near(earlier, mark[0]) if not is_planned(f.figure, text)]
    behind = before and _BEHIND.match(text, before[-1].figure.end)
    if behind and behind.end() >= mark[1]:  # 64 people were rescued, 12 of them from fires
        members = [before.pop()]
    else:
        members = list(after)
    if not before:
        return None
    whole = before[-1]
    fit = [
        f
        for f in members
        if f.figure.unit == whole.figure.unit and f.figure.value < whole.figure.value
    ]
    if not fit:
        return None
    han = any(map(_is_han, text[mark[0] : mark[1]]))
    said = _content(
        text[whole.figure.clause_start : whole.figure.start]
        + " "
        + _letters(whole.figure.raw)
        + " "
        + _until_edge(text, whole.figure.end, mark[0])
    )
    edges = [f.figure.start for f in after]
    told = [_words_of(text, f, mark[1], edges, until, han) for f in fit]
    parts = []
    for n, row in enumerate(fit):
        others = frozenset().union(*(t for i, t in enumerate(told) if i != n))
        parts.append(_Part(row, _least(told[n] - said - others - name)))
    return _Family(whole, said, tuple(parts), name)


def _near(figures: Sequence[FigureRow], offset: int) -> list[FigureRow]:
    """The figures before ``offset`` in its sentence, or in the one before where it has none."""
    before = [f for f in figures if f.figure.end <= offset]
    if not before:
        return []
    last = before[-1]
    if offset - last.figure.end > 120 or last.figure.sentence_end + 3 < offset - 40:
        return []
    return [f for f in before if f.sentence == last.sentence]


def _words_of(
    text: str, row: FigureRow, mark: int, edges: Sequence[int], until: int, han: bool
) -> frozenset[str]:
    """The words that name a part: before its number in Chinese and Japanese, behind it else; where
    there are none the other way round."""
    start, end = row.figure.start, row.figure.end
    low = max([mark, *(e for e in edges if e < start)])
    left = re.split(_EDGE, text[low:start])[-1] if low < start else ""
    left = re.sub(r"^\S*\d\S*", " ", left)
    high = min([e for e in edges if e > start] or [until])
    right = f"{_letters(row.figure.raw)} {_until_edge(text, end, max(high, end))}"
    first, second = (left, right) if han else (right, left)
    return _content(first) or _content(second)


def _until_edge(text: str, start: int, end: int) -> str:
    return _EDGE.split(text[start:end], maxsplit=1)[0]


def _letters(raw: str) -> str:
    """What a figure's spelling has beside its number (2,418 inspections)."""
    return re.sub(r"[£$€¥]?\d[\d,.]*%?", " ", raw)


def _content(text: str) -> frozenset[str]:
    """The words of ``text`` that tell something, without those that hold others of them."""
    found = {w for w in words(text) if not w[0].isdigit() and w not in _PLAIN}
    return _least(frozenset(found))


def _least(found: frozenset[str]) -> frozenset[str]:
    return frozenset(w for w in found if not (_is_han(w) and any(o != w and o in w for o in found)))


def _is_han(word: str) -> bool:
    return any("぀" <= c <= "鿿" for c in word)
