"""Claims of a draft as data: verdict, figures beside the source's, citations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..answers.answer import Citation
from .sources import Source
from .styles import format_citation, in_text

SUPPORTED, CONTRADICTED, UNSUPPORTED = "supported", "contradicted", "unsupported"


@dataclass(frozen=True, slots=True)
class ClaimFigure:
    """A figure in the draft and the source's own (``source_value`` None: no source gives one).

    ``value`` and ``source_value`` are in base units of ``unit``; ``source_raw`` is the source's
    spelling. ``note`` says in the claim's language how the two relate if they are not simply equal
    (rounded, wider scope, different unit); ``citation`` is the number of the passage.
    """

    raw: str
    value: float
    unit: str
    source_value: float | None
    agrees: bool
    source_raw: str = ""
    note: str = ""
    citation: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "raw": self.raw,
            "value": _plain(self.value),
            "unit": self.unit,
            "source_value": None if self.source_value is None else _plain(self.source_value),
            "agrees": self.agrees,
            "source_raw": self.source_raw or None,
            "note": self.note or None,
            "citation": self.citation,
        }


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a draft with its verdict; ``start``/``end`` are character offsets in the draft.

    ``basis`` is ``figures`` or ``meaning``, whichever decided; ``reason`` says in the claim's
    language why a claim is not supported ("" if it is).
    """

    text: str
    start: int
    end: int
    verdict: str
    figures: tuple[ClaimFigure, ...]
    citations: tuple[Citation, ...]
    sources: tuple[Source, ...]
    basis: str = "figures"
    reason: str = ""

    def to_json(self, style: str) -> dict[str, Any]:
        formatted = [
            format_citation(s, style, c.n)
            for s, c in zip(self.sources, self.citations, strict=True)
        ]
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "verdict": self.verdict,
            "basis": self.basis,
            "reason": self.reason or None,
            "figures": [f.to_json() for f in self.figures],
            "citations": [c.to_json() for c in self.citations],
            "formatted": formatted,
            "in_text": [
                in_text(s, style, c.n) for s, c in zip(self.sources, self.citations, strict=True)
            ],
        }


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value
