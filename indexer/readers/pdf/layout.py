"""Assembles a PDF page from character positions, for pages that plain extraction gets wrong.

Columns are read one after the other, ruled tables as rows of cells, footnotes separately from the
body; watermarks, stamps, text in the margin and line numbers are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from statistics import median

import pypdfium2

from ...text.lines import ends_sentence, is_page_number, width
from ...text.numerals import RAISED_DIGITS
from ...text.table_rows import is_row
from ...text.table_rows import rows_of as table_lines
from ..layout.canonical import PageText
from .cells import placed_cells
from .chars import Char, Rule, Sheet, read_sheet
from .columns import Block, blocks_of, full_width, rows_of
from .grid import Grid
from .gutters import narrow_gutters
from .open_tables import open_tables
from .overlays import repeated_runs, upright_and_turned, without_overlays
from .overpage import PageTable, tables_of
from .rows import (
    Segment,
    bare_mark,
    body_size,
    rows_in,
    runs_of,
    segments_in,
    segments_of,
)
from .text_layer_tables import with_table_rows

_MOST_RUNS = 8_000
_NOTE_HEAD = re.compile(
    r"(?:[（(\[〔]?(?:\d{1,2}|[⁰¹²³⁴-⁹]{1,2})[)）\]〕]?|[①-⑳]|[*＊†‡])\s*(?=\D)"
)


def with_repeats(texts: Sequence[str]) -> set[int]:
    """Pages that hold, away from their edges, a line that most pages hold: a watermark, perhaps."""
    counts: Counter[str] = Counter()
    inner = [
        {key for line in text.split("\n")[2:-2] if len(key := "".join(line.split())) > 1}
        for text in texts
    ]
    for lines in inner:
        counts.update(lines)
    least = max(3, 0.6 * len(texts))
    found = {line for line, n in counts.items() if n >= least and not line.isdecimal()}
    return {number for number, lines in enumerate(inner) if lines & found}


def laid_out(
    document: pypdfium2.PdfDocument, texts: Sequence[str], odd: Collection[int]
) -> dict[int, PageText]:
    """The pages in ``odd`` (0-based) in reading order, where the geometry shows it.

    ``texts`` are the pages from plain extraction: a page that would lose text, other than overlays,
    is not included.
    """
    sheets = {number: read_sheet(document, number) for number in sorted(odd)}
    marks = repeated_runs([sheet for sheet in sheets.values() if sheet is not None])
    placed = _placed(sheets, texts, marks)
    column = max((max(page.full, default=0) for page in placed.values()), default=0)
    if column:  # the last page of columns may hold the first of them alone
        narrow = {n for n, text in enumerate(texts) if _within(text, column)}
        rest = {n: sheets.get(n) or read_sheet(document, n) for n in narrow}
        for number, page in _placed(rest, texts, marks).items():
            indents = [4 if line.startswith("\u3000") else 0 for line in page.text.split("\n")]
            full = tuple(
                own or column - indent for own, indent in zip(page.full, indents, strict=False)
            )
            placed[number] = replace(page, full=full)
    return placed


def _within(text: str, column: int) -> bool:
    widths = [width(line.strip()) for line in text.split("\n") if line.strip()]
    return len(widths) > 2 and column * 0.7 < max(widths) < column * 1.1


def _placed(
    sheets: Mapping[int, Sheet | None], texts: Sequence[str], marks: frozenset[tuple[str, int, int]]
) -> dict[int, PageText]:
    placed: dict[int, PageText] = {}
    tables = tables_of(sheets)
    for number, sheet in sheets.items():
        ink = sum(not char.isspace() for char in texts[number])
        if sheet is None or len(sheet.chars) + sheet.struck < 0.97 * ink:
            continue  # pdfium misses what pypdf reads
        page = page_text(sheet, marks, tables.get(number, ()))
        if page is not None:
            placed[number] = page
    return placed


def page_text(
    sheet: Sheet, marks: frozenset[tuple[str, int, int]], kept: Sequence[PageTable] = ()
) -> PageText | None:
    """The sheet's text in reading order; None if it cannot be trusted (too many pieces).

    ``marks`` are the positions of watermarks (``overlays.repeated_runs``); ``kept`` are its tables.
    """
    level, turned = upright_and_turned(sheet)
    if not level or abs(sheet.skew) > 0:
        return None
    tables, free = _in_grids(level, [table.grid for table in kept])
    runs = runs_of(free)
    if len(runs) > _MOST_RUNS:
        return None
    runs = without_overlays(runs, marks)
    body = body_size(runs)
    known = _note_marks(segments_of(runs, frozenset()), body)
    level_rows = rows_in(runs)
    segments = segments_in(level_rows, known, narrow_gutters(level_rows))
    segments = _with_tables(segments, kept, tables)
    page = _printed(blocks_of(segments), sheet.rules, body)
    rows = rows_of(segments)
    opened = _with_open_tables([sorted(row, key=lambda s: s.x0) for row in rows])
    if len(opened) < len(rows):
        parts = [replace(s, row=number) for number, row in enumerate(opened) for s in row]
        other = _printed(blocks_of(parts), sheet.rules, body)
        page = page if _rows_alike(page.text, other.text) else other
    # A good part of the page turned by a quarter is a table or a figure, not a mark on the margin.
    if len(turned) > 0.25 * len(level):
        lines = [run.text for run in runs_of(turned)]
        page = replace(page, text="\n".join([page.text, *lines]), full=())
    return page


def _in_grids(
    chars: Sequence[Char], grids: Sequence[Grid]
) -> tuple[list[dict[tuple[int, int], list[Char]]], list[Char]]:
    """The characters of each table by their cells, and those outside of tables."""
    tables: list[dict[tuple[int, int], list[Char]]] = [{} for _ in grids]
    free: list[Char] = []
    for char in chars:
        for grid, cells in zip(grids, tables, strict=True):
            slot = grid.slot((char.x0 + char.x1) / 2, char.y + 0.3 * char.size)
            if slot is not None:
                cells.setdefault(slot, []).append(char)
                break
        else:
            free.append(char)
    return tables, free


def _with_tables(
    segments: list[Segment],
    grids: Sequence[PageTable],
    tables: Sequence[dict[tuple[int, int], list[Char]]],
) -> list[Segment]:
    """``segments`` with one for each table, rows numbered anew from the top down."""
    rows = rows_of(segments)
    for table, cells in zip(grids, tables, strict=True):
        grid = table.grid
        printed = tuple(table_lines(placed_cells(grid, cells), table.columns))
        size = median(c.size for chars in cells.values() for c in chars) if cells else 0.0
        if printed:
            rows.append([Segment("", grid.xs[0], grid.xs[-1], grid.ys[0], size, 0, (), printed)])
    rows.sort(key=lambda row: -row[0].y)
    return [replace(segment, row=number) for number, row in enumerate(rows) for segment in row]


def _with_open_tables(rows: list[list[Segment]]) -> list[list[Segment]]:
    """``rows`` with one for each table that no lines are drawn for."""
    out: list[list[Segment]] = []
    at = 0
    for found in open_tables(rows):
        held = [s for row in rows[found.first : found.end] for s in row]
        left, right = min(s.x0 for s in held), max(s.x1 for s in held)
        top = rows[found.first][0]
        out += rows[at : found.first]
        out.append([Segment("", left, right, top.y, top.size, 0, (), found.lines)])
        at = found.end
    return out + rows[at:]


def _note_marks(segments: Sequence[Segment], body: float) -> frozenset[str]:
    """The marks that notes at the foot of the page begin with and that stand in the text above."""
    small = [s for s in segments if s.size < 0.93 * body]
    heads: dict[str, float] = {}
    for segment in small:
        match = _NOTE_HEAD.match(segment.text)
        if match is None or is_page_number(segment.text) or match.end() == len(segment.text):
            continue
        below = [
            s
            for s in segments
            if s.size >= 0.93 * body and s.y < segment.y and s.x0 < segment.x1 and segment.x0 < s.x1
        ]
        if len(below) <= 1:  # a page number may be in the size of the body
            heads[_mark_of(match)] = segment.y
    return frozenset(
        mark
        for segment in segments
        for mark in segment.marks
        if mark in heads and segment.y > heads[mark] + segment.size
    )


def _mark_of(match: re.Match[str]) -> str:
    return bare_mark(match.group().strip().translate(RAISED_DIGITS))


def _rows_alike(page: str, other: str) -> bool:
    """Whether ``page`` holds every row of ``other`` with as many cells."""
    cells = {
        "".join(line.replace("|", "").split()): line.count(" |")
        for line in page.split("\n")
        if is_row(line)
    }
    return all(
        cells.get("".join(line.replace("|", "").split())) == line.count(" |")
        for line in other.split("\n")
        if is_row(line)
    )


def _printed(blocks: Sequence[Block], rules: Sequence[Rule], body: float) -> PageText:
    lines: list[str] = []
    full: list[int] = []
    notes: list[str] = []
    many = any(block.column for block in blocks)
    every = Block(tuple(s for block in blocks for s in block.segments))
    for block in blocks:
        rows, tail, foot = _parted(_sorted(block), rules, body)
        notes += _note_lines(tail)
        own = full_width(block) if block.column else full_width(every) if many else 0
        printed = _lines([*rows, *foot], block.column)
        if block.column:
            lines += [line for line, _ in printed]
        else:
            plain = "\n".join(line for line, _ in printed)
            made = with_table_rows(plain, lambda plain=plain: plain).split("\n")  # type: ignore[misc]
            if len(made) != len(printed):
                printed = [(line, False) for line in made]
            lines += made
        for line, runs_on in printed:
            indent = 4 if own and line.startswith("\u3000") else 0  # it takes its share
            full.append(max(1, width(line.strip())) if runs_on else own - indent)
    return PageText("\n".join(lines), tuple(full), tuple(notes))


def _sorted(block: Block) -> list[list[Segment]]:
    return [sorted(row, key=lambda s: s.x0) for row in rows_of(block.segments)]


_Rows = list[list[Segment]]


def _parted(rows: _Rows, rules: Sequence[Rule], body: float) -> tuple[_Rows, _Rows, _Rows]:
    """The rows of the body, of the footnotes below it, and of the page footer below those.

    Footnotes are small print at the end that begins with a note mark, under a short rule or with
    the same mark in the text above.
    """
    first = len(rows)
    while first and (rows[first - 1][0].size < 0.93 * body and not rows[first - 1][0].cells):
        first -= 1
    small = rows[first:]
    if not small or first == 0:
        return rows, [], []
    marks = {mark for row in rows[:first] for s in row for mark in s.marks}
    for at, row in enumerate(small):
        match = _NOTE_HEAD.match(row[0].text) if not is_page_number(row[0].text) else None
        mark = _mark_of(match) if match else ""
        above = (small[at - 1] if at else rows[first - 1])[0].y
        ruled = any(
            r.y0 == r.y1 and row[0].y < r.y0 < above and r.x0 <= row[0].x0 + 3 * body
            and r.x1 > r.x0 + 2 * body
            for r in rules
        )  # fmt: skip
        if (match and (mark in marks or ruled)) or (ruled and not is_page_number(row[0].text)):
            end = len(small)
            while end > at + 1 and _is_foot(small, end - 1):
                end -= 1
            return [*rows[:first], *small[:at]], small[at:end], small[end:]
    return rows, [], []


def _is_foot(rows: _Rows, at: int) -> bool:
    """Whether the row is the foot of the page: a page number, or set apart from the row above."""
    text = "".join(s.text for s in rows[at])
    lead = rows[at - 1][0].y - rows[at][0].y
    return is_page_number(text) or text.isdigit() or lead > 2.2 * rows[at - 1][0].size


def _note_lines(rows: _Rows) -> list[str]:
    """Each note on one line, without its mark; its wrapped lines are parted by spaces."""
    notes: list[str] = []
    for row in rows:
        text = " ".join(s.text for s in row)
        match = _NOTE_HEAD.match(text)
        if match or not notes:
            notes.append(text[match.end() :] if match else text)
        else:
            notes[-1] += " " + text
    return notes


def _lines(rows: _Rows, column: bool) -> list[tuple[str, bool]]:
    """Rows as lines; an indent and a wide lead are kept, as they begin paragraphs.

    Each with whether it is full: it reaches the edge and, where it ends a sentence, the next row is
    not indented though paragraphs are.
    """
    prose = [row for row in rows if not row[0].cells]
    if not prose:
        return [(line, False) for row in rows for line in row[0].cells]
    left, ends = min(row[0].x0 for row in prose), sorted(row[-1].x1 for row in prose)
    right = ends[int(0.75 * len(ends))]
    leads = [a[0].y - b[0].y for a, b in zip(prose, prose[1:], strict=False)]
    usual = median(leads) if leads else 0.0
    indented = {id(row) for row in prose if 1.2 <= (row[0].x0 - left) / row[0].size <= 4}
    if len(indented) > 0.8 * len(prose):  # paragraph numbers hang in the margin
        indented = set()
    styled = len(indented) >= 2 and sum(row[0].x0 - left < 1 for row in prose) > len(prose) / 2
    lines: list[tuple[str, bool]] = []
    for before, row, after in zip([None, *rows], rows, [*rows[1:], None], strict=False):
        if row[0].cells:
            lines += [(line, False) for line in row[0].cells]
            continue
        text = ("\u3000\u3000" if id(row) in indented else "") + _row_text(row)
        if before is not None and not before[0].cells:  # noqa: SIM102
            if before[0].y - row[0].y > 1.6 * usual + 0.5:
                lines.append(("", False))
        goes_on = right - row[-1].x1 < 2.2 * row[0].size and not (
            ends_sentence(text)
            and (not styled or after is None or not _level_with(row, after, left, usual))
        )
        lines.append((text, goes_on and (styled or column)))
    return lines


def _level_with(
    row: Sequence[Segment], after: Sequence[Segment], left: float, usual: float
) -> bool:
    """Whether ``after`` is the next line of ``row``'s paragraph, where paragraphs are indented."""
    return (
        not after[0].cells
        and after[0].x0 - left < 1
        and row[0].y - after[0].y <= 1.6 * usual + 0.5
        and abs(after[0].size - row[0].size) < 0.1 * row[0].size
    )


def _row_text(row: Sequence[Segment]) -> str:
    """Segments parted by two spaces, as columns are."""
    return "  ".join(s.text for s in row if s.text)
