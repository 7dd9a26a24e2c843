"""Questions with known answers, asked of an index and scored as docs/contract.md says."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..api import Answer
from ..errors import UsageError

if TYPE_CHECKING:
    from ..api import Index

TOLERANCE = 0.005
KINDS = ("lookup", "fact", "yes_no", "enumerate", "compare", "topic", "unanswerable")
_NEEDED = {
    "lookup": ("doc", "answer_value", "quote"),
    "fact": ("doc", "quote"),
    "yes_no": ("doc", "quote"),
    "enumerate": ("positives",),
    "compare": ("top",),
    "topic": ("evidence",),
}
FIRST = 3  # citations that a fact may stand in


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question file."""

    id: str
    q: str
    lang: str
    kind: str
    truth: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """One question's outcome. ``score`` is 0..1 (F1 for enumerate, share of evidence for topic,
    otherwise right or wrong).

    ``refused`` is the answer's ``answerable: false``; ``literal`` whether every quote equals the
    report's text; ``pair`` is question language → report language if one report is meant; ``group``
    the issuer, for confidence intervals over issuers; ``counts`` are true positives, false
    positives and false negatives of an enumerate question.
    """

    asked: Question
    score: float
    refused: bool
    literal: bool
    pair: str
    note: str
    counts: tuple[int, int, int] = (0, 0, 0)
    confidence: float = 0.0


def read_questions(paths: Iterable[Path]) -> list[Question]:
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
                    raise UsageError(
                        f"{path}:{number}: unknown kind {kind!r}; use one of {', '.join(KINDS)}"
                    )
                if missing := [key for key in _NEEDED.get(kind, ()) if key not in value]:
                    raise UsageError(
                        f"{path}:{number}: a {kind} question needs {', '.join(missing)}"
                    )
                asked.append(
                    Question(
                        str(value.get("id", number)),
                        value["q"],
                        value.get("lang", ""),
                        kind,
                        _with_names(value),
                    )
                )
            except (json.JSONDecodeError, KeyError, TypeError):
                raise UsageError(
                    f"{path}:{number}: must be a JSON object with q and kind"
                ) from None
    return asked


def _with_names(value: dict[str, Any]) -> dict[str, Any]:
    """A question whose file names are composed (NFC): some file systems give them decomposed."""
    told = dict(value)
    for key in ("doc", "top"):
        if isinstance(told.get(key), str):
            told[key] = _composed(told[key])
    for key in ("positives", "negatives"):
        if told.get(key):
            told[key] = [_composed(name) for name in told[key]]
    if told.get("evidence"):
        told["evidence"] = [(_composed(name), quote) for name, quote in told["evidence"]]
    return told


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def run(index: Index, questions: Sequence[Question]) -> list[Result]:
    """Ask every question and score it. A topic with no indexed evidence is skipped."""
    names = _names(index)
    return [
        score(index, asked, index.ask(asked.q), names)
        for asked in questions
        if asked.kind != "topic" or _evidence(asked, names) or not asked.truth["evidence"]
    ]


def score(index: Index, asked: Question, answer: Answer, names: Names | None = None) -> Result:
    """Score one answer. Positives and evidence that are not indexed are not counted."""
    names = names or _names(index)
    literal = all(index.text(c.report)[c.start : c.end] == c.quote for c in answer.citations)
    counts = (0, 0, 0)
    if asked.kind == "lookup":
        value, note = _lookup(asked, answer, names)
    elif asked.kind in ("fact", "yes_no"):
        value, note = _fact(asked, answer, names)
    elif asked.kind == "compare":
        value, note = _compare(asked, answer, names)
    elif asked.kind == "enumerate":
        value, note, counts = _enumerate(asked, answer, names)
    elif asked.kind == "topic":
        value, note = _topic(asked, answer, names)
    else:
        value = float(not answer.answerable)
        note = "" if value else f"answered: {answer.answer[:110]}"
    return Result(
        asked,
        value,
        not answer.answerable,
        literal,
        _pair(index, asked),
        note,
        counts,
        answer.confidence,
    )


Names = dict[str, tuple[str, ...]]


def _names(index: Index) -> Names:
    """File names by report id: its own, then those of its copies; then their paths in the corpus,
    by which files of one name are told apart."""
    found = {}
    for r in index.reports:
        paths = [r.path, *(copy.path for copy in index.links(r.id).also_in)]
        names = [Path(path).name for path in paths]
        found[r.id] = tuple(map(_composed, dict.fromkeys([*names, *paths])))
    return found


def _lookup(asked: Question, answer: Answer, names: Names) -> tuple[float, str]:
    if not answer.rows:
        return 0.0, "refused" if not answer.answerable else "no row"
    row, truth = answer.rows[0], asked.truth
    right = bool(row.figures) and _close(row.figures[0].value, truth["answer_value"])
    cited = any(
        truth["doc"] in names[c.report] and _quote(truth) in without_spaces(c.quote)
        for c in answer.citations
    )
    if right and cited:
        return 1.0, ""
    got = f"{row.figures[0].metric} {row.figures[0].raw}" if row.figures else "no figure"
    return 0.0, f"got {got} of {names[row.report][0]}" + ("" if cited else ", passage not cited")


def _quote(truth: dict[str, Any]) -> str:
    """What a citation must contain, ignoring white space: ``quote_min`` if present (a table cell,
    whose row may be laid out differently by another reader)."""
    return without_spaces(truth.get("quote_min") or truth["quote"])


def _fact(asked: Question, answer: Answer, names: Names) -> tuple[float, str]:
    """One of the first citations is of the report and holds the quote, or is held by it; a yes or
    no must be the right one too."""
    if not answer.answerable:
        return 0.0, "refused"
    truth, first = asked.truth, answer.citations[:FIRST]
    wanted = _quote(truth)
    for c in first:
        held = without_spaces(c.quote)
        if truth["doc"] in names[c.report] and held and (wanted in held or held in wanted):
            break
    else:
        where = ", ".join(names[c.report][0] for c in first) or "no citation"
        return 0.0, f"cited {where}" + (f": {first[0].quote[:60]}" if first else "")
    said = _short(answer)
    if asked.kind == "yes_no" and said != truth.get("answer", said):
        return 0.0, f"said {said or 'neither yes nor no'}"
    return 1.0, ""


def _short(answer: Answer) -> str:
    """The words of the answer (``short``), of the first row or of the whole."""
    holders: tuple[object, ...] = (*answer.rows[:1], answer)
    return next(
        (str(getattr(h, "short", "") or "") for h in holders if getattr(h, "short", "")), ""
    )


def _compare(asked: Question, answer: Answer, names: Names) -> tuple[float, str]:
    """The first row cites the report that should rank first."""
    if not answer.rows:
        return 0.0, "refused" if not answer.answerable else "no row"
    numbers = set(answer.rows[0].citations)
    cited = [names[c.report] for c in answer.citations if c.n in numbers]
    if any(asked.truth["top"] in own for own in cited):
        return 1.0, ""
    return 0.0, f"first row cites {', '.join(own[0] for own in cited) or 'nothing'}"


def _enumerate(
    asked: Question, answer: Answer, names: Names
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


def _topic(asked: Question, answer: Answer, names: Names) -> tuple[float, str]:
    first = [(names[c.report], without_spaces(c.quote)) for c in answer.citations[:5]]
    evidence = _evidence(asked, names)
    missed = [
        (doc, quote)
        for doc, quote in evidence
        if not any(doc in d and without_spaces(quote) in q for d, q in first)
    ]
    most = min(len(evidence), 5)  # there is room for no more
    hit = len(evidence) - len(missed)
    value = min(1.0, hit / most) if most else 1.0
    return value, "; ".join(f"{doc}: {quote}" for doc, quote in missed if value < 1)


def _evidence(asked: Question, names: Names) -> list[tuple[str, str]]:
    """Evidence in files that are indexed."""
    there = {name for own in names.values() for name in own}
    return [(doc, quote) for doc, quote in asked.truth["evidence"] if doc in there]


def without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _close(value: float, truth: float) -> bool:
    return abs(value - truth) <= TOLERANCE * abs(truth)


def _pair(index: Index, asked: Question) -> str:
    doc = asked.truth.get("doc")
    for row in index.reports:
        if doc and doc in (_composed(Path(row.path).name), _composed(row.path)):
            return f"{asked.lang}→{row.details.language or '?'}"
    return asked.lang
