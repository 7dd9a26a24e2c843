"""The years of a sentence's figures, as given by its own words: listed years one by one, a year in
brackets or after a figure, else the year named before it. If the words leave it open, none is
set."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ...document.report import Figure
from ...text.eras import era_year
from ...text.language import has_kana
from ...text.numerals import han_number
from ...text.plain_digits import Folded
from .lists import listed_runs, with_listed_metrics
from .years_back import years_back

_Y = r"(?:19|20)\d\d"
_TIMES = re.compile(
    rf"(?P<era>令和|平成)(?P<nth>元|\d{{1,2}})年度?"
    # 2023年至2025年, 2023-2025, from 2023 to 2025
    rf"|(?<![\d.,〔\[])(?P<a>{_Y})(?:年度?)? ?(?:-|–|—|~|～|至|到|to|until|bis|à) ?"
    rf"(?P<b>{_Y})(?:年[度底末]?|년|(?![\d%％.,]\d|[\d%％]))(?! ?(?:[./-]\d|号))"
    # 2023/24
    rf"|(?<![\d.,〔\[])(?P<f>{_Y})[/–-](?P<g>\d\d)(?!\d|[./%-]\d|%)(?:年度?)?"
    rf"|(?<![\d.,〔\[/-])(?P<y>{_Y})(?: ?年[度底末初]?| ?년|(?![\w%％]|[.,/-]\d))"
    rf"|(?<![\d.,〔\[/-])(?P<z>{_Y})(?=[二两三四五六七八九十]年)"  # 2024、2025两年
    r"|(?P<p>(?:前年|去年|今年)(?=[、和与及](?:去年|今年))"  # 前年、去年、今年分别
    r"|(?<=[、和与及])(?:去年|今年)(?=[^，。；、\d]{0,12}分别))"
    r"|(?:近|过去|過去|最近)(?P<n>[二两三四五六七八九十])年(?:来|间)?(?![级期制度月日以])"
    r"|(?:the )?(?:last|past) (?P<m>two|three|four|five) years"
)
_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5}
_TITLE = re.compile(r"《[^》\n]*》")
_BETWEEN_YEARS = re.compile(r"\s*(?:[、,，和与與及&]|and|et|und|y|,\s*and)?\s*(?:in |en )?")
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
    r"[^\d,;:，；。、.()（）]{0,48}?\b(?:in|en|im|for|during|pour|für|durante|of)"
    r"(?: (?:the |fiscal |financial |calendar |el |l['’])?(?:year |years |FY ?|"
    r"Jahre?n? |année |exercice |año )?)?$|\s?(?:FY ?)?$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:than|from|since|against|over|compared|relative|versus|gegenüber|als|contre|que|depuis|"
    r"to|par rapport)\b",
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


@dataclass(frozen=True, slots=True)
class _Time:
    """Years named at ``start:end``; ``listed``: as members of a list or spell, which figures may
    share out among them."""

    first: int
    last: int
    start: int
    end: int
    listed: tuple[int, ...] = ()
    spell: bool = False


def with_years(
    figures: Sequence[Figure], folded: Folded, year: int | None, alphabetic: bool
) -> list[Figure]:
    """``figures`` of one text, in order, each with the year that its sentence gives it, and those
    told in a row with their own names. ``year`` is the report's own, None where it is not known. A
    figure that has a year keeps it."""
    made: list[Figure] = []
    low = 0
    while low < len(figures):
        sentence = figures[low].sentence_start, figures[low].sentence_end
        high = low
        while high < len(figures) and figures[high].sentence_start == sentence[0]:
            high += 1
        made += _of_sentence(figures[low:high], folded, sentence, year, alphabetic)
        low = high
    return made


def _of_sentence(
    figures: Sequence[Figure],
    folded: Folded,
    sentence: tuple[int, int],
    own: int | None,
    alphabetic: bool,
) -> list[Figure]:
    start, end = folded.index(sentence[0]), folded.index(sentence[1])
    said = folded.text[start:end]
    if " | " in said:  # a table's rows and heads have told it
        return list(figures)
    text = _TITLE.sub(lambda m: " " * len(m.group()), said) if "《" in said else said
    places = [(folded.index(f.start) - start, folded.index(f.end) - start) for f in figures]
    figures = with_listed_metrics(figures, text, places, alphabetic)
    times = _times(text, places, own)
    found = _Years(text, figures, places, times, own).found
    return [_with(figure, years, own) for figure, years in zip(figures, found, strict=True)]


def _with(figure: Figure, years: tuple[int, int] | None, own: int | None) -> Figure:
    if figure.year is not None or years is None:
        return figure
    first, last = years
    role = figure.role
    if role == "level" and own and last < own:
        role = "previous"
    return replace(figure, year=last, since=first if first < last else None, role=role)


def _times(text: str, places: Sequence[tuple[int, int]], own: int | None) -> list[_Time]:
    """Times named in ``text`` outside of its figures, in order; years that stand side by side as
    one list."""
    starts = [a for a, _ in places]
    singles: list[_Time] = []
    for m in _TIMES.finditer(text):
        at = bisect_right(starts, m.start()) - 1
        inside = at >= 0 and m.start() < places[at][1]
        time = None if inside else _time(m, own)
        if time is not None:
            singles.append(time)
    return list(_joined(text, singles))


def _time(m: re.Match[str], own: int | None) -> _Time | None:
    if m["era"]:
        year = era_year(m["era"], m["nth"])
        return _Time(year, year, m.start(), m.end())
    if single := m["y"] or m["z"]:
        return _Time(int(single), int(single), m.start(), m.end())
    if m["a"]:
        first, last = int(m["a"]), int(m["b"])
    elif m["f"]:
        first = int(m["f"])
        last = first // 100 * 100 + int(m["g"])
        last += 100 * (last < first)
        if last == first + 1:  # one financial year
            return _Time(first, last, m.start(), m.end())
    elif m["p"]:
        year = own - ("今年", "去年", "前年").index(m["p"]) if own else 0
        return _Time(year, year, m.start(), m.end()) if year else None
    elif own:
        count = _ENGLISH[m["m"]] if m["m"] else han_number(m["n"]) or 1
        first, last = own - count + 1, own
    else:
        return None
    if not first < last <= first + 30:
        return None
    return _Time(first, last, m.start(), m.end(), tuple(range(first, last + 1)), True)


def _joined(text: str, times: Sequence[_Time]) -> Iterator[_Time]:
    """Single years that only commas and "and" part, as one time."""
    held: list[_Time] = []
    for time in times:
        if held and (time.listed or held[0].listed or not _beside(text, held[-1], time)):
            yield _list(held)
            held = []
        held.append(time)
    if held:
        yield _list(held)


def _beside(text: str, a: _Time, b: _Time) -> bool:
    return b.start - a.end <= 8 and bool(_BETWEEN_YEARS.fullmatch(text, a.end, b.start))


def _list(held: list[_Time]) -> _Time:
    if len(held) == 1:
        return held[0]
    listed = tuple(time.last for time in held)
    return _Time(min(listed), max(listed), held[0].start, held[-1].end, listed)


class _Years:
    """First and last year of each figure of one sentence."""

    def __init__(
        self,
        text: str,
        figures: Sequence[Figure],
        places: Sequence[tuple[int, int]],
        times: Sequence[_Time],
        own: int | None,
    ) -> None:
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
        self, time: _Time, after: Sequence[range], before: Sequence[range], limit: int
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

    def _first_and_last(self, time: _Time, limit: int) -> list[range]:
        """From 61 to 84 between two years: the figures of the first and the last. ``limit``: the
        next time's place."""
        n = self._figure_after(time)
        if n is None or n + 1 == len(self.figures):
            return []
        a, b = self.figures[n], self.figures[n + 1]
        moved = a.role == "previous" and b.role == "level" and a.unit == b.unit
        between = self.text[self.ends[n] : self.starts[n + 1]]
        near = len(between) <= _NEAR and not _EDGE.search(between)
        return [range(n, n + 2)] if moved and near and self.starts[n + 1] <= limit else []

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
            else:
                kept.append(time)
        self.times = kept

    def _stands_behind(self, n: int, time: _Time, year_first: bool) -> bool:
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
        carried: list[_Time | None] = []
        outside: list[_Time | None] = []  # once the bracket closes that a year stands in
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

    def _reaches(self, time: _Time, start: int) -> bool:
        """Whether a year is still the figure's at ``start``: within its clause always, beyond it
        where the clause begins with the year (2031年，…), not where it is part of a name."""
        if not _EDGE.search(self.text, time.end, start):
            return True
        before = self.text[max(0, time.start - _NEAR) : time.start]
        return bool(_LEAD.fullmatch(_EDGE.split(before)[-1]))

    def _bracket_end(self, time: _Time) -> int:
        """Where the bracket closes in which a year stands (2022/23: 488); 0 outside of one."""
        at = bisect_right(self.brackets, (time.start, 0)) - 1
        end = self.brackets[at][1] if at >= 0 else 0
        return end if end > time.start else 0

    def _span(self, time: _Time) -> tuple[int, int]:
        """Since 2023: up to the report's year."""
        last = max(time.last, self.own or 0) if self._is_open(time) else time.last
        return time.first, last

    def _is_open(self, time: _Time) -> bool:
        """Whether a spell begins with the year that has no end told (since 2023, 2023年以来)."""
        return bool(_SINCE_AFTER.match(self.text, time.end) or _SINCE.search(self._lead(time)))

    def _is_base(self, time: _Time) -> bool:
        base = _BASE.search(self._lead(time)) or _BASE_AFTER.match(self.text, time.end)
        return bool(base) and not self._is_open(time)

    def _lead(self, time: _Time) -> str:
        """The few characters before a time."""
        return self.text[max(0, time.start - 12) : time.start]

    def _last_year(self) -> None:
        """上年为3件, 3 cases the year before: of the year before that of its sentence's own."""
        if self.own is None:
            return
        kana = has_kana(self.text)
        for n, (start, end) in enumerate(self.places):
            if self.figures[n].role in ("change", "plan"):
                continue
            left, right = self.text[max(0, start - _NEAR) : start], self.text[end : end + _NEAR]
            back = years_back(left, right, kana)
            if back:
                named = self.found[n]
                year = named[1] if named and named[0] == named[1] else self.own
                self.found[n] = year - back, year - back

    def _figure_before(self, time: _Time) -> int | None:
        n = bisect_right(self.ends, time.start) - 1
        return n if n >= 0 else None

    def _figure_after(self, time: _Time) -> int | None:
        n = bisect_left(self.starts, time.end)
        return n if n < len(self.places) else None
