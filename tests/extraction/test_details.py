from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document.report import Details, Document
from indexer.extraction.details import (
    find_date,
    find_details,
    find_kind,
    find_year,
    is_delivered_later,
)
from indexer.extraction.outline import find_sections

BODY = "全年出动巡查艇三百余艘次，水上秩序总体平稳有序，没有发生较大事故。"


def _details(text: str, **overrides: object) -> Details:
    document = Document(text, "text")
    return find_details(document, find_sections(document), "a.txt", overrides)


def test_details_of_a_bureau_report_are_read_from_title_and_signature() -> None:
    text = f"歙县水利局\n2025年度法治政府建设工作报告\n{BODY}\n一、情况\n{BODY}\n歙县水利局\n2026年1月15日"
    assert _details(text) == Details(
        title="歙县水利局2025年度法治政府建设工作报告",
        issuer="歙县水利局",
        region="安徽黄山",
        year=2025,
        kind="法治政府建设报告",
        date="2026-01-15",
        language="zh",
    )


def test_a_title_broken_over_lines_is_joined() -> None:
    assert (
        _details(f"歙县水利局2025年\n行政执法工作报告\n{BODY}").title
        == "歙县水利局2025年行政执法工作报告"
    )
    assert _details(f"歙县2025年执法工作报\n告\n{BODY}").title == "歙县2025年执法工作报告"


def test_overrides_win_and_help_to_find_the_rest() -> None:
    details = _details(f"执法工作报告\n{BODY}", issuer="歙县水利局", year=2019, sample=True)
    assert (details.issuer, details.region, details.year) == ("歙县水利局", "安徽黄山", 2019)
    assert details.sample


def test_what_is_not_told_stays_unknown() -> None:
    details = _details(BODY)
    assert (details.issuer, details.region, details.year, details.date) == ("", "", None, "")


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("歙县水利局2025年度报告", 2025),
        ("歙县水利局二〇二四年度报告", 2024),
        ("歙县水利局2024年度总结与2025年安排", 2024),
        ("HSA annual report 2016/17", 2017),
        ("HSA annual report 1999/2000", 2000),
        ("Bilan 2022 : 16 500 plaintes", 2022),
        ("令和5年監督業務", 2023),
        ("令和元年監督業務", 2019),
        ("检查2000件案件的报告", None),
    ],
)
def test_year_reported_on_is_read_from_the_title(title: str, year: int | None) -> None:
    assert find_year(title, "", "", "") == year


def test_a_government_work_report_reviews_the_year_before_its_delivery() -> None:
    details = _details(f"2020年云上市政府工作报告\n各位代表：\n{BODY}")
    assert (details.kind, details.year) == ("政府工作报告", 2019)
    assert "2020" in details.title


def test_the_first_sentences_and_then_the_date_tell_the_year() -> None:
    assert find_year("执法报告", "执法报告\n现将歙县水利局2023年工作情况报告如下。", "", "") == 2023
    assert find_year("执法年报", "", "执法年报", "2024-02-01") == 2023
    assert find_year("执法通报", "", "执法通报", "2024-02-01") == 2024


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2026年1月5日", "2026-01-05"),
        ("二〇二六年一月十五日", "2026-01-15"),
        ("二〇二六年一月一五日", "2026-01-15"),
        ("二〇二六年一月十十日", "2026-01"),
        ("2026-01-15", "2026-01-15"),
        ("发布日期：2026年1月", "2026-01"),
        ("5 September 2024", "2024-09-05"),
        ("February 13, 2020", "2020-02-13"),
        ("le 3 août 2021", "2021-08-03"),
        ("令和6年3月1日", "2024-03-01"),
        ("2026年13月1日", ""),
        ("12 mars 2025", "2025-03-12"),
        ("Musterstadt, den 12. März 2025", "2025-03-12"),
        ("12.03.2025", "2025-03-12"),
        ("12 Sept 2025", "2025-09-12"),
        ("12 de marzo de 2025", "2025-03-12"),
        ("Fait à Valmer, le 1er mars 2025", "2025-03-01"),
        ("令和７年３月１２日公表", "2025-03-12"),
        ("03/12/2025", ""),
    ],
)
def test_dates_are_written_as_iso_8601(line: str, date: str) -> None:
    assert find_date(Document(f"标题\n{BODY}\n{line}", "text")) == date


def test_a_date_inside_a_sentence_is_not_the_date_of_issue() -> None:
    assert (
        find_date(
            Document(
                f"标题\n{BODY}\n2026年1月5日，全市召开水上交通安全工作会议，部署全年任务，{BODY}",
                "text",
            )
        )
        == ""
    )


@pytest.mark.parametrize(
    ("title", "language", "kind"),
    [
        ("歙县2025年法治政府建设工作情况报告", "zh", "法治政府建设报告"),
        ("歙县2025年度行政执法工作情况报告", "zh", "行政执法工作报告"),
        ("歙县水利局2025年政府信息公开工作年度报告", "zh", "政府信息公开年报"),
        ("歙县2025年政府工作报告", "zh", "政府工作报告"),
        ("HSA Annual Report 2020", "en", "annual report"),
        ("Rapport d'activité 2020", "fr", "rapport d'activité"),
        ("Tätigkeitsbericht 2020", "de", "tätigkeitsbericht"),
        ("Harbour Enforcement Review 2020", "en", "enforcement review"),
        ("歙县水利局2025年行政执法情况说明", "zh", "行政执法工作报告"),
        ("歙县水利局2025年执法工作小结", "zh", "年度工作总结"),
        ("青森港令和6年度業務報告書", "ja", "業務報告書"),
        ("Memoria anual 2020", "es", "memoria anual"),
        ("港湾", "ja", ""),
    ],
)
def test_kind_is_named_by_the_title(title: str, language: str, kind: str) -> None:
    assert find_kind(title, language) == kind


def test_a_report_that_calls_itself_a_sample_is_one() -> None:
    assert _details(f"（样本报告，供演示用）\n歙县水利局2025年执法工作报告\n{BODY}").sample
    assert _details(f"（样例报告，非真实文件）\n歙县水利局2025年执法工作报告\n{BODY}").sample
    assert not _details(f"歙县水利局2025年执法工作报告\n{BODY}").sample


@given(st.text(max_size=400))
def test_any_text_has_details(text: str) -> None:
    details = _details(text)
    assert details.year is None or 1800 < details.year < 2200


@pytest.mark.parametrize(
    ("title", "year"),
    [("令和6年度違反是正報告", 2024), ("平成30年の監督結果", 2018), ("令和元年の結果", 2019)],
)
def test_japanese_eras_are_years(title: str, year: int) -> None:
    assert find_year(title, "", "", "") == year


def test_a_year_that_something_is_compared_with_is_not_the_one_reported_on() -> None:
    head = "Funding has fallen by half since 2009/10.\nIn 2018 inspections rose again."
    assert find_year("Harbour statistics", head, "", "") == 2018
    assert (
        find_year("港湾", "自2015年以来持续开展专项检查工作。\n2019年检查三百次以上。", "", "")
        == 2019
    )


def test_buttons_that_a_saved_page_keeps_are_no_title() -> None:
    buttons = "下载\n打印\n全屏\n收藏\n【字号：\n加大\n还原\n减小】\n"
    details = _details(f"{buttons}2026年歙县政府工作报告\n各位代表：\n{BODY}")
    assert (details.title, details.kind) == ("2026年歙县政府工作报告", "政府工作报告")


@pytest.mark.parametrize(
    ("head", "year"),
    [
        ("云溪市水资源公报\n2025年度\n云溪市水务局", 2025),
        ("云溪市水资源公报\n（2025）\n云溪市水务局", 2025),
        ("云溪市水资源公报\n二〇二五年度\n云溪市水务局", 2025),
        ("政府工作报告\n2026年", 2025),
        ("Water Bulletin\n2025\nHarbour Safety Authority", 2025),
        ("Water Bulletin\nFinancial year 2024/25\nHarbour Safety Authority", 2025),
        ("Bilan des contrôles\nAnnée 2025\nAgence des ports de Valmer", 2025),
        ("Informe de inspección\nEjercicio 2025\nAgencia de aguas de Morla", 2025),
        ("Tätigkeitsbericht\nBerichtsjahr 2025\nLandesamt für Bergbau", 2025),
        ("業務報告書\n令和6年度\n桜浜市環境局", 2024),
        ("云溪市水资源公报\n2025年3月12日\n云溪市水务局", None),
        ("云溪市水资源公报\n云溪市水务局\n2024件", None),
    ],
)
def test_a_line_below_the_title_gives_the_year_and_nothing_else(
    head: str, year: int | None
) -> None:
    kind = "政府工作报告" if "政府工作报告" in head else ""
    assert find_year(head.split("\n")[0], f"{head}\n{BODY}", kind, "") == year


def test_a_number_that_opens_as_a_year_is_none() -> None:
    head = "Port rules\nThis rule replaces directive 2018–23–51 as issued.\nIt applies since May 2020 to all."
    assert find_year("Port rules", head, "", "") == 2020
    assert find_year("2024—2025年度执法工作报告", "", "", "") == 2025


@pytest.mark.parametrize(
    ("details", "later"),
    [
        (Details(title="2031年青岚市政府工作报告", kind="政府工作报告", year=2030), True),
        (Details(title="政府工作报告", kind="政府工作报告", year=2030, date="2031-01-20"), True),
        (Details(title="2030年青岚市政府工作报告", kind="政府工作报告", year=2030), False),
        (Details(title="2031年工作总结", kind="工作总结", year=2030), False),
        (Details(title="政府工作报告", kind="政府工作报告"), False),
    ],
)
def test_a_government_work_report_speaks_in_the_year_of_its_delivery(
    details: Details, later: bool
) -> None:
    assert is_delivered_later(details) is later
