"""A question to many reports while it is answered: rows as they come, the same answer, and a stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import Answer, Index, build
from indexer.answers.progress import Progress

from .asking import assert_literal

QUESTIONS = (
    "哪些单位报告了罚款金额",
    "which bureaus reported enforcement fines",
    "哪个单位的罚款最多？",
    "各单位罚款合计多少？",
    "哪些单位采购了核磁共振设备",
    "哪些局罚款超过100万元",
)
WORDS = ("罚款", "警告", "培训", "检查", "投诉")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Sixty short reports of towns, more than one round of reading."""
    folder = tmp_path_factory.mktemp("many")
    for n in range(60):
        word = WORDS[n % len(WORDS)]
        name = f"{'甲乙丙丁戊己庚辛壬癸'[n // 6]}{'山水林田湖草'[n % 6]}县"
        text = f"{name}应急管理局2031年执法报告\n\n全年{word}{n + 3}次。"
        text += f"罚款{n + 11}.5万元。" if n % 3 == 0 else "未作出行政处罚。"
        (folder / f"{n:02d}.txt").write_text(text, encoding="utf-8")
    build([folder], folder / "index")
    return Index.open(folder / "index")


def _watched(index: Index, question: str, most: int = 10**6) -> tuple[Answer, list[Progress]]:
    """The answer, stopped after ``most`` steps, and what was told on the way."""
    told: list[Progress] = []

    def on_progress(progress: Progress) -> bool:
        told.append(progress)
        return len(told) < most

    return index.ask(question, on_progress=on_progress), told


def _afresh(index: Index) -> Index:
    """The same generation with no answer at hand."""
    return Index.open(index.generation.index_dir)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_watched_answer_is_exactly_the_one_nobody_watched(
    invented: Index, many: Index, question: str
) -> None:
    for index in (invented, many):
        plain = _afresh(index).ask(question, all_rows=True)
        told: list[Progress] = []
        watched = _afresh(index).ask(
            question, all_rows=True, on_progress=lambda p, told=told: told.append(p) is None
        )
        assert watched == plain and watched.to_json() == plain.to_json()
        assert told and not watched.stopped and "stopped" not in watched.to_json()


def test_rows_come_as_the_reports_are_judged(many: Index) -> None:
    answer, told = _watched(_afresh(many), QUESTIONS[0])
    assert len(told) >= 6
    judged = [p.judged for p in told]
    assert judged == sorted(set(judged)) and judged[0] < judged[-1] <= told[-1].total <= 60
    assert 0 < len(told[0].rows) < len(told[-1].rows)
    assert {r.report for r in told[-1].rows} == {r.report for r in answer.rows}
    for progress in told:
        for row in progress.rows:
            assert row.verdict != "not_found" and row.citations
            cited = progress.citations[row.citations[0] - 1]
            assert cited.report == row.report
            assert cited.quote == many.text(cited.report)[cited.start : cited.end]


def test_what_was_judged_is_kept_when_it_is_stopped(many: Index) -> None:
    index = _afresh(many)
    whole = _afresh(many).ask(QUESTIONS[0])
    answer, told = _watched(index, QUESTIONS[0], most=3)
    assert len(told) == 3 and answer.stopped and answer.to_json()["stopped"] is True
    assert {r.report for r in answer.rows} == {r.report for r in told[-1].rows}
    assert 0 < len(answer.rows) < len(whole.rows)
    assert answer.answer.startswith(
        "判断提前停止，60份报告中只判断了18份，以下清单不完整。\n共检查18份报告，"
    )
    assert answer.examined == told[-1].judged == 18
    assert_literal(index, answer)
    # It is no answer to keep: the next one is whole.
    assert index.ask(QUESTIONS[0]) == whole


@pytest.mark.parametrize("question", [QUESTIONS[2], QUESTIONS[3], "列出罚款。各单位罚款合计多少？"])
def test_rankings_sums_and_double_questions_stop_too(many: Index, question: str) -> None:
    answer, told = _watched(_afresh(many), question, most=2)
    assert len(told) <= 3 and answer.stopped and "不完整" in answer.answer


def test_a_stop_before_anything_is_found_does_not_say_that_no_report_states_it(
    many: Index,
) -> None:
    answer, _ = _watched(_afresh(many), "which bureaus own a helicopter", most=1)
    assert answer.stopped and not answer.answerable and not answer.rows
    assert "none of which states this" in answer.answer and "have not been judged" in answer.answer


def test_a_stop_after_the_last_report_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("甲山县应急管理局2031年报告\n\n罚款35万元。", "utf-8")
    build([tmp_path], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        answer, told = _watched(index, "哪些单位报告了罚款", most=1)
    assert told and not answer.stopped and len(answer.rows) == 1


def test_a_question_to_one_report_has_no_progress(invented: Index) -> None:
    answer, told = _watched(_afresh(invented), "榕溪市应急管理局2029年罚款多少？")
    assert answer.answerable and told == []
