"""The outline of a report: which lines are headings, and the sections they open.

Declared headings (HTML, DOCX, Markdown) win; numbered, run-in, unnumbered and label headings are
read around them. Levels are relative to the document: GB/T 9704-2012 orders the families where
nothing else is said, the document's own nesting overrides it. Time is linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .headings import RANK, Heading, is_plain_shape, label_heading, numbered_heading
from .masthead import Line, Title, find_title, head_lines, is_date, is_institution, lines_of
from .report import Document, Part, Section

_BODY_MIN = 24
_ABOVE_ALL = -100  # the declared level of a title that stands above all headings
_SIGNATURE_LINES = 6
_CLOSING = re.compile(
    r"^(?:下[一]?步|存在(?:的)?(?:主要)?(?:问题|困难|不足)|主要问题|问题(?:和|与|及)|今后|来年|明年|"
    r"工作(?:打算|计划|展望)|结语|结束语|附则|"
    r"(?i:conclusions?|outlook|next steps|annex|appendix|perspectives|fazit|"
    r"ausblick|conclusiones)\b)"
)
_OPENING = re.compile(
    r"^(?:概述|概况|前言|引言|摘要|基本情况|总体情况|はじめに|概要|"
    r"(?i:introduction|summary|executive summary|overview|foreword|background|avant-propos|résumé|"
    r"einleitung|zusammenfassung|vorwort|introducción|resumen)$)"
)
_CONTENTS = re.compile(r"^(?:目\s*[录錄次]|(?i:(?:table of )?contents|sommaire|inhalt|"
                       r"table des matières|"
                       r"inhaltsverzeichnis|índice))$")  # fmt: skip
_LEADERS = re.compile(r"(?:…{2,}|\.{4,}|·{4,}|\s{3,}|\t)\s*\d{1,4}$")
_CARRIES_ON = re.compile(r"^[a-zà-ÿ，、。；：》”）)的等了和与及]")
_SALUTATION = re.compile(r"^(?:各位|尊敬的|同志们|女士们|先生们)|[：:]$")
_ENDED = re.compile(r"[。！？!?；;：:.…”’）)》\]]$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A heading, the number of its line among the document's lines, and a declared level or 0."""

    heading: Heading
    line: int
    declared: int = 0


def find_sections(document: Document, parts: Sequence[Part] = ()) -> tuple[Section, ...]:
    """The sections of ``document``, in order; together they tile ``document.text``.

    ``parts``: the reports of other years that the file binds (``find_parts``); the title of each
    stands above the headings of its own.

    ``level == len(path)``. A section whose ``body`` equals its ``start`` has no heading of its own:
    the text before the first heading, or a paragraph after a label that no longer speaks for it.
    """
    text = document.text
    if not text:
        return ()
    title = find_title(document)
    lines = list(lines_of(text))
    candidates = _without_lists(_candidates(document, lines, title, parts), lines)
    candidates = _in_sequence(candidates)
    placed = _with_labels(_placed(candidates), lines, document, title)
    return _tiled(placed, len(text))


def _candidates(
    document: Document, lines: list[Line], title: Title, parts: Sequence[Part]
) -> list[_Candidate]:
    declared = _declared(document, title)
    volumes = {part.start: Heading("declared", (), part.title, part.start, part.body)
               for part in parts}
    tables = _Spans([(m.start, m.end) for m in document.marks if m.kind != "heading"])
    in_head = len(head_lines(document))
    plain = len(declared) < 2
    contents = _contents_lines(lines)
    found: list[_Candidate] = []
    joined = 0
    for at, line in enumerate(lines):
        if (volume := volumes.get(line.start)) is not None:
            found.append(_Candidate(volume, at, _ABOVE_ALL))
            joined = volume.body
            continue
        mark = declared.get(line.start) if line.start >= joined else None
        if mark is not None:
            found.append(_Candidate(mark[0], at, mark[1]))
            continue
        if (
            line.end <= max(title.end, joined)
            or at in contents
            or " | " in line.text
            or tables.hold(line.start)
        ):
            continue
        heading = numbered_heading(line.text, line.start)
        above = bool(found) and found[-1].line == at - 1
        if heading is None and plain and _is_plain(lines, at, in_head, title, above):
            heading = Heading("plain", (), line.text, line.start, line.end)
        if heading is not None:
            heading, two = _with_title_below(heading, lines, at)
            found.append(_Candidate(heading, at + two))
            joined = lines[at + two].end
    return found


def _with_title_below(heading: Heading, lines: list[Line], at: int) -> tuple[Heading, int]:
    """A division whose title stands on the next line (``Chapter 2`` / ``Fines``), and 1 if so."""
    bare = (
        heading.family in ("part", "annex", "chapter", "section")
        and len(heading.label.split()) <= 2
    )
    if not bare or re.search(r"[章节節编編篇分部]\s?\S", heading.label) or at + 2 >= len(lines):
        return heading, 0
    below = lines[at + 1]
    if not is_plain_shape(below.text) or numbered_heading(below.text, 0):
        return heading, 0
    return replace(heading, label=f"{heading.label} {below.text}", body=below.end), 1


class _Spans:
    """Sorted spans that answer whether an offset lies in one."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def hold(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._spans[at][1]


def _declared(document: Document, title: Title) -> dict[int, tuple[Heading, int]]:
    """Declared headings by the offset at which their line's text starts."""
    found: dict[int, tuple[Heading, int]] = {}
    for mark in document.marks:
        if mark.kind != "heading" or mark.end <= title.end or mark.level < 1:
            continue
        raw = document.text[mark.start : mark.end]
        label = " ".join(raw.split()).lstrip("# ").rstrip("。：: ")
        if label:
            start = mark.start + len(raw) - len(raw.lstrip())
            numbered = numbered_heading(label, start)
            number = numbered.number if numbered else ()
            found[start] = (Heading("declared", number, label, start, mark.end), mark.level)
    return found


def _contents_lines(lines: list[Line]) -> set[int]:
    """Lines of a table of contents: page leaders, or entries that come again as headings."""
    # Only short lines: on a long one the search for leaders would be quadratic.
    skip = {
        at for at, line in enumerate(lines) if len(line.text) < 160 and _LEADERS.search(line.text)
    }
    openings = [at for at, line in enumerate(lines[:80]) if _CONTENTS.match(line.text)]
    if not openings:
        return skip
    seen = Counter(line.text for line in lines)
    skip.add(openings[0])
    for at in range(openings[0] + 1, len(lines)):
        if len(lines[at].text) > 80:
            break
        entry = re.sub(r"[\s.…·]*\d{1,4}$", "", lines[at].text)
        if not (at in skip or seen[entry] > (entry == lines[at].text)):
            break
        seen[lines[at].text] -= 1
        skip.add(at)
    return skip


def _is_plain(lines: list[Line], at: int, in_head: int, title: Title, above: bool) -> bool:
    """Whether a line is an unnumbered heading: short, alone, after an end and before a body.

    ``above`` tells that the line before is a heading itself.
    """
    line = lines[at].text
    if not is_plain_shape(line) or _SALUTATION.search(line) or is_date(line):
        return False
    if at + 1 >= len(lines) or line in title.text:
        return False
    after = lines[at + 1].text
    numbered = numbered_heading(after, 0)
    opens = (numbered is not None and numbered.number[-1] == 1) or len(after) >= _BODY_MIN
    if not opens or " | " in after or _CARRIES_ON.match(after):
        return False
    if at < in_head:
        return bool(_OPENING.match(line)) or (at == in_head - 1 and _may_open(lines, at, title))
    if at >= len(lines) - _SIGNATURE_LINES and is_institution(line):
        return False
    before = lines[at - 1].text if at else ""
    return above or not before or bool(_ENDED.search(before))


def _may_open(lines: list[Line], at: int, title: Title) -> bool:
    """A last line of the head is a heading only where a salutation or paragraph parts it off."""
    return at > 0 and lines[at - 1].end > title.end and bool(_SALUTATION.search(lines[at - 1].text))


def _without_lists(candidates: list[_Candidate], lines: list[Line]) -> list[_Candidate]:
    """Drops runs of neighbouring lines of one family with no text below: lists, not headings."""
    dropped: set[int] = set()
    for at, candidate in enumerate(candidates[:-1]):
        following = candidates[at + 1]
        if _is_item(candidate) and _follows(candidate, following):
            dropped.add(at)
            if _is_item(following):
                dropped.add(at + 1)
    last = candidates[-1] if candidates else None
    if last and _is_item(last) and last.line == len(lines) - 1 and last.heading.sentence:
        dropped.add(len(candidates) - 1)
    return [item for at, item in enumerate(candidates) if at not in dropped]


def _is_item(candidate: _Candidate) -> bool:
    heading = candidate.heading
    return bool(heading.number) and not heading.run_in and not candidate.declared


def _follows(above: _Candidate, below: _Candidate) -> bool:
    if above.heading.family != below.heading.family or below.line != above.line + 1:
        return False
    before, after = above.heading.number, below.heading.number
    return before[:-1] == after[:-1] and after[-1] == before[-1] + 1


def _in_sequence(candidates: list[_Candidate]) -> list[_Candidate]:
    """Keeps numbers that count on from one seen before (or start at one): others are figures."""
    seen: dict[str, set[tuple[int, ...]]] = {}
    kept: list[_Candidate] = []
    for candidate in candidates:
        heading = candidate.heading
        known = seen.setdefault(heading.family, set())
        if heading.number and not candidate.declared and not _plausible(heading, known):
            continue
        if heading.number:
            known.add(heading.number)
        kept.append(candidate)
    articles = sum(candidate.heading.family == "article" for candidate in kept)
    return [item for item in kept if item.heading.family != "article" or articles > 1]


def _plausible(heading: Heading, known: set[tuple[int, ...]]) -> bool:
    *parents, last = heading.number
    if last <= 1 or heading.family in ("part", "annex", "chapter", "section"):
        return True
    # One lost heading (a scan, a figure in its place) is forgiven where the family is safe.
    gap = 1 if heading.family in ("decimal", "arabic", "bare", "letter", "roman", "article") else 3
    return any((*parents, last - step) in known for step in range(1, gap + 1))


def _family(heading: Heading) -> str:
    if heading.family == "decimal":
        return f"decimal{len(heading.number)}"
    return heading.family


def _rank(family: str, swapped: set[str]) -> float:
    if family.startswith("decimal"):
        return 4 + int(family[7:])
    return RANK.get(family, 50) - (10 if family in swapped else 0)


def _outer_families(candidates: list[_Candidate]) -> set[str]:
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


def _placed(candidates: list[_Candidate]) -> list[tuple[Heading, tuple[str, ...]]]:
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
    candidates: list[_Candidate],
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
        and _OPENING.match(heading.label)
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


def _with_labels(
    placed: list[tuple[Heading, tuple[str, ...]]],
    lines: list[Line],
    document: Document,
    title: Title,
) -> list[tuple[Heading, tuple[str, ...]]]:
    """Adds label paragraphs as a level below, where a section has two or more of them.

    A label speaks for its paragraph alone: a paragraph without one falls back to the section.
    """
    tables = _Spans([(m.start, m.end) for m in document.marks if m.kind != "heading"])
    ends = [heading.body for heading, _ in placed]
    starts = [heading.start for heading, _ in placed]
    groups: dict[int, list[tuple[Line, Heading | None]]] = {}
    for line in lines:
        at = bisect_right(starts, line.start) - 1
        if line.end <= title.end or (at >= 0 and line.start < ends[at]):
            continue
        label = None if tables.hold(line.start) else label_heading(line.text, line.start)
        groups.setdefault(at, []).append((line, label))
    result = list(placed)
    for at, members in groups.items():
        if sum(label is not None for _, label in members) > 1:
            result += _labelled(members, placed[at][1] if at >= 0 else ())
    return sorted(result, key=lambda item: item[0].start)


def _labelled(
    members: list[tuple[Line, Heading | None]], parent: tuple[str, ...]
) -> list[tuple[Heading, tuple[str, ...]]]:
    found: list[tuple[Heading, tuple[str, ...]]] = []
    for line, label in members:
        if label is not None:
            found.append((label, (*parent, label.label)))
        elif found and found[-1][1] != parent:
            found.append((Heading("label", (), "", line.start, line.start), parent))
    return found


def _tiled(placed: list[tuple[Heading, tuple[str, ...]]], length: int) -> tuple[Section, ...]:
    if not placed or placed[0][0].start > 0:
        placed = [(Heading("", (), "", 0, 0), ()), *placed]
    sections: list[Section] = []
    for at, (heading, path) in enumerate(placed):
        end = placed[at + 1][0].start if at + 1 < len(placed) else length
        body = min(heading.body, end)
        sections.append(Section(path, len(path), heading.start, body, end))
    return tuple(section if section.end >= section.body else replace(section, body=section.end)
                 for section in sections)  # fmt: skip
