"""Rankings and sums over reports, in base units; differences in terms, scopes and units are always
mentioned."""

from __future__ import annotations

from collections import defaultdict

from ..extraction.quantities.measure import core_of
from . import weights
from .answer import Answer, Row
from .census import Verdict, verdicts
from .inquiry import Inquiry
from .phrases import amount
from .ranked_windows import rank_windows


def answer_compare(inquiry: Inquiry) -> Answer:
    """Rank the reports in scope by the figure asked for."""
    stated = _stated(inquiry)
    writer = inquiry.writer
    if not stated:
        return writer.refused("compare", inquiry.scope.unknown, [])
    lowest = inquiry.asked.lowest
    groups = _by_unit(stated)
    rows: list[Row] = []
    parts = []
    for group in groups.values():
        sign = (1 if lowest else -1) * (-1 if _all_fell(group) else 1)
        ranked = _first_places(
            sorted(group, key=lambda v: (_value(v) * sign, v.report)), inquiry.asked.places
        )
        unit_rows = [writer.stated(v.figures[0].row) for v in ranked]
        rows.extend(unit_rows)
        parts.append(writer.listed(unit_rows))
    shown = "first_places" if len(rows) < len(stated) else "compare"
    head = writer.say(
        shown,
        metric=_metric(inquiry, stated),
        n=len(stated),
        places=inquiry.asked.places,
        direction=writer.say("low" if lowest else "high"),
    )
    text = head + writer.say("sep").join(parts) + writer.say("end")
    text += _difference(inquiry, stated) + _missing(inquiry, stated)
    text += _cautions(inquiry, stated, len(groups))
    return writer.finish("compare", text, tuple(rows), confidence=stated[0].score)


def _first_places(ranked: list[Verdict], places: int | None) -> list[Verdict]:
    """So many of ``ranked``, and those that share the last place."""
    if places is None or len(ranked) <= places:
        return ranked
    last = _value(ranked[places - 1])
    return [v for n, v in enumerate(ranked) if n < places or _value(v) == last]


def answer_total(inquiry: Inquiry) -> Answer:
    """Add up the figure asked for over the reports in scope, separately for each unit."""
    stated, left_out = _once(inquiry, _stated(inquiry))
    writer = inquiry.writer
    if not stated:
        return writer.refused("total", inquiry.scope.unknown, [])
    groups = _by_unit(stated)
    rows: list[Row] = []
    parts = []
    for unit, group in groups.items():
        ordered = sorted(group, key=lambda v: (-_value(v), v.report))
        unit_rows = [writer.stated(v.figures[0].row) for v in ordered]
        rows.extend(unit_rows)
        total = amount(sum(map(_value, ordered)), unit, writer.language)
        head = writer.say("total", n=len(ordered), metric=_metric(inquiry, ordered), amount=total)
        parts.append(head + writer.listed(unit_rows) + writer.say("end"))
    text = writer.gap.join(parts) + _missing(inquiry, stated)
    text += _cautions(inquiry, stated, len(groups))
    if left_out:
        paths = [inquiry.generation.reports[v.report].path for v in left_out]
        text += writer.gap + writer.say("left_out", items=writer.joined(paths))
    return writer.finish("total", text, tuple(rows), confidence=stated[0].score)


def _stated(inquiry: Inquiry) -> list[Verdict]:
    if inquiry.apart:
        return _of_named(inquiry)
    if inquiry.scope.unknown or not inquiry.scope.body:
        return []
    return [v for v in verdicts(inquiry, True) if v.verdict in ("stated", "none") and v.figures]


def _of_named(inquiry: Inquiry) -> list[Verdict]:
    """The best figure of each of the bodies that a question names."""
    parts = inquiry.parts()
    stated = []
    for scope, part in zip(parts, inquiry.divided(parts), strict=True):
        found = rank_windows(part, scope) if scope.body else None
        if found is None or found.best_figure < weights.LOOKUP:
            continue
        judged, best = found.figures[0]
        stated.append(Verdict(judged.report, "stated", best.score, (best,), judged.sentence))
    return stated


def _missing(inquiry: Inquiry, stated: list[Verdict]) -> str:
    """Which of the named bodies no report covers."""
    if not inquiry.apart:
        return ""
    told = {v.report for v in stated}
    parts = inquiry.parts()
    names = [
        part.name
        for scope, part in zip(parts, inquiry.divided(parts), strict=True)
        if not told & set(scope.body)
    ]
    writer = inquiry.writer
    return "".join(writer.gap + writer.say("part_missing", name=name) for name in names)


def _difference(inquiry: Inquiry, stated: list[Verdict]) -> str:
    """By how much the figures of two named bodies differ."""
    if len(inquiry.apart) != 2 or len(stated) != 2 or _unit(stated[0]) != _unit(stated[1]):
        return ""
    writer = inquiry.writer
    apart = amount(abs(_value(stated[0]) - _value(stated[1])), _unit(stated[0]), writer.language)
    return writer.gap + writer.say("difference", amount=apart)


def _once(inquiry: Inquiry, stated: list[Verdict]) -> tuple[list[Verdict], list[Verdict]]:
    """One of each report's versions if their order is unknown, the largest of several reports by
    one body for the same year and unit, and the others: a sum must count nothing twice."""
    kept: dict[int, Verdict] = {}
    bodies = set()
    left_out = []
    for verdict in sorted(stated, key=lambda v: (-_value(v), v.report)):
        body = _body_and_year(inquiry, verdict), _unit(verdict)
        unordered = inquiry.generation.works.unordered(verdict.report)
        if any(other in kept for other in unordered) or body in bodies:
            left_out.append(verdict)
        else:
            kept[verdict.report] = verdict
            bodies |= {body} if body[0] else set()
    return list(kept.values()), left_out


def _body_and_year(inquiry: Inquiry, verdict: Verdict) -> tuple[str, int] | None:
    """Body and year of the figure: a report may also state the previous year's."""
    found = inquiry.writer.body_and_year(verdict.report)
    return (
        (found[0], inquiry.writer.figure_year(verdict.figures[0].row) or found[1])
        if found
        else None
    )


def _value(verdict: Verdict) -> float:
    return verdict.figures[0].row.figure.value


def _all_fell(stated: list[Verdict]) -> bool:
    """Whether all figures are decreases; the largest is then the one furthest below zero."""
    figures = [v.figures[0].row.figure for v in stated]
    return all(f.role == "change" and f.value < 0 for f in figures)


def _term(verdict: Verdict) -> str:
    """What a report's figure counts, without the row and year named by its table."""
    figure = verdict.figures[0].row.figure
    return core_of(figure) or figure.metric


def _unit(verdict: Verdict) -> str:
    return verdict.figures[0].row.figure.unit


def _by_unit(stated: list[Verdict]) -> dict[str, list[Verdict]]:
    """Verdicts by the unit of their figure, the unit of the most certain ones first."""
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in stated:
        groups[_unit(verdict)].append(verdict)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


def _metric(inquiry: Inquiry, stated: list[Verdict]) -> str:
    terms = list(map(_term, stated))
    common = max(dict.fromkeys(terms), key=terms.count)
    return common if inquiry.writer.language == "zh" else common[:1].upper() + common[1:]


def _cautions(inquiry: Inquiry, stated: list[Verdict], units: int) -> str:
    """Why the figures may not be comparable: terms, years, units."""
    writer, notes = inquiry.writer, []
    terms = list(dict.fromkeys(map(_term, stated)))
    if len(terms) > 1:
        notes.append(writer.say("terms_differ", terms=writer.joined(terms[:6])))
    years = sorted({y for v in stated if (y := writer.figure_year(v.figures[0].row))})
    if len(years) > 1:
        notes.append(writer.say("previous_years", items=writer.joined(list(map(str, years)))))
    if units > 1:
        notes.append(writer.say("units_differ"))
    return "".join(writer.gap + n for n in notes)
