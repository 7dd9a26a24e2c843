"""Which reports state it: every report in scope gets a verdict from its own best windows.

All figures and sentences are scored exactly by their cosine; the reader looks at the reports that
are near the threshold, and the answer says how many that were.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..models.question import FAMILIES
from ..reports.figure_measure import core_of
from . import weights
from .answer import Answer, Row
from .candidates import Candidate
from .inquiry import Inquiry
from .judging import Judged, ReadFigure, family_number
from .rows import rightful

READ = 32  # reports whose best window is read
_TWICE = 8  # of the nearest of them the second one too
_EACH = 2
_CLOSELY, _MOST = 40, 6  # few reports are read more closely: so many windows in all, and of each
_FIGURES_LISTED = 3
_WITHIN = 2.0
_SAME_WORDS = 4.0  # log-odds that a figure may fall short whose like another report tells
_BACKGROUND = 16  # the report, by falling log-odds, that shows what the question's silence is like
_FIGURE_WANTED = 0.3
_EITHER, _AMOUNT = 0.4, 1.5  # share of money over the likeliest family; log-odds


@dataclass(frozen=True, slots=True)
class Verdict:
    """A report's verdict with what bears it out. ``cosine`` is its best window's."""

    report: int
    verdict: str
    score: float
    cosine: float
    figures: tuple[ReadFigure, ...] = ()
    sentence: int = -1
    read: bool = True


def verdicts(inquiry: Inquiry, figure: bool | None = None) -> list[Verdict]:
    """A verdict for each report in scope, in the order of the index. ``figure``: whether one is
    wanted (None: as the question head says)."""
    wanted = inquiry.asked.figure >= _FIGURE_WANTED if figure is None else figure
    lowered = 0.0 if figure else weights.UNASKED * (1.0 - inquiry.asked.figure)
    rows = [r for r in inquiry.scope.rows if inquiry.report_time(r) >= 0.3]
    best = best_sentences(inquiry, rows, wanted)
    order = sorted(best, key=lambda r: (-best[r][0][1], r))
    found = {r: Verdict(r, "not_found", -9.0, best[r][0][1], read=False) for r in best}
    near = order[:READ]
    candidates: dict[int, list[Candidate]] = {}
    for place, r in enumerate(near):
        each = max(_EACH if place < _TWICE else 1, min(_MOST, _CLOSELY // len(near)))
        windows = [inquiry.finder.best_window(s) for s, _ in best[r][:each]]
        candidates[r] = [w for w in windows if w is not None]
    flat = [c for r in near for c in candidates[r]]
    judged = inquiry.judge.judge(flat, inquiry.scope.body)
    by_report: dict[int, list[Judged]] = {}
    for j in judged:
        by_report.setdefault(j.report, []).append(j)
    least = _least([_evidence(ones, wanted, lowered) for ones in by_report.values()])
    for r, ones in by_report.items():
        found[r] = _verdict(inquiry, r, ones, wanted, found[r].cosine, least, lowered)
    if wanted and len(by_report) < _BACKGROUND:
        for r in _alike(inquiry, found, by_report, lowered):
            found[r] = _verdict(inquiry, r, by_report[r], wanted, found[r].cosine,
                                least - _SAME_WORDS, lowered)
    silent = [Verdict(r, "not_found", -9.0, 0.0, read=False) for r in rows if r not in found]
    return sorted([*found.values(), *silent], key=lambda v: v.report)


def _alike(
    inquiry: Inquiry, found: dict[int, Verdict], judged: dict[int, list[Judged]], lowered: float
) -> list[int]:
    """Reports not taken for stating it whose best figure measures, in the same words and unit, what
    the best figure of a report that states it does: of the few in scope it is stated alike."""
    told = {_measure(v.figures[0]) for v in found.values() if v.verdict == "stated" and v.figures}
    alike = []
    for r, ones in judged.items():
        figures = [f for j in ones for f in j.figures]
        if found[r].verdict == "not_found" and figures and told:
            best = max(figures, key=lambda f: (f.score + _as_amount(inquiry, f), -f.row.row))
            if _measure(best) in told:
                alike.append(r)
    return alike


def _measure(figure: ReadFigure) -> tuple[str, str]:
    """What a figure counts, without the row that it is of and words such as 金额, and its unit."""
    words = re.sub(r"(?:金额|总额|数额|总数|数量)$", "", core_of(figure.row.figure))
    return words, figure.row.figure.unit


def best_sentences(
    inquiry: Inquiry, rows: Iterable[int], wanted: bool
) -> dict[int, list[tuple[int, float]]]:
    """For each report its best sentences with their worth, best first."""
    finder = inquiry.finder
    sentences, worth = finder.by_sentence(rows)
    if wanted:
        figures, figure_worth = finder.by_figure(rows)
        sentences = np.concatenate([figures, sentences])
        worth = np.concatenate([figure_worth, worth - np.float32(0.2)])
    owner = inquiry.generation.sentence_report[sentences]
    order = np.lexsort((sentences, -worth, owner))
    found: dict[int, list[tuple[int, float]]] = {}
    for i in order:
        kept = found.setdefault(int(owner[i]), [])
        row = int(sentences[i])
        if len(kept) < _MOST and all(row != s for s, _ in kept):
            kept.append((row, float(worth[i])))
    return found


def _evidence(judged: Iterable[Judged], wanted: bool, lowered: float) -> float:
    """Log-odds of a report's best window, or of its best figure where one is wanted."""
    return max(max([j.score, *(f.score - lowered for f in j.figures[:1] if wanted)])
               for j in judged)


def _least(evidence: Sequence[float]) -> float:
    """Log-odds that a report must reach: questions differ in what the reader gives to reports that
    are silent on them, so each is held against that background."""
    if len(evidence) >= _BACKGROUND:
        background = sorted(evidence, reverse=True)[_BACKGROUND - 1]
    else:  # all of a few may state it, so the weakest of them shows only how low it goes
        background = min([weights.BACKGROUND, *evidence])
    background = min(max(background, weights.LOWEST), weights.HIGHEST)
    return (weights.CENSUS + 2.0 * background) / 3.0


def _verdict(
    inquiry: Inquiry, report: int, judged: list[Judged], wanted: bool, cosine: float, least: float,
    lowered: float,
) -> Verdict:
    asked = inquiry.asked
    best = max(judged, key=lambda j: (j.score, -j.sentence))
    pairs = [(j, f) for j in judged for f in j.figures]
    pairs.sort(key=lambda p: (-p[1].score - _as_amount(inquiry, p[1]), p[1].row.row))
    if asked.conditions:
        pairs = [pair for pair in pairs if _right_role(inquiry, pair[1])]
    right = rightful(inquiry, pairs, inquiry.scope.body)
    figures = [f for _, f in right.figures]
    if wanted and figures and figures[0].score - lowered >= least:
        first = figures[0]
        if not _meets(inquiry, first):
            return Verdict(report, "not_found", first.score, cosine)
        if right.parts:  # no part is told as the whole
            return Verdict(report, "stated", first.score, cosine, (), first.row.sentence)
        verdict = "none" if first.row.figure.value == 0 else "stated"
        kept = tuple(
            f for f in figures if f.score >= max(least, first.score - _WITHIN)
            and f.row.figure.family == first.row.figure.family)
        return Verdict(report, verdict, first.score, cosine, kept[:_FIGURES_LISTED],
                       first.row.sentence)
    if asked.conditions or best.score < least:
        top = max(best.score, figures[0].score if figures else -9.0)
        return Verdict(report, "not_found", top, cosine)
    told = [f for f in figures if f.row.sentence == best.sentence]
    told = [f for f in told if f.score >= least][:_FIGURES_LISTED]
    return Verdict(report, "stated", best.score, cosine, tuple(told), best.sentence)


def _as_amount(inquiry: Inquiry, figure: ReadFigure) -> float:
    """What a sum of money is worth beside counts where the question may mean either ("fines"): the
    count of them mostly stands beside the sum."""
    money = FAMILIES.index("money")
    either = inquiry.asked.family_share(money) >= _EITHER
    return _AMOUNT if either and family_number(figure.row) == money else 0.0


def _right_role(inquiry: Inquiry, figure: ReadFigure) -> bool:
    turns = {c.operator for c in inquiry.asked.conditions} & {"rose", "fell"}
    value, role = figure.row.figure.value, figure.row.figure.role
    if turns:
        return role == "change" and (value > 0) == ("rose" in turns)
    return True


def _meets(inquiry: Inquiry, figure: ReadFigure) -> bool:
    """Whether a report's own figure meets the question's bounds. A bare number ("over 1 million")
    is compared in whatever unit the report counts in."""
    f = figure.row.figure
    return all(c.holds(f.value) and (not c.unit or c.unit == f.unit)
               for c in inquiry.asked.conditions if c.operator not in ("rose", "fell"))


def answer_census(inquiry: Inquiry) -> Answer:
    """Answer "which … reported …" over every report in scope."""
    teller = inquiry.teller
    if inquiry.scope.unknown or not inquiry.scope.body:
        return teller.refused("enumerate", inquiry.scope.unknown, [])
    found = verdicts(inquiry)
    if inquiry.asked.silent:
        return _silent(inquiry, found)
    stated = sorted((v for v in found if v.verdict == "stated"), key=lambda v: _order(inquiry, v))
    others = [v for v in found if v.verdict in ("none", "mentioned")]
    if not stated and not any(v.verdict == "none" for v in others):
        nearest = sorted((v for v in found if v.sentence >= 0), key=lambda v: -v.score)
        return teller.refused("enumerate", (), [v.sentence for v in nearest])
    rows = [row_of(inquiry, v) for v in stated]
    examined = len(found)
    if stated:
        text = teller.say("stated_head", n=len(stated), examined=examined) \
            + teller.listed(rows) + teller.say("end")
    else:
        text = teller.say("stated_by_none", examined=examined)
    for verdict in ("none", "mentioned"):
        more = [row_of(inquiry, v) for v in others if v.verdict == verdict]
        if more:
            text += teller.gap + teller.say(verdict, n=len(more), items=teller.listed(more))
            rows.extend(more)
    read = sum(v.read for v in found)
    if read < examined:
        text += teller.gap + teller.say("read_closely", read=read, rest=examined - read)
    if inquiry.all_rows:
        rows.extend(teller.row(v.report, "not_found") for v in found if v.verdict == "not_found")
    best = max((v.score for v in stated), default=0.0)
    return teller.finish("enumerate", text, tuple(rows), confidence=best)


def _order(inquiry: Inquiry, verdict: Verdict) -> tuple[float, str]:
    """Largest figure first; then by path."""
    value = verdict.figures[0].row.figure.value if verdict.figures else 0.0
    return -value, inquiry.generation.reports[verdict.report].path


def row_of(inquiry: Inquiry, verdict: Verdict) -> Row:
    teller = inquiry.teller
    figures = [teller.figure(f.row, teller.citations.cite_sentence(f.row.sentence))
               for f in verdict.figures]
    numbers = [f.citation for f in figures]
    if not numbers and verdict.sentence >= 0:
        numbers = [teller.citations.cite_sentence(verdict.sentence)]
    of = verdict.figures[0].row if verdict.figures else None
    return teller.row(verdict.report, verdict.verdict, tuple(figures),
                      tuple(dict.fromkeys(numbers)), of)


def _silent(inquiry: Inquiry, found: list[Verdict]) -> Answer:
    """Reports that do not state it; their rows carry their true verdict."""
    teller = inquiry.teller
    silent = [v for v in found if v.verdict != "stated"]
    rows = [row_of(inquiry, v) for v in silent]
    head = teller.say("negated_head", n=len(silent), examined=len(found))
    text = head + teller.listed(rows) + teller.say("end")
    return teller.finish("enumerate", text, tuple(rows), confidence=0.0)
