"""How well each report matches a question: a weight for its body and one for its time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from ..document.report import Details, Figure
from ..retrieval.bodies.bodies import KNOWN
from ..retrieval.times.time_fit import FOLLOWING, OTHER, fit, fit_of_years
from ..retrieval.times.times import Period
from ..retrieval.times.year_parts import part_of
from ..text.language import has_kana
from ..text.year_before import A_YEAR_AGO, LAST_YEAR, WESTERN, any_of, east_asian
from .asked import Asked

#: 2012, FY12, and the second year of 2011/12.
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[/–](\d\d)(?!\d|/|[年月](?!度)))?(?!\d)"
    r"|\bff?y\s?['’]?(\d\d)(?:[/–](\d\d))?\b",
    re.IGNORECASE,
)
#: By whether the text has kana.
_BEFORE, _LAST = (
    tuple(
        re.compile(
            rf"{east_asian(japanese)}|{change}"
            rf"\b(?:{any_of(LAST_YEAR, *WESTERN)}|{any_of(A_YEAR_AGO, *WESTERN)})\b",
            re.IGNORECASE,
        )
        for japanese in (False, True)
    )
    for change in ("", r"同比|前年度?比|")
)
_FAINT = 0.3
_OF_PART = 0.6  # a figure of half a year, asked for the year
_NEAR = 0.25


@dataclass(frozen=True, slots=True)
class Scope:
    """Reports in question. ``body[row]`` is 0..1; ``unknown`` are names that no report bears, in
    which case the rows are the closest matches."""

    body: dict[int, float]
    unknown: tuple[str, ...] = ()
    named: bool = False

    @property
    def rows(self) -> list[int]:
        return sorted(self.body)

    def within(self, rows: Collection[int]) -> Scope:
        """The same with the reports ``rows`` alone."""
        return replace(self, body={row: fit for row, fit in self.body.items() if row in rows})


def scope_of(asked: Asked, allowed: Iterable[int], mention: int | None = None) -> Scope:
    """The reports of ``allowed`` that ``asked`` (or its mention of that number) may be about."""
    rows = set(allowed)
    named = asked.named
    if not named.mentions:
        return Scope(dict.fromkeys(rows, 1.0))
    scores = named.within if asked.many else named.scores
    if mention is not None:
        scores = _scores(asked, mention)
    elif max(scores.values(), default=0.0) < KNOWN:
        # If no body has both names together, the name that is known by itself counts.
        alone = [_scores(asked, n) for n, m in enumerate(named.mentions) if m.known]
        scores = alone[0] if alone else scores
    found = {row: s for row, s in scores.items() if row in rows and s >= _FAINT}
    best = max(found.values(), default=0.0)
    if not found:
        unknown = named.unknown or tuple(m.text for m in named.mentions)
        if mention is not None:
            unknown = (named.mentions[mention].text,)
        return Scope({}, unknown, True)
    least = KNOWN - 0.1 if asked.many and best >= KNOWN else max(best - _NEAR, _FAINT)
    return Scope({row: s for row, s in found.items() if s >= least}, (), True)


def _scores(asked: Asked, mention: int) -> dict[int, float]:
    one = asked.named.mentions[mention]
    return one.within if asked.many else one.scores


def time_fit(asked_periods: Collection[Period], details: Details, text: str = "") -> float:
    """How well a figure in the sentence ``text`` of a report matches the times asked about,
    0..1."""
    if not asked_periods:
        return 1.0
    years = years_in(text, details.year)
    return max(fit(period, details, years) for period in asked_periods)


def figure_fit(
    asked: Asked,
    details: Details,
    figure: Figure,
    text: str,
    taken: Collection[int] = (),
    part: str | None = None,
) -> float:
    """How well a figure in the sentence ``text`` matches the times asked about, 0..1: by the years
    that its own words give it, else by its report's. ``taken`` are years of other figures there;
    ``part`` is the part of a year given by the figure's words
    (``retrieval.times.figure_parts``)."""
    of_year = _figure_year_fit(asked, details, figure, text, taken)
    return of_year * _figure_part_fit(asked, part_of(details.title.lower()), part)


def _figure_part_fit(asked: Asked, title: str, part: str | None) -> float:
    """The weight of a half-year figure if the question asks for the year, and vice versa."""
    wanted = {p.part for p in asked.periods if p.part and p.part != "end"}
    told = title if part is None else part
    if not wanted:
        return _OF_PART if part and part != title else 1.0
    if told in wanted:
        return 1.0
    return _OF_PART if told or part == "" or any(not w.isdigit() for w in wanted) else 1.0


def _figure_year_fit(
    asked: Asked, details: Details, figure: Figure, text: str, taken: Collection[int]
) -> float:
    named = [p for p in asked.periods if not p.relative]
    told = figure.year or details.year
    level = figure.role != "change" and not asked.change
    if named and told and level and _asks_of_the_last(asked, _BEFORE):
        # "the year before" in a report of 2030
        told -= figure.year is None and figure.role == "previous"
        first = figure.since or told
        return max(fit_of_years(p, details, first + 1, told + 1) for p in named)
    if figure.year is not None:
        if not asked.periods:
            return FOLLOWING if details.year and figure.year < details.year else 1.0
        first = figure.since or figure.year
        return max(fit_of_years(p, details, first, figure.year) for p in asked.periods)
    if _asks_of_the_last(asked, _LAST):
        return time_fit(asked.periods, details, text)
    earlier = figure.role == "previous" and details.year is not None
    if not asked.periods:
        return FOLLOWING if earlier else 1.0
    if earlier and details.year is not None:  # the year is not given: usually the last one
        last = details.year - 1
        return max(fit_of_years(p, details, last, last) for p in asked.periods) ** 1.5
    years = frozenset(_years(text)).difference(taken)
    return max(_own_fit(period, details, years) for period in asked.periods)


def _asks_of_the_last(asked: Asked, words: Sequence[re.Pattern[str]]) -> bool:
    """Whether a question about a year means the one before; "the year before 2030" is itself a
    year."""
    text = asked.text
    for period in asked.periods:
        text = text if period.relative else text.replace(period.printed, " ")
    return _names(words, text)


def _names(words: Sequence[re.Pattern[str]], text: str) -> bool:
    return bool(words[has_kana(text)].search(text))


def _own_fit(period: Period, details: Details, years: frozenset[int]) -> float:
    """The next year's report may repeat a figure, but then says which year it is for."""
    found = fit(period, details, years)
    return OTHER if details.year == period.last + 1 and found <= FOLLOWING else found


def _years(text: str) -> set[int]:
    found = set()
    for year in _YEAR.finditer(text):
        own, second, short, short_second = year.groups()
        first = int(own) if own else 2000 + int(short)
        found.add(first)
        after = second or short_second
        if after and int(after) == (first + 1) % 100:
            found.add(first + 1)
    return found


def years_in(text: str, own: int | None) -> frozenset[int]:
    """Years that a sentence names, including the year before its report's own."""
    found = _years(text)
    if own and _names(_LAST, text):
        found.add(own - 1)
    return frozenset(found)
