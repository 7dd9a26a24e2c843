"""The years of a sentence's figures, as given by its own words: listed years one by one, a year in
brackets or after a figure, else the year named before it. If the words leave it open, none is
set."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from ...document.report import Figure
from ...text.language import has_kana
from ...text.plain_digits import Folded
from .lists import listed_runs, with_listed_metrics
from .named_years import NamedTime, named_times
from .years_back import OPENS, WORTH, goes_with, is_spoken_year, years_back

_TITLE = re.compile(r"《[^》\n]*》")
_BRACKET = re.compile(r"\s*[（(]\s*$")
_CLOSES = re.compile(r"\s{0,3}[)）]")
_BRACKETED = re.compile(r"[（(][^（）()\n]{0,120}[)）]")
_BASE = re.compile(
    r"(?:比|较|較|与|與|同|由|从|從|自)\s*$|\b(?:than|from|against|over|to|with|contre|"
    r"gegenüber|que)(?: in| en)? $",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|depuis|seit|desde) $", re.IGNORECASE)
_SINCE_AFTER = re.compile(r"\s*(?:以来|以來|起|至今)")
_BASE_AFTER = re.compile(r"(?:年)?(?:相比|比较|比)")
_OF_BASE = re.compile(r"[^\d，,。；;、]{0,16}$")
_BEHIND = re.compile(
    r"[^\d,;:，；。、.()（）]{0,48}?\b(?:in|en|im|for|during|between|entre|zwischen|pour|für|durante|of)"
    r"(?: (?:the |fiscal |financial |calendar |el |l['’])?(?:year |years |FY ?|"
    r"Jahre?n? |année |exercice |año )?)?$|\s?(?:FY ?)?$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:than|from|since|against|over|compared|relative|versus|gegenüber|als|contre|que|depuis|"
    r"par rapport)\b|\bto (?:in |the year )?$",
    re.IGNORECASE,
)
_EDGE = re.compile(r"[，；：（(]|[,;:](?=\s)|\.\s")
_LEAD = re.compile(
    r"\s*(?:截至|截止|到|在|于|自|从|至|其中|而|但|仅|与|和|一是|二是|三是)*\s*|"
    r"\s*(?:[^\W\d]+['’]?\s*){0,4}(?:FY\s?)?",
    re.IGNORECASE,
)
_AND = re.compile(r"\b(?:and|und|et|y|e)\b", re.IGNORECASE)
_NEAR = 48  # characters before and after a figure in which its own words stand


def with_years(
    figures: Sequence[Figure],
    folded: Folded,
    year: int | None,
    alphabetic: bool,
    delivered: bool = False,
) -> list[Figure]:
    """``figures`` of one text, in order, each with the year that its sentence gives it, and those
    told in a row with their own names. ``year`` is the report's own, None where it is not known. A
    figure that has a year keeps it. ``delivered``: the report speaks in the year after."""
    made: list[Figure] = []
    low = 0
    while low < len(figures):
        sentence = figures[low].sentence_start, figures[low].sentence_end
        high = low
        while high < len(figures) and figures[high].sentence_start == sentence[0]:
            high += 1
        made += _of_sentence(figures[low:high], folded, sentence, year, alphabetic, delivered)
        low = high
    return made


def _of_sentence(
    figures: Sequence[Figure],
    folded: Folded,
    sentence: tuple[int, int],
    own: int | None,
    alphabetic: bool,
    delivered: bool,
) -> list[Figure]:
    start, end = folded.index(sentence[0]), folded.index(sentence[1])
    said = folded.text[start:end]
    if " | " in said:  # a table's rows and heads have told it
        return list(figures)
    text = _TITLE.sub(lambda m: " " * len(m.group()), said) if "《" in said else said
    places = [(folded.index(f.start) - start, folded.index(f.end) - start) for f in figures]
    figures = with_listed_metrics(figures, text, places, alphabetic)
    times = named_times(text, places, own, delivered)
    found = _Years(text, figures, places, times, own, delivered).found
    return [_with(figure, years, own) for figure, years in zip(figures, found, strict=True)]


def _with(figure: Figure, years: tuple[int, int] | None, own: int | None) -> Figure:
    if figure.year is not None or years is None:
        return figure
    first, last = years
    role = figure.role
    if role == "level" and own and last < own:
        role = "previous"
    return replace(figure, year=last, since=first if first < last else None, role=role)


class _Years:
    """First and last year of each figure of one sentence."""

    def __init__(
        self,
        text: str,
        figures: Sequence[Figure],
        places: Sequence[tuple[int, int]],
        times: Sequence[NamedTime],
        own: int | None,
        delivered: bool,
    ) -> None:
        self.delivered = delivered
        self.text, self.figures, self.places, self.own = text, figures, places, own
        self.found: list[tuple[int, int] | None] = [None] * len(figures)
        self.starts, self.ends = [a for a, _ in places], [b for _, b in places]
        self.times = list(times)  # those that still may be a figure's
        self.brackets = [m.span() for m in _BRACKETED.finditer(text)] if times else []
        self._in_brackets()
        self._shared_out()
        if self.times:
            self._behind()
            self._before()
        self._last_year()
        self._together()

    def _in_brackets(self) -> None:
        """210.4万元（2023年）: that year is no other figure's."""
        kept = []
        for time in self.times:
            n = self._figure_before(time)
            opened = n is not None and _BRACKET.fullmatch(self.text, self.ends[n], time.start)
            if n is None or time.listed or not opened or not _CLOSES.match(self.text, time.end):
                kept.append(time)
            else:
                self.found[n] = time.first, time.last
        self.times = kept

    def _shared_out(self) -> None:
        """2023年、2024年分别为3件、5件: as many figures in a row as years are listed."""
        rows = list(listed_runs(self.figures, self.text, self.places))
        firsts, lasts = [self.starts[r[0]] for r in rows], [self.ends[r[-1]] for r in rows]
        kept = []
        for time, following in zip_longest(self.times, self.times[1:]):
            limit = following.start if following else len(self.text)
            after = rows[bisect_left(firsts, time.end) : bisect_right(firsts, limit)]
            before = bisect_right(lasts, time.start)
            fitting = self._fitting(time, after, rows[max(before - 1, 0) : before], limit)
            for run in fitting:
                years = time.listed if len(run) == len(time.listed) else (time.first, time.last)
                for n, year in zip(run, years, strict=True):
                    if self.found[n] is None:
                        self.found[n] = year, year
            if not fitting:
                kept.append(time)
        self.times = kept

    def _fitting(
        self, time: NamedTime, after: Sequence[range], before: Sequence[range], limit: int
    ) -> Sequence[range]:
        """The rows of figures that a list's years belong to: of those ``after`` it, up to the next
        time at ``limit``, and of the one ``before`` it."""
        if not time.listed:
            return []
        fitting = [run for run in after if len(run) == len(time.listed)] or [
            run
            for run in before
            if len(run) == len(time.listed)
            and (not time.spell or _BRACKET.fullmatch(self.text, self.ends[run[-1]], time.start))
        ]
        return fitting or self._first_and_last(time, limit)

    def _first_and_last(self, time: NamedTime, limit: int) -> list[range]:
        """From 61 to 84 between two years: the figures of the first and the last. ``limit``: the
        next time's place."""
        n = self._figure_after(time)
        if n is None or n + 1 == len(self.figures):
            return []
        return [range(n, n + 2)] if self._moved(n) and self.starts[n + 1] <= limit else []

    def _moved(self, n: int) -> bool:
        """Whether a figure and the next say from what and to what something changed."""
        a, b = self.figures[n], self.figures[n + 1]
        between = self.text[self.ends[n] : self.starts[n + 1]]
        near = len(between) <= _NEAR and not _EDGE.search(between)
        return near and a.role == "previous" and b.role == "level" and a.unit == b.unit

    def _behind(self) -> None:
        """£210,400 in 2023: a year after a figure, before the next one. Where the sentence begins
        with a year, "and in 2024" begins the next part."""
        year_first = self.times[0].start < self.places[0][0]
        kept = []
        for time in self.times:
            n = self._figure_before(time)
            free = n is not None and self.found[n] is None
            if n is not None and free and self._stands_behind(n, time, year_first):
                self.found[n] = time.first, time.last
                if time.spell and n and self._moved(n - 1):  # from 61 to 84 between two years
                    self.found[n - 1] = time.first, time.first
                    self.found[n] = time.last, time.last
            else:
                kept.append(time)
        self.times = kept

    def _stands_behind(self, n: int, time: NamedTime, year_first: bool) -> bool:
        """Whether the words between a figure and a time say that the figure is of it."""
        if time.start - self.ends[n] > _NEAR:
            return False
        between = self.text[self.ends[n] : time.start]
        if not between.strip() or not _BEHIND.fullmatch(between) or _COMPARED.search(between):
            return False
        return not (year_first and _AND.search(between))

    def _before(self) -> None:
        """The year named before a figure, until another is; one that things are compared with is
        only of the figure that it stands at (由2024年的71件)."""
        starts = [time.start for time in self.times]
        bases = [self._is_base(time) for time in self.times]
        carried: list[NamedTime | None] = []
        outside: list[NamedTime | None] = []  # once the bracket closes that a year stands in
        last = outer = None
        for time, base in zip(self.times, bases, strict=True):
            last = last if base else time
            outer = outer if base or self._bracket_end(time) else time
            carried.append(last)
            outside.append(outer)
        for n, (start, _) in enumerate(self.places):
            at = bisect_left(starts, start) - 1
            if self.found[n] is not None or at < 0:
                continue
            time = self.times[at]
            if bases[at]:
                own = self._figure_after(time) == n and self.figures[n].role != "change"
                if own and _OF_BASE.fullmatch(self.text, time.end, start):
                    self.found[n] = self._span(time)
                    continue
            closed = self._bracket_end(time)
            held = outside[at] if closed and closed <= start else carried[at]
            if held is not None and self._reaches(held, start):
                self.found[n] = self._span(held)

    def _reaches(self, time: NamedTime, start: int) -> bool:
        """Whether a year is still the figure's at ``start``: within its clause always, beyond it
        where the clause begins with the year (2031年，…), not where it is part of a name."""
        if not _EDGE.search(self.text, time.end, start):
            return True
        before = self.text[max(0, time.start - _NEAR) : time.start]
        return bool(_LEAD.fullmatch(_EDGE.split(before)[-1]))

    def _bracket_end(self, time: NamedTime) -> int:
        """Where the bracket closes in which a year stands (2022/23: 488); 0 outside of one."""
        at = bisect_right(self.brackets, (time.start, 0)) - 1
        end = self.brackets[at][1] if at >= 0 else 0
        return end if end > time.start else 0

    def _span(self, time: NamedTime) -> tuple[int, int]:
        """Since 2023: up to the report's year."""
        last = max(time.last, self.own or 0) if self._is_open(time) else time.last
        return time.first, last

    def _is_open(self, time: NamedTime) -> bool:
        """Whether a spell begins with the year that has no end told (since 2023, 2023年以来)."""
        return bool(_SINCE_AFTER.match(self.text, time.end) or _SINCE.search(self._lead(time)))

    def _is_base(self, time: NamedTime) -> bool:
        base = _BASE.search(self._lead(time)) or _BASE_AFTER.match(self.text, time.end)
        return bool(base) and not self._is_open(time)

    def _lead(self, time: NamedTime) -> str:
        """The few characters before a time."""
        return self.text[max(0, time.start - 12) : time.start]

    def _last_year(self) -> None:
        """上年为3件, 3 cases the year before: of the year before that of its sentence's own."""
        if self.own is None:
            return
        kana = has_kana(self.text)
        earlier: int | None = None  # the last figure of an earlier year that others may go with
        leads = False  # whether its words open the sentence (去年立案38件，罚款12万元，今年…)
        for n, (start, end) in enumerate(self.places):
            if self.figures[n].role in ("change", "plan"):
                continue
            left, right = self.text[max(0, start - _NEAR) : start], self.text[end : end + _NEAR]
            back = years_back(left, right, kana)
            if back and self.delivered and is_spoken_year(left):
                self.found[n] = self.own, self.own
            elif back:
                named = self.found[n]
                year = named[1] if named and named[0] == named[1] else self.own
                self.found[n] = year - back, year - back
                leads = bool(OPENS.match(self.text)) and (n == 0 or leads)
                earlier = n
            elif earlier is not None and self.found[n] is None:
                between = self.text[self.ends[earlier] : start]
                other = self.delivered and "去年" in between
                if not other and goes_with(between, leads, self._in_bracket(earlier)):
                    self.found[n] = self.found[earlier]
                    earlier = n
                else:
                    earlier = None

    def _in_bracket(self, n: int) -> bool:
        """Whether a figure stands in a bracket with the words of its year (上年38件，12万元)."""
        before = self.text[: self.starts[n]]
        return max(map(before.rfind, "（(")) > max(map(before.rfind, "）)"))

    def _together(self) -> None:
        """38 fines worth £120,100 in 2030: the year behind the second is of the first too."""
        for n in reversed(range(len(self.figures) - 1)):
            after = self.found[n + 1]
            if self.found[n] or not after or self.figures[n].role not in ("level", "previous"):
                continue
            between = self.text[self.ends[n] : self.starts[n + 1]]
            if after[1] != self.own and WORTH.fullmatch(between):
                self.found[n] = after

    def _figure_before(self, time: NamedTime) -> int | None:
        n = bisect_right(self.ends, time.start) - 1
        return n if n >= 0 else None

    def _figure_after(self, time: NamedTime) -> int | None:
        n = bisect_left(self.starts, time.end)
        return n if n < len(self.places) else None
