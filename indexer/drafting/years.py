"""The year that a sentence names beside a figure, in drafts and in reports alike."""

from __future__ import annotations

import re

_YEAR = re.compile(
    r"(?<![\d.,])((?:19|20)\d\d)(?:\s?[/–-]\s?((?:19|20)?\d\d))?(?![\d%]|\s?[./-]\d)")
_TITLE = re.compile(r"《[^》]*》")
_VERSUS = re.compile(r"\b(?:than|from|since|against|over|compared|relative|to|versus|gegenüber|als|"
                     r"contre|que|depuis|par rapport)\b|[,;]")
_BASE = re.compile(
    r"(?:比|较|由|与|同|自|从)\s*$|\b(?:than|from|since|against|over|to|with)(?: in)?\s*$",
    re.IGNORECASE)


def year_of_figure(text: str, start: int, end: int, *, after: bool) -> tuple[int, int] | None:
    """First and last year named for the figure ``text[start:end]``: the last year before it that
    nothing is compared with, else (``after``) the first one behind it in its clause."""
    plain = _TITLE.sub(lambda m: " " * len(m.group()), text)
    before = [m for m in _YEAR.finditer(plain[:start]) if not _BASE.search(plain[: m.start()])]
    if before:
        return _read(before[-1])
    if not after:
        return None
    behind = _YEAR.search(plain, end)
    if behind is None:
        return None
    between = plain[end: behind.start()]
    if any(c.isdigit() for c in between) or _VERSUS.search(between.lower()):
        return None
    return _read(behind)


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two years or spells have a year in common; of two financial years (2013/14, 2014/15)
    whether they are the same."""
    if a[1] - a[0] == b[1] - b[0] == 1:
        return a == b
    return a[0] <= b[1] and b[0] <= a[1]


def _read(found: re.Match[str]) -> tuple[int, int]:
    first = int(found[1])
    if not found[2]:
        return first, first
    last = int(found[2]) if len(found[2]) == 4 else first // 100 * 100 + int(found[2])
    return (first, last) if first <= last <= first + 60 else (first, first)
