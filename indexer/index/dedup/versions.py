"""Versions of one report: which of two groups of files is the newer, and which is the newest."""

from __future__ import annotations

from dataclasses import dataclass, field

from .editions import later


@dataclass
class Group:
    """Files with the same report, and what is decided about them. ``chief`` represents the
    group."""

    members: list[int]
    chief: int = -1
    date: str = ""
    mark: int = 0
    newer: dict[int, str] = field(default_factory=dict)  # number of a newer group: why
    unordered: set[int] = field(default_factory=set)


def order_versions(groups: list[Group], a: int, b: int) -> None:
    """Record which of two groups is the newer version, or that this is unknown."""
    by_date = later(groups[a].date, groups[b].date)
    by_mark = (groups[a].mark > groups[b].mark) - (groups[a].mark < groups[b].mark)
    if by_date * by_mark < 0 or not (by_date or by_mark):
        groups[a].unordered.add(b)
        groups[b].unordered.add(a)
        return
    newer, older = (a, b) if (by_mark or by_date) > 0 else (b, a)
    groups[older].newer[newer] = "marked as revised" if by_mark else "of a later date"


def supersede_by_hand(groups: list[Group], newer: int, older: int) -> None:
    if newer == older or _reaches(groups, newer, older):
        return  # each would supersede the other, so neither does
    groups[newer].newer.pop(older, None)
    groups[older].newer[newer] = "corpus.toml"
    groups[older].unordered.discard(newer)
    groups[newer].unordered.discard(older)


def _reaches(groups: list[Group], start: int, end: int) -> bool:
    """Whether ``end`` is already newer than ``start`` according to corpus.toml."""
    seen, todo = set(), [start]
    while todo:
        at = todo.pop()
        seen.add(at)
        todo += [n for n, why in groups[at].newer.items() if why == "corpus.toml" and n not in seen]
    return end in seen


def newest(groups: list[Group], number: int) -> int | None:
    """The newest version that supersedes this group, however far; None when there is none."""
    seen, todo, ends = {number}, [number], []
    while todo:
        at = todo.pop()
        ahead = [n for n in groups[at].newer if n not in seen]
        if at != number and not groups[at].newer:
            ends.append(at)
        seen.update(ahead)
        todo += ahead
    if not ends:
        return None
    return max(ends, key=lambda n: (groups[n].date, groups[n].mark, -groups[n].chief))
