"""An index of a report that is there as text and as a scan: through the whole build."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from indexer import Index
from indexer.index.building import plan
from indexer.index.building.build import build
from indexer.index.corpus.scan import CorpusFile
from indexer.index.store.content import Content, Source, content_of
from indexer.readers.ocr import engine
from indexer.readers.ocr.engine import PageRead, Piece
from indexer.readers.ocr.scans import provide_pages
from indexer.reading.page_recogniser import PageRecogniser
from indexer.reading.read import read_report
from tests.readers.ocr.scans import image_pdf, scan_pdf

from .editions_made import BUREAU, paragraphs, write_pdf

QUESTION = f"{BUREAU}2031年罚款多少？"


def page_read(lines: list[str], score: float) -> PageRead:
    """A page on which these lines were recognised."""
    pieces = []
    for row, line in enumerate(lines):
        top = 0.05 + 0.03 * row
        pieces.append(
            Piece(
                line, (score,) * len(line), (0.1, top, 0.9, top, 0.9, top + 0.014, 0.1, top + 0.014)
            )
        )
    return PageRead(tuple(pieces), key="ab" * 20)


def test_a_misread_scan_is_counted_once_and_its_figure_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_pdf(corpus / "layer.pdf", paragraphs())
    blank = image_pdf([Image.new("L", (600, 850), 200)])
    scans = {
        "a-scan.pdf": page_read(paragraphs(fine="48.6万元"), 0.97),
        "b-scan.pdf": page_read(paragraphs(cases=38, fine="43.5万元"), 0.92),
    }
    for name in scans:
        (corpus / name).write_bytes(blank)

    def read(file: CorpusFile, pool: object, recogniser: PageRecogniser | None = None) -> Content:
        shown = provide_pages({0: scans[file.name]} if file.name in scans else {})
        report = read_report(file.path, file.name, recognise=shown)
        state = file.path.stat()
        return content_of(report, Source(state.st_size, state.st_mtime_ns, file.name))

    monkeypatch.setattr(plan, "read_content", read)
    build([corpus], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        answer = index.ask(QUESTION).to_json()
        assert (answer["coverage"]["reports"], answer["coverage"]["files"]) == (1, 3)
        (row,) = answer["rows"]
        assert [f["value"] for f in row["figures"] if f["unit"] == "CNY"] == [436_000]
        assert [link["path"] for link in row["also_in"]] == ["a-scan.pdf", "b-scan.pdf"]
        assert not {"other_versions", "supersedes"} & set(row)
        assert "48.6" not in answer["answer"] and "43.5" not in answer["answer"]


@pytest.mark.slow
@pytest.mark.skipif(not engine.available(), reason="the ocr extra is not installed")
def test_a_real_scan_that_shows_one_other_digit_is_a_copy_and_a_marked_one_is_newer(
    tmp_path: Path,
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_pdf(corpus / "layer.pdf", paragraphs())
    # The digit is printed otherwise, as if the recogniser had misread it.
    (corpus / "scan.pdf").write_bytes(scan_pdf("\n".join(paragraphs(fine="48.6万元")), 14))
    build([corpus], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        (row,) = index.ask(QUESTION).to_json()["rows"]
        assert row["figures"][0]["value"] == 436_000
        assert [link["path"] for link in row["also_in"]] == ["scan.pdf"]
    corrected = paragraphs(fine="48.6万元")
    (corpus / "scan.pdf").write_bytes(
        scan_pdf("\n".join([corrected[0] + "（更正稿）", *corrected[1:]]), 14)
    )
    build([corpus], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        (row,) = index.ask(QUESTION).to_json()["rows"]
        assert row["figures"][0]["value"] == 486_000
        assert [link["path"] for link in row["supersedes"]] == ["layer.pdf"]
