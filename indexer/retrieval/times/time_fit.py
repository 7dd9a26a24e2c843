"""How well a report, or a figure with its own years, matches a time that is asked about. This is
evidence, never a filter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from ...document.report import Details
from .times import Period, fold_in_place, times_in_title
from .year_parts import part_of

OWN = 1.0
EARLIER_YEAR_OF_TWO = 0.85  # 2023/24 asked, a report of 2023
STATED = 0.85  # a report of another year gives the figure the year asked
IN_SENTENCE = 0.6  # the report is of another year, the sentence names the year asked
UNKNOWN = 0.3
FOLLOWING = 0.3  # a report of the year after may repeat the figure
OTHER = 0.05


@dataclass(frozen=True, slots=True)
class _Told:
    """Times that a report's title names: plain years, financial years, the part of a year."""

    years: frozenset[int]
    fiscal: frozenset[tuple[int, int]]
    part: str


@lru_cache(maxsize=262_144)  # a question to all reports of an archive looks at each title
def _title(title: str) -> _Told:
    found = times_in_title(title)
    return _Told(
        frozenset(p.first for p in found if p.first and not p.fiscal and not p.relative),
        frozenset((p.first, p.last) for p in found if p.fiscal),
        part_of(fold_in_place(title)),
    )


def fit(period: Period, details: Details, text_years: Collection[int] = ()) -> float:
    """How well a figure of a report fits the time asked, 0 to 1. ``text_years``: years that the
    figure's own sentence names."""
    told = _title(details.title)
    return _year_fit(period, details, told, text_years) * _part_fit(period, told)


def fit_of_years(period: Period, details: Details, first: int, last: int) -> float:
    """How well a figure whose own words give it the years ``first`` to ``last`` fits, 0 to 1."""
    if not period.first or period.delivery:
        return fit(period, details)
    asked, own = period.years, details.year
    if (first, last) == (period.first, period.last):
        found = OWN if own in (None, last, first) else STATED
    elif first == last:
        found = _one_year_fit(period, first, own)
    elif last == first + 1 and period.first == period.last and period.first in (first, last):
        found = OWN if period.fiscal else EARLIER_YEAR_OF_TWO  # 2023/24, asked for 2023
    elif period.fiscal and last == first + 1:
        found = OTHER  # another financial year
    else:  # a sum over more years is not the year's, one over a part of a spell is near
        inside = period.last > period.first and set(range(first, last + 1)) & set(asked)
        found = FOLLOWING if inside else OTHER
    return found * _part_fit(period, _title(details.title))


def _one_year_fit(period: Period, year: int, own: int | None) -> float:
    """How well a figure of one year fits. A financial year that is named by one (令和6年度) is that
    one's; of 2023/24 either may be meant."""
    if year not in period.years:
        return OTHER
    found = OWN if own == year else STATED
    if not period.fiscal or period.first == period.last:
        return found
    if "/" not in period.printed and "年度" in period.printed:
        return found if year == period.first else OTHER
    return min(found, EARLIER_YEAR_OF_TWO)


def _year_fit(period: Period, details: Details, told: _Told, text_years: Collection[int]) -> float:
    if not period.first:
        return OWN
    asked = period.years
    if period.delivery:
        return _delivery_fit(period, details, told)
    inside = IN_SENTENCE if any(year in asked for year in text_years) else 0.0
    if period.fiscal and told.fiscal:
        same = (period.first, period.last) in told.fiscal
        one = period.first == period.last and any(period.first in pair for pair in told.fiscal)
        if same or (one and details.year == period.first):
            return OWN
        return max(EARLIER_YEAR_OF_TWO if one else OTHER, inside)
    if period.last - period.first > 1 and (details.year or period.last) >= period.last:
        inside = max(inside, IN_SENTENCE)  # a look back over many years comes after them
    if details.year is None:
        return max(_dated(period, details, told), inside)
    if details.year in asked:
        return EARLIER_YEAR_OF_TWO if period.fiscal and details.year < period.last else OWN
    if period.fiscal and period.first == period.last and abs(details.year - period.first) == 1:
        return max(IN_SENTENCE, inside)  # FY2019 may begin in 2018 or end in 2020
    if any(details.year in pair and set(pair) & set(asked) for pair in told.fiscal):
        return EARLIER_YEAR_OF_TWO  # a report of 2023/24, asked for 2023
    if told.years & set(asked):
        return max(IN_SENTENCE, inside)
    if period.relative and details.year == period.first - 1:
        return max(UNKNOWN, inside)  # last year's report may not be out
    return max(FOLLOWING if details.year == period.last + 1 else OTHER, inside)


def _delivery_fit(period: Period, details: Details, told: _Told) -> float:
    """The 2005 work report is that delivered in 2005; who says 2004 may mean the year it tells."""
    delivered = told.years or {int(details.date[:4])} if details.date[:4].isdigit() else told.years
    if delivered & set(period.years):
        return OWN
    if not delivered and details.year is not None and details.year + 1 in period.years:
        return OWN
    if details.year is None:
        return UNKNOWN
    return IN_SENTENCE if details.year in period.years else OTHER


def _dated(period: Period, details: Details, told: _Told) -> float:
    if told.years & set(period.years):
        return OWN
    if told.years or not details.date[:4].isdigit():
        return UNKNOWN
    issued = int(details.date[:4])  # most reports come out in their year or in the next
    return 0.5 if {issued, issued - 1} & set(period.years) else 0.15


def _part_fit(period: Period, told: _Told) -> float:
    asked = "" if period.part == "end" else period.part
    own = "" if told.part == "end" else told.part
    if asked == own:
        return 1.0
    if not asked:
        return 0.85  # a report of half a year, asked for the year
    return 0.9 if not own else 0.5
