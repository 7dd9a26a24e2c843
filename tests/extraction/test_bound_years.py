"""Several years' reports bound in one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.document.report import Document, Report, year_at
from indexer.extraction.bound_years import find_parts
from indexer.reading.read import read_report

FILLING = (
    "全市上下齐心协力推进各项工作，重点任务有序展开，群众办事更加便利，城乡面貌持续改善。" * 12
)
ENGLISH = "The agency carried on with its duties across all districts and answered the public. " * 8


def year_of_work(year: int, cases: int, title: str = "") -> str:
    head = title or f"青岚市{year}年行政执法工作报告"
    return (
        f"{head}\n青岚市司法局\n{year + 1}年2月\n{year}年，全市执法工作稳步推进。\n"
        f"一、办案情况\n全年立案{cases}件，上年为{cases - 9}件。{FILLING}\n"
        f"二、培训情况\n全年培训执法人员{cases + 200}人次。{FILLING}"
    )


def read(tmp_path: Path, text: str) -> Report:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return read_report(path, path.name)


def years(text: str) -> list[int]:
    return [part.year for part in find_parts(Document(text, "text"))]


def test_each_year_bound_in_a_file_has_its_own_headings_and_figures(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        "\n".join([year_of_work(2033, 431), year_of_work(2032, 322), year_of_work(2031, 213)]),
    )
    assert report.details.year == 2033
    paths = [section.path for section in report.sections if section.path]
    assert ("一、办案情况",) in paths
    assert ("青岚市2032年行政执法工作报告", "一、办案情况") in paths
    assert ("青岚市2031年行政执法工作报告", "二、培训情况") in paths
    told = {figure.value: (figure.year, figure.role) for figure in report.figures}
    assert told[431] == (None, "level")
    assert told[322] == (2032, "level") and told[313] == (2031, "previous")
    assert told[213] == (2031, "level") and told[204] == (2030, "previous")
    assert told[413] == (2031, "level")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("青岚市2032年统计公报", "青岚市2031年统计公报"),
        ("2032年度部门决算情况", "2031年度部门决算情况"),
        ("青岚市二〇三二年工作总结", "青岚市二〇三一年工作总结"),
        ("Annual Report 2031/32", "Annual Report 2030/31"),
        ("Rapport annuel 2032", "Rapport annuel 2031"),
        ("南岭县2032年\n国民经济和社会发展统计公报", "南岭县2031年\n国民经济和社会发展统计公报"),
    ],
)
def test_a_title_that_comes_again_with_another_year_begins_a_report(
    first: str, second: str
) -> None:
    text = "\n".join([first, FILLING, second, FILLING])
    parts = find_parts(Document(text, "text"))
    assert [part.year for part in parts] == [2031]
    assert text[parts[0].start : parts[0].body] == second
    assert year_at(parts, len(text) - 1) == 2031
    assert year_at(parts, len(first) + 2) is None


@pytest.mark.parametrize(
    "lines", ["青岚市统计局  国家统计局青岚调查队", "青岚市统计局\n国家统计局青岚调查队"]
)
def test_a_report_without_a_title_is_told_by_body_and_date_above_another_year(lines: str) -> None:
    def body(year: int) -> str:
        return f"{year + 1}年3月\n{year}年是不平凡的一年。\n一、综合\n总产值{year - 1700}亿元。{FILLING}"

    text = (
        f"青岚市2032年统计公报\n青岚市统计局 国家统计局青岚调查队\n{body(2032)}\n"
        f"{lines}\n{body(2031)}\n青岚市统计局国家统计局青岚调查队\n{body(2030)}"
    )
    assert years(text) == [2031, 2030]


@pytest.mark.parametrize(
    "text",
    [
        # a table of contents, a header on each page, a list of sources
        "青岚市年鉴\n青岚市2032年统计公报\n青岚市2031年统计公报\n青岚市2030年统计公报\n" + FILLING,
        "\n".join(["青岚市2032年统计公报", FILLING, "青岚市2032年统计公报", FILLING]),
        "Annual Report 2032\n" + ENGLISH + "\nReferences\nAnnual Report 2031\nAnnual Report 2030\n",
        # tables, headings and plans of one report
        "青岚市2032年统计公报\n"
        + FILLING
        + "\n表1 2032年产量情况\n"
        + FILLING
        + "\n表1 2031年产量情况\n"
        + FILLING,
        "青岚市2032年工作报告\n一、2031年工作情况\n" + FILLING + "\n二、2032年工作情况\n" + FILLING,
        "青岚市工作报告\n2031年工作情况\n" + FILLING + "\n2032年工作计划\n" + FILLING,
        # the signature below a report
        "青岚市2032年工作报告\n青岚市司法局\n一、办案\n"
        + FILLING
        + "\n青岚市司法局\n2033年2月3日\n",
    ],
)
def test_one_report_stays_one(text: str) -> None:
    assert years(text) == []


def test_reports_of_several_years_under_one_cover_are_told_apart(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        "青岚市司法局执法年报汇编\n"
        + "\n".join([year_of_work(2031, 213), year_of_work(2032, 322)]),
    )
    told = {figure.value: figure.year or report.details.year for figure in report.figures}
    assert (told[213], told[322]) == (2031, 2032)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("青岚市2032年统计公报", "青岚市2031年统计公报"),
        ("青岚市二〇三二年统计公报", "青岚市二〇三一年统计公报"),
    ],
)
def test_a_part_without_a_title_is_called_as_the_first_one_of_its_year(
    tmp_path: Path, first: str, second: str
) -> None:
    def body(year: int) -> str:
        return (
            f"青岚市统计局\n{year + 1}年3月\n{year}年是不平凡的一年。\n一、综合\n"
            f"总产值{year - 1700}亿元。{FILLING}"
        )

    report = read(tmp_path, f"{first}\n{body(2032)}\n{body(2031)}")
    assert [(part.title, part.year, part.date) for part in report.parts] == [
        (second, 2031, "2032-03")
    ]
    assert report.details.date == "2033-03"


def test_each_part_has_the_date_and_number_of_its_own_text(tmp_path: Path) -> None:
    def signed(year: int, end: str) -> str:
        return f"青岚市{year}年行政执法工作报告\n一、办案情况\n全年立案{year - 1800}件。{FILLING}\n{end}"

    text = "\n".join(
        [
            signed(2033, "青岚市司法局\n2034年1月9日"),
            signed(2032, ""),
            signed(2031, "青岚市司法局\n2032年2月7日"),
        ]
    )
    report = read(tmp_path, text)
    assert report.details.date == "2034-01-09"
    assert [part.date for part in report.parts] == ["", "2032-02-07"]
