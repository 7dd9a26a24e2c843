from __future__ import annotations

import pytest

from indexer.gazetteer.regions import administrative_level, find_region, romanised, short_name


@pytest.mark.parametrize(
    ("issuer", "context", "region"),
    [
        ("黄山市水利局", "", "安徽黄山"),
        ("歙县水利局", "", "安徽黄山"),
        ("青海省水利厅", "", "青海"),
        ("北京市密云区水务局", "", "北京密云"),
        ("内蒙古自治区水利厅", "", "内蒙古"),
        ("甘孜藏族自治州水利局", "", "四川甘孜"),
        ("国家林业和草原局", "", "全国"),
        ("交通运输部", "", "全国"),
        ("云上市水利局", "", ""),
        ("青石镇人民政府", "青石镇属黟县管辖", "安徽黄山"),
    ],
)
def test_region_of_a_chinese_issuer(issuer: str, context: str, region: str) -> None:
    assert find_region(issuer, "zh", context) == region


def test_a_district_name_that_many_cities_share_is_settled_by_the_text() -> None:
    assert find_region("朝阳区水务局", "zh", "长春市全年降水偏少，长春市水库蓄水正常") == "吉林长春"
    assert find_region("朝阳区水务局", "zh", "") == ""


@pytest.mark.parametrize(
    ("language", "context", "region"),
    [
        ("en", "Fines of £2 million were imposed across the United Kingdom.", "United Kingdom"),
        ("fr", "Les contrôles ont eu lieu dans toute la France.", "France"),
        ("de", "In ganz Österreich wurden Betriebe geprüft.", "Österreich"),
        ("es", "Se inspeccionaron puertos en toda España.", "España"),
        ("en", "Fines rose.", ""),
    ],
)
def test_country_of_a_western_report(language: str, context: str, region: str) -> None:
    assert find_region("", language, context) == region


def test_a_japanese_prefecture_stands_below_the_country() -> None:
    assert find_region("長野県環境部", "ja") == "日本長野県"
    assert find_region("環境省", "ja") == "日本"


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("水利部", "national"),
        ("国家税务总局", "national"),
        ("安徽省水利厅", "province"),
        ("黄山市水利局", "city"),
        ("歙县水利局", "county"),
        ("云上县水利局", "county"),
        ("青石镇人民政府", "town"),
        ("东湖街道办事处", "town"),
        ("安徽黄山", "city"),
        ("", ""),
    ],
)
def test_administrative_level(name: str, level: str) -> None:
    assert administrative_level(name) == level


def test_romanised_names_drop_the_rank_and_keep_shaanxi_apart() -> None:
    assert romanised("黄山市") == "huangshan"
    assert romanised("重庆市") == "chongqing"
    assert romanised("陕西省") == "shaanxi"
    assert romanised("山西省") == "shanxi"
    assert romanised("甘孜藏族自治州") == "ganzi"


def test_a_name_of_one_character_keeps_its_rank() -> None:
    assert short_name("歙县") == "歙县"
    assert short_name("黔东南苗族侗族自治州") == "黔东南"


@pytest.mark.parametrize(
    ("issuer", "context", "region"),
    [
        ("", "Oregon law asks the agency to report. Fines rose.", "Oregon, United States"),
        ("Utah Harbour Agency", "Utah and Nevada share the lake.", "Utah, United States"),
        ("", "Fines in Utah and Nevada rose in federal fiscal year 2019.", "United States"),
        ("", "The fines were imposed in Ontario, Canada.", "Ontario, Canada"),
        ("", "Fines rose across Australia.", "Australia"),
        ("", "West Virginia inspected more dams.", "West Virginia, United States"),
    ],
)
def test_the_one_state_that_a_report_names_goes_before_its_country(
    issuer: str, context: str, region: str
) -> None:
    assert find_region(issuer, "en", context) == region
