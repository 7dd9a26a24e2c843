"""Reads a file and turns it into a Report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from indexer.errors import ReadError

from ..document.report import Details, Document, Figure, Part, Report
from ..extraction.bound_years import find_parts, title_of
from ..extraction.details import find_date, find_details, find_number, is_delivered_later
from ..extraction.outline import find_sections
from ..extraction.quantities.figures import find_figures
from ..readers.ocr.scans import Recognise, recognise_in_process
from ..readers.registry import read_document
from ..sandbox.limits import MAX_DETAIL, MAX_FIGURES, MAX_SECTIONS, MAX_SENTENCES
from ..text.sentences import split_sentences


def read_report(
    path: Path,
    rel: str,
    overrides: Mapping[str, object] | None = None,
    data: bytes | None = None,
    *,
    recognise: Recognise = recognise_in_process,
    soffice: str | None = None,
) -> Report:
    """The Report of the file at ``path``.

    ``rel`` is its path within the corpus, with ``/``; ``overrides`` are details set in
    corpus.toml; ``data`` is the file's content if the caller has read it; ``recognise`` and
    ``soffice`` are as in :func:`read_document`. Raises ReadError if the file cannot be read, or
    contains more headings, sentences or figures than a report can have.
    """
    document = read_document(path, data, recognise=recognise, soffice=soffice)
    parts = find_parts(document)
    sections = find_sections(document, parts)
    _check(path, "headings", len(sections), MAX_SECTIONS)
    sentences = split_sentences(document.text, sections)
    _check(path, "sentences", len(sentences), MAX_SENTENCES)
    own = parts[0].start if parts else None
    details = _short(find_details(document, sections, rel, overrides, own))
    figures = find_figures(
        document.text,
        sentences,
        details.language,
        details.year,
        parts,
        delivered=is_delivered_later(details),
    )
    _check(path, "figures", len(figures), MAX_FIGURES)
    figures = tuple(_without_issuer(figure, details.issuer) for figure in figures)
    parts = _described(parts, document, details.title, overrides or {})
    return Report(rel, document, details, sections, sentences, figures, parts)


def _described(
    parts: tuple[Part, ...], document: Document, first: str, given: Mapping[str, object]
) -> tuple[Part, ...]:
    """``parts`` with title, date and number for references: their own text's, else the date that
    corpus.toml or the file's metadata give it, but never that of the first report in the file,
    whose title is ``first``."""
    if not parts:
        return parts
    whole = str(given.get("date") or find_date(replace(document, text="")))
    found = []
    for part in parts:
        text = replace(
            document,
            text=document.text[part.start : part.end],
            page_starts=(),
            marks=(),
            meta={},
            recognised=(),
        )
        date = find_date(text)
        if date[:4] < str(part.year):  # no report is issued before its year
            date = ""
        found.append(
            replace(
                part,
                title=title_of(part, first)[:MAX_DETAIL],
                date=date or whole,
                number=find_number(text),
            )
        )
    return tuple(found)


def _without_issuer(figure: Figure, issuer: str) -> Figure:
    """A report's own name is no part of what it counts (某某局立案)."""
    metric = figure.metric.removeprefix(issuer).strip() if issuer else ""
    return replace(figure, metric=metric) if metric and metric != figure.metric else figure


def _short(details: Details) -> Details:
    """Details of a bounded length: the title goes before each passage when its words are counted,
    so that a line of a megabyte for a title would cost its square."""
    long: dict[str, Any] = {
        field.name: value[:MAX_DETAIL]
        for field in fields(details)
        if isinstance(value := getattr(details, field.name), str) and len(value) > MAX_DETAIL
    }
    return replace(details, **long) if long else details


def _check(path: Path, what: str, count: int, limit: int) -> None:
    if count > limit:
        raise ReadError(
            f"{path}: contains {count:,} {what}, the limit is {limit:,}; split it into parts"
        )
