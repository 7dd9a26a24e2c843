"""Adds what a superseded version says about a claim that the current versions do not support.

The verdict stays the same; the claim then says that an older version stated it, and cites that
version.
"""

from __future__ import annotations

from dataclasses import replace

from .claims import Claim, ClaimFigure
from .notes import note
from .verdicts import SUPPORTED


def with_older(claim: Claim, older: Claim, language: str) -> Claim:
    """``claim``, judged on current versions, with what ``older``, the same claim judged on those
    that they supersede, adds to it."""
    if claim.basis != "figures":
        return _of_meaning(claim, older, language)
    found = claim
    figures: list[ClaimFigure] = []
    for figure, old in zip(claim.figures, older.figures, strict=True):
        if not figure.agrees and old.agrees and old.citation is not None:
            found, _ = _citing(found, older, old.citation)
            path = older.citations[old.citation - 1].path
            said = note(language, "superseded", path=path, raw=old.source_raw)
            figure = replace(
                figure, note=note(language, "and").join(filter(None, [figure.note, said]))
            )
        figures.append(figure)
    return replace(found, figures=tuple(figures))


def _of_meaning(claim: Claim, older: Claim, language: str) -> Claim:
    if older.verdict != SUPPORTED or not older.citations:
        return claim
    found, path = _citing(claim, older, 1)
    return replace(found, reason=note(language, "r_superseded", path=path))


def _citing(claim: Claim, older: Claim, n: int) -> tuple[Claim, str]:
    """``claim`` with citation ``n`` of ``older`` after its own, and the path it is from."""
    citation, source = older.citations[n - 1], older.sources[n - 1]
    place = (citation.report, citation.start, citation.end)
    if all((c.report, c.start, c.end) != place for c in claim.citations):
        claim = replace(
            claim,
            sources=(*claim.sources, source),
            citations=(*claim.citations, replace(citation, n=len(claim.citations) + 1)),
        )
    return claim, citation.path
