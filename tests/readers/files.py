"""Makes real PDF, DOCX and HTML files for tests. All texts are invented."""

from __future__ import annotations

import io
import textwrap
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

CHINESE = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))


def paged_pdf(path: Path, pages: Sequence[Sequence[str]], encrypt: object = None) -> Path:
    """A PDF with exactly these printed lines on each page."""
    canvas = Canvas(str(path), pagesize=A4, encrypt=encrypt)
    for lines in pages:
        canvas.setFont(CHINESE, 12)
        for i, line in enumerate(lines):
            canvas.drawString(60, 780 - 20 * i, line)
        canvas.showPage()
    canvas.save()
    return path


def content_pdf(path: Path, content: bytes) -> Path:
    """A PDF of one page with this content stream, written by hand."""
    stream = zlib.compress(content)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    tail = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(data)
    path.write_bytes(data + table + tail)
    return path


def flowing_pdf(
    path: Path, paragraphs: Sequence[str], head: str = "", size: int = 14, indent: int = 28
) -> Path:
    """A PDF whose paragraphs the typesetter wraps, with a running head and page numbers."""
    style = ParagraphStyle(
        "body",
        fontName=CHINESE,
        fontSize=size,
        leading=1.6 * size,
        wordWrap="CJK",
        firstLineIndent=indent,
    )

    def furniture(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont(CHINESE, 9)
        if head:
            canvas.drawString(72, 810, head)
        canvas.drawCentredString(297, 30, f"— {template.page} —")

    SimpleDocTemplate(str(path), pagesize=A4).build(
        [Paragraph(text, style) for text in paragraphs],
        onFirstPage=furniture,
        onLaterPages=furniture,
    )
    return path


def image_pdf(path: Path) -> Path:
    """A PDF with a drawing and no text."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    return path


def title_page(path: Path, title: str, name: str, body: str) -> Path:
    """A report in the format of ``path``'s suffix: its title, a body's name below it, a text."""
    lines = [title, name, body]

    def fill(made: docx.document.Document) -> None:
        for line in lines:
            made.add_paragraph(line)

    if path.suffix == ".pdf":
        paged_pdf(path, [[title, "", name, "", *textwrap.wrap(body, 70)]])
    elif path.suffix == ".docx":
        path.write_bytes(docx_bytes(fill))
    elif path.suffix == ".html":
        path.write_text(
            "<html><body><h1>{}</h1><p>{}</p><p>{}</p></body></html>".format(*lines), "utf-8"
        )
    else:
        path.write_text("# {}\n\n{}\n\n{}".format(*lines), "utf-8")
    return path


def docx_bytes(fill: Callable[[docx.document.Document], None]) -> bytes:
    """The bytes of a DOCX that ``fill`` wrote into."""
    document = docx.Document()
    fill(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
