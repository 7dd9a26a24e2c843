"""Ranks and sums over reports, in base units; unlike terms, scopes and units are never hidden."""

from __future__ import annotations

import re
from collections import defaultdict

from .answer import Answer, Row
from .census import Verdict, judge_all, listed
from .context import Context
from .phrases import amount
from .refusal import refused

_LOWEST = re.compile(r"最少|最低|最小|\b(?:least|fewest|lowest|smallest)\b")
_WHOLE_AREA = re.compile(r"全[市县区省国州](?:[^，。；]{0,8}(?:系统|部门|机关))?|\b(?:nationwide|"
                         r"across|all)\b")


def answer_compare(context: Context) -> Answer:
    """Rank the reports in scope by the figure asked for."""
    stated = _stated(context)
    if not stated:
        return refused(context, "compare")
    lowest = bool(_LOWEST.search(context.question.folded))
    groups = _by_unit(stated)
    rows, parts = [], []
    for unit in groups:
        ranked = sorted(groups[unit], key=lambda v: (_value(v) * (1 if lowest else -1), v.report))
        unit_rows = [_row(context, v) for v in ranked]
        rows.extend(unit_rows)
        parts.append(listed(context, ranked, unit_rows))
    head = context.say("compare", metric=_metric(context, stated), n=len(stated),
                       direction=context.say("low" if lowest else "high"))
    text = head + context.say("sep").join(parts) + context.say("end")
    text += _cautions(context, stated, len(groups))
    return context.finish("compare", text, tuple(rows), confidence=stated[0].score,
                          examined=len(context.rows))


def answer_total(context: Context) -> Answer:
    """Add up the figure asked for over the reports in scope, each unit for itself."""
    stated, left_out = _once(context, _stated(context))
    if not stated:
        return refused(context, "total")
    groups = _by_unit(stated)
    rows: list[Row] = []
    parts = []
    for unit, verdicts in groups.items():
        verdicts = sorted(verdicts, key=lambda v: (-_value(v), v.report))
        unit_rows = [_row(context, v) for v in verdicts]
        rows.extend(unit_rows)
        total = amount(sum(map(_value, verdicts)), unit, context.language)
        head = context.say("total", n=len(verdicts), metric=_metric(context, verdicts),
                           amount=total)
        parts.append(head + listed(context, verdicts, unit_rows) + context.say("end"))
    gap = "" if context.language == "zh" else " "
    text = gap.join(parts) + _cautions(context, stated, len(groups))
    if left_out:
        paths = [context.generation.reports[v.report].path for v in left_out]
        text += gap + context.say("left_out", items=context.say("list").join(paths))
    return context.finish("total", text, tuple(rows), confidence=stated[0].score,
                          examined=len(context.rows))


def _stated(context: Context) -> list[Verdict]:
    if context.scope.unknown or not context.rows:
        return []
    return [v for v in judge_all(context) if v.verdict == "stated" and v.figures]


def _once(context: Context, stated: list[Verdict]) -> tuple[list[Verdict], list[Verdict]]:
    """One of each report's versions where their order is not known, the largest of several
    reports of one body and year in one unit, and the others: a sum may hold nothing twice."""
    kept: dict[int, Verdict] = {}
    bodies = set()
    left_out = []
    for verdict in sorted(stated, key=lambda v: (-_value(v), v.report)):
        body = context.body_and_year(verdict.report), _unit(verdict)
        rivals = context.generation.works.rivals(verdict.report)
        if any(rival in kept for rival in rivals) or body in bodies:
            left_out.append(verdict)
        else:
            kept[verdict.report] = verdict
            bodies |= {body} if body[0] else set()
    return list(kept.values()), left_out


def _value(verdict: Verdict) -> float:
    return verdict.figures[0].row.figure.value


def _unit(verdict: Verdict) -> str:
    return verdict.figures[0].row.figure.unit


def _by_unit(verdicts: list[Verdict]) -> dict[str, list[Verdict]]:
    """Verdicts by the unit of their figure, the commonest unit first."""
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[_unit(verdict)].append(verdict)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


def _row(context: Context, verdict: Verdict) -> Row:
    return context.stated(verdict.figures[0].row)


def _metric(context: Context, verdicts: list[Verdict]) -> str:
    terms = [v.figures[0].row.figure.metric for v in verdicts]
    common = max(dict.fromkeys(terms), key=terms.count)
    return common if context.language == "zh" else common[:1].upper() + common[1:]


def _cautions(context: Context, verdicts: list[Verdict], units: int) -> str:
    """What keeps the figures from being alike: terms, scopes, years, units, reports left out."""
    notes = []
    terms = list(dict.fromkeys(v.figures[0].row.figure.metric for v in verdicts))
    if len(terms) > 1:
        notes.append(context.say("terms_differ", terms=context.say("list").join(terms[:6])))
    wide = [v for v in verdicts if _is_whole_area(context, v)]
    if wide and len(wide) < len(verdicts):
        names = context.say("list").join(context.who(v.report) for v in wide[:6])
        notes.append(context.say("scopes_differ", items=names))
    reports = context.generation.reports
    years = sorted({y for v in verdicts if (y := reports[v.report].details.year)})
    if len(years) > 1:
        notes.append(context.say("previous_years", items=context.say("list").join(map(str, years))))
    if units > 1:
        notes.append(context.say("units_differ"))
    gap = "" if context.language == "zh" else " "
    return "".join(gap + n for n in notes)


def _is_whole_area(context: Context, verdict: Verdict) -> bool:
    figure = verdict.figures[0].row.figure
    text = context.generation.text(verdict.report)
    return bool(_WHOLE_AREA.search(text[figure.sentence_start: figure.end]))
