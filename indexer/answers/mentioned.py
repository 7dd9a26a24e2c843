"""Names that no indexed body has, but that reports mention (a company, a programme, a forest farm).

A question about such a name is answered only from windows that contain it literally, so that
nothing said of one body is given as the answer about another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..index.store.generation import Generation
from ..text.folding import fold
from ..text.scripts import has_han
from .asked import Asked

_PASSAGES = 1024  # looked at for one name, those with its rarest words first
_LEAST = 0.2  # share of being part of a name from which a token beside a name belongs to it


@dataclass(frozen=True, slots=True)
class Mentioned:
    """``names`` as the question writes them; ``sentences``: rows, ascending, of the passages that
    contain all of them; ``reports``: those that these are of."""

    names: tuple[str, ...]
    sentences: NDArray[np.int64]
    reports: tuple[int, ...]

    def within(self, *texts: str) -> bool:
        """Whether ``texts`` together contain every name."""
        shown = fold("\n".join(texts))
        return all(contains(shown, fold(name)) for name in self.names)


def mentioned(
    generation: Generation, names: Sequence[str], allowed: Iterable[int]
) -> Mentioned | None:
    """Where the reports ``allowed`` mention all of ``names``; None if none does."""
    rows = frozenset(allowed)
    found = [set(_passages(generation, name, rows)) for name in names]
    passages = set.intersection(*found) if found else set()
    if not passages:
        return None
    sentences = generation.sentences_within_passages(passages)
    reports = tuple(sorted({int(r) for r in generation.reports_of_sentences(sentences)}))
    return Mentioned(tuple(names), sentences, reports) if reports else None


def whole_name(asked: Asked, start: int, end: int) -> str:
    """The name at characters ``start`` to ``end`` of the question, with the adjacent tokens that
    may be part of it: a strong and a weak threshold, as in Canny (1986)."""
    tags = [tag for tag in asked.vectors.tags if tag.body >= _LEAST]
    for tag in reversed(tags):
        if tag.start < start <= tag.end:
            start = tag.start
    for tag in tags:
        if tag.start <= end < tag.end:
            end = tag.end
    return asked.text[start:end].strip()


def _text(generation: Generation, row: int) -> str:
    """A passage's headings and words."""
    passage = generation.passage(row)
    text = generation.text(passage.report)[passage.start : passage.end]
    return "\n".join((*passage.section, text))


def _passages(generation: Generation, name: str, allowed: frozenset[int]) -> list[int]:
    """Passages of the reports ``allowed`` whose text or headings contain ``name``."""
    terms, wanted = generation.passage_terms, fold(name)
    tokens = sorted(
        {t for t in generation.tokens(name) if t in terms}, key=lambda t: (-terms.idf(t), t)
    )
    near: dict[int, None] = {}
    for token in tokens:
        near.update(dict.fromkeys(terms.column(token)[0].tolist()))
        if len(near) >= _PASSAGES:
            break
    return [
        row
        for row in list(near)[:_PASSAGES]
        if generation.passage(row).report in allowed
        and contains(fold(_text(generation, row)), wanted)
    ]


def contains(text: str, name: str) -> bool:
    """Whether ``text`` has ``name``, both folded; a Latin name only as whole words."""
    at = text.find(name)
    while name and at >= 0:
        end = at + len(name)
        if has_han(name) or not (
            (at > 0 and _inside(text[at - 1], name[0]))
            or (end < len(text) and _inside(name[-1], text[end]))
        ):
            return True
        at = text.find(name, at + 1)
    return False


def _inside(before: str, after: str) -> bool:
    """Whether two adjacent characters are of one Latin word."""
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
