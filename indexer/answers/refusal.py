"""One decision, for every kind of question: is there evidence enough to answer at all?"""

from __future__ import annotations

from .answer import Answer
from .context import Context

_CLOSEST = 3


def refused(context: Context, kind: str, *, confidence: float = 0.0) -> Answer:
    """An answer that says that no report states it, and why; the closest passages are cited."""
    scope = context.scope
    if scope.unknown:
        text = context.say("refuse_unknown", names=context.say("list").join(scope.unknown))
    elif scope.year_missing:
        text = context.say("refuse_year")
    else:
        text = context.say("refuse", reports=len(context.generation.reports))
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
        reports=len(context.generation.reports), examined=len(context.rows), confidence=confidence,
    )
