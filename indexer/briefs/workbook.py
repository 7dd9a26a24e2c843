"""A brief as a workbook: a line per figure or quote, the works cited, and what the brief is."""

from __future__ import annotations

import io
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from ..text.cells import number, workbook_cell
from .layout import CITED, LaidGroup, laid_out
from .model import Contents, Evidence, Item, ItemFigure
from .words import figure_unit, mark_text, word

_COLUMNS = {
    "item": 6,
    "heading": 16,
    "issuer": 24,
    "region": 14,
    "year": 8,
    "metric": 18,
    "value": 16,
    "unit": 10,
    "printed": 16,
    "text": 44,
    "note": 30,
    "quote": 60,
    "title": 36,
    "path": 30,
    "section": 30,
    "page": 8,
    "source": 60,
    "mark": 40,
    "question": 30,
}
_WRAPPED = ("text", "note", "quote", "source", "mark")


def workbook(contents: Contents, style: str, language: str, exported: str) -> bytes:
    """The xlsx file. Values are numbers in base units, the unit beside them."""
    groups, references = laid_out(contents, style)
    book = Workbook()
    sheet = book.active
    sheet.title = word(language, "figures")
    sheet.append([word(language, column) for column in _COLUMNS])
    for line in _lines(groups, language):
        sheet.append([workbook_cell(value) for value in line])
    wrapped = {n for n, column in enumerate(_COLUMNS, 1) if column in _WRAPPED}
    for row in sheet.iter_rows():
        for cell in row:
            # Text that begins with "=" stays text: openpyxl would make it a formula.
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
            cell.alignment = Alignment(vertical="top", wrap_text=cell.column in wrapped)
    for n, width in enumerate(_COLUMNS.values(), 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
        sheet.cell(1, n).font = Font(bold=True)
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", sheet.dimensions
    listed = book.create_sheet(word(language, "references"))
    for reference in references:
        listed.append([workbook_cell(reference.text)])
    listed.column_dimensions["A"].width = 120
    about = book.create_sheet(word(language, "about"))
    for key, value in (
        ("brief", contents.title),
        ("note", contents.note),
        ("exported", exported),
        ("checked", contents.checked or word(language, "never")),
    ):
        about.append([word(language, key), workbook_cell(value)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(groups: list[LaidGroup], language: str) -> Iterator[list[object]]:
    """A line for each figure, and for each quote that has none."""
    for group in groups:
        for laid in group.items:
            item = laid.item
            notes = [note for piece in laid.pieces for note in piece.notes]
            sources = dict(zip(_order(item, len(notes)), (n.note for n in notes), strict=False))
            for n, evidence in enumerate(item.citations, 1):
                own = [f for f in item.figures if f.citation == n]
                for figure in own or (None,):
                    yield [
                        laid.n,
                        group.group.heading,
                        *_cells(item, figure, evidence, sources.get(n, ""), language),
                    ]


def _order(item: Item, notes: int) -> list[int]:
    """The citations in the order of their notes: an answer's stand where it cites them."""
    if item.kind != "answer":
        return list(range(1, notes + 1))
    named = [int(m[1]) for m in CITED.finditer(item.text) if int(m[1]) <= len(item.citations)]
    return [*named, *(n for n in range(1, len(item.citations) + 1) if n not in named)]


def _cells(
    item: Item, figure: ItemFigure | None, evidence: Evidence, source: str, language: str
) -> list[object]:
    mark = mark_text(evidence.check, evidence.quote, language) if evidence.check else ""
    return [
        item.issuer or evidence.issuer,
        item.region,
        item.year or evidence.year,
        figure.metric if figure else "",
        number(figure.value) if figure else "",
        figure_unit(figure, language) if figure else "",
        figure.printed if figure else "",
        item.text,
        item.note,
        evidence.quote,
        evidence.title,
        evidence.path,
        " > ".join(evidence.section),
        evidence.page,
        source,
        mark,
        item.question,
    ]
