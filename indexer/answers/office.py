"""Who holds an office: whether words that answer are of the office asked for, or of a longer title
that only holds its name (副局长 for 局长, deputy director for director).

Exact on the title itself: what names no such title at all is left to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..folding import fold
from .office_words import ACTING, ASKED, FORMER, RANKS, TITLES

_LEFT, _RIGHT = 48, 24  # characters beside a title in which a rank stands
_SIDE_BY_SIDE = 2
#: What stands between one person and the next counts as so many characters more.
_APART = re.compile(r"[、，；。;\n|]|\b(?:and|et|und|y|и)\b")
_FAR = 10
_BETWEEN = re.compile(r"(?:\s*(?:[、，,；;\n|]|\b(?:and|et|und|y|и)\b))+\s*")


@dataclass(frozen=True, slots=True)
class Office:
    """An office that is asked for: its title's pattern, the row of ``TITLES`` it stands in, and
    the language it is asked in, and its ranks (deputy, acting …; none for the office itself)."""

    title: str
    kind: int
    language: str
    ranks: frozenset[str]

    def is_of(self, ranks: frozenset[str]) -> bool:
        """Whether a title with ``ranks`` is this one. Who acts in an office holds it."""
        return ranks - {ACTING} == self.ranks - {ACTING} and (
            ACTING in ranks or ACTING not in self.ranks)


@dataclass(frozen=True, slots=True)
class _Told:
    """A title in a text, with the words that make a longer one of it."""

    start: int
    end: int
    ranks: frozenset[str]


def office_asked(question: str) -> Office | None:
    """The office whose holder a question asks for; None where it asks for no holder of one, or for
    a former one, of whom a report speaks by the office itself."""
    folded = _plain(question)
    for language in ASKED:
        for match in _questions(language):
            found = match.search(folded)
            if found is None:
                continue
            start, end = found.span("t")
            ranks = _told(folded, start, end, language).ranks
            if FORMER in ranks:
                return None
            for kind, row in enumerate(TITLES):
                for title in row.get(language, ()):
                    if re.fullmatch(title, folded[start:end]):
                        return Office(title, kind, language, ranks)
    return None


def holder(
    office: Office, text: str, start: int, end: int, heading: str = ""
) -> tuple[int, int] | None:
    """Of ``text[start:end]`` what may name the holder of ``office``; None where nothing of it may.
    Words that hold titles of several people are cut to those of the one asked for."""
    titles = _titles(office, _plain(text))
    if not any(start < t.end and t.start < end for t in titles):
        return (start, end) if answers_for(office, text, start, end, heading) else None
    run: list[tuple[int, int]] = []
    for low, high in _people(text, start, end):
        if answers_for(office, text, low, high, heading):
            run.append((low, high))
        elif run:
            break
    return (run[0][0], run[-1][1]) if run else None


def _people(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of ``text[start:end]`` between commas and "and"."""
    edges = [start, *(at for m in _BETWEEN.finditer(text, start, end) for at in m.span()), end]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(low, high) for low, high in pairs if text[low:high].strip()]


def names(office: Office, text: str) -> bool:
    """Whether ``text`` has the title asked for, or one that stands for it in another language."""
    folded = _plain(text)
    own = {"zh", "ja"} if office.language in ("zh", "ja") else {office.language}
    told = _found(office.title, folded) or _found(_standing(office, frozenset(own)), folded)
    return any(office.is_of(t.ranks) for t in told)


def answers_for(office: Office, text: str, start: int, end: int, heading: str = "") -> bool:
    """Whether ``text[start:end]``, in a sentence under ``heading``, may name the holder of
    ``office``: False where the titles beside it are of another rank."""
    folded = _plain(text)
    titles = _titles(office, folded)
    inside = [t for t in titles if start < t.end and t.start < end]
    if inside:
        return any(office.is_of(t.ranks) for t in inside)
    fitting = [t for t in titles if office.is_of(t.ranks)]
    others = [t for t in titles if not office.is_of(t.ranks)]
    if not others:
        return True
    other = min(_distance(text, t, start, end) for t in others)
    if fitting:
        return min(_distance(text, t, start, end) for t in fitting) <= other
    headed = any(office.is_of(t.ranks) for t in _titles(office, _plain(heading)))
    return headed and other > _SIDE_BY_SIDE


def _titles(office: Office, folded: str) -> list[_Told]:
    """The titles of ``folded`` that are the one asked for, else those that stand for it, in any
    language."""
    found = _found(office.title, folded)
    if found:
        return found
    return _found(_standing(office), folded)


def _standing(office: Office, without: frozenset[str] = frozenset()) -> str:
    """The titles that stand for the one asked for, but in the languages ``without``."""
    every = {title for language, titles in TITLES[office.kind].items()
             if language not in without for title in titles}
    return "|".join(sorted(every, key=lambda t: (-len(t), t)))


def _found(title: str, folded: str) -> list[_Told]:
    """Where ``title`` stands as a word, each with the longest title that any language makes of
    it."""
    found = []
    for match in _pattern(title).finditer(folded):
        told = [_told(folded, *match.span(), language) for language in RANKS]
        best = max(told, key=lambda t: t.end - t.start)
        glued = match.start() and folded[match.start() - 1].isalpha() and match[0][0] < "⺀"
        if not glued or best.start < match.start():
            found.append(best)
    return found


def _told(folded: str, start: int, end: int, language: str) -> _Told:
    """The title at ``start:end`` with its ranks, and where they begin and end."""
    low, high, ranks = start, end, set()
    for rank, before, after in _ranks(language):
        left = before.search(folded, max(0, start - _LEFT), start) if before else None
        right = after.match(folded, end, end + _RIGHT) if after else None
        if left:
            low = min(low, left.start())
            ranks.add(rank)
        if right:
            high = max(high, right.end())
            ranks.add(rank)
    return _Told(low, high, frozenset(ranks))


def _distance(text: str, told: _Told, start: int, end: int) -> int:
    """Characters between a title and a name; more where another person may stand between."""
    gap = text[told.end: start] if told.end <= start else text[end: told.start]
    apart = len(gap) + _FAR * len(_APART.findall(gap))
    # John Roe, deputy director
    return apart if told.end <= start or not gap.startswith(",") else len(gap)


def _plain(text: str) -> str:
    """``text`` folded character by character, so that offsets stay what they are."""
    return "".join(c if len(f := fold(c)) != 1 else f for c in text)


@lru_cache(maxsize=256)
def _pattern(title: str) -> re.Pattern[str]:
    # A Latin or Cyrillic title is a word; Chinese and Japanese write none apart.
    return re.compile(f"(?:{title})(?:(?<=[⺀-鿿])|(?!\\w))")


@lru_cache(maxsize=16)
def _questions(language: str) -> Sequence[re.Pattern[str]]:
    titles = sorted((t for row in TITLES for t in row.get(language, ())), key=len, reverse=True)
    named = f"(?P<t>{'|'.join(titles)})"
    return [re.compile(pattern.replace("{t}", named)) for pattern in ASKED[language]]


@lru_cache(maxsize=16)
def _ranks(
    language: str,
) -> Sequence[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None]]:
    return [(rank, re.compile(f"(?:{before})$") if before else None,
             re.compile(after) if after else None) for rank, before, after in RANKS[language]]
