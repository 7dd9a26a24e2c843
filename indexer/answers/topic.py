"""Passages that answer an open question: grouped by report, whole sentences, no near-duplicates."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from .answer import Answer
from .context import Context, quoted
from .evidence import ScoredSentence
from .refusal import NOTHING, refused, surplus
from .weights import TOPIC_THRESHOLD

_LOOK = 40
_CITED = 5
_PER_ISSUER = 2
_SAME = 0.92
_NEAR = 2.5
_LONGEST = 300


def answer_topic(context: Context) -> Answer:
    """The best sentences over all reports in scope, at most two an issuer among the first five."""
    if context.scope.unknown or not context.rows:
        return refused(context, "topic")
    scored = context.evidence.sentences(context.evidence.best_rows(_LOOK))
    if not scored or scored[0].score < TOPIC_THRESHOLD:
        return refused(context, "topic", confidence=_surplus(context, scored))
    chosen = _chosen(context, scored)
    spans = {one.row: _span(context, one) for one in chosen}
    numbers = {row: context.citations.cite(*span) for row, span in spans.items()}
    text = context.say("sep").join(_parts(context, chosen, spans, numbers)) + context.say("end")
    return context.finish("topic", text.replace("。；", "；").replace("。。", "。"), (),
                          confidence=_surplus(context, scored), examined=len(context.rows))


def _surplus(context: Context, scored: list[ScoredSentence]) -> float:
    return surplus(context, "topic", scored[0].score if scored else NOTHING)


def _chosen(context: Context, scored: list[ScoredSentence]) -> list[ScoredSentence]:
    kept: list[ScoredSentence] = []
    taken: dict[str, int] = defaultdict(int)
    single = len(context.rows) == 1
    for one in scored:
        if len(kept) == _CITED or one.score < TOPIC_THRESHOLD:
            break
        issuer = context.who(one.report)
        if not single and taken[issuer] >= _PER_ISSUER:
            continue
        if one.features["heading"] or any(_alike(context, one.row, k.row) for k in kept):
            continue
        kept.append(one)
        taken[issuer] += 1
    return kept


def _alike(context: Context, a: int, b: int) -> bool:
    vectors = context.generation.sentence_vectors
    return float(np.dot(vectors[a], vectors[b])) > _SAME


def _span(context: Context, best: ScoredSentence) -> tuple[int, int, int]:
    """The sentence, with a neighbour in its passage that bears on the question nearly as well."""
    gen = context.generation
    row = gen.sentence(best.row)
    start, end = row.start, row.end
    for step in (1, -1):
        neighbour = best.row + step
        if not 0 <= neighbour < len(gen.sentence_report):
            continue
        other = gen.sentence(neighbour)
        if other.passage != row.passage or \
                context.evidence.sentences([neighbour])[0].score < best.score - _NEAR:
            continue
        longer = max(end, other.end) - min(start, other.start)
        if longer <= _LONGEST:
            start, end = min(start, other.start), max(end, other.end)
    return row.report, start, end


def _parts(
    context: Context, chosen: list[ScoredSentence], spans: dict[int, tuple[int, int, int]],
    numbers: dict[int, int],
) -> list[str]:
    by_report: dict[int, list[ScoredSentence]] = defaultdict(list)
    for one in chosen:
        by_report[one.report].append(one)
    parts = []
    for report, ones in by_report.items():
        quotes = []
        first = {numbers[one.row]: one for one in reversed(ones)}
        for one in (o for o in ones if first[numbers[o.row]] is o):
            _, start, end = spans[one.row]
            quote = quoted(context.generation.text(report)[start:end])
            quotes.append(f"“{quote}”[{numbers[one.row]}]")
        parts.append(context.say("topic", who=context.who(report), year=context.year(report),
                                 quote="".join(quotes), cite="").strip())
    return parts
