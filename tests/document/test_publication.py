from __future__ import annotations

from pathlib import Path

import pytest

from indexer.document.publication import is_address, publication_fields
from indexer.errors import BuildError
from indexer.index.corpus.corpus_toml import load_corpus_toml
from indexer.reading.read import read_report

PAGE = """<html><head><title>云岭市水务局2025年度法治政府建设年度报告</title>
<link rel="canonical" href="https://water.yunling.example/gk/2026/0115.html"></head><body>
<table><tr><td>索引号</td><td>A-1</td></tr><tr><td>发文字号</td><td>云水发〔2026〕3号</td></tr></table>
<h1>云岭市水务局2025年度法治政府建设年度报告</h1><p>全年立案27件，罚款61.5万元，水事秩序总体平稳。</p></body></html>"""


def test_a_web_page_tells_its_address_and_document_number(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    details = read_report(path, "a.html").details
    assert details.url == "https://water.yunling.example/gk/2026/0115.html"
    assert details.number == "云水发〔2026〕3号"
    assert details.place == details.publisher == details.accessed == ""


def test_what_a_person_says_goes_before_what_the_page_says(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    said = {"url": "https://yunling.example/r", "accessed": "2026-02-03", "place": "云岭"}
    details = read_report(path, "a.html", said).details
    assert (details.url, details.accessed, details.place) == tuple(said.values())


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://",
        "file:///etc/passwd",
        "https://a b",
        'https://a/"><script>',
        "//a.b/c",
        "https://a/" + "x" * 400,
    ],
)
def test_what_is_no_web_address_is_not_taken_for_one(address: str) -> None:
    assert not is_address(address)
    assert publication_fields({"canonical": address}, {})["url"] == ""


@pytest.mark.parametrize("number", ["无", "2026年第3号文件，另见附件", "见通知", "第3号"])
def test_what_is_no_document_number_is_left_out(number: str) -> None:
    assert publication_fields({"文号": number}, {})["number"] == ""


def test_corpus_toml_refuses_a_wrong_address_or_day(tmp_path: Path) -> None:
    table = tmp_path / "corpus.toml"
    table.write_text('[reports."a.txt"]\nurl = "ftp://a"\n', encoding="utf-8")
    with pytest.raises(BuildError, match=r"url.*not an address"):
        load_corpus_toml(tmp_path)
    table.write_text('[reports."a.txt"]\naccessed = "3 Feb"\n', encoding="utf-8")
    with pytest.raises(BuildError, match="accessed.*ISO 8601"):
        load_corpus_toml(tmp_path)
    table.write_text(
        '[reports."a.txt"]\nurl = "https://a.example/1"\naccessed = 2026-02-03\n', encoding="utf-8"
    )
    assert load_corpus_toml(tmp_path)["a.txt"] == {
        "url": "https://a.example/1",
        "accessed": "2026-02-03",
    }
