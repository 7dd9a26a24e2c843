"""Official documents (GB/T 9704): letterhead, number and title are told apart, in every format."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from indexer.document.report import Report
from indexer.reading.read import read_report
from indexer.text.letterhead import document_number, issuers, letterhead

from ..readers.files import paged_pdf

BODY = "2025年，我局检查取水户310家次，立案21件，罚款20.5万元。"
NUMBER = "云水〔2026〕3号"
HEADS = [
    ["云岭市水务局文件", NUMBER],
    ["云岭市水务局", NUMBER],
    ["000012", "机密★1年", "特急", "云岭市水务局文件", NUMBER + "\u3000\u3000签发人：李某某"],
    ["云岭市水务局文件"],
]
TITLES = [
    ["关于2025年度水行政执法工作情况的报告"],
    ["关于2025年度水行政执法", "工作情况的报告"],
    ["关于2025年度农田水利", "建设资金使用", "情况的报告"],
    ["云岭市水务局关于2025年度", "执法情况的通报"],
    ["关于2025年度执法情况", "的报告"],
]


def _txt(path: Path, lines: list[str], body: list[str]) -> None:
    path.write_text("\n".join([*lines, "", *body]) + "\n", "utf-8")


def _apart(path: Path, lines: list[str], body: list[str]) -> None:
    path.write_text("\n\n".join([*lines, *body]) + "\n", "utf-8")


def _docx(path: Path, lines: list[str], body: list[str]) -> None:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in body:
        document.add_paragraph(line)
    document.save(str(path))


def _pdf(path: Path, lines: list[str], body: list[str]) -> None:
    paged_pdf(path, [[*lines, *body]])


def _read(folder: Path, form: str, lines: list[str], body: list[str]) -> Report:
    write = {"txt": _txt, "apart": _apart, "docx": _docx, "pdf": _pdf}[form]
    path = folder / f"a.{ {'apart': 'txt'}.get(form, form) }"
    write(path, lines, body)
    return read_report(path, path.name)


@pytest.mark.parametrize("form", ["txt", "apart", "docx", "pdf"])
@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
@pytest.mark.parametrize("head", HEADS, ids=range(len(HEADS)))
def test_title_issuer_number_and_year_are_read_below_a_letterhead(
    tmp_path: Path, form: str, head: list[str], title: list[str]
) -> None:
    report = _read(tmp_path, form, [*head, *title], ["市政府：", BODY])
    details = report.details
    assert details.title == "".join(title)
    assert details.issuer == "云岭市水务局" and details.year == 2025
    assert details.number == (NUMBER if len(head) > 1 else "")
    assert "市政府：" in report.text.split("\n")


@pytest.mark.parametrize("form", ["apart", "docx", "pdf"])
def test_a_signature_names_the_issuer_where_no_letterhead_does(tmp_path: Path, form: str) -> None:
    lines = ["关于报送2025年度法治政府建设", "情况的报告"]
    report = _read(tmp_path, form, lines, ["市政府：", BODY, "云岭市水务局", "2026年1月20日"])
    details = report.details
    assert (details.title, details.issuer) == ("".join(lines), "云岭市水务局")
    assert (details.date, details.year) == ("2026-01-20", 2025)


@pytest.mark.parametrize("marks", ["#", "##"])
def test_a_title_over_two_markdown_headings_is_one(tmp_path: Path, marks: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        f"{marks} 关于落实省市部署加强河道管理执法\n\n{marks} 情况的报告\n\n云岭市水务局 2026年1月20日\n\n{BODY}\n",
        "utf-8",
    )
    report = read_report(path, "a.md")
    assert report.details.title == "关于落实省市部署加强河道管理执法情况的报告"
    assert (report.details.issuer, report.details.year) == ("云岭市水务局", 2025)
    assert [section.path for section in report.sections] == [()]


@pytest.mark.parametrize("heading", ["二、存在的问题", "云岭市水务局", "目录", "2026年计划"])
def test_a_heading_below_a_whole_title_stays_a_heading(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"# 关于2025年执法情况的报告\n\n# {heading}\n\n{BODY}\n", "utf-8")
    assert read_report(path, "a.md").details.title == "关于2025年执法情况的报告"


@pytest.mark.parametrize(
    ("line", "number"),
    [("云水〔2026〕3号", "云水〔2026〕3号"), ("云水执法[2026] 12 号", "云水执法[2026]12号"),
     ("（云政办发（2026）第3号）", "云政办发（2026）第3号"), ("云水函〔2026〕3号  签发人：张某", "云水函〔2026〕3号"),
     ("根据云水〔2026〕3号，全年检查。", ""), ("2026年3号", ""), ("依据：云水〔2026〕3号", "")],
)  # fmt: skip
def test_a_document_number_stands_alone_on_its_line(line: str, number: str) -> None:
    assert document_number(["标题", line]) == number


@pytest.mark.parametrize(
    "lines",
    [["云岭市水务局", "2025年工作总结", NUMBER], ["2025年度执法报告", "云岭市水务局"], [NUMBER, "关于执法的报告"],
     ["关于印发工作要点的通知", "各科室："], [], ["重要文件"], ["一、发文件数"]],
)  # fmt: skip
def test_other_heads_are_no_letterhead(lines: list[str]) -> None:
    assert letterhead(lines) == 0


def test_the_issuers_of_a_joint_letterhead_are_read_in_order() -> None:
    lines = ["云岭市水务局", "云岭市财政局  文件", "云岭市司法局", NUMBER, "关于执法的报告"]
    assert letterhead(lines) == 4
    assert issuers(lines[:4]) == ["云岭市水务局", "云岭市财政局", "云岭市司法局"]
