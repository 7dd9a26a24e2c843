"""A language model decides on the borderline reports of a census, and on nothing else.

Borderline are reports whose log-odds lie between two thresholds (``answers/weights.py``). How many
calls that takes is known before the first. A reply other than yes or no leaves a verdict as it is.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Annotated

from ..answers import weights
from ..answers.answer import Answer, Citation
from ..answers.census import Verdict, answer_census, verdicts
from ..answers.citations import CitationList
from ..answers.inquiry import Inquiry
from ..contract import HIDDEN, Told
from .endpoint import Endpoint
from .prompts import to_judge

_TOKENS = 4
_YES = re.compile(r"\s*(?:是|yes)\b|\s*是", re.IGNORECASE)
_NO = re.compile(r"\s*(?:否|不是|没有|no)\b|\s*(?:否|不是|没有)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Borderline(Told):
    """What a language model would be asked about the reports of a census."""

    question: Annotated[str, "The question to many reports."]
    examined: Annotated[int, "Reports that the question is put to."]
    calls: Annotated[int, "Calls of the language model, one for each borderline report."]
    share: Annotated[float, "Their share of the reports examined, 0 to 1."]
    passages: Annotated[tuple[Citation, ...], "The passage of each borderline report."]
    stated: Annotated[tuple[bool, ...], "Whether each counts as stating it so far."]
    inquiry: Annotated[Inquiry, HIDDEN] = field(repr=False, compare=False)
    rows: Annotated[tuple[int, ...], HIDDEN] = ()


def borderline(inquiry: Inquiry) -> Borderline:
    """The borderline reports of a census."""
    found = verdicts(inquiry)
    doubtful = [v for v in found if is_borderline(v)]
    passages = []
    for number, verdict in enumerate(doubtful, 1):
        cited = CitationList(inquiry.generation)
        cited.cite_sentence(verdict.best)
        passages.append(replace(cited.all()[0], n=number))
    return Borderline(
        question=inquiry.asked.text,
        examined=len(found),
        calls=len(doubtful),
        share=len(doubtful) / len(found) if found else 0.0,
        passages=tuple(passages),
        stated=tuple(v.verdict != "not_found" for v in doubtful),
        inquiry=inquiry,
        rows=tuple(v.report for v in doubtful),
    )


def is_borderline(verdict: Verdict) -> bool:
    """Whether the verdict on a report that was read lies between the two thresholds."""
    near = weights.BORDERLINE_BELOW <= verdict.score <= weights.BORDERLINE_ABOVE
    return verdict.read and verdict.best >= 0 and near


def judge(
    doubtful: Borderline,
    endpoint: Endpoint,
    on_progress: Callable[[int, int], None] | None = None,
    cancelled: threading.Event | None = None,
) -> Answer:
    """The census with the model's verdicts. ``on_progress`` is called with (calls done, all);
    once ``cancelled`` is set, the rest keep their verdicts. Raises LanguageModelError."""
    inquiry, told = doubtful.inquiry, {}
    for done, (row, passage) in enumerate(zip(doubtful.rows, doubtful.passages, strict=True)):
        if on_progress is not None:
            on_progress(done, doubtful.calls)
        if cancelled is not None and cancelled.is_set():
            break
        messages = to_judge(doubtful.question, inquiry.asked.language, passage)
        said = yes_or_no(endpoint.text(messages, tokens=_TOKENS))
        if said is not None:
            told[row] = said
    if on_progress is not None:
        on_progress(doubtful.calls, doubtful.calls)
    writer = replace(inquiry.writer, citations=CitationList(inquiry.generation))
    answer = answer_census(replace(inquiry, told=told, writer=writer))
    if not told:
        return answer
    yes = sum(told.values())
    note = writer.say("judged", n=len(told), model=endpoint.model, yes=yes, no=len(told) - yes)
    return replace(answer, answer=answer.answer + writer.gap + note, assisted_by=endpoint.model)


def yes_or_no(reply: str) -> bool | None:
    """The verdict of a reply; None if it is neither."""
    if _NO.match(reply):
        return False
    return True if _YES.match(reply) else None
