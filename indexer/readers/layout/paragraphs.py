"""Which printed lines belong to one paragraph, and how joined lines meet.

Three layouts are told apart: wrapped lines (PDF, hard-wrapped TXT), paragraphs parted by blank
lines, and one line a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...text.letterhead import letterhead
from ...text.lines import (
    CJK,
    CLOSING,
    LETTER,
    OPENING,
    TITLE_END,
    begins_heading,
    ends_sentence,
    is_date,
    is_heading,
    is_row,
    width,
)
from ...text.numerals import HAN_TENS
from .torn_numbers import between_halves, is_split_amount, is_split_number

_BODY_END = re.compile(r"(?:局|厅|廳|委|会|會|府|院|部|处|室|中心|办|总队|支队|大队|集团|公司)$")
_CUE = re.compile(rf"(?:^|[，。；])(?:第?[{HAN_TENS}]+(?:是|要|、|，)|[^，。]{{2,12}}，)$")
# A note that is a line of its own: 根据… does not go on from （样本报告，数字均为虚构）.
_NOTE = re.compile(r"（[^（）]{6,}(?:（[^（）]*）[^（）]*)*）$|\([^()]{12,}\)$")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:-[A-Za-zÀ-ɏ]+)*")


@dataclass(frozen=True, slots=True)
class Line:
    """A cleaned line. ``page`` is 0-based; ``gap`` tells that an empty line stands before it;
    ``full`` is the width of a full line where it stands (0: as in the whole file)."""

    text: str
    page: int = 0
    gap: bool = False
    full: int = 0


@dataclass(slots=True)
class Layout:
    """How a file's lines are laid out. ``columns`` is the width of a full line, 0 if none wraps."""

    columns: int
    blanks: bool
    broken: bool
    words: frozenset[str]


def full_width(lines: Sequence[Line]) -> int:
    """Columns of a full line: the 90th percentile of all lines but the shortest."""
    widths = sorted(width(line.text) for line in lines if len(line.text) >= 8 and not line.full)
    return widths[int(len(widths) * 0.9)] if widths else 0


def hard_wrapped(lines: Sequence[Line]) -> bool:
    """Whether a text file's lines are wrapped at one width rather than one for a paragraph."""
    columns = full_width(lines)
    inner = [a for a, b in zip(lines, lines[1:], strict=False) if not b.gap]
    if len(inner) < 6 or not 40 <= columns <= 140:
        return False
    full = [line for line in inner if 0.8 * columns <= width(line.text) <= columns + 6]
    open_ended = sum(not ends_sentence(line.text) for line in full)
    return len(full) >= 0.6 * len(inner) and open_ended >= 0.5 * len(full)


def layout_of(lines: Sequence[Line], wrapped: bool) -> Layout:
    pairs = [(a.text, b.text) for a, b in zip(lines, lines[1:], strict=False) if not b.gap]
    broken = sum(_torn(a, b) for a, b in pairs)
    blanks = sum(line.gap for line in lines) >= max(2, len(lines) // 10)
    hyphens = any(line.text.endswith("-") for line in lines)
    words = {w.lower() for line in lines for w in _WORD.findall(line.text)} if hyphens else set()
    return Layout(
        full_width(lines) if wrapped else 0, blanks, blanks and broken >= 3, frozenset(words)
    )


def continues_paragraph(lines: Sequence[Line], layout: Layout) -> list[bool]:
    """For each line, whether it carries on the paragraph before it."""
    head = letterhead([line.text for line in lines[:12]])
    title = _title_joins(lines, head)
    prose = _prose_blocks(lines) if layout.broken else set()
    joins: list[bool] = []
    paragraph = ""
    for i, line in enumerate(lines):
        if i == 0 or not paragraph or (head and i <= head):
            join = False
        elif i in title:
            join = True
        elif i == 1 and TITLE_END.search(paragraph):
            join = False
        elif layout.columns or lines[i - 1].full:
            join = _wraps(paragraph, lines[i - 1], line, layout)
        else:
            loose = layout.blanks and not line.gap
            join = _carries_on(paragraph, line.text) or (
                loose and _inline_break(paragraph, line.text, i in prose)
            )
        join = join or (bool(paragraph) and _number_cut(paragraph, line))
        joins.append(join)
        # Only the paragraph's head and tail are looked at: keeps the work linear.
        paragraph = (paragraph[-4000:] + line.text) if join else line.text
    return joins


# What stands above a title on a page of its own, or in its corner.
_COVER = re.compile(
    r"[（(]?(?:封面|扉页|[此本]页无正文|绝密|机密|秘密|内部(?:资料|文件)|目\s?[录次錄])(?:★.{0,6})?[）)]?$"
)


def _number_cut(paragraph: str, line: Line) -> bool:
    """Whether only a number, or its unit, goes on from the paragraph to the line."""
    if is_split_amount(paragraph, line.text) and not is_row(paragraph):
        return True
    if not paragraph[-1:].isdigit() and paragraph[-1:] not in ",，.":
        return False
    if not line.text[0].isdigit() and line.text[0] not in ",，.":
        return False
    if is_row(paragraph) or is_row(line.text) or is_date(line.text) or begins_heading(line.text):
        return False
    return is_split_number(paragraph, line.text)


def _title_joins(lines: Sequence[Line], head: int) -> set[int]:
    """Lines at the head that go on with a title broken over several lines; ``head`` lines of a
    letterhead stand before it."""
    for first in range(head, min(head + 4, len(lines))):
        title = lines[first].text
        found: set[int] = set()
        for i in range(first + 1, min(first + 4, len(lines))):
            if TITLE_END.search(title) or not _title_part(title) or _BODY_END.search(title):
                break
            if not _title_part(lines[i].text) or is_date(lines[i].text) or len(title) > 60:
                break
            if lines[i].page != lines[first].page:
                break
            title += lines[i].text
            found.add(i)
        if found and TITLE_END.search(title):
            return found
    return set()


def _title_part(line: str) -> bool:
    plain = len(line) <= 40 and not re.search(r"[。，；：！？:;|—]", line)
    if _COVER.match(line):
        return False
    return plain and bool(LETTER.search(line)) and not begins_heading(line) and not is_row(line)


def _prose_blocks(lines: Sequence[Line]) -> set[int]:
    """Lines of blank-parted blocks that hold a sentence."""
    found: set[int] = set()
    start = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or lines[i].gap:
            if any("。" in line.text for line in lines[start:i]):
                found |= set(range(start, i))
            start = i
    return found


def _torn(before: str, after: str) -> bool:
    """A line end inside brackets or before a mark that never begins a line."""
    if is_row(before) or is_row(after):
        return False
    return (
        before[-1] in OPENING
        or before in ("—", "——")
        or (after[0] in CLOSING and not ends_sentence(before))
    )


def _carries_on(paragraph: str, line: str) -> bool:
    """A sentence clearly cut, whatever stands between the two lines."""
    if is_row(paragraph) or is_row(line):
        return False
    if _torn(paragraph, line):
        return True
    if ends_sentence(paragraph) or is_heading(paragraph) or begins_heading(line) or is_date(line):
        return False
    if _NOTE.match(paragraph):
        return False
    if re.search(r"[.…]$|[|:]$|^https?:", paragraph[-1]) or line.startswith(("http", "|")):
        return False
    if LETTER.search(paragraph):
        long = len(paragraph) >= 40 or (
            len(paragraph) >= 25 and bool(re.search(r"[，。；、]", paragraph))
        )
        sentence = bool(re.search(r"[，。；]", paragraph))
        return long and sentence and (_inner(line[0]) or line[0] in CLOSING or line[0] in OPENING)
    return (
        len(paragraph) >= 40
        and (paragraph[-1].islower() or paragraph[-1] == ",")
        and line[0].islower()
    )


def _inner(char: str) -> bool:
    return bool(LETTER.match(char)) or char.isalnum()


def _inline_break(paragraph: str, line: str, prose: bool) -> bool:
    """Adjacent lines that a converter parted around a link or bold words."""
    if ends_sentence(paragraph) or begins_heading(line) or is_row(paragraph) or is_row(line):
        return False
    if is_date(line) or (is_heading(paragraph) and not _CUE.search(paragraph)):
        return False
    if _NOTE.match(paragraph):
        return False
    return prose or paragraph[-1] in "，、" or bool(_CUE.match(paragraph))


def _wraps(paragraph: str, before: Line, line: Line, layout: Layout) -> bool:
    """Whether wrapped text goes on from ``before`` to ``line``."""
    if is_row(before.text) or is_row(line.text):
        return False
    if _torn(paragraph, line.text):
        return True
    if is_date(line.text) or (begins_heading(line.text) and ends_sentence(paragraph)):
        return False
    if _NOTE.match(paragraph):
        return False
    if line.gap and before.page == line.page:
        return _carries_on(paragraph, line.text)
    columns = before.full or layout.columns
    room = columns - width(before.text) - _first_token(line.text)
    if ends_sentence(paragraph):
        heading = width(line.text) < (line.full or columns) / 2 and not ends_sentence(line.text)
        return room < 2 and not heading and not line.gap
    if begins_heading(line.text) and (room > 0 or is_heading(line.text)):
        return False
    if is_heading(paragraph):
        return room <= 0
    return room <= 0.12 * columns or _carries_on(before.text, line.text)


def _first_token(line: str) -> int:
    """Columns that the first unbreakable piece of ``line`` needs, with a mark that clings to it."""
    word = re.match(r"[!-~]+", line)
    token = word.group() if word else line[0]
    rest = line[len(token) : len(token) + 2]
    cling = next((i for i, char in enumerate(rest) if char not in CLOSING), len(rest))
    return width(token + rest[:cling]) + (1 if word else 0)


def line_joint(before: str, after: str, words: frozenset[str]) -> tuple[bool, str]:
    """How two joined lines meet: whether the last character (a hyphen) goes, and what is put in."""
    digits = between_halves(before, after) if after[0].isdigit() or after[0] in ".," else None
    if digits is not None:
        return False, digits
    if CJK.match(before[-1]) or CJK.match(after[0]):
        return False, ""
    if before[-1] in "“‘—…" or after[0] in "”’—…":
        return False, ""
    if before[-1].isdigit() and after[0] in "%％.":
        return False, ""
    if before[-1] in "$£€¥₹" and after[0].isdigit() and is_split_amount(before, after):
        return False, ""
    if before[-1] in OPENING or after[0] in CLOSING:
        return False, ""
    tail, head = re.search(r"([^\W\d_]{2,})-$", before[-40:]), re.match(r"[^\W\d_]+", after)
    if tail is None or head is None or not head.group()[0].islower():
        return False, " " if not before.endswith(("-", "/")) else ""
    left, right = tail.group(1).lower(), head.group().lower()
    # The halves themselves tell nothing; a compound that stands elsewhere in one line does.
    if f"{left}-{right}" in words and left + right not in words:
        return False, ""
    return True, ""
