"""Names of bodies that no gazetteer has, spelt in another script than their own."""

from __future__ import annotations

import pytest

from indexer.document.report import Details
from indexer.gazetteer import divisions
from indexer.gazetteer.letters import all_pinyin
from indexer.index.schema import ReportRow
from indexer.retrieval.bodies.bodies import Bodies
from indexer.retrieval.bodies.mentions import parse_name
from indexer.retrieval.bodies.parsed_name import LocalPlaces
from indexer.retrieval.bodies.profile import profile_of
from indexer.retrieval.bodies.spellings import Spellings


def report(issuer: str, row: int = 0) -> ReportRow:
    details = Details(issuer=issuer, language="en" if issuer.isascii() else "zh")
    return ReportRow(row, str(row), f"{row}.txt", "text", details, None, 9, "")


def bodies_of(*issuers: str) -> Bodies:
    return Bodies([report(issuer, row) for row, issuer in enumerate(issuers)])


def test_every_reading_of_a_character_is_spelt() -> None:
    assert all_pinyin("临峤") == ["linjiao", "linqiao"]
    assert "yanxing" in all_pinyin("雁行")
    assert len(all_pinyin("行行行行行行")) <= 13


@pytest.mark.parametrize(
    ("issuer", "mention"),
    [
        ("碧沅海关", "Biyuan customs"),
        ("碧沅海关", "la douane de Biyuan"),
        ("碧沅海关", "таможня Биюань"),
        ("松柏川大学", "Songbaichuan University"),
        ("松柏川大学", "Songbochuan University"),
        ("翠峤县人民政府", "Cuiqiao county"),
        ("翠峤县人民政府", "Cuijiao County government"),
        ("蓝黛湖港航管理局", "Landaihu port administration"),
        ("蓝黛湖港航管理局", "l’office de Landaihu"),
        ("岚霞市水务局", "Управление водных ресурсов Ланься"),
        ("Harbour Authority of Skarnmark", "斯卡恩马克港务局"),
        ("Data Protection Office of Torvaldrin", "托瓦尔德林数据保护局"),
        ("Office of the Ombudsman of Marendal", "马伦达尔监察专员"),
        ("Fire and Rescue Service of Greater Dunsworth", "大邓斯沃思消防救援局"),
        ("Audit Office of Cedar Hollow", "锡达霍洛审计署"),
        ("Food Safety Commission, Ranigarh", "拉尼加尔食安专署"),
        ("Autorité des transports de la Norvalie", "诺瓦利"),
        ("Development Fund of Tarkeny", "タルケニ開発基金"),
        ("Development Fund of Tarkeny", "Таркени"),
        ("岚霞市生态环境局潭汐分局", "the Tanxi branch"),
        ("岚霞市生态环境局潭汐分局", "Tanxi environmental office"),
        ("岚霞市云雁新区政务中心", "Yunyan service centre"),
        ("碧槐渡人民法庭", "the Bihuaidu tribunal"),
        ("椿城市劳动人事争议仲裁院", "Chuncheng arbitration court"),
        ("汐湾市统计局", "статистика в Сиване"),
    ],
)
def test_a_name_in_another_script_names_its_body(issuer: str, mention: str) -> None:
    others = ["临溪海关", "Harbour Authority of Lindholm", "南溪大学", "Privacy Office of Kestrel"]
    bodies = bodies_of(issuer, *others)
    found = bodies.find(mention, [(0, len(mention))], "en" if mention.isascii() else "zh")
    assert found.unknown == ()
    assert max(found.scores, key=lambda row: found.scores[row]) == 0


@pytest.mark.parametrize("mention", ["Hailun customs", "таможня Хайлунь", "科斯特里亚海关"])
def test_a_name_that_no_body_bears_stays_unknown(mention: str) -> None:
    bodies = bodies_of("碧沅海关", "Customs Office of Skarnmark")
    assert bodies.find(mention, [(0, len(mention))], "en").unknown == (mention,)


def test_a_division_that_is_indexed_is_meant_before_a_name_spelt_the_same() -> None:
    codes = divisions.by_pinyin()["hefei"]
    assert [spelled.name for spelled in Spellings(names=["和绯"]).of_latin("hefei")] == ["和绯"]
    both = Spellings(names=["和绯"], held=codes).of_latin("hefei")
    assert [(spelled.codes, spelled.name) for spelled in both] == [
        (codes, ""),
        (frozenset(), "和绯"),
    ]


@pytest.mark.parametrize(
    ("mention", "row"),
    [
        ("Lanxia water bureau", 0),
        ("Lanxia Maritime Customs", 1),
        ("бюро водных ресурсов Ланься", 0),
    ],
)
def test_a_word_that_spells_several_names_means_the_one_that_fits(mention: str, row: int) -> None:
    bodies = bodies_of("岚霞市水务局", "澜峡海关", "兰夏镇人民政府")
    found = bodies.find(mention, [(0, len(mention))], "en")
    assert max(found.scores, key=lambda r: found.scores[r]) == row


def test_a_word_that_spells_several_places_names_all_of_them() -> None:
    bodies = bodies_of("岚霞市水务局", "澜峡市水务局")
    found = bodies.find("Lanxia water bureau", [(0, 19)], "en")
    assert len(set(found.scores.values())) == 1
    assert set(found.scores) == {0, 1}


def test_words_of_a_question_are_not_held_against_a_name_in_another_script() -> None:
    local = LocalPlaces(spelled=Spellings(names=["碧沅核"]))
    assert parse_name("Biyuan nuclear station", local).spelled


def test_a_branch_bears_its_county_without_the_rank() -> None:
    bodies = bodies_of("岚霞市生态环境局潭汐分局", "岚霞市水务局")
    found = bodies.find("潭汐县生态分局", [(0, 7)], "zh")
    assert found.unknown == ()
    assert max(found.scores, key=lambda row: found.scores[row]) == 0


def test_a_rank_that_no_place_of_that_name_has_ends_a_name_of_its_own() -> None:
    assert "合浦源" in profile_of(report("合浦源市烟草专卖局")).heads
    assert "合浦" not in profile_of(report("合浦县烟草专卖局")).heads


def test_a_body_without_an_office_in_its_name_is_found_by_its_own_name() -> None:
    bodies = bodies_of("鹭屏市水务局", "鹭屏海关", "鹭屏供电公司")
    for row, mention in ((1, "鹭屏海关"), (2, "鹭屏供电公司"), (1, "鹭屏关")):
        found = bodies.find(mention, [(0, len(mention))], "zh")
        assert found.unknown == ()
        assert max(found.scores, key=lambda r: found.scores[r]) == row


def test_a_foreign_name_that_is_not_indexed_is_not_taken_for_another() -> None:
    bodies = bodies_of("Audit Office of Cedar Hollow", "Harbour Authority of Skarnmark")
    for mention in ("马尔塞纳审计署", "托里克港务局", "贝兰多尔审计署"):
        assert bodies.find(mention, [(0, len(mention))], "zh").unknown == (mention,)
