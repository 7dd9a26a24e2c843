from __future__ import annotations

import pytest

from indexer.extraction.headings import is_plain_shape, label_heading, numbered_heading


@pytest.mark.parametrize(
    ("line", "family", "number"),
    [
        ("一、总体情况", "han", (1,)),
        ("十二、2024年安排", "han", (12,)),
        ("（三）加强水上巡查", "han_paren", (3,)),
        ("(三)加强水上巡查", "han_paren", (3,)),
        ("1.巡查", "arabic", (1,)),
        ("２．巡查", "arabic", (2,)),
        ("3、巡查", "arabic", (3,)),
        ("（1）巡查", "arabic_paren", (1,)),
        ("②巡查", "circled", (2,)),
        ("第三章 罚则", "chapter", (3,)),
        ("第二〇章 附则", "chapter", (20,)),
        ("第百二章 附則", "chapter", (102,)),
        ("第二部分 概况", "part", (2,)),
        ("Part II", "part", (2,)),
        ("Annex A: Tables", "annex", (1,)),
        ("Annex C: Charts", "annex", (3,)),
        ("Chapitre 3 Les contrôles", "chapter", (3,)),
        ("Section 2", "section", (2,)),
        ("3.2 Passenger ferries", "decimal", (3, 2)),
        ("2.1.3 Tugs", "decimal", (2, 1, 3)),
        ("IV. Outlook", "roman", (4,)),
        ("A. Staff", "letter", (1,)),
        ("第１ 概要", "chapter", (1,)),
        ("２ 臨時監督", "bare", (2,)),
    ],
)
def test_numbered_headings_are_told_by_family(
    line: str, family: str, number: tuple[int, ...]
) -> None:
    heading = numbered_heading(line, 10)
    assert heading is not None
    assert (heading.family, heading.number) == (family, number)
    assert (heading.start, heading.body) == (10, 10 + len(line))


@pytest.mark.parametrize(
    "line",
    [
        "7.3.2.5的检测",
        "2025年全市港口平稳",
        "3.5万元罚款已缴清",
        "1.2亿元",
        "3月15日开展检查",
        "12395热线受理求助",
        "100%完成任务",
        "第十二条的规定不适用",
        "第三条规定如下",
        "第一次检查",
        "一、二季度的检查已经完成",
        "1、2月份开展检查",
        "Section 2 of the Act requires a report.",
        "3 million people travelled by ferry.",
        "1.检查码头20处；",
        "二、",
    ],
)
def test_figures_dates_references_and_list_items_are_no_headings(line: str) -> None:
    assert numbered_heading(line, 0) is None


def test_a_run_in_heading_is_the_first_sentence_of_its_paragraph() -> None:
    line = "2.加强水上巡查。全年巡查30次。"
    heading = numbered_heading(line, 5)
    assert heading is not None and heading.run_in
    assert heading.label == "2.加强水上巡查"
    assert line[: heading.body - 5] == "2.加强水上巡查。"


def test_an_english_run_in_heading_ends_at_its_full_stop() -> None:
    heading = numbered_heading("2. Fines. The Authority imposed 12 fines.", 0)
    assert heading is not None and heading.label == "2. Fines" and heading.run_in


def test_a_short_label_opens_a_paragraph_but_a_lead_in_does_not() -> None:
    label = label_heading("水上巡查：全年开展巡查三十次，发现隐患。", 0)
    assert label is not None and label.label == "水上巡查" and label.body == 5
    assert label_heading("例如：全年开展巡查三十次，发现隐患。", 0) is None
    assert label_heading("主要措施如下：全年开展巡查三十次，发现。", 0) is None


@pytest.mark.parametrize("line", ["下一步安排", "存在问题", "Next steps", "Water quality in ports"])
def test_short_lines_without_final_punctuation_may_be_headings(line: str) -> None:
    assert is_plain_shape(line)


@pytest.mark.parametrize(
    "line",
    ["检查结束。", "港口 | 次数", "2025年1月15日", "——在会议上", "《港口", "- item", "in ports"],
)
def test_sentences_rows_dates_and_fragments_may_not(line: str) -> None:
    assert not is_plain_shape(line)
