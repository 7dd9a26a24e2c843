from __future__ import annotations

import math
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.document.report import Figure
from indexer.extraction.quantities.figures import find_figures
from indexer.reading.read import read_report
from indexer.text.sentences import split_sentences


def _figures(text: str, language: str = "zh") -> tuple[Figure, ...]:
    return find_figures(text, split_sentences(text, ()), language)


def _only(text: str, language: str = "zh") -> Figure:
    (figure,) = _figures(text, language)
    return figure


@given(
    st.text(
        alphabet="共罚款0123456789.,，。万亿元件%％一二十百余两第年月（）“” \u200b\n£bnm",
        max_size=120,
    )
)
@settings(max_examples=200)
def test_figures_are_ordered_slices_inside_their_clause_and_sentence(text: str) -> None:
    end = 0
    for figure in _figures(text):
        assert end <= figure.start < figure.end <= len(text)
        end = figure.end
        assert figure.raw == text[figure.start : figure.end]
        assert figure.clause_start <= figure.start and figure.end <= figure.clause_end
        assert figure.sentence_start <= figure.clause_start
        assert figure.sentence_start <= figure.start < figure.sentence_end
        assert math.isfinite(figure.value)


def test_a_figure_takes_its_words_from_its_own_sentence_up_to_its_first_letter() -> None:
    text = "Cases were heard. Fines rose, 21 of them. Inspection (20(23) was late."
    fines, *bracketed = _figures(text, "en")
    assert fines.metric == "Fines" and fines.clause_start == text.index("Fines")
    assert bracketed and all(f.clause_start == f.sentence_start for f in bracketed)


@given(st.integers(1, 10**7), st.sampled_from([("元", 1), ("万元", 10**4), ("亿元", 10**8)]))
def test_money_reads_back_in_base_units(hundredths: int, scale: tuple[str, int]) -> None:
    number = Decimal(hundredths) / 100
    for spelled in (f"{number}", f"{number:,}"):
        figure = _only(f"甲县罚款{spelled}{scale[0]}。")
        assert (figure.value, figure.unit) == (float(number * scale[1]), "CNY")
        assert figure.metric == "甲县罚款"


@given(st.integers(1, 99999))
def test_sterling_and_dollars_read_back(tenths: int) -> None:
    number = Decimal(tenths) / 10
    assert _only(f"Fines came to £{number}bn.", "en").value == float(number * 10**9)
    assert _only(f"Fines came to US${number} million.", "en").unit == "USD"


@given(st.integers(0, 1000))
def test_percent_reads_back_in_every_spelling(tenths: int) -> None:
    number = Decimal(tenths) / 10
    for text, language in (
        (f"合格率{number}%", "zh"),
        (f"合格率{number}％", "zh"),
        (f"the rate was {number} per cent", "en"),
        (f"le taux est de {str(number).replace('.', ',')} %", "fr"),
    ):
        figure = _only(text, language)
        assert (figure.value, figure.unit) == (float(number), "percent")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("合格率百分之五十一", 51, "percent"),
        ("出生率千分之三", 0.3, "percent"),
        ("出生率3‰", 0.3, "percent"),
        ("上升2.3个百分点", 2.3, "percentage_points"),
        ("受理四千八百七十二条", 4872, "count"),
        ("检查近百家", 100, "count"),
        ("投资13.65万亿元", 13.65e12, "CNY"),
        ("投资7.4\u200b万亿元", 7.4e12, "CNY"),
        ("增加1300多亿美元", 1300e8, "USD"),
        ("人均收入达到1900多元", 1900, "CNY"),
        ("发放5万多元。", 50000, "CNY"),
        ("绿化30亩", 20000, "m2"),
        ("修路5公里", 5000, "m"),
        ("发放装备12 台（套）", 12, "count"),
        ("占地三成以上", 30, "percent"),
    ],
)
def test_values_are_in_base_units(text: str, value: float, unit: str) -> None:
    figure = _only(text)
    assert (figure.value, figure.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "2031年3月15日印发", "二〇三一年度报告", "第3批名单", "第十二条规定", "某政发〔2031〕12号文",
        "12345热线受理", "拨打110报警", "细颗粒物PM2.5治理", "推广5G应用", "落实“双随机、一公开”",
        "落实三项制度", "八五普法收官", "一把手负责", "三重一大事项", "《法治建设纲要（2031—2035年）》",
        "一方面抓宣传", "1.强化学习", "（一）加强领导", "3.2 Title of it", "十四五规划", "电话0755-1234567",
        "千方百计办好", "3月至5月开展", "比例为1:3",
    ],
)  # fmt: skip
def test_look_alikes_are_no_figures(text: str) -> None:
    assert _figures(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Section 5.126 applies.", "In 2031/32 and FY17", "on 3 May 2031", "COVID-19", "See No. 5",
        "when residents phone the 12345 line", "the 12345 government hotline",
    ],
)  # fmt: skip
def test_english_look_alikes_are_no_figures(text: str) -> None:
    assert _figures(text, "en") == ()


@pytest.mark.parametrize(
    ("text", "role", "value"),
    [
        ("检查120次，同比下降30%", "change", -30),
        ("案件比上年增加198件", "change", 198),
        ("案件减少46件", "change", -46),
        ("检查次数提高到300次", "level", 300),
        ("新增执法人员3人", "level", 3),
        ("力争建成5个示范点", "plan", 5),
    ],
)
def test_roles_of_chinese_figures(text: str, role: str, value: float) -> None:
    figure = _figures(text)[-1]
    assert (figure.role, figure.value) == (role, value)


def test_a_fall_from_one_level_to_another_keeps_both_levels() -> None:
    first, second, third = _figures("年度计划企业从去年的80家压减至40家，降幅达50%")
    assert (first.role, second.role, third.role) == ("previous", "level", "change")
    assert first.metric == second.metric == third.metric
    assert third.value == -50


def test_english_roles() -> None:
    text = "Fines totalled £9.9m, against £8.8m the year before, a rise of about 12%."
    level, before, rise = _figures(text, "en")
    assert [f.role for f in (level, before, rise)] == ["level", "previous", "change"]
    assert level.metric == before.metric == "Fines"
    assert rise.bound == "about"


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("培训10余次", "over"), ("培训近1000人", "under"), ("培训约5万人", "about"),
        ("培训不少于80学时", "over"), ("费用不超过5万元", "under"), ("履职率88%以上", "over"),
        ("听众超3000人", "over"), ("听众3000人", ""),
    ],
)  # fmt: skip
def test_bounds(text: str, bound: str) -> None:
    assert _only(text).bound == bound


@pytest.mark.parametrize(
    ("text", "language", "low", "high"),
    [
        ("抽查10-15件", "zh", 10, 15),
        ("罚款3至5万元", "zh", 3e4, 5e4),
        ("抽查3至5家", "zh", 3, 5),
        ("de 200 à 3 000 euros", "fr", 200, 3000),
    ],
)
def test_ranges_are_one_figure(text: str, language: str, low: float, high: float) -> None:
    figure = _only(text, language)
    assert (figure.value, figure.high) == (low, high)


def test_each_clause_of_a_list_names_its_own_figure() -> None:
    figures = _figures("全年立案21起，行政处罚36次，罚款合计54.9万元，平均每案1.5万元。")
    assert [f.metric for f in figures[:3]] == ["立案", "行政处罚", "罚款"]
    assert "平均" in figures[3].metric and "罚款" in figures[3].metric


def test_brackets_do_not_steal_the_metric_of_what_follows_them() -> None:
    figures = _figures("行政处罚90起（简易30起、普通60起），减少5%。")
    assert figures[-1].metric == "行政处罚"


def test_table_cells_take_row_and_column_as_metric() -> None:
    text = "事项 | 件数 | 占比\n行政许可 | 1,346 | 12.5%\n行政处罚 | 20 | 3%\n"
    figures = _figures(text)
    assert [(f.value, f.metric) for f in figures] == [
        (1346, "行政许可 件数"), (12.5, "行政许可 占比"), (20, "行政处罚 件数"), (3, "行政处罚 占比"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "value", "counter"),
    [
        ("They served 9,910 notices.", "en", 9910, "notices"),
        ("It imposed 16 financial penalties on firms.", "en", 16, "financial penalties"),
        ("Only three individuals paid.", "en", 3, "individuals"),
        ("won 537 convictions", "en", 537, "convictions"),
        ("Les 36 amendes", "fr", 36, "amendes"),
        ("a reçu 12 193 plaintes", "fr", 12193, "plaintes"),
        ("送検は79件だった", "ja", 79, "件"),
        ("違反は2万6117事業場", "ja", 26117, "事業場"),
    ],
)
def test_counted_nouns_of_other_languages(
    text: str, language: str, value: float, counter: str
) -> None:
    figure = _only(text, language)
    assert (figure.value, figure.counter) == (value, counter)


@pytest.mark.parametrize(
    "unit",
    [
        *("1,234,", "一二百", "1 ", "件1", "3万", "（1）", "a1 ", "百分之", "“1"),
        *("1⁰", "1·", "-1", "| -1 ", "1元/", "1，234", "[1]"),
    ],
)
def test_hostile_rows_take_linear_time(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    began = time.process_time()
    find_figures(text, ((0, len(text)),), "zh")
    assert time.process_time() - began < 10  # 3 s on an idle machine; square time takes minutes


def roles(text: str, year: int | None = None) -> list[tuple[str, str, str]]:
    found = find_figures(text, [(0, len(text))], "zh", year)
    return [(figure.raw, figure.metric, figure.role) for figure in found]


def test_a_target_of_growth_is_a_plan_and_growth_beyond_a_target_is_a_change() -> None:
    text = "明年发展主要预期目标是：产值增长6.5%左右；新增就业10万人；单位能耗下降3%。"
    assert [role for _, _, role in roles(text)] == ["plan"] * 3
    assert roles("全年完成了预期目标，产值增长6.5%。")[0][2] == "change"
    assert roles("实际支出比年初计划减少30万元。")[0][2] == "change"
    assert roles("模拟演练次数增长5%。")[0][2] == "change"


def test_a_level_of_an_earlier_year_is_previous_where_the_reports_year_is_known() -> None:
    text = "2023年的罚款为19.3万元，2024年罚款25万元。"
    assert [role for _, _, role in roles(text, 2024)] == ["previous", "level"]
    assert [role for _, _, role in roles(text)] == ["level", "level"]
    assert roles("自2023年以来累计检查30次。", 2024)[0][2] == "level"


def test_figures_in_brackets_are_named_by_the_words_before_their_bracket() -> None:
    text = "其中噪声扰民（7830件）、占道经营（7177件）和违规停放（311件）。"
    assert [metric for _, metric, _ in roles(text)] == ["噪声扰民", "占道经营", "违规停放"]
    assert roles("立案211起（同比增长5%）。")[1][:2] == ("5%", "立案")


@pytest.mark.parametrize(
    "text", ["收入合计 €\n740件案件办结。", "成本 $\n12 cases were closed.", "10至\n20件"]
)
def test_a_figure_never_reaches_over_a_line_end(text: str) -> None:
    sentences = ((0, text.index("\n") + 1), (text.index("\n") + 1, len(text)))
    for figure in find_figures(text, sentences, "zh", 2025):
        assert "\n" not in figure.raw and figure.unit == "count"


def test_a_report_s_own_name_is_no_part_of_what_it_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# 桐川县水利局2031年度工作报告\n\n桐川县水利局 2032年1月5日\n\n"
        "2031年，桐川县水利局立案十九件，罚款9.5万元。\n",
        encoding="utf-8",
    )
    report = read_report(path, "a.md")
    assert [(f.metric, f.value) for f in report.figures] == [("立案", 19), ("罚款", 95_000)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("净利润(11.70)万元。", "zh", [(-117_000, "CNY")]),
        ("净利润（1,170.5）元。", "zh", [(-1170.5, "CNY")]),
        ("净利润为3万元，上年-3.2万元。", "zh", [(30_000, "CNY"), (-32_000, "CNY")]),
        ("A loss of £(3.2) million.", "en", [(-3_200_000, "GBP")]),
        ("下列(3)个问题、(12)项。", "zh", []),
        ("See item (3.2) and cases (4).", "en", [(3.2, "count")]),
        ("过料は1億2,345万円、1亿2345万円。", "ja", [(123_450_000, "JPY"), (123_450_000, "JPY")]),
    ],
)
def test_brackets_and_further_digits_belong_to_a_number(
    text: str, language: str, expected: list[tuple[float, str]]
) -> None:
    found = [f for f in find_figures(text, ((0, len(text)),), language) if f.role != "ordinal"]
    assert [(f.value, f.unit) for f in found] == expected


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("全区生产总值58亿元，按不变价格计算，比上年增长5.7%。", ["生产总值"] * 2),
        ("全区生产总值58亿元,按可比价计算,同比增长5.7%。", ["生产总值"] * 2),
        ("工业增加值21亿元，扣除价格因素后增长3%。", ["工业增加值"] * 2),
        (
            "人均可支配收入5万元，名义增长6%，扣除价格因素实际增长5.1%，实际增速比上年快0.2个百分点。",
            ["人均可支配收入", "人均可支配收入（名义）", "人均可支配收入（实际）"],
        ),
        ("税收8亿元，剔除减税降费因素影响后，可比增长4%。", ["税收"] * 2),
        ("用电量9亿千瓦时，同口径下降2%。", ["用电量"] * 2),
        ("检查30家，实际35家。", ["检查", "实际"]),
        ("实际到位资金3亿元。", ["实际到位资金"]),
        ("固定资产投资（不含农户）52亿元，增长3.2%。", ["固定资产投资（不含农户）"] * 2),
        (
            "立案（含上年结转）120件，结案（不含移送）98件。",
            ["立案（含上年结转）", "结案（不含移送）"],
        ),
        ("规模以上企业（年收入2000万元及以上）320家。", ["年收入", "规模以上企业"]),
        ("罚款41件（其中大额3件）12万元。", ["罚款", "大额", "罚款"]),
    ],
)
def test_a_basis_or_a_bracket_does_not_hide_what_is_counted(text: str, metrics: list[str]) -> None:
    assert [f.metric for f in _figures(text)][: len(metrics)] == metrics


@pytest.mark.parametrize("sign", ["Rs ", "Rs.", "Rs. ", "₹", "INR "])
def test_rupees_are_money_under_each_of_their_signs(sign: str) -> None:
    figure = _only(f"Penalties of {sign}4.5 crore were imposed.", "en")
    assert (figure.value, figure.unit, figure.metric) == (4.5e7, "INR", "Penalties")
