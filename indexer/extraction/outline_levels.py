"""How deep each heading of a report stands: the document's own order of numbering families, where
it has one, overrides that of GB/T 9704-2012. Time is linear in the headings.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from .headings import RANK, Heading

_CLOSING = re.compile(
    r"^(?:下[一]?步|存在(?:的)?(?:主要)?(?:问题|困难|不足)|主要问题|问题(?:和|与|及)|今后|来年|明年|"
    r"工作(?:打算|计划|展望)|结语|结束语|附则|"
    r"(?i:conclusions?|outlook|next steps|annex|appendix|perspectives|fazit|"
    r"ausblick|conclusiones)\b)"
)
OPENING = re.compile(
    r"^(?:概述|概况|前言|引言|摘要|基本情况|总体情况|はじめに|概要|"
    r"(?i:introduction|summary|executive summary|overview|foreword|background|avant-propos|résumé|"
    r"einleitung|zusammenfassung|vorwort|introducción|resumen)$)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A heading, the number of its line among the document's lines, and a declared level or 0."""

    heading: Heading
    line: int
    declared: int = 0


def _family(heading: Heading) -> str:
    if heading.family == "decimal":
        return f"decimal{len(heading.number)}"
    return heading.family


def _rank(family: str, swapped: set[str]) -> float:
    if family.startswith("decimal"):
        return 4 + int(family[7:])
    return RANK.get(family, 50) - (10 if family in swapped else 0)


def _outer_families(candidates: list[Candidate]) -> set[str]:
    """Families that this document uses above those that the standard puts above them.

    ``f`` holds ``g`` when ``f`` comes first and still counts on after ``g`` has begun.
    """
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    restarts: Counter[str] = Counter()
    for at, candidate in enumerate(candidates):
        if candidate.heading.number:
            family = _family(candidate.heading)
            first.setdefault(family, at)
            last[family] = at
            restarts[family] += candidate.heading.number[-1] == 1
    return {
        outer
        for outer in first
        for inner in first
        if first[outer] < first[inner] and _rank(inner, set()) < _rank(outer, set())
        and restarts[outer] == 1 and last[outer] > first[inner]
    }  # fmt: skip


def placed_headings(candidates: list[Candidate]) -> list[tuple[Heading, tuple[str, ...]]]:
    """Each heading with its path, by a stack of open headings."""
    swapped = _outer_families(candidates)
    starts = Counter(
        _family(item.heading) for item in candidates if item.heading.number[-1:] == (1,)
    )
    stack: list[tuple[str, float, str]] = []
    placed: list[tuple[Heading, tuple[str, ...]]] = []
    for at, candidate in enumerate(candidates):
        heading = candidate.heading
        family, rank = _family(heading), _rank(_family(heading), swapped)
        if candidate.declared:
            family, rank = "declared", candidate.declared - 100
        elif heading.family == "plain":
            rank = _plain_rank(candidates, at, stack, swapped, starts)
        while stack and stack[-1][1] >= rank:
            stack.pop()
        stack.append((family, rank, heading.label))
        placed.append((heading, tuple(item[2] for item in stack)))
    return placed


def _plain_rank(
    candidates: list[Candidate],
    at: int,
    stack: list[tuple[str, float, str]],
    swapped: set[str],
    starts: Counter[str],
) -> float:
    """An unnumbered heading stands just above the numbering that starts anew below it."""
    heading = candidates[at].heading
    following = candidates[at + 1].heading if at + 1 < len(candidates) else None
    fresh = following is not None and following.number[-1:] == (1,)
    # A foreword stands beside the numbered headings after it, where they number once only.
    if (
        following is not None
        and fresh
        and OPENING.match(heading.label)
        and starts[_family(following)] == 1
    ):
        return _rank(_family(following), swapped)
    if _CLOSING.match(heading.label) or not any(item[0] != "plain" for item in stack):
        return -1
    if following is not None and fresh:
        return _rank(_family(following), swapped) - 0.5
    if stack[-1][0] == "plain":
        return stack[-1][1]
    return stack[-1][1] + 0.5
