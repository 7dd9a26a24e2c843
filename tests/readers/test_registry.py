"""Which files are read, and the one line that each refusal gives."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import ReadError
from indexer.readers.registry import MAX_TEXT_BYTES, SUPPORTED, read_document

from .files import docx_bytes, paged_pdf

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
HTML = "<!doctype html><html><body><p>全年检查312家次的报告</p></body></html>".encode()


def refusal(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read_document(path)
    message = str(caught.value)
    assert path.name in message and "\n" not in message and ";" in message
    return message


def test_every_supported_ending_is_read_whatever_its_case(tmp_path: Path) -> None:
    texts = {".md", ".markdown", ".txt", ".text"}
    office = {".doc", ".wps", ".rtf", ".odt"}
    assert {".pdf", ".docx", ".html", ".htm", ".xhtml"} | texts | office == SUPPORTED
    pdf = paged_pdf(tmp_path / "x.pdf", [["全年检查312家次的报告"]]).read_bytes()
    word = docx_bytes(lambda document: document.add_paragraph("全年检查312家次的报告"))
    data: dict[str, Any] = {".pdf": pdf, ".docx": word, ".html": HTML, ".htm": HTML, ".xhtml": HTML}
    data |= dict.fromkeys(office, word)  # read as what they are; see test_office
    for ending in SUPPORTED:
        path = tmp_path / f"二〇二四 报告{ending.upper()}"
        path.write_bytes(data.get(ending, "全年检查312家次的报告".encode()))
        assert read_document(path).text == "全年检查312家次的报告"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xyz", b"text", "unsupported"),
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\n", "no text"),
        ("a.txt", b"%PDF-1.7\n...", "a PDF"),
        ("a.txt", HTML, "HTML page"),
        ("a.pdf", HTML, "HTML page"),
        ("a.pdf", b"hello", "not a PDF"),
        ("a.docx", b"hello", "not a DOCX"),
        ("a.docx", OLE, "old Word"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
        ("a.docx", b"PK\x03\x04junk", "damaged"),
        ("a.html", "只有文字".encode(), "no HTML"),
        ("a.md", b"\x89PNG\r\n\x1a\n", "picture"),
        ("a.txt", bytes(range(256)) * 20, "not readable"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_in_one_line(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert reason in refusal(path)


def test_a_zip_that_is_no_word_document_is_refused(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        package.writestr("content.xml", "<x/>")
    assert "not a Word document" in refusal(tmp_path / "a.docx")


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", "<x/>")
        for i in range(9):
            package.writestr(f"word/{i}.xml", bytes(60 * 1024 * 1024))
    started = time.process_time()
    assert "unreasonable" in refusal(tmp_path / "a.docx")
    assert time.process_time() - started < 2


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "a.txt")
    (tmp_path / "b.txt").mkdir()
    assert "is a folder" in refusal(tmp_path / "b.txt")


def test_text_above_the_limit_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_TEXT_BYTES + 1)
    assert "too large" in refusal(path)


@given(st.binary(max_size=300), st.sampled_from(sorted(SUPPORTED)))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, ending: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{ending}"
    path.write_bytes(data)
    try:
        assert read_document(path).text
    except ReadError as error:
        assert path.name in str(error)
