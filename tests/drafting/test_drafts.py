"""Drafts read from files, and written back with their citations."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.drafting.cite import Claim
from indexer.drafting.drafts import cited_markdown, read_draft, write_draft
from indexer.errors import PolicyQAError, UsageError
from tests.readers.files import docx_bytes


@pytest.mark.parametrize("name", ["draft.txt", "draft.md", "草 稿.markdown"])
def test_text_drafts_are_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("榕溪市罚款236万元。\n", encoding="utf-8")
    assert "罚款236万元" in read_draft(tmp_path / name)


def test_a_gb18030_draft_is_read_as_chinese(tmp_path: Path) -> None:
    text = "榕溪市应急管理局全年检查企业，发现隐患并责令整改，罚款二百三十六万元。"
    (tmp_path / "draft.txt").write_bytes(text.encode("gb18030"))
    assert read_draft(tmp_path / "draft.txt").strip() == text


def test_a_word_draft_is_read(tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(docx_bytes(lambda d: d.add_paragraph("榕溪市罚款236万元。")))
    assert "罚款236万元" in read_draft(path)


def test_what_is_no_draft_is_named(tmp_path: Path) -> None:
    (tmp_path / "draft.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "big.txt").write_bytes(b"a" * 5_000_001)
    for name in ("missing.txt", "draft.pdf", "big.txt"):
        with pytest.raises(UsageError, match=name):
            read_draft(tmp_path / name)


def test_a_draft_goes_through_markdown_unchanged_but_for_its_notes() -> None:
    text = "第一句没有来源。第二句也没有。\n尾巴"
    claims = [Claim("第一句没有来源。", 0, 8, "unsupported", (), (), ())]
    out = cited_markdown(text, claims, "gb7714")
    body, notes = out.split("\n\n", 1)
    assert body.replace("[^1]", "") == text
    assert notes.startswith("[^1]: **unsupported**")


def test_a_draft_is_written_as_markdown_only(tmp_path: Path) -> None:
    write_draft(tmp_path / "out.md", "文字")
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == "文字"
    with pytest.raises(UsageError, match=r"out\.docx"):
        write_draft(tmp_path / "out.docx", "x")
    with pytest.raises(PolicyQAError, match=r"out\.md"):
        write_draft(tmp_path / "nowhere" / "out.md", "x")
