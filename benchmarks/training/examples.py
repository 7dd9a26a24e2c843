"""Reports and questions as token rows, ready to train on without the rest of the project.

Everything is cut by the code that answers questions later: passages as they are embedded, windows
as the reader model reads them, figures with the clause that the index keeps.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.document.report import Details, Figure
from indexer.index.store.content import Content, Source, content_of
from indexer.models.tokenizer import Tokenizer
from indexer.reading.read import read_report
from indexer.retrieval.windows import heading_line, windows
from indexer.text.sentences import split_sentences

from .bank import BankQuestion, BankReport, CensusQuestion

FAMILIES = ("money", "count", "ratio", "time", "area", "length", "mass", "other")
ROLES = ("level", "change", "previous", "plan")
#: Kinds a question may have; the order is that of the question head's outputs.
KINDS = ("lookup", "fact", "yes_no", "enumerate", "compare", "total", "topic")
MAX_PASSAGE, MAX_WINDOW = 480, 300
#: Token types of the reader's input.
QUESTION, HEADING, BEFORE, BODY, FIGURE = range(5)
Span = tuple[int, int]


@dataclass
class ReportRows:
    """A report: ``passages`` id rows; ``sentences`` (passage, start, end) in tokens; ``figures``
    dicts of passage, clause, own, sentence, family, role; ``windows`` dicts of ids, types,
    sentence and figures [(figure, start, end)]; ``name_ids`` its title and body."""

    name: str
    source: str
    name_ids: list[int]
    passages: list[list[int]] = field(default_factory=list)
    sentences: list[tuple[int, int, int]] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)
    windows: list[dict[str, Any]] = field(default_factory=list)


class Rows:
    """Makes rows with one tokenizer."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer

    def ids(self, text: str, limit: int = 512) -> list[int]:
        return list(self.tokenizer.encode(text, limit).ids)

    def inner(self, text: str) -> tuple[list[int], list[Span]]:
        """Ids and spans of ``text`` without the marks of begin and end."""
        encoding = self.tokenizer.encode(text, 4096)
        return list(encoding.ids[1:-1]), list(encoding.spans[1:-1])

    def question(self, q: str, body: Sequence[Span], time: Sequence[Span]) -> dict[str, Any]:
        """``ids`` with the prompt, ``tags`` (0 none, 1 body, 2 time) for each, ``plain`` ids."""
        prompt = "query: "
        encoding = self.tokenizer.encode(prompt + q, 128)
        tags = []
        for start, end in encoding.spans:
            start, end = start - len(prompt), end - len(prompt)
            tag = 0
            for kind, spans in ((1, body), (2, time)):
                if end > start and any(a < end and start < b for a, b in spans):
                    tag = kind
            tags.append(tag)
        return {"ids": list(encoding.ids), "tags": tags, "plain": self.inner(q)[0][:96]}

    def report(self, name: str, source: str, content: Content) -> ReportRows:
        details, text = content.details, content.text
        rows = ReportRows(name, source, self.ids(f"passage: {details.title} {details.issuer}", 64))
        shifts, spans = [], []
        for before, (start, end, _) in zip(content.contexts, content.passages, strict=True):
            shown = text[start:end]
            lead = len(shown) - len(shown.lstrip())
            encoding = self.tokenizer.encode(f"passage: {before}{shown.strip()}", MAX_PASSAGE)
            rows.passages.append(list(encoding.ids))
            spans.append(encoding.spans)
            shifts.append(len("passage: " + before) - start - lead)
        places = content.sentence_passages()
        for (start, end), p in zip(content.sentences, places, strict=True):
            rows.sentences.append((p, *token_span(spans[p], start + shifts[p], end + shifts[p])))
        for figure, (p, s) in zip(content.figures, content.figure_places(), strict=True):
            rows.figures.append(
                {
                    "passage": p,
                    "sentence": s,
                    "clause": token_span(
                        spans[p], figure.clause_start + shifts[p], figure.clause_end + shifts[p]
                    ),
                    "own": token_span(spans[p], figure.start + shifts[p], figure.end + shifts[p]),
                    "family": family_number(figure),
                    "role": role_number(figure),
                    "value": figure.value,
                    "char": (figure.start, figure.end),
                }
            )
        floors = [content.passages[p][0] for p in places]
        self._windows(rows, content, places, floors)
        return rows

    def _windows(
        self, rows: ReportRows, content: Content, places: list[int], floors: list[int]
    ) -> None:
        text = content.text
        for window in windows(text, content.sentences, floors):
            path = content.passages[places[window.sentence]][2]
            heading, _ = self.inner(heading_line(content.details, path))
            before, _ = self.inner(text[window.before[0] : window.before[1]])
            body, spans = self.inner(text[window.start : window.end])
            ids = (heading + before + body)[:MAX_WINDOW]
            types = [HEADING] * len(heading) + [BEFORE] * len(before) + [BODY] * len(body)
            first = len(heading) + len(before)
            inside = []
            for number, figure in enumerate(content.figures):
                if window.start <= figure.start and figure.end <= window.end:
                    a, b = token_span(spans, figure.start - window.start, figure.end - window.start)
                    if first + b <= MAX_WINDOW:
                        inside.append((number, first + a, first + b))
                        types[first + a : first + b] = [FIGURE] * (b - a)
            rows.windows.append(
                {
                    "ids": ids,
                    "types": types[:MAX_WINDOW],
                    "sentence": window.sentence,
                    "figures": inside,
                    "char": (window.start, window.end),
                    "first": first,
                    "spans": spans,
                }
            )


def token_span(spans: Sequence[Span], start: int, end: int) -> Span:
    """The tokens (from, to) that overlap the characters ``start:end``; at least one token."""
    inside = [i for i, (a, b) in enumerate(spans) if a < end and start < b]
    if not inside:
        near = [i for i, (a, b) in enumerate(spans) if b > a] or [0]
        at = min(near, key=lambda i: abs(spans[i][0] - start))
        return at, at + 1
    return inside[0], inside[-1] + 1


def family_number(figure: Figure) -> int:
    return FAMILIES.index(figure.family) if figure.family in FAMILIES else len(FAMILIES) - 1


def role_number(figure: Figure) -> int:
    return ROLES.index(figure.role) if figure.role in ROLES else 0


def content_of_text(name: str, text: str, overrides: dict[str, object]) -> Content:
    """The content that a file of ``text`` would have in an index."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name.replace('/', '-')}.md"
        path.write_text(text, encoding="utf-8")
        report = read_report(path, path.name, overrides)
    return content_of(report, Source(len(text), 0, ""))


def bank_content(report: BankReport) -> Content:
    head = report.head
    overrides: dict[str, object] = {
        key: head[name]
        for key, name in (
            ("title", "title"),
            ("issuer", "issuer"),
            ("region", "region"),
            ("language", "lang"),
        )
        if head.get(name)
    }
    if re.fullmatch(r"\d{4}", head.get("year", "")):
        overrides["year"] = int(head["year"])
    return content_of_text(report.name, f"{head['title']}\n\n{report.text}", overrides)


def flat_map(text: str) -> tuple[str, list[int]]:
    """``text`` without white space and bars, and where each character left stands."""
    kept = [(c, i) for i, c in enumerate(text) if not c.isspace() and c not in "|*#"]
    return "".join(c for c, _ in kept), [i for _, i in kept]


def find_quote(flat: tuple[str, list[int]], quote: str) -> Span | None:
    """Where ``quote`` stands, white space and bars aside."""
    wanted = flat_map(quote)[0]
    at = flat[0].find(wanted)
    if at < 0 or not wanted:
        return None
    return flat[1][at], flat[1][at + len(wanted) - 1] + 1


def figure_in(content: Content, quote: Span, answer: Span) -> int | None:
    """The figure of ``quote`` that shares most characters with ``answer``."""
    best, shared = None, 0
    for number, figure in enumerate(content.figures):
        if quote[0] <= figure.start and figure.end <= quote[1]:
            common = min(figure.end, answer[1]) - max(figure.start, answer[0])
            if common > shared:
                best, shared = number, common
    return best


def bank_question(
    rows: Rows,
    question: BankQuestion,
    content: Content,
    report: ReportRows,
    number: int,
    flat: tuple[str, list[int]],
) -> dict[str, Any] | None:
    """A question's row; None where its quote or figure cannot be found as the product reads it."""
    made = rows.question(question.text, question.body, question.time)
    made |= {
        "kind": question.kind,
        "lang": question.language,
        "slug": question.slug,
        "report": number,
        "source": report.source,
        "held": held_out(question.slug),
        "figures": [],
        "sentences": [],
        "span": None,
        "named": bool(question.body),
    }
    if question.kind == "unanswerable":
        return made
    found = [span for quote in question.quotes if (span := find_quote(flat, quote))]
    if not found:
        return None
    made["sentences"] = sorted({s for span in found for s in sentences_of(content, span)})
    if question.kind not in ("topic", "yes_no") and question.answer:
        inner = find_quote(flat_map(content.text[found[0][0] : found[0][1]]), question.answer)
        if inner is None:
            return None
        answer = (found[0][0] + inner[0], found[0][0] + inner[1])
        if question.kind == "fact":
            made["span"] = window_span(report, answer)
        else:
            figure = figure_in(content, found[0], answer)
            if figure is None:  # no quantity as the product reads it: answered by its sentence
                made["span"] = window_span(report, answer)
                return made
            made["figures"] = [figure]
            made["sentences"] = [report.figures[figure]["sentence"]]
    return made


def census_question(
    rows: Rows,
    question: CensusQuestion,
    contents: dict[str, tuple[int, Content]],
    reports: Sequence[ReportRows],
) -> dict[str, Any]:
    """The row of a question over many reports. ``stating``: for each report that states it (its
    number) the sentences and figures that do, both empty where title or body says so; ``silent``:
    the other reports of the folder. ValueError names a quote that is not found as read."""
    stating: dict[int, tuple[list[int], list[int]]] = {}
    for name, (quote, answer) in question.stating.items():
        number, content = contents[name]
        sentences: list[int] = []
        figures: list[int] = []
        span = find_quote(flat_map(content.text), quote) if quote else None
        if quote and span is None:
            raise ValueError(f"{name}: not found as read: {question.text} | {quote}")
        if span is not None:
            sentences = sentences_of(content, span)
            inner = (
                find_quote(flat_map(content.text[span[0] : span[1]]), answer) if answer else None
            )
            if inner is not None:
                figure = figure_in(content, span, (span[0] + inner[0], span[0] + inner[1]))
                if figure is not None:
                    figures, sentences = [figure], [reports[number].figures[figure]["sentence"]]
        stating[number] = sentences, figures
    silent = [
        number
        for name, (number, _) in contents.items()
        if name.split("/")[0] == question.folder and number not in stating
    ]
    return (
        rows.question(question.text, (), ())
        | {
            "kind": question.kind,
            "lang": question.language,
            "source": "census",
            "held": census_held(question),
        }
        | over_reports(stating, silent)
    )


def over_reports(
    stating: dict[int, tuple[list[int], list[int]]], silent: list[int]
) -> dict[str, Any]:
    """What the row of a question over many reports has in place of one report's evidence."""
    return {
        "slug": "-",
        "report": min(stating),
        "figures": [],
        "sentences": [],
        "span": None,
        "named": False,
        "stating": stating,
        "silent": silent,
    }


def sentences_of(content: Content, span: Span) -> list[int]:
    return [
        i
        for i, (a, b) in enumerate(content.sentences)
        if a < span[1] and span[0] < b and content.text[max(a, span[0]) : min(b, span[1])].strip()
    ]


def window_span(report: ReportRows, answer: Span) -> tuple[int, int, int] | None:
    """(window, first token, token past the last) of the characters ``answer``."""
    for number, window in enumerate(report.windows):
        start, end = window["char"]
        if start <= answer[0] and answer[1] <= end:
            a, b = token_span(window["spans"], answer[0] - start, answer[1] - start)
            first = window["first"]
            return (number, first + a, first + b) if first + b <= len(window["ids"]) else None
    return None


def held_out(slug: str) -> bool:
    """A fifth of the quantities, picked by name, is never trained on."""
    return slug not in ("-", "") and hashlib.sha256(slug.encode()).digest()[0] < 51


def census_held(question: CensusQuestion) -> bool:
    """A fifth of the questions over many reports is never trained on."""
    return hashlib.sha256(question.text.encode()).digest()[0] < 51


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def paragraph_content(name: str, title: str, text: str, language: str) -> Content:
    """A paragraph of a public question set as one passage with its sentences."""
    from indexer.document.report import Document, Section

    section = Section((), 0, 0, 0, len(text))
    sentences = tuple(split_sentences(text, (section,)))
    return Content(
        name,
        Source(0, 0, ""),
        Document(text, "text"),
        Details(title=title, language=language),
        (section,),
        ((0, len(text), ()),),
        ("",),
        sentences,
        (),
    )


def public_sets(rows: Rows, bench: Path) -> Iterable[tuple[ReportRows, list[dict[str, Any]]]]:
    """CMRC 2018 and DRCD whole, XQuAD in its eleven languages: passages with their questions."""
    for name, language in (
        ("cmrc2018", "zh"),
        ("cmrc2018-trial", "zh"),
        ("drcd", "zh"),
        ("drcd-test", "zh"),
    ):
        yield from _public(rows, bench / name, "", name, language)
    for path in sorted((bench / "xquad").glob("passages.*.jsonl")):
        language = path.name.split(".")[1]
        yield from _public(rows, bench / "xquad", f".{language}", "xquad", language)


def _public(
    rows: Rows, folder: Path, suffix: str, source: str, language: str
) -> Iterable[tuple[ReportRows, list[dict[str, Any]]]]:
    asked: dict[str, list[dict[str, Any]]] = {}
    for line in read_lines(folder / f"questions{suffix}.jsonl"):
        asked.setdefault(line["passage"], []).append(line)
    for line in read_lines(folder / f"passages{suffix}.jsonl"):
        content = paragraph_content(line["id"], line.get("title") or "", line["text"], language)
        report = rows.report(f"{source}{suffix}/{line['id']}", source, content)
        questions = []
        for one in asked.get(line["id"], ()):
            made = rows.question(one["question"], (), ())
            span = (one["start"], one["start"] + len(one["answer"]))
            made |= {
                "kind": "fact",
                "lang": language,
                "slug": "-",
                "source": source,
                "article": line["id"].rsplit("-", 1)[0],
                "id": one["id"],
                "held": False,
                "figures": [],
                "sentences": sentences_of(content, span),
                "span": window_span(report, span),
                "named": False,
            }
            questions.append(made)
        yield report, questions
