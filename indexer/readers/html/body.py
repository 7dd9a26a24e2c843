"""What a visitor to a saved page saw: its text, also if a script displays or fills it in.

Menus, footers, hidden words and templates are removed. Pages saved from WeChat and from content
management systems hide their text until a script displays it, put it into ``<noscript>``, or keep
it in a ``<textarea>`` or a script's data; that text is restored if the page shows no other.
"""

from __future__ import annotations

import re

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from .parts import (
    CHROME,
    MOST_SCRIPT,
    ROLES,
    drop_furniture,
    ink,
    is_other,
    names,
    plain_ink,
    sentences,
    text_of,
    weight,
)
from .unseen import undisplayed_bodies

_HIDDEN_STYLE = re.compile(
    r"display:none|visibility:hidden|opacity:0?\.?0*(?:;|!|$)|font-size:0(?:px|pt|em)?(?:;|!|$)|"
    r"(?:left|top|text-indent):-\d{4,}px",
    re.IGNORECASE,
)
# Effects that show a part once the reader scrolls to it.
_ANIMATED = re.compile(r"(?:^|[-_\s])(?:wow|aos|fade|animated?|reveal|lazy)", re.IGNORECASE)
# What publishing systems call the part that holds the article.
_BODY_NAME = re.compile(
    r"(?:^|[\s_-])(?:js_content|rich_media_content|zoom(?:con)?|vsb_content\w*|ucap-content|"
    r"trs_(?:editor|ueditor|web)\w*|article-?(?:content|body|text|con|detail)?|"
    r"(?:news|main|detail|page|info|text|art|body)[-_]?con(?:tent|text)?s?|content[-_]?text|"
    r"conte?xt|contxt|con(?:tent)?|entry|post[-_]?(?:body|content)|正文)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SHOWN_BY_SCRIPT = re.compile(
    r"(?:getElementById\(|\$\(|querySelector\()\s*[\"'`]#?([\w-]+)[\"'`]\s*\)"
    r"\s*\.\s*(?:style\s*\.\s*(?:display|visibility|opacity)|show\b|fadeIn|slideDown|css\b|"
    r"removeAttribute|hidden\b|classList|removeClass)"
)
_SIMPLE_SELECTOR = re.compile(r"[a-z]*([#.][\w-]+)", re.IGNORECASE)


def keep_body(root: HtmlElement) -> None:
    """Keeps in ``root`` only what a visitor saw of the report."""
    shown_by_script = set(_SHOWN_BY_SCRIPT.findall(_source(root, "script")))
    style_hidden = _hidden_by_style(_source(root, "style"))
    unseen = undisplayed_bodies(root)
    drop_furniture(root)
    hidden = _set_aside(root, style_hidden)
    _drop_around(root)
    _put_back(root, hidden, shown_by_script)
    _add_unseen(root, unseen)


def is_title_alone(root: HtmlElement) -> bool:
    """Whether nothing but headings is left of the page."""
    inside = sum(ink(node) for node in root.iter("h1", "h2", "title"))
    return ink(root) <= inside


def _drop_around(root: HtmlElement) -> None:
    """Removes menus, footers and the like: by class, id, role, and by share of links."""
    total = max(ink(root), 1)
    for node in list(root.iter("div", "ul", "ol", "section", "table", "dl", "p")):
        if node.getparent() is None or ink(node) > 0.3 * total:
            continue
        if node.get("role") in ROLES:
            node.drop_tree()
            continue
        links = sum(ink(link) for link in node.iter("a"))
        many = len(node.findall(".//a")) >= 3 and links > 0.6 * max(ink(node), 1)
        if CHROME.search(names(node)) or many:
            node.drop_tree()


class _Hidden:
    """A hidden element and the empty one that stands in its place."""

    def __init__(self, node: HtmlElement) -> None:
        self.node = node
        self.place = lxml.html.Element("span")
        self.place.tail, node.tail = node.tail, None
        node.getparent().replace(node, self.place)
        # Without what is hidden within it. The article may be a list, without a sentence.
        named = bool(_BODY_NAME.search(names(node)))
        self.weight = weight(node) or (ink(node) // 2 if named else 0)
        self.fit = self.weight > 0 and not is_other(node)

    def put_back(self) -> None:
        parent = self.place.getparent()
        if parent is not None:
            parent.replace(self.place, self.node)
            self.node.tail, self.place.tail = self.place.tail, None


def _set_aside(root: HtmlElement, style_hidden: frozenset[str]) -> list[_Hidden]:
    """Takes what the browser would not show out of ``root``, innermost first."""
    nodes = [
        node
        for node in root.iter(etree.Element)
        if node.getparent() is not None
        and node.tag not in ("body", "html")
        and _is_hidden(node, style_hidden)
    ]
    return [_Hidden(node) for node in reversed(nodes)]


def _put_back(root: HtmlElement, hidden: list[_Hidden], shown_by_script: set[str]) -> None:
    """Puts the hidden body, if there is one, back to its place."""
    here = _squeezed(text_of(root)) if any(item.fit for item in hidden) else ""
    fit = [item for item in hidden if item.fit and not _is_copy(item.node, here)]
    if not fit:
        return
    visible, plain = weight(root), plain_ink(root)
    chosen = [
        item
        for item in fit
        if _BODY_NAME.search(names(item.node)) or item.node.get("id") in shown_by_script
        if item.weight > 0.5 * visible
    ]
    largest = max(fit, key=lambda item: item.weight)
    if not chosen and largest.weight > max(8 * visible, plain):
        # Parts of one body are hidden in like elements.
        own = largest.node.tag, largest.node.get("class")
        chosen = [item for item in fit if (item.node.tag, item.node.get("class")) == own]
    by_node = {item.node: item for item in hidden}
    for item in chosen:
        item.put_back()
        for outer in item.node.iterancestors():
            if outer in by_node:
                by_node[outer].put_back()


def _is_copy(node: HtmlElement, here: str) -> bool:
    """Whether most sentences of ``node`` are in ``here`` too: text to print, share or read
    aloud."""
    own = [_squeezed(sentence) for sentence in sentences(text_of(node))]
    return bool(own) and sum(sentence in here for sentence in own) >= 0.5 * len(own)


def _add_unseen(root: HtmlElement, bodies: list[list[HtmlElement]]) -> None:
    """Adds the longest of ``bodies`` if the page shows no text of its own."""
    found = [(sum(map(weight, cleaned)), cleaned) for cleaned in map(_cleaned, bodies)]
    most, body = max(found, key=lambda item: item[0], default=(0, []))
    if most > max(8 * weight(root), plain_ink(root)):
        place = root.find("body")
        for node in body:
            (root if place is None else place).append(node)


def _cleaned(body: list[HtmlElement]) -> list[HtmlElement]:
    """``body`` without what a browser would not show of it."""
    for node in body:
        drop_furniture(node)
        _set_aside(node, frozenset())
    return body


def _is_hidden(node: HtmlElement, style_hidden: frozenset[str]) -> bool:
    """Whether the browser would not show the element."""
    if _ANIMATED.search(node.get("class") or ""):
        return False
    style = re.sub(r"\s", "", node.get("style") or "")
    named = style_hidden and (
        f"#{node.get('id')}" in style_hidden
        or any(f".{name}" in style_hidden for name in (node.get("class") or "").split())
    )
    return (
        node.get("hidden") is not None
        or (node.get("aria-hidden") or "").lower() == "true"
        or bool(_HIDDEN_STYLE.search(style))
        or bool(named and not re.search(r"display:(?!none)|visibility:visible", style))
    )


def _hidden_by_style(source: str) -> frozenset[str]:
    """``#id`` and ``.class`` that the page's own style sheet hides, whatever the medium."""
    found: set[str] = set()
    shown: set[str] = set()
    for rule in _outside_media(source).split("}"):
        selectors, _, body = rule.partition("{")
        body = re.sub(r"\s", "", body)
        into = found if _HIDDEN_STYLE.search(body) else shown if "display:" in body else None
        if into is None:
            continue
        for selector in selectors.split(","):
            simple = _SIMPLE_SELECTOR.fullmatch(selector.strip())
            if simple:
                into.add(simple.group(1))
    return frozenset(found - shown)


def _outside_media(source: str) -> str:
    """A style sheet without comments and without its @media and like blocks."""
    plain = re.sub(r"/\*.*?(?:\*/|\Z)", " ", source, flags=re.DOTALL)
    out: list[str] = []
    depth = 0  # of the @ block at hand; 0 outside
    start = 0
    for mark in re.finditer(r"@[\w-]{1,30}[^{};@]{0,400}\{|[{}]", plain):
        if depth:
            depth += 1 if mark.group().endswith("{") else -1
            start = mark.end()
        elif mark.group().startswith("@"):
            out.append(plain[start : mark.start()])
            depth = 1
    if not depth:
        out.append(plain[start:])
    return "".join(out)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _source(root: HtmlElement, tag: str) -> str:
    return "\n".join(node.text or "" for node in root.iter(tag))[:MOST_SCRIPT]
