"""The characters of a PDF page with their positions, turned upright, as given by pdfium.

Coordinates are points (1/72 inch) with y upward, rotated so that most of the page's text runs from
left to right. ``size`` is the printed font size in points.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

from .struck import Box, struck_boxes

MAX_CHARS = 60_000
MAX_OBJECTS = 20_000
_MAX_SEGMENTS = 40_000


@dataclass(frozen=True, slots=True)
class Char:
    """A character: its advance from ``x0`` to ``x1`` on the baseline ``y``.

    ``angle`` is its direction relative to the page in degrees, 0 to 359; ``ink`` is its colour as
    0xRRGGBBAA; ``spaced``: white space, which is not a character here, precedes it.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    angle: int = 0
    ink: int = 0
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, horizontal (``y0 == y1``) or vertical (``x0 == x1``); the smaller end comes
    first."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: characters in the order of the file, and drawn lines.

    ``skew`` is the angle of most of its text, in degrees off a quarter turn (a scan laid askew);
    ``struck`` counts the characters that are left out as struck through.
    """

    chars: tuple[Char, ...]
    rules: tuple[Rule, ...]
    width: float
    height: float
    skew: int = 0
    struck: int = 0


def read_sheet(document: pypdfium2.PdfDocument, number: int) -> Sheet | None:
    """Page ``number`` (0-based); None where it holds more characters than a page can."""
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            if text_page.count_chars() > MAX_CHARS:
                return None
            chars = _chars(text_page)
            boxes = struck_boxes(page)
            kept = [char for char in chars if not _struck(char, boxes)] if boxes else chars
        finally:
            text_page.close()
        width, height = page.get_mediabox()[2:] if page.get_mediabox() else page.get_size()
        sheet = _upright(kept, _rules(page), width, height)
        return replace(sheet, struck=len(chars) - len(kept))
    finally:
        page.close()


def _struck(char: Char, boxes: Sequence[Box]) -> bool:
    """Whether the middle of the character lies in one of ``boxes``; it must stand upright."""
    x, y = (char.x0 + char.x1) / 2, char.y + 0.3 * char.size
    return char.angle == 0 and any(box.holds(x, y) for box in boxes)


def _chars(text_page: pypdfium2.PdfTextPage) -> list[Char]:
    raw = text_page.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    parts = [ctypes.c_uint() for _ in range(4)]
    found: list[Char] = []
    spaced = False
    for i in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, i)
        if code in (0, 2, 0xFFFE):
            code = 0x2D  # the hyphen of a word that pdfium found broken over lines
        if pdfium.FPDFText_IsGenerated(raw, i) == 1 and code != 0x2D:
            continue
        if chr(code % 0x110000).isspace():
            spaced = True
            continue
        if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
            continue
        if not pdfium.FPDFText_GetCharOrigin(raw, i, x, y):
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, i, box)
        pdfium.FPDFText_GetMatrix(raw, i, matrix)
        size = pdfium.FPDFText_GetFontSize(raw, i) * math.hypot(matrix.c, matrix.d)
        angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360
        pdfium.FPDFText_GetFillColor(raw, i, *parts)
        ink = sum(part.value << shift for part, shift in zip(parts, (24, 16, 8, 0), strict=True))
        char = _char(chr(code), box, (x.value, y.value), abs(size), angle, ink)
        found.append(replace(char, spaced=True) if spaced else char)
        spaced = False
    return found


def _char(
    text: str, box: pdfium.FS_RECTF, at: tuple[float, float], size: float, angle: int, ink: int
) -> Char:
    """Its advance and baseline along its own quarter turn."""
    turned, (x, y) = _quarter(angle), at
    near, far = {
        0: (box.left, box.right),
        90: (box.bottom, box.top),
        180: (-box.right, -box.left),
        270: (-box.top, -box.bottom),
    }[turned]
    base = {0: y, 90: -x, 180: -y, 270: x}[turned]
    return Char(text, near, far, base, size, angle, ink)


def _quarter(angle: int) -> int:
    return round(angle / 90) % 4 * 90


def _upright(chars: Sequence[Char], rules: Sequence[Rule], width: float, height: float) -> Sheet:
    """The sheet seen in the direction of most of its characters.

    Each character comes with its place along and across its own quarter turn; those of another
    quarter are set apart by their ``angle``, so their places need no turning.
    """
    angles = Counter(char.angle for char in chars).most_common(1)
    main = _quarter(angles[0][0]) if angles else 0
    skew = (angles[0][0] - main + 180) % 360 - 180 if angles else 0
    own = tuple(replace(c, angle=(c.angle - main) % 360) for c in chars)
    if main in (90, 270):
        width, height = height, width
    return Sheet(own, tuple(_turned(rule, main) for rule in rules), width, height, skew)


def _turned(rule: Rule, quarter: int) -> Rule:
    ends = [(rule.x0, rule.y0), (rule.x1, rule.y1)]
    for _ in range(quarter // 90):
        ends = [(y, -x) for x, y in ends]
    (x0, y0), (x1, y1) = sorted(ends)
    return Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _rules(page: pypdfium2.PdfPage) -> list[Rule]:
    """Horizontal and vertical lines of the page's own paths and of those in its forms."""
    found: list[Rule] = []
    budget = [MAX_OBJECTS, _MAX_SEGMENTS]
    _collect(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject,
             (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 3, budget, found)  # fmt: skip
    return found


_Matrix = tuple[float, float, float, float, float, float]


def _collect(
    holder: object, count: object, get: object, outer: _Matrix, depth: int,
    budget: list[int], found: list[Rule],
) -> None:  # fmt: skip
    for i in range(count(holder)):  # type: ignore[operator]
        budget[0] -= 1
        if budget[0] < 0 or budget[1] < 0:
            return
        item = get(holder, i)  # type: ignore[operator]
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _path(item, _times(_matrix(item), outer), budget, found)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
            _collect(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject,
                     _times(_matrix(item), outer), depth - 1, budget, found)  # fmt: skip


def _matrix(item: object) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t,
        e * q + f * s + u,
    )  # fmt: skip


def _path(item: object, matrix: _Matrix, budget: list[int], found: list[Rule]) -> None:
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for i in range(pdfium.FPDFPath_CountSegments(item)):
        budget[1] -= 1
        if budget[1] < 0:
            return
        segment = pdfium.FPDFPath_GetPathSegment(item, i)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        a, b, c, d, e, f = matrix
        at = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = at
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            _add(last, at, found)
        last = at
        if pdfium.FPDFPathSegment_GetClose(segment):
            _add(at, start, found)
            last = start


def _add(one: tuple[float, float], other: tuple[float, float], found: list[Rule]) -> None:
    (x0, y0), (x1, y1) = sorted((one, other))
    if abs(y1 - y0) < 0.8 and x1 - x0 > 3:
        found.append(Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2))
    elif abs(x1 - x0) < 0.8 and abs(y1 - y0) > 3:
        found.append(Rule((x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1)))
