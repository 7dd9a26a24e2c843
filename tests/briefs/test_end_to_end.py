"""From three questions to a Word file that LibreOffice opens, and back when a source has changed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree
from PIL import Image

from indexer import build
from indexer.cli import cli

pytestmark = pytest.mark.slow
SOFFICE = shutil.which("soffice")
NAMES = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
TOWN = "柏浣镇综合执法 2025年小结.txt"
Run = Callable[..., Result]


@pytest.fixture
def corpus(sample_corpus: Path, tmp_path: Path) -> Path:
    shutil.copytree(sample_corpus, tmp_path / "corpus")
    return tmp_path / "corpus"


@pytest.fixture
def run(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POLICYQA_BRIEFS", raising=False)
    monkeypatch.setenv("POLICYQA_INDEX", str(tmp_path / "index"))
    build([corpus], tmp_path / "index")

    def call(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, ["brief", *arguments])
        assert result.exit_code == code, result.output
        return result

    return call


def _as_opened(document: Path) -> zipfile.ZipFile:
    """``document`` as LibreOffice understood it: opened by it and saved in its own format."""
    folder = document.parent / "opened"
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation=file://{document.parent}/profile",
            "--headless",
            "--convert-to",
            "odt",
            "--outdir",
            str(folder),
            str(document),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return zipfile.ZipFile(folder / f"{document.stem}.odt")


def _words(node: etree._Element) -> str:
    return "".join(node.itertext())


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_six_rows_of_three_questions_become_a_document_and_a_changed_source_is_named(
    run: Run, corpus: Path, tmp_path: Path
) -> None:
    run("new", "执法情况", "--note", "年度材料")
    fines = "哪些单位报告了罚款？"
    run("add", "执法情况", fines, "--heading", "罚款", "--row", "2", "--row", "4", "--row", "7")
    first = "柏浣镇2025年罚款多少？"
    told = run("add", "执法情况", "检查发现了多少个问题？", "--after", first, "--heading", "检查")
    assert "理解为：柏浣镇2025年检查发现了多少个问题？" in told.stderr
    run(
        "add",
        "执法情况",
        "哪些单位开展了执法培训？",
        "--heading",
        "培训",
        "--row",
        "3",
        "--row",
        "7",
    )

    shown = json.loads(run("show", "执法情况", "--json").stdout)
    items = [item for group in shown["groups"] for item in group["items"]]
    assert len(items) == 6 and {i["kind"] for i in items} == {"row"}
    assert len({i["question"] for i in items}) == 3
    quotes = [c["quote"] for i in items for c in i["citations"]]
    assert len(quotes) == 6

    document = tmp_path / "执法情况.docx"
    run("export", "执法情况", str(document), "--style", "gb7714")
    with _as_opened(document) as opened:
        content = etree.fromstring(opened.read("content.xml"))
        styles = etree.fromstring(opened.read("styles.xml"))
        pictures = [n for n in opened.namelist() if n.startswith("Pictures/")]
        images = [Image.open(opened.open(name)) for name in pictures]
        sizes = [image.size for image in images]

    notes = content.xpath("//text:note[@text:note-class='footnote']", namespaces=NAMES)
    assert len(notes) == 6
    for note, quote in zip(notes, quotes, strict=True):
        reference = re.sub(r"\s+", "", _words(note))
        assert "[R" in reference and re.sub(r"\s+", "", quote) in reference
    # Each footnote hangs on the sentence of its item.
    for note, item in zip(notes, items, strict=True):
        paragraph = next(a for a in note.iterancestors() if a.tag.endswith("}p"))
        assert item["issuer"] in _words(paragraph)

    headings = content.xpath("//text:h", namespaces=NAMES)
    found = {_words(h).strip(): h.get(f"{{{NAMES['text']}}}outline-level") for h in headings}
    assert [found.get(h) for h in ("罚款", "检查", "培训")] == ["1", "1", "1"], found
    named = {s.get(f"{{{NAMES['style']}}}display-name") for s in styles.iter() if s.attrib}
    assert {"Heading 1", "Title"} <= named | {
        s.get(f"{{{NAMES['style']}}}name", "").replace("_20_", " ") for s in styles.iter()
    }
    tables = content.xpath("//table:table", namespaces=NAMES)
    assert tables and "740.9万元" in _words(tables[0]) and "8650元" in _words(tables[0])
    drawn = content.xpath("//draw:image/@xlink:href", namespaces=NAMES)
    assert len(drawn) == len(pictures) == 1 and min(sizes[0]) > 300

    text = (corpus / TOWN).read_text(encoding="utf-8")
    assert "共计罚款8650元" in text
    (corpus / TOWN).write_text(text.replace("罚款8650元", "罚款9120元"), encoding="utf-8")
    build([corpus], tmp_path / "index")
    told = run("check", "执法情况", code=4).stdout
    marked = [i for i in Checked(run).items if i["state"] not in ("unchanged", "moved")]
    assert [i["issuer"] for i in marked] == ["枫浦县柏浣镇人民政府"]
    assert "罚款8650元" in marked[0]["citations"][0]["quote"]
    check = marked[0]["citations"][0]["check"]
    assert check["state"] == "changed" and "罚款9120元" in check["quote"]
    assert [(f["was"], f["now"], f["value"]) for f in check["figures"]] == [
        ("8650元", "9120元", 9120)
    ]
    lines = [line for line in told.splitlines() if "9120元" in line]
    assert lines and "8650元" in told and "740.9万元" not in told


class Checked:
    """The items of the brief as its last check left them."""

    def __init__(self, run: Run) -> None:
        shown = json.loads(run("show", "执法情况", "--json").stdout)
        self.items = [item for group in shown["groups"] for item in group["items"]]
        for item in self.items:
            states = [c["check"]["state"] for c in item["citations"] if c.get("check")]
            item["state"] = states[0] if states else "unchanged"
