"""Questions with known answers, asked of an index and scored as docs/contract.md says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..answers.answer import Answer
from ..errors import UsageError

if TYPE_CHECKING:
    from ..api import Index

TOLERANCE = 0.005
KINDS = ("lookup", "enumerate", "topic", "unanswerable")


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a question file."""

    id: str
    q: str
    lang: str
    kind: str
    truth: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """One question's outcome. ``score`` is 0..1 (F1 for enumerate, share of evidence for topic).

    ``refused`` is the answer's ``answerable: false``; ``literal`` whether every quote equals the
    report's text; ``pair`` is question language → report language where one report is meant;
    ``group`` the issuer, for confidence intervals over issuers; ``counts`` are true positives,
    false positives and false negatives of an enumerate question.
    """

    asked: Asked
    score: float
    refused: bool
    literal: bool
    pair: str
    note: str
    counts: tuple[int, int, int] = (0, 0, 0)
    confidence: float = 0.0


def read_questions(paths: Iterable[Path]) -> list[Asked]:
    """Questions of one or more files; UsageError names a bad line."""
    asked = []
    for path in paths:
        if not path.is_file():
            raise UsageError(f"{path}: no such question file")
        for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
                kind = value["kind"]
                if kind not in KINDS:
                    raise UsageError(f"{path}:{number}: kind {kind!r} is none of "
                                     f"{', '.join(KINDS)}")
                asked.append(Asked(str(value.get("id", number)), value["q"], value.get("lang", ""),
                                   kind, value))
            except (json.JSONDecodeError, KeyError, TypeError):
                raise UsageError(f"{path}:{number}: needs q and kind as JSON") from None
    return asked


def run(index: Index, questions: Sequence[Asked]) -> list[Result]:
    """Ask every question and score it."""
    return [score(index, asked, index.ask(asked.q)) for asked in questions]


def score(index: Index, asked: Asked, answer: Answer) -> Result:
    """Score one answer. Positives and evidence that are not indexed are left out of the count."""
    literal = all(
        index.show(c.report)["text"][c.start: c.end] == c.quote for c in answer.citations
    )
    names = _names(index)
    counts = (0, 0, 0)
    if asked.kind == "lookup":
        value, note = _lookup(asked, answer, names)
    elif asked.kind == "enumerate":
        value, note, counts = _enumerate(asked, answer, names)
    elif asked.kind == "topic":
        value, note = _topic(asked, answer, names)
    else:
        value = float(not answer.answerable)
        note = "" if value else f"answered: {answer.answer[:110]}"
    return Result(asked, value, not answer.answerable, literal, _pair(index, asked), note, counts,
                  answer.confidence)


def _names(index: Index) -> dict[str, tuple[str, ...]]:
    """File names by report id: its own, then those of its copies."""
    works, reports = index.generation.works, index.reports
    return {r.id: tuple(Path(reports[row].path).name for row in (r.row, *works.copies(r.row)))
            for r in reports}


def _lookup(
    asked: Asked, answer: Answer, names: dict[str, tuple[str, ...]]
) -> tuple[float, str]:
    if not answer.rows:
        return 0.0, "refused" if not answer.answerable else "no row"
    row, truth = answer.rows[0], asked.truth
    right = bool(row.figures) and _close(row.figures[0].value, truth["answer_value"])
    cited = any(
        truth["doc"] in names[c.report] and squeezed(truth["quote"]) in squeezed(c.quote)
        for c in answer.citations
    )
    if right and cited:
        return 1.0, ""
    got = f"{row.figures[0].metric} {row.figures[0].raw}" if row.figures else "no figure"
    return 0.0, f"got {got} of {names[row.report][0]}" + ("" if cited else ", passage not cited")


def _enumerate(
    asked: Asked, answer: Answer, names: dict[str, tuple[str, ...]]
) -> tuple[float, str, tuple[int, int, int]]:
    stated = {name for r in answer.rows if r.verdict == "stated" for name in names[r.report]}
    there = {name for of_one in names.values() for name in of_one}
    positives = set(asked.truth["positives"]) & there
    negatives = set(asked.truth.get("negatives", ())) & there
    hit, wrong, missed = stated & positives, stated & negatives, positives - stated
    f1 = 2 * len(hit) / (2 * len(hit) + len(wrong) + len(missed)) if positives else float(not wrong)
    notes = [f"missed {sorted(missed)}"] if missed else []
    notes += [f"wrong {sorted(wrong)}"] if wrong else []
    return f1, "; ".join(notes), (len(hit), len(wrong), len(missed))


def _topic(
    asked: Asked, answer: Answer, names: dict[str, tuple[str, ...]]
) -> tuple[float, str]:
    first = [(names[c.report], squeezed(c.quote)) for c in answer.citations[:5]]
    missed = [
        (doc, quote) for doc, quote in asked.truth["evidence"]
        if not any(doc in d and squeezed(quote) in q for d, q in first)
    ]
    share = 1 - len(missed) / len(asked.truth["evidence"])
    return share, "; ".join(f"{doc}: {quote}" for doc, quote in missed)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _close(value: float, truth: float) -> bool:
    return abs(value - truth) <= TOLERANCE * abs(truth)


def _pair(index: Index, asked: Asked) -> str:
    doc = asked.truth.get("doc")
    for row in index.reports:
        if doc and Path(row.path).name == doc:
            return f"{asked.lang}→{row.details.language or '?'}"
    return asked.lang
