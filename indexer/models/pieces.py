"""What is embedded, and by which model. This is data only, so splitting a report needs no model."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

Span = tuple[int, int]
#: Characters of a sentence that are embedded: about as many as a model of 512 tokens looks at.
LONGEST_TEXT = 1500


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """What vectors depend on: ``revision`` is a checksum or commit; prompts go before each text."""

    name: str
    revision: str
    dimension: int
    query_prompt: str = ""
    passage_prompt: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage as it is embedded. Spans count characters of ``text``.

    An empty sentence span (0, 0) asks for no vector; a figure is (clause start, clause end,
    start, end). ``named``, where it is given, holds for each figure names of it, none where its
    clause names it: a table's row leaves it to the head to say what is counted.
    """

    text: str
    sentences: tuple[Span, ...] = ()
    figures: tuple[tuple[int, int, int, int], ...] = ()
    named: tuple[tuple[str, ...], ...] = ()

    @property
    def rows(self) -> int:
        """How many vectors it has: its own, those of sentences, those of figures."""
        return 1 + len(self.sentences) + len(self.figures)
