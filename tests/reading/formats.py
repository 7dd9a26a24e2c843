"""The same report in every format: a title, lines of text and tables. All texts are invented."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from indexer.document.report import Report
from indexer.reading.read import read_report

from ..readers.files import CHINESE, docx_bytes

Rows = Sequence[Sequence[str]]
Item = str | Rows  # a line of text, or a table
_LEFT, _TOP, _BOTTOM, _STEP, _SIZE = 50, 790, 60, 20, 10


def _text(path: Path, items: Sequence[Item]) -> None:
    lines = [i if isinstance(i, str) else "\n".join("\t".join(row) for row in i) for i in items]
    path.write_text("\n\n".join(lines), "utf-8")


def _markdown(path: Path, items: Sequence[Item]) -> None:
    parts = [f"# {items[0]}"]
    for item in items[1:]:
        if isinstance(item, str):
            parts.append(item)
        else:
            rows = [f"| {' | '.join(row)} |" for row in item]
            parts.append("\n".join([rows[0], "|---" * len(item[0]) + "|", *rows[1:]]))
    path.write_text("\n\n".join(parts), "utf-8")


def _html(path: Path, items: Sequence[Item]) -> None:
    parts = [f"<h1>{html.escape(str(items[0]))}</h1>"]
    for item in items[1:]:
        if isinstance(item, str):
            parts.append(f"<p>{html.escape(item)}</p>")
        else:
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in item)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    path.write_text(f"<meta charset=utf-8><body>{''.join(parts)}", "utf-8")


def _docx(path: Path, items: Sequence[Item]) -> None:
    def fill(document: docx.document.Document) -> None:
        for item in items:
            if isinstance(item, str):
                document.add_paragraph(item)
                continue
            made = document.add_table(len(item), len(item[0]))
            for r, row in enumerate(item):
                for c, cell in enumerate(row):
                    made.cell(r, c).text = cell

    path.write_bytes(docx_bytes(fill))


def _pdf(path: Path, items: Sequence[Item], ruled: bool) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(CHINESE, _SIZE)
    y = _TOP
    for item in items:
        if isinstance(item, str):
            if y < _BOTTOM:
                canvas.showPage()
                canvas.setFont(CHINESE, _SIZE)
                y = _TOP
            canvas.drawString(_LEFT, y, item)
            y -= _STEP
            continue
        y -= _STEP // 2
        wide = (A4[0] - 2 * _LEFT) / len(item[0])
        edges = [_LEFT + wide * n for n in range(len(item[0]) + 1)]
        top = y + _STEP - 6
        for r, row in enumerate(item):
            for x, cell in zip(edges, row, strict=False):
                canvas.drawString(x + 4, y - _STEP * r, cell)
        bottom = top - _STEP * len(item)
        if ruled:
            for n in range(len(item) + 1):
                canvas.line(edges[0], top - _STEP * n, edges[-1], top - _STEP * n)
            for x in edges:
                canvas.line(x, top, x, bottom)
        y = int(bottom) - _STEP
    canvas.save()


_WRITERS: dict[str, Callable[[Path, Sequence[Item]], None]] = {
    "txt": _text,
    "md": _markdown,
    "html": _html,
    "docx": _docx,
    "ruled.pdf": lambda path, items: _pdf(path, items, True),
    "open.pdf": lambda path, items: _pdf(path, items, False),
}
FORMATS = tuple(_WRITERS)
PROSE = ("txt", "md", "html", "docx", "open.pdf")


def written(folder: Path, kind: str, *items: Item) -> Report:
    """The report of ``items``, of which the first is its title, as a file of that ``kind``."""
    path = folder / f"report.{kind}"
    _WRITERS[kind](path, items)
    return read_report(path, path.name)
