"""A brief from the sample reports through Word and LibreOffice, and after one of them changes."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from PIL import Image

from indexer import Index, build
from indexer.briefs.brief import Brief
from indexer.briefs.model import Item
from indexer.briefs.terminal import check_text

pytestmark = pytest.mark.slow

QUESTIONS = (
    ("罚款", "哪些单位报告了罚款？"),
    ("检查", "哪些单位开展了执法检查，检查多少次？"),
    ("Fines", "which bureaus reported enforcement fines"),
)
TOWN = "枫浦县柏浣镇人民政府"
FILE = "柏浣镇综合执法 2025年小结.txt"
ODF = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}


@dataclass
class Shown:
    folder: Path
    brief: Brief


@pytest.fixture(scope="module")
def shown(sample_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Six rows with one quote each, two from each of three questions."""
    folder = tmp_path_factory.mktemp("shown")
    shutil.copytree(sample_corpus, folder / "corpus")
    build([folder / "corpus"], folder / "index")
    brief = Brief.new(folder / "简报.brief.toml", "2025 年执法情况")
    with Index.open(folder / "index") as index:
        for heading, question in QUESTIONS:
            answer = index.ask(question)
            single = [
                n for n, r in enumerate(answer.rows, 1) if len(r.citations) == 1 and r.figures
            ]
            # The town's row first, where it has one: its report is the one that is changed.
            single.sort(key=lambda n: answer.rows[n - 1].issuer != TOWN)
            brief.add_rows(index, answer, single[:2], heading=heading)
    return Shown(folder, brief)


def town(brief: Brief, heading: str) -> Item:
    group = next(g for g in brief.contents.groups if g.heading == heading)
    return next(i for i in group.items if i.issuer == TOWN)


def soffice(path: Path, kind: str, out: Path) -> Path:
    profile = f"-env:UserInstallation=file://{out / 'profile'}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(out),
        str(path),
    ]
    subprocess.run(command, check=True, timeout=180, capture_output=True)
    return out / f"{path.stem}.{kind}"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_six_footnotes_the_styles_and_the_chart_of_an_exported_brief(
    shown: Shown, tmp_path: Path
) -> None:
    assert len(shown.brief.items) == 6 and len({i.question for i in shown.brief.items}) == 3
    exported = tmp_path / "brief.docx"
    assert shown.brief.export(exported) == []
    with zipfile.ZipFile(soffice(exported, "odt", tmp_path)) as package:
        content = etree.fromstring(package.read("content.xml"))
        named = [i.get(f"{{{ODF['xlink']}}}href") for i in content.iterfind(".//draw:image", ODF)]
        pictures = [Image.open(io.BytesIO(package.read(name))) for name in named if name]
    notes = content.findall(".//text:note[@text:note-class='footnote']", ODF)
    assert len(notes) == 6
    bodies = ["".join(n.find("text:note-body", ODF).itertext()) for n in notes]
    for body, item in zip(bodies, shown.brief.items, strict=True):
        assert item.citations[0].title in body and "[R" in body
        assert " ".join(item.citations[0].quote.split())[:100] in body
    parents = {
        s.get(f"{{{ODF['style']}}}name"): s.get(f"{{{ODF['style']}}}parent-style-name")
        for s in content.iterfind(".//style:style", ODF)
    }

    def styled(element: Any) -> str:
        name = element.get(f"{{{ODF['text']}}}style-name", "")
        return parents.get(name) or name

    heads = [("".join(h.itertext()), styled(h)) for h in content.iterfind(".//text:h", ODF)]
    assert [text for text, style in heads if style == "Heading_20_1"] == [
        *(heading for heading, _ in QUESTIONS),
        "参考文献",
    ]
    titles = [p for p in content.iterfind(".//text:p", ODF) if styled(p) == "Title"]
    assert ["".join(t.itertext()) for t in titles] == ["2025 年执法情况"]
    in_notes = {styled(p) for n in notes for p in n.iterfind(".//text:p", ODF)}
    assert len(in_notes) == 1 and "foot" in in_notes.pop().lower()
    captions = [p for p in content.iterfind(".//text:p", ODF) if "aption" in styled(p)]
    told = ["".join(c.itertext()) for c in captions]
    assert any(t.startswith("图1") and "单位：" in t and "来源：" in t for t in told)
    assert len(pictures) >= 2 and all(p.convert("L").getextrema()[0] < 60 for p in pictures)


def test_the_document_is_valid_for_python_docx_and_has_a_table_for_each_question(
    shown: Shown, tmp_path: Path
) -> None:
    shown.brief.export(tmp_path / "x.docx")
    document = docx.Document(str(tmp_path / "x.docx"))
    assert len(document.tables) == 3
    assert [len(t.rows) for t in document.tables] == [
        1 + sum(len(i.figures) for i in g.items) for g in shown.brief.contents.groups
    ]


def test_after_a_report_changes_the_brief_says_which_line_changed(
    shown: Shown, tmp_path: Path
) -> None:
    corpus = shown.folder / "corpus"
    report = corpus / FILE
    before = report.read_text(encoding="utf-8")
    assert "罚款8650元" in before.replace("\n", "").replace("　", "")
    report.write_text(before.replace("8650元", "9120元"), encoding="utf-8")
    os.utime(report)
    build([corpus], shown.folder / "index")
    copy = tmp_path / "b.brief.toml"
    shutil.copy(shown.brief.path, copy)
    brief = Brief.open(copy)
    with Index.open(shown.folder / "index") as index:
        assert not brief.is_checked(index)
        assert brief.recheck(index) == "changed"
    changed = town(brief, "罚款")
    assert changed in brief.marked
    assert {i.issuer for i in brief.marked} == {TOWN}
    check = changed.citations[0].check
    assert check is not None and "罚款9120元" in "".join(check.quote.split())
    assert [(f.was, f.now, f.value) for f in check.figures] == [("8650元", "9120元", 9120)]
    lines = check_text(brief.contents)
    assert FILE in lines and "8650元 → 9120元" in lines
    assert 'now = "9120元"' in copy.read_text(encoding="utf-8")
    assert "核对：原文已变" in "\n".join(
        p.text for p in _exported(brief, tmp_path / "marked.docx").paragraphs
    )


def _exported(brief: Brief, path: Path) -> Any:
    brief.export(path)
    return docx.Document(str(path))
