"""Citation styles: one source, written as a reference in the style a draft asks for.

GB/T 7714-2015 is gbt7714.py, APA and Chicago are csl.py, BibTeX, CSL-JSON and RIS exchange.py;
Markdown footnotes are written here as Pandoc and GitHub read them. docs/citation-styles.md shows
each style. Importing this module costs little: the CSL processor is loaded when it is first used.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ..document.joint_issuers import join_issuers
from ..errors import UsageError
from . import csl, exchange, gbt7714
from .sources import Source, clean, locator

__all__ = ["STYLES", "ListEntry", "Source", "Style", "format_citation", "reference_list"]

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|])")


@dataclass(frozen=True, slots=True)
class Style:
    """How a style writes: ``cite`` one reference by itself and ``note`` a footnote, both with the
    page; ``entry`` a work in the list at the end. Note and entry take the work's letter (2026a).
    An author-date style has ``mark``, its in-text citation; a numbered one has ``number``. A style
    with a sorted list has ``order``, its sort key. ``n`` counts from 1.
    """

    cite: Callable[[Source, int], str]
    note: Callable[[Source, int, str], str]
    entry: Callable[[Source, int, str], str]
    mark: Callable[[Source, str], str] | None = None
    order: Callable[[Source], tuple[Any, ...]] | None = None
    number: Callable[[Source, int], str] | None = None


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A work in the list at the end: its number there, its letter ("" mostly), its entry."""

    n: int
    letter: str
    text: str


def format_citation(source: Source, style: str, n: int) -> str:
    """``source`` as reference number ``n`` in ``style`` (a name in ``STYLES``).

    ``n`` shows in the numbered styles (gb7714, markdown) and in the keys of BibTeX, RIS and CSL.
    Raises UsageError for an unknown style and ValueError for an ``n`` below 1.
    """
    if n < 1:
        raise ValueError(f"references are numbered from 1, not {n}")
    return style_named(style).cite(source, n)


def in_text(source: Source, style: str, n: int) -> str:
    """What stands in the text where ``source`` is cited, ``""`` for styles that use notes alone."""
    chosen = style_named(style)
    if chosen.number:
        return chosen.number(source, n)
    return chosen.mark(source, "") if chosen.mark else ""


def style_named(name: str) -> Style:
    """The style of a name; UsageError names the known ones."""
    try:
        return STYLES[name]
    except KeyError:
        known = ", ".join(STYLES)
        raise UsageError(f"unknown citation style {name!r}; choose one of: {known}") from None


def reference_list(works: list[Source], style: str) -> list[ListEntry]:
    """The list at the end of a draft: for each of ``works``, which come in order of first
    citation, its number, letter and entry. Author-date lists are sorted by ``n``, and works of one
    author and one year get the letters a, b, c.
    """
    chosen = style_named(style)
    bare = [replace(work, page=None, section="") for work in works]
    if chosen.order is None:
        return [ListEntry(n, "", chosen.entry(work, n, "")) for n, work in enumerate(bare, 1)]
    order = chosen.order
    ranked = sorted(range(len(bare)), key=lambda i: order(bare[i]))
    letters = [""] * len(bare)
    if chosen.mark is not None:
        letters = _letters([chosen.mark(bare[i], "") for i in ranked])
    out: dict[int, ListEntry] = {}
    for n, (i, letter) in enumerate(zip(ranked, letters, strict=True), 1):
        out[i] = ListEntry(n, letter, chosen.entry(bare[i], n, letter))
    return [out[i] for i in range(len(bare))]


def _letters(marks: list[str]) -> list[str]:
    """Letters for works whose marks in the text would be the same, in their order; else ``""``."""
    seen: dict[str, int] = {}
    letters = []
    for mark in marks:
        at = seen[mark] = seen.get(mark, -1) + 1
        letters.append(_letter(at) if marks.count(mark) > 1 else "")
    return letters


def _letter(at: int) -> str:
    """a … z, aa, ab …"""
    tens, ones = divmod(at, 26)
    return (_letter(tens - 1) if tens else "") + chr(ord("a") + ones)


def joined_marks(marks: list[str]) -> str:
    """The marks of one sentence as one: ``(A, 2026, p. 3; B, 2025)``. Marks with raised pages after
    their brackets stand side by side.
    """
    marks = [mark for mark in dict.fromkeys(marks) if mark]
    if not marks:
        return ""
    for opening, closing, between in (("(", ")", "; "), ("（", "）", "；")):
        if all(m.startswith(opening) and m.endswith(closing) for m in marks):
            return opening + between.join(m[1:-1] for m in marks) + closing
    return "".join(marks)


def _by_name(source: Source) -> tuple[Any, ...]:
    """Alphabetical order; Chinese names by their pinyin; a title where no author is known."""
    name = clean(source.issuer) or clean(source.title)
    return (gbt7714.sort_text(name), source.issued, gbt7714.sort_text(clean(source.title)))


def _sentence(source: Source, title: str, escape: Callable[[str], str]) -> str:
    """``Issuer, Title, date, p. 3.``, with the punctuation of the item's language."""
    chinese = source.chinese
    where = locator(source)
    if source.page is not None:
        where = f"第 {where} 页" if chinese else f"p. {where}"
    number = clean(source.number)
    parts = [
        escape(join_issuers(source.issuers)),
        title,
        "" if number in source.title else escape(number),
        clean(source.date),
        escape(where),
    ]
    text = ("，" if chinese else ", ").join(part for part in parts if part)
    return text + ("。" if chinese else ".")


def _untitled(source: Source) -> str:
    return clean(source.title) or ("无题名" if source.chinese else "untitled")


def markdown_sentence(source: Source) -> str:
    """The text of a Markdown footnote: ``Issuer, *Title*, date, p. 3. <url>``."""
    text = _sentence(source, f"*{_escape(_untitled(source))}*", _escape)
    return f"{text} <{exchange.encoded_url(source.url)}>" if clean(source.url) else text


def plain_sentence(source: Source) -> str:
    """The same in plain text: what a footnote says where the list is for another program."""
    text = _sentence(source, _untitled(source), str)
    return f"{text} {clean(source.url)}" if clean(source.url) else text


def _escape(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _gb7714() -> Style:
    def entry(source: Source, n: int, letter: str) -> str:
        return gbt7714.format_gb7714(source, n)

    return Style(gbt7714.format_gb7714, entry, entry, number=gbt7714.mark_numeric)


def _gb7714_author_date() -> Style:
    def cite(source: Source, n: int) -> str:
        return gbt7714.format_gb7714_author_date(source)

    def entry(source: Source, n: int, letter: str) -> str:
        return gbt7714.format_gb7714_author_date(source, letter)

    return Style(cite, entry, entry, gbt7714.mark_author_date, gbt7714.list_order)


def _chicago() -> Style:
    def cite(source: Source, n: int) -> str:
        return csl.csl_note(source, csl.CHICAGO)

    def note(source: Source, n: int, letter: str) -> str:
        return cite(source, n)

    def entry(source: Source, n: int, letter: str) -> str:
        return csl.csl_entry(source, csl.CHICAGO)

    return Style(cite, note, entry, order=_by_name)


def _csl_author_date(name: str) -> Style:
    def cite(source: Source, n: int) -> str:
        return csl.csl_entry_at(source, name)

    def note(source: Source, n: int, letter: str) -> str:
        return csl.csl_entry_at(source, name, letter)

    def entry(source: Source, n: int, letter: str) -> str:
        return csl.csl_entry(source, name, letter)

    def mark(source: Source, letter: str) -> str:
        return csl.csl_mark(source, name, letter)

    return Style(cite, note, entry, mark, _by_name)


def _markdown() -> Style:
    def cite(source: Source, n: int) -> str:
        return f"[^{n}]: {markdown_sentence(source)}"

    def entry(source: Source, n: int, letter: str) -> str:
        return markdown_sentence(source)

    return Style(cite, entry, entry)


def _exchange(write: Callable[[Source, int], str]) -> Style:
    def note(source: Source, n: int, letter: str) -> str:
        return plain_sentence(source)

    def entry(source: Source, n: int, letter: str) -> str:
        return write(source, n)

    return Style(write, note, entry)


#: The styles that the command line, the page, HTTP and MCP offer.
STYLES: dict[str, Style] = {
    "gb7714": _gb7714(),
    "gb7714-author-date": _gb7714_author_date(),
    "apa": _csl_author_date(csl.APA),
    "chicago": _chicago(),
    "chicago-author-date": _csl_author_date(csl.CHICAGO_AUTHOR_DATE),
    "markdown": _markdown(),
    "bibtex": _exchange(exchange.format_bibtex),
    "ris": _exchange(exchange.format_ris),
    "csl-json": _exchange(exchange.format_csl_json),
}
