"""One value of one body in several years; sums nobody is named for; figures body by body."""

from __future__ import annotations

from datetime import date

import pytest

from indexer import Index, build

from .asking import assert_literal, stated
from .known_misses import mark, miss


@pytest.mark.parametrize(
    "question",
    [
        "榕溪市应急管理局2029年和2030年罚款各是多少",
        miss(
            "how much did the Rongxi emergency management bureau fine in 2029 and 2030?",
            why="a part of the fines is taken for all",
        ),
    ],
)
def test_each_year_listed_gets_its_own_figure(invented: Index, question: str) -> None:
    answer = invented.ask(question)
    assert answer.kind == "lookup"
    assert [(r.year, r.figures[0].value) for r in answer.rows] == [
        (2029, 1_980_000),
        (2030, 2_360_000),
    ]
    assert_literal(invented, answer)
    for row in answer.rows:  # each figure cites the report of its own year
        assert answer.citations[row.figures[0].citation - 1].report == row.report


def test_a_year_listed_that_no_report_covers_is_said_to_be_missing(invented: Index) -> None:
    answer = invented.ask("榕溪市应急管理局2027年、2030年罚款各是多少")
    assert [r.year for r in answer.rows] == [2030]
    assert "2027年：没有报告写明" in answer.answer and answer.answerable


def test_years_of_which_none_is_covered_are_refused(invented: Index) -> None:
    answer = invented.ask("榕溪市应急管理局2026年和2027年罚款各是多少")
    assert not answer.answerable and not answer.rows


@mark("a sum over all is taken for one body's figure")
@pytest.mark.parametrize(
    "question", ["2030年一共罚款多少", "how much was fined altogether in 2030?"]
)
def test_a_sum_asked_of_nobody_in_particular_is_over_all(invented: Index, question: str) -> None:
    answer = invented.ask(question)
    assert answer.kind == "total"
    assert len(answer.rows) >= 3


def test_a_sum_asked_of_one_body_is_its_own_figure(invented: Index) -> None:
    answer = invented.ask("榕溪市应急管理局2030年一共罚款多少")
    assert answer.kind == "lookup" and answer.rows[0].figures[0].value == 2_360_000


@mark("a census is taken for one body's figure")
@pytest.mark.parametrize("question", ["各局罚款多少", "how much was fined, by bureau?"])
def test_a_figure_asked_body_by_body_is_a_census(invented: Index, question: str) -> None:
    answer = invented.ask(question)
    assert answer.kind == "enumerate" and len(stated(invented, answer)) >= 4


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("榕溪市应急管理局去年罚款多少", "没有2033年的报告，以下出自最近一年（2030年）的报告。"),
        ("榕溪市应急管理局今年罚款多少", "没有2034年的报告，以下出自最近一年（2030年）的报告。"),
        (
            "Total fines of the Rongxi emergency management bureau last year",
            "There is no report for 2033; this is from the latest year (2030).",
        ),
    ],
)
def test_a_year_counted_from_today_without_a_report_gives_the_latest_and_says_so(
    invented: Index, question: str, note: str
) -> None:
    answer = invented.ask(question, today=date(2034, 5, 6))
    assert answer.answer.startswith(note)
    assert [(r.year, r.figures[0].value) for r in answer.rows] == [(2030, 2_360_000)]
    assert_literal(invented, answer)


def test_last_year_with_a_report_is_that_year(invented: Index) -> None:
    answer = invented.ask("榕溪市应急管理局去年罚款多少", today=date(2030, 5, 6))
    assert [r.year for r in answer.rows] == [2029] and "最近一年" not in answer.answer


def test_a_year_told_in_figures_without_a_report_is_refused(invented: Index) -> None:
    answer = invented.ask("榕溪市应急管理局2033年罚款多少", today=date(2034, 5, 6))
    assert not answer.answerable and not answer.rows


@pytest.mark.parametrize(
    ("question", "stating"),
    [
        ("2033年哪些单位报告了罚款？", {"a-2033.txt", "b-2034.txt"}),
        ("2034年哪些单位报告了罚款？", {"a-2034.txt", "b-2034.txt", "c-2034.txt"}),
        ("which bodies reported fines in 2033?", {"a-2033.txt", "b-2034.txt"}),
        ("2033年哪些单位罚款最多？", {"a-2033.txt", "b-2034.txt"}),
    ],
)
def test_a_list_of_a_year_leaves_out_the_next_years_own_figures(
    tmp_path_factory: pytest.TempPathFactory, question: str, stating: set[str]
) -> None:
    """A report of the year after counts for what it tells of the year asked about, no more."""
    folder = tmp_path_factory.mktemp("years")
    told = {
        "a-2033.txt": ("杞川县水利局", 2033, "全年罚款164万元，检查河道120条。"),
        "a-2034.txt": ("杞川县水利局", 2034, "全年罚款187万元，检查河道131条。"),
        "b-2034.txt": ("檀泉市教育局", 2034, "全年罚款42万元，比2033年的36万元有所上升。"),
        "c-2034.txt": ("茗洲市林业局", 2034, "全年罚款23万元，查处案件35起。"),
    }
    for name, (body, year, text) in told.items():
        (folder / name).write_text(f"{body}{year}年度执法报告\n\n{body}{text}\n", encoding="utf-8")
    build([folder], folder / "index")
    with Index.open(folder / "index") as index:
        answer = index.ask(question)
        paths = {r.id: r.path for r in index.reports}
        found = {paths[row.report] for row in answer.rows if row.verdict == "stated"}
        assert found == stating
        raws = {f.raw for row in answer.rows for f in row.figures}
        own = {"187万元", "42万元", "23万元"} if "2033" in question else {"164万元", "36万元"}
        assert not raws & own
