"""Old office files, written by LibreOffice at test time and read through it."""

from __future__ import annotations

import subprocess
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import ReadError
from indexer.readers import office
from indexer.readers.registry import read_document
from indexer.reading.isolated import ReaderPool
from indexer.settings import Settings

from .files import docx_bytes

LINES = ["云岭市水务局2024年度执法工作报告", "一、检查情况", "全年检查312家次，罚款58.6万元。"]
ROWS = [["领域", "罚款（万元）"], ["取水", "41.5"], ["河道", "17.1"]]
soffice = pytest.mark.skipif(
    office.find_soffice() is None, reason="LibreOffice is not installed on this machine"
)


def report(document: Any) -> None:
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(0, 2)
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("以上。")


@pytest.fixture(scope="module")
def old_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one report as .doc, .rtf and .odt."""
    folder = tmp_path_factory.mktemp("old")
    (folder / "a.docx").write_bytes(docx_bytes(report))
    program = office.find_soffice()
    assert program is not None
    for kind in ("doc", "rtf", "odt"):
        subprocess.run(
            [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--convert-to", kind, "--outdir", str(folder), str(folder / "a.docx")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    (folder / "a.wps").write_bytes((folder / "a.doc").read_bytes())
    return folder


@soffice
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["doc", "wps", "rtf", "odt"])
def test_old_formats_are_read_with_their_tables(old_files: Path, kind: str) -> None:
    with ReaderPool() as pool:
        found = pool.read(old_files / f"a.{kind}", f"a.{kind}")
    assert found.text.split("\n") == [*LINES, *(" | ".join(row) for row in ROWS), "以上。"]
    assert any(f.value == 415_000 and f.unit == "CNY" for f in found.figures)


@soffice
@pytest.mark.slow
def test_a_damaged_old_file_costs_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8)
    refusal = pytest.raises(ReadError, match=r"a\.doc: LibreOffice could not read it")
    with ReaderPool() as pool, refusal as refused:
        pool.read(tmp_path / "a.doc", "a.doc")
    assert "\n" not in str(refused.value)


def script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_a_conversion_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "alive"
    program = script(tmp_path / "slow", f"(sleep 3; touch '{mark}') & sleep 60")
    began = time.monotonic()
    with pytest.raises(ReadError, match=r"a\.doc: LibreOffice took over 1 s"):
        office.convert(Path("a.doc"), b"", program, 1.0)
    assert time.monotonic() - began < 3
    time.sleep(3)
    assert not mark.exists()


def test_without_libreoffice_the_reason_names_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "a.wps"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600)
    with ReaderPool(soffice="") as pool:
        for read in (partial(read_document, soffice=""), lambda path: pool.read(path, "a.wps")):
            with pytest.raises(ReadError, match=r"a\.wps: needs LibreOffice .* install it"):
                read(path)


def test_libreoffices_program_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICYQA_SOFFICE", raising=False)
    assert Settings().soffice is None
    for program in ("", "/opt/office/soffice"):
        monkeypatch.setenv("POLICYQA_SOFFICE", program)
        assert Settings().soffice == program


def test_rtf_is_read_without_libreoffice(tmp_path: Path) -> None:
    body = "".join(
        "".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in line) + "\\par\n" for line in LINES
    )
    (tmp_path / "a.rtf").write_text("{\\rtf1\\ansi\\uc1 " + body + "}", "ascii")
    assert read_document(tmp_path / "a.rtf", soffice="").text.split("\n") == LINES


def test_a_doc_that_is_another_kind_is_read_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(docx_bytes(report))
    assert read_document(tmp_path / "a.doc").text.startswith(LINES[0])
    (tmp_path / "b.doc").write_text("<html><body><p>网页另存的报告。</p></body></html>", "utf-8")
    assert read_document(tmp_path / "b.doc").text == "网页另存的报告。"
    (tmp_path / "c.doc").write_text("只是文本", "utf-8")
    with pytest.raises(ReadError, match=r"c\.doc: not an old office file"):
        read_document(tmp_path / "c.doc")
