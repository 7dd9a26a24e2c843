"""One report's answer: a figure, a fact in its own words, or yes and no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..index.schema import FigureRow
from ..retrieval.time_fit import OTHER
from . import weights
from .answer import Answer, Row
from .candidates import merged, top
from .citations import CitationList
from .inquiry import Inquiry
from .judging import Judged, ReadFigure
from .phrases import amount
from .polarity import asks_a_denial, clause_of, denies
from .ranks import has_rank, other_rank
from .rows import rightful
from .scope import Scope
from .telling import Teller, quoted

_READ = 11  # windows read for one body
_LOOKED_AT = 48  # sentences whose figures' years are looked at before
_CITED = 5
_OTHERS = 3
_PARTS = 8
_OTHERS_WITHIN = 2.0
_ROUNDING = 0.005
_TIE = 1.0
_EACH_YEAR = re.compile(
    r"分别|各年|每年|逐年|历年|各是|\b(?:each|every|yearly|annually|respectively|chaque|jeweils|cada)\b")
_OLDER = 2.0  # what an older report of the same body costs where no time is asked for


@dataclass(frozen=True, slots=True)
class Found:
    """What was read for one body and time, windows best first and figures best first; ``parts``
    where the report tells no total but only parts; ``passed`` windows on another office."""

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


def find(inquiry: Inquiry, scope: Scope) -> Found:
    """The windows of the reports in ``scope`` that may answer, read and ranked."""
    asked, finder = inquiry.asked, inquiry.finder
    rows = scope.rows
    times = {r: inquiry.report_time(r) for r in rows}
    kept = [r for r in rows if times[r] >= 0.5 * max(times.values(), default=0.0)] or rows
    by_figure = _of_the_time_first(inquiry, top(*finder.by_figure(kept), _LOOKED_AT))[:_READ]
    by_sentence = top(*finder.by_sentence(kept), _READ)
    words = finder.words
    sentences, _ = finder.by_sentence(kept)
    by_word = [s for s in top(sentences, words[sentences], 2) if words[s] > 0]
    share = round(8 * asked.figure)
    chosen = merged([by_figure, by_sentence, by_word, by_figure],
                    [1 + share, 9 - share, 2, _READ])[:_READ]
    if len(kept) < len(rows):  # the year asked may be told by a report of another
        chosen += top(*finder.by_figure(set(rows) - set(kept)), 3)
    candidates = [c for s in chosen if (c := finder.best_window(s)) is not None]
    judged = inquiry.judge.judge(candidates, scope.body)
    judged = _latest(inquiry, judged)
    figures = [(j, f) for j in judged for f in j.figures]
    figures.sort(key=lambda item: (-item[1].score, item[1].row.row))
    best = rightful(inquiry, figures, scope.body)
    ranked = sorted(judged, key=lambda j: (-j.score, j.sentence))
    windows, passed = _of_the_office(inquiry, ranked)
    return Found(tuple(windows), best.figures, best.parts, tuple(passed))


def _of_the_office(
    inquiry: Inquiry, ranked: Sequence[Judged]
) -> tuple[list[Judged], list[Judged]]:
    """``ranked`` without those whose words stand beside an office of another rank than is asked
    for, and these. What comes next must have the office itself: a name beside none is then no
    answer."""
    kept: list[Judged] = []
    passed: list[Judged] = []
    gen, question, title = inquiry.generation, inquiry.asked.text, ""
    for j in ranked:
        row, window = gen.sentence(j.sentence), j.candidate.window
        start = min(row.start, window.start)
        said = gen.text(j.report)[start: max(row.end, window.end)]
        other = other_rank(question, said, j.span[0] - start, j.span[1] - start)
        title = title or other
        fits = not other and (kept or not title or has_rank(question, title, said))
        (kept if fits else passed).append(j)
    return kept, passed


def _of_the_time_first(inquiry: Inquiry, sentences: Sequence[int]) -> list[int]:
    """``sentences``, with those behind whose figures are all said to be of other years than those
    asked about: a report that tells several years' would fill the places with them."""
    asked = {year for period in inquiry.asked.periods if not period.relative
             for year in period.years}
    if not asked:
        return list(sentences)
    figures = inquiry.generation.figures_of_sentences(sentences)
    off = {s for s in sentences if (own := [row.figure for row in figures.get(s, [])]) and all(
        f.year is not None and not asked & set(range(f.since or f.year, f.year + 1)) for f in own)}
    return sorted(sentences, key=lambda s: s in off)


def _latest(inquiry: Inquiry, judged: Sequence[Judged]) -> list[Judged]:
    """Where no time is asked for, an older report of a body gives way to its latest."""
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
        # A figure of an older part has lost by its own year already.
        figures = tuple(
            f if details.year != whole and (f.row.figure.year or whole) < whole
            else replace(f, score=f.score - off) for f in j.figures)
        found.append(replace(j, score=j.score - off, figures=figures))
    return found


def answer_single(inquiry: Inquiry) -> Answer:
    """Answer a question about one body; several bodies or times are answered one by one."""
    if inquiry.asked.change:
        between = _between_years(inquiry)
        if between is not None:
            return between
    parts = inquiry.parts()
    if len(parts) > 1:
        told = _over_a_spell(inquiry) or _several(inquiry, parts)
        return told or _one(inquiry, inquiry.scope, inquiry.teller)
    return _one(inquiry, parts[0], inquiry.teller)


def _between_years(inquiry: Inquiry) -> Answer | None:
    """By how much a figure rose or fell between two years asked about: as a report says it, else
    the figures of both and their difference. None where the question is not of that kind."""
    level = replace(inquiry, asked=replace(inquiry.asked, change=False))
    parts = level.parts()
    if len(parts) != 2 or inquiry.apart:
        return None
    found = _found(inquiry, inquiry.scope)
    told = _told(inquiry, inquiry.scope, inquiry.teller, found)
    if told.answerable and found.figures and found.figures[0][1].row.figure.role == "change":
        return told
    fresh = replace(level, teller=replace(level.teller, citations=CitationList(level.generation)))
    answer = _several(fresh, parts)
    figures = [row.figures[0] for row in answer.rows if row.figures] if answer else []
    if not answer or len(figures) != 2 or figures[0].unit != figures[1].unit:
        return told if len(inquiry.parts()) == 1 else None
    apart = amount(abs(figures[0].value - figures[1].value), figures[0].unit, level.teller.language)
    return replace(answer, answer=answer.answer + level.teller.gap
                   + level.teller.say("difference", amount=apart))


def _over_a_spell(inquiry: Inquiry) -> Answer | None:
    """The figure that a report gives for the whole of a spell asked about (2021年至2025年累计)."""
    spells = [p for p in inquiry.asked.periods if p.last > p.first and not p.fiscal]
    if len(spells) != 1 or _EACH_YEAR.search(inquiry.asked.text) or not inquiry.scope.body:
        return None
    found = find(inquiry, inquiry.scope)
    if found.best_figure < weights.LOOKUP:
        return None
    figure = found.figures[0][1].row.figure
    if (figure.since, figure.year) != (spells[0].first, spells[0].last):
        return None
    return _figure(inquiry, found, inquiry.teller, found.best_figure - weights.LOOKUP)


def _one(inquiry: Inquiry, scope: Scope, teller: Teller) -> Answer:
    return _told(inquiry, scope, teller, _found(inquiry, scope))


def _found(inquiry: Inquiry, scope: Scope) -> Found:
    return find(inquiry, scope) if scope.body else Found((), ())


def _told(inquiry: Inquiry, scope: Scope, teller: Teller, found: Found) -> Answer:
    """The answer that what was found in ``scope`` gives, or why it gives none."""
    kind = _kind(inquiry, found)
    best = found.best_figure if kind == "lookup" else found.best_window
    need = weights.LOOKUP if kind == "lookup" else _need_of_words(inquiry.asked.figure)
    if scope.unknown or best < need or _of_another_time(found, kind):
        nearest = [j.sentence for j in (*found.windows, *found.passed)[:3]]
        return teller.refused(kind, scope.unknown, nearest, best - need,
                              another_time=_none_of_the_time(inquiry, scope))
    if kind == "lookup":
        return _figure(inquiry, found, teller, best - need)
    return _words(inquiry, found, teller, kind, best - need)


def _need_of_words(figure: float) -> float:
    """Log-odds that words need to answer; more where the question surely wants a figure."""
    sure = min(max((figure - 0.6) / 0.2, 0.0), 1.0)
    return weights.FACT + weights.WORDS * sure


def _of_another_time(found: Found, kind: str) -> bool:
    """Whether neither the best window nor its report is of a time asked: however well it reads, it
    is then no answer."""
    best = found.figures[0][1].time if kind == "lookup" else found.windows[0].time
    return best <= OTHER


def _none_of_the_time(inquiry: Inquiry, scope: Scope) -> bool:
    return bool(scope.body) and max(map(inquiry.report_time, scope.rows)) <= OTHER


def _kind(inquiry: Inquiry, found: Found) -> str:
    """What the answer is: a figure where one is wanted and found, else words."""
    asked = inquiry.asked
    if asked.yes_no > weights.YES_NO:
        return "yes_no"
    lean = weights.LEAN * (asked.figure - 0.5)
    words = max((j.score for j in (*found.windows, *found.passed)), default=-99.0)
    if found.figures and found.best_figure + lean >= words:
        return "lookup"
    return "lookup" if _tells_a_figure(found) else "fact"


def _tells_a_figure(found: Found) -> bool:
    """Whether the words that answer best are little more than figures: these are told as such, so
    that those of another time than asked are no answer."""
    if not found.windows:
        return False
    start, end = found.windows[0].span
    told = [f.row.figure for f in found.windows[0].figures]
    return 2 * sum(max(0, min(f.end, end) - max(f.start, start)) for f in told) > end - start


def _figure(inquiry: Inquiry, found: Found, teller: Teller, surplus: float) -> Answer:
    judged, best = found.figures[0]
    if found.parts:
        return _parts(found, teller, surplus)
    n = teller.citations.cite_sentence(judged.sentence)
    same = [f for j, f in found.figures[1:]
            if j.report == judged.report and f.row.figure.family == best.row.figure.family
            and f.score > max(weights.LOOKUP, best.score - _OTHERS_WITHIN)][:_OTHERS]
    figures = [teller.figure(best.row, n)]
    for other in same:
        figures.append(teller.figure(other.row, teller.citations.cite_sentence(other.row.sentence)))
    row = teller.row(judged.report, "stated", tuple(figures),
                     tuple(dict.fromkeys(f.citation for f in figures)), best.row)
    metric = best.row.figure.metric
    text = teller.say(
        "lookup", who=teller.who(judged.report), year=teller.year(judged.report, best.row),
        metric=metric if teller.language == "zh" or not metric else f"{metric} ",
        amount=teller.amount(best.row), cite=f"[{n}]")
    if same:
        items = teller.joined([f"{teller.named(f.metric, f.shown).strip()}[{f.citation}]"
                               for f in figures[1:]])
        text += teller.gap + teller.say("others", items=items)
    versions, differing = _versions(inquiry, found, teller), _differing(inquiry, found, teller)
    for key, rows in (("version", versions), ("differs", differing)):
        if rows:
            items = teller.joined([
                f"{inquiry.generation.report(r.report).path} {r.figures[0].raw}[{r.citations[0]}]"
                for r in rows])
            text += teller.gap + teller.say(key, items=items, who=teller.who(judged.report),
                                            year=teller.year(judged.report))
    _cite_more(found, teller)
    return teller.finish("lookup", text.strip(), (row, *versions, *differing),
                         confidence=surplus)


def _parts(found: Found, teller: Teller, surplus: float) -> Answer:
    """The answer where a report tells parts and no total: no part is given as the whole."""
    report = found.figures[0][0].report
    figures = [teller.figure(part, teller.citations.cite_sentence(part.sentence))
               for part in found.parts[:_PARTS]]
    row = teller.row(report, "stated", tuple(figures),
                     tuple(dict.fromkeys(f.citation for f in figures)))
    items = teller.joined([f"{teller.named(f.metric, f.shown).strip()}[{f.citation}]"
                           for f in figures])
    text = teller.say("parts", who=teller.who(report), year=teller.year(report), items=items,
                      n=len(found.parts))
    return teller.finish("lookup", text.strip(), (row,), confidence=surplus)


def _versions(inquiry: Inquiry, found: Found, teller: Teller) -> list[Row]:
    """What versions of the same report say whose order is not known."""
    rows = []
    for rival in inquiry.generation.works.rivals(found.figures[0][0].report):
        told = next((f for j, f in found.figures
                     if j.report == rival and f.score > weights.LOOKUP), None)
        if told is not None:
            rows.append(teller.stated(told.row))
    return rows


def _differing(inquiry: Inquiry, found: Found, teller: Teller) -> list[Row]:
    """What other reports of the same body and year say of the same quantity, where it is not the
    same to half a percent: a reader who sees one amount must learn of the other."""
    judged, best = found.figures[0]
    body = teller.body_and_year(judged.report)
    shown = {judged.report, *inquiry.generation.works.rivals(judged.report)}
    rows = []
    for other_judged, other in found.figures[1:]:
        report = other_judged.report
        if body is None or report in shown or teller.body_and_year(report) != body:
            continue
        if _alike(other.row, best.row) and other.score >= best.score - _TIE:
            shown.add(report)
            a, b = other.row.figure.value, best.row.figure.value
            if abs(a - b) > _ROUNDING * max(abs(a), abs(b)):
                rows.append(teller.stated(other.row))
    return rows


def _alike(a: FigureRow, b: FigureRow) -> bool:
    return (a.figure.unit, a.figure.role) == (b.figure.unit, b.figure.role)


def _words(inquiry: Inquiry, found: Found, teller: Teller, kind: str, surplus: float) -> Answer:
    best = found.windows[0]
    n = teller.citations.cite_sentence(best.sentence)
    text = inquiry.generation.text(best.report)
    sentence = inquiry.generation.sentence(best.sentence)
    if kind == "yes_no" and _is_denied(inquiry, best):
        short = "no"
        lead = teller.say(short)
    else:  # the words themselves, where no more than they say is sure
        kind = "fact"
        short = lead = " ".join(text[best.span[0]: best.span[1]].split())
    quote = quoted(text[sentence.start: sentence.end])
    told = teller.say("fact", who=teller.who(best.report),
                      year=teller.year(best.report, at=sentence.start), short=lead, quote=quote,
                      cite=f"[{n}]")
    _cite_more(found, teller)
    row = teller.row(best.report, "stated", (), (n,), at=sentence.start)
    return teller.finish(kind, told, (row,), confidence=surplus, short=short)


def _is_denied(inquiry: Inquiry, best: Judged) -> bool:
    """Whether the words that answer a question for yes or no are a denial."""
    sentence = inquiry.generation.sentence(best.sentence)
    told = inquiry.generation.text(best.report)[sentence.start: sentence.end]
    start, end = (min(max(at - sentence.start, 0), len(told)) for at in best.span)
    return not asks_a_denial(inquiry.asked.text) and denies(clause_of(told, start, end))


def _cite_more(found: Found, teller: Teller) -> None:
    """Fill up to five citations with the next best sentences, for the reader to compare."""
    for judged in found.windows:
        if len(teller.citations) >= _CITED:
            return
        if judged.score >= weights.TOPIC:
            teller.citations.cite_sentence(judged.sentence)


def _several(inquiry: Inquiry, parts: Sequence[Scope]) -> Answer | None:
    """The answers of several bodies or times; what no report states is said to be missing. None
    where all are."""
    answers, texts = [], []
    for scope, part in zip(parts, inquiry.divided(parts), strict=True):
        one = _one(part, scope, part.teller)
        if one.answerable:
            answers.append(one)
            texts.append(one.answer)
        else:
            texts.append(part.teller.say("part_missing", name=part.name))
    if not answers:
        return None
    teller = inquiry.teller
    first = answers[0]
    return replace(
        first, question=inquiry.asked.text, answer=teller.gap.join(texts),
        rows=tuple(row for one in answers for row in one.rows),
        citations=teller.citations.all(), confidence=min(a.confidence for a in answers))
