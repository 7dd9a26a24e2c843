"""Which pages of a PDF are recognised rather than read, and the picture of one."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from indexer.readers.ocr.pages import pages_to_recognise, render

_PROSE = "The bureau carried out 1 286 checks in the year and closed 42 cases with fines of CNY 615 000. "
_CHINESE = (
    "二〇二五年，全局共开展执法检查一千二百余次，立案查处四十二起，罚款六十一万五千元，对重点行业领域开展了专项整治，安全生产形势总体平稳。"
    * 3
)


def _text(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [document[i].get_textpage().get_text_bounded() for i in range(len(document))]


def _pdf(*pages: str, hidden: bool = False, picture: str = "") -> bytes:
    """Pages of prose; ``picture`` is '', 'behind' or 'before' the text, over the whole page."""
    out = io.BytesIO()
    canvas = Canvas(out, A4)
    scan = ImageReader(Image.new("L", (200, 280), 230))
    for page in pages:
        if picture == "behind":
            canvas.drawImage(scan, 0, 0, *A4)
        text = canvas.beginText(60, 760)
        text.setTextRenderMode(3 if hidden else 0)
        for i in range(0, len(page), 80):
            text.textLine(page[i : i + 80])
        canvas.drawText(text)
        if picture == "before":
            canvas.drawImage(scan, 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def wanted(pdf: bytes) -> tuple[list[int], list[int]]:
    return pages_to_recognise(pdf, _text(pdf))


def test_pages_with_a_text_layer_are_read() -> None:
    assert wanted(_pdf(_PROSE * 5, _PROSE)) == ([], [])


def test_a_background_picture_behind_the_text_does_not_hide_it() -> None:
    assert wanted(_pdf(_PROSE * 5, picture="behind")) == ([], [])


@pytest.mark.parametrize(("hidden", "picture"), [(True, "behind"), (False, "before")])
def test_text_that_cannot_be_seen_under_a_picture_is_not_quoted(hidden: bool, picture: str) -> None:
    assert wanted(_pdf(_PROSE * 5, hidden=hidden, picture=picture)) == ([0], [0])


def test_only_the_scanned_pages_of_a_mixed_file_are_recognised() -> None:
    assert wanted(_pdf(_PROSE * 5, "", _PROSE * 5)) == ([], []), (
        "an empty page has nothing to recognise"
    )
    mixed = pypdfium2.PdfDocument(_pdf(_PROSE * 5))
    mixed.import_pages(pypdfium2.PdfDocument(_pdf("", picture="behind")))
    mixed.import_pages(pypdfium2.PdfDocument(_pdf("Scanned by 12", picture="behind")))
    out = io.BytesIO()
    mixed.save(out)
    assert wanted(out.getvalue()) == ([1, 2], [])


def test_print_turned_into_outlines_is_recognised() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, A4)
    for i in range(200):
        canvas.line(60 + i, 700, 65 + i, 710)
    canvas.showPage()
    canvas.save()
    assert wanted(out.getvalue()) == ([0], [])


def test_a_page_is_drawn_as_it_is_turned_and_within_the_limit_of_pixels() -> None:
    document = pypdfium2.PdfDocument(_pdf(_PROSE))
    document[0].set_rotation(90)
    out = io.BytesIO()
    document.save(out)
    height, width = render(out.getvalue(), 0).shape
    assert (width, height) == pytest.approx((A4[1] / 72 * 200, A4[0] / 72 * 200), abs=2)
    out = io.BytesIO()
    canvas = Canvas(out, (14_000, 14_000))
    canvas.showPage()
    canvas.save()
    assert render(out.getvalue(), 0).size <= 20_100_000
