"""Units of one thing for each of another are units, not the first of them alone."""

from __future__ import annotations

import pytest

from indexer.extraction.quantities.figures import find_figures


def read(text: str, language: str = "zh") -> list[tuple[float, str]]:
    figures = find_figures(text, ((0, len(text)),), language)
    return [(figure.value, figure.unit) for figure in figures]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("平均浓度47微克/立方米", 47, "ug/m3"),
        ("平均浓度47 μg/m³", 47, "ug/m3"),
        ("平均浓度47µg/m3", 47, "ug/m3"),
        ("排放1.2毫克／升", 1.2, "mg/L"),
        ("均价3.2万元/吨", 32000, "CNY/t"),
        ("均价3200元每吨", 3200, "CNY/t"),
        ("房价8500元/平方米", 8500, "CNY/m2"),
        ("租金35元/平方米·月", 35, "CNY/m2/month"),
        ("补贴500元/人月", 500, "CNY/person/month"),
        ("电价0.56元/千瓦时", 0.56, "CNY/kWh"),
        ("电价5分/千瓦时", 0.05, "CNY/kWh"),
        ("密度345人/平方公里", 345, "person/km2"),
        ("发病率12.3例/10万", 12.3, "例/10万"),
        ("普及率112部/百人", 112, "部/百人"),
        ("能耗0.45吨标准煤/万元", 0.45, "tce/万元"),
        ("单产456公斤/亩", 456, "kg/mu"),
        ("产能12万吨/日", 120000, "t/day"),
    ],
)
def test_a_rate_has_its_own_unit(text: str, value: float, unit: str) -> None:
    assert read(text) == [(pytest.approx(value), unit)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("prices of £120/tonne", 120, "GBP/t"),
        ("a level of 35 mg/L", 35, "mg/L"),
        ("yields of 6.5 t/ha", 6.5, "t/ha"),
    ],
)
def test_a_rate_in_english(text: str, value: float, unit: str) -> None:
    assert read(text, "en") == [(pytest.approx(value), unit)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("检查120家/次", 120, "count"),
        ("出动350人/次", 350, "count"),
        ("罚款12元/或更多", 12, "CNY"),
        ("得分90分/人均", 90, "points"),
        ("罚款12万元/移送3件", 120000, "CNY"),
    ],
)
def test_a_stroke_between_two_words_makes_no_rate(text: str, value: float, unit: str) -> None:
    assert (value, unit) in read(text)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("投资2千3百万元", 23000000, "CNY"),
        ("投资3百5十万元", 3500000, "CNY"),
        ("投资3亿5000万元", 350000000, "CNY"),
        ("投资1亿2千万元", 120000000, "CNY"),
        ("用水60亿立方米", 6000000000, "m3"),
        ("发电12.3亿千瓦时", 1230000000000, "Wh"),
        ("周转量123.4亿吨公里", 12340000000, "t_km"),
        ("噪声55.1分贝", 55.1, "dB"),
        ("吞吐12万标箱", 120000, "count"),
        ("投资12百万元", 12000000, "CNY"),
        ("节能12万吨标准煤", 120000000, "kg_coal"),
    ],
)
def test_scales_and_long_units(text: str, value: float, unit: str) -> None:
    assert read(text) == [(pytest.approx(value), unit)]
