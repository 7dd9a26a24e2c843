"""A passage of a file that binds several years' reports is cited as that year's report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import Index, build
from indexer.drafting.cite import source_of
from indexer.drafting.references import number_references
from indexer.drafting.styles import STYLES, format_citation

_FILLING = "全市各级部门齐心协力，重点任务有序展开，群众办事更加便利，窗口服务持续改善。" * 8
_ENGLISH = (
    "The agency carried on with its duties across all districts and answered the public. " * 6
)


def _year(year: int, cases: int, chief: str) -> str:
    return (
        f"青岚市司法局{year}年行政执法工作报告\n青岚市司法局\n{year + 1}年2月{year - 2020}日\n"
        f"{year}年，全市执法工作稳步推进。\n一、办案情况\n全年办理行政复议案件{cases}件。{_FILLING}\n"
        f"二、组织领导\n执法督查由{chief}牵头负责。{_FILLING}\n"
    )


def _english(year: int, cases: int, signed: str) -> str:
    return (
        f"Eastmarsh Rail Agency Annual Report {year}\n\n1. Inspections\n\nThe agency inspected "
        f"{cases} level crossings. {_ENGLISH}\n\n2. People\n\n{_ENGLISH}\n\n{signed}\n\n"
    )


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("bound")
    (folder / "three.txt").write_text(
        _year(2033, 431, "督查一科") + _year(2032, 322, "法制二科") + _year(2031, 213, "协调三科"),
        "utf-8",
    )
    (folder / "rail.md").write_text(
        _english(2032, 614, "Issued on 3 March 2033")
        + _english(2031, 507, "Issued on 5 April 2032")
        + _english(2030, 498, ""),
        "utf-8",
    )
    build([folder], folder / "index")
    with Index.open(folder / "index") as index:
        yield index


@pytest.mark.parametrize(("year", "cases"), [(2033, 431), (2032, 322), (2031, 213)])
def test_a_claim_is_referenced_as_the_report_of_its_year(
    bound: Index, year: int, cases: int
) -> None:
    (claim,) = bound.cite(f"青岚市司法局{year}年办理行政复议案件{cases}件。")
    assert claim.verdict == "supported"
    cited = claim.citations[0]
    assert (cited.title, cited.year) == (f"青岚市司法局{year}年行政执法工作报告", year)
    assert cited.quote == bound.text(cited.report)[cited.start : cited.end]
    for style in STYLES:
        formatted = claim.to_json(style)["formatted"][0]
        assert f"{year}年行政执法工作报告" in formatted, style
        others = {str(y) for y in range(2031, 2035)} - {str(year), str(year + 1)}
        assert not any(other in formatted for other in others), style
    assert claim.sources[0].date == f"{year + 1}-02-{year - 2020:02d}"


def test_parts_of_one_file_are_works_of_their_own(bound: Index) -> None:
    draft = "青岚市司法局2033年办理行政复议案件431件。2031年办理行政复议案件213件。2033年办理行政复议案件431件。"
    notes, references = number_references(bound.cite(draft), "gb7714")
    assert [[note.n for note in own][:1] for own in notes] == [[1], [2], [1]]
    assert len(references) == 2
    assert "2033年行政执法工作报告" in references[0].text
    assert "2031年行政执法工作报告" in references[1].text


@pytest.mark.parametrize(
    ("year", "cases", "date"),
    [(2032, 614, "2033-03-03"), (2031, 507, "2032-04-05"), (2030, 498, "")],
)
def test_a_part_has_its_own_day_of_issue_or_none(
    bound: Index, year: int, cases: int, date: str
) -> None:
    answer = bound.ask(f"How many level crossings did the Eastmarsh Rail Agency inspect in {year}?")
    cited = answer.citations[0]
    assert answer.rows[0].figures[0].value == cases
    assert (cited.title, cited.year) == (f"Eastmarsh Rail Agency Annual Report {year}", year)
    source = source_of(bound.generation, cited)
    assert (source.title, source.date) == (cited.title, date)
    assert f"Report {year}" in format_citation(source, "apa", 1)


def test_words_of_a_part_are_told_with_its_year(bound: Index) -> None:
    answer = bound.ask("2031年青岚市司法局执法督查由哪个科牵头负责？")
    assert answer.answerable
    assert "三科" in answer.short and answer.rows[0].year == 2031
    assert "2031" in answer.answer and answer.citations[0].year == 2031


def test_a_hit_names_the_report_it_stands_in(bound: Index) -> None:
    hits = bound.search("行政复议案件", 12)
    told = {hit.year for hit in hits if "件复议" in hit.quote or "复议案件" in hit.quote}
    assert told == {2031, 2032, 2033}
    assert all(str(hit.year) in hit.title for hit in hits)


def test_what_a_carried_over_report_binds_is_kept(bound: Index) -> None:
    generation = bound.generation
    row = next(r for r in bound.reports if r.path == "three.txt")
    content = generation.content(row.row)
    assert [part.year for part in content.parts] == [2032, 2031]
    assert generation.details_at(row.row, 0) is row.details
    assert generation.details_at(row.row, content.parts[1].start) == replace(
        row.details, title="青岚市司法局2031年行政执法工作报告", year=2031, date="2032-02-11"
    )
