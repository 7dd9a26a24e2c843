"""Statements in other words than their report's: true ones are borne out, altered ones are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Index, build
from indexer.drafting.claims import Claim

_THIS_YEAR = """苇泊市水务局2031年工作情况

一、执法
2031年苇泊市水务局开展河道巡查2146次，查获非法采砂船只37艘，作出行政处罚118件，罚款412.6万元。
二、供水
全市自来水普及率达到96.3%，新铺设供水管道284.5公里，改造老旧管网的小区有63个。
三、队伍
年末在编职工529人，举办业务培训17期。
"""
_LAST_YEAR = """苇泊市水务局2030年工作情况

一、执法
2030年苇泊市水务局开展河道巡查1873次，查获非法采砂船只52艘，作出行政处罚96件，罚款305.8万元。
二、供水
全市自来水普及率达到94.1%，新铺设供水管道198.2公里，改造老旧管网的小区有41个。
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("rewording")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "2031.txt").write_text(_THIS_YEAR, encoding="utf-8")
    (folder / "corpus" / "2030.txt").write_text(_LAST_YEAR, encoding="utf-8")
    build([folder / "corpus"], folder / "index")
    with Index.open(folder / "index") as opened:
        yield opened


def verdict(index: Index, text: str) -> str:
    claim: Claim = index.cite(text)[-1]
    return claim.verdict


@pytest.mark.parametrize(
    "text",
    [
        "2031年，苇泊市水务局巡河2146次。",
        "苇泊市水务局2031年开出的罚款总额为412.6万元。",
        "苇泊市水务局2031年底有529名职工。",
        "苇泊市水务局2030年查扣非法采砂船52艘。",
    ],
)
def test_a_true_sentence_in_other_words_is_supported(index: Index, text: str) -> None:
    assert verdict(index, text) == "supported"


@pytest.mark.parametrize(
    "text",
    [
        "The bureau imposed fines of 4.126 million yuan.",
        "The bureau imposed 118 administrative penalties.",
    ],
)
def test_the_same_fact_in_another_language_is_supported(index: Index, text: str) -> None:
    assert verdict(index, f"# 苇泊市水务局2031年\n\n{text}\n") == "supported"


@pytest.mark.parametrize(
    "text",
    [
        "2031年，苇泊市水务局巡河2416次。",
        "苇泊市水务局2031年开出的罚款总额为41.26万元。",
        "In 2031 the Weibo water bureau imposed fines of 4.216 million yuan.",
    ],
)
def test_an_altered_value_is_not_supported(index: Index, text: str) -> None:
    assert verdict(index, text) != "supported"


@pytest.mark.parametrize(
    "text",
    [
        "苇泊市水务局2031年查扣非法采砂船118艘。",
        "苇泊市水务局2031年作出行政处罚37件。",
        "苇泊市水务局2031年举办培训63期。",
        "In 2031 the Weibo water bureau imposed 37 administrative penalties.",
    ],
)
def test_the_value_of_another_figure_of_the_report_is_not_supported(
    index: Index, text: str
) -> None:
    assert verdict(index, text) != "supported"


@pytest.mark.parametrize(
    "text",
    [
        "苇泊市水务局2031年作出行政处罚96件。",
        "苇泊市水务局2030年罚款412.6万元。",
        "# 苇泊市水务局2031年简报\n\n自来水普及率为94.1%。\n",
    ],
)
def test_the_value_of_another_year_is_not_supported(index: Index, text: str) -> None:
    assert verdict(index, text) != "supported"


def test_the_same_draft_has_the_same_verdicts(index: Index) -> None:
    draft = "# 苇泊市水务局2031年简报\n\n巡河2146次。罚款412.6万元，处罚118件。职工529人。\n"
    first = [c.to_json("gb7714") for c in index.cite(draft)]
    assert first == [c.to_json("gb7714") for c in index.cite(draft)]
