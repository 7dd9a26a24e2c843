"""Markdown drafts: what is checked of them, and footnotes that break nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from indexer.answers.answer import Citation
from indexer.drafting.claims import Claim
from indexer.drafting.drafts import cited_markdown, open_draft
from indexer.drafting.markdown import Marks, prose
from indexer.drafting.sources import Source

DRAFT = """---
title: 某局2030年罚款9万元。
---

# 某局2030年简报

某局罚款9万元[^1]。(见附件一)详见[年报。全文](https://reports.example/?q=1)。

- 立案64起。
  1. 整改`x.y。z`12条。

| 项目 | 数 |
| --- | --- |
| 立案 | 64起 |

```
罚款9万元。
```

<!-- 罚款
8万元。 -->

    缩进的段落也是正文。

另见：

    code = 1

[^1]: 旧注。
[年]: https://reports.example/x
"""


def unsupported(text: str, words: str) -> Claim:
    start = text.index(words)
    return Claim(words, start, start + len(words), "unsupported", (), (), ())


def test_only_prose_is_checked_and_offsets_stay() -> None:
    said = prose(DRAFT)
    assert len(said) == len(DRAFT)
    for gone in ("title", "罚款9万元。\n```", "8万元", "code = 1", "旧注", "example/x", "```"):
        assert gone not in said
    for kept in ("# 某局2030年简报", "某局罚款9万元", "| 立案 | 64起 |", "缩进的段落也是正文。"):
        assert said.index(kept) == DRAFT.index(kept)


def test_english_lines_wrapped_by_the_editor_are_one_sentence() -> None:
    text = "The authority inspected 812 companies in the whole of the year and\n> imposed fines of 9 million.\n\n- a\n"
    said = prose(text)
    assert (
        len(said) == len(text) and "year and   imposed fines" in said and said.endswith("\n\n- a\n")
    )


def test_chinese_lines_stay_lines() -> None:
    text = "一、检查\n某局罚款9万元。\n二、处罚\n"
    assert prose(text) == text


def test_marks_stay_out_of_links_code_and_parentheses_that_would_make_a_link() -> None:
    claims = [
        unsupported(DRAFT, w)
        for w in (
            "某局罚款9万元[^1]。",
            "详见[年报。",
            "立案64起。",
            "整改`x.y。",
            "| 立案 | 64起 |",
        )
    ]
    out = cited_markdown(DRAFT, claims, "gb7714")
    assert "9万元[^1]。[^2]\\(见附件一)" in out
    assert "[年报。全文](https://reports.example/?q=1)[^3]" in out
    assert "`x.y。z`[^5]" in out and "| 64起 [^6]|" in out
    body, _, notes = out.partition("\n\n[^2]:")
    assert notes and DRAFT.rstrip() == _without(body.replace("\\(", "("))
    links = [
        t
        for t in MarkdownIt().parse(out)
        if t.children
        for t in t.children
        if t.type == "link_open"
    ]
    # To plain Markdown a footnote's mark may look like a link to its note; to nothing else.
    there = [t.attrs["href"] for t in links]
    assert "https://reports.example/?q=1" in there and "%E8%A7%81%E9%99%84%E4%BB%B6" not in str(
        there
    )


def _without(text: str) -> str:
    for n in range(2, 12):
        text = text.replace(f"[^{n}]", "")
    return text


@pytest.mark.parametrize("style", ["markdown", "bibtex", "csl-json"])
def test_each_note_is_one_line_with_one_mark_in_every_style(style: str) -> None:
    text = "某局罚款9万元。"
    cited = Citation(1, "r1", "a.txt", "年报", "某局", 2030, (), 1, 0, 8, text)
    source = Source(
        title="年报",
        issuer="某局",
        year=2030,
        date="2031-01-02",
        page=1,
        section="",
        language="zh",
        kind="",
        path="a.txt",
    )
    claim = Claim(text, 0, 8, "supported", (), (cited,), (source,))
    out = cited_markdown(text, [claim], style)
    (note,) = [line for line in out.splitlines() if line.startswith("[^1]: ")]
    assert note.count("[^") == 1 and "年报" in note and out.splitlines()[-1] == note


def test_front_matter_and_all_else_is_kept_when_a_file_is_written(tmp_path: Path) -> None:
    path, out = tmp_path / "a.md", tmp_path / "b.md"
    path.write_bytes(DRAFT.replace("\n", "\r\n").encode())
    opened = open_draft(path)
    assert "title" not in opened.text
    opened.write(out, [], "gb7714")
    assert out.read_bytes().decode().startswith(DRAFT.rstrip().replace("\n", "\r\n"))


@given(st.text("a 。(`[]<>!|$#-\n\r>罚9:.", max_size=60))
def test_offsets_stay_whatever_the_text(text: str) -> None:
    assert len(prose(text)) == len(text)
    marks = Marks(text)
    for end in range(len(text) + 1):
        assert end <= marks.after(end) <= len(text)
