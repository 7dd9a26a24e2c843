"""HTML pages as government sites and others write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import ReadError
from indexer.readers.html.page import read_html
from indexer.reading.read import read_report

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


PROSE = "<p>\u3000\u3000全年检查312家次，罚款58.6万元，督促企业落实节水主体责任。</p>"
TEXT = "全年检查312家次，罚款58.6万元，督促企业落实节水主体责任。"


def page(body: str) -> str:
    return f"<html><head><meta charset='utf-8'><title>报告</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "details",
    [
        "<dl><dt>索引号：</dt><dd>00-1</dd><dt>发布机构：</dt><dd>云岭市水务局</dd><dt>成文日期：</dt><dd>2025年1月8日</dd></dl>",
        "<div><div><span>索 引 号：</span><span>00-1</span></div><div><b>发布机构：</b>云岭市水务局</div>"
        "<div><span>成文日期：</span>2025年1月8日</div><div>有效性：</div></div>",
        "<ul><li>索引号：00-1</li><li>发布机构：云岭市水务局</li><li>成文日期：2025年1月8日</li></ul>",
        "<p>索引号：00-1\u3000发布机构：云岭市水务局\u3000成文日期：2025年1月8日\u3000浏览次数：37</p>",
    ],
)
def test_the_details_of_government_sites_are_known_whatever_their_markup(
    tmp_path: Path, details: str
) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(f"{details}<h1>2024年执法工作报告</h1>{PROSE}"), "utf-8")
    report = read_report(path, "a.html")
    assert report.text == f"2024年执法工作报告\n{TEXT}"
    assert report.document.meta["索引号"] == "00-1"
    assert (report.details.issuer, report.details.date) == ("云岭市水务局", "2025-01-08")


def test_one_labelled_line_alone_stays_text() -> None:
    document = read_html(PATH, page(f"<p>来源：云岭市水务局</p>{PROSE}").encode())
    assert document.text == f"来源：云岭市水务局\n{TEXT}"


def test_what_a_browser_hides_is_left_out() -> None:
    hidden = (
        "<div hidden>甲</div><p style='visibility: hidden'>乙</p><p aria-hidden='true'>丙</p>"
        "<p>正文<span style='display: none'>丁</span>内容。</p>"
    )
    assert read_html(PATH, page(hidden + PROSE).encode()).text == f"正文内容。\n{TEXT}"


def test_what_a_site_sets_round_the_text_is_left_out() -> None:
    around = (
        "<div class='cookie-consent'>本站使用Cookie</div><div role='navigation'>导航</div>"
        "<p>当前位置：首页 &gt; 公开</p>"
    )
    below = (
        "<p>【打印】 【关闭窗口】</p><p>扫一扫在手机打开当前页</p><p>责任编辑：张三</p><p>上一篇：通知</p>"
        "<div class='comment-list'>网友说好</div><p>版权所有：云岭市人民政府 云ICP备1号</p>"
    )
    assert read_html(PATH, page(around + PROSE + below).encode()).text == TEXT


def test_merged_cells_leave_each_value_under_its_heading() -> None:
    table = (
        "<table><tr><th rowspan=2>领域</th><th colspan=2>2023年</th><th colspan=2>2024年</th></tr>"
        "<tr><th>案件（件）</th><th>罚款（万元）</th><th>案件（件）</th><th>罚款（万元）</th></tr>"
        "<tr><td>食品</td><td>1</td><td></td><td>3</td><td>4.5</td></tr></table>"
    )
    assert read_html(PATH, page(PROSE + table).encode()).text.split("\n")[1:] == [
        "领域 | 2023年 | | 2024年 |",
        "领域 | 案件（件） | 罚款（万元） | 案件（件） | 罚款（万元）",
        "食品 | 1 | | 3 | 4.5",
    ]


def test_a_frameset_names_its_remedy() -> None:
    with pytest.raises(ReadError, match="frameset .* save the page inside the frame"):
        read_html(PATH, b"<html><frameset><frame src='a.html'></frameset></html>")


@pytest.mark.parametrize("charset", ["", "<meta charset='utf-8'>", "<meta charset='iso-8859-1'>"])
def test_a_gb18030_page_with_no_or_the_wrong_charset_is_read(charset: str) -> None:
    source = f"<html><head>{charset}</head><body>{PROSE}</body></html>"
    assert read_html(PATH, source.encode("gb18030")).text == TEXT
