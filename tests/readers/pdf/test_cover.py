"""A report whose cover is a picture has its title from the running head or from its own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from indexer.document.report import Report
from indexer.reading.read import read_report

from ..files import CHINESE

TITLE = "云岭县水务局2031年行政执法工作报告"
PAGES = [
    [
        "一、办案情况",
        "2031年，全县水务系统立案35件，罚款12.5万元，均已按期办结。",
        "来信来访61件。",
    ],
    ["二、巡查情况", "检查取水户310家次，发现问题27个，整改完成25个，整改率明显提高。"],
    ["三、队伍建设", "培训执法人员88人次，组织考试两次，合格率达到百分之九十八以上。"],
]


def covered(path: Path, pages: list[list[str]], head: str = "", name: str = "") -> Report:
    """A report whose first page is a picture without text; ``head`` runs on the other pages."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setTitle(name)
    canvas.drawImage(ImageReader(Image.new("RGB", (300, 420), (190, 30, 30))), 0, 0, *A4)
    canvas.showPage()
    for number, lines in enumerate(pages, 2):
        canvas.setFont(CHINESE, 10)
        canvas.drawString(60, 815, head)
        canvas.drawString(295, 30, str(number))
        for row, line in enumerate(lines):
            canvas.drawString(60, 780 - 22 * row, line)
        canvas.showPage()
    canvas.save()
    return read_report(path, path.name, recognise=lambda data, wanted: {})


def test_the_running_head_of_the_pages_behind_a_picture_is_the_title(tmp_path: Path) -> None:
    report = covered(tmp_path / "a.pdf", PAGES, head=TITLE)
    assert (report.details.title, report.details.issuer) == (TITLE, "云岭县水务局")
    assert report.text.count(TITLE) == 1


def test_a_foreword_that_calls_the_report_by_its_title_gives_it(tmp_path: Path) -> None:
    front = [["目录", "一、办案情况……3"], ["前言", f"为公开工作情况，特编制《{TITLE}》。"], *PAGES]
    details = covered(tmp_path / "a.pdf", front).details
    assert (details.title, details.issuer, details.year) == (TITLE, "云岭县水务局", 2031)


def test_the_title_in_the_files_metadata_stands_for_the_covers(tmp_path: Path) -> None:
    assert covered(tmp_path / "a.pdf", PAGES, name=TITLE).details.title == TITLE


@pytest.mark.parametrize(
    "word", ["前言", "序 言", "Foreword", "Avant-propos", "Vorwort", "Prólogo"]
)
def test_a_forewords_heading_is_no_title(word: str, tmp_path: Path) -> None:
    report = covered(tmp_path / "a.pdf", [[word, *PAGES[0][1:]], *PAGES[1:]])
    assert report.details.title == ""


def test_pages_of_one_template_keep_their_sentences(tmp_path: Path) -> None:
    pages = [
        [f"{'一二三四'[n]}、第{n + 1}片区", f"全年立案{35 + n}件，罚款{12 + n}.5万元，均已办结。"]
        for n in range(4)
    ]
    text = covered(tmp_path / "a.pdf", pages).text
    assert all(sentence in text for _, sentence in pages)
