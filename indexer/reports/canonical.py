"""One canonical text from printed lines: the text that every quote is cut from.

Paragraphs are parted by one ``\\n``; there are no blank lines and no spaces at a line's end.
Lines that the layout wrapped are joined (Chinese with no space, Latin with one), and so are
sentences that a page end cut. Three layouts are told apart: wrapped lines (PDF, hard-wrapped TXT),
paragraphs parted by blank lines, and one line a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .lines import (
    CJK,
    CLOSING,
    LETTER,
    OPENING,
    TITLE_END,
    begins_heading,
    body_lines,
    clean_line,
    ends_sentence,
    is_date,
    is_heading,
    is_page_number,
    is_row,
    width,
    without_running_lines,
)
from .report import Mark
from .tables import split_row

_BODY_END = re.compile(r"(?:局|厅|廳|委|会|會|府|院|部|处|室|中心|办|总队|支队|大队|集团|公司)$")
_CUE = re.compile(r"(?:^|[，。；])(?:第?[一二三四五六七八九十]+(?:是|要|、|，)|[^，。]{2,12}，)$")
# A note that is a line of its own: 根据… does not go on from （样本报告，数字均为虚构）.
_LINE_END = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_BARE = re.compile(r"[-+]?[\d.,]+[%％]?")
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


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's printed lines, and the notes at its foot, each on one line.

    ``full`` gives for each line the width of a full line in its column, as ``lines.width`` counts;
    0, or nothing at all, where the page is one column like the others.
    """

    text: str
    full: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph that the format itself declares. ``kind``: paragraph, heading, row or caption."""

    text: str
    kind: str = "paragraph"
    level: int = 0


@dataclass(slots=True)
class _Layout:
    """How a file's lines are laid out. ``columns`` is the width of a full line, 0 if none wraps."""

    columns: int
    blanks: bool
    broken: bool
    words: frozenset[str]


def canonical_lines(raw: str) -> list[Line]:
    """Cleaned lines of a text file, without page numbers; form feeds part pages."""
    pages = [
        page.split("\n") for page in re.sub(r"\r\n?|\v|\x85|\u2028|\u2029", "\n", raw).split("\f")
    ]
    if len(pages) > 1:
        pages = without_running_lines(pages)
    lines = [line for page in pages for line in [*page, ""]]
    return _lines(_without_page_numbers(lines), 0)


def canonical_text(raw: str) -> str:
    """Canonical text of a plain text file. Running it on its own output changes nothing, unless
    that output looks hard-wrapped itself, or its joined lines like a title broken over two."""
    lines = canonical_lines(raw)
    return join_lines(lines, hard_wrapped(lines), 0)[0]


def canonical_pages(pages: Sequence[str | PageText]) -> tuple[str, tuple[int, ...]]:
    """Canonical text of pages whose lines are wrapped, and the offset at which each begins."""
    sheets = [PageText(page) if isinstance(page, str) else page for page in pages]
    printed = [_LINE_END.split(sheet.text) for sheet in sheets]
    lines: list[Line] = []
    for number, kept in enumerate(body_lines(printed)):
        full = sheets[number].full
        full = full if len(full) == len(printed[number]) else (0,) * len(printed[number])
        lines += _lines([printed[number][i] for i in kept], number, [full[i] for i in kept])
    lines = without_repeated_headers(lines)
    joins = _decide(lines, _layout(lines, True))
    for number, sheet in enumerate(sheets):
        notes = [Line(text, number, True) for note in sheet.notes if (text := clean_line(note))]
        at = _note_place(lines, joins, number) if notes else 0
        lines[at:at] = notes
        joins[at:at] = [False] * len(notes)
    return _printed(lines, joins, _layout(lines, True).words, len(pages))


def _note_place(lines: Sequence[Line], joins: list[bool], page: int) -> int:
    """Where the notes of ``page`` go: at the page's end, or, where a paragraph runs on over it,
    before that paragraph or after its last whole sentence on the page."""
    end = next((i for i, line in enumerate(lines) if line.page > page), len(lines))
    if end == len(lines) or not joins[end]:
        return end
    start = end
    while start and joins[start]:
        start -= 1
    if lines[start].page == page:
        return start
    for at in range(end - 1, start, -1):
        if lines[at - 1].page == page and ends_sentence(lines[at - 1].text):
            joins[at] = False
            return at
    joins[end] = False
    return end


def without_repeated_headers(lines: list[Line]) -> list[Line]:
    """``lines`` without the header that a table repeats at the top of a page that it runs on to."""
    out: list[Line] = []
    top = -1  # where the table at hand begins in ``out``
    at = 0
    while at < len(lines):
        line = lines[at]
        new = bool(out) and line.page > out[-1].page
        if new and top >= 0 and is_row(line.text):
            size = 0
            while (
                at + size < len(lines)
                and top + size < len(out)
                and size < 3
                and lines[at + size].text == out[top + size].text
                and not any(_BARE.fullmatch(cell) for cell in split_row(lines[at + size].text))
            ):
                size += 1
            at += size
            if size and at >= len(lines):
                break
            line = lines[at]
        top = (len(out) if top < 0 else top) if " | " in line.text else -1
        out.append(line)
        at += 1
    return out


def _lines(raw: Sequence[str], page: int, full: Sequence[int] = ()) -> list[Line]:
    lines: list[Line] = []
    gap = False
    # An indent begins a paragraph, unless nearly every line has one.
    indents = [bool(re.match(r"\u3000| {2,}\S", item)) for item in raw if item.strip()]
    indented = sum(indents) <= 0.8 * len(indents)
    for number, item in enumerate(raw):
        gap = gap or (indented and item.startswith("\u3000"))
        text = clean_line(item)
        if text.strip("\u200b\u200c\u200d"):
            lines.append(Line(text, page, gap, full[number] if full else 0))
            gap = False
        elif text.strip() and lines and not gap:
            # A zero-width mark alone on a line was cut out of running text: it stays where it was.
            lines[-1] = replace(lines[-1], text=lines[-1].text + text.strip())
        else:
            gap = True
    return lines


def _without_page_numbers(lines: list[str]) -> list[str]:
    """Drops ``- 3 -`` and the like, and bare numbers if three or more of them count up."""
    bare = [i for i, line in enumerate(lines) if re.fullmatch(r"\s*\d{1,3}\s*", line)]
    values = [int(lines[i]) for i in bare]
    counting = len(bare) >= 3 and all(b - a == 1 for a, b in zip(values, values[1:], strict=False))
    spread = counting and all(b - a >= 6 for a, b in zip(bare, bare[1:], strict=False))
    dropped = set(bare) if spread else set()
    return [
        "" if i in dropped or is_page_number(clean_line(line)) else line
        for i, line in enumerate(lines)
    ]


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


def join_lines(lines: Sequence[Line], wrapped: bool, pages: int) -> tuple[str, tuple[int, ...]]:
    """Canonical text of ``lines``, and the start of each of ``pages`` pages (none for 0)."""
    layout = _layout(lines, wrapped)
    return _printed(lines, _decide(lines, layout), layout.words, pages)


def _printed(
    lines: Sequence[Line], joins: Sequence[bool], words: frozenset[str], pages: int
) -> tuple[str, tuple[int, ...]]:
    out: list[str] = []
    size = 0
    starts: list[int] = []
    paragraph = ""
    for line, joined in zip(lines, joins, strict=True):
        if joined:
            cut, glue = _seam(paragraph, line.text, words)
            if cut:
                out[-1] = out[-1][:-1]
                size -= 1
                paragraph = paragraph[:-1]
        else:
            glue, paragraph = ("\n" if out else ""), ""
        while len(starts) <= line.page and len(starts) < pages:
            starts.append(size + len(glue) if starts else 0)
        out += [glue, line.text]
        size += len(glue) + len(line.text)
        paragraph += glue + line.text if joined else line.text
    starts += [size if starts else 0] * (pages - len(starts))
    return "".join(out), tuple(starts)


def _layout(lines: Sequence[Line], wrapped: bool) -> _Layout:
    pairs = [(a.text, b.text) for a, b in zip(lines, lines[1:], strict=False) if not b.gap]
    broken = sum(_torn(a, b) for a, b in pairs)
    blanks = sum(line.gap for line in lines) >= max(2, len(lines) // 10)
    hyphens = any(line.text.endswith("-") for line in lines)
    words = {w.lower() for line in lines for w in _WORD.findall(line.text)} if hyphens else set()
    return _Layout(
        full_width(lines) if wrapped else 0, blanks, blanks and broken >= 3, frozenset(words)
    )


def _decide(lines: Sequence[Line], layout: _Layout) -> list[bool]:
    """For each line, whether it carries on the paragraph before it."""
    title = _title_joins(lines)
    prose = _prose_blocks(lines) if layout.broken else set()
    joins: list[bool] = []
    paragraph = ""
    for i, line in enumerate(lines):
        if i == 0 or not paragraph:
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
        joins.append(join)
        # Only the paragraph's head and tail are looked at: keeps the work linear.
        paragraph = (paragraph[-4000:] + line.text) if join else line.text
    return joins


def _title_joins(lines: Sequence[Line]) -> set[int]:
    """Lines at the head that go on with a title broken over several lines."""
    for first in range(min(4, len(lines))):
        title = lines[first].text
        found: set[int] = set()
        for i in range(first + 1, min(first + 4, len(lines))):
            if TITLE_END.search(title) or not _title_part(title) or _BODY_END.search(title):
                break
            if not _title_part(lines[i].text) or is_date(lines[i].text) or len(title) > 60:
                break
            title += lines[i].text
            found.add(i)
        if found and TITLE_END.search(title):
            return found
    return set()


def _title_part(line: str) -> bool:
    plain = len(line) <= 40 and not re.search(r"[。，；：！？:;|—]", line)
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


def _wraps(paragraph: str, before: Line, line: Line, layout: _Layout) -> bool:
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


def _seam(before: str, after: str, words: frozenset[str]) -> tuple[bool, str]:
    """How two joined lines meet: whether the last character (a hyphen) goes, and what is put in."""
    if CJK.match(before[-1]) or CJK.match(after[0]):
        return False, ""
    if before[-1] in "“‘—…" or after[0] in "”’—…":
        return False, ""
    if before[-1].isdigit() and after[0] in "%％.":
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


def blocks_text(blocks: Sequence[Block]) -> tuple[str, tuple[Mark, ...]]:
    """Canonical text of declared paragraphs, and the marks of headings, captions and tables."""
    parts: list[str] = []
    marks: list[Mark] = []
    size = 0
    row_start = -1
    for block in [*blocks, Block("")]:
        text = "\n".join(filter(None, (clean_line(line) for line in block.text.splitlines())))
        if not text and block.kind == "row":
            continue
        if block.kind != "row" and row_start >= 0:
            marks.append(Mark("table", row_start, size - 1))
            row_start = -1
        if not text:
            continue
        if block.kind == "row" and row_start < 0:
            row_start = size
        if block.kind in ("heading", "caption"):
            marks.append(Mark(block.kind, size, size + len(text), block.level))
        parts.append(text)
        size += len(text) + 1
    return "\n".join(parts), tuple(sorted(marks, key=lambda mark: mark.start))


def with_captions(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with the short line right before a table marked as its caption."""
    out = list(blocks)
    for i in range(len(out) - 1):
        if out[i + 1].kind == "row" and out[i].kind == "paragraph" and is_caption(out[i].text):
            out[i] = Block(out[i].text, "caption")
    return out


def is_caption(text: str) -> bool:
    """Whether a line is a table's caption or tells its unit."""
    return (
        len(text) <= 60
        and bool(re.match(r"\s*(?:附?表|Table\b|Tab\.)|.*单位", text))
        and "。" not in text
    )
