"""Where a report says a collected quote now: the same words, or the sentence in its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..api import Section
from ..text.sentences import split_sentences

#: Likeness from which a sentence is taken for a new wording of the quote: of the characters with
#: all numbers made equal. Between two sentences of one report it is mostly below a third.
ALIKE = 0.55
_NUMBER = re.compile(
    r"[\d０-９]+(?:[.,，．/:：-][\d０-９]+)*|[〇零一二三四五六七八九十百千万亿两]{2,}"
)
_SAME_SECTION = 0.05
_COMPARED = 12  # windows compared character by character


@dataclass(frozen=True, slots=True)
class Found:
    """``text[start:end]``; ``same`` if it is the quote, white space aside."""

    start: int
    end: int
    same: bool


def relocate(
    text: str, sections: Sequence[Section], quote: str, start: int, section: tuple[str, ...]
) -> Found | None:
    """The place in a report's ``text`` that says ``quote``, which stood at ``start`` under the
    headings ``section``; None where no sentence is like it."""
    if text[start : start + len(quote)] == quote:
        return Found(start, start + len(quote), True)
    places = _occurrences(text, quote)
    if places:
        heads = set(section[-1:])
        first, last = min(
            places, key=lambda p: (not heads & set(_path(sections, p[0])), abs(p[0] - start))
        )
        return Found(first, last, True)
    return _nearest(text, sections, quote, section)


def _occurrences(text: str, quote: str) -> list[tuple[int, int]]:
    """Every place of ``quote`` in ``text``, whatever the white space in both."""
    bare = "".join(quote.split())
    if not bare:
        return []
    kept = [i for i, c in enumerate(text) if not c.isspace()]
    squeezed = "".join(text[i] for i in kept)
    found, at = [], squeezed.find(bare)
    while at >= 0:
        found.append((kept[at], kept[at + len(bare) - 1] + 1))
        at = squeezed.find(bare, at + 1)
    return found


def _path(sections: Sequence[Section], offset: int) -> tuple[str, ...]:
    return next((s.path for s in sections if s.start <= offset < s.end), ())


def _nearest(
    text: str, sections: Sequence[Section], quote: str, section: tuple[str, ...]
) -> Found | None:
    """The run of sentences most like ``quote`` once all numbers are made equal."""
    length = len(_told(quote, split_sentences(quote, ())))
    wanted = _masked(quote)
    grams = _bigrams(wanted)
    sentences = _told(text, split_sentences(text, sections))
    windows = [
        (sentences[i][0], sentences[i + n - 1][1])
        for n in sorted({max(1, length - 1), length, length + 1})
        for i in range(len(sentences) - n + 1)
    ]
    windows.sort(key=lambda w: -_dice(grams, _bigrams(_masked(text[w[0] : w[1]]))))
    best, score = None, ALIKE
    for first, last in windows[:_COMPARED]:
        alike = SequenceMatcher(None, wanted, _masked(text[first:last]), autojunk=False).ratio()
        if section and section[-1:] == _path(sections, first)[-1:]:
            alike += _SAME_SECTION
        if alike > score:
            best, score = Found(first, last, False), alike
    return best


def _told(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans without the white space at their ends, blank ones left out."""
    trimmed = []
    for start, end in spans:
        words = text[start:end]
        if words.strip():
            left = len(words) - len(words.lstrip())
            trimmed.append((start + left, start + len(words.rstrip())))
    return trimmed


def _masked(text: str) -> str:
    return _NUMBER.sub("#", "".join(text.split()))


def _bigrams(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(max(1, len(text) - 1)))


def _dice(a: Counter[str], b: Counter[str]) -> float:
    return 2 * (a & b).total() / max(1, a.total() + b.total())
