"""Answers, citations and verdicts from recognised text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from indexer.api import Index
from indexer.cli.console import answer_text, report_text, status_text
from indexer.index.building import plan
from indexer.index.building.build import build
from indexer.index.corpus.scan import CorpusFile
from indexer.index.store.content import Content, Source, content_of
from indexer.readers.ocr import scans
from indexer.readers.ocr.engine import PageRead, Piece
from indexer.reading.page_recogniser import PageRecogniser
from indexer.reading.read import read_report
from tests.readers.ocr.scans import image_pdf

_LINES = (
    "云岭市水务局2025年度行政执法工作报告",
    "一、执法概况",
    "2025年，全局对违法取水企业立案查处，罚款61.5万元。",
    "二、行政检查情况",
    "2025年，全局共开展行政检查1286家次，覆盖全部取水企业。",
)


def _piece(text: str, row: int) -> Piece:
    # One digit of the fine is hard to read; all else is clear.
    scores = tuple(
        0.7 if char == "1" and "61.5" in text[max(0, i - 1) : i + 3] else 0.99
        for i, char in enumerate(text)
    )
    top = 0.1 + 0.03 * row
    return Piece(text, scores, (0.1, top, 0.9, top, 0.9, top + 0.014, 0.1, top + 0.014))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """A scan whose recognised characters are given: one of them is doubtful."""
    folder = tmp_path_factory.mktemp("scans")
    (folder / "corpus").mkdir()
    (folder / "corpus/scan.pdf").write_bytes(image_pdf([Image.new("L", (600, 850), 200)] * 2))
    page = PageRead(tuple(_piece(line, row) for row, line in enumerate(_LINES)), key="ab" * 20)

    def read(file: CorpusFile, pool: object, recogniser: PageRecogniser | None = None) -> Content:
        report = read_report(file.path, file.name, recognise=scans.provide_pages({0: page}))
        state = file.path.stat()
        return content_of(report, Source(state.st_size, state.st_mtime_ns, "x" * 64))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "read_content", read)
        summary = build([folder / "corpus"], folder / "index")
    assert ["1 scanned pages were not read" in note for note in summary.notes] == [True]
    with Index.open(folder / "index") as opened:
        yield opened


def test_a_figure_that_may_be_misread_is_flagged_and_said_to_be(index: Index) -> None:
    answer = index.ask("云岭市水务局2025年罚款多少？").to_json()
    figure = next(f for row in answer["rows"] for f in row["figures"] if f["unit"] == "CNY")
    assert (figure["raw"], figure["uncertain"]) == ("61.5万元", True)
    assert "请对照原文页面" in answer["answer"]
    english = index.ask("How much did the bureau fine in 2025?").answer
    assert "check the page" in english


def test_a_clear_figure_is_marked_as_recognised_but_not_doubted(index: Index) -> None:
    answer = index.ask("云岭市水务局2025年开展行政检查多少家次？")
    figure = answer.rows[0].figures[0]
    assert (figure.value, figure.uncertain) == (1286, False)
    assert "请对照原文页面" not in answer.answer
    citation = next(c for c in answer.to_json()["citations"] if c["n"] == figure.citation)
    assert citation["recognised"] and citation["confidence"] == pytest.approx(0.99, abs=0.005)
    assert "识别文字，置信度9" in answer_text(answer)
    assert index.search("行政检查")[0].recognised


def test_a_draft_is_told_that_the_source_may_be_misread(index: Index) -> None:
    (same,) = index.cite("云岭市水务局2025年罚款61.5万元。")
    assert (same.verdict, same.figures[0].agrees) == ("supported", True)
    assert "扫描页识别" in same.figures[0].note
    (other,) = index.cite("云岭市水务局2025年罚款67.5万元。")
    assert other.verdict == "unsupported", "a figure that may be misread contradicts nothing"
    (checks,) = index.cite("云岭市水务局2025年开展行政检查1300家次。")
    assert checks.verdict == "contradicted"


def test_show_and_status_tell_the_pages_recognised_and_unread(index: Index) -> None:
    shown = index.show("scan.pdf")
    assert [(p.page, p.how) for p in shown.recognition] == [
        (1, "recognised"),
        (2, "unread"),
    ]
    ((start, end),) = shown.recognition[0].doubtful
    assert shown.text[start:end] == "1"
    assert "page 2: a scan, not read" in report_text(shown)
    status = index.status()
    assert (status.recognised_pages, status.unread_pages) == (1, 1)
    assert "1 pages recognised, 1 not read" in status_text(status)


def test_a_report_with_a_text_layer_is_not_marked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n".join(_LINES), encoding="utf-8")
    build([tmp_path / "a.txt"], tmp_path / "index")
    with Index.open(tmp_path / "index") as opened:
        answer = opened.ask("云岭市水务局2025年罚款多少？").to_json()
        assert opened.show("a.txt").recognition == ()
    assert [c["recognised"] for c in answer["citations"]].count(True) == 0
    assert not any(f["uncertain"] for row in answer["rows"] for f in row["figures"])
