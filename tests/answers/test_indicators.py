"""Indicators that a question abbreviates or names in another language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Index, build
from indexer.answers.indicators import names_of_indicators

from .asking import assert_literal

_REPORT = """榕溪市2031年国民经济和社会发展统计公报

一、综合
初步核算，全年地区生产总值835.2亿元，按不变价格计算，比上年增长5.7%。人均地区生产总值71250元。
全年单位GDP能耗下降2.3%。
二、物价
全年居民消费价格比上年上涨1.4%，工业生产者出厂价格下降0.8%。
三、生态
全市细颗粒物年均浓度29微克/立方米。
"""


@pytest.fixture(scope="module")
def bulletin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("bulletin")
    (folder / "榕溪市统计局.txt").write_text(_REPORT, "utf-8")
    build([folder], folder / "index")
    with Index.open(folder / "index") as index:
        yield index


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("榕溪市GDP增长多少", 5.7),
        ("榕溪市GDP增速", 5.7),
        ("How fast did Rongxi's GDP grow?", 5.7),
        ("How fast did Rongxi's gross domestic product grow?", 5.7),
        ("Wie stark wuchs das BIP von Rongxi?", 5.7),
        ("榕溪市GDP是多少", 83_520_000_000),
        ("榕溪市单位GDP能耗下降多少", 2.3),
        ("榕溪市CPI涨了多少", 1.4),
    ],
)
def test_an_abbreviation_asks_for_the_indicator_that_it_stands_for(
    bulletin: Index, question: str, value: float
) -> None:
    answer = bulletin.ask(question)
    assert answer.question == question
    assert answer.rows[0].figures[0].value == value, answer.answer
    assert_literal(bulletin, answer)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("GDP多少", ("地区生产总值",)),
        ("地区生产总值（GDP）多少", ()),
        ("croissance du PIB", ("地区生产总值",)),
        ("динамика ВВП", ("地区生产总值",)),
        ("Consumer prices and PPI in 2031", ("居民消费价格", "工业生产者出厂价格")),
        ("PM2.5浓度", ("细颗粒物",)),
        ("GDPR fines", ()),
        ("the cod quota", ()),
        ("罚款多少", ()),
    ],
)
def test_only_whole_abbreviations_and_names_are_told(question: str, names: tuple[str, ...]) -> None:
    assert names_of_indicators(question) == names
