"""A title is found where the first page, or the first lines, name no report."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.document.report import Details, Document
from indexer.extraction.head.masthead import find_title, head_lines
from indexer.readers.layout.canonical import canonical_text
from indexer.reading.read import read_report

from ...readers.files import docx_bytes, paged_pdf

ISSUER, TITLE = "云溪市水务局", "云溪市水务局2025年度执法工作报告"
BODY = "2025年，全市检查企业310家次，立案21件，罚款20.5万元，水事秩序总体平稳有序，没有发生事故。"
ENGLISH = "In 2025 the office made 480 inspections across the country and issued 12 fines for late filings."
PROSE = (
    "This section of the gazette contains notices to the public of rules and orders. The purpose of these "
    "notices is to give persons an opportunity to take part before the rules are adopted in their final form."
)


def _pdf(tmp_path: Path, *pages: list[str]) -> Details:
    return read_report(paged_pdf(tmp_path / "a.pdf", pages), "a.pdf").details


@pytest.mark.parametrize("first", [
    [], ["1"], ["— 1 —"], ["47698"], ["第 1 页 共 9 页"], ["（此页无正文）"], ["机密"], ["封面"], ["www.example.gov.cn"],
    ["目录", "一、基本情况……1", "二、主要做法……3"], ["目 录", "一、基本情况.........1"],
])  # fmt: skip
def test_a_first_page_without_a_title_leaves_it_to_the_next(
    tmp_path: Path, first: list[str]
) -> None:
    page = [TITLE, "", "一、基本情况", BODY[:30], BODY[30:], "二、主要做法", BODY[:30], BODY[30:]]
    details = _pdf(tmp_path, first, page)
    assert (details.title, details.issuer, details.year) == (TITLE, ISSUER, 2025)


@pytest.mark.parametrize(
    "first", [[""], ["12"], ["Page 1 of 9"], ["This page intentionally left blank"], ["- 2 -"]]
)
@pytest.mark.parametrize(("title", "issuer", "body"), [
    ("Annual Report 2025", "Harbour Safety Authority", ENGLISH),
    ("Rapport annuel 2025", "Agence des ports de Valmer", "En 2025, les agents ont mené 480 inspections à quai."),
    ("Jahresbericht 2025", "Landesamt für Bergbau", "Im Jahr 2025 wurden 480 Kontrollen durchgeführt und gezählt."),
])  # fmt: skip
def test_so_do_pages_in_other_languages(
    tmp_path: Path, first: list[str], title: str, issuer: str, body: str
) -> None:
    details = _pdf(tmp_path, first, [title, issuer, "", body[:50], body[50:]])
    assert (details.title, details.issuer, details.year) == (title, issuer, 2025)


@pytest.mark.parametrize(
    "lines",
    [
        ["47698", BODY, TITLE, "一、情况", BODY],
        [BODY, TITLE, "一、情况", BODY],
        ["1", "", TITLE, BODY],
    ],
)
@pytest.mark.parametrize("form", ["docx", "txt", "html"])
def test_a_title_may_stand_below_a_first_paragraph(
    tmp_path: Path, form: str, lines: list[str]
) -> None:
    path = tmp_path / f"a.{form}"
    if form == "docx":
        path.write_bytes(docx_bytes(lambda made: [made.add_paragraph(line) for line in lines][0:0]))
    elif form == "txt":
        path.write_text("\n\n".join(lines), "utf-8")
    else:
        path.write_text("<html><body>" + "".join(f"<p>{line}</p>" for line in lines), "utf-8")
    details = read_report(path, path.name).details
    assert (details.title, details.issuer, details.year) == (TITLE, ISSUER, 2025)


def test_a_part_of_a_gazette_is_named_below_the_gazettes_own_words() -> None:
    head = f"47698\n\n{PROSE}\n\nDEPARTMENT OF HARBOURS\n\n[Docket No. 12]\n\n"
    document = Document(
        canonical_text(f"{head}Tug Directives; All Ports\n\nSUMMARY: {ENGLISH}"), "text"
    )
    assert find_title(document).text == "Tug Directives; All Ports"
    document = Document(canonical_text(f"{head}Tug Report 2025\n\n{ENGLISH}"), "text")
    assert find_title(document).text == "Tug Report 2025"


def test_metadata_win_over_lines_below_a_first_paragraph() -> None:
    text = canonical_text(f"公开范围：\n\n面向社会\n\n分类：\n\n统计公报\n\n{BODY}")
    assert find_title(Document(text, "html", meta={"title": TITLE})).text == TITLE


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY}\n\n{BODY}",
        f"{BODY}\n\n一、情况\n\n{BODY}",
        f"{PROSE}\n\nBackground\n\n{PROSE}",
        "1\n\n2",
    ],
)
def test_headings_below_a_paragraph_are_no_title(text: str) -> None:
    document = Document(canonical_text(text), "text")
    assert find_title(document).text == ""


def test_a_head_that_names_a_report_is_taken_as_it_stands() -> None:
    document = Document(canonical_text(f"{TITLE}\n{ISSUER}\n{BODY}\n统计公报\n{BODY}"), "text")
    assert [line.text for line in head_lines(document)] == [TITLE, ISSUER]


@pytest.mark.timeout(10)
def test_long_openings_take_bounded_time() -> None:
    for text in (
        "。\n" * 100_000,
        "1\n" * 100_000,
        "目录" + "." * 100_000,
        "局\n" * 50_000,
        "…" * 100_000,
    ):
        find_title(Document(text, "text"))
