"""Word drafts in, cited Word documents out: real footnotes, comments, formatting untouched."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Pt, RGBColor
from lxml import etree

from indexer import Index
from indexer.drafting.docx_text import W
from indexer.drafting.drafts import open_draft
from indexer.errors import UsageError

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0"
    "0000030101003618dd8d0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def index(invented_dir: Path) -> Iterator[Index]:
    with Index.open(invented_dir) as opened:
        yield opened


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    document: Any = docx.Document()
    document.add_heading("榕溪市应急管理局2030年简报", 0)
    paragraph = document.add_paragraph()
    paragraph.add_run("榕溪市应急管理局2030年").bold = True
    run = paragraph.add_run("罚款236万元。全年立")
    run.font.size, run.font.color.rgb = Pt(14), RGBColor(200, 0, 0)
    paragraph.add_run("案46起。发现隐患1530条。")
    document.add_paragraph("2021年该局罚款90万元。", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "榕溪市应急管理局2030年立案", "64起"
    document.add_picture(io.BytesIO(PNG))
    path = tmp_path / "draft.docx"
    document.save(str(path))
    return path


@pytest.fixture
def cited(index: Index, draft: Path, tmp_path: Path) -> Path:
    out = tmp_path / "cited.docx"
    opened = open_draft(draft)
    opened.write(out, index.cite(opened.text), "gb7714")
    return out


def part(path: Path, name: str) -> Any:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(name))


def formatted(path: Path) -> list[tuple[str, str]]:
    """(formatting, text) of the text runs of the body, equal neighbours joined."""
    out: list[tuple[str, str]] = []
    for run in part(path, "word/document.xml").iter(f"{W}r"):
        text = "".join(t.text or "" for t in run.iter(f"{W}t"))
        properties = run.find(f"{W}rPr")
        look = "" if properties is None else etree.tostring(properties).decode()
        if text and out and out[-1][0] == look:
            out[-1] = (look, out[-1][1] + text)
        elif text:
            out.append((look, text))
    return out


def test_footnotes_are_real_and_numbered_in_reading_order(cited: Path) -> None:
    notes = {
        n.get(f"{W}id"): "".join(n.itertext())
        for n in part(cited, "word/footnotes.xml")
        if n.get(f"{W}type") is None
    }
    marks = [
        m.get(f"{W}id") for m in part(cited, "word/document.xml").iter(f"{W}footnoteReference")
    ]
    assert marks == sorted(notes, key=int) and len(marks) >= 3
    assert "236万元" in notes[marks[0]] and "榕溪市应急管理局" in notes[marks[0]]


def test_comments_say_what_is_wrong_and_where(cited: Path) -> None:
    comments = [c.text for c in docx.Document(str(cited)).comments]
    assert len(comments) == 2
    assert "64起" in comments[0] and "2021" in comments[1]
    body = part(cited, "word/document.xml")
    start, end = (next(body.iter(f"{W}{tag}")) for tag in ("commentRangeStart", "commentRangeEnd"))
    between, node = "", start.getnext()
    while node is not end:
        between, node = between + "".join(t.text for t in node.iter(f"{W}t")), node.getnext()
    assert between == "全年立案46起。"


def test_a_list_of_references_ends_the_document(cited: Path) -> None:
    texts = [p.text for p in docx.Document(str(cited)).paragraphs]
    assert "参考文献" in texts and texts[-1].startswith("[1] 榕溪市应急管理局")


def test_formatting_styles_tables_and_pictures_stay_as_they_are(draft: Path, cited: Path) -> None:
    before = formatted(draft)
    assert formatted(cited)[: len(before) - 1] == before[:-1]
    for name in ("word/styles.xml", "word/numbering.xml"):
        assert etree.tostring(part(draft, name), method="c14n") == etree.tostring(
            part(cited, name), method="c14n"
        )
    with zipfile.ZipFile(draft) as one, zipfile.ZipFile(cited) as other:
        pictures = [n for n in one.namelist() if n.startswith("word/media/")]
        assert pictures and all(one.read(n) == other.read(n) for n in pictures)
    for mine, theirs in zip(
        part(draft, "word/document.xml").iter(f"{W}tblPr"),
        part(cited, "word/document.xml").iter(f"{W}tblPr"),
        strict=True,
    ):
        assert etree.tostring(mine, method="c14n") == etree.tostring(theirs, method="c14n")


def test_citing_a_cited_document_keeps_its_notes(index: Index, cited: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.docx"
    opened = open_draft(cited)
    opened.write(again, index.cite(opened.text), "gb7714")
    first = len(list(part(cited, "word/footnotes.xml")))
    ids = [n.get(f"{W}id") for n in part(again, "word/footnotes.xml")]
    assert len(ids) > first and len(set(ids)) == len(ids)


def test_text_is_the_paragraphs_and_rows_as_they_stand(draft: Path) -> None:
    lines = open_draft(draft).text.splitlines()
    assert lines[1] == "榕溪市应急管理局2030年罚款236万元。全年立案46起。发现隐患1530条。"
    assert "榕溪市应急管理局2030年立案 | 64起" in lines


def test_a_word_draft_can_become_markdown(index: Index, draft: Path, tmp_path: Path) -> None:
    out = tmp_path / "cited.md"
    opened = open_draft(draft)
    opened.write(out, index.cite(opened.text), "gb7714")
    text = out.read_text(encoding="utf-8")
    assert "罚款236万元。[^1]" in text and "\n[^1]: [1] 榕溪市应急管理局" in text


def test_marks_go_inside_the_row_of_a_markdown_table(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "t.md"
    path.write_text(
        "| 单位 | 立案 |\n| --- | --- |\n| 榕溪市应急管理局2030年 | 64起 |\n", encoding="utf-8"
    )
    opened = open_draft(path)
    opened.write(tmp_path / "o.md", index.cite(opened.text), "gb7714")
    assert "64起 [^1]" in (tmp_path / "o.md").read_text(encoding="utf-8")


def test_a_draft_of_only_tables_is_checked_row_by_row(index: Index, tmp_path: Path) -> None:
    document: Any = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for number, text in enumerate(["单位", "立案", "榕溪市应急管理局2030年立案", "64起"]):
        table.cell(number // 2, number % 2).text = text
    document.save(str(tmp_path / "table.docx"))
    (claim,) = index.cite(open_draft(tmp_path / "table.docx").text)
    assert claim.verdict == "supported"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("locked.docx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "password"),
        ("broken.docx", b"PK\x03\x04 not a package", "docx file cannot be read"),
        ("blank.md", b" \n \n", "no text"),
        ("large.txt", "罚款。".encode() * 600_000, "split the draft"),
        ("draft.pdf", b"%PDF-1.7", "txt, md or docx"),
    ],
)
def test_what_cannot_be_checked_is_told_in_one_line(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UsageError, match=message) as caught:
        open_draft(path)
    assert name in str(caught.value) and "\n" not in str(caught.value)


def test_the_draft_itself_is_never_written_over(draft: Path) -> None:
    with pytest.raises(UsageError, match="the draft itself"):
        open_draft(draft).check_out(draft)


def test_text_does_not_become_word(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("立案64起。", encoding="utf-8")
    with pytest.raises(UsageError, match="can only be written as"):
        open_draft(path).check_out(tmp_path / "a.docx")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_renders_notes_and_references(cited: Path, tmp_path: Path) -> None:
    import pypdfium2

    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(cited),
        ],
        check=True,
        timeout=120,
        capture_output=True,
    )
    pdf = pypdfium2.PdfDocument(str(tmp_path / "cited.pdf"))
    text = "".join(page.get_textpage().get_text_range() for page in pdf).replace(" ", "")
    assert "参考文献" in text and text.count("榕溪市应急管理局.") >= 3
