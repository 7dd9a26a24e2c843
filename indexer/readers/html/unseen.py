"""Article text that a page's file contains but its elements do not display: a script fills it
in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from .parts import MOST_SCRIPT, NOT_BODY, is_other, sentences, words

_LIKELY_TEXT = re.compile(r"[\u4e00-\u9fff\u3040-\u30ff]{4}|\b\w{3,30} \w{1,30} \w{3}")
_MARKED_UP = re.compile(r"<(?:p|div|section|span|br|h[1-6]|table|li)\b", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"?|\'(?:[^\'\\\n]|\\.)*\'?|`(?:[^`\\]|\\.)*`?', re.DOTALL)


def undisplayed_bodies(root: HtmlElement) -> list[list[HtmlElement]]:
    """Bodies that lie in elements which no browser prints: in ``<noscript>``, in a text field, in
    a script's data; each as elements of its own."""
    found: list[list[HtmlElement]] = []
    for node in root.iter("noscript", "textarea", "xmp"):
        if is_other(node):
            continue
        if node.tag == "noscript" and len(node):
            source = etree.tostring(node, encoding="unicode", with_tail=False)
            found.append(_fragment(re.sub(r"</?noscript[^>]{0,200}>", "", source)))
        else:
            found.append(_fragment(node.text_content()))
    return found + [_fragment(text) for text in _strings(root)]


def _strings(root: HtmlElement) -> Iterator[str]:
    """String values of the page's scripts that may hold a body."""
    left = MOST_SCRIPT
    for node in root.iter("script"):
        source = (node.text or "")[:left]
        left -= len(source)
        if "template" in (node.get("type") or "") or not _LIKELY_TEXT.search(_plain(source)):
            continue
        try:
            values: Iterable[str] = list(_values(json.loads(source)))
        except (ValueError, RecursionError):
            literals = (_unquoted(match.group()) for match in _STRING.finditer(source))
            # A script's own messages are not marked up.
            values = (v for v in literals if _MARKED_UP.search(v) or _HAN.search(v))
        yield from (v for v in values if len(v) >= 20 and any(True for _ in sentences(v)))


def _plain(source: str) -> str:
    """A script with ``\\u6c34`` spelt out, as far as that tells whether it holds text."""
    return re.sub(r"\\u[4-9][0-9a-fA-F]{3}", "水", source)


def _values(value: object) -> Iterator[str]:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            stack += [own for key, own in item.items() if NOT_BODY.isdisjoint(words(str(key)))]
        elif isinstance(item, list):
            stack += item


def _unquoted(literal: str) -> str:
    """The value of a script's string literal."""
    inner = literal[1:-1] if len(literal) > 1 and literal[-1] == literal[0] else literal[1:]
    inner = re.sub(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\n)|(.))", _escape, inner)
    return inner.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escape(match: re.Match[str]) -> str:
    code = match.group(1) or match.group(2)
    if code:
        return chr(int(code, 16))
    if match.group(3):
        return ""
    return {"n": "\n", "t": "\t", "r": "\n"}.get(match.group(4), match.group(4))


def _fragment(text: str) -> list[HtmlElement]:
    """Elements for a text that may be marked up."""
    if not text.strip():
        return []
    if not re.search(r"</?[a-zA-Z]", text):
        nodes = []
        for line in text.splitlines():
            node = lxml.html.Element("p")
            node.text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", line)
            nodes.append(node)
        return nodes
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
        data = f"<div>{text}</div>".encode("utf-8", "replace")
        root = lxml.html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError):
        return []
    body = root.find("body")
    return list(body) if body is not None else [root]
