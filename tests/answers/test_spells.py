"""Figures of several years in one report: each answers, and bears out drafts, for its own year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from indexer import Index, build
from indexer.settings import Settings

from .asking import assert_literal
from .spells import write_spells


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("spells")
    build([write_spells(folder / "corpus")], folder / "index")
    with Index.open(folder / "index", settings=Settings(today=date(2032, 3, 1))) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("梅岭区林业局2030年立案多少件", [(2030, 97)]),
        ("梅岭区林业局2031年罚款多少", [(2031, 362_000)]),
        ("梅岭区林业局2030年罚款多少", [(2030, 415_000)]),
        ("How many fires did Tarnwick attend in 2029/30?", [(2030, 1310)]),
        ("Tarnwick income from charges 2029/30", [(2030, 2_100_000)]),
        ("岚山县水务局2030年罚款多少", [(2030, 649_000)]),
        (
            "岚山县水务局2029年到2031年罚款分别多少",
            [(2029, 514_000), (2030, 649_000), (2031, 473_000)],
        ),
        ("岚山县水务局近三年罚款多少", [(2029, 514_000), (2030, 649_000), (2031, 473_000)]),
        ("岚山县水务局2030年以来罚款多少", [(2030, 649_000), (2031, 473_000)]),
        ("泽口县商务局2027年至2031年发放消费券多少", [(2031, 52_000_000)]),
        ("泽口县商务局2031年发放消费券多少", [(2031, 13_000_000)]),
        ("泽口县商务局2030年新增商贸企业多少家", [(2030, 15)]),
    ],
)
def test_a_year_asked_is_answered_with_its_own_figure(
    index: Index, question: str, told: list[tuple[int, float]]
) -> None:
    answer = index.ask(question)
    assert [(r.year, r.figures[0].value) for r in answer.rows] == told
    assert_literal(index, answer)


@pytest.mark.parametrize(
    "question", ["泽口县商务局2028年发放消费券多少", "梅岭区林业局2026年罚款多少"]
)
def test_a_year_that_no_report_tells_is_refused(index: Index, question: str) -> None:
    answer = index.ask(question)
    assert not answer.answerable and not answer.rows


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("岚山县水务局办结件数同比下降多少", 9),
        ("岚山县水务局受理投诉下降了多少", 12),
    ],
)
def test_a_fall_told_in_a_row_is_that_of_the_thing_asked_for(
    index: Index, question: str, value: float
) -> None:
    (figure, *_) = index.ask(question).rows[0].figures
    assert (figure.value, figure.unit) == (value, "percent")


def test_a_day_given_with_a_question_counts_instead(index: Index) -> None:
    told = [
        [f.value for r in index.ask("岚山县水务局去年罚款多少", today=day).rows for f in r.figures]
        for day in (date(2031, 5, 1), None)
    ]
    assert told == [[649_000], [473_000]]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("岚山县水务局2030年罚款64.9万元。", "supported"),
        ("岚山县水务局2031年罚款64.9万元。", "contradicted"),
        ("岚山县水务局2029年、2030年、2031年罚款分别为51.4万元、64.9万元、47.3万元。", "supported"),
        (
            "岚山县水务局2029年、2030年、2031年罚款分别为64.9万元、51.4万元、47.3万元。",
            "contradicted",
        ),
        ("The Tarnwick Fire Authority attended 1,310 fires in 2029/30.", "supported"),
    ],
)
def test_a_draft_s_figure_is_held_against_that_of_its_year(
    index: Index, sentence: str, verdict: str
) -> None:
    (claim,) = index.cite(sentence)
    assert claim.verdict == verdict
