"""Rows of cells as tables: which cells are heads, labels, codes, units, values."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document.report import Figure
from indexer.extraction.quantities.figures import find_figures
from indexer.extraction.quantities.table_model import Tables, cells_of, read_tables
from indexer.text.table_rows import split_row


def figures(text: str, language: str = "zh", year: int | None = 2025) -> list[Figure]:
    return list(find_figures(text, [(0, len(text))], language, year))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "序号 | 领域 | 编码 | 件数\n1 | 食品 | 2301 | 12\n2 | 药品 | 2302 | 8",
            "code label code value",
        ),
        ("No. | Office | Cases\n1 | Quay | 12\n2 | Mole | 8", "code label value"),
        ("指标 | 单位 | 数值\n罚款 | 万元 | 6\n立案 | 件 | 20", "label unit value"),
        ("指标 | 计量 | 数值\n罚款 | 百元 | 6\n立案 | 人次 | 20", "label unit value"),
        ("单位 | 罚款（万元）\n一大队 | 6\n二大队 | 5", "label value"),
        ("年份 | 罚款\n2024 | 6\n2025 | 5", "label value"),
        ("名次 | 单位 | 得分\n1 | 甲局 | 98\n2 | 乙局 | 96", "code label value"),
        ("项目 | 得分 | 排名\n甲 | 98 | 1\n乙 | 96 | 2", "label value rank"),
        ("日期 | 事项 | 金额\n3月1日 | 检查 | 5\n3月2日 | 复查 | 6", "label label value"),
        ("项目 | 金额 | 备注\n甲 | 98 | 已缴\n乙 | 96 | 未缴", "label value text"),
    ],
)
def test_columns_are_known_for_what_they_hold(text: str, kinds: str) -> None:
    found = read_tables(text)[0].kinds
    assert [kind.replace("rank", "code") if i == 0 else kind for i, kind in enumerate(found)] == (
        kinds.split()
    )


@pytest.mark.parametrize(
    "text",
    [
        "序号 | 领域 | 编码 | 立案（件）\n1 | 食品 | 2301 | 12\n2 | 药品 | 2302 | 8",
        "行次 | 项目 | 立案（件）\n1 | 第3类 | 12\n2 | 第4类 | 8",
        "类别 | 文号 | 立案（件）\n500元以下 | 〔2025〕3号 | 12\n1万元以上 | 〔2025〕4号 | 8",
        "代码 | 名称 | 科室 | 立案（件）\n201 | 甲 | 一科 | 12\n20101 | 乙 | 二科 | 8",
    ],
)
def test_numbers_of_rows_codes_and_labels_are_no_figures(text: str) -> None:
    assert [figure.raw for figure in figures(text)] == ["12", "8"]


@pytest.mark.parametrize(
    ("head", "metric"),
    [
        ("类别 | 2025年 | | 2024年 |\n | 件数 | 金额 | 件数 | 金额", "食品 2025年 金额"),
        (
            "类别 | 2025年 | 2025年 | 2024年 | 2024年\n类别 | 件数 | 金额 | 件数 | 金额",
            "食品 2025年 金额",
        ),
        (
            "类别 | 2025年 | | 2024年 |\n类别 | 件数 | 金额 | 件数 | 金额\n | 件 | 万元 | 件 | 万元",
            "食品 2025年 金额",
        ),
        ("类别 | 本年 | 本年 | 上年 | 上年\n栏次 | 1 | 2 | 3 | 4", "食品 本年"),
    ],
)
def test_rows_of_plain_words_below_the_first_belong_to_the_head(head: str, metric: str) -> None:
    found = figures(f"{head}\n食品 | 12 | 3.5 | 10 | 3.0\n合计 | 20 | 6.0 | 18 | 5.0")
    assert [figure.raw for figure in found[:4]] == ["12", "3.5", "10", "3.0"]
    assert found[1].metric == metric
    assert [figure.role for figure in found[:4]] == ["level", "level", "previous", "previous"]


@pytest.mark.parametrize("worded", ["未公布", "—", "–", "/", "无", "n/a", "不适用"])
def test_a_row_of_words_below_the_head_is_no_head(worded: str) -> None:
    found = figures(
        f"项目 | 2025年 | 2024年\n立案（件） | {worded} | {worded}\n罚款（万元） | 6 | 5"
    )
    assert [(f.raw, f.metric) for f in found] == [("6", "罚款 2025年"), ("5", "罚款 2024年")]


@pytest.mark.parametrize("worded", ["未公布", "—", "–", "/", "无", ""])
def test_a_cell_without_a_value_leaves_the_others_in_their_columns(worded: str) -> None:
    found = figures(
        f"地区 | 立案（件） | 罚款（万元）\n东渠 | {worded} | 6.5\n西渠 | 12 | {worded}"
    )
    assert [(f.value, f.unit) for f in found] == [(65_000, "CNY"), (12, "count")]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("(11.70)", -117_000), ("（11.70）", -117_000), ("-3.4", -34_000), ("−3.4", -34_000),
     ("△3.4", -34_000), ("1 234.5", 12_345_000), ("1,234.5", 12_345_000), ("3.4*", 34_000)],
)  # fmt: skip
def test_a_cell_that_is_a_number_is_read_with_its_sign_and_all_its_digits(
    cell: str, value: float
) -> None:
    found = figures(f"项目 | 本年（万元）\n收入 | 20\n结余 | {cell}")
    assert [f.value for f in found][1:] == [value]


def test_a_fall_is_negative_where_its_cell_or_its_head_says_so() -> None:
    text = "项目 | 2025年 | 比上年增长（%） | 降幅（%）\n立案（件） | 20 | -3.4 | 5\n罚款（万元） | 6 | 12.6 | 7"
    changes = [f.value for f in figures(text) if f.role == "change"]
    assert changes == [-3.4, -5, 12.6, -7]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("项目 | 2025年 | 2024年\n罚款 | 6 | 5", [2025, 2024]),
        ("项目 | 本年数 | 上年数\n罚款 | 6 | 5", [None, 2024]),
        ("年度 | 罚款（万元）\n2025年 | 6\n2024年 | 5", [2025, 2024]),
        ("Item | 2024/25 | 2023/24\nFines | 6 | 5", [2025, 2024]),
        ("表1 2024年罚没情况表\n项目 | 金额\n罚款 | 6\n没收 | 5", [2024, 2024]),
        ("项目 | 金额\n2024年旧管网改造 | 6\n2023年水厂扩建 | 5", [None, None]),
        ("项目 | 2021-2025年 | 2025年比2024年增长\n罚款 | 6 | 5", [None, 2025]),
    ],
)
def test_a_figures_year_is_that_of_its_column_or_its_row(
    text: str, years: list[int | None]
) -> None:
    found = figures(text)
    assert [f.year for f in found] == years
    for figure in found:
        earlier = figure.year is not None and figure.year < 2025
        assert figure.role == ("previous" if earlier else figure.role)


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("分支机构 | 立案（件） | 罚款\n一大队 | 21 | 5\n合计 | 21 | 5", ["一大队"] * 2 + ["合计"] * 2),
        ("指标 | 2025年\n立案（件） | 21\n罚款（元） | 5", ["", ""]),
        ("地区 | 类别 | 2025年\n东区 | 立案（件） | 21\n东区 | 罚款（元） | 5", ["东区", "东区"]),
        ("项目 | 一大队 | 二大队 | 合计\n立案（件） | 3 | 4 | 7\n罚款（元） | 1 | 2 | 3",
         ["一大队", "二大队", "合计"] * 2),
        ("类别 | 罚款（元）\n河道 | 3\n其中：大案 | 2\n合计 | 3", ["河道", "其中：大案", "合计"]),
        ("Office | Cases\nQuay | 12\nTotal | 12", ["Quay", "Total"]),
        ("年度 | 罚款（元）\n2025年 | 3\n2024年 | 2", ["", ""]),
    ],
)  # fmt: skip
def test_a_figures_body_is_the_part_that_its_row_or_column_names(
    text: str, bodies: list[str]
) -> None:
    assert [figure.body for figure in figures(text)] == bodies


@pytest.mark.parametrize(
    "text",
    [
        "表1 罚没情况（万元）\n项目 | 2025年\n罚款 | 6.5\n合计 | 7",
        "单位：万元\n项目 | 2025年\n罚款 | 6.5\n合计 | 7",
        "表1 罚没情况  单位：万元\n项目 | 2025年\n罚款 | 6.5\n合计 | 7",
        "项目（万元） | 2025年\n罚款 | 6.5\n合计 | 7",
        "罚没情况表 |\n单位：万元 |\n项目 | 2025年\n罚款 | 6.5\n合计 | 7",
        "| 金额单位：万元\n项目 | 2025年\n罚款 | 6.5\n合计 | 7",
        "项目 | 2025年\n | 万元\n罚款 | 6.5\n合计 | 7",
        "项目 | 2025年\n罚款 | 6.5\n合计 | 7\n注：表中金额单位为万元。",
        "项目 | 2025年\n罚款 | 6.5\n合计 | 7\n注：金额以万元计。",
        "项目 | 单位 | 2025年\n罚款 | 万元 | 6.5\n合计 | 万元 | 7",
        "项目 | 2025年 | 计量单位\n罚款 | 6.5 | 万元\n合计 | 7 | 万元",
        "项目 | 2025年（单位：万元）\n罚款 | 6.5\n合计 | 7",
        "单位：万元、%\n项目 | 2025年\n罚款 | 6.5\n合计 | 7",
    ],
)
def test_a_tables_unit_is_found_wherever_it_stands(text: str) -> None:
    assert [(f.value, f.unit) for f in figures(text)] == [(65_000, "CNY"), (70_000, "CNY")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Item | Unit | 2025\nFines | £ thousand | 6.5\nCosts | £ thousand | 7", "en"),
        ("Penalties (£ thousand)\nItem | 2025\nFines | 6.5\nCosts | 7", "en"),
        ("Unit: £ thousand\nItem | 2025\nFines | 6.5\nCosts | 7", "en"),
        ("Item | Amount\nFines | 6.5\nCosts | 7\nNote: amounts in £ thousand", "en"),
    ],
)
def test_units_in_english_tables_are_found_wherever_they_stand(text: str, language: str) -> None:
    assert [(f.value, f.unit) for f in figures(text, language)] == [(6_500, "GBP"), (7_000, "GBP")]


@pytest.mark.parametrize(
    ("head", "cells"),
    [("Indicateur | Unité | 2025", "Amendes | milliers d'euros | 6,5"),
     ("Kennzahl | Einheit | 2025", "Bußgelder | Tsd. € | 6,5")],
)  # fmt: skip
def test_a_column_of_units_counts_whatever_its_language(head: str, cells: str) -> None:
    found = figures(f"{head}\n{cells}\nX | % | 4", "fr" if "Unité" in head else "de")
    assert [(f.value, f.unit) for f in found] == [(6_500, "EUR"), (4, "percent")]


def test_a_unit_that_is_not_known_keeps_its_scale_and_name() -> None:
    found = figures("产品 | 计量单位 | 产量\n船舶 | 载重吨 | 36\n器件 | 万只（片、套） | 2")
    assert [(f.value, f.counter) for f in found] == [(36, "载重吨"), (20_000, "只")]


def test_rows_after_a_line_between_go_on_with_the_table_before() -> None:
    text = "地区 | 立案（件） | 罚款（万元）\n东渠 | 3 | 6\n续表\n西渠 | 4 | 5\n合计 | 7 | 11"
    assert [f.unit for f in figures(text)] == ["count", "CNY"] * 3
    apart = "地区 | 立案（件） | 罚款（万元）\n东渠 | 3 | 6\n以下是另一件事，与上表没有关系。\n西渠 | 4 | 5"
    assert [f.unit for f in figures(apart)][2:] == ["count", "count"]


def test_a_head_repeated_within_a_table_holds_no_figure() -> None:
    text = "地区 | 2024 | 2025\n东渠 | 3 | 6\n地区 | 2024 | 2025\n西渠 | 4 | 5"
    assert [f.raw for f in figures(text)] == ["3", "6", "4", "5"]


def test_a_table_right_below_another_has_its_own_head() -> None:
    text = "项目 | 立案（件） | 罚款（万元）\n河道 | 12 | 3.5\n项目 | 2025年 | 2024年\n罚款（元） | 61 | 73"
    assert [f.unit for f in figures(text)] == ["count", "CNY", "CNY", "CNY"]
    assert figures(text)[3].metric == "罚款 2024年"


@given(st.lists(st.text("东罚12 .|年%（）万元合计-—", max_size=20), max_size=8))
def test_whatever_the_lines_cells_are_those_of_their_row(lines: list[str]) -> None:
    text = "\n".join(" ".join(line.split()) for line in lines)
    at = 0
    for line in text.split("\n"):
        cells = cells_of(line, at)
        assert [cell.text for cell in cells] == split_row(line)
        assert all(text[cell.start : cell.end] == cell.text for cell in cells)
        at += len(line) + 1
    for table in read_tables(text):
        assert len(table.kinds) == len(table.heads)
    for figure in figures(text):
        assert text[figure.start : figure.end] == figure.raw


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "地区 | 立案（件） | 罚款（万元）\n" + "东渠 | 12 | 3.5\n" * n,
        lambda n: "甲 | 1\n乙\n" * n,
        lambda n: "甲 | 乙 | 丙\n" * n,
        lambda n: "2024 | 2025\n甲 | 乙\n1 | 2\n" * n,
        lambda n: "单位：万元 |\n" * n + "甲 | 1\n",
    ],
)
def test_time_grows_with_the_rows_alone(make) -> None:  # type: ignore[no-untyped-def]
    def taken(n: int) -> float:
        text = make(n)
        start = time.process_time()
        Tables(text)
        return time.process_time() - start

    taken(100)
    assert taken(8_000) < 30 * taken(1_000) + 0.5


@pytest.mark.parametrize("labels", [["区"], ["序号", "区"]])
@pytest.mark.parametrize(
    "groups", [["立案（件）", "罚款（万元）"], ["立案（件）", "罚款（万元）", "占比（%）"]]
)
@pytest.mark.parametrize("cycle", [["2024", "2025"], ["2023年", "2024年", "2025年"]])
def test_a_head_that_lost_its_merged_columns_stands_over_its_share_of_them(
    labels: list[str], groups: list[str], cycle: list[str]
) -> None:
    wide = len(groups) * len(cycle)
    text = "\n".join(
        [
            " | ".join([*labels, *groups]),
            "| " * len(labels) + " | ".join(cycle * len(groups)),
            " | ".join([*["1", "东"][-len(labels) :], *(str(100 + n) for n in range(wide))]),
            " | ".join([*["2", "西"][-len(labels) :], *(str(200 + n) for n in range(wide))]),
        ]
    )
    found = [f for f in figures(text) if f.body == "东" or f.metric.startswith("东")]
    assert [(f.metric.split()[:2], f.year) for f in found] == [
        (["东", group.split("（")[0]], int(year[:4])) for group in groups for year in cycle
    ]


def test_a_row_that_differs_from_another_by_its_year_alone_is_of_that_year() -> None:
    text = "项目 | 东区 | 西区\n2020年比重(%) | 60.3 | 39.7\n2025年比重(%) | 62.7 | 37.3\n2025年旧改（户） | 7 | 9"
    assert [(f.value, f.year) for f in figures(text)] == [
        (60.3, 2020), (39.7, 2020), (62.7, 2025), (37.3, 2025), (7, None), (9, None),
    ]  # fmt: skip


def test_the_rest_of_a_wrapped_label_is_no_group_of_the_rows_below() -> None:
    text = (
        "Motif | Nombre | Part\nUne prime versée par la | 3 | 1%\ncommune |  |\nLe prix | 11 | 4%"
    )
    assert [f.metric for f in figures(text, "fr")][-1] == "Le prix Part"


@pytest.mark.parametrize(
    ("note", "units"),
    [
        ("注：立案单位为件，罚款单位为万元。", [("count", 12), ("CNY", 35_000)]),
        ("备注：立案单位：起；罚款单位：千元", [("count", 12), ("CNY", 3_500)]),
        ("金额单位：万元 数量单位：件", [("count", 12), ("CNY", 35_000)]),
    ],
)
def test_a_note_gives_each_measure_its_unit(note: str, units: list[tuple[str, float]]) -> None:
    text = f"区 | 立案 | 罚款\n东区 | 12 | 3.5\n西区 | 12 | 3.5\n{note}"
    assert [(f.unit, f.value) for f in figures(text)][:2] == units
