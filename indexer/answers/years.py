"""One value of one body in each of several years: "fines of 2023 and 2024"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..search.question import Question, YearAsked
from .answer import Answer
from .citations import CitationList
from .context import Context
from .lookup import answer_lookup

_AND = re.compile(
    r"(?:年度?)?\s?(?:和|与|及|以及|、|,|，|;|and|&|et|und|y|と)(?: in| for| en| im)?\s?"
)


def years_listed(question: Question) -> tuple[YearAsked, ...]:
    """The years of a question that lists two or more (2023年和2024年); else none. A year that is
    only compared with (2024年比2023年) is none of a list."""
    if question.kind != "lookup" or question.asks_change or len(question.years) < 2:
        return ()
    at = 0
    for first, second in zip(question.years, question.years[1:], strict=False):
        start = question.folded.find(first.printed, at) + len(first.printed)
        at = question.folded.find(second.printed, start)
        if at < 0 or not _AND.fullmatch(question.folded[start:at]):
            return ()
    return tuple(dict.fromkeys(question.years))


def answer_years(whole: Context, each: Sequence[Context]) -> Answer:
    """``whole`` answered a year at a time (``each`` shares its citations); a year that no report
    states is said to be missing. Refused as a lookup is where no year has an answer."""
    found, texts = [], []
    for context in each:
        part = None if context.scope.year_missing else answer_lookup(
            replace(context, citations=CitationList(context.generation)))
        if part is None or not part.answerable:
            year = context.question.years[0].printed
            texts.append(context.say("year_not_stated", year=year))
            continue
        part = answer_lookup(context)
        found.append(part)
        texts.append(part.answer)
    if not found:
        return answer_lookup(whole)
    return replace(
        found[0], question=whole.question.text,
        answer=("" if whole.language == "zh" else " ").join(texts),
        rows=tuple(row for part in found for row in part.rows),
        citations=whole.citations.all(), examined=len(whole.rows),
        confidence=min(part.confidence for part in found),
    )
