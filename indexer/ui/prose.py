"""An answer as HTML: escaped, each [n] a link to its card, long enumerations as lists."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from ..api import Answer, Citation
from .safe import escape, tag

_REF = re.compile(r"\[(\d{1,3})\]")
_ITEM_END = re.compile(r"(?<=\])[;；]\s*")
_HEAD = re.compile(r"^(.{1,80}?[：:])\s*(?=\S.*\[\d)", re.S)
_SENTENCE = re.compile(r"[.。]\s?(?=[^.。\[]{0,60}[：:])")
_FEW = 4  # items from which on an enumeration is a list
_TIP = 160


def answer_html(answer: Answer, linked: Collection[int]) -> str:
    """``answer.answer`` as HTML; ``linked`` are the numbers whose cards are on the page.

    Only the separators between listed items are left out, whatever the wording.
    """
    cited = {c.n: c for c in answer.citations}
    blocks = [
        block
        for line in answer.answer.splitlines()
        if line.strip()
        for block in _blocks(line, cited, linked, heads=answer.kind != "topic")
    ]
    css = "pq-answer" if answer.answerable else "pq-answer pq-refused"
    return tag("div", "".join(blocks), css)


def _blocks(
    line: str, cited: Mapping[int, Citation], linked: Collection[int], *, heads: bool
) -> Iterator[str]:
    """A paragraph; or, of an enumeration, its heads (if it has any) and lists."""
    parts = _ITEM_END.split(line)
    if len(parts) < _FEW:
        yield tag("p", _with_links(line, cited, linked))
        return
    items: list[str] = []
    for i, part in enumerate(parts):
        before, head, rest = _opened(part, first=i == 0) if heads else ("", "", part)
        items += [before] if before else []
        if head:
            yield from _listed(items, cited, linked)
            items = []
            yield tag("p", _with_links(head, cited, linked))
        items += [rest] if rest else []
    yield from _listed(items, cited, linked)


def _opened(part: str, *, first: bool) -> tuple[str, str, str]:
    """``(end of the list before, head of a new list, its first item)`` of a part."""
    if first:
        match = _HEAD.match(part)
        return ("", match[1], part[match.end() :]) if match else ("", "", part)
    sentence = _SENTENCE.search(part)
    if not sentence:
        return "", "", part
    match = _HEAD.match(part[sentence.end() :])
    if not match:
        return "", "", part
    rest = part[sentence.end() :][match.end() :]
    return part[: sentence.end()].rstrip(), match[1], rest


def _listed(
    items: list[str], cited: Mapping[int, Citation], linked: Collection[int]
) -> Iterator[str]:
    if items:
        yield tag("ul", "".join(tag("li", _with_links(item, cited, linked)) for item in items))


def _with_links(text: str, cited: Mapping[int, Citation], linked: Collection[int]) -> str:
    """Escaped ``text``; numbers that cite nothing stay text, those without a card have a tip."""

    def reference(match: re.Match[str]) -> str:
        number = int(match[1])
        if number not in cited:
            return match[0]
        href = f"#c{number}" if number in linked else None
        tip = _tip(cited[number])
        return tag("a" if href else "span", f"[{number}]", "pq-ref", href=href, title=tip)

    return _REF.sub(reference, escape(text))


def _tip(citation: Citation) -> str:
    quote = citation.quote if len(citation.quote) <= _TIP else citation.quote[:_TIP] + "…"
    return " · ".join(filter(None, (citation.issuer or citation.title, quote)))
