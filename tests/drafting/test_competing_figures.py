"""A figure that stands in the report, but for something else than the draft's words name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Index, build
from indexer.drafting.cite import Claim

_ZH = """澄屿区水务局2031年度行政执法报告

澄屿区水务局2031年行政执法情况如下。

全区行政处罚4280起，其中简易程序1370起、普通程序2910起。立案查处水事违法736起，结案591起，市级立案283起。
执法出动2.64万人次、车辆1.57万车次。准予许可8436件，不予许可57件。罚没款共38.42万元，其中罚款36.15万元。
受理信访件1240件，其中服务热线平台863件。发现并督促整改隐患427项。
全区共有执法主体63个，区直部门41个、街镇22个。
灌溉用水量、生活用水量分别增长8.3%、6.2%。
"""
_EN = """Wexmoor Safety Authority annual report 2031

In 2031 the Wexmoor Safety Authority charged 643 offences; its 571 convictions include appeals.

Shipyards paid £318.2m in penalties; four captains paid £0.7m. The Authority issued 412 final
notices, of which 36 to captains. In 2029/30 there were 52 fines worth £208 million; in
2030/31 there were 47 fines worth £1.9 billion.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("rivals")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "zh.txt").write_text(_ZH, encoding="utf-8")
    (folder / "corpus" / "en.txt").write_text(_EN, encoding="utf-8")
    build([folder / "corpus"], folder / "index")
    with Index.open(folder / "index") as opened:
        yield opened


def last(index: Index, text: str) -> Claim:
    return index.cite(text)[-1]


@pytest.mark.parametrize(
    "text",
    [
        "澄屿区水务局2031年行政处罚4280起，其中简易程序1370起，普通程序2910起。",
        "澄屿区水务局2031年立案736起，结案591起。",
        "澄屿区水务局2031年出动2.64万人次、车辆1.57万车次。",
        "澄屿区水务局2031年准予许可8436件，不予许可57件。",
        "澄屿区水务局2031年罚款36.15万元，罚没款合计38.42万元。",
        "澄屿区水务局2031年受理信访1240件。",
        "2031年澄屿区水务局统计，全区共有执法主体63个，其中区直部门41个、街镇22个。",
        "In 2031 the Chengyu water bureau imposed 1,370 penalties under the summary procedure.",
        "澄屿区水务局2031年灌溉用水量增长8.3%，生活用水量增长6.2%。",
        "In 2031 the Wexmoor Safety Authority won 571 convictions for 643 offences.",
        "In 2031 the Wexmoor Safety Authority issued 412 final notices.",
        "The Wexmoor Safety Authority imposed 52 fines in 2029/30.",
    ],
)
def test_a_figure_under_its_own_name_is_borne_out(index: Index, text: str) -> None:
    claim = last(index, text)
    assert claim.verdict == "supported", claim.reason


@pytest.mark.parametrize(
    "text",
    [
        "澄屿区水务局2031年行政处罚4280起，其中简易程序2910起。",
        "澄屿区水务局2031年市级立案736起。",
        pytest.param(
            "澄屿区水务局2031年出动执法车辆2.64万车次。",
            marks=pytest.mark.xfail(
                strict=True, reason="the models take a near quantity for the one named"
            ),
        ),
        pytest.param(
            "澄屿区水务局2031年不予许可8436件。",
            marks=pytest.mark.xfail(
                strict=True, reason="the models take a near quantity for the one named"
            ),
        ),
        "澄屿区水务局2031年罚款38.42万元。",
        "澄屿区水务局2031年受理信访件863件。",
        "In 2031 the Wexmoor Safety Authority charged 571 offences.",
        pytest.param(
            "In 2031 captains paid the Wexmoor Safety Authority £318.2m.",
            marks=pytest.mark.xfail(reason="the models take a near quantity for the one named"),
        ),
        "In 2031 the Wexmoor Safety Authority issued 36 final notices in all.",
        "The Wexmoor Safety Authority imposed 52 fines in 2030/31.",
        pytest.param(
            "澄屿区水务局2031年整改完成隐患427项。",
            marks=pytest.mark.xfail(
                strict=True, reason="the models take a near quantity for the one named"
            ),
        ),
    ],
)
def test_the_figure_of_what_stands_beside_is_not_borne_out(index: Index, text: str) -> None:
    assert last(index, text).verdict != "supported"
