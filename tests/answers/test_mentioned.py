"""Questions about a name that no indexed body has, but that reports mention."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer import Index, build
from indexer.answers.mentioned import contains

REPORTS = {
    "石浦市农业农村局.txt": "石浦市农业农村局2031年工作报告\n\n一、林业\n全年完成造林3195亩。"
    "青岚林场获得省级“绿色卫士奖”，管护面积8600亩。\n\n二、执法\n立案查处农资案件41件，罚款27.4万元。\n",
    "岱河市城市管理局.txt": "岱河市城市管理局2031年工作报告\n\n一、收运\n全年清运垃圾18.2万吨。"
    "恒洁环境公司因车辆漏洒被罚款6.8万元。\n\n二、执法\n立案查处占道案件530件，罚款96.3万元。\n",
    "Harwick County Council.md": "# Harwick County Council annual report 2031\n\n## Transport\n\n"
    "Road works took 41 weeks. Brenlow Rail ran 212 trains on the coast line.\n\n## Housing\n\n"
    "The council built 88 homes.\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("mentioned")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    build(folder, folder.parent / "mentioned.index")
    with Index.open(folder.parent / "mentioned.index") as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("恒洁环境公司被罚了多少钱", "6.8万元"),
        ("青岚林场获得了什么奖", "绿色卫士奖"),
        ("青岚林场管护面积多少亩", "8600亩"),
        ("How many trains did Brenlow Rail run?", "212 trains"),
    ],
)
def test_what_a_report_says_of_another_body_is_told_as_that(
    index: Index, question: str, told: str
) -> None:
    answer = index.ask(question)
    assert answer.answerable, answer.answer
    assert told in answer.citations[0].quote
    assert told.split()[0] in answer.answer


def test_the_answer_says_that_the_name_is_only_mentioned(index: Index) -> None:
    assert index.ask("青岚林场获得了什么奖").answer.startswith(
        "索引中没有“青岚林场”的报告，以下出自提及"
    )


@pytest.mark.parametrize(
    "question",
    [
        "鸿远环境公司被罚了多少钱",
        "紫峰林场获得了什么奖",
        "How many trains did Calder Rail run?",
        "恒洁环境公司有多少名员工",
    ],
)
def test_nothing_said_of_others_answers_for_a_name(index: Index, question: str) -> None:
    assert not index.ask(question).answerable


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("the ico fined two firms", "ico", True),
        ("offices in mexico", "ico", False),
        ("与ico签订协议", "ico", True),
        ("青岚林场获奖", "青岚林", True),
        ("anything", "", False),
        ("icon and ico", "ico", True),
    ],
)
def test_a_latin_name_is_found_as_whole_words_only(text: str, name: str, expected: bool) -> None:
    assert contains(text, name) is expected
