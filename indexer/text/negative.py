"""Whether a number is negative: a minus sign before it, or accounting brackets around it.

A hyphen is a minus sign only if it cannot be a range, list, code or word: after a linking verb, a
colon or a bracket, or alone with its number in a table cell.
"""

from __future__ import annotations

import re

_MINUS = "-－−﹣–"
_BEHIND = re.compile(
    rf"(?:[为是由从自达至到了率润比速幅长降增加少：:（(，、；=]|[上去]年|"
    r"\b(?:of|by|to|at|was|is|were|from|and|de|à|von|um|auf|bei|est|ist|war|era|es|solde) )"
    rf"(?P<sign>[{_MINUS}])$"
)
_CELL = re.compile(rf"\| ?(?P<sign>[{_MINUS}] ?)$")
#: 减负2.3亿元 relieves a burden; only a negative that is told as a value counts.
_WORD = re.compile(r"(?:[为是达至到：:（(，]|增长)(?P<sign>负|負)$|\b(?P<minus>minus )$")
#: Triangles are minus signs of Japanese and Korean accounts.
_TRIANGLE = re.compile(r"(?<![△▲\d])(?P<sign>[△▲▵] ?)$")
_FALL = re.compile(r"(?P<sign>[↓▼▽] ?)$")
_OPEN = re.compile(r"\| ?(?P<sign>[（(] ?)$")
_CLOSE = re.compile(r" ?[)）](?= ?(?:\||\n|\Z))")
_TRIANGLE_LANGUAGES = frozenset(("ja", "ko"))


def minus_before(text: str, start: int, language: str) -> int:
    """How many characters before ``start`` are its minus sign; 0 where there is none."""
    before = text[max(0, start - 12) : start].rpartition("\n")[2]
    patterns = [_BEHIND, _CELL, _WORD, _FALL]
    if language in _TRIANGLE_LANGUAGES:
        patterns.append(_TRIANGLE)
    for pattern in patterns:
        match = pattern.search(before)
        if match:
            return len(match.group(match.lastgroup or 0))
    return 0


def account_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """How many characters before ``start`` and behind ``end`` are brackets in which a cell holds
    nothing but this number; 0 and 0 where there are none."""
    opened = _OPEN.search(text, max(0, start - 4), start)
    closed = _CLOSE.match(text, end)
    return (len(opened.group("sign")), closed.end() - end) if opened and closed else (0, 0)
