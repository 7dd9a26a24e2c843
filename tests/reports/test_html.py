"""HTML pages as government sites and others write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import ReadError
from indexer.reports.html import read_html

PATH = Path("报告.html")
PAGE = """<!DOCTYPE html><html lang="zh"><head><meta charset="{charset}"><title>云岭市水务局执法报告</title>
<meta name="PubDate" content="2025-01-08"><style>p{{}}</style></head><body>
<div class="nav"><a href="/">首页</a><a href="/b">政务公开</a><a href="/c">互动</a></div>
<table><tr><td>索引号：</td><td>123456</td><td>发布机构：</td><td>云岭市水务局</td></tr>
<tr><td>发文日期：</td><td>2025年1月8日</td><td>文号：</td><td>云水〔2025〕3号</td></tr></table>
<h1>云岭市水务局<br>2024年度执法报告</h1><div id="zoom"><h2>一、基本情况</h2>
<p>\u3000\u3000全年检查<b> 312 </b>家次，
罚款<span>58.6</span>万元。<br>二是加强培训。</p><p>表1 处罚统计</p>
<table><tr><th>项目</th><th>数额</th></tr><tr><td>罚款</td><td>58.6<br>万元</td></tr></table></div>
<script>var x = "不要";</script><div class="footer">版权所有 云岭市水务局</div></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_main_text_headings_and_tables_are_kept_and_the_rest_left_out(charset: str) -> None:
    document = read_html(
        PATH, PAGE.format(charset=charset).encode("gb18030" if charset == "gb2312" else charset)
    )
    assert document.text.split("\n") == [
        "云岭市水务局2024年度执法报告", "一、基本情况", "全年检查312家次，罚款58.6万元。", "二是加强培训。", "表1 处罚统计", "项目 | 数额", "罚款 | 58.6万元",
    ]  # fmt: skip
    marks = [(m.kind, m.level, document.text[m.start : m.end]) for m in document.marks]
    assert marks[:2] == [
        ("heading", 1, "云岭市水务局2024年度执法报告"),
        ("heading", 2, "一、基本情况"),
    ]
    assert [kind for kind, _, _ in marks[2:]] == ["caption", "table"]


def test_metadata_tables_and_tags_go_to_the_metadata() -> None:
    meta = read_html(PATH, PAGE.format(charset="utf-8").encode()).meta
    assert (
        meta["发布机构"] == "云岭市水务局"
        and meta["发文日期"] == "2025年1月8日"
        and meta["文号"] == "云水〔2025〕3号"
    )
    assert meta["pubdate"] == "2025-01-08" and meta["title"] == "云岭市水务局执法报告"


def test_english_words_keep_the_space_that_a_source_line_end_stands_for() -> None:
    page = b"<html><body><h2>3.2 Fines</h2><p>The agency\nissued <em>14</em> fines.</p><p>Next.</p></body></html>"
    assert read_html(PATH, page).text == "3.2 Fines\nThe agency issued 14 fines.\nNext."


def test_xhtml_with_an_encoding_declaration_is_read() -> None:
    page = '<?xml version="1.0" encoding="GBK"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>全市的执法检查报告</p></body></html>'
    assert read_html(PATH, page.encode("gbk")).text == "全市的执法检查报告"


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(ReadError, match="报告.html: .*no text"):
        read_html(PATH, b"<html><body><script>render()</script></body></html>")


@pytest.mark.parametrize(
    ("issuer", "dated", "key"),
    [("Émetteur :", "Date de publication :", "émetteur"), ("Herausgeber", "Datum", "herausgeber"),
     ("発行者", "発行日", "発行者"), ("主办单位：", "发布日期：", "主办单位")],
)  # fmt: skip
def test_metadata_tables_are_known_by_their_labels_in_other_languages(
    issuer: str, dated: str, key: str
) -> None:
    rows = (
        f"<tr><td>{issuer}</td><td>Valmer 港</td></tr><tr><td>{dated}</td><td>2025-03-12</td></tr>"
    )
    page = f"<html><body><table>{rows}</table><p>Texte du rapport.</p></body></html>"
    document = read_html(PATH, page.encode())
    assert document.meta[key] == "Valmer 港" and document.text == "Texte du rapport."
