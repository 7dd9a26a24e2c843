"""Which reports state it: every report is judged, and the answer says how many were."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Filters, Index, build
from indexer.answers import census

from .asking import assert_literal, by_path, stated
from .invented import FINES, TEXTS
from .known_misses import mark, miss

EASTMARSH = "eastmarsh-harbour-authority-2030.md"
LARKFIELD = "larkfield-borough-food-safety-2030.txt"
BREVALLE = "autorite-controle-brevalle-2030.md"
WATER, TOWN, SCHOOLS = (
    "沙棘县水利局2030年执法情况.txt",
    "石鼓镇2030年综合执法小结.md",
    "橙湾区教育局2030年度报告.txt",
)
STATING = {path for path, value in FINES.items() if value is not None}
ASKED = [
    "哪些单位报告了罚款金额",
    "which bureaus reported enforcement fines",
    "Quelles autorités ont prononcé des amendes ?",
    "Welche Behörden haben Bußgelder verhängt?",
    "哪些機構公布了罰款金額",
]


@pytest.mark.parametrize(
    "question",
    [
        ASKED[0],
        miss(ASKED[1], why="the French report is below the threshold"),
        miss(ASKED[2], why="reports in Chinese are listed by their cases"),
        miss(ASKED[3], why="reports in Chinese are listed by their cases"),
        ASKED[4],
    ],
)
def test_all_that_state_fines_come_in_any_language(invented: Index, question: str) -> None:
    answer = invented.ask(question)
    assert answer.kind == "enumerate" and answer.answerable
    assert stated(invented, answer) == STATING
    assert_literal(invented, answer)


@pytest.mark.parametrize(
    "question",
    [
        ASKED[0],
        miss(ASKED[1], why="a part of the fines comes before their total, across languages"),
    ],
)
def test_the_first_figure_of_a_row_is_the_whole_year_s_total(
    invented: Index, question: str
) -> None:
    paths = {r.id: r.path for r in invented.reports}
    for row in invented.ask(question).rows:
        if row.verdict == "stated":
            assert row.figures[0].value == FINES[paths[row.report]]


@mark("absence and mere mention are not told from a statement")
@pytest.mark.parametrize("question", ASKED[:2])
def test_absence_mention_and_silence_are_different_verdicts(invented: Index, question: str) -> None:
    verdicts = by_path(invented, invented.ask(question, all_rows=True))
    assert verdicts[WATER] == "none" and verdicts[LARKFIELD] == "none"
    assert verdicts[TOWN] == "mentioned"
    assert verdicts[SCHOOLS] == "not_found"


def test_all_rows_gives_one_row_for_each_report(invented: Index) -> None:
    few = invented.ask(ASKED[0])
    every = invented.ask(ASKED[0], all_rows=True)
    assert set(by_path(invented, every)) == set(TEXTS)
    assert len(every.rows) == len(TEXTS) == every.examined == every.reports
    assert [r for r in every.rows if r.verdict != "not_found"] == list(few.rows)


def test_the_answer_counts_what_was_examined(invented: Index) -> None:
    answer = invented.ask(ASKED[1])
    assert (answer.examined, answer.reports) == (10, 10)
    assert f"{len(stated(invented, answer))} of 10 reports" in answer.answer
    assert "10份报告" in invented.ask(ASKED[0]).answer


@pytest.mark.parametrize(
    "question",
    [
        miss("哪些单位没有公布罚款金额", why="who denies a fine is in doubt, and left out"),
        miss(
            "which authorities did not report fines", why="fines in Chinese reports are not found"
        ),
    ],
)
def test_a_negated_question_lists_the_others_with_their_own_verdict(
    invented: Index, question: str
) -> None:
    verdicts = by_path(invented, invented.ask(question))
    assert set(verdicts) == set(TEXTS) - STATING
    assert "stated" not in verdicts.values()


@pytest.mark.parametrize(
    "question",
    [
        "哪些单位未实施罚款",
        miss("which bodies imposed no fines", why="a census of absence lists what was imposed"),
    ],
)
def test_who_says_that_there_was_none(invented: Index, question: str) -> None:
    answer = invented.ask(question)
    assert set(by_path(invented, answer)) == {WATER, LARKFIELD}
    assert_literal(invented, answer)


@pytest.mark.parametrize(
    ("question", "paths"),
    [
        ("哪些局罚款超过一千万元", {p for p in STATING if p.startswith("鹤汀")}),
        ("哪些局罚款超过100万元", {p for p in STATING if p.startswith(("鹤汀", "榕溪"))}),
        (
            "which bodies reported fines of more than 1 million",
            {p for p in STATING if p.startswith(("鹤汀", "榕溪"))},
        ),
        ("罚款少于160万元的单位有哪些", {p for p in STATING if p.startswith("雾岭")}),
        ("which bodies fined over £500,000", {EASTMARSH}),
    ],
)
def test_a_condition_is_held_against_each_report_s_own_total(
    invented: Index, question: str, paths: set[str]
) -> None:
    answer = invented.ask(question)
    verdicts = by_path(invented, answer)
    assert stated(invented, answer) == paths
    # A report whose figure does not fit has a figure: it is not one that only mentions fines.
    assert not {p for p, v in verdicts.items() if v in ("mentioned", "none")} & STATING


@pytest.mark.parametrize(
    "question",
    [
        "哪些局罚款同比下降",
        "which bureaus' fines fell against the year before",
    ],
)
def test_a_fall_is_told_from_a_rise(invented: Index, question: str) -> None:
    assert stated(invented, invented.ask(question)) == {"鹤汀市生态环境局2030年度执法总结.md"}


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("哪些单位聘请了法律顾问", "雾岭县市场监督管理局2030年工作报告.txt"),
        ("which bureaus had administrative lawsuits", "鹤汀市生态环境局2030年度执法总结.md"),
        ("哪些单位发放了举报奖励", "榕溪市应急管理局2030年度执法报告.txt"),
    ],
)
def test_other_matters_than_fines(invented: Index, question: str, path: str) -> None:
    assert path in stated(invented, invented.ask(question))


def test_rewards_grants_and_insurance_are_no_fines(invented: Index) -> None:
    answer = invented.ask("哪些单位报告了罚款金额")
    values = {f.value for row in answer.rows for f in row.figures}
    assert not values & {
        74_000,
        310_000,
        960_000,
        43_000_000,
        340_000_000,
        9_200_000,
        2_300_000,
        81_000,
    }


def test_filters_narrow_the_census(invented: Index) -> None:
    answer = invented.ask(ASKED[0], Filters(years=(2029,)), all_rows=True)
    assert set(by_path(invented, answer)) == {"榕溪市应急管理局2029年度执法报告.txt"}
    assert answer.examined == 1


def test_filters_that_fit_nothing_refuse(invented: Index) -> None:
    answer = invented.ask(ASKED[0], Filters(issuers=("云海市",)))
    assert not answer.answerable and not answer.rows and not answer.citations
    assert answer.examined == 0


def test_a_year_in_the_question_takes_no_figure_of_another(invented: Index) -> None:
    answer = invented.ask("2029年哪些单位公布了罚款")
    assert stated(invented, answer) >= {"榕溪市应急管理局2029年度执法报告.txt"}
    # A report of 2030 may tell the year before's figure, never its own.
    assert {f.value for row in answer.rows for f in row.figures} <= {1_980_000, 590_000}


@pytest.mark.parametrize(
    "question",
    [
        "which bureaus own a helicopter",
        "Quelles autorités possèdent des chevaux ?",
        miss("哪些单位有食堂", why="kitchens that were inspected are taken for canteens"),
        miss("哪些单位采购了核磁共振设备", why="another purchase is taken for this one"),
    ],
)
def test_nothing_in_any_report_is_a_refusal(invented: Index, question: str) -> None:
    answer = invented.ask(question)
    assert not answer.answerable and answer.rows == ()


@mark("decisions reviewed are taken for decisions overturned")
def test_a_matter_that_is_only_near_is_not_stated(invented: Index) -> None:
    overturned = invented.ask(
        "which bureaus had penalty decisions overturned on administrative review?"
    )
    assert "榕溪市应急管理局2030年度执法报告.txt" not in stated(invented, overturned)


def test_what_no_report_has_is_not_stated(invented: Index) -> None:
    drones = invented.ask("哪些报告提到了无人机")
    assert not drones.answerable or not stated(invented, drones)


@mark("lawsuits are taken for lawsuits lost")
def test_where_none_states_it_the_answer_says_so_in_a_sentence(invented: Index) -> None:
    answer = invented.ask("哪些单位报告了行政诉讼败诉")
    assert "，均未写明所问内容。" in answer.answer and "：。" not in answer.answer


@mark("which of a sentence's cases are meant")
def test_cases_of_a_kind_are_not_cases_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "芦汀县市场监督管理局2031年执法总结\n\n全年立案318件，不予处罚27件，罚款90万元。\n", "utf-8"
    )
    build([tmp_path], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        answer = index.ask("How many cases were exempted from penalty, by bureau?")
        assert [r.figures[0].value for r in answer.rows] == [27]
        both = index.ask("哪些局公布了案件数量和罚款金额")
        assert {f.value for f in both.rows[0].figures} == {318, 900_000}


@mark("training is taken for a lack of staff")
def test_too_few_staff_is_a_matter_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "芦汀县水务局2031年执法总结\n\n一、问题\n执法力量不足，复合型人才较为匮乏。\n", "utf-8"
    )
    (tmp_path / "b.txt").write_text(
        "松涧市水务局2031年执法总结\n\n一、队伍\n现有执法人员31人，开展业务培训，提升执法能力。\n",
        "utf-8",
    )
    build([tmp_path], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        for question in ("哪些单位存在执法力量不足的问题", "which bureaus lack enforcement staff?"):
            assert stated(index, index.ask(question)) == {"a.txt"}


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from([0.1, 0.2, 0.3, 0.35])),
        min_size=0,
        max_size=60,
    )
)
def test_the_best_sentences_of_each_report_come_first_without_repeats(
    places: list[tuple[int, float]],
) -> None:
    # A sentence may have several places: its own, and one for each of its figures.
    sentences = np.array([s for s, _ in places], dtype=np.int64)
    worth = np.array([w for _, w in places], dtype=np.float32)
    owner = (sentences // 8).astype(np.int32)  # eight sentences a report
    found: dict[int, list[tuple[int, float]]] = {}
    for i in np.lexsort((sentences, -worth, owner)):
        kept = found.setdefault(int(owner[i]), [])
        if len(kept) < 6 and all(sentences[i] != s for s, _ in kept):
            kept.append((int(sentences[i]), float(worth[i])))
    assert census._grouped(owner, sentences, worth) == found
    assert list(census._grouped(owner, sentences, worth)) == sorted(found)
