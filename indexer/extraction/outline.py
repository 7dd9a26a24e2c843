"""The outline of a report: which lines are headings, and the sections below them.

Declared headings (HTML, DOCX, Markdown) take precedence; numbered, run-in, unnumbered and label
headings are read around them; ``outline_levels`` determines their depth. The time is linear in the
text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ..document.report import Document, Part, Section
from .head.masthead import Line, Title, find_title, head_lines, is_date, is_institution, lines_of
from .headings import Heading, is_plain_shape, label_heading, numbered_heading
from .outline_levels import OPENING, Candidate, placed_headings

_BODY_MIN = 24
_ABOVE_ALL = -100  # the declared level of a title that stands above all headings
_SIGNATURE_LINES = 6
_CONTENTS = re.compile(r"^(?:目\s*[录錄次]|(?i:(?:table of )?contents|sommaire|inhalt|"
                       r"table des matières|"
                       r"inhaltsverzeichnis|índice))$")  # fmt: skip
_LEADERS = re.compile(r"(?:…{2,}|\.{4,}|·{4,}|\s{3,}|\t)\s*\d{1,4}$")
_CARRIES_ON = re.compile(r"^[a-zà-ÿ，、。；：》”）)的等了和与及]")
_SALUTATION = re.compile(r"^(?:各位|尊敬的|同志们|女士们|先生们)|[：:]$")
_ENDED = re.compile(r"[。！？!?；;：:.…”’）)》\]]$")


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
    placed = _with_labels(placed_headings(candidates), lines, document, title)
    return _tiled(placed, len(text))


def _candidates(
    document: Document, lines: list[Line], title: Title, parts: Sequence[Part]
) -> list[Candidate]:
    declared = _declared(document, title)
    volumes = {
        part.start: Heading("declared", (), part.title, part.start, part.body) for part in parts
    }
    tables = _Spans([(m.start, m.end) for m in document.marks if m.kind != "heading"])
    head = head_lines(document)
    in_head = sum(line.start <= head[-1].start for line in lines) if head else 0
    plain = len(declared) < 2
    contents = _contents_lines(lines)
    found: list[Candidate] = []
    joined = 0
    for at, line in enumerate(lines):
        if (volume := volumes.get(line.start)) is not None:
            found.append(Candidate(volume, at, _ABOVE_ALL))
            joined = volume.body
            continue
        mark = declared.get(line.start) if line.start >= joined else None
        if mark is not None:
            found.append(Candidate(mark[0], at, mark[1]))
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
            found.append(Candidate(heading, at + two))
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
        return bool(OPENING.match(line)) or (at == in_head - 1 and _may_open(lines, at, title))
    if at >= len(lines) - _SIGNATURE_LINES and is_institution(line):
        return False
    before = lines[at - 1].text if at else ""
    return above or not before or bool(_ENDED.search(before))


def _may_open(lines: list[Line], at: int, title: Title) -> bool:
    """A last line of the head is a heading only where a salutation or paragraph parts it off."""
    return at > 0 and lines[at - 1].end > title.end and bool(_SALUTATION.search(lines[at - 1].text))


def _without_lists(candidates: list[Candidate], lines: list[Line]) -> list[Candidate]:
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


def _is_item(candidate: Candidate) -> bool:
    heading = candidate.heading
    return bool(heading.number) and not heading.run_in and not candidate.declared


def _follows(above: Candidate, below: Candidate) -> bool:
    if above.heading.family != below.heading.family or below.line != above.line + 1:
        return False
    before, after = above.heading.number, below.heading.number
    return before[:-1] == after[:-1] and after[-1] == before[-1] + 1


def _in_sequence(candidates: list[Candidate]) -> list[Candidate]:
    """Keeps numbers that count on from one seen before (or start at one): others are figures."""
    seen: dict[str, set[tuple[int, ...]]] = {}
    kept: list[Candidate] = []
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
