"""Plain text files."""

from __future__ import annotations

from pathlib import Path

from indexer.readers.plain.text import read_plain


def test_windows_line_ends_and_gbk_are_read_as_paragraphs(tmp_path: Path) -> None:
    data = "一、基本情况\r\n\r\n全年检查 10 件，罚款3.5万元。\r\n".encode("gbk")
    document = read_plain(tmp_path / "a.txt", data)
    assert document.text == "一、基本情况\n全年检查10件，罚款3.5万元。"
    assert document.format == "text" and document.page_starts == ()
