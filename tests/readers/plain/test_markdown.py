"""Markdown files."""

from __future__ import annotations

import time
from pathlib import Path

from indexer.readers.plain.markdown import read_markdown

SOURCE = """---
title: "执法报告"
issuer: 云岭市水务局
---
# 执法报告

全年检查 **312** 家次，
罚款`58.6`万元，见[附件](http://example.org/a_(1).pdf)。

Fines rose
to _14_ cases in snake_case_name.

| 项目 | 数额 |
| --- | ---: |
| 罚款 | 58.6万元 |

二级标题
--------
1. 甲项
2. 乙项
- 丙项
"""


def test_marks_go_headings_tables_and_text_stay() -> None:
    document = read_markdown(Path("a.md"), SOURCE.encode())
    assert document.text.split("\n") == [
        "执法报告", "全年检查312家次，罚款58.6万元，见附件。", "Fines rose to 14 cases in snake_case_name.",
        "项目 | 数额", "罚款 | 58.6万元", "二级标题", "1. 甲项", "2. 乙项", "丙项",
    ]  # fmt: skip
    assert document.meta == {"title": "执法报告", "issuer": "云岭市水务局"}
    assert [(m.kind, m.level, document.text[m.start : m.end]) for m in document.marks] == [
        ("heading", 1, "执法报告"), ("table", 0, "项目 | 数额\n罚款 | 58.6万元"), ("heading", 2, "二级标题"),
    ]  # fmt: skip


def test_a_table_of_many_rows_takes_linear_time() -> None:
    row = "单位 | 类别 | 立案（件） | 罚款（万元）\n"
    text = f"# 报告\n\n{row}--- | --- | --- | ---\n" + row * 20_000
    began = time.process_time()
    assert read_markdown(Path("a.md"), text.encode()).text.count("类别") == 20_001
    assert time.process_time() - began < 20  # 3 s on an idle machine; 60 s when each looked back
