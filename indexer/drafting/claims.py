"""Claims of a draft as data: verdict, figures beside the source's, citations."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Annotated, Any, Literal

from ..answers.answer import Citation
from ..contract import HIDDEN, NULL, WHOLE, Told, to_json
from .sources import Source
from .styles import format_citation, in_text
from .verdicts import ClaimVerdict

Basis = Literal["figures", "meaning"]


@dataclass(frozen=True, slots=True)
class ClaimFigure(Told):
    """A figure in the draft and the source's own; values are in base units of ``unit``."""

    raw: Annotated[str, "As written in the draft."]
    value: Annotated[float, "In base units of `unit`.", WHOLE]
    unit: Annotated[str, "CNY or another ISO currency, count, percent, hours, days, m2 …"]
    source_value: Annotated[float | None, "In base units; null if no source gives one.", WHOLE]
    agrees: Annotated[bool, "Whether the figures agree at the draft's precision or bound."]
    source_raw: Annotated[str, "The source's figure as printed.", NULL] = ""
    note: Annotated[
        str, "How the two relate if they are not simply equal, in the claim's language.", NULL
    ] = ""
    citation: Annotated[int | None, "Number of the citation that contains it."] = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a draft with its verdict."""

    text: Annotated[str, "The sentence or table row."]
    start: Annotated[int, "Offset in the draft, in code points."]
    end: Annotated[int, "Offset after its last character."]
    verdict: Annotated[
        ClaimVerdict, "contradicted: a passage on the same subject gives a different figure."
    ]
    basis: Annotated[Basis, "Whether figures or meaning decided."] = field(
        default="figures", kw_only=True
    )
    reason: Annotated[str, "Why it is not supported, in the claim's language.", NULL] = field(
        default="", kw_only=True
    )
    figures: Annotated[tuple[ClaimFigure, ...], "The figures in the sentence."]
    citations: Annotated[tuple[Citation, ...], "The passages that it was compared with."]
    sources: Annotated[tuple[Source, ...], HIDDEN]

    def in_style(self, style: str) -> FormattedClaim:
        """The claim with its references in a citation style."""
        cited = [(s, c.n) for s, c in zip(self.sources, self.citations, strict=True)]
        return FormattedClaim(
            **{one.name: getattr(self, one.name) for one in fields(Claim)},
            formatted=tuple(format_citation(source, style, n) for source, n in cited),
            in_text=tuple(in_text(source, style, n) for source, n in cited),
        )

    def to_json(self, style: str) -> dict[str, Any]:
        """The JSON form defined by the contract, with references in a citation style."""
        told: dict[str, Any] = to_json(self.in_style(style))
        return told


@dataclass(frozen=True, slots=True)
class FormattedClaim(Claim):
    """A sentence of a draft with its verdict, and its sources as references."""

    formatted: Annotated[tuple[str, ...], "References, in the order of `citations`."] = field(
        kw_only=True
    )
    in_text: Annotated[tuple[str, ...], "The in-text citation for each of them."] = field(
        kw_only=True
    )
