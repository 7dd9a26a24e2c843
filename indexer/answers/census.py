"""Questions to many reports ("which bureaus …"): every report in scope gets a verdict.

All figures and sentences are scored exactly by cosine and words; the reader looks at the nearest
reports (``nearest``), and the answer says how many were read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..models.question import FAMILIES
from ..retrieval.times.time_fit import IN_SENTENCE
from . import weights
from .answer import Answer, Row, RowVerdict
from .citations import CitationList
from .evidence import BACKGROUND
from .inquiry import Inquiry
from .judging import Judged, ReadFigure, family_number, says_no
from .nearest import Nearest, measure, read_nearest
from .polarity import asks_a_denial
from .progress import Progress
from .table_cells import choose_figures

_SENTENCES = 6  # sentences kept per report, the best ones
_FIGURES_LISTED = 3
_WITHIN = 2.0
_SAME_WORDS = 4.0  # log-odds by which a figure may fall short if another report states the same
FIGURE_WANTED = 0.15  # "reported fines": told with their amounts, though none is asked for
_EITHER, _AMOUNT = 0.4, 2.5  # share of money relative to the likeliest family; log-odds


@dataclass(frozen=True, slots=True)
class Verdict:
    """A report's verdict with its evidence. A report that was not ``read`` may have been judged
    like similar ones (``alike``), or left unread because too many are relevant (``near``);
    otherwise it is unrelated. ``best`` is its best sentence, whatever the verdict."""

    report: int
    verdict: RowVerdict
    score: float
    figures: tuple[ReadFigure, ...] = ()
    sentence: int = -1
    read: bool = True
    alike: bool = False
    near: bool = False
    best: int = -1


def verdicts(inquiry: Inquiry, figure: bool | None = None) -> list[Verdict]:
    """A verdict for each report in scope, in the order of the index, without those that were left
    when the watch stopped. ``figure``: whether one is wanted (None: as the question head says)."""
    wanted = inquiry.asked.figure >= FIGURE_WANTED if figure is None else figure
    share = 1.0 if figure else inquiry.asked.figure
    lowered = weights.UNASKED * (1.0 - share)
    rows = [r for r in inquiry.scope.rows if inquiry.report_time(r) >= 0.3]
    best = best_sentences(inquiry, rows, wanted)

    def told(near: Nearest, total: int) -> bool:
        """Tells the watch of the rows so far; they cite by numbers of their own."""
        writer = replace(inquiry.writer, citations=CitationList(inquiry.generation))
        own = replace(inquiry, writer=writer)
        each = [
            _verdict(own, r, j, wanted, near.evidence[r], lowered) for r, j in near.judged.items()
        ]
        rows = tuple(row_of(own, v) for v in each if v.verdict != "not_found")
        assert inquiry.watch is not None
        return inquiry.watch.tell(Progress(len(each), total, rows, writer.citations.all()))

    on_read = told if inquiry.watch else None
    near = read_nearest(inquiry, best, share if wanted else 0.0, on_read)
    if inquiry.watch:
        inquiry.watch.left += len(near.left)
    found = {r: Verdict(r, "not_found", -9.0, read=False) for r in best if r not in near.left}
    for r, ones in near.judged.items():
        evidence = told_evidence(near.evidence[r], inquiry.told.get(r))
        found[r] = _verdict(inquiry, r, ones, wanted, evidence, lowered)
    for r in _alike(inquiry, found, near.judged) if wanted else ():
        if r in inquiry.told:
            continue
        found[r] = _verdict(
            inquiry, r, near.judged[r], wanted, near.evidence[r] + _SAME_WORDS, lowered
        )
    for r in near.alike:
        found[r] = replace(found[r], read=False, alike=True)
    for r in near.unread:
        found[r] = replace(found[r], near=True)
    for r, ones in near.judged.items():
        found[r] = replace(found[r], best=max(ones, key=lambda j: (j.best, -j.sentence)).sentence)
    silent = [Verdict(r, "not_found", -9.0, read=False) for r in rows if r not in best]
    return sorted([*found.values(), *silent], key=lambda v: v.report)


def told_evidence(evidence: float, told: bool | None) -> float:
    """Log-odds that a report states it, on the side that a reader ``told``; as they are where
    nobody did."""
    if told is None:
        return evidence
    return max(evidence, 0.0) if told else min(evidence, -0.01)


def _alike(
    inquiry: Inquiry, found: dict[int, Verdict], judged: dict[int, list[Judged]]
) -> list[int]:
    """Reports not counted as stating it whose best figure measures the same, in the same words and
    unit, as that of reports that are counted, if the latter are a third or more of all of these."""
    stated = Counter(
        measure(v.figures[0].row) for v in found.values() if v.verdict == "stated" and v.figures
    )
    other: dict[tuple[str, str], list[int]] = {}
    for r, ones in judged.items():
        figures = [f for j in ones for f in j.figures]
        if found[r].verdict == "not_found" and figures:
            best = max(figures, key=lambda f: (f.score + _as_amount(inquiry, f), -f.row.row))
            other.setdefault(measure(best.row), []).append(r)
    few = len(judged) < BACKGROUND
    return [
        r
        for words, rows in other.items()
        for r in rows
        if stated[words] > (0 if few else len(rows) // 2)
    ]


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
    worth = worth + np.float32(weights.CENSUS_WORDS) * finder.words[sentences]
    owner = inquiry.generation.reports_of_sentences(sentences)
    if inquiry.type_fit:
        fit = np.zeros(len(inquiry.generation.reports), np.float32)
        fit[list(inquiry.type_fit)] = list(inquiry.type_fit.values())
        worth = worth + np.float32(weights.CENSUS_KIND) * fit[owner]
    return _grouped(owner, sentences, worth)


def _grouped(
    owner: NDArray[np.int32], sentences: NDArray[np.int64], worth: NDArray[np.float32]
) -> dict[int, list[tuple[int, float]]]:
    """By ``owner``, its best sentences with their worth, best first; of the same sentence, the best
    place counts. Without a loop over all of them: there may be millions."""
    order = np.lexsort((sentences, -worth, owner))
    owner, sentences, worth = owner[order], sentences[order], worth[order]
    _, first = np.unique(sentences, return_index=True)  # a sentence has one owner
    kept = np.sort(first)
    owner, sentences, worth = owner[kept], sentences[kept], worth[kept]
    starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]]) if len(owner) else owner
    ends = np.minimum(np.r_[starts[1:], len(owner)], starts + _SENTENCES)
    rows, values = sentences.tolist(), worth.tolist()
    spans = zip(owner[starts].tolist(), starts.tolist(), ends.tolist(), strict=True)
    return {
        report: list(zip(rows[start:end], values[start:end], strict=True))
        for report, start, end in spans
    }


def _verdict(
    inquiry: Inquiry,
    report: int,
    judged: list[Judged],
    wanted: bool,
    evidence: float,
    lowered: float,
) -> Verdict:
    """``evidence``: log-odds that the report states what is asked; ``lowered``: what its figures
    lose if no figure is asked for."""
    asked = inquiry.asked
    if inquiry.of_year_after(report):
        judged = _of_asked_time(judged)
    if not judged:
        return Verdict(report, "not_found", min(evidence, -1.0))
    best = max(judged, key=lambda j: (j.score, -j.sentence))
    pairs = [(j, f) for j in judged for f in j.figures]
    pairs.sort(key=lambda p: (-p[1].score - _as_amount(inquiry, p[1]), p[1].row.row))
    if asked.conditions:
        pairs = [pair for pair in pairs if _right_role(inquiry, pair[1])]
    right = choose_figures(inquiry, pairs, inquiry.scope.body)
    figures = [f for _, f in right.figures]
    if evidence < 0 or (asked.conditions and not figures):
        return Verdict(report, "not_found", evidence)
    if asks_a_denial(asked.text) and not asked.silent and not wanted:
        # A report that did not do it says so in words or with a zero.
        denying = [
            j
            for j in judged
            if says_no(inquiry.generation, j) or any(f.row.figure.value == 0 for f in j.figures)
        ]
        if not denying:
            return Verdict(report, "not_found", evidence)
        best = max(denying, key=lambda j: (j.score, -j.sentence))
    if (
        wanted
        and figures
        and (asked.conditions or figures[0].score - lowered >= best.score + weights.FIGURE_LEAST)
    ):
        first = figures[0]
        if not _meets(inquiry, first):
            return Verdict(report, "not_found", evidence)
        if right.parts:  # a part is never given as the whole
            return Verdict(report, "stated", evidence, (), first.row.sentence)
        verdict: RowVerdict = "none" if first.row.figure.value == 0 else "stated"
        kept = tuple(
            f
            for f in figures
            if f.score >= first.score - _WITHIN and f.row.figure.family == first.row.figure.family
        )
        return Verdict(report, verdict, evidence, kept[:_FIGURES_LISTED], first.row.sentence)
    told = [f for f in figures if f.row.sentence == best.sentence]
    told = [f for f in told if f.score >= best.score - _WITHIN][:_FIGURES_LISTED]
    return Verdict(report, "stated", evidence, tuple(told), best.sentence)


def _of_asked_time(judged: list[Judged]) -> list[Judged]:
    """What the report of another year tells of the year asked about: windows that name it, figures
    of it."""
    found = []
    for one in judged:
        figures = tuple(f for f in one.figures if f.time >= IN_SENTENCE)
        if figures or (one.time >= IN_SENTENCE and not one.figures):
            found.append(replace(one, figures=figures))
    return found


def _as_amount(inquiry: Inquiry, figure: ReadFigure) -> float:
    """The bonus of a sum of money over a count if the question may mean either ("fines"): the count
    usually stands beside the sum."""
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
    """Whether a report's own figure meets the bounds in the question. A bare number ("over 1
    million") is compared in whatever unit the report uses."""
    f = figure.row.figure
    return all(
        c.holds(f.value) and (not c.unit or c.unit == f.unit)
        for c in inquiry.asked.conditions
        if c.operator not in ("rose", "fell")
    )


def answer_census(inquiry: Inquiry) -> Answer:
    """Answer "which … reported …" over every report in scope."""
    writer = inquiry.writer
    if inquiry.scope.unknown or not inquiry.scope.body:
        return writer.refused("enumerate", inquiry.scope.unknown, [])
    found = verdicts(inquiry)
    if inquiry.asked.silent:
        return _silent(inquiry, found)
    stated = sorted((v for v in found if v.verdict == "stated"), key=lambda v: _order(inquiry, v))
    others = [v for v in found if v.verdict in ("none", "mentioned")]
    if not stated and not any(v.verdict == "none" for v in others):
        nearest = sorted((v for v in found if v.sentence >= 0), key=lambda v: -v.score)
        return writer.refused("enumerate", (), [v.sentence for v in nearest])
    rows = [row_of(inquiry, v) for v in stated]
    examined = len(found)
    if stated:
        text = (
            writer.say("stated_head", n=len(stated), examined=examined)
            + writer.listed(rows)
            + writer.say("end")
        )
    else:
        text = writer.say("stated_by_none", examined=examined)
    for verdict in ("none", "mentioned"):
        more = [row_of(inquiry, v) for v in others if v.verdict == verdict]
        if more:
            text += writer.gap + writer.say(verdict, n=len(more), items=writer.listed(more))
            rows.extend(more)
    text += _how_read(inquiry, found)
    if inquiry.all_rows:
        rows.extend(writer.row(v.report, "not_found") for v in found if v.verdict == "not_found")
    best = max((v.score for v in stated), default=0.0)
    return writer.finish("enumerate", text, tuple(rows), confidence=best)


def _how_read(inquiry: Inquiry, found: list[Verdict]) -> str:
    """A sentence that says how many reports were read closely, and what happened to the others."""
    writer = inquiry.writer
    read = sum(v.read for v in found)
    alike = sum(v.alike for v in found)
    near = sum(v.near for v in found)
    if read == len(found):
        return ""
    rest = len(found) - read - alike - near
    told = writer.gap + writer.say("read_closely" if rest else "read_only", read=read, rest=rest)
    for key, n in (("told_alike", alike), ("unread", near)):
        told += writer.gap + writer.say(key, n=n) if n else ""
    return told


def _order(inquiry: Inquiry, verdict: Verdict) -> tuple[float, str]:
    """Largest figure first; then by path."""
    value = verdict.figures[0].row.figure.value if verdict.figures else 0.0
    return -value, inquiry.generation.reports[verdict.report].path


def row_of(inquiry: Inquiry, verdict: Verdict) -> Row:
    writer = inquiry.writer
    figures = [
        writer.figure(f.row, writer.citations.cite_sentence(f.row.sentence))
        for f in verdict.figures
    ]
    numbers = [f.citation for f in figures]
    if not numbers and verdict.sentence >= 0:
        numbers = [writer.citations.cite_sentence(verdict.sentence)]
    of = verdict.figures[0].row if verdict.figures else None
    return writer.row(
        verdict.report, verdict.verdict, tuple(figures), tuple(dict.fromkeys(numbers)), of
    )


def _silent(inquiry: Inquiry, found: list[Verdict]) -> Answer:
    """Reports that do not state it, without doubtful ones; their rows carry their true verdict."""
    writer = inquiry.writer
    silent = [v for v in found if v.verdict != "stated" and v.score < -weights.DOUBT_OF_FEW]
    rows = [row_of(inquiry, v) for v in silent]
    head = writer.say("negated_head", n=len(silent), examined=len(found))
    text = head + writer.listed(rows) + writer.say("end")
    return writer.finish("enumerate", text, tuple(rows), confidence=0.0)
