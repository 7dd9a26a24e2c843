"""An answer's rows as CSV (RFC 4180) or XLSX, each figure with the citation that bears it out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ..api import Answer, Citation, Row, RowFigure
from ..text.cells import inert, number, workbook_cell
from .strings import tr

_COLUMNS = (
    "col_issuer",
    "col_region",
    "col_year",
    "col_verdict",
    "col_metric",
    "col_value",
    "col_unit",
    "col_raw",
    "col_citations",
    "col_title",
    "col_path",
    "col_also",
    "col_section",
    "col_page",
    "col_start",
    "col_end",
    "col_quote",
    "col_uncertain",
)
_WIDTHS = (26, 16, 8, 10, 18, 14, 8, 14, 8, 36, 36, 36, 36, 8, 8, 8, 70, 16)


def rows_csv(answer: Answer, language: str) -> bytes:
    """One line a figure, or a citation where a row has no figure; UTF-8 with the mark that Excel
    needs to read it as such."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([tr(language, column) for column in _COLUMNS])
    writer.writerows(_lines(answer, language))
    return out.getvalue().encode("utf-8-sig")


def rows_xlsx(answer: Answer, language: str) -> bytes:
    """The lines of :func:`rows_csv` as a workbook (ECMA-376); values are numbers there, and a
    second sheet says what was asked and how many reports were examined."""
    from openpyxl import Workbook  # loaded only for a download
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = tr(language, "table")
    sheet.append([tr(language, column) for column in _COLUMNS])
    for line in _lines(answer, language):
        sheet.append([workbook_cell(value) for value in line])
    quote = _COLUMNS.index("col_quote") + 1
    for row in sheet.iter_rows():
        for cell in row:
            # Text that begins with "=" stays text: openpyxl would make it a formula.
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
            cell.alignment = Alignment(vertical="top", wrap_text=cell.column == quote)
    for i, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = width
        sheet.cell(1, i).font = Font(bold=True)
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", sheet.dimensions
    about = book.create_sheet(tr(language, "question"))
    for key, value in _about(answer, language):
        about.append([tr(language, key), workbook_cell(value)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _about(answer: Answer, language: str) -> Iterator[tuple[str, str]]:
    yield "question", answer.question
    yield "answer", answer.answer
    yield "coverage", tr(language, "examined", examined=answer.examined, reports=answer.reports)


def _lines(answer: Answer, language: str) -> Iterator[list[object]]:
    citations = {c.n: c for c in answer.citations}
    for row in answer.rows:
        cited = {figure.citation for figure in row.figures}
        for figure in row.figures:
            yield _line(row, figure, citations.get(figure.citation), language)
        rest = [n for n in row.citations if n not in cited]
        for n in rest if not row.figures else ():
            yield _line(row, None, citations.get(n), language)
        if not row.figures and not rest:
            yield _line(row, None, None, language)


def _line(
    row: Row, figure: RowFigure | None, citation: Citation | None, language: str
) -> list[object]:
    cells: list[object] = [
        row.issuer,
        row.region,
        row.year,
        tr(language, f"verdict_{row.verdict}"),
        figure.metric if figure else "",
        number(figure.value) if figure else "",
        figure.unit if figure else "",
        figure.raw if figure else "",
        citation.n if citation else "",
    ]
    if citation is None:
        cells += ["", "", "", "", "", "", "", ""]
    else:
        also = "; ".join(link.path for link in citation.links.also_in)
        cells += [
            citation.title,
            citation.path,
            also,
            " > ".join(citation.section),
            citation.page,
            citation.start,
            citation.end,
            citation.quote,
        ]
    # Last, so that whoever reads the file by position finds all else where it was.
    cells.append(tr(language, "may_be_misread") if figure and figure.uncertain else "")
    return [inert(cell) for cell in cells]
