"""How much of a sentence's wording stands in the passages it cites.

The check by meaning accepts a sentence that is near a passage as a whole, such as a heading. What a
model writes from quotes keeps most of their words, where both are in one language; where it does
not, it says something else about the same matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..answers.answer import Citation
from ..text.folding import fold, latin_words

#: The share of a sentence's wording that its passages must have.
LEAST = 0.65
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_FEW = 4  # of so few words or pairs of characters no share can be told
_LETTERS = 4


def share_worded(text: str, citations: Sequence[Citation]) -> float:
    """The share of ``text`` that ``citations`` have, by pairs of Chinese characters and by stems of
    Latin words; 1.0 where they are in another script, or the text is too short to tell."""
    said = _parts(text)
    there = _parts(" ".join(" ".join((c.quote, c.title, c.issuer, *c.section)) for c in citations))
    shares = [
        len(own & other) / len(own)
        for own, other in zip(said, there, strict=True)
        if len(own) >= _FEW and len(other) >= _FEW
    ]
    return min(shares, default=1.0)


def _parts(text: str) -> tuple[frozenset[str], frozenset[str]]:
    folded = fold(text)
    pairs = {run[i : i + 2] for run in _HAN.findall(folded) for i in range(len(run) - 1)}
    stems = {stem for stem, start, end in latin_words(folded) if end - start >= _LETTERS}
    return frozenset(pairs), frozenset(stems)
