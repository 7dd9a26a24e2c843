"""Sentences of a report: spans that tile its text and never cross a section boundary.

Stops are those of Chinese, Japanese and Western writing. A Latin full stop ends a sentence only
where it cannot be an abbreviation, a decimal, an initial or an ordinal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

_LONG = 120  # a semicolon ends a sentence only past this many characters
_CLOSERS = "”’』」）)】》〉\"'»]"
_STOP = re.compile(r"[。！？!?；;…｡︒\n]|\.(?=[\s”’）)\]»\"']|$)")
_PROTECTED = re.compile(
    r"（[^（）\n]{0,300}）|\([^()\n]{0,300}\)|“[^“”\n]{0,300}”|《[^《》\n]{0,300}》|"
    r"「[^「」\n]{0,300}」"
)
_LAST_TOKEN = re.compile(r"[^\s（(“\"']*$")
_MONTHS = (
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember "
    "januari februari maart"
).split()
_ABBREVIATIONS = frozenset(
    "no nos nr dr mr mrs ms prof st sr jr inc ltd co corp vs etc eg ie e.g i.e cf al fig figs sec "
    "art arts ch para paras p pp vol ed eds dept gov gen col lt rev hon approx est jan feb mar apr "
    "jun jul aug sep sept oct nov dec m mm mme z.b bzw ca usw vgl abs bspw evtl inkl mio mrd d.h "
    "sra dra ud uds núm num pág av ej ee.uu n".split()
)


#: Characters of a sentence.
LONGEST = 1500
_SOFT = re.compile(r"[，；;、|]|, | ")


class Section(Protocol):
    """Offsets of a section: its start, the end of its heading, its end."""

    @property
    def start(self) -> int: ...
    @property
    def body(self) -> int: ...
    @property
    def end(self) -> int: ...


def split_sentences(text: str, sections: Sequence[Section]) -> tuple[tuple[int, int], ...]:
    """Sentence spans of ``text``, in order, tiling it wholly.

    Every ``start``, ``body`` and ``end`` of ``sections`` is a boundary. White space belongs to the
    sentence before it. Brackets, quotation marks and titles of up to 300 characters are not cut.
    """
    if not text:
        return ()
    hard = {0, len(text)}
    for section in sections:
        hard.update((section.start, section.body, section.end))
    edges = sorted(edge for edge in hard if 0 <= edge <= len(text))
    spans: list[tuple[int, int]] = []
    for low, high in zip(edges, edges[1:], strict=False):
        for start, end in _split_segment(text, low, high):
            spans.extend(_pieces(text, start, end))
    return tuple(spans)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span in pieces of at most LONGEST characters, cut after a mark or space where there is
    one: a line of a megabyte would be quoted whole. Real sentences have a quarter of that."""
    while end - start > LONGEST:
        window = text[start + LONGEST // 2 : start + LONGEST]
        mark = max((m.end() for m in _SOFT.finditer(window)), default=LONGEST - LONGEST // 2)
        cut = start + LONGEST // 2 + mark
        yield start, cut
        start = cut
    yield start, end


def _split_segment(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Spans that tile ``text[low:high]``; a blank remainder joins the span before it."""
    first, last = low, high  # the first and just past the last character that is not blank
    while first < high and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    start = low
    for cut in _cuts(text, low, high):
        if max(start, first) < cut < last:
            yield start, cut
            start = cut
    if start < high:
        yield start, high


def _cuts(text: str, low: int, high: int) -> Iterator[int]:
    """Offsets just past a sentence's stop, its closing marks and the white space after them."""
    shielded = _shields(text, low, high)
    next_shield = next(shielded, None)
    last = low
    for match in _STOP.finditer(text, low, high):
        at = match.start()
        if at < last:  # white space that already belongs to the sentence before
            continue
        while next_shield and next_shield[1] <= at:
            next_shield = next(shielded, None)
        end = match.end()
        if next_shield and next_shield[0] <= at:
            if not _closes(text, end, next_shield[1]):
                continue
            end = next_shield[1]
        if not _ends_sentence(text, match.group(), last, at):
            continue
        while end < high and text[end] in _CLOSERS:
            end += 1
        while end < high and text[end].isspace():
            end += 1
        if end > last:
            yield end
            last = end


def _shields(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _PROTECTED.finditer(text, low, high))


def _closes(text: str, stop_end: int, shield_end: int) -> bool:
    """Whether a stop inside a quotation is its last character, as in “好。”."""
    return stop_end >= shield_end - 1 and text[shield_end - 1] in "”」）)"


def _ends_sentence(text: str, stop: str, last: int, at: int) -> bool:
    if stop in "；;":
        return at - last >= _LONG
    if stop == "…":
        return text[at + 1 : at + 2] in {"”", "\n"}
    if stop == ".":
        return _is_full_stop(text, last, at)
    return True


def _is_full_stop(text: str, last: int, at: int) -> bool:
    """Whether the Latin full stop at ``at`` ends a sentence rather than an abbreviation."""
    match = _LAST_TOKEN.search(text, max(last, at - 24), at)
    token = match.group() if match else ""
    following = text[at + 1 : at + 40].lstrip(_CLOSERS + " \t\u00a0\u202f")
    if following[:1].islower():
        return False
    bare = token.lower().strip("([,;:“\"'")
    if bare in _ABBREVIATIONS and following[:1] != "\n":
        return False
    if len(bare) == 1 and bare.isalpha():
        return False
    if re.fullmatch(r"(?:[a-zA-Z]\.)+[a-zA-Z]", token):  # U.S. and V.S.A. before a name or number
        return not (following[:1].isalnum())
    if token.isdigit() and len(token) <= 2:
        line_start = not text[last : at - len(token)].strip()
        return not (line_start or following.startswith(tuple(_MONTHS)))
    return True
