"""Answers out of tables: the row asked for, the whole before its parts, the year of the column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Index, build
from indexer.answers.table_cells import is_whole
from indexer.document.report import Details, Figure

from .asking import assert_literal, first_value, stated

_PARTS = """# 桐岭市渔政局2031年度执法统计

2031年桐岭市渔政局执法情况见下表。

| 分支机构 | 立案（件） | 罚款（万元） |
| --- | --- | --- |
| 东港大队 | 21 | 5.3 |
| 西港大队 | 24 | 6.2 |
| 北港大队 | 19 | 4.9 |
"""
_TOTAL = """<html><head><meta charset="utf-8"><title>桐岭市教育局2031年度检查情况</title></head><body>
<h1>桐岭市教育局2031年度检查情况</h1><table>
<tr><th rowspan="2">区域</th><th colspan="2">2031年</th><th colspan="2">2030年</th></tr>
<tr><th>检查（家）</th><th>罚款（千元）</th><th>检查（家）</th><th>罚款（千元）</th></tr>
<tr><td>南关区</td><td>31</td><td>12.5</td><td>29</td><td>11</td></tr>
<tr><td>北关区</td><td>24</td><td>8</td><td>22</td><td>9</td></tr>
<tr><td>总计</td><td>55</td><td>20.5</td><td>51</td><td>20</td></tr></table></body></html>"""
_PROSE = """桐岭市水务局2031年度执法总结

全年河道类罚款3.5万元，供水类罚款2.5万元，合计罚款6万元。
"""
_OWN = """桐岭市林业局2031年度执法总结

单位\t立案（件）\t罚款（元）
桐岭市林业局\t20\t70000
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("tables")
    texts = {"渔政局.md": _PARTS, "教育局.html": _TOTAL, "水务局.txt": _PROSE, "林业局.txt": _OWN}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    build([folder], folder / "index")
    index = Index.open(folder / "index")
    yield index
    index.close()


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("桐岭市渔政局北港大队立案多少件", 19),
        ("桐岭市渔政局西港大队罚款多少", 62_000),
        ("桐岭市教育局南关区罚款多少", 12_500),
        ("桐岭市教育局罚款多少", 20_500),
        ("桐岭市水务局罚款多少", 60_000),
        ("桐岭市水务局河道类罚款多少", 35_000),
        ("桐岭市林业局罚款多少", 70_000),
    ],
)
def test_the_row_asked_for_answers_else_the_whole(
    tables: Index, question: str, value: float
) -> None:
    answer = tables.ask(question)
    assert first_value(answer) == value
    assert_literal(tables, answer)


def test_parts_without_a_total_are_told_as_parts(tables: Index) -> None:
    answer = tables.ask("桐岭市渔政局罚款多少")
    assert answer.answerable
    for part in ("东港大队", "西港大队", "北港大队", "合计"):
        assert part in answer.answer
    assert_literal(tables, answer)


def test_a_number_alone_in_its_cell_is_told_with_the_unit_of_its_column(tables: Index) -> None:
    assert "20.5千元" in tables.ask("桐岭市教育局罚款多少").answer
    assert "19件" in tables.ask("桐岭市渔政局北港大队立案多少件").answer


def test_a_list_gives_each_report_with_its_total(tables: Index) -> None:
    answer = tables.ask("哪些单位报告了罚款金额")
    assert stated(tables, answer) == {"渔政局.md", "教育局.html", "水务局.txt", "林业局.txt"}
    values = {row.issuer: row.figures[0].value for row in answer.rows if row.figures}
    assert values == {"桐岭市教育局": 20_500, "桐岭市水务局": 60_000, "桐岭市林业局": 70_000}


@pytest.mark.parametrize(
    ("body", "issuer", "whole"),
    [
        ("", "桐岭市林业和草原局", True),
        ("合计", "桐岭市林业和草原局", True),
        ("桐岭市", "桐岭市林业和草原局", True),
        ("林业和草原局", "桐岭市林业和草原局", True),
        ("草原", "桐岭市林业和草原局", False),
        ("旅游", "桐岭市文化和旅游局", False),
        ("Rivers", "Calder Lakes and Rivers Board", False),
        ("Calder", "Calder Lakes and Rivers Board", True),
    ],
)
def test_a_word_amid_the_issuers_name_is_a_part(body: str, issuer: str, whole: bool) -> None:
    figure = Figure("8", 8.0, "count", "count", "", "立案", 0, 1, 0, 1, 0, 1, body=body)
    assert is_whole(figure, Details(issuer=issuer)) is whole
