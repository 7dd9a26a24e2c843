"""The year that each figure of a sentence is of."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document.report import Figure
from indexer.extraction.quantities.figures import find_figures
from indexer.extraction.quantities.time import with_years
from indexer.text.plain_digits import Folded

OWN = 2031


def read(text: str, language: str = "zh") -> tuple[Figure, ...]:
    return find_figures(text, ((0, len(text)),), language, OWN)


def years(text: str, language: str = "zh") -> list[tuple[str, int | None]]:
    return [(f.raw, f.year) for f in read(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2029年、2030年、2031年，全区处罚金额分别为31.5万元、42万元和28.6万元。",
            [2029, 2030, 2031],
        ),
        ("2029年至2031年，复议案件分别为15件、22件、19件。", [2029, 2030, 2031]),
        ("近三年培训人数分别为80人、95人、120人。", [2029, 2030, 2031]),
        ("2031年检查40家（2030年38家，2029年31家），罚款12万元。", [2031, 2030, 2029, 2031]),
        ("近两年抽检样品分别为340批次（2030年）、410批次（2031年）。", [2030, 2031]),
        ("补贴发放310户（2029年）、402户（2030年）。", [2029, 2030]),
        ("2030年受理投诉612件，2031年受理投诉570件。", [2030, 2031]),
        ("2031年新建公厕12座，比2029年的7座多5座。", [2031, 2029, 2031]),
        ("案卷由2030年的91件减少到2031年的77件。", [2030, 2031]),
        ("2031年抽查134家，上年为150家。", [2031, 2030]),
        ("2030年抽查134家，上年为150家。", [2030, 2029]),
        ("抽查134家，去年同期为150家。", [None, 2030]),
        ("2031年较2030年增加9件。", [2031]),
        ("同2019年相比，2031年床位增加300张。", [2031]),
        ("依照《管理条例（2019年修订）》处罚6起。", [None]),
        ("截至2031年底，登记机构45家。", [2031]),
        ("巡查次数分别为70次、85次、93次（2029年、2030年、2031年）。", [2029, 2030, 2031]),
        ("2030、2031两年分别帮扶学生60人次和75人次。", [2030, 2031]),
        ("前年、去年、今年分别植树300棵、350棵、420棵。", [2029, 2030, 2031]),
        ("2029年至2031年，网格员由51人增加到74人。", [2029, 2031]),
        ("令和12年度の検査は120件、令和13年度は130件であった。", [2030, 2031]),
    ],
)
def test_a_chinese_or_japanese_figure_has_the_year_its_words_give(
    text: str, expected: list[int | None]
) -> None:
    language = "ja" if "令和" in text else "zh"
    assert [year for _, year in years(text, language)] == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Fees came to £410,000 in 2029, £455,000 in 2030 and £398,000 in 2031.",
            "en",
            [2029, 2030, 2031],
        ),
        ("Visits rose from 310 in 2030 to 430 in 2031.", "en", [2030, 2031]),
        ("In 2029 grants were £5,000 and in 2030 £6,000.", "en", [2029, 2030]),
        (
            "Grants were £5,000, £6,000 and £7,000 in 2029, 2030 and 2031 respectively.",
            "en",
            [2029, 2030, 2031],
        ),
        ("Visits fell to 530 from 612 the year before.", "en", [None, 2030]),
        ("There were 612 audits in 2029/30 and 530 in 2030/31.", "en", [2030, 2031]),
        ("En 2030, 120 contrôles ont été menés, contre 98 en 2029.", "fr", [2030, 2029]),
        ("Im Jahr 2031 wurden 340 Verfahren eingeleitet (2030: 310).", "de", [2031, 2030]),
        ("Between 2029 and 2031 the number of wardens rose from 51 to 74.", "en", [2029, 2031]),
        (
            "In 2031 it made 40 checks (2030: 38; 2029: 31) and issued 12 notices.",
            "en",
            [2031, 2030, 2029, 2031],
        ),
        ("Vacant shops let again: 57 (prior year: 49).", "en", [None, 2030]),
        ("En 2031, 340 visites ont été menées, contre 298 l’année précédente.", "fr", [2031, 2030]),
        (
            "In den Jahren 2029, 2030 und 2031 wurden 120, 135 bzw. 150 Anträge bewilligt.",
            "de",
            [2029, 2030, 2031],
        ),
        (
            "Die Zahl der Anträge stieg von 135 im Jahr 2030 auf 150 im Jahr 2031.",
            "de",
            [2030, 2031],
        ),
        ("Complaints were 12% higher than in 2029.", "en", [None]),
    ],
)
def test_a_western_figure_has_the_year_its_words_give(
    text: str, language: str, expected: list[int | None]
) -> None:
    assert [year for _, year in years(text, language)] == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("去年度植树300棵，昨年养护85棵，前一年度移栽40棵。", "zh", [2030, 2030, 2030]),
        ("前年植树300棵，去年植树350棵。", "zh", [2029, 2030]),
        ("前年の植樹は300本であった。", "ja", [2030]),
        ("前年度の植樹は300本、一昨年は280本であった。", "ja", [2030, 2029]),
        ("70岁以上年龄的85人。", "zh", [None]),
        ("网上年检85家。", "zh", [None]),
        ("目前年处理垃圾85万吨。", "zh", [None]),
        ("当前年度安排85万元。", "zh", [None]),
        ("以前年度结转85万元。", "zh", [None]),
        ("过去年均植树85棵。", "zh", [None]),
        ("提前一年建成85套。", "zh", [None]),
        ("合同期85个月。", "zh", [None]),
        ("Compared with the previous year, visits fell to 85.", "en", [None]),
        ("Visits rose on the previous year to 85.", "en", [None]),
        ("Compared with last year's 92 visits, 85 were made.", "en", [2030, None]),
        ("Fewer were made than in the previous year (92 visits).", "en", [2030]),
        ("The office made 85 visits in the last year.", "en", [None]),
        ("The office made 85 visits, more than in any previous year.", "en", [None]),
        ("Visits: 85 (year before last: 92).", "en", [None, 2029]),
        ("It made 92 visits the year before last.", "en", [2029]),
        ("It made 85 visits (92 a year ago).", "en", [None, 2030]),
        ("Im letzten Jahr waren es 92 Bescheide.", "de", [2030]),
        ("Gegenüber dem Vorjahr sank die Zahl auf 85 Bescheide.", "de", [None]),
        ("Es gab 85 Bescheide (Vorjahreswert: 92).", "de", [None, 2030]),
        ("L’année dernière, 92 visites ont été menées.", "fr", [2030]),
        ("Il y a eu 85 visites, contre 92 un an plus tôt.", "fr", [None, 2030]),
        ("El año pasado se hicieron 92 visitas.", "es", [2030]),
        ("Respecto al año anterior subieron a 85 visitas.", "es", [None]),
    ],
)
def test_words_for_the_year_before_date_a_figure_and_words_like_them_do_not(
    text: str, language: str, expected: list[int | None]
) -> None:
    assert [year for _, year in years(text, language)] == expected
    roles = ["level" if year is None else "previous" for year in expected]
    assert [f.role for f in read(text, language)] == roles


@pytest.mark.parametrize(
    ("text", "language", "since", "year"),
    [
        ("2027年至2031年累计投入5亿元。", "zh", 2027, 2031),
        ("2028年以来累计清理档案900件。", "zh", 2028, OWN),
        ("Between 2027 and 2030 the office closed 900 files.", "en", 2027, 2030),
        ("Since 2028 the office has closed 900 files.", "en", 2028, OWN),
        ("In 2030/31 it closed 900 files.", "en", 2030, 2031),
    ],
)
def test_a_sum_over_a_spell_has_its_first_and_last_year(
    text: str, language: str, since: int, year: int
) -> None:
    (figure,) = read(text, language)
    assert (figure.since, figure.year) == (since, year)


def test_a_level_of_an_earlier_year_is_told_as_an_earlier_one() -> None:
    earlier, own = read("2030年立案15件，2031年立案18件。")
    assert (earlier.role, own.role) == ("previous", "level")


@given(st.lists(st.integers(1, 900), min_size=2, max_size=6), st.integers(2000, 2020))
def test_as_many_figures_as_years_listed_share_them_out(counts: list[int], first: int) -> None:
    listed = "、".join(f"{first + n}年" for n in range(len(counts)))
    told = "、".join(f"{count}件" for count in counts)
    found = read(f"{listed}办结信访事项分别为{told}。")
    assert [(f.value, f.year) for f in found] == [
        (count, first + n) for n, count in enumerate(counts)
    ]


def test_a_figure_in_brackets_behind_its_year_bears_the_name_before_them() -> None:
    own, earlier = read("Income from tolls was £2.4m (2029/30: £2.1m).", "en")
    assert earlier.metric == own.metric == "Income from tolls" and earlier.since == 2029


def test_the_years_of_a_long_sentence_take_time_in_proportion_to_its_figures() -> None:
    part, count = "处罚36件（2030年），", 40_000
    (one,) = read(part)
    text = part * count
    figures = [
        replace(
            one,
            start=one.start + at,
            end=one.end + at,
            sentence_end=len(text),
            year=None,
            role="level",
        )
        for at in range(0, len(text), len(part))
    ]
    began = time.process_time()
    found = with_years(figures, Folded(text, None), OWN, False)
    assert {f.year for f in found} == {2030}
    assert time.process_time() - began < 12  # a list made anew for each figure: over half a minute


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # a count and its sum, each of the year that the words beside both give
        ("zh", "立案41件（上年38件，120万元），罚款133万元。",
         [(41, "level"), (38, "previous"), (1_200_000, "previous"), (1_330_000, "level")]),
        ("zh", "去年办案38件，罚款120万元，今年办案41件，罚款133万元。",
         [(38, "previous"), (1_200_000, "previous"), (41, "level"), (1_330_000, "level")]),
        ("zh", "立案41件，上年38件，罚款133万元。",
         [(41, "level"), (38, "previous"), (1_330_000, "level")]),
        ("en", "Fines: 41 (£133,400); previous year 38 (£120,100).",
         [(41, "level"), (133_400, "level"), (38, "previous"), (120_100, "previous")]),
        ("en", "Last year 38 fines worth £120,100 were imposed; this year there were 41.",
         [(38, "previous"), (120_100, "previous"), (41, "level")]),
        ("en", "There were 41 fines worth £133,400, against 38 worth £120,100 in 2030.",
         [(41, "level"), (133_400, "level"), (38, "previous"), (120_100, "previous")]),
        ("de", "41 Bußgelder über 133.400 Euro (Vorjahr: 38 Bußgelder, 120.100 Euro).",
         [(41, "level"), (133_400, "level"), (38, "previous"), (120_100, "previous")]),
        ("ja", "過料は41件、133万円（前年度は38件、120万円）であった。",
         [(41, "level"), (1_330_000, "level"), (38, "previous"), (1_200_000, "previous")]),
    ],
)  # fmt: skip
def test_a_count_and_its_sum_are_of_the_same_year(
    language: str, text: str, expected: list[tuple[float, str]]
) -> None:
    found = read(text, language)
    assert [(f.value, f.role) for f in found] == expected
    assert all(f.year in (None, OWN - (f.role == "previous")) for f in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("去年，粮食产量达到500万吨，今年拟安排赤字30亿元。", [("level", None), ("plan", OWN + 1)]),
        ("今年发展的主要预期目标是：新增就业900万人，失业率4.6%。",
         [("plan", OWN + 1), ("plan", OWN + 1)]),
        ("上年为71万户，去年增加到84万户。", [("previous", OWN - 1), ("level", None)]),
        ("去年立案84件。", [("level", OWN)]),
        ("今年以来立案7件。", [("level", None)]),
    ],
)  # fmt: skip
def test_a_report_delivered_in_the_year_after_speaks_from_there(
    text: str, expected: list[tuple[str, int | None]]
) -> None:
    found = find_figures(text, ((0, len(text)),), "zh", OWN, delivered=True)
    assert [(f.role, f.year) for f in found] == expected
    assert all(f.year != OWN + 1 for f in read(text))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It committed £2.8 billion in aid between 2028 and 2030.", [(2028, 2030)]),
        ("en", "It gave £2.8 billion in aid to Norland between 2028 and 2030.", [(2028, 2030)]),
        ("en", "Between 2028 and 2030 it committed £2.8 billion.", [(2028, 2030)]),
        ("en", "Cases rose from 61 to 84 between 2028 and 2030.", [(None, 2028), (None, 2030)]),
        ("fr", "L'agence a versé 2,8 millions d'euros entre 2028 et 2030.", [(2028, 2030)]),
        ("de", "Zwischen 2028 und 2030 wurden 412 Bescheide erlassen.", [(2028, 2030)]),
        ("es", "Se pagaron 2,8 millones de euros entre 2028 y 2030.", [(2028, 2030)]),
    ],
)
def test_between_two_years_is_the_time_from_one_to_the_other(
    language: str, text: str, expected: list[tuple[int | None, int]]
) -> None:
    assert [(f.since, f.year) for f in read(text, language)] == expected
