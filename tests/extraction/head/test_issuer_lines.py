"""An issuer that stands beside a date, a label, a title or another body keeps to its own name."""

from __future__ import annotations

import time
from pathlib import Path

import docx
import pytest

from indexer.document.report import Details, Document
from indexer.extraction.details import find_details
from indexer.extraction.head.issuer_lines import bodies_in_field, issuer_part, signature_issuer
from indexer.extraction.outline import find_sections
from indexer.readers.layout.canonical import canonical_text
from indexer.reading.read import read_report

from ...readers.files import docx_bytes, paged_pdf

BODY = "全年检查取水户310家次，立案21件，罚款20.5万元，水事秩序总体平稳有序。"
TITLE = "2025年度执法工作报告"
WATER, MONEY = "云溪市水务局", "云溪市财政局"


def _details(text: str, **meta: str) -> Details:
    document = Document(canonical_text(text), "text", meta=meta)
    return find_details(document, find_sections(document), "a.txt", {})


@pytest.mark.parametrize("line", [
    "云溪市水务局（2026年1月20日）", "（云溪市水务局 2026年1月20日）", "云溪市水务局 | 2026-01-20",
    "2026-01-20 来源：云溪市水务局", "来源：云溪市水务局 时间：2026-01-20 浏览次数：12",
    "发布机构：云溪市水务局发布时间：2026-01-20", "编制单位：云溪市水务局2026年1月", "云溪市水务局局长 李某某",
    "云溪市水务局编印", "云溪市水务局 发布", "发布人：云溪市水务局  2026-01-05",
])  # fmt: skip
def test_a_line_below_the_title_names_the_issuer_beside_something_else(line: str) -> None:
    assert _details(f"{TITLE}\n{line}\n{BODY}").issuer == WATER


@pytest.mark.parametrize("end", [
    "云溪市水务局二〇二六年一月二十日", "云溪市水务局 2026年1月20日", "云溪市水务局（盖章）\n2026年1月20日",
    "云溪市水务局\n2026年1月20日\n云溪市水务局办公室  2026年1月20日印发",
    "云溪市水务局\n2026年1月20日\n抄送：市财政局，市审计局。\n云溪市人民政府办公室2026年1月22日印发",
    "云溪市水务局办公室  2026年1月20日印发", "特此报告。云溪市水务局\n2026年1月5日", "来源：云溪市水务局",
    "（云溪市水务局供稿）", "云溪市水务局\n2026年1月5日\n（联系人：李某，电话：0000-1234567）",
])  # fmt: skip
def test_the_end_names_the_issuer_beside_something_else(end: str) -> None:
    assert _details(f"{TITLE}\n{BODY}\n{end}").issuer == WATER


@pytest.mark.parametrize("value", [
    "云溪市水务局 发布时间：2026-01-20", "云溪市水务局2026-01-20", "云溪市水务局（办公室）", "云溪市水务局 | 李某",
])  # fmt: skip
def test_a_field_of_the_page_holds_the_issuer_and_more(value: str) -> None:
    assert bodies_in_field(value) == WATER
    assert _details(f"{TITLE}\n{BODY}", 来源=value).issuer == WATER


@pytest.mark.parametrize("text", [
    f"{TITLE}\n{WATER}、{MONEY}（2026年1月20日）\n{BODY}", f"{TITLE}\n{WATER} {MONEY} 2026年1月20日\n{BODY}",
    f"{TITLE}\n{BODY}\n{WATER} {MONEY} 2026年1月20日", f"{WATER} {MONEY}\n关于2025年节水工作情况的报告\n{BODY}",
    f"{WATER}与{MONEY}联合开展2025年节水执法情况通报\n{BODY}", f"{WATER}\n{MONEY}2025年节水工作报告\n{BODY}",
])  # fmt: skip
def test_two_bodies_in_one_line_are_two_issuers(text: str) -> None:
    assert _details(text).issuer == f"{WATER}、{MONEY}"


@pytest.mark.parametrize(("title", "issuer"), [
    ("2024—2025年度云溪市水务局执法工作报告", "云溪市水务局"), ("二〇二五年云溪市水务局执法工作报告", "云溪市水务局"),
    ("2025年上半年云溪市水务局执法工作报告", "云溪市水务局"), ("云溪市中心医院2025年度工作报告", "云溪市中心医院"),
    ("云溪市水务局行政执法支队2025年度工作报告", "云溪市水务局行政执法支队"), ("云溪市委办公室2025年督查工作报告", "云溪市委办公室"),
    ("云溪市水务局办公室关于2025年值班工作的通报", "云溪市水务局办公室"), ("云溪海关云溪海事局2025年联合执法报告", "云溪海关、云溪海事局"),
    ("中共云溪市水务局党组关于2025年工作的报告", "中共云溪市水务局党组"), ("云溪大学2025年度信息公开工作报告", "云溪大学"),
    ("云溪市农业农村局动物卫生监督所2025年执法报告", "云溪市农业农村局动物卫生监督所"),
    ("云溪市自然资源局（云溪市林业局）2025年度工作报告", "云溪市自然资源局"), ("云溪市安委办2025年度工作报告", "云溪市安委办"),
])  # fmt: skip
def test_a_title_opens_with_the_whole_name_and_nothing_more(title: str, issuer: str) -> None:
    assert _details(f"{title}\n{BODY}").issuer == issuer


@pytest.mark.parametrize("year", ["2025年", "2025年度", "二〇二五年度", ""])
def test_who_signs_wins_over_the_government_of_a_place_that_the_title_names(year: str) -> None:
    text = f"{year}云溪市执法公报\n{BODY}\n{{}}\n2026年1月20日"
    assert _details(text.format(WATER)).issuer == WATER
    assert _details(text.format("东陵县财政局")).issuer != "东陵县财政局"


def test_a_government_work_report_is_the_governments_whoever_signs_it() -> None:
    text = f"2025年云溪市政府工作报告\n各位代表：\n{BODY}\n云溪市水务局\n2026年1月20日"
    assert _details(text).issuer == "云溪市人民政府"


@pytest.mark.parametrize("head", ["{0}\n{1}", "{0}{1}", "{0} {1}"])
def test_a_statistics_bureaus_name_is_no_title(head: str) -> None:
    first, second = "云溪市统计局", "国家统计局云溪调查队"
    details = _details(f"{head.format(first, second)}\n2025年云溪市统计公报\n{BODY}")
    assert details.title.endswith("2025年云溪市统计公报")
    assert (details.issuer, details.year) == (f"{first}、{second}", 2025)


@pytest.mark.parametrize("gap", ["", " ", "  "])
def test_a_letterhead_holds_its_number_on_the_same_line(gap: str) -> None:
    details = _details(
        f"{WATER}文件{gap}云水〔2026〕3号\n关于2025年度执法情况的报告\n市政府：\n{BODY}"
    )
    assert (details.title, details.issuer) == ("关于2025年度执法情况的报告", WATER)
    assert details.number == "云水〔2026〕3号"


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "md"])
@pytest.mark.parametrize(
    "line",
    [
        "云溪市水务局、云溪市财政局（2026年1月20日）",
        "发布单位：云溪市水务局 云溪市财政局 时间：2026-01-20",
    ],
)
def test_glued_issuers_are_told_apart_in_every_format(tmp_path: Path, form: str, line: str) -> None:
    path = tmp_path / f"a.{form}"
    lines = [TITLE, line, BODY, BODY]
    if form == "pdf":
        paged_pdf(path, [[TITLE, "", line, "", BODY[:38], BODY[38:]]])
    elif form == "docx":
        path.write_bytes(docx_bytes(lambda d: [d.add_paragraph(text) for text in lines][0:0]))
        assert docx.Document(str(path)).paragraphs
    elif form == "html":
        inner = "".join(f"<p>{text}</p>" for text in lines[1:])
        path.write_text(f"<html><body><h1>{TITLE}</h1>{inner}</body></html>", "utf-8")
    else:
        path.write_text(f"# {TITLE}\n\n" + "\n\n".join(lines[1:]), "utf-8")
    assert read_report(path, path.name).details.issuer == f"{WATER}、{MONEY}"


@pytest.mark.parametrize(
    "line", ["2026年1月20日", "云溪市水务局", "数据来源：国家统计局", "各县区水务局局长办公会"]
)
def test_what_is_no_name_with_something_beside_it_stays(line: str) -> None:
    assert issuer_part(line) == line
    assert _details(f"{TITLE}\n{BODY}\n数据来源：国家统计局").issuer == ""


def test_long_lines_take_little_time() -> None:
    began = time.process_time()
    for text in (
        "（" * 50_000,
        " " * 50_000 + "局",
        "来源：" * 20_000,
        "2026年" * 20_000,
        "局长" * 20_000,
    ):
        issuer_part(text)
        bodies_in_field(text)
        signature_issuer(Document(f"{text}\n{text}", "text"))
    assert time.process_time() - began < 2
