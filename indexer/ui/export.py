"""An answer's rows as CSV (RFC 4180), each figure with the citation that bears it out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from ..answers.answer import Answer, Citation, Row, RowFigure
from .strings import tr

_COLUMNS = (
    "col_issuer", "col_region", "col_year", "col_verdict", "col_metric", "col_value", "col_unit",
    "col_raw", "col_citations", "col_title", "col_path", "col_section", "col_page", "col_start",
    "col_end", "col_quote",
)
# A spreadsheet takes cells that begin so for formulas (OWASP, "CSV Injection").
_FORMULA = re.compile(r"^\s*[=+\-@\t\r]")


def rows_csv(answer: Answer, language: str) -> bytes:
    """One line a figure, or a citation where a row has no figure; UTF-8 with the mark that Excel
    needs to read it as such."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([tr(language, column) for column in _COLUMNS])
    writer.writerows(_lines(answer, language))
    return out.getvalue().encode("utf-8-sig")


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
        row.issuer, row.region, row.year, tr(language, f"verdict_{row.verdict}"),
        figure.metric if figure else "", number(figure.value) if figure else "",
        figure.unit if figure else "", figure.raw if figure else "",
        citation.n if citation else "",
    ]
    if citation is None:
        cells += ["", "", "", "", "", "", ""]
    else:
        cells += [citation.title, citation.path, " > ".join(citation.section), citation.page,
                  citation.start, citation.end, citation.quote]
    return [_inert(cell) for cell in cells]


def number(value: float) -> float | int:
    """``value`` without a fraction that is zero."""
    return int(value) if float(value).is_integer() else value


def _inert(cell: object) -> object:
    if cell is None:
        return ""
    return "'" + cell if isinstance(cell, str) and _FORMULA.match(cell) else cell
