"""Automatic list numbers of DOCX paragraphs, which are not part of their text.

Word keeps them in numbering.xml (ECMA-376 Part 1, 17.9): a paragraph or its style names a list
and a level; the level has a format, a start and a text such as ``（%1）``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cn2an

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: its number format, text (``（%1）``), start and what follows the number.

    ``restart`` is the level (1-based) after which it counts anew, 0 for never, None for any higher
    one; ``legal`` makes all its numbers decimal.
    """

    form: str
    text: str
    start: int
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False


class Numbering:
    """Counts the lists of one document; call ``label`` once for each paragraph, in order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}  # of a list (w:num), its own ones applied
        self._abstract: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}  # of lists that begin anew (startOverride)
        self._counts: dict[str, dict[int, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        shared = {
            node.get(f"{_W}abstractNumId"): dict(_level(level) for level in node.iter(f"{_W}lvl"))
            for node in root.iter(f"{_W}abstractNum")
        }
        for num in root.iter(f"{_W}num"):
            key, abstract = num.get(f"{_W}numId"), _value(num, "abstractNumId", "")
            self._abstract[key] = abstract
            levels = dict(shared.get(abstract, {}))
            for override in num.iter(f"{_W}lvlOverride"):
                at = override.get(f"{_W}ilvl") or "0"
                start = _value(override, "startOverride", "")
                if start.isdigit() and at.isdigit():
                    self._starts.setdefault(key, {})[int(at)] = int(start)
                levels.update(_level(level) for level in override.iter(f"{_W}lvl"))
            self._levels[key] = levels

    def label(self, paragraph: Any) -> str:
        """The number Word prints before ``paragraph``; empty when it prints none (or a bullet)."""
        num_id, at = _list_level(paragraph)
        levels = self._levels.get(num_id, {})
        if at not in levels:
            return ""
        # Lists of one definition count on from each other, unless a start of their own is set.
        counts = self._counts.setdefault(self._abstract[num_id], {})
        starts = self._starts.get(num_id, {})
        if at in starts:
            counts[at] = starts.pop(at) - 1
        own = levels[at]
        counts[at] = counts.get(at, own.start - 1) + 1
        for deeper in [key for key in counts if key > at]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or restart > at:
                del counts[deeper]
        if own.form in ("bullet", "none"):
            return ""
        text = own.text
        for upper in range(at + 1):
            level = levels.get(upper, _Level("decimal", "", 1))
            form = "decimal" if own.legal else level.form
            text = text.replace(f"%{upper + 1}", _number(counts.get(upper, level.start), form))
        bare = not text or ord(text[-1]) > 0x2E80 or own.suffix == "nothing"
        return text if bare else text + " "


def _level(node: Any) -> tuple[int, _Level]:
    start, restart = _value(node, "start", "1"), _value(node, "lvlRestart", "")
    legal = node.find(f"{_W}isLgl")
    form = _value(node, "numFmt", "decimal")
    return int(node.get(f"{_W}ilvl")), _Level(
        form,
        _value(node, "lvlText", ""),
        int(start) if start.isdigit() else 1,
        _value(node, "suff", "tab"),
        int(restart) if restart.isdigit() else None,
        legal is not None and legal.get(f"{_W}val") not in ("0", "false"),
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


_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def _number(value: int, form: str) -> str:
    """``value`` in a number format of ECMA-376 Part 1, 17.18.59; decimal where it is not known."""
    if form == "ideographTraditional" and 1 <= value <= 10:
        return _STEMS[value - 1]
    if form == "ideographZodiac" and 1 <= value <= 12:
        return _BRANCHES[value - 1]
    if form == "ideographEnclosedCircle" and 1 <= value <= 10:
        return chr(0x3280 + value - 1)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return str(cn2an.an2cn(value, "up"))
    if form.startswith(("chinese", "ideograph", "japaneseCounting", "taiwanese")):
        return _chinese(value)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if form == "decimalEnclosedParen" and 1 <= value <= 20:
        return chr(0x2474 + value - 1)
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))
    if form == "decimalZero":
        return f"{value:02d}"
    if form == "numberInDash":
        return f"- {value} -"
    if form in ("upperLetter", "lowerLetter") and 1 <= value <= 780:
        letter = chr((65 if form == "upperLetter" else 97) + (value - 1) % 26)
        return letter * ((value - 1) // 26 + 1)  # AA follows Z, as Word has it
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
