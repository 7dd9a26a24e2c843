"""Text of a PDF page that a StrikeOut annotation strikes through (ISO 32000-1, 12.5.6.10)."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_MOST_MARKS = 2_000


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of a line that is struck through, in points with y upward."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top


def has_strikes(page: Any) -> bool:
    """Whether a page of pypdf's has such an annotation; False where its list is damaged."""
    try:
        return any(
            mark.get_object().get("/Subtype") == "/StrikeOut"
            for mark in list(page.get("/Annots") or ())[:_MOST_MARKS]
        )
    except MemoryError:
        raise
    except Exception:  # the text is worth reading without its marks
        return False


def struck_boxes(page: pypdfium2.PdfPage) -> Sequence[Box]:
    """The boxes of the page's StrikeOut annotations."""
    found: list[Box] = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST_MARKS)):
        mark = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not mark:
            continue
        try:
            if pdfium.FPDFAnnot_GetSubtype(mark) == pdfium.FPDF_ANNOT_STRIKEOUT:
                found += _quads(mark)
        finally:
            pdfium.FPDFPage_CloseAnnot(mark)
    return found


def _quads(mark: Any) -> list[Box]:
    quad = pdfium.FS_QUADPOINTSF()
    found = []
    for number in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(mark), _MOST_MARKS)):
        if pdfium.FPDFAnnot_GetAttachmentPoints(mark, number, ctypes.byref(quad)):
            xs = (quad.x1, quad.x2, quad.x3, quad.x4)
            ys = (quad.y1, quad.y2, quad.y3, quad.y4)
            found.append(Box(min(xs), min(ys), max(xs), max(ys)))
    return found
