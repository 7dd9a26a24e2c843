"""Lists and rankings that name a type of body; lists over a single report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer import Index, build

FINES = {
    "芦汀县卫生健康局": "31.5万元",
    "雁塘区卫生健康委员会": "86.2万元",
    "沙坪市卫生健康委员会": "12.4万元",
    "鹭洲市生态环境局": "4317.8万元",
    "松涧市交通运输局": "2950.6万元",
    "苇塘市水务局": "118.9万元",
}


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("types")
    for name, fine in FINES.items():
        (folder / f"{name}.txt").write_text(
            f"{name}2031年行政执法工作报告\n\n一、执法情况\n全年检查单位842家次，"
            f"作出行政处罚决定64件，罚款{fine}。\n\n二、学习情况\n组织学习《行政处罚法》和"
            "《行政复议法》，开展培训6期。\n",
            encoding="utf-8",
        )
    build(folder, folder.parent / "types.index")
    with Index.open(folder.parent / "types.index") as index:
        yield index


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("卫生系统里罚款最多的是谁", "雁塘区卫生健康委员会"),
        ("卫生口的罚款比一比，谁最高", "雁塘区卫生健康委员会"),
        ("哪个卫健委罚款最多", "雁塘区卫生健康委员会"),
        ("Which health authority fined the most?", "雁塘区卫生健康委员会"),
        ("罚款最多的是哪个单位", "鹭洲市生态环境局"),
    ],
)
def test_a_ranking_of_a_type_of_body_holds_no_others(
    bodies: Index, question: str, first: str
) -> None:
    rows = bodies.ask(question).rows
    assert rows and rows[0].issuer == first, rows


def test_another_type_is_told_where_none_of_the_type_states_it(bodies: Index) -> None:
    rows = bodies.ask("交通系统罚款多少").rows
    assert [row.issuer for row in rows][:1] == ["松涧市交通运输局"]


@pytest.mark.parametrize(
    "question",
    [
        "苇塘市水务局组织学习了哪些法律",
        "Which laws did the Weitang water bureau study in 2031?",
        "苇塘市水务局2031年学了哪几部法",
    ],
)
def test_what_one_report_lists_is_no_list_of_reports(bodies: Index, question: str) -> None:
    answer = bodies.ask(question)
    assert answer.kind not in ("enumerate", "compare")
    assert "行政复议法" in "".join(c.quote for c in answer.citations), answer.text
