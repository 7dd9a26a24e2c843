"""Numbered references of a cited draft: one entry a work, one note a place cited."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .claims import CONTRADICTED, SUPPORTED, Claim
from .gbt7714 import Source
from .styles import format_citation

_QUOTED = 120


@dataclass(frozen=True, slots=True)
class Reference:
    """A work of the list at the end; ``n`` counts in order of first citation."""

    n: int
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note at a claim: the work, the place in it, and what stands there."""

    n: int
    note: str


def numbered(claims: list[Claim], style: str) -> tuple[list[list[Note]], list[Reference]]:
    """(the notes of each supported claim, the list of works). What does not bear a sentence out is
    no reference of its draft. A work cited at two places has one number.
    """
    works: dict[str, int] = {}
    sources: list[Source] = []
    notes: list[list[Note]] = []
    for claim in claims:
        mine = []
        borne = zip(claim.sources, claim.citations, strict=True) if not doubtful(claim) else ()
        for source, citation in borne:
            if citation.report not in works:
                works[citation.report] = len(works) + 1
                sources.append(replace(source, page=None, section=""))
            n = works[citation.report]
            mine.append(Note(n, f"{format_citation(source, style, n)} {_quoted(citation.quote)}"))
        notes.append(mine)
    return notes, [Reference(n, format_citation(s, style, n)) for n, s in enumerate(sources, 1)]


def remark(claim: Claim) -> str:
    """What a comment says of a claim that is not supported, in the claim's language."""
    chinese = any("一" <= c <= "鿿" for c in claim.text)
    names = (("与原文不符", "没有依据") if chinese else ("contradicted", "unsupported"))
    head = names[0] if claim.verdict == CONTRADICTED else names[1]
    colon, stop = ("：", "；") if chinese else (": ", "; ")
    parts = [claim.reason] if claim.reason else []
    parts += [f"{f.raw}{colon}{f.note}" for f in claim.figures if not f.agrees and f.note]
    said = f"{head}{colon}{stop.join(parts)}" if parts else head
    if not claim.citations:
        return said
    nearest = claim.citations[0]
    who = nearest.issuer or nearest.path
    return f"{said}{stop}{who}（{nearest.title}）{colon}{_quoted(nearest.quote)}" if chinese else (
        f"{said}{stop}{who} ({nearest.title}){colon}{_quoted(nearest.quote)}")


def _quoted(quote: str) -> str:
    """A passage in quotation marks, on one line, cut with a mark of the cut where it is long."""
    quote = " ".join(quote.split())
    return f"“{quote}”" if len(quote) <= _QUOTED else f"“{quote[:_QUOTED]}…”"


def doubtful(claim: Claim) -> bool:
    """Whether a reader should look at a claim again."""
    return claim.verdict != SUPPORTED
