"""Which pages of a PDF have no reliable text layer, and what such a page looks like.

A page is recognised instead of read if its text layer is empty although something is printed, does
not show which characters it contains, or is not visible: scanners add text behind or beneath an
image of the whole page, and no quote may be cut from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from ...text.garbled import is_garbled
from .engine import Image

#: Pages of one file that are recognised; at some seconds each, more would be hours.
MAX_RECOGNISED = 1000
_DPI = 200
_MAX_PIXELS = 20_000_000
_LITTLE = 30  # characters, no more than a stamp or a page number
_COVER = 0.7  # share of the page that pictures take
_SOME = 0.05  # share of the page that a picture must take to hold text
_STROKES = 60  # drawn shapes, on a page without text: print turned into outlines
_MAX_OBJECTS = 20_000
_LEAST_POINTS = 2.0  # height of letters that can be read
_HIDDEN_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


def pages_to_recognise(data: bytes, texts: Sequence[str]) -> tuple[list[int], list[int]]:
    """0-based numbers of pages to recognise, and of those among them whose layer, though it cannot
    be seen, reads well (it serves where recognition is not to be had).

    ``texts`` holds the text layer of each page; ``data`` is the file.
    """
    wanted: list[int] = []
    hidden: list[int] = []
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(min(len(document), len(texts))):
            text = texts[number]
            little = _ink(text) < _LITTLE
            if not little and is_garbled(text):
                wanted.append(number)
                continue
            page = document[number]
            try:
                seen = _Seen(page)
            finally:
                page.close()
            if seen.cover >= _COVER and seen.hidden_text and not little:
                wanted.append(number)
                hidden.append(number)
            elif little and (seen.cover >= _SOME or seen.shapes >= _STROKES):
                wanted.append(number)
    finally:
        document.close()
    return wanted, hidden


def render(data: bytes, number: int) -> Image:
    """The 0-based page as a grey picture, (height, width), 200 dots an inch, 20 megapixels at most;
    /Rotate is followed. Raises PdfiumError or ValueError for a page that cannot be drawn."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[number]
        width, height = page.get_size()
        if not (0 < width < 1e6 and 0 < height < 1e6):
            raise ValueError(f"page {number + 1} has no size")
        scale = min(_DPI / 72, (_MAX_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        return np.ascontiguousarray(bitmap.to_numpy().reshape(bitmap.height, bitmap.width))
    finally:
        document.close()


def _ink(text: str) -> int:
    return sum(not char.isspace() for char in text)


class _Seen:
    """What stands on a page. ``cover``: share of it that pictures take; ``shapes``: how many
    outlines are drawn; ``hidden_text``: most of its text cannot be seen."""

    def __init__(self, page: Any) -> None:
        width, height = page.get_size()
        self.cover, self.shapes = 0.0, 0
        shown = covered = 0
        count = pdfium.FPDFPage_CountObjects(page)
        objects = page.get_objects(max_depth=3) if count <= _MAX_OBJECTS else ()
        for thing in objects:
            if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                share = _share(thing, width, height)
                self.cover += share
                if share >= _COVER:  # what was drawn before lies beneath
                    covered, shown = covered + shown, 0
            elif thing.type == pdfium.FPDF_PAGEOBJ_PATH:
                self.shapes += 1
            elif thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
                if _is_visible(thing):
                    shown += 1
                else:
                    covered += 1
        self.hidden_text = covered > shown


def _share(thing: Any, width: float, height: float) -> float:
    left, bottom, right, top = thing.get_bounds()
    across = min(right, width) - max(left, 0.0)
    down = min(top, height) - max(bottom, 0.0)
    return max(0.0, across) * max(0.0, down) / max(width * height, 1.0)


def _is_visible(thing: Any) -> bool:
    if pdfium.FPDFTextObj_GetTextRenderMode(thing) in _HIDDEN_MODES:
        return False
    _, bottom, _, top = thing.get_bounds()
    left, _, right, _ = thing.get_bounds()
    return max(top - bottom, right - left) >= _LEAST_POINTS
