"""One value of one report."""

from __future__ import annotations

import pytest

from indexer import Filters, Index

from .asking import assert_literal, by_path, first_value
from .known_misses import miss


@pytest.mark.parametrize(
    ("question", "value", "path"),
    [
        ("榕溪市应急管理局2030年罚款多少", 2_360_000, "榕溪市应急管理局2030年度执法报告.txt"),
        ("榕溪市应急管理局2029年罚款多少", 1_980_000, "榕溪市应急管理局2029年度执法报告.txt"),
        ("榕溪应急局二〇二九年罚款多少", 1_980_000, "榕溪市应急管理局2029年度执法报告.txt"),
        miss(
            "how much did the Rongxi emergency management bureau fine in 2030",
            2_360_000,
            "榕溪市应急管理局2030年度执法报告.txt",
            why="a part of the fines is taken for all",
        ),
        ("2030年榕溪市应急局事故处罚罚款多少", 1_510_000, "榕溪市应急管理局2030年度执法报告.txt"),
        ("榕溪市应急管理局2030年整改率是多少", 97.9, "榕溪市应急管理局2030年度执法报告.txt"),
        ("雾岭县市场监管局罚没款多少", 508_000, "雾岭县市场监督管理局2030年工作报告.txt"),
        ("雾岭县市场监管局受理投诉多少件", 2046, "雾岭县市场监督管理局2030年工作报告.txt"),
        ("鹤汀市生态环境局罚款多少", 12_450_000, "鹤汀市生态环境局2030年度执法总结.md"),
        (
            "how much did Eastmarsh Harbour Authority impose in fines",
            640_000,
            "eastmarsh-harbour-authority-2030.md",
        ),
        ("伊斯特马什（Eastmarsh）港务局罚款多少", 640_000, "eastmarsh-harbour-authority-2030.md"),
        ("how many vessels did Eastmarsh inspect", 318, "eastmarsh-harbour-authority-2030.md"),
        (
            "what share of kitchens met the standard in Larkfield",
            93,
            "larkfield-borough-food-safety-2030.txt",
        ),
        (
            "Quel est le montant des amendes prononcées à Brevalle ?",
            275_000,
            "autorite-controle-brevalle-2030.md",
        ),
        (
            "how much did the Brevalle authority impose in fines",
            275_000,
            "autorite-controle-brevalle-2030.md",
        ),
        ("橙湾区教育局招聘了多少教师", 168, "橙湾区教育局2030年度报告.txt"),
    ],
)
def test_the_value_asked_for_comes_first_with_its_report(
    invented: Index, question: str, value: float, path: str
) -> None:
    answer = invented.ask(question)
    assert answer.answerable and answer.kind == "lookup"
    assert first_value(answer) == value
    assert next(iter(by_path(invented, answer))) == path
    assert answer.citations[0].path == path
    assert_literal(invented, answer)


def test_last_year_s_figure_comes_when_it_is_asked_for(invented: Index) -> None:
    answer = invented.ask("榕溪市应急管理局2030年报告的上年罚款是多少")
    assert first_value(answer) == 1_980_000


def test_a_change_comes_when_it_is_asked_for(invented: Index) -> None:
    answer = invented.ask("鹤汀市生态环境局罚款同比下降多少")
    assert answer.rows[0].figures[0].unit == "percent"
    assert abs(answer.rows[0].figures[0].value) == 8.2


def test_other_figures_of_the_quantity_follow_the_one_asked_for(invented: Index) -> None:
    row = invented.ask("榕溪市应急管理局2030年罚款多少").rows[0]
    assert row.figures[0].value == 2_360_000
    assert {f.value for f in row.figures[1:]} <= {1_980_000, 1_510_000, 850_000}


def test_the_answer_speaks_the_language_of_the_question(invented: Index) -> None:
    english = invented.ask("how much did Eastmarsh Harbour Authority impose in fines").answer
    assert "GBP 640,000 (£640,000)" in english
    assert "CNY 1.98 million (198万元)" in invented.ask("how much did Rongxi fine in 2029").answer
    assert "236万元" in invented.ask("榕溪市应急管理局2030年罚款多少").answer


def test_an_amount_is_not_printed_twice(invented: Index) -> None:
    assert invented.ask("鹤汀市生态环境局罚款多少").answer.count("245万元") == 1


def test_without_a_year_the_latest_report_answers_first(invented: Index) -> None:
    assert invented.ask("榕溪应急局发现隐患多少条").rows[0].year == 2030


@pytest.mark.parametrize(
    "question",
    [
        "云海市应急管理局罚款多少",
        "榕溪市水利局罚款多少",
        "榕溪市应急管理局2019年罚款多少",
        "沙棘县水利局种了多少棵树",
        "石鼓镇罚款多少",
        "雾岭县市场监管局发放奖励多少钱",
        "how much did the Hollowmere Harbour Authority fine",
        "how many helicopters does Eastmarsh own",
    ],
)
def test_what_no_report_says_is_refused(invented: Index, question: str) -> None:
    answer = invented.ask(question)
    assert not answer.answerable and answer.rows == ()
    assert_literal(invented, answer)


def test_a_refusal_names_the_issuer_that_is_not_indexed(invented: Index) -> None:
    assert "云海" in invented.ask("云海市应急管理局罚款多少").answer


def test_a_refusal_names_the_missing_year_as_the_reason(invented: Index) -> None:
    answer = invented.ask("榕溪市应急管理局2019年罚款多少")
    assert "年份" in answer.answer


def test_a_filter_is_obeyed_even_against_the_name_in_the_question(invented: Index) -> None:
    answer = invented.ask("榕溪市应急管理局2030年罚款多少", Filters(issuers=("鹤汀",)))
    assert not answer.answerable and answer.rows == ()
