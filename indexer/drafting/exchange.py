"""References for other programs: BibTeX, CSL-JSON and RIS, one entry a source.

Sources of the rules: BibTeX's ``@techreport``; CSL-JSON 1.0.2
(https://github.com/citation-style-language/schema); RIS as rispy writes it, with the fields that
Zotero and EndNote read for reports. BibTeX is written here and not by pybtex: its writer escapes
``_``, ``%`` and ``&`` inside addresses too, and escapes once more what a caller has escaped.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from .sources import Source, clean, date_parts, locator

# Applied character by character in one pass, so that nothing is escaped twice. Braces by name:
# BibTeX counts \{ as a brace that must be closed.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: "\\" + c for c in "&%$#_"},
}


def escape_latex(text: str) -> str:
    """``text`` with LaTeX's ten special characters escaped; all else, Chinese too, as it is."""
    return "".join(_LATEX.get(c, c) for c in clean(text))


def citation_key(source: Source, n: int) -> str:
    """An ASCII key, stable for a source: its year, a digest of what names it, its number."""
    named = "\x1f".join((source.title, source.issuer, source.path, source.url))
    digest = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"report{source.issued or source.year or ''}-{digest}-{n}"


def encoded_url(url: str) -> str:
    """An address with what would end a BibTeX field or a Markdown link percent-encoded (braces,
    backslash, angle brackets, spaces); ``%``, ``_`` and ``&`` stay as they are."""
    return re.sub(r"[{}\\<>\s]", lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), clean(url))


def format_bibtex(source: Source, n: int) -> str:
    """A ``@techreport``; the institution stands in double braces, so that BibTeX does not take it
    apart into names. Save the file as UTF-8.
    """
    where = locator(source)
    parts = date_parts(source.date)
    # In braces of their own, so that BibTeX does not take a name apart.
    issuer = " and ".join(f"{{{escape_latex(name)}}}" for name in source.issuers)
    fields = {
        "author": issuer,
        "title": f"{{{escape_latex(source.title)}}}",
        "institution": f"{{{escape_latex(source.published_by)}}}" if source.published_by else "",
        "address": escape_latex(source.place),
        "year": source.issued,
        "month": str(parts[1]) if len(parts) > 1 else "",
        "date": _iso(parts),
        "type": escape_latex(source.kind),
        "number": escape_latex(source.number),
        "pages": where if source.page is not None else "",
        "note": escape_latex(where) if source.page is None else "",
        "url": encoded_url(source.url),
        "urldate": _iso(date_parts(source.accessed)) if source.url else "",
        "language": escape_latex(source.language),
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@techreport{{{citation_key(source, n)},\n{body}\n}}"


def format_csl_json(source: Source, n: int) -> str:
    """One CSL-JSON item (a JSON object on one line); a bibliography is an array of such items.

    CSL gives the locator to the cite, not to the item, so the page stands in ``page`` and the
    heading in ``section``, which styles print.
    """
    item: dict[str, Any] = {
        "id": citation_key(source, n),
        "type": "webpage" if source.web_page else "report",
        "title": clean(source.title),
        "genre": "" if source.web_page else clean(source.kind),
        "author": [{"literal": name} for name in source.issuers],
        "publisher": source.published_by,
        "publisher-place": clean(source.place),
        "number": clean(source.number),
        "issued": _csl_date(source.date),
        "page": str(source.page) if source.page is not None else "",
        "section": clean(source.section) if source.page is None else "",
        "language": clean(source.language),
        "URL": clean(source.url),
        "accessed": _csl_date(source.accessed) if source.url else {},
    }
    kept = {name: value for name, value in item.items() if value or name in ("id", "title")}
    return json.dumps(kept, ensure_ascii=False)


def format_ris(source: Source, n: int) -> str:
    """An RIS record (``TY`` to ``ER``): RPRT for reports, GOVDOC for official documents, ELEC for
    web pages. Save the file as UTF-8.
    """
    from rispy import RisWriter, dumps

    class Record(RisWriter):
        SEPARATOR = None

        def set_header(self, count: int) -> str:
            return ""  # rispy's own "1." before a record is no RIS

    url = clean(source.url)
    kind = "ELEC" if source.web_page else "GOVDOC" if source.official else "RPRT"
    record: dict[str, Any] = {
        "type_of_reference": kind,
        "id": citation_key(source, n),
        "title": clean(source.title),
        "authors": list(source.issuers),
        "publisher": source.published_by,
        "place_published": clean(source.place),
        "year": source.issued,
        "date": _ris_date(source.date),
        "type_of_work": clean(source.kind),
        "issn": clean(source.number),  # SN is a report's number where the type is a report
        "start_page": str(source.page) if source.page is not None else "",
        "section": clean(source.section) if source.page is None else "",
        "language": clean(source.language),
        "urls": [url] if url else [],
        "access_date": _ris_date(source.accessed) if url else "",
    }
    return str(dumps([{k: v for k, v in record.items() if v}], implementation=Record)).strip("\n")


def _iso(parts: tuple[int, ...]) -> str:
    return "-".join(f"{part:0{4 if i == 0 else 2}d}" for i, part in enumerate(parts))


def _csl_date(text: str) -> dict[str, Any]:
    parts = date_parts(text)
    return {"date-parts": [list(parts)]} if parts else {}


def _ris_date(text: str) -> str:
    """``YYYY/MM/DD/``, the slashes kept where month or day is unknown."""
    parts = _iso(date_parts(text)).split("-")
    return "/".join([*parts, "", "", ""][:3]) + "/" if parts[0] else ""
