"""Claims of a draft as data: verdict, figures beside the source's, citations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..answers.answer import Citation
from ..answers.json_fields import HIDDEN, NUMBER, UNKNOWN, about, json_of, one_of
from .sources import Source
from .styles import format_citation, in_text


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a verdict is shown: its sign in a text, and its words in Chinese and English."""

    sign: str
    chinese: str
    english: str


#: Every verdict on a claim by its name, worst first.
VERDICTS: dict[str, Verdict] = {}


def verdict(name: str, sign: str, chinese: str, english: str) -> str:
    """Makes ``name`` known as a verdict: to the page, the comments of a Word file, and the schemas
    of HTTP and MCP. For the module that gives it, when it is imported."""
    VERDICTS[name] = Verdict(sign, chinese, english)
    return name


CONTRADICTED = verdict("contradicted", "✗", "与报告不符", "contradicted")
UNSUPPORTED = verdict("unsupported", "?", "未找到依据", "unsupported")
SUPPORTED = verdict("supported", "✓", "有依据", "supported")


@dataclass(frozen=True, slots=True)
class ClaimFigure:
    """A figure of the draft beside the source's own (``source_value`` None: no source gives one).

    ``value`` and ``source_value`` are in base units of ``unit``; ``source_raw`` is the source's
    spelling. ``note`` says in the claim's language how the two relate where they are not simply
    equal (rounded, of a wider scope, another unit); ``citation`` is the number of the passage.
    """

    raw: str
    value: float = field(metadata=NUMBER)
    unit: str
    source_value: float | None = field(metadata=NUMBER)
    agrees: bool = field(
        metadata=about("Equal at the precision, or within the bound, of the draft.")
    )
    source_raw: str = field(
        default="", metadata=about("The source's figure as it is printed.", **UNKNOWN)
    )
    note: str = field(
        default="",
        metadata=about("What is to be known of the comparison, in words.", **UNKNOWN),
    )
    citation: int | None = field(
        default=None, metadata=about("Number of the citation that holds it.")
    )

    def to_json(self) -> dict[str, Any]:
        return json_of(self)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a draft with its verdict; ``start``/``end`` count characters of the draft.

    ``basis`` is ``figures`` or ``meaning``, whichever decided; ``reason`` says in the claim's
    language why a claim is not supported ("" where it is).
    """

    text: str
    start: int
    end: int
    verdict: str
    figures: tuple[ClaimFigure, ...]
    citations: tuple[Citation, ...]
    sources: tuple[Source, ...] = field(metadata=HIDDEN)
    basis: str = field(
        default="figures",
        metadata=about("Which of the two decided.", **one_of("figures", "meaning")),
    )
    reason: str = field(
        default="",
        metadata=about("Why it is not supported, in the claim's language.", **UNKNOWN),
    )

    def to_json(self, style: str) -> dict[str, Any]:
        cited = list(zip(self.sources, self.citations, strict=True))
        return {
            **json_of(self),
            "formatted": [format_citation(source, style, c.n) for source, c in cited],
            "in_text": [in_text(source, style, c.n) for source, c in cited],
        }
