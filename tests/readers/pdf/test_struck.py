"""Struck-out text and raised marks of notes of PDF pages."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pypdfium2
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject
from reportlab.pdfgen.canvas import Canvas

from indexer.reading.read import read_report

from ..files import CHINESE, flowing_pdf, paged_pdf

TITLE = "云岭县水务局2025年度执法工作报告"


def _marked(path: Path, words: str, kind: str) -> Path:
    """The file with an annotation of ``kind`` over ``words`` on its first page."""
    page = pypdfium2.PdfDocument(str(path))[0].get_textpage()
    at = page.get_text_range().index(words)
    boxes = [page.get_charbox(i) for i in range(at, at + len(words))]
    left, right = boxes[0][0], boxes[-1][2]
    low, top = min(box[1] for box in boxes) - 2, max(box[3] for box in boxes) + 2
    corners = (left, top, right, top, left, low, right, low)
    mark = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): ArrayObject(map(FloatObject, (left, low, right, top))),
            NameObject("/QuadPoints"): ArrayObject(map(FloatObject, corners)),
        }
    )
    writer = pypdf.PdfWriter(clone_from=str(path))
    writer.add_annotation(0, mark)
    marked = path.with_name("marked.pdf")
    writer.write(str(marked))
    return marked


@pytest.mark.parametrize(
    ("words", "kind", "values"),
    [
        ("12", "/StrikeOut", [340000, 35, 7]),
        ("罚款1234万元，", "/StrikeOut", [35, 7]),
        ("12", "/Highlight", [12340000, 35, 7]),
        ("12", "/Underline", [12340000, 35, 7]),
    ],
)
def test_what_an_annotation_strikes_out_is_left_out(
    words: str, kind: str, values: list[float], tmp_path: Path
) -> None:
    lines = [TITLE, "2025年，罚款1234万元，立案35件。"]
    path = _marked(paged_pdf(tmp_path / "a.pdf", [lines, ["移送公安机关7件。"]]), words, kind)
    assert [figure.value for figure in read_report(path, "a.pdf").figures] == values


def test_a_damaged_list_of_annotations_costs_nothing(tmp_path: Path) -> None:
    path = paged_pdf(tmp_path / "a.pdf", [[TITLE, "2025年，罚款1234万元。"]])
    writer = pypdf.PdfWriter(clone_from=str(path))
    writer.pages[0][NameObject("/Annots")] = ArrayObject([FloatObject(3)])
    writer.write(str(path))
    assert [figure.value for figure in read_report(path, "a.pdf").figures] == [12340000]


def test_raised_marks_of_notes_are_no_digits(tmp_path: Path) -> None:
    sentence = (
        "2025年，全县罚款12<super size=8>1</super>万元，立案35<super size=8>2</super>件，"
        "存款1329.65<super size=8>[3]</super>亿元。"
    )
    path = flowing_pdf(tmp_path / "a.pdf", [TITLE, sentence])
    values = [figure.value for figure in read_report(path, "a.pdf").figures]
    assert values == [120000, 35, pytest.approx(132965000000)]


def test_marks_raised_by_the_text_state_alone_are_seen(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont(CHINESE, 12)
    canvas.drawString(60, 780, TITLE)
    text = canvas.beginText(60, 740)
    for size, rise, words in ((12, 0, "2025年，罚款12"), (7, 5, "1"), (12, 0, "万元，立案35件。")):
        text.setFont(CHINESE, size)
        text.setRise(rise)
        text.textOut(words)
    canvas.drawText(text)
    canvas.save()
    values = [figure.value for figure in read_report(tmp_path / "a.pdf", "a.pdf").figures]
    assert values == [120000, 35]
