"""One report's answer: a figure, a fact in its own words, or yes and no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..index.schema import FigureRow
from ..retrieval.times.time_fit import OTHER
from . import weights
from .answer import Answer, AnswerKind, Row
from .citations import CitationList
from .inquiry import Inquiry
from .judging import Judged, says_no
from .phrases import amount
from .polarity import asks_a_denial
from .ranked_windows import RankedWindows, rank_windows
from .scope import Scope
from .writer import AnswerWriter, quoted

_CITED = 5
_OTHERS = 3
_PARTS = 8
_OTHERS_WITHIN = 2.0
_ROUNDING = 0.005
_TIE = 1.0
_SAME_BODY = 0.05  # by which matches of one body may differ
_EACH_YEAR = re.compile(
    r"分别|各年|每年|逐年|历年|各是|\b(?:each|every|yearly|annually|respectively|chaque|jeweils|cada)\b"
)


def answer_single(inquiry: Inquiry) -> Answer:
    """Answer a question about one body; several bodies or times are answered one by one."""
    if inquiry.asked.change:
        between = _between_years(inquiry)
        if between is not None:
            return between
    parts = inquiry.parts()
    if len(parts) > 1:
        told = _over_a_spell(inquiry) or _several(inquiry, parts)
        return told or _one(inquiry, inquiry.scope, inquiry.writer)
    told = _one(inquiry, parts[0], inquiry.writer)
    return told if told.answerable else _of_the_latest(inquiry, parts[0]) or told


def _of_the_latest(inquiry: Inquiry, scope: Scope) -> Answer | None:
    """The answer from the named body's reports of their latest year, which says so, if the question
    counts from today ("last year") and no report is for that year. Else None."""
    asked = inquiry.asked
    if not (scope.named and scope.body and asked.periods):
        return None
    if not all(p.relative and p.first == p.last for p in asked.periods):
        return None
    if len({p.first for p in asked.periods}) > 1 or not _none_of_the_time(inquiry, scope):
        return None
    meant = max(scope.body.values()) - _SAME_BODY
    reports = [row for row, fit in scope.body.items() if fit >= meant]
    details = (d for row in reports for d in inquiry.generation.every_details(row))
    years = [d.year for d in details if d.year and d.year < asked.periods[0].first]
    if not years:
        return None
    latest = inquiry.of_year(max(years))
    told = _one(latest, scope, latest.writer)
    return told if told.answerable else None


def _between_years(inquiry: Inquiry) -> Answer | None:
    """By how much a figure rose or fell between two years asked about: as stated by a report, else
    both figures and their difference. None if the question is not of that kind."""
    level = replace(inquiry, asked=replace(inquiry.asked, change=False))
    parts = level.parts()
    if len(parts) != 2 or inquiry.apart:
        return None
    found = _found(inquiry, inquiry.scope)
    told = _told(inquiry, inquiry.scope, inquiry.writer, found)
    if told.answerable and found.figures and found.figures[0][1].row.figure.role == "change":
        return told
    fresh = replace(level, writer=replace(level.writer, citations=CitationList(level.generation)))
    answer = _several(fresh, parts)
    figures = [row.figures[0] for row in answer.rows if row.figures] if answer else []
    if not answer or len(figures) != 2 or figures[0].unit != figures[1].unit:
        return told if len(inquiry.parts()) == 1 else None
    apart = amount(abs(figures[0].value - figures[1].value), figures[0].unit, level.writer.language)
    return replace(
        answer,
        answer=answer.answer + level.writer.gap + level.writer.say("difference", amount=apart),
    )


def _over_a_spell(inquiry: Inquiry) -> Answer | None:
    """The figure that a report gives for the whole of a period asked about (2021年至2025年累计)."""
    spells = [p for p in inquiry.asked.periods if p.last > p.first and not p.fiscal]
    if len(spells) != 1 or _EACH_YEAR.search(inquiry.asked.text) or not inquiry.scope.body:
        return None
    found = rank_windows(inquiry, inquiry.scope)
    if found.best_figure < weights.LOOKUP:
        return None
    figure = found.figures[0][1].row.figure
    if (figure.since, figure.year) != (spells[0].first, spells[0].last):
        return None
    return _figure(inquiry, found, inquiry.writer, found.best_figure - weights.LOOKUP)


def _one(inquiry: Inquiry, scope: Scope, writer: AnswerWriter) -> Answer:
    return _told(inquiry, scope, writer, _found(inquiry, scope))


def _found(inquiry: Inquiry, scope: Scope) -> RankedWindows:
    return rank_windows(inquiry, scope) if scope.body else RankedWindows((), ())


def _told(inquiry: Inquiry, scope: Scope, writer: AnswerWriter, found: RankedWindows) -> Answer:
    """The answer from what was found in ``scope``, or the reason why there is none."""
    kind = _kind(inquiry, found)
    best = found.best_figure if kind == "lookup" else found.best_window
    need = weights.LOOKUP if kind == "lookup" else _need_of_words(inquiry.asked.figure)
    if scope.unknown or best < need or _of_another_time(found, kind):
        nearest = [j.sentence for j in (*found.windows, *found.passed)[:3]]
        return writer.refused(
            kind,
            scope.unknown,
            nearest,
            best - need,
            another_time=_none_of_the_time(inquiry, scope),
        )
    if kind == "lookup":
        return _figure(inquiry, found, writer, best - need)
    return _words(inquiry, found, writer, kind, best - need)


def _need_of_words(figure: float) -> float:
    """Log-odds that words need to answer; more where the question surely wants a figure."""
    sure = min(max((figure - 0.6) / 0.2, 0.0), 1.0)
    return weights.FACT + weights.WORDS * sure


def _of_another_time(found: RankedWindows, kind: AnswerKind) -> bool:
    """Whether neither the best window nor its report is for a time asked about; then it is no
    answer, however well it reads."""
    best = found.figures[0][1].time if kind == "lookup" else found.windows[0].time
    return best <= OTHER


def _none_of_the_time(inquiry: Inquiry, scope: Scope) -> bool:
    return bool(scope.body) and max(map(inquiry.report_time, scope.rows)) <= OTHER


def _kind(inquiry: Inquiry, found: RankedWindows) -> AnswerKind:
    """What the answer is: a figure where one is wanted and found, else words."""
    asked = inquiry.asked
    if asked.yes_no > weights.YES_NO:
        return "yes_no"
    lean = weights.LEAN * (asked.figure - 0.5)
    words = max((j.score for j in (*found.windows, *found.passed)), default=-99.0)
    if found.figures and found.best_figure + lean >= words:
        return "lookup"
    return "lookup" if _tells_a_figure(found) else "fact"


def _tells_a_figure(found: RankedWindows) -> bool:
    """Whether the best answering words are little more than figures; they are then treated as
    figures, so that those for another time are no answer."""
    if not found.windows:
        return False
    start, end = found.windows[0].span
    told = [f.row.figure for f in found.windows[0].figures]
    return 2 * sum(max(0, min(f.end, end) - max(f.start, start)) for f in told) > end - start


def _figure(inquiry: Inquiry, found: RankedWindows, writer: AnswerWriter, surplus: float) -> Answer:
    judged, best = found.figures[0]
    if found.parts:
        return _parts(found, writer, surplus)
    n = writer.citations.cite_sentence(judged.sentence)
    same = [
        f
        for j, f in found.figures[1:]
        if j.report == judged.report
        and f.row.figure.family == best.row.figure.family
        and f.score > max(weights.LOOKUP, best.score - _OTHERS_WITHIN)
    ][:_OTHERS]
    figures = [writer.figure(best.row, n)]
    for other in same:
        figures.append(writer.figure(other.row, writer.citations.cite_sentence(other.row.sentence)))
    row = writer.row(
        judged.report,
        "stated",
        tuple(figures),
        tuple(dict.fromkeys(f.citation for f in figures)),
        best.row,
    )
    metric = best.row.figure.metric
    text = writer.say(
        "lookup",
        who=writer.who(judged.report),
        year=writer.year(judged.report, best.row),
        metric=metric if writer.language == "zh" or not metric else f"{metric} ",
        amount=writer.amount(best.row),
        cite=f"[{n}]",
    )
    if same:
        items = writer.joined([f"{writer.told(f).strip()}[{f.citation}]" for f in figures[1:]])
        text += writer.gap + writer.say("others", items=items)
    versions, differing = _versions(inquiry, found, writer), _differing(inquiry, found, writer)
    for key, rows in (("version", versions), ("differs", differing)):
        if rows:
            paths = [inquiry.generation.report(r.report).path for r in rows]
            items = writer.joined(
                [
                    f"{path} {r.figures[0].raw}[{r.citations[0]}]"
                    for path, r in zip(paths, rows, strict=True)
                ]
            )
            text += writer.gap + writer.say(
                key, items=items, who=writer.who(judged.report), year=writer.year(judged.report)
            )
    _cite_more(found, writer)
    return writer.finish("lookup", text.strip(), (row, *versions, *differing), confidence=surplus)


def _parts(found: RankedWindows, writer: AnswerWriter, surplus: float) -> Answer:
    """The answer if a report states parts and no total: no part is given as the whole."""
    report = found.figures[0][0].report
    figures = [
        writer.figure(part, writer.citations.cite_sentence(part.sentence))
        for part in found.parts[:_PARTS]
    ]
    row = writer.row(
        report, "stated", tuple(figures), tuple(dict.fromkeys(f.citation for f in figures))
    )
    items = writer.joined([f"{writer.told(f).strip()}[{f.citation}]" for f in figures])
    text = writer.say(
        "parts", who=writer.who(report), year=writer.year(report), items=items, n=len(found.parts)
    )
    return writer.finish("lookup", text.strip(), (row,), confidence=surplus)


def _versions(inquiry: Inquiry, found: RankedWindows, writer: AnswerWriter) -> list[Row]:
    """What other versions of the same report say, if their order is unknown."""
    rows = []
    for other in inquiry.generation.works.unordered(found.figures[0][0].report):
        told = next(
            (f for j, f in found.figures if j.report == other and f.score > weights.LOOKUP), None
        )
        if told is not None:
            rows.append(writer.stated(told.row))
    return rows


def _differing(inquiry: Inquiry, found: RankedWindows, writer: AnswerWriter) -> list[Row]:
    """What other reports by the same body for the same year say about the same quantity, if it
    differs by more than half a percent: a reader who sees one amount must learn of the other."""
    judged, best = found.figures[0]
    body = writer.body_and_year(judged.report)
    shown = {judged.report, *inquiry.generation.works.unordered(judged.report)}
    rows = []
    for other_judged, other in found.figures[1:]:
        report = other_judged.report
        if body is None or report in shown or writer.body_and_year(report) != body:
            continue
        if _alike(other.row, best.row) and other.score >= best.score - _TIE:
            shown.add(report)
            a, b = other.row.figure.value, best.row.figure.value
            if abs(a - b) > _ROUNDING * max(abs(a), abs(b)):
                rows.append(writer.stated(other.row))
    return rows


def _alike(a: FigureRow, b: FigureRow) -> bool:
    return (a.figure.unit, a.figure.role) == (b.figure.unit, b.figure.role)


def _words(
    inquiry: Inquiry, found: RankedWindows, writer: AnswerWriter, kind: AnswerKind, surplus: float
) -> Answer:
    best = found.windows[0]
    n = writer.citations.cite_sentence(best.sentence)
    text = inquiry.generation.text(best.report)
    sentence = inquiry.generation.sentence(best.sentence)
    if kind == "yes_no" and _is_denied(inquiry, best):
        short = "no"
        lead = writer.say(short)
    else:  # the words themselves, where no more than they say is sure
        kind = "fact"
        short = lead = " ".join(text[best.span[0] : best.span[1]].split())
    quote = quoted(text[sentence.start : sentence.end])
    told = writer.say(
        "fact",
        who=writer.who(best.report),
        year=writer.year(best.report, at=sentence.start),
        short=lead,
        quote=quote,
        cite=f"[{n}]",
    )
    _cite_more(found, writer)
    row = writer.row(best.report, "stated", (), (n,), at=sentence.start)
    return writer.finish(kind, told, (row,), confidence=surplus, short=short)


def _is_denied(inquiry: Inquiry, best: Judged) -> bool:
    """Whether the words that answer a question for yes or no are a denial."""
    return not asks_a_denial(inquiry.asked.text) and says_no(inquiry.generation, best)


def _cite_more(found: RankedWindows, writer: AnswerWriter) -> None:
    """Fill up to five citations with the next best sentences, for the reader to compare."""
    for judged in found.windows:
        if len(writer.citations) >= _CITED:
            return
        if judged.score >= weights.TOPIC:
            writer.citations.cite_sentence(judged.sentence)


def _several(inquiry: Inquiry, parts: Sequence[Scope]) -> Answer | None:
    """The answers for several bodies or times; what no report states is reported as missing. None
    if all are missing."""
    answers, texts = [], []
    for scope, part in zip(parts, inquiry.divided(parts), strict=True):
        one = _one(part, scope, part.writer)
        if one.answerable:
            answers.append(one)
            texts.append(one.answer)
        else:
            texts.append(part.writer.say("part_missing", name=part.name))
    if not answers:
        return None
    writer = inquiry.writer
    first = answers[0]
    return replace(
        first,
        question=inquiry.asked.text,
        answer=writer.gap.join(texts),
        rows=tuple(row for one in answers for row in one.rows),
        citations=writer.citations.all(),
        confidence=min(a.confidence for a in answers),
    )
