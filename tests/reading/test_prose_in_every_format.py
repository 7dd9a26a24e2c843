"""Sentences say the same in every format: the year before, joint issuers, cut amounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.document.report import Figure

from .formats import FORMATS, PROSE, written

TITLES = {
    "zh": "青岚市司法局2031年工作报告",
    "en": "Vale Council Annual Report 2031",
    "de": "Landesamt Nordau: Jahresbericht 2031",
    "fr": "Agence des eaux : rapport annuel 2031",
    "es": "Agencia del Agua: memoria anual 2031",
    "ja": "青葉県令和13年度検査報告",
}
PREVIOUS = ("previous", 2030)
# Sentences with the figures of earlier periods: value, and role with year or the year alone.
EARLIER: list[tuple[str, str, tuple[tuple[float, object], ...]]] = [
    ("zh", "全年立案412件，上年为398件。", ((412, None), (398, PREVIOUS))),
    ("zh", "1—6月，办结复议案件56件，去年同期为48件。", ((48, PREVIOUS),)),
    ("zh", "全市罚没收入1 234.5万元（上年同期1 100.2万元）。", ((11_002_000, PREVIOUS),)),
    ("zh", "受理案件由上年的320件增加到415件。", ((415, None), (320, PREVIOUS))),
    ("zh", "2031年立案412件，2030年为398件，2029年为301件。", ((398, 2030), (301, 2029))),
    ("zh", "培训人数为900人次，去年为850人次，前年为700人次。", ((850, PREVIOUS), (700, 2029))),
    ("zh", "2029、2030、2031年分别立案12、34、88件。", ((12, 2029), (34, 2030), (88, 2031))),
    ("zh", "处罚86起（去年同期92起），罚款15.6万元（去年同期20.1万元）。",
     ((86, None), (92, PREVIOUS), (201_000, PREVIOUS))),
    ("en", "The council issued 412 permits, against 398 the year before.", ((398, PREVIOUS),)),
    ("en", "Fines came to £1.2 million (previous year: £0.9 million).", ((900_000, PREVIOUS),)),
    ("en", "Complaints rose to 560, up from 498 in 2030.", ((560, None), (498, 2030))),
    ("en", "In 2030/31 it made 812 checks, compared with 790 in 2029/30.",
     ((812, 2031), (790, 2030))),
    ("en", "There were 77 prosecutions, compared with 65 a year earlier.", ((65, PREVIOUS),)),
    ("en", "The fund paid £5.1 million, from £4.0 million two years earlier.",
     ((5_100_000, None), (4_000_000, 2029))),
    ("en", "Revenue was $4.2 million in FY2031 and $3.9 million in FY2030.", ((3_900_000, 2030),)),
    ("de", "Es wurden 412 Bescheide erlassen (Vorjahr: 398).", ((412, None), (398, PREVIOUS))),
    ("de", "Die Bußgelder betrugen 1,2 Mio. Euro, im Vorjahr waren es 0,9 Mio. Euro.",
     ((900_000, PREVIOUS),)),
    ("de", "Es gab 560 Beschwerden, drei Jahre zuvor waren es 498.", ((560, None),)),
    ("fr", "L'agence a prononcé 412 amendes, contre 398 l'année précédente.", ((398, PREVIOUS),)),
    ("fr", "Les recettes atteignent 3,4 millions d'euros (2,9 millions d'euros en 2030).",
     ((2_900_000, 2030),)),
    ("fr", "On compte 77 recours, contre 65 deux ans plus tôt.", ((77, None), (65, 2029))),
    ("es", "Se impusieron 412 sanciones, frente a 398 el año anterior.", ((398, PREVIOUS),)),
    ("es", "La recaudación fue de 3,4 millones de euros, frente a 2,9 millones de euros en 2030.",
     ((2_900_000, 2030),)),
    ("ja", "検査件数は412件（前年度398件）であった。", ((412, None), (398, PREVIOUS))),
    ("ja", "令和13年度の相談は560件、令和12年度は498件であった。", ((498, 2030),)),
]  # fmt: skip


def _is(figure: Figure, when: object) -> bool:
    """Whether a figure is of the time ``when``: the report's own for None."""
    if when is None:
        return figure.role == "level" and figure.year in (None, 2031)
    if isinstance(when, int):
        return figure.year == when
    return figure.role == "previous" and figure.year in (None, 2030)


@pytest.mark.parametrize("kind", PROSE)
@pytest.mark.parametrize(("language", "sentence", "wanted"), EARLIER)
def test_a_figure_is_of_the_period_that_its_words_give(
    language: str,
    sentence: str,
    wanted: tuple[tuple[float, object], ...],
    kind: str,
    tmp_path: Path,
) -> None:
    report = written(tmp_path, kind, TITLES[language], sentence)
    for value, when in wanted:
        assert any(f.value == pytest.approx(value) and _is(f, when) for f in report.figures), [
            (f.value, f.role, f.year) for f in report.figures
        ]


TEXT = {
    "zh": "2031年，全市经济平稳运行，全年生产总值1234.5亿元，比上年增长5.1%。",
    "en": "In 2031 the bodies carried out 412 inspections across all districts.",
    "de": "Im Jahr 2031 wurden 412 Bescheide in allen Kreisen des Landes erlassen.",
    "fr": "En 2031, les services ont réalisé 412 contrôles dans tous les départements.",
    "ja": "令和13年度の調査件数は412件であり、前年度を上回った。",
}
JOINT: list[tuple[str, str, str, str, tuple[str, ...]]] = [
    ("zh", "青岚市2031年统计公报", line, "2032年3月20日", ("青岚市统计局", "国家统计局青岚调查队"))
    for line in ("青岚市统计局国家统计局青岚调查队", "青岚市统计局 国家统计局青岚调查队",
                 "青岚市统计局　国家统计局青岚调查队", "青岚市统计局、国家统计局青岚调查队")
] + [
    ("zh", "青岚市2031年联合执法工作报告", "青岚市司法局 青岚市公安局 青岚市人民检察院", "2032年1月5日",
     ("青岚市司法局", "青岚市公安局", "青岚市人民检察院")),
    ("zh", "青岚市2031年联合执法工作报告", "中共青岚市委宣传部 青岚市文化和旅游局", "2032年1月5日",
     ("中共青岚市委宣传部", "青岚市文化和旅游局")),
    ("en", "Joint Annual Report 2031", "Vale Fire Authority and Vale Police Authority", "March 2032",
     ("Vale Fire Authority", "Vale Police Authority")),
    ("en", "Joint Annual Report 2031", "Department for Transport & Highways Agency", "March 2032",
     ("Department for Transport", "Highways Agency")),
    ("en", "Joint Annual Report 2031", "Ministry of Health and Social Care", "March 2032",
     ("Ministry of Health and Social Care",)),
    ("de", "Gemeinsamer Jahresbericht 2031",
     "Statistisches Landesamt Nordau und Ministerium der Finanzen Nordau", "März 2032",
     ("Statistisches Landesamt Nordau", "Ministerium der Finanzen Nordau")),
    ("fr", "Rapport annuel conjoint 2031",
     "Ministère de la Transition écologique et Agence de l'eau Nord", "mars 2032",
     ("Ministère de la Transition écologique", "Agence de l'eau Nord")),
    ("ja", "令和13年度共同調査報告書", "総務省統計局・青葉県統計課", "令和14年3月",
     ("総務省統計局", "青葉県統計課")),
    ("ja", "令和13年度共同調査報告書", "厚生労働省 経済産業省", "令和14年3月",
     ("厚生労働省", "経済産業省")),
]  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "ruled.pdf"])
@pytest.mark.parametrize(("language", "title", "line", "date", "bodies"), JOINT)
def test_bodies_that_issue_a_report_together_are_several(
    language: str,
    title: str,
    line: str,
    date: str,
    bodies: tuple[str, ...],
    kind: str,
    tmp_path: Path,
) -> None:
    assert written(tmp_path, kind, title, line, date, TEXT[language]).details.issuers == bodies


BOUND = {
    "zh": ("青岚市{}年行政执法工作报告", "全年立案{}件。", "第{}片区检查商户{}家次，整改问题{}个，群众满意度明显提高。"),
    "en": ("Vale Council Annual Report {}", "The council issued {} notices.",
           "Team {} made {} visits to shops and answered {} letters from the public in the year."),
    "de": ("Landesamt Nordau: Jahresbericht {}", "Es wurden {} Bescheide erlassen.",
           "Gruppe {} hat {} Betriebe besucht und {} Briefe der Bürger im Kreis beantwortet."),
}  # fmt: skip


@pytest.mark.parametrize("kind", PROSE)
@pytest.mark.parametrize("language", BOUND)
def test_years_bound_in_one_file_keep_their_own_figures(
    language: str, kind: str, tmp_path: Path
) -> None:
    title, told, filling = BOUND[language]
    items = [
        line
        for year, count in ((2033, 431), (2032, 322), (2031, 213))
        for line in (
            title.format(year),
            told.format(count),
            *(filling.format(n + 1, 40 + 3 * n + year % 10, 7 + 2 * n) for n in range(24)),
        )
    ]
    report = written(tmp_path, kind, *items)
    assert [part.year for part in report.parts] == [2032, 2031]
    found = {f.value: f.year or report.details.year for f in report.figures}
    assert [found[count] for count in (431, 322, 213)] == [2033, 2032, 2031]
