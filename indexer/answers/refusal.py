"""One decision, for every kind of question: is there evidence enough to answer at all?"""

from __future__ import annotations

from .answer import Answer
from .context import Context
from .weights import (
    LOOKUP_THRESHOLD,
    NAMED_MARGIN,
    STATED_THRESHOLD,
    TOPIC_THRESHOLD,
    UNNAMED_MARGIN,
)

_CLOSEST = 3
_MANY = 8
_FEW = 2
NOTHING = -9.0


def surplus(context: Context, kind: str, score: float) -> float:
    """How far the best evidence lies above what an answer needs, in log-odds; below 0 it is
    refused. A question that names its report needs less, one that names none of many needs more:
    the more figures are looked at, the likelier one fits by chance."""
    if kind == "topic":
        return score - TOPIC_THRESHOLD
    if kind != "lookup":
        return score - STATED_THRESHOLD
    if len(context.rows) > _MANY:
        return score - LOOKUP_THRESHOLD - UNNAMED_MARGIN
    if len(context.rows) <= _FEW and context.scope.named:
        return score - LOOKUP_THRESHOLD + NAMED_MARGIN
    if not context.scope.named and not context.question.years:
        return score - LOOKUP_THRESHOLD - UNNAMED_MARGIN / 2
    return score - LOOKUP_THRESHOLD


def refused(context: Context, kind: str, *, confidence: float = NOTHING) -> Answer:
    """An answer that says that no report states it, and why; the closest passages are cited."""
    scope = context.scope
    if scope.unknown:
        text = context.say("refuse_unknown", names=context.say("list").join(scope.unknown))
    elif scope.year_missing:
        text = context.say("refuse_year")
    else:
        text = context.say("refuse", reports=len(context.generation.works.live))
    numbers = []
    if not scope.unknown:
        for scored in context.evidence.sentences(context.evidence.best_rows(8))[:_CLOSEST]:
            numbers.append(context.citations.cite_sentence(scored.row))
    if numbers:
        cites = "".join(f"[{n}]" for n in numbers)
        separator = "" if context.language == "zh" else " "
        text += separator + context.say("closest", cites=cites)
    return Answer(
        question=context.question.text, language=context.question.language, kind=kind,
        answerable=False, answer=text, citations=context.citations.all(),
        reports=len(context.generation.works.live), examined=len(context.rows),
        files=len(context.generation.reports),
        confidence=min(confidence, -0.01),
    )
