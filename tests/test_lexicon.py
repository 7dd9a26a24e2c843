"""The bundled lexicon and its matcher. All sentences are made up for these tests."""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import PolicyQAError
from indexer.folding import fold
from indexer.lexicon import Concept, Lexicon, Match, load_lexicon

GROUPS = {"", "issuer", "scope"}


def found(text: str) -> set[str]:
    return load_lexicon().concepts_in(fold(text))


def small(**terms: dict[str, list[str]]) -> Lexicon:
    return Lexicon(
        Concept(name, "",
                {k: tuple(v) for k, v in table.items() if k != "excludes"},
                tuple(table.get("excludes", [])))
        for name, table in terms.items()
    )


EXPECTED = [
    ("fine", "柳河县去年一共罚了多少钱"),
    ("fine", "开出的罚单加起来有几十万"),
    ("fine", "全年处罚金额为12万元"),
    ("fine", "which bureaus reported enforcement fines"),
    ("fine", "How much did polluters have to pay?"),
    ("fine", "The agency imposed financial penalties worth £3m"),
    ("fine", "L'autorité a prononcé douze amendes cette année"),
    ("fine", "Die Behörde verhängte Bußgelder in Höhe von 2 Mio. Euro"),
    ("fine", "La agencia impuso multas por 40.000 euros"),
    ("fine", "罰金の総額は三百万円であった"),
    ("fine", "Сумма штрафов составила 5 млн рублей"),
    ("fine", "과징금 3억원을 부과했다"),
    ("fine", "罰款總額為八萬元"),
    ("fine_count", "一共开了多少张罚单"),
    ("fine_count", "the regulator imposed fines in 12 cases"),
    ("fine_and_confiscation", "罚没收入5万元"),
    ("confiscation", "没收违法所得3万元"),
    ("confiscation", "illegal gains were confiscated"),
    ("average_fine", "The average fine was £900"),
    ("compensation", "污染企业赔了多少钱"),
    ("wages_recovered", "为工人追回工资20万元"),
    ("wages_recovered", "inspectors recovered wages for staff"),
    ("consumer_loss_recovered", "为消费者挽回经济损失6万元"),
    ("reward", "给举报人发放奖励8000元"),
    ("budget", "The budget for the year was 3 million"),
    ("gdp_growth", "国内生产总值增长了百分之几"),
    ("gdp", "国内生产总值达到三十万亿元"),
    ("gdp_growth", "By how much did GDP grow?"),
    ("urban_jobs", "新增了多少城镇就业，城镇新增就业是多少"),
    ("cpi", "consumer prices rose by 2 percent"),
    ("grain_output", "粮食总产量又创新高"),
    ("case_filed", "按正规程序立了多少个案子"),
    ("case_filed", "How many files were opened?"),
    ("case_closed", "全部案件已办结"),
    ("penalty_decision", "一共罚了多少宗"),
    ("penalty_decision", "administrative penalties recorded"),
    ("warning", "rappels à l'ordre adressés à des sociétés"),
    ("licence_revoked", "吊销许可证2张"),
    ("business_suspended", "有几家被勒令停业"),
    ("detention", "行政拘留5人"),
    ("referral", "把线索移交给公安的有几件"),
    ("referral", "cases sent to prosecutors"),
    ("referral", "書類送検した件数"),
    ("conviction", "The courts found the firms guilty; 20 convictions"),
    ("no_penalty", "对轻微违法首违不罚"),
    ("notice_served", "dix mises en demeure"),
    ("improvement_notice", "inspectors served 30 improvement notices"),
    ("inspection", "立入検査を50回実施した"),
    ("inspection", "Se realizaron 300 inspecciones"),
    ("inspection", "Es wurden 40 Kontrollen durchgeführt"),
    ("enterprise_inspected", "一共检查了多少家次企业"),
    ("joint_inspection", "开展跨部门联合检查4次"),
    ("random_inspection", "双随机抽查了6回"),
    ("hazard", "发现隐患多少项"),
    ("hazard", "督促整改隐患30项"),
    ("major_hazard", "重大事故隐患7条"),
    ("rectification_rate", "整改率达98%"),
    ("accident", "Arbeitsunfälle gingen zurück"),
    ("death", "一年里死了多少人"),
    ("death", "12 workers were killed"),
    ("emergency_drill", "組織避難訓練三次 避難訓練"),
    ("enforcement_officer", "在岗执法人员多少人"),
    ("certified_officer", "有资格上街执法的有几个人"),
    ("training_hours", "人均培训多少学时"),
    ("legal_study", "领导学了多少回法律"),
    ("legal_study", "组织了多少次法律课"),
    ("exam_pass_rate", "the exam pass rate was 90%"),
    ("publicity_material", "发放宣传资料900份"),
    ("legal_adviser", "which bureaus employ outside legal advisers"),
    ("government_lawyer", "公职律师2名"),
    ("reconsideration", "因不服处理而申请上级重新审查"),
    ("litigation", "哪些单位没有被告上法庭"),
    ("litigation", "打官司的有几起"),
    ("litigation_won", "两起案件均胜诉"),
    ("court_appearance", "负责人出庭应诉1次"),
    ("legality_review", "重大执法决定法制审核9件"),
    ("disclosure_request", "依申请公开5件"),
    ("information_disclosure", "一共对外公布了几条信息"),
    ("complaint", "接了多少件群众反映"),
    ("complaint", "La CNIL a reçu des plaintes"),
    ("hotline", "12345热线转来多少单"),
    ("administrative_licence", "批下来的许可有多少"),
    ("ecological_compensation", "compensation for ecological damage"),
    ("issuer_emergency", "the emergency management bureaus of the province"),
    ("issuer_emergency", "柳河县应急局"),
    ("issuer_transport", "柳河县交通部门"),
    ("issuer_labour_inspectorate", "Japan's labour inspectors"),
    ("issuer_data_protection", "the data protection authority"),
    ("issuer_town", "哪些街道、镇政府公布了数额"),
    ("business_environment", "哪些做法是为了减少对企业的打扰"),
    ("difficulties", "what problems did they admit about their teams: shortcomings"),
    ("straw_burning", "秸秆焚烧占多少"),
    ("whole_area", "citywide inspections"),
    ("year_on_year", "同比下降3%"),
]

LOOKALIKES = [
    ("fine", "Fine particles in the air fell by 3 percent"),
    ("fine", "fine-tuning of the enforcement plan"),
    ("fine", "The act was amended in March by an amendment"),
    ("fine", "The fine-grained fine particulate matter network"),
    ("fine", "发放奖励15万元"),
    ("fine", "the insurance premium was 300 yuan"),
    ("fine", "制定了罚款处罚规定"),
    ("fine", "行政处罚41次"),
    ("fine", "finally, the finance team defined its aims"),
    ("penalty_decision", "学习《行政处罚法》"),
    ("penalty_decision", "依法不予行政处罚"),
    ("penalty_decision", "处罚金额十万元"),
    ("case_closed", "closed-loop management of hazards"),
    ("case_closed", "The report disclosed its enclosed sites"),
    ("reconsideration", "学习行政复议法"),
    ("litigation", "解读行政诉讼法"),
    ("issuer_police", "the policy of the bureau"),
    ("hotline", "检查点位412345个"),
    ("trade_volume", "安全出口被堵塞"),
    ("trade_volume", "an important step"),
    ("accident", "排查事故隐患9条"),
    ("hazard", "hazardous"),
    ("training", "校外培训机构整治"),
    ("reward", "the prime minister spoke"),
    ("gdp", "填报SGDPX表格"),
    ("administrative_licence", "解读行政许可法"),
    ("completion_rate", "森林覆盖率达到40%"),
    ("budget", "L'état des routes est bon"),
    ("whole_area", "本局人员"),
    ("interdepartmental", "审查合同12份"),
    ("complaint", "予以通报"),
]


@pytest.mark.parametrize(("concept", "sentence"), EXPECTED)
def test_sentence_means_the_concept(concept: str, sentence: str) -> None:
    assert concept in found(sentence)


@pytest.mark.parametrize(("concept", "sentence"), LOOKALIKES)
def test_lookalike_does_not_mean_the_concept(concept: str, sentence: str) -> None:
    assert concept not in found(sentence)


def test_every_concept_is_well_formed() -> None:
    concepts = load_lexicon().concepts
    assert len(concepts) >= 170
    for concept in concepts.values():
        assert concept.group in GROUPS, concept.id
        assert {"zh", "en"} <= set(concept.terms), concept.id


def test_no_term_belongs_to_more_than_three_concepts() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for concept in load_lexicon().concepts.values():
        for terms in concept.terms.values():
            for term in terms:
                owners[fold(term)].add(concept.id)
    assert {t: o for t, o in owners.items() if len(o) > 3} == {}


def test_no_han_term_is_a_single_character() -> None:
    short = [
        (c.id, t) for c in load_lexicon().concepts.values()
        for lang in ("zh", "ja") for t in c.terms.get(lang, ()) if len(t) < 2
    ]
    assert short == []


def test_every_term_means_its_concept_when_it_stands_alone() -> None:
    lexicon = load_lexicon()
    missing = [
        (c.id, term) for c in lexicon.concepts.values()
        for terms in c.terms.values() for term in terms
        if c.id not in lexicon.concepts_in(fold(term))
    ]
    assert missing == []


def test_longest_match_wins_over_terms_inside_it() -> None:
    lexicon = small(a={"zh": ["罚没"]}, b={"zh": ["罚没收入"]}, c={"zh": ["收入"]})
    assert lexicon.matches("共罚没收入") == [Match("b", 1, 5, "罚没收入")]


def test_overlapping_terms_of_which_none_holds_the_other_are_both_kept() -> None:
    lexicon = small(a={"zh": ["移送公安"]}, b={"zh": ["公安机关"]})
    assert [m.concept for m in lexicon.matches("移送公安机关")] == ["a", "b"]


def test_a_term_inside_an_excluded_phrase_is_no_match_however_long_the_phrase() -> None:
    lexicon = small(a={"en": ["fine"], "excludes": ["fine particulate matter in the open air"]})
    assert lexicon.matches("fine particulate matter in the open air") == []
    assert lexicon.matches("a fine of 3") == [Match("a", 2, 6, "fine")]


def test_words_of_a_phrase_must_stand_together() -> None:
    lexicon = small(a={"en": ["cases closed"]})
    assert lexicon.concepts_in("cases closed") == {"a"}
    assert lexicon.concepts_in("of 30 cases, 20 closed") == set()


def test_a_users_file_adds_terms_and_concepts(tmp_path: Path) -> None:
    extra = tmp_path / "own.toml"
    extra.write_text('[concepts.fine]\nzh = ["苦头费"]\n[concepts.own]\nen = ["zorbing"]\n', "utf-8")
    assert load_lexicon(extra).concepts_in("苦头费 zorbing") == {"fine", "own"}


def test_a_users_file_with_an_unknown_key_is_named_in_the_error(tmp_path: Path) -> None:
    extra = tmp_path / "own.toml"
    extra.write_text('[concepts.fine]\nxx = ["苦头费"]\n', "utf-8")
    with pytest.raises(PolicyQAError, match=r"own\.toml.*unknown keys"):
        load_lexicon(extra)


@given(st.text(alphabet="罚没收入款 处行政fines and 12345热线é", max_size=60))
def test_matches_are_slices_in_order_and_never_inside_a_longer_one(text: str) -> None:
    folded = fold(text)
    matches = load_lexicon().matches(folded)
    assert [m.start for m in matches] == sorted(m.start for m in matches)
    for m in matches:
        assert folded[m.start: m.end] == m.term
        assert not any(
            k.start <= m.start and m.end <= k.end and len(k.term) > len(m.term) for k in matches
        )


def test_a_long_text_is_matched_quickly() -> None:
    piece = "柳河县应急局开展执法检查33次，罚款8万元，移送公安2件。The bureau fined 3 firms. "
    text = fold((piece * 400)[:20_000])
    load_lexicon().matches("warm")
    started = time.perf_counter()
    matches = load_lexicon().matches(text)
    assert len(matches) > 500
    assert time.perf_counter() - started < 0.25
