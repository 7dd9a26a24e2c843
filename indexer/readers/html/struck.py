"""Removes struck-out text and ruby readings from a page; marks superscript text.

Of a style sheet only ``text-decoration`` is considered, in rules whose selectors name elements,
classes and ids (CSS Selectors 4, sections 5, 6.6, 6.7 and 15).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html

from ..layout.raised import as_superscript

_STRUCK = frozenset(("s", "strike", "del"))
_KEPT = frozenset(("html", "body", "head"))
_COMPOUND = re.compile(r"(?:\*|[a-zA-Z][\w-]*)?(?:[.#][\w-]+)*")
_PART = re.compile(r"[.#]?[\w-]+")
_DECORATION = re.compile(r"text-decoration(?:-line)?\s*:\s*([^;]*)", re.IGNORECASE)
_SUPER = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_MOST_RULES = 500
_DEEPEST = 60  # ancestors that a selector is compared with


@dataclass(frozen=True, slots=True)
class _Rule:
    """``compounds``: the parts of each compound selector, outermost first."""

    compounds: tuple[frozenset[str], ...]
    weight: tuple[int, int, int, int]  # ids, classes, elements, place in the sheet
    struck: bool


def drop_struck(root: lxml.html.HtmlElement) -> None:
    """Changes ``root`` in place; what stands behind a struck word stays."""
    rules = _rules(root)
    for node in list(root.iter(lxml.html.etree.Element)):
        if node.getparent() is None or node.tag in _KEPT:
            continue
        if node.tag in ("rt", "rp", "rtc") or _is_struck(node, rules):
            node.drop_tree()
    for node in list(root.iter("sup", "span")):
        if node.tag == "sup" or _SUPER.search(node.get("style") or ""):
            _raise(node)


def _raise(node: lxml.html.HtmlElement) -> None:
    text = node.text_content()
    above = as_superscript(text)
    if above != text:
        for child in list(node):
            node.remove(child)
        node.text = above


def _is_struck(node: lxml.html.HtmlElement, rules: dict[str, list[_Rule]]) -> bool:
    own = _DECORATION.findall(node.get("style") or "")
    if own:
        return "line-through" in own[-1].lower()
    if not rules:
        return node.tag in _STRUCK
    found = [
        rule for key in _parts(node) for rule in rules.get(key, ()) if _fits(node, rule.compounds)
    ]
    if found:
        return max(found, key=lambda rule: rule.weight).struck
    return node.tag in _STRUCK


def _parts(node: lxml.html.HtmlElement) -> frozenset[str]:
    """What selectors may call an element: its name, its classes and its id."""
    classes = (f".{name}" for name in (node.get("class") or "").split())
    return frozenset((str(node.tag), f"#{node.get('id')}", *classes))


def _fits(node: lxml.html.HtmlElement, compounds: tuple[frozenset[str], ...]) -> bool:
    """Whether the last compound fits the element and the others fit elements round it, in order."""
    if not compounds[-1] <= _parts(node):
        return False
    left = list(compounds[:-1])
    for depth, around in enumerate(node.iterancestors()):
        if not left or depth >= _DEEPEST:
            break
        if left[-1] <= _parts(around):
            left.pop()
    return not left


def _rules(root: lxml.html.HtmlElement) -> dict[str, list[_Rule]]:
    """The rules on ``text-decoration``, by a part of their last compound."""
    found: dict[str, list[_Rule]] = {}
    place = 0
    for style in root.iter("style"):
        for selector, body in _blocks(style.text or ""):
            told = _DECORATION.findall(body)
            if not told or place >= _MOST_RULES:
                continue
            for one in selector.split(",")[:20]:
                rule = _rule(one.strip(), "line-through" in told[-1].lower(), place)
                if rule is not None:
                    found.setdefault(min(rule.compounds[-1]), []).append(rule)
                    place += 1
    # Sheets that only underline links tell nothing.
    return found if any(rule.struck for own in found.values() for rule in own) else {}


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Selector and declarations of each rule, those within ``@media`` too."""
    for chunk in re.sub(r"/\*.*?\*/", "", sheet[:1_000_000], flags=re.DOTALL).split("}"):
        head, brace, body = chunk.rpartition("{")
        if brace:
            yield head.rpartition("{")[2], body


def _rule(selector: str, struck: bool, place: int) -> _Rule | None:
    compounds = []
    for compound in selector.replace(">", " ").split():
        parts = _PART.findall(compound)
        if not parts or not _COMPOUND.fullmatch(compound):
            return None
        compounds.append(frozenset(p if p[0] in ".#" else p.lower() for p in parts))
    if not compounds or len(compounds) > 8:
        return None
    named = [part[0] for compound in compounds for part in compound]
    ids, classes = named.count("#"), named.count(".")
    return _Rule(tuple(compounds), (ids, classes, len(named) - ids - classes, place), struck)
