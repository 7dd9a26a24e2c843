"""A report cut into passages: slices that tile its canonical text, each within one section.

Long text blurs a sentence vector and short text lacks context, so passages aim at ``TARGET``
characters. Cuts fall only where a sentence begins; a paragraph's start is preferred. The one
exception is a sentence that no model could take whole (over 1200 characters), cut at a line or a
clause.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ..document.report import Mark, Report, Section

Passage = tuple[int, int, tuple[str, ...]]

TARGET = 320
LIMIT = TARGET * 3 // 2
LONGEST_SENTENCE = 1200
_MID_PARAGRAPH = 0.15  # cost of a cut inside a paragraph, as a squared share of the target
_HEADING_SHOWN = 60
# Of a table's first row, which goes before each passage of the table.
_ROW_SHOWN = 300
_CLAUSE_END = re.compile(r"\n|[;；,，、:：。.!?！？]\s*|\s+")


def split_passages(report: Report, target: int = TARGET, limit: int = LIMIT) -> list[Passage]:
    """Passages ``(start, end, section path)`` in order; together they are exactly the text.

    A heading with nothing under it but a subsection joins the first passage of that subsection,
    whose path it takes; the slice then begins with the parent's heading.
    """
    passages: list[Passage] = []
    starts = [start for start, _ in report.sentences]
    tables = [mark for mark in report.document.marks if mark.kind == "table"]
    for begin, section in _with_bare_headings(report.text, report.sections):
        cuts = _cuts(report.text, starts, tables, begin, section)
        for start, end in _packed(report.text, cuts, target, limit):
            passages.append((start, end, section.path))
    return passages


def embedding_text(text: str, title: str, passage: Passage, tables: Sequence[Mark] = ()) -> str:
    """What is embedded and searched for a passage: context lines, then the slice itself.

    The context names the section, and the header row of a table that began in an earlier passage.
    It is never quoted: quotes are cut from the text by offsets alone.
    """
    return context(text, passage, tables) + text[passage[0] : passage[1]].strip()


def context(text: str, passage: Passage, tables: Sequence[Mark] = ()) -> str:
    """The context lines of :func:`embedding_text`, each with its line feed; ``""`` for none."""
    start, end, path = passage
    shown = text[start:end]
    lines = [" ".join(h[:_HEADING_SHOWN] for h in path if h not in shown)]
    for table in tables:
        if table.start < start < table.end:
            head = text[table.start : min(table.end, table.start + _ROW_SHOWN)]
            lines.append(head.split("\n", 1)[0])
    return "".join(line + "\n" for line in lines if line.strip())


def _with_bare_headings(text: str, sections: Sequence[Section]) -> list[tuple[int, Section]]:
    """Sections with the offset their passages begin at, bare headings merged into their child."""
    merged: list[tuple[int, Section]] = []
    begin: int | None = None
    for index, section in enumerate(sections):
        if section.start == section.end:
            continue
        begin = section.start if begin is None else begin
        following = sections[index + 1] if index + 1 < len(sections) else None
        if following is not None and _is_bare(text, section, following):
            continue
        merged.append((begin, section))
        begin = None
    if begin is not None and merged:  # only empty sections were left
        merged[-1] = (merged[-1][0], sections[-1])
    return merged


def _is_bare(text: str, section: Section, following: Section) -> bool:
    if following.start == following.end or text[section.body : section.end].strip():
        return False
    depth = len(section.path)
    child = following.level > section.level and following.path[:depth] == section.path
    return child or not text[section.start : section.end].strip()


def _cuts(
    text: str, starts: list[int], tables: Sequence[Mark], begin: int, section: Section
) -> list[int]:
    """Offsets where passages of the section may begin or end, its own begin and end included."""
    body = _skip_space(text, min(section.body, section.end))
    within = starts[bisect_right(starts, begin) : bisect_left(starts, section.end)]
    # A heading stays with what follows it.
    allowed = [cut for cut in within if cut > body]
    for table in tables:
        if table.start < section.end and table.end > begin:
            head, rows_end = _table_head(text, table)
            allowed = [cut for cut in allowed if not head < cut < rows_end]
    return [begin, *allowed, section.end]


def _table_head(text: str, table: Mark) -> tuple[int, int]:
    """The stretch that stays whole: a caption line just above, the header row, the first row."""
    above = text.rfind("\n", 0, max(0, table.start - 1)) + 1
    caption = text[above : table.start]
    head = above if 0 < len(caption.strip()) <= 60 else table.start
    row = table.start
    for _ in range(2):
        line_end = text.find("\n", row, table.end)
        if line_end < 0:
            return head, table.end
        row = line_end + 1
    return head, row


def _skip_space(text: str, offset: int) -> int:
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset


def _packed(text: str, cuts: list[int], target: int, limit: int) -> list[tuple[int, int]]:
    """The partition at ``cuts`` of least total cost: squared distance from the target length.

    Exact dynamic programming; each cut looks back no further than ``limit`` characters.
    """
    cuts = _with_forced_cuts(text, cuts)
    if cuts[-1] - cuts[0] <= limit:
        return [(cuts[0], cuts[-1])]
    best = [0.0] * len(cuts)
    before = [0] * len(cuts)
    for j in range(1, len(cuts)):
        best[j], before[j] = min(
            (best[i] + _cost(text, cuts[i], cuts[j], target), i)
            for i in _candidates(cuts, j, limit)
        )
    spans: list[tuple[int, int]] = []
    j = len(cuts) - 1
    while j:
        spans.append((cuts[before[j]], cuts[j]))
        j = before[j]
    return spans[::-1]


def _candidates(cuts: list[int], j: int, limit: int) -> range:
    """Indices of the cuts a passage that ends at ``cuts[j]`` may begin at (one unit, at least)."""
    return range(min(bisect_left(cuts, cuts[j] - limit, 0, j), j - 1), j)


def _cost(text: str, start: int, end: int, target: int) -> float:
    off = (end - start - target) / target
    # text[end] begins the next passage: a paragraph's start costs nothing.
    inside = end < len(text) and text[end - 1] != "\n"
    return off * off + (_MID_PARAGRAPH if inside else 0.0)


def _with_forced_cuts(text: str, cuts: list[int]) -> list[int]:
    """``cuts`` and, inside any unit longer than 1200 characters, cuts at lines or clauses."""
    full = [cuts[0]]
    for cut in cuts[1:]:
        while cut - full[-1] > LONGEST_SENTENCE:
            full.append(_clause_cut(text, full[-1]))
        full.append(cut)
    return full


def _clause_cut(text: str, start: int) -> int:
    """The last line end, else clause end, in the second half of the next 1200 characters."""
    low, high = start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE
    line = text.rfind("\n", low, high)
    if line >= 0:
        return line + 1
    ends = [m.end() for m in _CLAUSE_END.finditer(text, low, high)]
    return ends[-1] if ends else high
