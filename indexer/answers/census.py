"""Which reports state it: every report in scope gets a verdict from its own best passages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..folding import fold
from .answer import Answer, Row
from .context import Context
from .evidence import ScoredFigure, ScoredSentence
from .refusal import refused, surplus
from .weights import MENTIONED_THRESHOLD, SENTENCE_STATED_THRESHOLD, STATED_THRESHOLD

_NONE = re.compile(
    r"(?:没有|未(?!来|成年)|无(?=人|一|任何|行政|罚|处罚|此类|案件|发生|新增|被|相关|违法|投诉|"
    r"复议|诉讼|责任|重大|较大)|不存在|零(?!散|售|星))(?:[^，。；]{0,12})|均(?:没有|未)|为(?:零|"
    r"0)(?!\d)|(?<![\d.])0(?:件|起|宗|次|人|元|万元|例|项)"
    r"|\b(?:no|none|zero|nil|without any)\b|\bdid not\b|\baucune?\b|\bkeine?\b|\bningun[ao]?\b|"
    r"なかった|ありません|なし"
)
_KANA = re.compile("[\u3041-\u3096]")
# After the thing denied, only that it occurred may be: 罚款均没有发生, not 罚没情况没有公布.
_NOT_OCCURRED = re.compile(
    r"(?:均|都|全)?(?:没有|未|无|不存在|为?零|为?0)(?:曾|再|有)?"
    r"(?:发生|出现|实施|产生|引发|作出|开出|收到|被|[件起宗次人元]|万元)?(?:过|处罚)?\W*$"
)
_LOOK = 24
_SAME_MATTER = 0.7  # a related concept at least
_TURNED_MARGIN = 1.0
_LACKING = 0.6
_FIGURES_LISTED = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """A report's verdict with what bears it out, strongest first."""

    report: int
    verdict: str
    score: float
    figures: tuple[ScoredFigure, ...] = ()
    sentences: tuple[int, ...] = ()


def judge_all(context: Context) -> list[Verdict]:
    """A verdict for each report in scope, in the order of the index."""
    return [judge(context, report) for report in context.rows]


def judge(context: Context, report: int) -> Verdict:
    """Verdict of one report: stated, mentioned, none or not_found."""
    if not context.parts:
        return _judge_one(context, report)
    parts = [_judge_one(part, report) for part in context.parts]
    if all(p.verdict == "stated" for p in parts):
        figures = tuple(p.figures[0] for p in parts if p.figures)
        sentences = tuple(s for p in parts for s in p.sentences)
        return Verdict(report, "stated", min(p.score for p in parts), figures, sentences)
    found = [p for p in parts if p.verdict in ("stated", "mentioned")]
    if not found:
        return Verdict(report, "not_found", max(p.score for p in parts))
    return Verdict(report, "mentioned", found[0].score, found[0].figures, found[0].sentences)


def _judge_one(context: Context, report: int) -> Verdict:
    rows = context.evidence.rows_of_report(report, _LOOK)
    sentences = context.evidence.sentences(rows)
    if not sentences:
        return Verdict(report, "not_found", -9.0)
    none = _says_none(context, sentences)
    if context.question.asks_none:
        return _verdict_on_none(report, none)
    wants_figure = (bool(context.question.conditions) or context.matter.family_said
                    or context.question.asks_figure)
    if not wants_figure:
        return _by_sentence(context, report, sentences, none)
    figures = [f for f in context.evidence.figures(rows) if _counts(context, f)]
    turned = context.question.turned
    bar = STATED_THRESHOLD - (_TURNED_MARGIN if turned else 0.0)
    stated = [f for f in figures if f.score >= bar]
    if turned and not stated:
        return Verdict(report, "not_found", figures[0].score if figures else -9.0)
    nonzero = [f for f in stated if f.row.figure.value != 0]
    if nonzero:
        if not _meets(context, nonzero[0]):
            return Verdict(report, "not_found", nonzero[0].score)
        kept = tuple(f for f in nonzero if f.score >= nonzero[0].score - 2.5)[:_FIGURES_LISTED]
        return Verdict(report, "stated", nonzero[0].score, kept)
    if stated or none is not None:
        rows_cited = (stated[0].row.sentence,) if stated else (none.row,) if none else ()
        score = stated[0].score if stated else 0.0
        return Verdict(report, "none", score, tuple(stated[:1]), rows_cited)
    best = sentences[0]
    if best.features["concepts"] >= _SAME_MATTER and best.score >= MENTIONED_THRESHOLD:
        return Verdict(report, "mentioned", best.score, (), (best.row,))
    return Verdict(report, "not_found", figures[0].score if figures else best.score - 5)


def _by_sentence(
    context: Context, report: int, sentences: list[ScoredSentence], none: ScoredSentence | None
) -> Verdict:
    pertinent = [s for s in sentences if _pertinent(context, s)]
    if not pertinent:
        return Verdict(report, "not_found", sentences[0].score)
    best = pertinent[0]
    if none is not None and none.row == best.row:
        return Verdict(report, "none", best.score, (), (best.row,))
    figures = [f for f in context.evidence.figures([s.row for s in pertinent])
               if f.score >= STATED_THRESHOLD and f.row.figure.value != 0]
    if figures:
        return Verdict(report, "stated", figures[0].score, tuple(figures[:1]))
    if best.score >= SENTENCE_STATED_THRESHOLD:
        return Verdict(report, "stated", best.score, (), (best.row,))
    return Verdict(report, "not_found", best.score)


def _pertinent(context: Context, scored: ScoredSentence) -> bool:
    """Whether a sentence names the rarest thing asked and most of the words that no lexicon term
    covers: a matter that is only near is not stated."""
    lacking = scored.features["residual"] > _LACKING and not context.evidence.alternatives
    return bool(scored.features["rarest"]) and not lacking


def _verdict_on_none(report: int, none: ScoredSentence | None) -> Verdict:
    """The question asks who says that there was none: saying so is what is asked."""
    if none is None:
        return Verdict(report, "not_found", -9.0)
    return Verdict(report, "stated", none.score, (), (none.row,))


def _says_none(context: Context, sentences: list[ScoredSentence]) -> ScoredSentence | None:
    """A sentence that says of the thing asked that there was none."""
    quantities = context.matter.quantities
    for scored in sentences:
        if scored.score < SENTENCE_STATED_THRESHOLD - 1.5:
            break
        row = context.generation.sentence(scored.row)
        text = fold(context.generation.text(row.report)[row.start: row.end])
        wide = set().union(*(context.lexicon.with_related(q) for q in quantities)) \
            if quantities else set()
        if any(_denies(context, clause, wide) for clause in re.split(r"[，,。；;]", text)):
            return scored
    return None


def _denies(context: Context, clause: str, wide: set[str]) -> bool:
    """Whether a clause denies the thing itself: 没有行政诉讼, 罚款均没有发生, no fines were
    imposed; not 没有出现执法人员违法, which denies something of it."""
    for no in _NONE.finditer(clause):
        for match in context.lexicon.matches(clause):
            if match.concept not in wide:
                continue
            after = len(clause) - match.end
            han = "一" <= clause[match.start] <= "鿿"
            if match.start >= no.start() and (after <= 6 or not han):
                return True
            if match.end <= no.start() + 1:
                ended = bool(_NOT_OCCURRED.match(clause[no.start():]))
                if no.start() - match.end <= (8 if han else 30) and (
                    ended or not han or _KANA.search(clause)
                ):
                    return True
    return False


def _counts(context: Context, scored: ScoredFigure) -> bool:
    figure = scored.row.figure
    if not scored.features["rarest"]:
        return False
    if context.matter.family and figure.family != context.matter.family:
        return False
    turn = next((c.operator for c in context.question.conditions
                 if c.operator in ("rose", "fell")), "")
    if turn:
        return figure.role == "change" and (figure.value > 0) == (turn == "rose")
    return figure.role != "change" or context.question.asks_change


def _meets(context: Context, scored: ScoredFigure) -> bool:
    """Whether a report's own figure meets the question's conditions. A bare number ("over 1
    million") is compared in whatever unit the report counts in."""
    figure = scored.row.figure
    return all(
        c.holds(figure.value) and (not c.unit or c.unit == figure.unit)
        for c in context.question.conditions if c.operator not in ("rose", "fell")
    )


def answer_census(context: Context) -> Answer:
    """Answer "which … reported …" over every report in scope."""
    if context.scope.unknown or not context.rows:
        return refused(context, "enumerate")
    verdicts = judge_all(context)
    if context.question.negated:
        return _negated(context, verdicts)
    stated = [v for v in verdicts if v.verdict == "stated"]
    stated.sort(key=lambda v: _order(context, v))
    if not stated and not any(v.verdict == "none" for v in verdicts):
        best = max((v.score for v in verdicts), default=-9.0)
        return refused(context, "enumerate", confidence=surplus(context, "enumerate", best))
    rows = [_row(context, v) for v in stated]
    text = _text(context, stated, rows, verdicts)
    others = [v for v in verdicts if v.verdict in ("none", "mentioned")]
    for verdict in ("none", "mentioned"):
        some = [v for v in others if v.verdict == verdict]
        more = [_row(context, v) for v in some]
        if more:
            items = listed(context, some, more)
            text += _gap(context) + context.say(verdict, n=len(more), items=items)
        rows.extend(more)
    if context.all_rows:
        silent = [v for v in verdicts if v.verdict == "not_found"]
        rows.extend(context.row(v.report, "not_found") for v in silent)
    best_score = max((v.score for v in stated), default=0.0)
    return context.finish("enumerate", text, tuple(rows), examined=len(verdicts),
                          confidence=surplus(context, "enumerate", best_score))


def _order(context: Context, verdict: Verdict) -> tuple[float, str]:
    """Largest figure first within a question about amounts; then by path."""
    value = verdict.figures[0].row.figure.value if verdict.figures else 0.0
    return (-value, context.generation.reports[verdict.report].path)


def _row(context: Context, verdict: Verdict) -> Row:
    figures = []
    for scored in verdict.figures:
        n = context.citations.cite_sentence(scored.row.sentence)
        figures.append(context.figure(scored.row, n))
    numbers = [f.citation for f in figures]
    numbers += [context.citations.cite_sentence(s) for s in verdict.sentences]
    return context.row(verdict.report, verdict.verdict, tuple(figures),
                       tuple(dict.fromkeys(numbers)))


def _text(context: Context, stated: list[Verdict], rows: list[Row], verdicts: list[Verdict]) -> str:
    if not stated:
        return context.say("stated_by_none", examined=len(verdicts))
    key = "stated_none_head" if context.question.asks_none else "stated_head"
    head = context.say(key, n=len(stated), examined=len(verdicts))
    return head + listed(context, stated, rows) + context.say("end")


def listed(context: Context, verdicts: list[Verdict], rows: list[Row], limit: int = 12) -> str:
    """The first ``limit`` verdicts as one line: issuer, year, first figure, its citation."""
    items = []
    for verdict, row in list(zip(verdicts, rows, strict=True))[:limit]:
        raw = ""
        if row.figures:
            first = row.figures[0]
            raw = context.named(first.metric, first.raw)
        cite = "".join(f"[{n}]" for n in row.citations[:1])
        items.append(context.say("row", who=context.who(verdict.report),
                                 year=context.year(verdict.report), amount=raw, cite=cite).strip())
    if len(rows) > limit:
        items.append(context.say("more", n=len(rows)))
    return context.say("sep").join(items)


def _gap(context: Context) -> str:
    return "" if context.language == "zh" else " "


def _negated(context: Context, verdicts: list[Verdict]) -> Answer:
    """Reports that do not state it; their rows carry their true verdict."""
    silent = [v for v in verdicts if v.verdict != "stated"]
    rows = [_row(context, v) for v in silent]
    head = context.say("negated_head", n=len(silent), examined=len(verdicts))
    text = head + listed(context, silent, rows) + context.say("end")
    return context.finish("enumerate", text, tuple(rows), confidence=0.0, examined=len(verdicts))
