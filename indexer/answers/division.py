"""Splits a text into several questions by its question marks and question words alone."""

from __future__ import annotations

import re

_MARK = re.compile(r"[？?](?=\s*\w)|[。；;](?=\s*\w)|(?<=[a-z\d]{3})\.\s+(?=\w)|\n+")
_HOW_MANY = re.compile(
    r"多少|几[家个件人次起名户条项所座]|何件|何人|いくつ|いくら|どのくらい|"
    r"\bhow (?:many|much|large|big|high)\b|\bwhat (?:amount|number|sum)\b|\bcombien\b|"
    r"\bquel(?:le)?s? (?:est |était |a été |fut )?(?:le |la )?(?:montant|nombre|somme|total)|"
    r"\bwie ?(?:viele?|hoch|groß)\b|\bcuánt[oa]s?\b|\bqué (?:cantidad|importe|número)|\bсколько\b",
    re.IGNORECASE,
)
_COMMA = re.compile(
    r"[，,、]\s*(?:以及|和|及|还有|而|and |et |und |y )?|(?:以及|还有)|"
    r" and (?=how |what )| et (?=combien |quel)| und (?=wie)| y (?=cuánt|qué )"
)
_ASKS = re.compile(
    r"[？?吗呢]\s*$|多少|几|谁|哪|何|什么|怎|如何|为啥|是否|有没有|か[。？?]?\s*$|"
    r"\b(?:how|who|whom|which|what|when|where|why|combien|qui|quel\w*|quand|où|pourquoi|wie|wer|"
    r"welche\w*|was|wann|wo|warum|cuánt\w*|quién\w*|qué|cuál\w*|cuándo|dónde|сколько|кто|как\w*|"
    r"tell me|list|告诉我|请列)\b",
    re.IGNORECASE,
)
_MOST = 4
_LEAST, _SHORT = 10, 8


def questions_in(text: str) -> list[str]:
    """The questions that ``text`` asks one after the other, each with what leads to it; ``text``
    alone where it asks one."""
    found: list[str] = []
    lead = ""
    for part in _sentences(text):
        if not _ASKS.search(part):
            lead += part
            continue
        found.extend(piece.strip() for piece in _amounts(lead + part))
        lead = ""
    if lead and found:
        found[-1] += lead
    whole = 1 < len(found) <= _MOST and all(map(_is_whole, found))
    return found if whole else [text]


def _is_whole(text: str) -> bool:
    """Whether a part is a complete question; 罚款多少 is, although it is short."""
    return _weight(text) >= (_SHORT if _HOW_MANY.search(text) else _LEAST)


def _weight(text: str) -> int:
    """Number of letters, with a Chinese character counted twice; a short remainder is no question
    ("怎么交")."""
    return sum(2 if character > "\u2e80" else 1 for character in text if character.isalpha())


def _sentences(text: str) -> list[str]:
    parts, at = [], 0
    for mark in _MARK.finditer(text):
        parts.append(text[at : mark.end()])
        at = mark.end()
    return [part for part in (*parts, text[at:]) if part.strip()]


def _amounts(text: str) -> list[str]:
    """A sentence that asks for several amounts (罚款多少，检查多少家), one by one."""
    parts, at = [], 0
    for comma in _COMMA.finditer(text):
        if _HOW_MANY.search(text, at, comma.start()) and _HOW_MANY.search(text, comma.end()):
            parts.append(text[at : comma.start()])
            at = comma.end()
    return [*parts, text[at:]]
