"""Names taken apart: places, kinds of body, agencies, what is left."""

from __future__ import annotations

import pytest

from indexer.gazetteer import divisions
from indexer.gazetteer import spellings as made
from indexer.gazetteer.letters import latin_from_script, plain, skeleton, words
from indexer.gazetteer.spellings import spellings, work_out
from indexer.gazetteer.vocabulary import agencies, near_kinds, tables
from indexer.retrieval.bodies.mention_spans import whole_words
from indexer.retrieval.bodies.mentions import parse_name


def test_spellings_are_those_that_pypinyin_gives() -> None:
    """The file may lack a division that was added later; its pinyin is worked out when needed."""
    kept, worked_out = spellings(), work_out()
    assert kept["kinds"] == worked_out["kinds"]  # else: python -m indexer.gazetteer.spellings
    assert kept["divisions"].items() <= worked_out["divisions"].items()


def test_a_division_without_a_kept_spelling_is_spelled(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = spellings()
    without = {n: s for n, s in kept["divisions"].items() if n != "凉山彝族自治州"}
    monkeypatch.setattr(made, "spellings", lambda: {**kept, "divisions": without})
    assert made.division("凉山彝族自治州") == kept["divisions"]["凉山彝族自治州"]


def test_every_agency_and_every_near_kind_is_a_kind() -> None:
    kinds = set(tables()["bodies"]["kinds"])
    assert {agency.kind for agency in agencies().values()} <= kinds
    assert set(near_kinds()) <= kinds
    lands = set(tables()["countries"]["names"])
    assert {agency.land for agency in agencies().values()} <= lands


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("濱海新區", "滨海新区"),
        ("浜海新区", "滨海新区"),
        ("九竜坡", "九龙坡"),
        ("労働局", "劳动局"),
        ("衛生", "卫生"),
        ("Québec", "quebec"),
        ("Straße", "STRASSE"),
        ("ＦＣＡ", "fca"),
    ],
)
def test_one_spelling_for_scripts_and_accents(a: str, b: str) -> None:
    assert plain(a) == plain(b)


def test_words_lose_possessives_and_dots() -> None:
    assert words("the U.S. agency's e-mail, Wuhan’s".replace("’", "'")) == [
        "the",
        "US",
        "agency",
        "e",
        "mail",
        "Wuhan",
    ]
    assert words("没有") == []


@pytest.mark.parametrize(
    ("word", "pinyin"),
    [
        ("ハルビン", "haerbin"),
        ("チンタオ", "qingdao"),
        ("Шанхай", "shanghai"),
        ("Чунцин", "chongqing"),
    ],
)
def test_other_scripts_keep_the_consonants(word: str, pinyin: str) -> None:
    assert skeleton(latin_from_script(plain(word))) == skeleton(pinyin)


@pytest.mark.parametrize(
    ("name", "code", "kinds"),
    [
        ("天津市监局", "120000", {"market"}),  # not 天津市 + 监局
        ("天津市监察局", "120000", set()),
        ("公安县交通局", "421022", {"transport"}),  # a county, not the police
        ("内蒙古水利厅", "150000", {"water"}),
        ("Shaanxi Province health commission", "610000", {"health"}),
        ("Shanxi environment department", "140000", {"environment"}),
        ("Hohhot education bureau", "150100", {"education"}),
        ("Suzhou (Anhui) weijianwei", "341300", {"health"}),
        ("Baoding shi gonganju", "130600", {"police"}),
    ],
)
def test_places_and_kinds(name: str, code: str, kinds: set[str]) -> None:
    reading = parse_name(name)
    assert code in reading.codes and reading.kinds == kinds


def test_a_rank_tells_places_of_one_name_apart() -> None:
    assert parse_name("Hengyang County").codes == {"430421"}
    assert parse_name("Hengyang city").codes == {"430400"}
    assert {"430421", "430400"} <= parse_name("Hengyang").codes


def test_places_named_together_mean_the_finest() -> None:
    assert parse_name("江苏南京鼓楼区").codes == {"320106"}
    assert parse_name("常州和朔州").codes == {"320400", "140600"}
    assert parse_name("湖南衡阳").codes == {"430400", "430421"}


def test_a_name_of_two_countries_is_either() -> None:
    reading = parse_name("德州环保局")
    assert "371400" in reading.codes and reading.lands == {"US-TX"} and "either" in reading.flags


def test_a_county_that_became_a_district_is_the_same_place() -> None:
    assert "350112" in divisions.with_successors("350182")  # 长乐
    assert "320106" not in divisions.with_successors("320302")  # two districts called 鼓楼


def test_places_lie_in_each_other() -> None:
    assert divisions.inside("430421", "430400") and divisions.inside("430400", "430000")
    assert not divisions.inside("430400", "430421") and not divisions.inside("430400", "430400")


@pytest.mark.parametrize(
    ("question", "span", "text"),
    [
        ("Which Hengyang bureau?", (6, 12), "Hengyang"),
        ("Which Hengyang bureau?", (8, 14), "Hengyang"),
        ("衡阳应急管理局罚了多少", (0, 3), "衡阳应急管理"),
        ("衡阳罚了多少", (0, 2), "衡阳"),
        ("DGCCRF", (0, 3), "DGCCRF"),
        ("法国CNIL去年", (0, 4), "法国CNIL"),
    ],
)
def test_a_span_that_cuts_a_word_is_widened(
    question: str, span: tuple[int, int], text: str
) -> None:
    start, end = whole_words(question, *span)
    assert question[start:end] == text


@pytest.mark.parametrize(
    ("name", "chunk", "kind"),
    [("拱北海关", "拱北", "customs"), ("岭北海关", "岭北", "customs")],
)
def test_a_place_that_shares_a_character_with_a_kind_of_body_is_none(
    name: str, chunk: str, kind: str
) -> None:
    reading = parse_name(name)
    assert (reading.chunks, reading.groups, reading.kinds) == ([chunk], [], {kind})


def test_a_place_before_a_kind_of_body_that_begins_with_its_last_character_stays() -> None:
    reading = parse_name("北海海关")
    assert (reading.kinds, len(reading.groups)) == ({"customs"}, 1)
