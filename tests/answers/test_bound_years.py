"""A file that binds several years' reports answers for each of its years."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Filters, Index, build

from .asking import assert_literal

_SECTORS = ("粮食", "蔬菜", "水果", "茶叶", "油料", "药材", "水产品", "禽蛋", "奶类", "食用菌")


def _year(year: int, base: int) -> str:
    """A year's report; the last one says it in words that are further from the question's."""
    crops = "".join(
        f"{name}产量{base + 17 * n}万吨，{name}播种面积{base + 23 * n}公顷。"
        for n, name in enumerate(_SECTORS)
    )
    return (
        f"澄湾市{year}年国民经济和社会发展统计公报\n澄湾市统计局\n{year + 1}年3月\n"
        f"{year}年，全市经济平稳运行，民生持续改善。\n一、综合\n"
        f"{'常住的居民到年底' if year == 2034 else '年末全市常住人口'}{base}.5万人。人均地区生产总值{base * 300}元。\n二、农业\n{crops}"
    )


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("bound")
    bases = {year: 412 - 9 * (2034 - year) for year in range(2034, 2018, -1)}
    (folder / "a.txt").write_text("\n".join(map(_year, bases, bases.values())), "utf-8")
    build([folder], folder / "index")
    with Index.open(folder / "index") as index:
        yield index


@pytest.mark.parametrize(
    ("year", "people"), [(2034, 4125000), (2031, 3855000), (2026, 3405000), (2019, 2775000)]
)
def test_the_figure_of_the_year_asked_answers(bound: Index, year: int, people: float) -> None:
    answer = bound.ask(f"澄湾市{year}年末常住人口有多少")
    assert answer.rows[0].figures[0].value == people
    assert answer.rows[0].year == year
    assert_literal(bound, answer)


def test_a_year_that_is_not_bound_in_is_refused(bound: Index) -> None:
    assert not bound.ask("澄湾市2017年末常住人口有多少").answerable


def test_a_year_bound_in_passes_the_filter_for_years_and_its_text_alone(bound: Index) -> None:
    year = Filters(years=(2026,))
    assert [report.path for report in bound.reports_within(year)] == ["a.txt"]
    answer = bound.ask("年末常住人口有多少", year)
    assert answer.rows[0].figures[0].value == 3405000
    hits = bound.search("全市常住人口", 5, year)
    assert hits and {hit.year for hit in hits} == {2026}
    assert bound.search("全市常住人口", 5, Filters(years=(2017,))) == []


def test_a_filter_for_the_files_first_year_leaves_the_others_out(bound: Index) -> None:
    hits = bound.search("人均地区生产总值", 5, Filters(years=(2034,)))
    assert hits and {hit.year for hit in hits} == {2034}
