"""Bodies named in many ways, and named but not indexed."""

from __future__ import annotations

import time

import numpy as np
import pytest

from indexer.document.report import Details
from indexer.index.schema import ReportRow
from indexer.retrieval.bodies.bodies import Bodies, NamedBodies

from .many_bodies import KEYS, ROWS


@pytest.fixture(scope="module")
def bodies() -> Bodies:
    return Bodies(ROWS)


def find(bodies: Bodies, text: str, language: str = "") -> NamedBodies:
    han = any("\u3040" < c < "\ua000" for c in text)
    language = language or ("zh" if han else "en" if text.isascii() else "fr")
    return bodies.find(text, [(0, len(text))], language)


def best(named: NamedBodies) -> set[str]:
    return {KEYS[row] for row, score in named.scores.items() if score >= named.best - 1e-9}


SHORTENED = [
    ("津南市监局", "jinnan_market"),
    ("津南区市场监管局", "jinnan_market"),
    ("天津津南工商", "jinnan_market"),
    ("合肥卫健委", "hefei_health"),
    ("合肥卫计委", "hefei_health"),
    ("绵阳环保局", "mianyang_env"),
    ("绵阳生态环境", "mianyang_env"),
    ("绵阳消防", "mianyang_fire"),
    ("四川安监", "sichuan_emergency"),
    ("四川省应急厅", "sichuan_emergency"),
    ("大理州文旅局", "dali_culture"),
    ("伊宁水利", "yining_water"),
    ("普陀城管", "putuo_urban"),
    ("西安国土局", "xian_resources"),
    ("湖南人社厅", "hunan_hr"),
    ("湖南劳动厅", "hunan_hr"),
    ("旧州镇", "jiuzhou_town"),
    ("安顺旧州", "jiuzhou_town"),
    ("云浮粮储局", "grain"),
    ("交通部", "mot"),
    ("市场监管总局", "samr"),
    ("海南农业厅", "untold"),
    ("淮安市政府", "haian_gov"),
]
TRANSLATED = [
    ("Jinnan's market regulator", "jinnan_market"),
    ("the Jinnan AMR (market supervision)", "jinnan_market"),
    ("Hefei health commission", "hefei_health"),
    ("He fei weijianwei", "hefei_health"),
    ("Mianyang's ecology bureau", "mianyang_env"),
    ("Mianyang EPB", "mianyang_env"),
    ("Mianyang fire brigade", "mianyang_fire"),
    ("Sichuan emergency department", "sichuan_emergency"),
    ("Sichuan EMB", "sichuan_emergency"),
    ("Huai'an city", "haian_gov"),
    ("Huaian municipal government", "haian_gov"),
    ("Dali culture and tourism bureau", "dali_culture"),
    ("Yining County water authority", "yining_water"),
    ("Putuo (Shanghai) chengguan", "putuo_urban"),
    ("Xi'an planning and natural resources", "xian_resources"),
    ("Hunan's labour department", "hunan_hr"),
    ("Jiuzhou Town", "jiuzhou_town"),
    ("China's transport ministry", "mot"),
    ("the British privacy watchdog", "ico"),
    ("英国信息专员办公室", "ico"),
    ("英国审慎监管局", "pra"),
    ("PRA", "pra"),
    ("法国反欺诈机构DGCCRF", "dgccrf"),
    ("la répression des fraudes", "dgccrf"),
    ("俄勒冈州环境部门", "oregon"),
    ("オレゴン州の環境当局", "oregon"),
    ("美国环保署", "epa"),
    ("公取委", "jftc"),
    ("日本公平交易委员会", "jftc"),
    ("兵庫県警", "hyogo"),
    ("德国金融监管局", "bafin"),
    ("BaFin", "bafin"),
    ("AEPD", "aepd"),
    ("西班牙数据保护局", "aepd"),
    ("die Umweltbehörde von Mianyang", "mianyang_env"),
    ("Gesundheitsamt Hefei", "hefei_health"),
    ("le bureau de l'environnement de Mianyang", "mianyang_env"),
    ("la oficina de emergencias de Sichuan", "sichuan_emergency"),
    ("управление здравоохранения Хэфэй", "hefei_health"),
    ("合肥市衛生健康委員会", "hefei_health"),
    ("綿陽市生態環境局", "mianyang_env"),
    ("津南區市場監督管理局", "jinnan_market"),
    ("Leeds council (local government)", "leeds"),
    ("das Kölner Ordnungsamt Köln", "koeln"),
    ("2011年政府工作报告", "council"),
    ("the government work report", "council"),
]


@pytest.mark.parametrize(("text", "key"), [*SHORTENED, *TRANSLATED])
def test_a_body_is_found_by_what_people_call_it(bodies: Bodies, text: str, key: str) -> None:
    named = find(bodies, text)
    assert best(named) == {key}
    assert not named.unknown and named.mentions[0].known


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("安徽省卫健委", "hefei_health"),  # the whole: only a part is indexed
        ("Anhui health commission", "hefei_health"),
        ("西秀区人民政府", "jiuzhou_town"),
        ("成都市应急管理局", "sichuan_emergency"),  # a part: only the whole is
        ("涪城区消防", "mianyang_fire"),
        ("津南区交通局", "jinnan_gov"),  # another bureau: the government is nearest
        ("淮安市市场监管局", "haian_gov"),
        ("California's environmental regulator", "epa"),
        ("Manchester City Council", "leeds"),
        ("花莲县卫生局", "hefei_health"),
        ("东京警视厅", ""),
        ("Ofcom", ""),
        ("乌鲁木齐应急局", ""),
        ("Finnish transport agency", ""),
        ("保定税务", ""),
        ("ACCC", ""),
        ("Zhengzhou police", ""),
        ("阿坝林草局", ""),
        ("珠海海关", ""),
    ],
)
def test_a_body_that_is_not_indexed_is_told_with_the_nearest(
    bodies: Bodies, text: str, near: str
) -> None:
    named = find(bodies, text)
    assert named.unknown == (text,) and not named.mentions[0].known
    if near:
        assert near in best(named) and named.best >= 0.15


def test_a_place_alone_means_its_government_before_its_bureaus(bodies: Bodies) -> None:
    scores = {KEYS[row]: value for row, value in find(bodies, "津南").scores.items()}
    assert scores["jinnan_gov"] > scores["jinnan_market"] >= 0.9
    whole = {KEYS[row]: value for row, value in find(bodies, "津南全区").scores.items()}
    assert whole["jinnan_gov"] == 1.0 and whole["jinnan_market"] < 0.8


def test_same_named_bodies_of_two_cities_both_stand(bodies: Bodies) -> None:
    assert best(find(bodies, "鼓楼区教育局")) == {"gulou_nj", "gulou_xz"}
    assert best(find(bodies, "徐州鼓楼教育局")) == {"gulou_xz"}
    assert best(find(bodies, "Gulou (Nanjing) education bureau")) == {"gulou_nj"}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("应急系统", {"sichuan_emergency"}),
        ("教育口", {"gulou_nj", "gulou_xz"}),
        ("四川的单位", {"sichuan_emergency", "mianyang_env", "mianyang_fire"}),
        ("bodies in Sichuan", {"sichuan_emergency", "mianyang_env", "mianyang_fire"}),
        ("日本", {"jftc", "hyogo"}),
        ("Britain", {"ico", "pra", "leeds"}),
        ("American agencies", {"epa", "oregon"}),
        ("data protection authorities", {"ico", "aepd"}),
        ("江苏", {"gulou_nj", "gulou_xz", "haian_gov"}),
    ],
)
def test_a_sort_or_a_country_holds_all_its_bodies(
    bodies: Bodies, text: str, keys: set[str]
) -> None:
    within = find(bodies, text).within
    assert {KEYS[row] for row, value in within.items() if value >= 0.8} == keys


def test_chinese_offices_are_those_of_china(bodies: Bodies) -> None:
    within = find(bodies, "Chinese offices").within
    found = {KEYS[row] for row, value in within.items() if value >= 0.8}
    assert {"samr", "mianyang_env", "jiuzhou_town", "untold"} <= found
    assert not found & {"ico", "jftc", "oregon", "bafin"}


def test_regulators_abroad_are_those_of_other_countries(bodies: Bodies) -> None:
    for text in ("regulators outside China", "overseas regulators", "境外监管机构"):
        scores = {KEYS[row]: v for row, v in find(bodies, text).scores.items()}
        assert scores["ico"] > 0.8 and scores.get("samr", 0.0) < 0.1, text


def test_a_place_in_one_mention_goes_with_a_body_in_another(bodies: Bodies) -> None:
    text = "In Mianyang, what did its fire service report?"
    named = bodies.find(text, [(3, 11), (22, 38)], "en")
    assert best(named) == {"mianyang_fire"}
    assert len(named.mentions) == 2


def test_two_bodies_both_count(bodies: Bodies) -> None:
    text = "合肥卫健委和绵阳环保局"
    assert best(bodies.find(text, [(0, 5), (6, 11)], "zh")) == {"hefei_health", "mianyang_env"}


def test_nothing_named_says_nothing(bodies: Bodies) -> None:
    named = bodies.find("哪些局公布了罚款", [], "zh")
    assert not named.scores and not named.unknown and named.best == 0.0


def test_only_live_rows_are_scored() -> None:
    live = frozenset({KEYS.index("mianyang_env")})
    named = Bodies(ROWS, live).find("绵阳", [(0, 2)], "zh")
    assert set(named.scores) == live


def test_the_head_of_a_report_tells_what_its_details_do_not() -> None:
    row = ReportRow(0, "x", "x.txt", "text", Details(title="下载", language="zh"), None, 9, "")
    bodies = Bodies([row], heads=["关于2030年工作的报告 宿迁市民政局 2031年1月"])
    assert bodies.find("宿迁民政", [(0, 4)], "zh").best > 0.6


def test_likeness_lifts_a_kind_that_no_table_knows() -> None:
    rows = [ROWS[KEYS.index("mianyang_fire")], ROWS[KEYS.index("mianyang_env")]]
    rows = [
        ReportRow(n, r.id, r.path, r.format, r.details, None, 9, "") for n, r in enumerate(rows)
    ]
    plain = Bodies(rows).find("绵阳救火的", [(0, 5)], "zh")
    like = Bodies(rows, likeness=lambda text: np.array([0.9, 0.2], dtype=np.float32))
    lifted = like.find("绵阳救火的", [(0, 5)], "zh")
    assert lifted.scores[0] >= plain.scores[0] and lifted.scores[0] >= lifted.scores[1]


def test_two_thousand_reports_are_ready_in_a_moment() -> None:
    rows = [
        ReportRow(
            n,
            str(n),
            f"{n}.txt",
            "text",
            Details(
                title=f"试{n}县应急管理局2030年报告", issuer=f"试{n}县应急管理局", language="zh"
            ),
            None,
            9,
            "",
        )
        for n in range(2000)
    ]
    Bodies(rows[:1])  # tables are read once
    began = time.process_time()
    Bodies(rows)
    assert time.process_time() - began < 2  # 0.2 s on a quiet machine


def _rows(*details: Details) -> list[ReportRow]:
    return [ReportRow(n, str(n), f"{n}.txt", "text", d, None, 9, "") for n, d in enumerate(details)]


def test_one_report_spells_out_what_the_next_shortens() -> None:
    rows = _rows(
        Details(issuer="Nordland Fisheries Council", region="Norway", language="en"),
        Details(issuer="NFC", title="NFC annual report", language="en"),
    )
    named = Bodies(rows).find("the Norwegian fisheries council", [(0, 31)], "en")
    assert named.scores[0] == named.scores[1] >= 0.9


def test_an_agency_that_names_itself_further_down_is_known() -> None:
    rows = _rows(Details(title="47698", language="en"), Details(title="9", language="en"))
    head = "Proposed rules. " * 30 + "AGENCY: Federal Aviation Administration (FAA)."
    named = Bodies(rows, heads=[head, "Nothing."]).find("the FAA", [(0, 7)], "en")
    assert named.scores[0] >= 0.9 and not named.unknown


@pytest.mark.parametrize(
    ("before", "after"), [("请问", "公布了"), ("我想知道", "一共"), ("查一下", "2030年")]
)
def test_words_around_a_mention_do_no_harm(bodies: Bodies, before: str, after: str) -> None:
    for text, key in SHORTENED[:15]:
        question = f"{before}{text}{after}多少"
        wide = bodies.find(question, [(0, len(before) + len(text) + len(after))], "zh")
        assert key in best(wide), question


@pytest.mark.parametrize(
    ("question", "kin"),
    [
        ("市监系统 罚没 谁多", {"jinnan_market", "samr", "dgccrf"}),
        ("卫生口的检查谁最多", {"hefei_health"}),
        ("哪些消防队伍查了隐患", {"mianyang_fire"}),
        ("Which health commissions trained their staff?", {"hefei_health"}),
        ("Quels services d'incendie ont compté les risques ?", {"mianyang_fire"}),
        ("应急部门里罚款最少的", {"sichuan_emergency"}),
    ],
)
def test_a_kind_of_body_that_a_question_speaks_of_fits_such_bodies_best(
    bodies: Bodies, question: str, kin: set[str]
) -> None:
    fit = {KEYS[row]: value for row, value in bodies.type_fit(question).items()}
    assert {key for key, value in fit.items() if value == max(fit.values())} == kin
    assert fit["leeds"] < 0.6 and fit["putuo_urban"] < 0.5


@pytest.mark.parametrize(
    "question",
    ["哪些单位公布了罚款", "Which bureaus say how much they fined?", "谁聘了法律顾问", ""],
)
def test_a_question_that_speaks_of_no_kind_of_body_fits_none(bodies: Bodies, question: str) -> None:
    assert bodies.type_fit(question) == {}
