from __future__ import annotations

import pytest

from indexer.document.report import Document
from indexer.extraction.head.issuer import find_issuer
from indexer.extraction.head.issuer_lines import signature_issuer

BODY = "全年出动巡查艇三百余艘次，水上秩序总体平稳有序。"


def _zh(title: str, *lines: str, **meta: str) -> str:
    return find_issuer(Document("\n".join((title, *lines)), "text", meta=meta), title, "zh")


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("歙县水利局2025年法治政府建设报告", "歙县水利局"),
        ("歙县水利局关于2025年度执法工作的报告", "歙县水利局"),
        ("水利部2024年度法治政府建设情况的报告", "水利部"),
        ("水利部：2021年执法案件共1200件", "水利部"),
        ("歙县人社局2024年度执法情况报告", "歙县人力资源和社会保障局"),
        ("黄山市交通运输委2024年度执法情况报告", "黄山市交通运输委员会"),
        ("歙县2024年度行政执法数据", "歙县人民政府"),
        ("东湖街道2024年度行政执法数据", "东湖街道办事处"),
        ("2020年中华人民共和国国务院政府工作报告", "国务院"),
    ],
)
def test_issuer_stands_in_the_title(title: str, issuer: str) -> None:
    assert _zh(title, BODY) == issuer


def test_the_fuller_name_in_the_text_wins_over_a_short_one_in_the_title() -> None:
    first = "2025年，黄山市徽州区水利局推进各项工作。"
    assert _zh("区水利局2025年执法工作报告", first) == "黄山市徽州区水利局"
    assert _zh("徽州区水利局2025年执法工作报告", first) == "黄山市徽州区水利局"


def test_a_place_whose_name_opens_with_a_preposition_keeps_it() -> None:
    assert _zh("县水利局2020年执法工作报告", "和顺县水利局2020年执法情况。") == "和顺县水利局"


def test_the_signature_tells_what_the_title_does_not() -> None:
    lines = ("执法工作情况报告", BODY, "歙县水利局", "2026年1月15日")
    assert _zh(lines[0], *lines[1:]) == "歙县水利局"
    assert signature_issuer(Document("\n".join(lines), "text")) == "歙县水利局"


def test_metadata_and_the_line_above_the_title_tell_the_issuer() -> None:
    assert _zh("执法工作情况报告", BODY, 发布机构="歙县水利局") == "歙县水利局"
    document = Document(f"歙县水利局\n执法工作情况报告\n{BODY}", "text")
    assert find_issuer(document, "执法工作情况报告", "zh") == "歙县水利局"


def test_a_report_that_names_nobody_has_no_issuer() -> None:
    assert _zh("执法工作情况报告", BODY) == ""


@pytest.mark.parametrize(
    ("language", "title", "body", "issuer"),
    [
        ("en", "HSA annual report 2020", "The Harbour Safety Authority (HSA) made 12 visits.",
         "Harbour Safety Authority"),
        ("en", "HSA annual report 2020", "HSA made 12 visits.", "HSA"),
        ("en", "Harbour Safety Authority: fines", "Twelve fines.", "Harbour Safety Authority"),
        ("fr", "Bilan 2020", "L'Autorité portuaire nationale a agi.", ""),
        ("de", "Jahresbericht 2020 Landesamt für Hafenwesen", "Zwölf Bußgelder.",
         "Landesamt für Hafenwesen"),
        ("es", "Memoria 2020 de la Agencia de Puertos", "Doce multas.", "Agencia de Puertos"),
        ("ja", "環境省 令和5年度 監督結果", "監督は120件。", "環境省"),
    ],
)  # fmt: skip
def test_issuers_in_other_languages(language: str, title: str, body: str, issuer: str) -> None:
    found = find_issuer(Document(f"{title}\n{body}", "text"), title, language)
    assert found == issuer or (not issuer and found in ("", "Autorité portuaire nationale"))


def test_the_pages_metadata_names_the_issuer_where_the_title_names_a_place_alone() -> None:
    assert _zh("歙县2024年度执法公报", BODY, 发布机构="歙县水利局") == "歙县水利局"
    assert _zh("歙县2024年度执法公报", BODY, 主办单位="歙县水利局") == "歙县水利局"
    assert _zh("歙县水利局2024年度执法公报", BODY, 发布机构="歙县人民政府") == "歙县水利局"


def test_words_of_a_sentence_never_become_part_of_a_name() -> None:
    text = "所用材料均出自歙县水利局去年公布的统计。"
    assert _zh("歙县水利局2025年执法数据", text) == "歙县水利局"


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("内蒙古水利厅2024年度执法报告", "内蒙古自治区水利厅"),
        ("黄山水上救援支队2024年度执法报告", "黄山市水上救援支队"),
        ("甘孜州水利局2024年度执法报告", "甘孜藏族自治州水利局"),
        ("黄山海事局2024年度执法报告", "黄山海事局"),
        ("黄山税务局2024年度执法报告", "黄山税务局"),
        ("黄山区水利局2024年度执法报告", "黄山区水利局"),
    ],
)
def test_a_short_place_is_written_in_full_but_for_national_services(
    title: str, issuer: str
) -> None:
    assert _zh(title, BODY) == issuer


def test_news_of_a_city_that_names_no_body_has_no_issuer() -> None:
    assert _zh("黄山市通报水上安全行动情况", BODY) == ""


def test_a_provincial_department_gets_its_province_where_the_text_names_one_alone() -> None:
    text = "青海去年降水偏少。省应急厅组织检查三百余次。"
    assert _zh("我省通报水上安全情况", text) == "青海省应急管理厅"
    assert _zh("我省通报水上安全情况", "省应急厅组织检查三百余次。") == ""
    assert _zh("我省通报水上安全情况", "青海、安徽降水偏少，省应急厅组织检查。") == ""


@pytest.mark.parametrize(
    ("language", "title", "body", "meta", "issuer"),
    [
        ("de", "Jahresbericht 2020 des Hafenamts Musterstadt",
         "Das Hafenamt Musterstadt prüft Schiffe.", {}, "Hafenamt Musterstadt"),
        ("fr", "Rapport annuel 2020 de l'Agence régionale du contrôle portuaire de Valmer",
         "Douze amendes.", {}, "Agence régionale du contrôle portuaire de Valmer"),
        ("fr", "Bilan 2020", "Douze amendes.", {"émetteur": "Agence des ports de Valmer"},
         "Agence des ports de Valmer"),
        ("en", "Annual report 2020", "Twelve fines.", {"publisher": "Harbour Safety Authority"},
         "Harbour Safety Authority"),
    ],
)  # fmt: skip
def test_western_names_are_taken_whole_and_from_the_metadata(
    language: str, title: str, body: str, meta: dict[str, str], issuer: str
) -> None:
    assert find_issuer(Document(f"{title}\n{body}", "text", meta=meta), title, language) == issuer


@pytest.mark.parametrize(
    ("title", "opening", "issuer"),
    [
        ("2031年东莞市国民经济和社会发展统计公报", "经广东省统计局统一核算，全市总产值9亿元。", ""),
        (
            "2031年东莞市国民经济和社会发展统计公报",
            "东莞市统计局核算，全市总产值9亿元。",
            "东莞市统计局",
        ),
        ("2031年广东省东莞市经济运行简况", "经广东省统计局核定，全市总产值9亿元。", "广东省统计局"),
        ("经济运行简况", "经广东省统计局核定，总产值9亿元。", "广东省统计局"),
    ],
)
def test_a_body_of_another_place_than_the_titles_did_not_issue_it(
    title: str, opening: str, issuer: str
) -> None:
    filling = "经济运行总体平稳，民生持续改善。" * 20
    assert _zh(title, "发布日期：2032-04-24", opening + filling) == issuer
