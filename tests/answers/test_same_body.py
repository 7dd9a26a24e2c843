"""Two reports of one body and year, on different subjects, that give one quantity."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Index, build

_LAW = """蓝塬市水务局2031年法治政府建设工作报告

一、制度建设
蓝塬市水务局修订规范性文件4件，法律顾问审查合同37份，开展普法讲座12场。
二、行政执法
全年立案41件，罚款{fine}，行政复议2件，均获维持。
三、下一步打算
继续完善重大行政决策程序，加强法治培训。
"""
_ENFORCEMENT = """蓝塬市水务局2031年度行政执法工作总结

一、河道巡查
执法支队巡查河道906公里，发现问题线索88条，劝阻钓鱼人员310人次。
二、案件办理
共办理案件41件，罚款{fine}。
三、装备保障
购置巡逻艇2艘，更新执法记录仪60台。
"""
_OTHER = """桐浦县水务局2031年度行政执法工作总结

一、案件办理
桐浦县水务局共办理案件9件，罚款8万元。
"""


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Index]]:
    """``apart``: the two reports give different fines; ``alike``: the same, one of them rounded."""
    opened = {}
    for name, law, enforcement in (
        ("apart", "52万元", "56.5万元"),
        ("alike", "56.48万元", "56.5万元"),
    ):
        folder: Path = tmp_path_factory.mktemp(name)
        (folder / "law.txt").write_text(_LAW.format(fine=law), "utf-8")
        (folder / "enforcement.txt").write_text(_ENFORCEMENT.format(fine=enforcement), "utf-8")
        (folder / "other.txt").write_text(_OTHER, "utf-8")
        build([folder], folder / "index")
        opened[name] = Index.open(folder / "index")
    yield opened
    for index in opened.values():
        index.close()


@pytest.mark.parametrize(
    "question",
    [
        "蓝塬市水务局2031年罚款多少？",
        "how much did the 蓝塬市 water bureau fine in 2031?",
        "蓝塬市水务局罚款多少",
    ],
)
def test_a_lookup_tells_of_the_body_s_other_report_with_a_different_figure(
    indexes: dict[str, Index], question: str
) -> None:
    answer = indexes["apart"].ask(question)
    assert {r.figures[0].raw for r in answer.rows} == {"52万元", "56.5万元"}
    assert ("另一份报告给出的数字不同" in answer.answer) or (
        "gives a different figure" in answer.answer
    )
    second = answer.rows[1]
    assert answer.citations[second.citations[0] - 1].report == second.report


def test_a_lookup_says_nothing_of_another_report_that_agrees(indexes: dict[str, Index]) -> None:
    answer = indexes["alike"].ask("蓝塬市水务局2031年罚款多少？")
    assert len(answer.rows) == 1 and "不同" not in answer.answer
    # Another quantity of the other report is no different figure of the one asked for.
    apart = indexes["apart"].ask("蓝塬市水务局2031年行政复议多少件？")
    assert [f.raw for f in apart.rows[0].figures][:1] == ["2件"] and len(apart.rows) == 1


@pytest.mark.parametrize(
    "question",
    [
        "各单位罚款合计多少？",
        "2031年各单位罚款合计多少？",
    ],
)
@pytest.mark.parametrize("name", ["apart", "alike"])
def test_a_sum_counts_a_body_s_year_once_and_names_what_it_left_out(
    indexes: dict[str, Index], name: str, question: str
) -> None:
    answer = indexes[name].ask(question)
    assert answer.kind == "total"
    assert sorted(r.figures[0].value for r in answer.rows) == [80_000, 565_000]
    assert "64.5万元" in answer.answer and "law.txt" in answer.answer
