"""What is put into a brief: a row of an answer, a quote, a whole answer. Ids are given later."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..answers.phrases import own_amount
from ..api import Answer, Citation, Index, Row, RowFigure
from ..errors import UsageError
from ..text.scripts import has_han
from .model import Evidence, Item, ItemFigure

_FEW = 3  # figures named in the text of a row; all are kept


def evidence_of(index: Index, citation: Citation) -> Evidence:
    """A citation with all that an export and a later check need."""
    source = index.source(citation)
    return Evidence(
        quote=citation.quote,
        report=citation.report,
        path=citation.path,
        sha256=index.report(citation.report).sha256,
        start=citation.start,
        end=citation.end,
        page=citation.page,
        section=citation.section,
        title=citation.title,
        issuer=citation.issuer,
        year=citation.year,
        date=source.date,
        kind=source.kind,
        language=source.language,
        number=source.number,
        url=source.url,
        place=source.place,
        publisher=source.publisher,
        accessed=source.accessed,
        recognised=citation.recognised,
    )


def rows_of(index: Index, answer: Answer, numbers: tuple[int, ...] = ()) -> list[Item]:
    """The rows of an answer that cite something, or those with the given ``numbers`` (from 1).
    UsageError for a number that there is no row for, or a row without a quote."""
    for n in numbers:
        if not 1 <= n <= len(answer.rows):
            raise UsageError(f"row {n}: the answer has {len(answer.rows)} rows")
        if not answer.rows[n - 1].citations:
            raise UsageError(f"row {n}: it cites no passage, so there is nothing to collect")
    wanted = numbers or range(1, len(answer.rows) + 1)
    rows = [answer.rows[n - 1] for n in wanted]
    return [_row(index, answer, row) for row in rows if row.citations]


def _row(index: Index, answer: Answer, row: Row) -> Item:
    cited = {c.n: c for c in answer.citations}
    named = (*row.citations, *(f.citation for f in row.figures))
    numbers = [n for n in dict.fromkeys(named) if n in cited]
    figures = tuple(
        ItemFigure(
            metric=f.metric,
            value=f.value,
            unit=f.unit,
            raw=f.raw,
            citation=numbers.index(f.citation) + 1,
            shown="" if f.shown == f.raw else f.shown,
            uncertain=f.uncertain,
        )
        for f in row.figures
        if f.citation in cited
    )
    return Item(
        id="",
        kind="row",
        text=row_text(row, answer, cited[numbers[0]].quote),
        question=answer.understood or answer.question,
        issuer=row.issuer,
        region=row.region,
        year=row.year,
        verdict=row.verdict,
        figures=figures,
        citations=tuple(evidence_of(index, cited[n]) for n in numbers),
    )


def row_text(row: Row, answer: Answer, quote: str) -> str:
    """A row in words: who, when, and its figures, its short answer or its quote."""
    if row.figures:
        said = figures_text(row.figures, chinese=answer.language == "zh")
    else:
        short = answer.short if answer.short not in ("", "yes", "no") else ""
        said = [short or f"“{' '.join(quote.split())}”"]
    return phrase(row.issuer, row.year, said, chinese=answer.language == "zh")


def phrase(issuer: str, year: int | None, said: list[str], *, chinese: bool) -> str:
    """``Issuer (2025): fines CNY 7.4 million; …`` in Chinese or English."""
    if chinese:
        head = (issuer or "单位未注明") + (f"（{year}年）" if year else "")
        return f"{head}：{'；'.join(said)}"
    head = (issuer or "Unknown issuer") + (f" ({year})" if year else "")
    return f"{head}: {'; '.join(said)}"


def figures_text(figures: Sequence[RowFigure | ItemFigure], *, chinese: bool) -> list[str]:
    """The first few figures in words, as printed; for those who do not read Chinese, amounts in
    their own notation first."""
    return [_figure(f, chinese=chinese) for f in figures[:_FEW]]


def _figure(figure: RowFigure | ItemFigure, *, chinese: bool) -> str:
    printed = figure.shown or figure.raw
    own = own_amount(printed, figure.value, figure.unit, "zh" if chinese else "en")
    if own:
        return f"{own} ({figure.metric}{printed})"
    close = has_han(figure.metric[-1:]) and not figure.metric.endswith(("）", ")"))
    return f"{figure.metric}{'' if close else ' '}{printed}".strip()


def answer_of(index: Index, answer: Answer) -> Item:
    """A whole answer with its citations. UsageError where the reports state no answer."""
    if not answer.answerable or not answer.citations:
        raise UsageError(f"{answer.question}: no report states the answer; nothing to collect")
    kept = _renumbered(answer)
    return Item(
        id="",
        kind="answer",
        text=kept[0],
        question=answer.understood or answer.question,
        citations=tuple(evidence_of(index, c) for c in kept[1]),
    )


def _renumbered(answer: Answer) -> tuple[str, list[Citation]]:
    """The answer's words with the citations they name, numbered from 1 in order of the words."""
    cited = {c.n: c for c in answer.citations}
    order: list[int] = []
    for match in re.finditer(r"\[(\d+)\]", answer.answer):
        if int(match[1]) in cited and int(match[1]) not in order:
            order.append(int(match[1]))
    order = order or list(cited)
    text = re.sub(
        r"\[(\d+)\]",
        lambda m: f"[{order.index(int(m[1])) + 1}]" if int(m[1]) in order else m[0],
        answer.answer,
    )
    return text, [cited[n] for n in order]


def items_of(
    index: Index, answer: Answer, rows: tuple[int, ...] = (), *, whole: bool = False
) -> list[Item]:
    """What is collected from an answer: its rows (or those numbered ``rows``), or all of it as one
    item if ``whole`` or if it has no rows."""
    if whole or (not rows and not any(row.citations for row in answer.rows)):
        return [answer_of(index, answer)]
    return rows_of(index, answer, rows)


def quote_of(index: Index, citation: Citation, question: str = "") -> Item:
    """A quote, as an answer or a search cites it."""
    return Item(id="", kind="quote", question=question, citations=(evidence_of(index, citation),))


def passage_of(index: Index, report: str, start: int, end: int) -> Item:
    """Characters ``start`` to ``end`` of a report as a quote, white space at its ends left out.
    UsageError for an unknown report or a span outside its text."""
    row = index.report(report)
    text = index.text(row.id)
    if not 0 <= start < end <= len(text):
        raise UsageError(f"{report}@{start}:{end}: the text has {len(text)} characters")
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    if start >= end:
        raise UsageError(f"{report}@{start}:{end}: nothing but white space stands there")
    return quote_of(index, index.citation(row.id, start, end))
