"""Automatic list numbers of DOCX paragraphs, which are not part of their text.

Word keeps them in numbering.xml (ECMA-376 Part 1, 17.9): a paragraph or its style names a list
and a level; the level has a format, a start and a text such as ``（%1）``.
"""

from __future__ import annotations

from typing import Any

import cn2an

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Numbering:
    """Counts the lists of one document; call ``label`` once for each paragraph, in order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._list_of: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        for abstract in root.iter(f"{_W}abstractNum"):
            key = abstract.get(f"{_W}abstractNumId")
            self._levels[key] = dict(_level(node) for node in abstract.iter(f"{_W}lvl"))
        for num in root.iter(f"{_W}num"):
            self._list_of[num.get(f"{_W}numId")] = _value(num, "abstractNumId", "")

    def label(self, paragraph: Any) -> str:
        """The number Word prints before ``paragraph``; empty when it prints none (or a bullet)."""
        num_id, level = _list_level(paragraph)
        levels = self._levels.get(self._list_of.get(num_id, ""), {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(num_id, {})
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        form, text, _ = levels[level]
        if form in ("bullet", "none"):
            return ""
        for at in range(level + 1):
            own, _, start = levels.get(at, ("decimal", "", 1))
            text = text.replace(f"%{at + 1}", _number(counts.get(at, start), own))
        return text if not text or ord(text[-1]) > 0x2E80 else text + " "


def _level(node: Any) -> tuple[int, tuple[str, str, int]]:
    start = _value(node, "start", "1")
    return int(node.get(f"{_W}ilvl")), (
        _value(node, "numFmt", "decimal"),
        _value(node, "lvlText", ""),
        int(start) if start.isdigit() else 1,
    )


def _value(node: Any, name: str, default: str) -> str:
    child = node.find(f"{_W}{name}")
    return default if child is None else child.get(f"{_W}val") or default


def _list_level(paragraph: Any) -> tuple[str, int]:
    """The list and level that the paragraph, or a style it is based on, names."""
    holders = [paragraph._p.pPr]
    style = paragraph.style
    while style is not None and len(holders) < 10:
        holders.append(style.element.pPr)
        style = style.base_style
    for holder in holders:
        numbered = None if holder is None else holder.find(f"{_W}numPr")
        if numbered is not None:
            level = _value(numbered, "ilvl", "0")
            return _value(numbered, "numId", ""), int(level) if level.isdigit() else 0
    return "", 0


def _number(value: int, form: str) -> str:
    if form.startswith(("chinese", "ideograph", "japaneseCounting", "taiwanese")):
        return _chinese(value)
    if form == "decimalEnclosedCircle" and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if form in ("upperLetter", "lowerLetter") and 1 <= value <= 26:
        return chr((65 if form == "upperLetter" else 97) + value - 1)
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman if form == "upperRoman" else roman.lower()
    return str(value)


def _chinese(value: int) -> str:
    text = str(cn2an.an2cn(value))
    return text[1:] if text.startswith("一十") else text


def _roman(value: int) -> str:
    pairs = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ]
    text = ""
    for number, letters in pairs:
        text += letters * (value // number)
        value %= number
    return text
