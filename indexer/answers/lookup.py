"""One value of one report: the figure asked for first, its neighbours in the sentence after."""

from __future__ import annotations

import re

from .answer import Answer, Row
from .context import Context, quoted
from .evidence import ScoredFigure, ScoredSentence
from .phrases import amount
from .refusal import NOTHING, refused, surplus
from .weights import LOOKUP_THRESHOLD, TOPIC_THRESHOLD

_LOOK = 40
_CITED = 5
_TIE = 0.8
_ROUNDING = 0.005


def answer_lookup(context: Context) -> Answer:
    """Answer "how many / how much" about the reports in scope."""
    if context.scope.unknown or not context.rows:
        return refused(context, "lookup")
    rows = context.evidence.best_rows(_LOOK)
    figures = context.evidence.figures(rows)
    figures = [f for f in figures if _required(context, f.row.report, f.row.sentence)]
    if not figures or surplus(context, "lookup", figures[0].score) < 0:
        return _from_sentence(context, rows, figures[0].score if figures else NOTHING)
    return _from_figure(context, _latest_first(context, figures))


def _latest_first(context: Context, figures: list[ScoredFigure]) -> list[ScoredFigure]:
    """Where no year is asked for and one issuer has reports of several, the latest comes first."""
    if context.question.years:
        return figures
    reports = context.generation.reports
    best = figures[0]

    def sibling(f: ScoredFigure) -> bool:
        one, other = reports[f.row.report].details, reports[best.row.report].details
        return (one.issuer == other.issuer and bool(one.issuer) and f.score >= best.score - _TIE
                and f.features["near_concepts"] >= best.features["near_concepts"])

    first = max((f for f in figures if sibling(f)), default=best,
                key=lambda f: (reports[f.row.report].details.year or 0, f is best, f.score))
    return [first, *(f for f in figures if f is not first)]


def _from_figure(context: Context, figures: list[ScoredFigure]) -> Answer:
    best = figures[0]
    n = context.citations.cite_sentence(best.row.sentence)
    same = [f for f in figures[1:] if f.row.report == best.row.report
            and f.row.figure.family == best.row.figure.family
            and f.score > LOOKUP_THRESHOLD and f.score > best.score - 2.5][:3]
    listed = [context.figure(best.row, n)]
    for other in same:
        number = context.citations.cite_sentence(other.row.sentence)
        listed.append(context.figure(other.row, number))
    row = context.row(best.row.report, "stated", tuple(listed),
                      tuple(dict.fromkeys(f.citation for f in listed)))
    others = _other_versions(context, figures)
    differing = _differing(context, figures)
    text = context.say(
        "lookup", who=context.who(best.row.report), year=context.year(best.row.report),
        metric=_metric(context, best), amount=_amount(context, best), cite=f"[{n}]",
    )
    if len(listed) > 1:
        items = context.say("list").join(
            f"{f.metric}{'' if context.language == 'zh' else ' '}{f.raw}[{f.citation}]"
            for f in listed[1:])
        text += ("" if context.language == "zh" else " ") + context.say("others", items=items)
    for key, rows in (("version", others), ("differs", differing)):
        if rows:
            items = context.say("list").join(
                f"{context.generation.report(r.report).path} {r.figures[0].raw}[{r.citations[0]}]"
                for r in rows)
            text += ("" if context.language == "zh" else " ") + context.say(
                key, items=items, who=context.who(best.row.report),
                year=context.year(best.row.report))
    _cite_more(context)
    return context.finish("lookup", text.strip(), (row, *others, *differing),
                          confidence=surplus(context, "lookup", best.score),
                          examined=len(context.rows))


def _other_versions(context: Context, figures: list[ScoredFigure]) -> list[Row]:
    """What versions of the same report say whose order is not known."""
    rows = []
    for rival in context.generation.works.rivals(figures[0].row.report):
        found = next((f for f in figures if f.row.report == rival
                      and f.score > LOOKUP_THRESHOLD), None)
        if found is not None:
            rows.append(context.stated(found.row))
    return rows


def _differing(context: Context, figures: list[ScoredFigure]) -> list[Row]:
    """What other reports of the same body and year say of the same quantity, where it is not the
    same to half a percent: a reader who sees one amount must learn of the other."""
    best = figures[0]
    body = context.body_and_year(best.row.report)
    shown = {best.row.report, *context.generation.works.rivals(best.row.report)}
    rows = []
    for other in figures[1:]:
        report, (a, b) = other.row.report, (other.row.figure.value, best.row.figure.value)
        if body is None or report in shown or context.body_and_year(report) != body:
            continue
        if _alike(other, best) and other.score >= best.score - _TIE:
            shown.add(report)
            if abs(a - b) > _ROUNDING * max(abs(a), abs(b)):
                rows.append(context.stated(other.row))
    return rows


def _alike(other: ScoredFigure, best: ScoredFigure) -> bool:
    """Whether two figures count the same thing, as far as the question tells."""
    a, b = other.row.figure, best.row.figure
    more = ("clause_concepts", "near_concepts")
    less = ("scope_other", "unasked", "year_other", "counter_other")
    return ((a.unit, a.role) == (b.unit, b.role)
            and all(other.features[k] >= best.features[k] for k in more)
            and all(other.features[k] <= best.features[k] for k in less))


def _metric(context: Context, best: ScoredFigure) -> str:
    metric = best.row.figure.metric
    return metric if context.language == "zh" else f"{metric} "


def _amount(context: Context, best: ScoredFigure) -> str:
    f = best.row.figure
    plain = amount(f.value, f.unit, context.language)
    counter = f.counter if f.unit == "count" and not f.raw.endswith(plain) else ""
    if f.unit == "count":
        return f.raw if context.language == "zh" else f"{plain} ({f.raw})" if counter else f.raw
    if re.sub(r"[\s,]", "", plain) == re.sub(r"[\s,]", "", f.raw):
        return f.raw
    return f"{f.raw}（{plain}）" if context.language == "zh" else f"{plain} ({f.raw})"


def _from_sentence(context: Context, rows: list[int], score: float) -> Answer:
    """No figure fits. A question that did not need one may still have its sentence."""
    if context.matter.family or context.question.asks_figure:
        return refused(context, "lookup", confidence=surplus(context, "lookup", score))
    sentences = context.evidence.sentences(rows)
    if not sentences or sentences[0].score < TOPIC_THRESHOLD:
        return refused(context, "lookup", confidence=surplus(context, "lookup", score))
    return _sentence_answer(context, sentences[0])


def _sentence_answer(context: Context, best: ScoredSentence) -> Answer:
    n = context.citations.cite_sentence(best.row)
    sentence = context.generation.sentence(best.row)
    quote = context.generation.text(best.report)[sentence.start: sentence.end]
    text = context.say("lookup_sentence", who=context.who(best.report),
                       year=context.year(best.report), quote=quoted(quote), cite=f"[{n}]")
    _cite_more(context)
    row = context.row(best.report, "stated", (), (n,))
    return context.finish("lookup", text, (row,), examined=len(context.rows),
                          confidence=surplus(context, "topic", best.score))


def _cite_more(context: Context) -> None:
    """Fill up to five citations with the next best sentences, for the reader to compare."""
    for scored in context.evidence.sentences(context.evidence.best_rows(12)):
        if len(context.citations) >= _CITED:
            return
        if scored.score >= TOPIC_THRESHOLD:
            context.citations.cite_sentence(scored.row)


def _required(context: Context, report: int, sentence: int) -> bool:
    """Names in the question that no issuer bears must stand in the passage itself."""
    if not context.scope.required:
        return True
    gen = context.generation
    passage = gen.passage(gen.sentence(sentence).passage)
    text = gen.text(report)[passage.start: passage.end].casefold()
    return all(name.casefold() in text for name in context.scope.required)
