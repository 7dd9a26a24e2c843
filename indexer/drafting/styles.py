"""Citation styles: one source, written as a reference in the style a draft asks for.

Sources of the rules: GB/T 7714-2015 (gbt7714.py); APA Publication Manual, 7th ed., 10.4 (reports by
group authors); Chicago Manual of Style, 17th ed., notes form, 14.84 (organisations as authors);
BibTeX's ``@techreport``; CSL-JSON 1.0.2 (https://github.com/citation-style-language/schema);
Markdown footnotes as Pandoc and GitHub read them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from ..errors import UsageError
from .gbt7714 import Source, clean, format_gb7714, locator

__all__ = ["STYLES", "Source", "format_citation"]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Applied character by character in one pass, so that nothing is escaped twice.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: "\\" + c for c in "&%$#_"},
}
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|])")


def format_citation(source: Source, style: str, n: int) -> str:
    """``source`` as reference number ``n`` in ``style`` (a name in ``STYLES``).

    ``n`` shows in the numbered styles (gb7714, markdown) and in BibTeX and CSL keys. Raises
    UsageError for an unknown style and ValueError for an ``n`` below 1.
    """
    if n < 1:
        raise ValueError(f"references are numbered from 1, not {n}")
    try:
        formatter = STYLES[style]
    except KeyError:
        known = ", ".join(STYLES)
        raise UsageError(f"unknown citation style {style!r}; choose one of: {known}") from None
    return formatter(source, n)


def _pieces(source: Source) -> tuple[int, ...]:
    """``(year, month, day)`` of issue as far as it is known."""
    match = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", source.date)
    return tuple(int(part) for part in match.groups() if part) if match else ()


def _english_date(source: Source, *, year_first: bool) -> str:
    """``2026, January 15`` (APA) or ``January 15, 2026`` (Chicago), shortened like the date."""
    pieces = _pieces(source)
    if len(pieces) < 2 or not 1 <= pieces[1] <= 12:
        return str(pieces[0]) if pieces else ""
    month_day = " ".join([_MONTHS[pieces[1] - 1], *map(str, pieces[2:])])
    if year_first:
        return f"{pieces[0]}, {month_day}"
    return f"{month_day}{',' if len(pieces) > 2 else ''} {pieces[0]}"


def _stopped(text: str) -> str:
    return text if not text or text.endswith((".", "。", "?", "!")) else text + "."


def format_apa(source: Source, n: int) -> str:
    """``Issuer. (date). Title (p. 3). Url`` in APA 7; the publisher is left out where it is the
    author (9.29); without an issuer the title takes the author's place (9.12).
    """
    date = f"({_english_date(source, year_first=True) or 'n.d.'})."
    where = locator(source)
    if where:
        where = f" (p. {where})" if source.page is not None else f" ({where})"
    title = clean(source.title) or "[Untitled report]"
    issuer = clean(source.issuer)
    if issuer:
        parts = [_stopped(issuer), date, f"{title}{where}."]
    else:
        parts = [f"{title}{where}.", date]
    return " ".join([*parts, clean(source.url)]).strip()


def format_chicago(source: Source, n: int) -> str:
    """A Chicago note without its number: ``Issuer, Title (Place: Issuer, date), 3, url.``"""
    issuer, place = clean(source.issuer), clean(source.place)
    title = clean(source.title) or "untitled report"
    date = _english_date(source, year_first=False) or "n.d."
    publisher = f"{place}: {issuer}" if place and issuer else place or issuer
    imprint = ", ".join(part for part in (publisher, date) if part)
    where = locator(source)
    if where and source.page is None:
        where = f"under “{where}”"
    parts = [issuer, f"{title} ({imprint})", where, clean(source.url)]
    return ", ".join(part for part in parts if part) + "."


def latex(text: str) -> str:
    """``text`` with LaTeX's ten special characters escaped; all else, Chinese too, as it is."""
    return "".join(_LATEX.get(c, c) for c in clean(text))


def _key(source: Source, n: int) -> str:
    """An ASCII key, stable for a source: its year, a digest of what names it, its number."""
    named = "\x1f".join((source.title, source.issuer, source.path, source.url))
    digest = hashlib.sha256(named.encode("utf-8")).hexdigest()[:8]
    return f"report{source.issued or source.year or ''}-{digest}-{n}"


def _bibtex_url(url: str) -> str:
    """An address for BibTeX's ``url`` field, where styles print it verbatim: percent-encode what
    would break the entry (braces, backslash, spaces); ``%``, ``_`` and ``&`` stay as they are."""
    return re.sub(r"[{}\\\s]", lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), url.strip())


def format_bibtex(source: Source, n: int) -> str:
    """A ``@techreport``; the institution stands in double braces, so that BibTeX does not take it
    apart into names. Save the file as UTF-8.
    """
    where = locator(source)
    pieces = _pieces(source)
    fields = {
        "author": f"{{{latex(source.issuer)}}}" if source.issuer else "",
        "title": f"{{{latex(source.title)}}}",
        "institution": f"{{{latex(source.issuer)}}}" if source.issuer else "",
        "address": latex(source.place),
        "year": source.issued,
        "month": str(pieces[1]) if len(pieces) > 1 else "",
        "date": source.date if pieces else "",
        "type": latex(source.kind),
        "pages": where if source.page is not None else "",
        "note": latex(where) if source.page is None else "",
        "url": _bibtex_url(source.url),
        "urldate": source.accessed if source.url else "",
        "language": source.language,
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@techreport{{{_key(source, n)},\n{body}\n}}"


def format_csl_json(source: Source, n: int) -> str:
    """One CSL-JSON item (a JSON object on one line); a bibliography is an array of such items.

    CSL gives the locator to the cite, not to the item, so the page stands in ``page`` and the
    heading in ``section``, which styles print.
    """
    pieces = _pieces(source)
    item: dict[str, Any] = {
        "id": _key(source, n),
        "type": "report",
        "title": clean(source.title),
        "genre": clean(source.kind),
        "author": [{"literal": clean(source.issuer)}] if source.issuer else [],
        "publisher": clean(source.issuer),
        "publisher-place": clean(source.place),
        "issued": {"date-parts": [list(pieces)]} if pieces else {},
        "page": str(source.page) if source.page is not None else "",
        "section": clean(source.section) if source.page is None else "",
        "language": source.language,
        "URL": clean(source.url),
        "accessed": _accessed(source),
    }
    kept = {name: value for name, value in item.items() if value or name in ("id", "title")}
    return json.dumps(kept, ensure_ascii=False)


def _accessed(source: Source) -> dict[str, Any]:
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", source.accessed) if source.url else None
    return {"date-parts": [[int(part) for part in match.groups()]]} if match else {}


def format_markdown(source: Source, n: int) -> str:
    """A Markdown footnote: ``[^1]: Issuer, *Title*, date, p. 3. <url>``."""
    chinese = source.chinese
    where = locator(source)
    if source.page is not None:
        where = f"第 {where} 页" if chinese else f"p. {where}"
    title = _escape(source.title) or ("无题名" if chinese else "untitled")
    parts = [_escape(source.issuer), f"*{title}*", source.date, _escape(where)]
    text = ("，" if chinese else ", ").join(part for part in parts if part)
    text += "。" if chinese else "."
    address = f" <{_bibtex_url(source.url)}>" if source.url else ""
    return f"[^{n}]: {text}{address}"


def _escape(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", clean(text))


STYLES: dict[str, Callable[[Source, int], str]] = {
    "gb7714": format_gb7714,
    "apa": format_apa,
    "chicago": format_chicago,
    "bibtex": format_bibtex,
    "csl-json": format_csl_json,
    "markdown": format_markdown,
}
