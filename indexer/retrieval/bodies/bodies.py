"""The bodies that a question names: scores for every row, never a filter.

A mention is read once (``mentions.py``) and compared with each body's profile: place, type of body
and words. A part never counts as the whole, nor the whole as a part, but both keep a low score, so
that they can be offered as the closest matches.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ...gazetteer.offices import OFFICE_ENDS
from ...index.schema import ReportRow
from .agreement import FAINT, BodyQuery
from .body_types import of_named_type
from .mention_spans import whole_words
from .mentions import parse_name
from .namesakes import Namesakes
from .parsed_name import LocalPlaces, ParsedName
from .place_ranks import of_named_rank
from .profile import (
    Profile,
    profile_of,
    with_places_of_others,
    with_shared_details,
    written_locals,
)
from .spellings import Spellings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Likeness = Callable[[str], NDArray[np.float32]]

KNOWN = 0.6
_OFFICE = re.compile(f"[{OFFICE_ENDS}]")
_NOT_BORNE = 0.7  # at most, where other bodies bear the very name that is asked for


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a question. ``scores`` by row say how well a report's body matches, ``within`` the
    same with parts of a place counted as the place (for questions to many reports). ``known``: an
    indexed body has this name; ``placed``/``named``: it names a place, or more than a place.
    ``bearers``: rows by body for the bodies with exactly this name, which may be several (in two
    provinces)."""

    text: str
    start: int
    end: int
    scores: dict[int, float] = field(repr=False)
    within: dict[int, float] = field(repr=False)
    best: float
    known: bool
    placed: bool
    named: bool
    bearers: tuple[tuple[int, ...], ...] = ()

    @property
    def top(self) -> frozenset[int]:
        """Rows of the bodies that fit best."""
        return frozenset(r for r, s in self.scores.items() if s >= self.best - _ALIKE)


@dataclass(frozen=True, slots=True)
class NamedBodies:
    """What a question's mentions name together. ``scores`` and ``within`` as in ``Mention``; both
    are empty if nothing was named. ``unknown``: mentions that match no indexed body."""

    scores: dict[int, float] = field(repr=False)
    within: dict[int, float] = field(repr=False)
    mentions: tuple[Mention, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def best(self) -> float:
        return max(self.scores.values(), default=0.0)


_ALIKE = 0.05
_LINK = re.compile(r"[比和与與跟同及、,，]|\s(?:and|vs\.?|versus|et|und|y|than|or)\s")


def are_distinct(mentions: Sequence[Mention]) -> bool:
    """Whether two or more of ``mentions`` are known, and no two of those name the same body."""
    tops = [mention.top for mention in mentions if mention.known]
    return len(tops) > 1 and not any(a & b for i, a in enumerate(tops) for b in tops[:i])


class Bodies:
    """The bodies of all indexed reports."""

    def __init__(
        self,
        reports: Sequence[ReportRow],
        live: frozenset[int] | None = None,
        heads: Sequence[str] = (),
        likeness: Likeness | None = None,
    ) -> None:
        """``live``: rows that may be answered from (None: all). ``heads``: how each report's text
        begins, for reports whose issuer is not known. ``likeness``: mention text to the cosine
        with each report's name."""
        # A joint report is one of each of its issuers.
        bodies = [(r, one, n) for n, r in enumerate(reports) for one in r.details.issuers or ("",)]
        profiles = with_shared_details(
            [profile_of(_issued_by(r, one), heads[n] if heads else "") for r, one, n in bodies]
        )
        profiles = with_places_of_others(profiles)
        groups: dict[Profile, list[int]] = {}
        for (report, _, _), profile in zip(bodies, profiles, strict=True):
            if live is None or report.row in live:
                groups.setdefault(profile, []).append(report.row)
        self._groups = groups
        self._issuers = {r.row: r.details.issuer for r in reports}
        localities: dict[object, int] = {}
        self._locality = [localities.setdefault(p.locality, len(localities)) for p in groups]
        self._likeness = likeness
        self._namesakes = Namesakes(reports, live)
        self._han = written_locals(list(groups))
        self._home = _commonest([p.sites[0].land for p in profiles])
        self._read = lru_cache(maxsize=4096)(self._reading)
        self._scored = lru_cache(maxsize=64)(self._score)

    def find(
        self, question: str, mentions: Sequence[tuple[int, int]], language: str
    ) -> NamedBodies:
        """What the mentions of ``question`` (character spans) name."""
        found, readings = [], []
        for start, end in self._separate(question, mentions, language):
            text = question[start:end]
            reading = self._read(text, True)
            if reading.empty:
                continue
            readings.append(reading)
            # A mention may stop short of the name's last character.
            whole = text + question[end : end + 1] if _OFFICE.match(question, end) else text
            found.append(self._mention(text, start, end, reading, language, whole))
        if _joined(readings) == readings:
            pairs = [(m.scores, m.within) for m in found]
        else:
            texts = [m.text for m in found]
            pairs = [self._scores(r, language) for one in self._each(texts) for r in _joined(one)]
        total = _highest([scores for scores, _ in pairs])
        within = _highest([inside for _, inside in pairs])
        unknown = tuple(m.text for m in found if not m.known)
        if not unknown and total and max(total.values()) < KNOWN:
            unknown = tuple(m.text for m in found)
        return NamedBodies(total, within, tuple(found), unknown)

    def of_type(self, question: str, rows: Iterable[int]) -> frozenset[int]:
        """Those of ``rows`` whose body is of the type that ``question`` asks about every body of
        (各水务局); all of them if it does not ask so."""
        return of_named_type(question, rows, self._issuers)

    def of_rank(self, question: str, rows: Iterable[int]) -> frozenset[int]:
        """Those of ``rows`` whose body is of a place of the rank that ``question`` asks about (哪些
        县, "only the districts"); all of them if it asks about none that any is of."""
        return of_named_rank(question, rows, self._groups)

    def type_fit(self, question: str) -> dict[int, float]:
        """By row how far its body is of a type that ``question`` speaks of anywhere (fire services,
        应急系统), 0 to 1; {} where it speaks of none."""
        # First without local places in Latin letters, which take a quarter of a second to spell.
        if not self._read(question, False).kinds:
            return {}
        reading = self._read(question, question.isascii())
        if not reading.kinds:
            return {}
        asked = BodyQuery(reading, self._home, "")
        return {row: asked.kind(profile) for profile, rows in self._groups.items() for row in rows}

    def _separate(
        self, question: str, mentions: Sequence[tuple[int, int]], language: str
    ) -> list[tuple[int, int]]:
        """The mentions, two bodies that were marked as one ("A局比B局") taken apart."""
        found = []
        for span in mentions:
            start, end = whole_words(question, *span)
            whole = self._tops(question[start:end], language)
            for link in _LINK.finditer(question, start + 2, end - 2):
                halves = (start, link.start()), (link.end(), end)
                tops = [self._tops(question[a:b], language) for a, b in halves]
                if all(tops) and not tops[0] & tops[1] and tops[0] | tops[1] <= whole:
                    found.append(halves[0])
                    start = link.end()
            found.append((start, end))
        return found

    def _tops(self, text: str, language: str) -> frozenset[int]:
        """Rows of the bodies that ``text`` names best; none where no body is known by it."""
        reading = self._read(text, True)
        if reading.empty or not reading.named:
            return frozenset()
        scores, _ = self._scored(text, language)
        best = max(scores.values(), default=0.0)
        if best < KNOWN:
            return frozenset()
        return frozenset(r for r, s in scores.items() if s >= best - _ALIKE)

    def _mention(
        self, text: str, start: int, end: int, reading: ParsedName, language: str, whole: str
    ) -> Mention:
        scores, within = self._scored(text, language)
        bearers = self._namesakes.bearing(whole) if reading.placed or reading.locals else ()
        if bearers:
            own = {row for rows in bearers for row in rows}
            scores = {row: min(score, _NOT_BORNE) for row, score in scores.items()}
            scores |= dict.fromkeys(own, 1.0)
            within = within | dict.fromkeys(own, 1.0)
        best = max(scores.values(), default=0.0)
        return Mention(
            text,
            start,
            end,
            scores,
            within,
            best,
            best >= KNOWN,
            reading.placed,
            reading.named,
            bearers,
        )

    def _score(self, text: str, language: str) -> tuple[dict[int, float], dict[int, float]]:
        """The scores of what ``text`` names; not to be changed."""
        pairs = [self._scores(one, language, text) for [one] in self._each([text])]
        return _highest([scores for scores, _ in pairs]), _highest([inside for _, inside in pairs])

    def _each(self, texts: Sequence[str]) -> Iterator[list[ParsedName]]:
        """Readings of mentions, with each of the places that their romanised words may mean."""
        for choice in range(max((self._read(text, True).choices for text in texts), default=0)):
            yield [self._read(text, True, choice) for text in texts]

    def _scores(
        self, reading: ParsedName, language: str, text: str = ""
    ) -> tuple[dict[int, float], dict[int, float]]:
        asked = BodyQuery(reading, self._home, language)
        near = self._near(text) if text and reading.named else {}
        scores: dict[int, float] = {}
        within: dict[int, float] = {}
        far: dict[int, bool] = {}  # many bodies are of one place, which is compared once
        for (profile, rows), locality in zip(self._groups.items(), self._locality, strict=True):
            if locality not in far:
                far[locality] = asked.far(profile)
            if far[locality]:
                continue
            like = max((near.get(row, 0.0) for row in rows), default=0.0) if near else 0.0
            for target, value in zip((scores, within), asked.score(profile, like), strict=True):
                if value >= FAINT:
                    for row in rows:
                        target[row] = max(target.get(row, 0.0), round(value, 3))
        return scores, within

    def _near(self, text: str) -> dict[int, float]:
        """Likeness beyond the mean, 0 to 1, squared so that only the nearest count."""
        if self._likeness is None:
            return {}
        cosines = self._likeness(text)
        mean, top = float(cosines.mean()), float(cosines.max())
        if top <= mean:
            return {}
        return {
            row: max(0.0, (float(c) - mean) / (top - mean)) ** 2 for row, c in enumerate(cosines)
        }

    def _reading(self, text: str, spelled: bool, choice: int = 0) -> ParsedName:
        local = LocalPlaces(self._han, self._spellings) if spelled else LocalPlaces(self._han)
        return parse_name(text, local, choice=choice)

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(
            self._han.values(),
            (name for profile in self._groups for name in profile.heads),
            (word for profile in self._groups for word in profile.foreign),
            frozenset(code for p in self._groups for site in p.sites for code in site.codes),
        )


def _issued_by(report: ReportRow, issuer: str) -> ReportRow:
    if report.details.issuer == issuer:
        return report
    return replace(report, details=replace(report.details, issuer=issuer))


def _joined(readings: Sequence[ParsedName]) -> list[ParsedName]:
    """Readings that tell only a place go with those that tell only a body ("Tianjin … its water
    office"); the rest stand alone."""
    places = [r for r in readings if r.placed and not r.named]
    bodies = [r for r in readings if not r.placed]
    if not places or not bodies:
        return list(readings)
    whole = [r for r in readings if r.placed and r.named]
    return [*whole, *(place.joined(body) for place in places for body in bodies)]


def _highest(tables: Sequence[dict[int, float]]) -> dict[int, float]:
    found: dict[int, float] = {}
    for table in tables:
        for row, value in table.items():
            if value > found.get(row, 0.0):
                found[row] = value
    return found


def _commonest(lands: Sequence[str]) -> str:
    counts: dict[str, int] = {}
    for land in lands:
        if land:
            country = land.split("-")[0]
            counts[country] = counts.get(country, 0) + 1
    return max(counts, key=lambda land: counts[land], default="")
