"""A question being answered: what it asks, where it looks, how it judges and what it has cited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..index.store.generation import Generation
from ..retrieval.bodies.bodies import are_distinct
from ..retrieval.times.times import Period
from ..text.scripts import has_han
from .asked import Asked
from .candidates import Finder
from .citations import CitationList
from .judging import Judge
from .progress import Watch
from .scope import Scope, scope_of, time_fit
from .writer import AnswerWriter

_MOST_PARTS = 12
_FEW = 12  # reports whose figures are searched for their years
_IN = {"fr": "en", "es": "en", "pt": "em", "de": "im Jahr", "it": "nel", "ru": "в"}
_AND = 8  # characters between adjacent names or times


@dataclass(frozen=True, slots=True)
class Inquiry:
    generation: Generation
    asked: Asked
    allowed: frozenset[int]
    scope: Scope
    finder: Finder
    judge: Judge
    writer: AnswerWriter
    all_rows: bool = False
    name: str = ""
    #: How well each report's body matches a type that the question names; {} if it names none.
    type_fit: Mapping[int, float] = field(default_factory=dict)
    #: Told how a question to many reports gets on; None: nobody watches.
    watch: Watch | None = None
    #: Whether a report states what is asked, as told by who read it (borderline reports alone).
    told: Mapping[int, bool] = field(default_factory=dict)

    def report_time(self, report: int) -> float:
        """How well a report as a whole fits the times asked."""
        if not self.asked.periods:
            return 1.0
        return max(
            time_fit(self.asked.periods, details)
            for details in self.generation.every_details(report)
        )

    def of_year_after(self, report: int) -> bool:
        """Whether a report is of the year after the one asked about, which it may tell too."""
        years = {d.year for d in self.generation.every_details(report)}
        asked = self.asked.periods
        return bool(asked) and all(
            p.first and not p.relative and not p.fiscal and not p.delivery and years == {p.last + 1}
            for p in asked
        )

    def parts(self) -> list[Scope]:
        """The scopes of a question that names several bodies or times, one for each; else its
        own."""
        return [scope for scope, _, _ in self._parts()]

    def divided(self, parts: Sequence[Scope]) -> list[Inquiry]:
        """An inquiry for each part; all share the citations of this one."""
        made = []
        for _scope, asked, name in self._parts()[: len(parts)]:
            judge = self.judge  # what was read for the same question is not read again
            if asked is not judge.asked:
                judge = Judge(self.generation, judge.reader, asked)
            made.append(replace(self, asked=asked, judge=judge, name=name))
        return made

    def of_year(self, year: int) -> Inquiry:
        """The same of that year instead of one counted from today; its answer says so."""
        periods = self.asked.periods
        printed = _printed(periods[0], year)
        if not has_han(printed):
            printed = f"{_IN.get(self.asked.language, 'in')} {year}"
        text = _with_one(self.asked.text, sorted({(p.start, p.end) for p in periods}), printed)
        asked = replace(
            self.asked,
            text=text,
            periods=tuple(replace(p, first=year, last=year, relative=False) for p in periods),
        )
        note = self.writer.say("latest", asked=periods[0].first, year=year)
        return replace(
            self,
            asked=asked,
            judge=Judge(self.generation, self.judge.reader, asked),
            writer=replace(self.writer, citations=CitationList(self.generation), note=note),
        )

    @property
    def apart(self) -> list[int]:
        """The numbers of mentions that name different bodies; [] for one body."""
        numbers = self._mentions
        return numbers if are_distinct([self.asked.named.mentions[n] for n in numbers]) else []

    @property
    def _mentions(self) -> list[int]:
        return [n for n, m in enumerate(self.asked.named.mentions) if m.named or m.placed]

    def _years(self) -> list[Period]:
        """Years to be answered one by one: listed ones, and each year of a period. Of a period
        relative to today (近三年), only years with reports."""
        found: list[Period] = []
        if self.asked.change:
            return found  # a question about the change between two years
        for period in self.asked.periods:
            if not period.first or period.fiscal or period.delivery:
                found += [period] if period.first else []
            elif period.first == period.last:
                found.append(period)
            else:
                told = self._reported() if period.relative else set(period.years)
                found += [
                    replace(period, first=y, last=y, printed=_printed(period, y))
                    for y in period.years
                    if y in told
                ][-_MOST_PARTS:]
        firsts = {p.first for p in found if p.first == p.last}
        return found if len(firsts) > 1 else []

    def _reported(self) -> set[int]:
        """Years of the reports in scope, or of figures in them."""
        rows = self.scope.rows
        years = {d.year for r in rows for d in self.generation.every_details(r)}
        if len(rows) <= _FEW:
            years |= {f.figure.year for r in rows for f in self.generation.figures_of_report(r)}
        return {year for year in years if year}

    def _parts(self) -> list[tuple[Scope, Asked, str]]:
        asked = self.asked
        apart = self.apart
        years = self._years()
        if not apart and not years:
            return self._namesakes(self._mentions) or [(self.scope, asked, "")]
        found = []
        bodies: list[int | None] = [*apart] or [None]
        times: list[Period | None] = [*years] or [None]
        for mention in bodies:
            for period in times:
                scope = self.scope if mention is None else scope_of(asked, self.allowed, mention)
                name = "" if mention is None else asked.named.mentions[mention].text
                text = asked.text
                if period is not None:
                    text = _with_one(
                        text, sorted({(p.start, p.end) for p in years}), period.printed
                    )
                if mention is not None and period is None:
                    spans = [(m.start, m.end) for m in map(asked.named.mentions.__getitem__, apart)]
                    text = _with_one(text, spans, name)
                one = replace(asked, text=text)
                if period is not None:
                    one = replace(one, periods=(period,))
                    name = f"{name} {period.printed}".strip()
                found.append((scope, one, name))
        return found[:_MOST_PARTS]

    def _namesakes(self, mentions: list[int]) -> list[tuple[Scope, Asked, str]]:
        """The scope of each body that bears the one name asked for; none where one or no body
        does."""
        if len(mentions) != 1:
            return []
        parts = []
        for rows in self.asked.named.mentions[mentions[0]].bearers:
            body = {row: self.scope.body[row] for row in rows if row in self.scope.body}
            if body:
                name = self.writer.who(next(iter(body)))
                parts.append((replace(self.scope, body=body), self.asked, name))
        return parts[:_MOST_PARTS] if len(parts) > 1 else []


def _with_one(text: str, spans: Sequence[tuple[int, int]], kept: str) -> str:
    """A question in which ``kept`` replaces adjacent ``spans``."""
    ordered = sorted(spans)
    if any(b[0] - a[1] > _AND for a, b in pairwise(ordered)):
        return text
    return text[: ordered[0][0]] + kept + text[ordered[-1][1] :]


def _printed(period: Period, year: int) -> str:
    """One year of a period, written as in its question."""
    return f"{year}年" if has_han(period.printed) else str(year)
