"""Where a quote stands among the characters of a printed page.

The canonical text of a page and its printed characters differ in line ends, running heads, hyphens
and the bars between cells. A quote may be printed several times on a page, and a part of it on the
next one; what stands around it tells which place is meant.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from os.path import commonprefix

from ..text.characters import everyday

_AROUND = 80  # characters on either side that tell equal places apart
_LEAST = 0.6  # share of the quote's characters that must be found where it is not printed as it is
_SHORTEST = 2  # characters that stand together, where a quote is found in pieces
_LEFT_OUT = re.compile(r"[\s|\u00ad\u200b-\u200f\ufeff]")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quote:
    """What of a quote stands on one page, ``text``, and the canonical text of the page around it;
    an empty ``text`` stands nowhere on it."""

    text: str = ""
    before: str = ""
    after: str = ""


def quote_on_page(text: str, start: int, end: int, first: int, last: int) -> Quote:
    """The part of ``text[start:end]`` that is on the page of characters ``first`` to ``last``."""
    at, stop = max(start, first), min(end, last)
    if at >= stop:
        return Quote()
    around = 4 * _AROUND
    return Quote(
        text[at:stop],
        text[max(first, at - around) : at],
        text[stop : min(last, stop + around)],
    )


def places_of(printed: str, quote: Quote) -> list[Place]:
    """The characters of ``printed`` that ``quote`` consists of, as (start, end), in order; [] where
    it is not found."""
    have, offsets = _bare(printed)
    wanted, before, after = (_bare(t)[0] for t in (quote.text, quote.before, quote.after))
    if not wanted:
        return []
    found = [m.start() for m in re.finditer(f"(?={re.escape(wanted)})", have)]
    if found:
        at = max(found, key=lambda at: _likeness(have, at, at + len(wanted), before, after))
        spans = [(at, at + len(wanted))]
    else:
        spans = _in_pieces(have, before[-_AROUND:], wanted, after[:_AROUND])
    return [(offsets[a], offsets[b - 1] + 1) for a, b in spans]


def _likeness(have: str, start: int, end: int, before: str, after: str) -> int:
    """How many characters in front of a place and behind it are those of the quote."""
    front = len(commonprefix([have[:start][::-1], before[::-1]]))
    return front + len(commonprefix([have[end:], after]))


def _in_pieces(have: str, before: str, wanted: str, after: str) -> list[Place]:
    """The pieces of a quote between which something else is printed, such as a running head."""
    matcher = SequenceMatcher(None, have, before + wanted + after, autojunk=False)
    first, last = len(before), len(before) + len(wanted)
    pieces = []
    for a, b, size in matcher.get_matching_blocks():
        start, end = max(b, first), min(b + size, last)
        if end - start >= _SHORTEST:
            pieces.append((a + start - b, a + end - b))
    return pieces if sum(b - a for a, b in pieces) >= _LEAST * len(wanted) else []


def _bare(text: str) -> tuple[str, list[int]]:
    """``text`` without white space and bars, each character in its usual form, and the offset of
    each."""
    kept = [(c, i) for i, c in enumerate(text) if not _LEFT_OUT.match(c)]
    shown = (unicodedata.normalize("NFKC", everyday(c)).lower() for c, _ in kept)
    return "".join(s if len(s) == 1 else c for s, (c, _) in zip(shown, kept, strict=True)), [
        i for _, i in kept
    ]
