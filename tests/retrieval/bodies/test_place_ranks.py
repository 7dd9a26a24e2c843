"""Lists and rankings of bodies of one rank of place."""

from __future__ import annotations

import pytest

from indexer.document.report import Details
from indexer.index.schema import ReportRow
from indexer.retrieval.bodies.bodies import Bodies

ISSUERS = [
    "安徽省水利厅",
    "合肥市水务局",
    "肥西县水务局",
    "巢湖市水务局",
    "蜀山区城市管理局",
    "雾汀县水务局",
    "雾汀县柏岭镇人民政府",
    "澄溪街道办事处",
    "汐澜经济技术开发区管理委员会",
]
ROWS = [
    ReportRow(n, str(n), f"{n}.txt", "text", Details(issuer=one, language="zh"), None, 9, "")
    for n, one in enumerate(ISSUERS)
]


@pytest.fixture(scope="module")
def bodies() -> Bodies:
    return Bodies(ROWS)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("哪些县公布了抽检批次", {"肥西县水务局", "雾汀县水务局"}),
        ("which provinces reported repairs", {"安徽省水利厅"}),
        ("哪个市修得最多", {"合肥市水务局", "巢湖市水务局"}),
        ("各地级市的堤防长度", {"合肥市水务局"}),
        ("哪些街道公布了", {"澄溪街道办事处"}),
        ("各乡镇培训场次", {"雾汀县柏岭镇人民政府", "澄溪街道办事处"}),
        (
            "which districts reported inspections",
            {"蜀山区城市管理局", "汐澜经济技术开发区管理委员会"},
        ),
        (
            "抽检批次，只看区县级的",
            {
                "肥西县水务局",
                "巢湖市水务局",
                "蜀山区城市管理局",
                "雾汀县水务局",
                "汐澜经济技术开发区管理委员会",
            },
        ),
        ("only the towns", {"雾汀县柏岭镇人民政府", "澄溪街道办事处"}),
    ],
)
def test_only_bodies_of_the_rank_asked_about(
    bodies: Bodies, question: str, expected: set[str]
) -> None:
    assert {ISSUERS[row] for row in bodies.of_rank(question, range(len(ISSUERS)))} == expected


@pytest.mark.parametrize(
    "question",
    [
        "哪些市场监管局公布了罚款",
        "各区域的抽检批次",
        "全市抽检多少批次",
        "县级财政补助多少",
        "which county councils reported fines",
        "which bureaus reported fines",
        "各省直部门",
        "各区各部门，哪些写明了抽检批次",
    ],
)
def test_other_questions_are_about_bodies_of_any_rank(bodies: Bodies, question: str) -> None:
    assert bodies.of_rank(question, range(len(ISSUERS))) == frozenset(range(len(ISSUERS)))


def test_where_no_body_is_of_the_rank_all_are_asked(bodies: Bodies) -> None:
    assert bodies.of_rank("哪些省公布了", [2, 4]) == {2, 4}
