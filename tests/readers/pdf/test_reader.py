"""PDF files made by a typesetter at test time."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from indexer.errors import ReadError
from indexer.readers.layout.canonical import canonical_text
from indexer.readers.registry import read_document
from indexer.reading.isolated import ReaderPool

from ..files import content_pdf, flowing_pdf, image_pdf, paged_pdf

ROOT = Path(__file__).parents[3]
SENTENCE = "全年对取用水单位开展检查312家次，下达整改通知书45份，立案17起，罚款58.6万元，督促企业落实节水主体责任。"
PARAGRAPHS = [
    "云岭市水务局2024年度执法工作报告",
    "一、基本情况",
    SENTENCE * 6,
    "（一）检查情况",
    SENTENCE * 9 + "成效明显。",
    "二、下一步打算",
    SENTENCE * 5,
]


@pytest.mark.parametrize("size", [14, 16, 18])
def test_wrapped_paragraphs_come_back_whole_with_no_head_and_no_page_numbers(
    tmp_path: Path, size: int
) -> None:
    path = flowing_pdf(tmp_path / "报告 一.pdf", PARAGRAPHS, "云岭水务 内部资料", size)
    document = read_document(path)
    assert "".join(document.text.split()) == "".join(PARAGRAPHS)
    assert document.text.split("\n") == PARAGRAPHS
    assert document.format == "pdf" and document.page_starts[0] == 0


def test_a_sentence_over_a_page_end_is_one_and_each_part_knows_its_page(tmp_path: Path) -> None:
    first = [
        "一、检查情况",
        "本年度共对全市各类取用水单位开展检查和回访，其中发现",
        "并督促整改的各类问题共计一百二十起，案卷评查发现的问题",
    ]
    path = paged_pdf(
        tmp_path / "a.pdf",
        [[*first, "- 1 -"], ["78项已经全部整改到位。", "- 2 -"], ["附则。", "- 3 -"]],
    )
    document = read_document(path)
    at = document.text.index("78项")
    assert document.text[at - 2 : at + 3] == "问题78项"
    assert document.page_of(at) == 2 and document.page_of(at - 1) == 1
    assert document.page_of(document.text.index("附则")) == 3


def test_a_file_that_opens_with_the_empty_password_is_read(tmp_path: Path) -> None:
    lock = StandardEncryption("", ownerPassword="geheim", strength=128)
    path = paged_pdf(tmp_path / "a.pdf", [[SENTENCE]], lock)
    assert "58.6万元" in read_document(path).text


@pytest.mark.parametrize("strength", [40, 128])
def test_a_password_is_named_as_the_reason(tmp_path: Path, strength: int) -> None:
    lock = StandardEncryption("user", ownerPassword="geheim", strength=strength)
    path = paged_pdf(tmp_path / "a.pdf", [[SENTENCE]], lock)
    with pytest.raises(ReadError, match="a.pdf: .*password-protected"):
        read_document(path)


def test_pictures_without_text_are_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="contains no text, not even in its images|policyqa.ocr"):
        read_document(image_pdf(tmp_path / "scan.pdf"))


def test_a_file_cut_short_is_damaged_or_read_but_never_a_traceback(tmp_path: Path) -> None:
    whole = flowing_pdf(tmp_path / "a.pdf", PARAGRAPHS).read_bytes()
    for share in (0.02, 0.3, 0.6, 0.9):
        path = tmp_path / "cut.pdf"
        path.write_bytes(whole[: int(len(whole) * share)])
        try:
            assert read_document(path).text
        except ReadError as error:
            assert "cut.pdf" in str(error) and "\n" not in str(error)


@pytest.mark.slow
def test_a_real_report_typeset_and_read_back_keeps_its_characters(tmp_path: Path) -> None:
    folder = ROOT / "../shared/reports/seeds"
    if not folder.is_dir():
        pytest.skip("the published reports are not beside this checkout")
    for source in sorted(folder.glob("*.txt")):
        text = canonical_text(source.read_text("utf-8"))
        read = read_document(
            flowing_pdf(tmp_path / "a.pdf", text.split("\n"), "云岭 内部资料")
        ).text
        assert "".join(read.split()) == "".join(text.split())
        assert len(set(read.split("\n")) & set(text.split("\n"))) >= 0.9 * len(text.split("\n"))


def test_a_page_that_unpacks_to_more_than_any_report_holds_is_refused(tmp_path: Path) -> None:
    path = content_pdf(tmp_path / "bomb.pdf", b"(x) Tj " * 8_000_000)
    with pytest.raises(ReadError, match=r"bomb\.pdf: the PDF is damaged \(.*[Ll]imit"):
        read_document(path)


@pytest.mark.parametrize("pages", [2, 3])
def test_a_running_head_goes_from_two_pages_as_from_more(tmp_path: Path, pages: int) -> None:
    bodies = ["全年对取用水单位开展检查。", "罚款已经全部缴库。", "来年继续开展检查。"][:pages]
    printed = [
        ["云岭水务 内部材料", f"第{i}页 共{pages}页", body, f"云岭水务 {i}"]
        for i, body in enumerate(bodies, 1)
    ]
    text = read_document(paged_pdf(tmp_path / "a.pdf", printed)).text
    assert text.replace("\n", "") == "".join(bodies)


def test_a_running_head_that_shortens_the_title_below_it_goes_from_the_first_page_too(
    tmp_path: Path,
) -> None:
    head = "云岭市水务局2024年度报告"
    title = "云岭市水务局2024年法治政府建设年度报告"
    path = paged_pdf(
        tmp_path / "a.pdf",
        [[head, title, "一、检查情况", "全年开展检查。"], [head, "二、打算", "继续检查。"]],
    )
    assert read_document(path).text.split("\n")[0] == title


def test_a_form_that_draws_itself_leaves_the_page_text_readable(tmp_path: Path) -> None:
    """pdfium would take memory without end."""
    from tests.torture.pdf_cases import _form_cycle, raw

    path = tmp_path / "cycle.pdf"
    raw(_form_cycle())(path)
    with ReaderPool() as pool:
        assert "Ponds" in pool.read(path, "cycle.pdf").text
