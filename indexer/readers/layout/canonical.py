r"""Builds one canonical text from printed lines: the text that every quote is cut from.

Paragraphs are separated by one ``\n``; there are no blank lines and no spaces at the end of a line.
Lines that the layout wrapped are joined (Chinese without, Latin with a space), and so are sentences
split by a page break (``paragraphs``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...document.report import Mark
from ...text.lines import (
    body_lines,
    clean_line,
    ends_sentence,
    is_page_number,
    is_row,
    without_running_lines,
)
from ...text.table_rows import split_row
from .paragraphs import Line, continues_paragraph, hard_wrapped, layout_of, line_joint

_LINE_END = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_BARE = re.compile(r"[-+]?[\d.,]+[%％]?")


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
    joins = continues_paragraph(lines, layout_of(lines, True))
    for number, sheet in enumerate(sheets):
        notes = [Line(text, number, True) for note in sheet.notes if (text := clean_line(note))]
        at = _note_place(lines, joins, number) if notes else 0
        lines[at:at] = notes
        joins[at:at] = [False] * len(notes)
    return _printed(lines, joins, layout_of(lines, True).words, len(pages))


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


def join_lines(lines: Sequence[Line], wrapped: bool, pages: int) -> tuple[str, tuple[int, ...]]:
    """Canonical text of ``lines``, and the start of each of ``pages`` pages (none for 0)."""
    layout = layout_of(lines, wrapped)
    return _printed(lines, continues_paragraph(lines, layout), layout.words, pages)


def _printed(
    lines: Sequence[Line], joins: Sequence[bool], words: frozenset[str], pages: int
) -> tuple[str, tuple[int, ...]]:
    out: list[str] = []
    size = 0
    starts: list[int] = []
    paragraph = ""
    for line, joined in zip(lines, joins, strict=True):
        if joined:
            cut, glue = line_joint(paragraph, line.text, words)
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
