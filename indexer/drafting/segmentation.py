"""Splits a draft into claims: its sentences, without headings, notes, code and rules.

Figures are read paragraph by paragraph (a table as a whole), so that a figure may take the words
that name it from the same paragraph or from its column's header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..document.report import Figure
from ..extraction.quantities.figures import find_figures
from ..text.language import detect_language
from ..text.numerals import HAN_TENS
from ..text.scripts import has_han
from ..text.sentences import split_sentences

_HEADING_MARK = re.compile(r"\s*#{1,6}\s")
_NUMBERED = re.compile(
    rf"\s*(?:第[{HAN_TENS}百\d]+[章节条编]|[{HAN_TENS}]+、|[（(][{HAN_TENS}\d]+[）)]|"
    r"\d+(?:\.\d+)*[.、．]?\s)"
)
_LIST_ITEM = re.compile(r"\s*(?:\d{1,3}[.)]\s|[（(]?\d{1,3}[）)、])")
_FINAL = re.compile(r"[。！？!?；;.…][”’」』）)\]\"'》]*\s*$")
_NOT_PROSE = re.compile(r"\s*(?:\[\^[^\]]+\]:|```|~~~|!\[[^\]]*\]\([^)]*\)\s*$|<!--|---+\s*$)")
_MARKER = re.compile(r"\s*(?:>\s*)*(?:[-*+]\s+)?")
_ROW = re.compile(r".*\s\|\s.*|\s*\|.*\|\s*$")
_RULE = re.compile(r"[\s|:\-–]*$")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_HEADING_LETTERS = 40
_LONGEST = 1500  # characters of a sentence
_LATIN_WORD = re.compile(r"(?<![A-Za-zÀ-ÿ])[a-zà-ÿ]{2,}(?![A-Za-zÀ-ÿ])")
_WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
_HAN_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3041-\u318f\ua000-\ud7ff]{2}")
_HAN_SAID = re.compile(r"[。，、；]|[\u3041-\u30ff]|\d[\u3400-\u9fff]|[\u3400-\u9fff]\d")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, heading or table row of a draft, trimmed; figures have offsets in the draft.

    ``kind`` is ``sentence``, ``heading`` or ``row``; ``paragraph`` numbers the paragraphs.
    """

    text: str
    start: int
    end: int
    kind: str
    paragraph: int
    language: str
    figures: tuple[Figure, ...]


def segment(text: str) -> list[Piece]:
    """Pieces of ``text`` that hold letters, in order."""
    pieces: list[Piece] = []
    blocks = list(_blocks(text))
    for number, (start, end, table) in enumerate(blocks):
        body = text[start:end]
        language = _main_language(body)
        if not language and not _OTHER_SCRIPT.search(body):
            continue
        pieces += _pieces(body, start, number, language, table, len(blocks) > 1)
    return pieces


def _blocks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Lines as (start, end, False); runs of table rows as one (start, end, True)."""
    at, fenced, rows = 0, False, -1
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        if _FENCE.match(line):
            fenced = not fenced
        row = not fenced and bool(_ROW.match(line.rstrip("\n")))
        if row and rows < 0:
            rows = start
        if not row and rows >= 0:
            yield rows, start, True
            rows = -1
        if not row and not fenced and line.strip() and not _NOT_PROSE.match(line):
            yield start + len(_MARKER.match(line).group()), at, False  # type: ignore[union-attr]
    if rows >= 0:
        yield rows, at, True


def _pieces(
    body: str, at: int, paragraph: int, language: str, table: bool, several: bool
) -> Iterator[Piece]:
    spans = _rows(body) if table else _chopped(body, split_sentences(body, ()))
    figures = find_figures(body, spans, language)
    if not table and len(spans) > 1:
        figures = _each_in_its_language(body, spans, language, figures)
    heading = several and not table and _is_heading(body, bool(figures))
    for start, end in spans:
        while start < end and body[start].isspace():
            start += 1
        while end > start and body[end - 1].isspace():
            end -= 1
        said = body[start:end]
        own = tuple(f for f in figures if start <= f.start < end)
        if not any(c.isalpha() for c in said) or (table and (not own or _RULE.fullmatch(said))):
            continue
        kind = "row" if table else "heading" if heading else "sentence"
        spoken = language if table else _language(said, language)
        yield Piece(
            said, at + start, at + end, kind, paragraph, spoken, tuple(_moved(f, at) for f in own)
        )


def _chopped(body: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """``spans``, with those longer than any sentence split at a comma or blank; otherwise a line of
    200 000 characters would be searched for and embedded as one."""
    out = []
    for start, end in spans:
        while end - start > _LONGEST:
            stop = max(body.rfind(mark, start + 1, start + _LONGEST) for mark in "，,；;、 ")
            middle = stop + 1 if stop > start else start + _LONGEST
            out.append((start, middle))
            start = middle
        out.append((start, end))
    return tuple(out)


def _main_language(text: str) -> str:
    """A text's language: Chinese names in a sentence of small Latin words make no Chinese of it."""
    latin = len(_LATIN_WORD.findall(text)) >= 2 and len(_WORD.findall(text)) >= 4
    if latin and not _HAN_SAID.search(text):
        return detect_language(_HAN_RUN.sub(" ", text))
    return detect_language(text)


def _language(sentence: str, paragraph: str) -> str:
    """A sentence's language: its own script's, else its paragraph's (few words tell little)."""
    own = _main_language(sentence)
    return own if (own == "zh") != (paragraph == "zh") and own in ("zh", "en") else paragraph


def _each_in_its_language(
    body: str, spans: Sequence[tuple[int, int]], language: str, figures: tuple[Figure, ...]
) -> tuple[Figure, ...]:
    """Figures of a paragraph that mixes Chinese and English, each sentence read as what it is."""
    found = list(figures)
    for start, end in spans:
        other = _language(body[start:end], language)
        if other != language:
            found = [f for f in found if not start <= f.start < end]
            found += [
                _moved(f, start) for f in find_figures(body[start:end], ((0, end - start),), other)
            ]
    return tuple(sorted(found, key=lambda f: f.start))


def _moved(figure: Figure, by: int) -> Figure:
    """``figure`` with its offsets counted from ``by`` characters earlier."""
    return replace(
        figure,
        start=figure.start + by,
        end=figure.end + by,
        clause_start=figure.clause_start + by,
        clause_end=figure.clause_end + by,
        sentence_start=figure.sentence_start + by,
        sentence_end=figure.sentence_end + by,
    )


def _rows(body: str) -> tuple[tuple[int, int], ...]:
    spans, at = [], 0
    for line in body.splitlines(keepends=True):
        spans.append((at, at + len(line)))
        at += len(line)
    return tuple(spans)


def _is_heading(body: str, figures: bool) -> bool:
    """A line marked or numbered as a heading, or a short one with no stop and nothing to check.

    An item of a Markdown list ("1. 罚款12万元") with a figure to check is a claim.
    """
    if _HEADING_MARK.match(body):
        return True
    if _FINAL.search(body) or len(body.strip()) > _HEADING_LETTERS * (1 if _dense(body) else 3):
        return False
    if figures and _LIST_ITEM.match(body):
        return False
    return bool(_NUMBERED.match(body)) or not figures


def _dense(body: str) -> bool:
    return has_han(body)
