"""Reads the windows that may answer for one body and time, and ranks them and their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..index.schema import FigureRow
from .candidates import best_rows, interleaved
from .inquiry import Inquiry
from .judging import Judged, ReadFigure
from .office_ranks import has_rank, office_asked, other_rank
from .scope import Scope
from .table_cells import choose_figures

_READ = 11  # windows read per body
_LOOKED_AT = 48  # sentences whose figures' years are checked first
_OLDER = 2.0  # penalty for an older report of the same body if no time is asked for


@dataclass(frozen=True, slots=True)
class RankedWindows:
    """What was read for one body and time: windows and figures, each best first; ``parts`` if the
    report states only parts and no total; ``passed`` are windows about another office."""

    windows: tuple[Judged, ...]
    figures: tuple[tuple[Judged, ReadFigure], ...]
    parts: tuple[FigureRow, ...] = ()
    passed: tuple[Judged, ...] = ()

    @property
    def best_window(self) -> float:
        return self.windows[0].score if self.windows else -99.0

    @property
    def best_figure(self) -> float:
        return self.figures[0][1].score if self.figures else -99.0


def rank_windows(inquiry: Inquiry, scope: Scope) -> RankedWindows:
    """The windows of the reports in ``scope`` that may answer, read and ranked."""
    asked, finder = inquiry.asked, inquiry.finder
    rows = scope.rows
    times = {r: inquiry.report_time(r) for r in rows}
    kept = [r for r in rows if times[r] >= 0.5 * max(times.values(), default=0.0)] or rows
    by_figure = _of_the_time_first(inquiry, best_rows(*finder.by_figure(kept), _LOOKED_AT))[:_READ]
    by_sentence = best_rows(*finder.by_sentence(kept), _READ)
    sentences, _ = finder.by_sentence(kept)
    words = finder.words_of(sentences)
    by_word = best_rows(sentences[words > 0], words[words > 0], 2)
    share = round(8 * asked.figure)
    chosen = interleaved(
        [by_figure, by_sentence, by_word, by_figure], [1 + share, 9 - share, 2, _READ]
    )[:_READ]
    if len(kept) < len(rows):  # the year asked about may be stated in a report for another year
        chosen += best_rows(*finder.by_figure(set(rows) - set(kept)), 3)
    candidates = [c for s in chosen if (c := finder.best_window(s)) is not None]
    judged = inquiry.judge.judge(candidates, scope.body)
    judged = _latest(inquiry, judged)
    figures = [(j, f) for j in judged for f in j.figures]
    figures.sort(key=lambda item: (-item[1].score, item[1].row.row))
    best = choose_figures(inquiry, figures, scope.body)
    ranked = sorted(judged, key=lambda j: (-j.score, j.sentence))
    windows, passed = _of_the_office(inquiry, ranked)
    return RankedWindows(tuple(windows), best.figures, best.parts, tuple(passed))


def _of_the_office(inquiry: Inquiry, ranked: Sequence[Judged]) -> tuple[list[Judged], list[Judged]]:
    """``ranked`` without windows whose words stand beside an office of another rank than asked for,
    and the windows removed. If any are removed, the others must mention the office itself. So must
    Chinese words that answer who holds an office, as a name beside no office is no answer."""
    kept: list[Judged] = []
    passed: list[Judged] = []
    gen, question, title = inquiry.generation, inquiry.asked.text, ""
    office = office_asked(question)
    for j in ranked:
        row, window = gen.sentence(j.sentence), j.candidate.window
        start = min(row.start, window.start)
        said = gen.text(j.report)[start : max(row.end, window.end)]
        other = other_rank(question, said, j.span[0] - start, j.span[1] - start)
        title = title or other
        needed = title or (office if gen.reports[j.report].details.language == "zh" else "")
        fits = not other and (kept or not needed or has_rank(question, needed, said))
        (kept if fits else passed).append(j)
    return kept, passed


def _of_the_time_first(inquiry: Inquiry, sentences: Sequence[int]) -> list[int]:
    """``sentences``, with those last whose figures are all stated for other years than asked about,
    or for earlier ones than their report's if no time is asked for; otherwise a report for several
    years would fill the places with them."""
    gen, periods = inquiry.generation, inquiry.asked.periods
    asked = {year for period in periods if not period.relative for year in period.years}
    if not asked and periods:
        return list(sentences)
    found = gen.figures_of_sentences(sentences)
    off = set()
    for sentence in sentences:
        own = [row.figure for row in found.get(sentence, ())]
        latest = gen.reports[gen.sentence(sentence).report].details.year
        years = asked or ({latest} if latest else set())
        if (
            own
            and years
            and all(
                f.year is not None and not years & set(range(f.since or f.year, f.year + 1))
                for f in own
            )
        ):
            off.add(sentence)
    return sorted(sentences, key=lambda s: s in off)


def _latest(inquiry: Inquiry, judged: Sequence[Judged]) -> list[Judged]:
    """If no time is asked for, an older report of a body gives way to its latest."""
    if inquiry.asked.periods:
        return list(judged)
    told = [inquiry.generation.details_at(j.report, j.candidate.window.start) for j in judged]
    newest: dict[str, int] = {}
    for details in told:
        newest[details.issuer] = max(newest.get(details.issuer, 0), details.year or 0)
    found = []
    for j, details in zip(judged, told, strict=True):
        older = details.issuer and details.year and details.year < newest[details.issuer]
        off = _OLDER if older else 0.0
        whole = inquiry.generation.reports[j.report].details.year or 0
        # A figure in an older part is already penalised for its own year.
        figures = tuple(
            f
            if details.year != whole and (f.row.figure.year or whole) < whole
            else replace(f, score=f.score - off)
            for f in j.figures
        )
        found.append(replace(j, score=j.score - off, figures=figures))
    return found
