"""A page of a PDF as a picture, with the place of a quote marked on it.

pdfium has no limits of its own and is not thread-safe, so each page is drawn in a process of its
own (``python -m indexer.ui.picture PAGE QUOTE BOXES CUT < FILE.pdf``) with little memory and time.
It writes one line, how far down the mark is, and the PNG.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from .quote_place import Quote, places_of

_SECONDS = 20
_MEMORY = 1 << 30
_WIDTH = 1100  # pixels, more than any column that shows it
_MAX_PIXELS = 20_000_000
_AROUND = 60  # pixels kept above and below the mark

_NONE = Quote()

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as PNG; ``mark`` is where the quote begins, as a share of the height from the top."""

    png: bytes
    mark: float | None


def page_picture(
    pdf: bytes, page: int, quote: Quote = _NONE, boxes: Sequence[Box] = (), *, cut: bool = False
) -> Picture | None:
    """1-based ``page`` with ``quote`` marked where found; None when it cannot be drawn.

    ``boxes`` (left, top, right, bottom in shares of the picture from its top left) are marked in
    its place: a scan has no characters to look for. ``cut`` leaves the part around the mark.
    """
    call = [
        sys.executable,
        "-m",
        "indexer.ui.picture",
        str(page),
        json.dumps([part[:2000] for part in astuple(quote)]),
        json.dumps(list(boxes)[:200]),
        str(int(cut)),
    ]
    try:
        done = subprocess.run(call, input=pdf, capture_output=True, timeout=_SECONDS, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return None
    mark, _, png = done.stdout.partition(b"\n")
    if done.returncode or not png.startswith(b"\x89PNG"):
        return None
    return Picture(png, float(mark) if mark else None)


def draw(
    pdf: bytes, page: int, quote: Quote, shares: Sequence[Box] = (), cut: bool = False
) -> Picture:
    """The work of :func:`page_picture`, in this process."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    sheet = document[page - 1]
    width, height = sheet.get_size()
    scale = min(_WIDTH / max(width, 1), (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = sheet.render(scale=scale)
    image = bitmap.to_pil().convert("RGB")
    boxes = quote_boxes(sheet.get_textpage(), quote) if quote.text and not shares else []
    places = [_pixels(bitmap, sheet, box) for box in boxes]
    places += [
        (
            round(left * image.width),
            round(top * image.height),
            round(right * image.width),
            round(bottom * image.height),
        )
        for left, top, right, bottom in shares
    ]
    image = _with_marks(image, places)
    if cut and places:
        top = max(0, min(p[1] for p in places) - _AROUND)
        bottom = min(image.height, max(p[3] for p in places) + _AROUND)
        image = image.crop((0, top, image.width, max(top + 1, bottom)))
        places = [(a, b - top, c, d - top) for a, b, c, d in places]
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False)
    return Picture(out.getvalue(), min(p[1] for p in places) / image.height if places else None)


def quote_boxes(textpage: Any, quote: Quote) -> list[Box]:
    """Boxes (left, bottom, right, top; PDF points), one a line, of the characters of ``quote`` on
    the page."""
    import pypdfium2.raw as pdfium

    characters: list[tuple[str, int]] = []
    for i in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, i)
        if code and code < 0x110000 and not chr(code).isspace():
            characters.append((chr(code), i))
    return [
        line
        for start, end in places_of("".join(c for c, _ in characters), quote)
        for line in _lines([textpage.get_charbox(i, loose=True) for _, i in characters[start:end]])
    ]


def _lines(boxes: list[Box]) -> list[Box]:
    """Boxes of characters joined along each line."""
    joined: list[Box] = []
    for left, bottom, right, top in boxes:
        if joined:
            a, b, c, d = joined[-1]
            same = min(d, top) - max(b, bottom) > 0.5 * min(d - b, top - bottom)
            if same and left >= a:
                joined[-1] = (a, min(b, bottom), max(c, right), max(d, top))
                continue
        joined.append((left, bottom, right, top))
    return joined


def _pixels(bitmap: Any, sheet: Any, box: Box) -> tuple[int, int, int, int]:
    converter = bitmap.get_posconv(sheet)
    x0, y0 = converter.to_bitmap(box[0], box[3])
    x1, y1 = converter.to_bitmap(box[2], box[1])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _with_marks(image: Any, boxes: list[tuple[int, int, int, int]]) -> Any:
    """Yellow laid over the boxes by multiplication, so that black print stays black."""
    from PIL import Image, ImageChops, ImageDraw

    if not boxes:
        return image
    layer = Image.new("RGB", image.size, "white")
    draw_on = ImageDraw.Draw(layer)
    for box in boxes:
        draw_on.rectangle(box, fill=(255, 226, 122))
    return ImageChops.multiply(image, layer)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the caller's time limit holds there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


if __name__ == "__main__":
    _limit()
    drawn = draw(
        sys.stdin.buffer.read(),
        int(sys.argv[1]),
        Quote(*json.loads(sys.argv[2])),
        json.loads(sys.argv[3]),
        sys.argv[4] == "1",
    )
    line = "" if drawn.mark is None else f"{drawn.mark:.4f}"
    sys.stdout.buffer.write(line.encode() + b"\n" + drawn.png)
