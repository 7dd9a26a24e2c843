"""Scanned reports for tests: pages printed as pictures, turned a little, blurred and noisy."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

DPI = 200
_A4 = (round(8.27 * DPI), round(11.69 * DPI))
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
)


def font(points: float) -> ImageFont.FreeTypeFont:
    """A Chinese font of ``points``; the test is skipped where none is installed."""
    for place in _FONTS:
        if Path(place).is_file():
            return ImageFont.truetype(
                place, round(points * DPI / 72), index=2 if "Noto" in place else 0
            )
    pytest.skip("no Chinese font is installed (fonts-noto-cjk)")


def printed_pages(text: str, points: float = 12, margin: float = 0.11) -> list[Image.Image]:
    """``text`` set on A4 pages, one paragraph a line, indented and wrapped as offices do."""
    face = font(points)
    left, top = round(_A4[0] * margin), round(_A4[1] * margin)
    lines: list[str] = []
    for number, paragraph in enumerate(p for p in text.splitlines() if p.strip()):
        indent = "" if number == 0 else "\u3000\u3000"
        lines += _wrapped(indent + paragraph.strip(), face, _A4[0] - 2 * left)
    pitch = round(face.size * 1.65)
    room = (_A4[1] - 2 * top) // pitch
    pages = []
    for first in range(0, len(lines), room):
        page, pen = _blank()
        for row, line in enumerate(lines[first : first + room]):
            pen.text((left, top + row * pitch), line, font=face, fill=20)
        pages.append(page)
    return pages


def two_columns(left: Sequence[str], right: Sequence[str], points: float = 11) -> Image.Image:
    """One page of two columns of lines, as given."""
    face = font(points)
    page, pen = _blank()
    for column, lines in enumerate((left, right)):
        for row, line in enumerate(lines):
            at = (_A4[0] * (0.1 + 0.42 * column), _A4[1] * 0.12 + row * face.size * 1.7)
            pen.text(at, line, font=face, fill=20)
    return page


def table_page(rows: Sequence[Sequence[str]], points: float = 12) -> Image.Image:
    """One page of a ruled table."""
    face = font(points)
    page, pen = _blank()
    edges = [_A4[0] * (0.1 + 0.8 * i / len(rows[0])) for i in range(len(rows[0]) + 1)]
    for number, row in enumerate(rows):
        y = _A4[1] * 0.12 + number * face.size * 2
        for x, right, cell in zip(edges, edges[1:], row, strict=False):
            pen.rectangle((x, y, right, y + face.size * 2), outline=20, width=2)
            pen.text((x + 20, y + face.size * 0.35), cell, font=face, fill=20)
    return page


def scanned(page: Image.Image, seed: str = "", degrees: float | None = None) -> Image.Image:
    """``page`` as a scanner gives it: 0.3-0.8 degrees askew, blurred, with noise and a grey tone."""
    chance = np.random.default_rng(zlib.crc32(seed.encode()))
    if degrees is None:
        degrees = float(chance.uniform(0.3, 0.8) * chance.choice([-1, 1]))
    turned = page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.8)), dtype=np.float32)
    noisy = soft * 0.93 + 8 + chance.normal(0, 8, soft.shape)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def image_pdf(pages: Sequence[Image.Image]) -> bytes:
    """A PDF of pictures alone."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=pages[1:], quality=85)
    return out.getvalue()


def scan_pdf(text: str, points: float = 12) -> bytes:
    """``text`` printed, scanned and put into a PDF without a text layer."""
    pages = printed_pages(text, points)
    return image_pdf([scanned(page, f"{text[:20]}{n}") for n, page in enumerate(pages)])


def _blank() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    page = Image.new("L", _A4, 255)
    return page, ImageDraw.Draw(page)


def _wrapped(paragraph: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines, line = [], ""
    for word in _pieces(paragraph):
        if line and face.getlength(line + word) > width and word[0] not in "，。、；：！？）》”%":
            lines.append(line.rstrip(" "))
            line = word.lstrip(" ")
        else:
            line += word
    return [*lines, line]


def _pieces(text: str) -> list[str]:
    """Single characters, but Latin words and numbers whole."""
    pieces: list[str] = []
    for char in text:
        if (
            pieces
            and char.isascii()
            and not char.isspace()
            and pieces[-1][-1].isascii()
            and not pieces[-1][-1].isspace()
        ):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
