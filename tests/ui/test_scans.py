"""Recognised text on the page: its mark and the picture of where it stands."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from indexer.index.building.build import build
from indexer.readers.ocr import engine, scans
from indexer.readers.ocr.cache import FOLDER, PageCache, page_key
from indexer.readers.ocr.engine import PageRead, Piece
from indexer.readers.ocr.pages import render
from indexer.ui.picture import page_picture
from indexer.ui.quote_place import Quote
from tests.readers.ocr.scans import image_pdf

_LINES = (
    "云岭市水务局2025年度行政执法工作报告",
    "一、执法概况",
    "2025年，全局对违法取水企业立案查处，罚款61.5万元。",
)


def _page(lines: tuple[str, ...]) -> tuple[Piece, ...]:
    tops = [0.1 + 0.1 * row for row in range(len(lines))]
    return tuple(
        Piece(text, (0.95,) * len(text), (0.1, top, 0.8, top, 0.8, top + 0.02, 0.1, top + 0.02))
        for text, top in zip(lines, tops, strict=True)
    )


def _yellow(png: bytes) -> np.ndarray:
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    return (pixels[..., 0] - pixels[..., 2]) > 60


def test_lines_of_a_scan_are_marked_by_their_boxes_and_cut_out() -> None:
    pdf = image_pdf([Image.new("L", (600, 850), 255)])
    whole = page_picture(pdf, 1, Quote("not looked for"), [(0.25, 0.5, 0.75, 0.52)])
    assert whole is not None and whole.mark == pytest.approx(0.5, abs=0.01)
    rows, columns = np.nonzero(_yellow(whole.png))
    height, width = _yellow(whole.png).shape
    assert (columns.min() / width, columns.max() / width) == pytest.approx((0.25, 0.75), abs=0.01)
    assert rows.max() / height == pytest.approx(0.52, abs=0.01)
    strip = page_picture(pdf, 1, Quote(), [(0.25, 0.5, 0.75, 0.52)], cut=True)
    assert strip is not None and _yellow(strip.png).sum() == _yellow(whole.png).sum()
    assert _yellow(strip.png).shape[0] < height / 4


@pytest.mark.slow
@pytest.mark.skipif(not engine.available(), reason="the ocr extra is not installed")
def test_an_answer_from_a_scan_is_marked_and_shows_the_page_beside_the_quote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    pdf = image_pdf([Image.new("L", (600, 850), 200)])
    (corpus / "scan.pdf").write_bytes(pdf)
    index.mkdir()
    # The page was recognised by a build before: what it reads is taken from there.
    key = page_key(render(pdf, 0))
    PageCache(index / FOLDER).put(PageRead(_page(_LINES), key=key))
    build([corpus], index)
    assert scans.DOUBTFUL > 0.8 and [f.stem for f in (index / FOLDER).iterdir()] == [key]
    monkeypatch.setenv("POLICYQA_INDEX", str(index))
    monkeypatch.setenv("POLICYQA_CORPUS", str(corpus))
    app = AppTest.from_file(
        str(Path(__file__).resolve().parents[2] / "app.py"), default_timeout=120
    )
    app.query_params["lang"] = "zh"
    app.query_params["q"] = "云岭市水务局2025年罚款多少？"
    app.run()
    assert not app.exception
    html = " ".join(element.proto.body for element in app.get("html"))
    assert "识别文字 · 置信度 95%" in html
    assert app.get("image"), "the part of the page that holds the quote"
