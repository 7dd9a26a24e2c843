"""Scanned reports read by recognition."""

from __future__ import annotations

import io
import re
import sys
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2
import pytest

from indexer.errors import ReadError
from indexer.readers.ocr import engine, scans
from indexer.readers.ocr.engine import PageRead, Piece
from indexer.readers.registry import read_document
from indexer.reading.isolated import ReaderPool
from indexer.reading.read import read_report
from tests.readers.ocr.scans import (
    image_pdf,
    printed_pages,
    scan_pdf,
    scanned,
    table_page,
    two_columns,
)

needs_ocr = pytest.mark.skipif(not engine.available(), reason="the ocr extra is not installed")
_REPORT = """云岭市水务局2025年度行政执法工作报告
一、执法概况
2025年，全局共开展执法检查1286家次，立案查处42起，罚款61.5万元，同比下降12.4%。
二、存在问题
乡镇水务站执法力量不足。"""


def fold(text: str) -> str:
    """White space and the width of punctuation do not count."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def accuracy(printed: str, read: str) -> float:
    """Share of the printed characters that were read, less those that were not printed."""
    a, b = fold(printed), fold(read)
    same = sum(
        block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    )
    return same / max(len(a), len(b))


def _piece(text: str, top: float, score: float = 0.99, weak: str = "") -> Piece:
    scores = [score] * len(text)
    if weak:
        at = text.index(weak)
        scores[at : at + len(weak)] = [0.6] * len(weak)
    return Piece(text, tuple(scores), (0.1, top, 0.9, top, 0.9, top + 0.014, 0.1, top + 0.014))


@pytest.fixture
def blank_scan(tmp_path: Path) -> Path:
    """A file of two pictures; what they show is given by the test."""
    from PIL import Image

    path = tmp_path / "scan.pdf"
    path.write_bytes(image_pdf([Image.new("L", (600, 850), shade) for shade in (200, 220)]))
    return path


def test_lines_keep_their_place_score_and_box_in_the_text(blank_scan: Path) -> None:
    first = PageRead(
        (_piece("云岭市水务局行政执法工作报告", 0.1), _piece("内部资料", 0.05)), key="a"
    )
    second = PageRead(
        (
            _piece("全年共对违法企业作出行政处罚，罚款61.5万元。", 0.1, weak="61.5"),
            _piece("内部资料", 0.05),
        ),
        key="b",
    )
    report = read_report(
        blank_scan, "scan.pdf", recognise=scans.provide_pages({0: first, 1: second})
    )
    one, two = report.document.recognised
    assert (one.page, one.how, one.doubtful, one.key) == (1, "recognised", (), "a")
    assert [report.text[line.start : line.end] for line in two.lines] == [
        "全年共对违法企业作出行政处罚，罚款61.5万元。"
    ]
    assert two.lines[0].top == 0.1 and two.lines[0].right == 0.9
    assert [report.text[a:b] for a, b in two.doubtful] == ["61", "5"]
    (figure,) = report.figures
    assert figure.value == 615000 and two.is_doubtful(figure.start, figure.end)


def test_a_line_of_a_low_score_is_doubtful_as_a_whole(blank_scan: Path) -> None:
    page = PageRead((_piece("全年罚款61.5万元", 0.1, score=0.8),))
    document = read_document(blank_scan, recognise=scans.provide_pages({0: page}))
    assert document.recognised[0].doubtful == ((0, len(document.text)),)
    assert document.recognised[1].how == "unread"


def test_without_recognition_the_reason_names_the_remedy(
    blank_scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if the package were not there, in this process and in the worker.
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['rapidocr'] = None")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with ReaderPool() as pool:
        for read in (read_document, lambda path: pool.read(path, "scan.pdf")):
            with pytest.raises(ReadError, match=re.escape("pip install 'policyqa[ocr]'")):
                read(blank_scan)


def test_too_many_scanned_pages_are_refused(
    blank_scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "MAX_RECOGNISED", 1)
    with pytest.raises(ReadError, match="split it"):
        read_document(blank_scan)


@needs_ocr
def test_an_altered_model_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engine._SHA256, "PP-OCRv6_det_small.onnx", "0" * 64)
    with pytest.raises(OSError, match="not the expected model file"):
        engine.Engine()


@needs_ocr
@pytest.mark.slow
def test_a_scan_is_read_like_the_report_it_shows_and_the_same_twice(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan_pdf(_REPORT, 14))
    with ReaderPool() as pool:
        report = pool.read(path, "scan.pdf")
    assert accuracy(_REPORT, report.text) >= 0.98
    assert (report.details.issuer, report.details.year) == ("云岭市水务局", 2025)
    assert [s.path[-1] for s in report.sections if s.path] == ["一、执法概况", "二、存在问题"]
    assert {f.value for f in report.figures} >= {1286, 42, 615000}
    (page,) = report.document.recognised
    assert page.how == "recognised" and page.confidence is not None and page.confidence > 0.95
    with ReaderPool() as another:
        assert another.read(path, "scan.pdf") == report


@needs_ocr
@pytest.mark.slow
@pytest.mark.parametrize(("turn", "rotate"), [(90, 0), (180, 0), (270, 90)])
def test_a_page_that_lies_on_its_side_or_upside_down_is_read(
    tmp_path: Path, turn: int, rotate: int
) -> None:
    (page,) = printed_pages(_REPORT, 16)
    path = tmp_path / "turned.pdf"
    document = pypdfium2.PdfDocument(image_pdf([scanned(page, "t").rotate(turn, expand=True)]))
    document[0].set_rotation(rotate)
    out = io.BytesIO()
    document.save(out)
    path.write_bytes(out.getvalue())
    report = read_report(path, "turned.pdf")
    assert accuracy(_REPORT, report.text) >= 0.98
    lines = report.document.recognised[0].lines
    boxes = [(line.right - line.left, line.bottom - line.top) for line in lines]
    assert all((across > down) == ((turn - rotate) % 180 == 0) for across, down in boxes)


@needs_ocr
@pytest.mark.slow
def test_scanned_columns_and_tables_keep_their_order(tmp_path: Path) -> None:
    left = [f"左栏第{n}行写着检查企业的情况" for n in "一二三四五六"]
    right = [f"右栏第{n}行写着处罚案件的情况" for n in "一二三四五六"]
    rows = [
        ["项目", "2024年", "2025年"],
        ["检查次数", "1204", "1286"],
        ["罚款（万元）", "70.2", "61.5"],
    ]
    path = tmp_path / "two.pdf"
    path.write_bytes(
        image_pdf([scanned(two_columns(left, right), "a"), scanned(table_page(rows), "b")])
    )
    document = read_document(path)
    assert fold("".join(left + right)) in fold(document.text)
    table = document.text[document.page_starts[1] :].split("\n")
    assert [fold(row) for row in table] == [fold("|".join(row)) for row in rows]


@needs_ocr
@pytest.mark.slow
def test_only_the_scanned_page_of_a_mixed_file_is_marked(tmp_path: Path) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, A4)
    for i in range(8):
        canvas.drawString(
            60, 760 - 20 * i, f"Line {i} of the first page, which has a text layer of its own."
        )
    canvas.showPage()
    canvas.save()
    document = pypdfium2.PdfDocument(out.getvalue())
    document.import_pages(
        pypdfium2.PdfDocument(
            image_pdf(
                [
                    scanned(
                        printed_pages(
                            "Annual report\nIn 2025 the authority issued 37 notices and collected fines of CNY 1,250,000.",
                            14,
                        )[0],
                        "m",
                    )
                ]
            )
        )
    )
    out = io.BytesIO()
    document.save(out)
    path = tmp_path / "mixed.pdf"
    path.write_bytes(out.getvalue())
    read = read_document(path)
    assert [page.page for page in read.recognised] == [2]
    assert "Line 7 of the first page" in read.text and "issued 37 notices" in read.text


_SEEDS = sorted((Path(__file__).resolve().parents[4] / "shared/reports/seeds").glob("*.txt"))


@needs_ocr
@pytest.mark.slow
@pytest.mark.skipif(len(_SEEDS) < 2, reason="the development reports are not beside this checkout")
def test_scanned_seeds_are_read_and_the_canonical_question_gets_both_amounts(
    tmp_path: Path,
) -> None:
    from indexer.api import Index
    from indexer.index.building.build import build

    for number, seed in enumerate(_SEEDS):
        (tmp_path / f"{number}.pdf").write_bytes(scan_pdf(seed.read_text(encoding="utf-8"), 9))
    summary = build([tmp_path], tmp_path / "index")
    assert not summary.failed and not summary.notes
    with Index.open(tmp_path / "index") as index:
        for report, seed in zip(index.reports, _SEEDS, strict=True):
            assert (
                accuracy(seed.read_text(encoding="utf-8"), index.generation.text(report.row))
                >= 0.98
            )
            assert report.recognised == report.pages
        answer = index.ask("which bureaus reported enforcement fines")
    values = {(f.value, f.unit) for row in answer.rows for f in row.figures}
    assert {(7409000, "CNY"), (1334000, "CNY")} <= values
    assert all(c.recognised and c.confidence for c in answer.citations)
