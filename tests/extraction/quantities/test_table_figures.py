"""Numbers in table cells: named by row and column, in the unit that heading or caption tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document.report import Figure
from indexer.extraction.quantities.figures import find_figures


def figures(text: str, language: str = "zh", year: int | None = None) -> list[Figure]:
    return list(find_figures(text, [(0, len(text))], language, year))


def named(found: list[Figure]) -> list[tuple[str, float, str, str]]:
    return [(figure.raw, figure.value, figure.unit, figure.metric) for figure in found]


def test_a_unit_in_the_columns_heading_multiplies_into_its_bare_numbers() -> None:
    found = figures("地区 | 立案（件） | 罚款（万元）\n东渠 | 31 | 698.2\n合计 | 1,031 | 0.5")
    assert named(found) == [
        ("31", 31, "count", "东渠 立案"),
        ("698.2", 6_982_000, "CNY", "东渠 罚款"),
        ("1,031", 1031, "count", "合计 立案"),
        ("0.5", 5_000, "CNY", "合计 罚款"),
    ]
    assert found[0].counter == "件"


def test_the_units_of_a_caption_go_to_the_columns_that_they_fit() -> None:
    text = "表2 行政处罚（单位：件、万元）\n领域 | 办结案件 | 罚没款 | 比上年\n食品 | 214 | 98.60 | -4.6%"
    gains = figures(
        "表2 行政处罚（单位：件、万元）\n领域 | 案件 | 没收违法所得\n食品 | 214 | 98.60"
    )
    assert (gains[1].value, gains[1].unit) == (986_000, "CNY")
    assert named(figures(text)) == [
        ("214", 214, "count", "食品 办结案件"),
        ("98.60", 986_000, "CNY", "食品 罚没款"),
        ("-4.6%", -4.6, "percent", "食品 比上年"),
    ]
    assert [figure.role for figure in figures(text)] == ["level", "level", "change"]


def test_one_money_unit_above_the_table_leaves_counts_alone() -> None:
    found = figures(
        "单位：万元\n指标 | 2024年 | 2023年\n罚款 | 12.5 | 11\n案件数 | 31 | 30", year=2024
    )
    assert [(figure.value, figure.unit, figure.role) for figure in found] == [
        (125_000, "CNY", "level"),
        (110_000, "CNY", "previous"),
        (31, "count", "level"),
        (30, "count", "previous"),
    ]


def test_a_column_of_units_counts_for_its_row() -> None:
    found = figures("指标 | 单位 | 数量\n罚款 | 万元 | 12.5\n办结案件 | 件 | 30")
    assert [(figure.value, figure.unit) for figure in found] == [(125_000, "CNY"), (30, "count")]


def test_a_unit_in_the_rows_label_counts_for_its_row() -> None:
    found = figures("指标 | 本年\n罚款（万元） | 12.5\n面积（平方米） | 30")
    assert [(figure.value, figure.unit) for figure in found] == [(125_000, "CNY"), (30, "m2")]


@pytest.mark.parametrize(
    ("heading", "language", "cell", "value", "unit"),
    [
        ("Fines (£ thousand)", "en", "1,020", 1_020_000, "GBP"),
        ("Fines (£m)", "en", "1.5", 1_500_000, "GBP"),
        ("Fines (£'000)", "en", "12", 12_000, "GBP"),
        ("Fines (£)", "en", "5,000", 5_000, "GBP"),
        ("Amendes (en milliers d'euros)", "fr", "1 020", 1_020_000, "EUR"),
        ("Bußgelder (Mio. €)", "de", "1,5", 1_500_000, "EUR"),
        ("Bußgelder (T€)", "de", "15", 15_000, "EUR"),
        ("Bußgelder (TEUR)", "de", "120,5", 120_500, "EUR"),
        ("Einnahmen (MEUR)", "de", "1,2", 1_200_000, "EUR"),
        ("Ertrag (TCHF)", "de", "15", 15_000, "CHF"),
        ("Multas (€)", "es", "1.500", 1_500, "EUR"),
        ("金額（千円）", "ja", "345", 345_000, "JPY"),
        ("占比（%）", "zh", "34.4", 34.4, "percent"),
    ],
)
def test_units_are_read_in_other_languages_too(
    heading: str, language: str, cell: str, value: float, unit: str
) -> None:
    found = figures(f"X | A | {heading}\nAlpha | 7 | {cell}", language)
    assert [(f.raw, f.value, f.unit) for f in found if f.raw == cell] == [(cell, value, unit)]


@pytest.mark.parametrize("heading", ["Fines (2024)", "Fines (total)", "Fines (see note)"])
def test_a_word_in_brackets_that_is_no_unit_changes_nothing(heading: str) -> None:
    found = figures(f"X | {heading}\nAlpha | 12", "en")
    assert [(figure.value, figure.unit) for figure in found if figure.raw == "12"] == [
        (12, "count")
    ]


def test_a_cell_with_its_own_unit_keeps_it() -> None:
    found = figures("地区 | 罚款（万元）\n东渠 | 1.2亿元\n西渠 | 3件")
    assert [(figure.value, figure.unit) for figure in found] == [(120_000_000, "CNY"), (3, "count")]


def test_a_cell_that_holds_prose_is_read_as_prose() -> None:
    prose = "全年对违规储存危险物品的企业立案31起，罚款12.5万元，比上年增长8%，并督促完成整改"
    found = figures(f"项目 | 说明（万元）\n执法 | {prose}")
    assert [(f.raw, f.metric, f.role) for f in found][1] == ("12.5万元", "罚款", "level")
    assert found[2].role == "change"


@given(st.decimals(min_value=0, max_value=99999, places=2).map(lambda d: f"{d:.2f}"))
def test_whatever_the_number_raw_is_as_printed_and_value_is_scaled(cell: str) -> None:
    text = f"地区 | 罚款（万元）\n东渠 | {cell}\n"
    for figure in figures(text):
        assert text[figure.start : figure.end] == figure.raw == cell
        assert figure.value == pytest.approx(float(cell) * 10_000)


def test_an_empty_cell_leaves_the_values_after_it_under_their_own_headings() -> None:
    found = figures(
        "地区 | 立案（件） | 罚款（万元）\n东渠 | | 698.2\n西渠 | 12 |\n合计 | 12 | 698.2"
    )
    assert named(found)[:2] == [
        ("698.2", 6_982_000, "CNY", "东渠 罚款"),
        ("12", 12, "count", "西渠 立案"),
    ]


def test_a_heading_over_several_columns_goes_with_the_one_below_it() -> None:
    text = "地区 | 2023年 | | 2024年 |\n地区 | 立案（件） | 罚款（万元） | 立案（件） | 罚款（万元）\n东渠 | 31 | 698.2 | 12 | 18.5"
    found = [figure for figure in figures(text, year=2024) if figure.role in ("level", "previous")]
    assert [(f.raw, f.role, f.unit) for f in found if f.raw in ("698.2", "18.5")] == [
        ("698.2", "previous", "CNY"), ("18.5", "level", "CNY"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "language", "year"),
    [
        ("上年", "zh", 2030),
        ("去年度", "zh", 2030),
        ("昨年度", "ja", 2030),
        ("前年度", "ja", 2030),
        ("Prior year", "en", 2030),
        ("L'an dernier", "fr", 2030),
        ("Année précédente", "fr", 2030),
        ("Vorjahr", "de", 2030),
        ("Año anterior", "es", 2030),
        ("前年", "zh", None),
    ],
)
def test_a_head_of_the_year_before_dates_its_column(
    head: str, language: str, year: int | None
) -> None:
    own, earlier = figures(f"项目 | 2031 | {head}\n植树（棵） | 350 | 300", language, 2031)
    assert (own.year, own.role) == (2031, "level")
    assert (earlier.year, earlier.role) == (year, "previous")


@pytest.mark.parametrize(
    ("head", "codes", "language"),
    [
        ("AGS", ["09171", "09172"], "de"),
        ("Gemeindeschlüssel", ["14612", "14625"], "de"),
        ("コード", ["14101", "14341"], "ja"),
        ("市町村コード", ["04101", "04341"], "ja"),
        ("Código", ["211", "312"], "es"),
        ("Commune", ["01004", "01007"], "fr"),  # told by the noughts before them
        ("区划", ["0551", "0552"], "zh"),
    ],
)
def test_codes_of_places_are_labels_whatever_their_head(
    head: str, codes: list[str], language: str
) -> None:
    rows = [f"{name} | {code} | {n}" for name, code, n in zip("AB", codes, (31, 42), strict=True)]
    text = "\n".join([f"Name | {head} | Cases", *rows])
    assert [figure.value for figure in figures(text, language)] == [31, 42]


def test_counts_are_no_codes() -> None:
    text = "District | Cases | Share\nNorth | 120 | 0.5\nSouth | 310 | 0.25\nWest | 0 | 0"
    assert [f.value for f in figures(text, "en")] == [120, 0.5, 310, 0.25, 0, 0]


GROUPED = "{0} | {1} | n\n东区 | 工业 | 120\n| 服务业 | 210\n| 小计 | 330\n西区 | 工业 | 88\n| 服务业 | 140\n合计 | | 558"


def test_a_blank_label_says_the_same_as_the_one_above() -> None:
    found = figures(GROUPED.format("地区", "类别").replace("n\n", "企业数（家）\n"))
    assert [(f.value, f.metric) for f in found] == [
        (120, "东区 工业 企业数"),
        (210, "东区 服务业 企业数"),
        (330, "东区 小计 企业数"),
        (88, "西区 工业 企业数"),
        (140, "西区 服务业 企业数"),
        (558, "合计 企业数"),
    ]


def test_a_blank_label_at_the_top_of_a_page_goes_on_from_the_page_before() -> None:
    text = (
        "地区 | 类别 | 企业数（家）\n东区 | 工业 | 120\n西区 | 工业 | 88\n"
        "续表\n| 服务业 | 140\n合计 | | 348"
    )
    assert [f.metric for f in figures(text)][2:] == ["西区 服务业 企业数", "合计 企业数"]


def test_a_total_beside_blank_labels_is_of_the_whole() -> None:
    text = "Region | Kind | Sites\nNorth | Farms | 12\n| Total | 30"
    assert [f.metric for f in figures(text, "en")] == ["North Farms Sites", "Total Sites"]


@pytest.mark.parametrize(
    ("caption", "language", "unit"),
    [
        ("Income by entity, USD thousand", "en", "USD"),
        ("Table 3 Income by entity – thousand euros", "en", "EUR"),
        ("Dépenses par service, milliers d'euros", "fr", "EUR"),
        ("Ausgaben nach Bereichen, Tsd. EUR", "de", "EUR"),
    ],
)
def test_a_unit_that_ends_the_caption_is_the_tables(caption: str, language: str, unit: str) -> None:
    point = "." if language == "en" else ","
    found = figures(f"{caption}\nEntity | 2031\nA | 12{point}5\nB | 3{point}5", language, 2031)
    assert [(f.value, f.unit) for f in found] == [(12_500, unit), (3_500, unit)]


@pytest.mark.parametrize("mark", ["其中：", "#", "# "])
def test_parts_that_add_up_to_their_whole_leave_the_next_to_it(mark: str) -> None:
    text = (
        "指标 | 年末数（人）\n总人口 | 1000\n{0}城镇 | 600\n乡村 | 400\n{0}男性 | 510\n女性 | 490\n"
        "户数 | 300\n{0}农户 | 120"
    )
    found = figures(text.format(mark))
    told = [(f.value, f.metric.replace("其中：", "")) for f in found]
    assert told == [
        (1000, "总人口 年末数"),
        (600, "总人口 城镇 年末数"),
        (400, "乡村 年末数"),
        (510, "总人口 男性 年末数"),
        (490, "女性 年末数"),
        (300, "户数 年末数"),
        (120, "户数 农户 年末数"),
    ]


def test_a_part_of_what_is_no_sum_is_of_the_row_above() -> None:
    text = "指标 | 产量（吨）\n粮食 | 1000\n其中：夏粮 | 300\n油料 | 90\n其中：花生 | 50"
    assert [f.metric for f in figures(text)][-1] == "油料 其中：花生 产量"


@pytest.mark.parametrize("head", ["Échéancier", "ÉCHEANCIER", "Deadline", "完成时限", "Plazo"])
def test_years_by_which_something_is_due_are_no_figures(head: str) -> None:
    text = f"Action | {head} | Cost\nPlan | 2031 | $$$\nBuild | 2031-2036* | $\nOpen | 2033* |"
    assert figures(text, "fr") == []


def test_kilowatt_hours_are_one_unit_however_they_are_written() -> None:
    text = "发电量3.2亿千瓦小时，用电5千瓦时，储能2兆瓦小时。"
    assert [(f.value, f.unit) for f in figures(text)] == [
        (3.2e11, "Wh"),
        (5000, "Wh"),
        (2_000_000, "Wh"),
    ]


def test_ranks_of_several_years_are_no_figures_either() -> None:
    text = "行业 | 比重(%) | | 位次 |\n| 2021 | 2031 | 2021 | 2031\n煤炭 | 6.4 | 3.5 | 7 | 11\n电力 | 3.7 | 3.9 | 10 | 9"
    found = figures(text, year=2031)
    assert [f.value for f in found if f.role != "ordinal"] == [6.4, 3.5, 3.7, 3.9]


def test_columns_of_changes_that_are_headed_alike_are_each_of_the_measure_beside_it() -> None:
    text = (
        "国别 | 出口额（亿元） | 比上年增长（%） | 进口额（亿元） | 比上年增长（%）\n"
        "合计 | 38.9 | -1.8 | 24.2 | 3.6\n东洲 | 16.7 | -0.7 | 14.9 | 10.9"
    )
    assert [f.metric for f in figures(text)][:4] == [
        "合计 出口额",
        "合计 出口额 比上年增长",
        "合计 进口额",
        "合计 进口额 比上年增长",
    ]
