"""A question for the holder of an office is not answered with the holder of a longer title."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Index, build
from indexer.answers.office_ranks import has_rank, office_asked, other_rank

_REPORTS = {
    "a.txt": "栖川县水务局2033年工作总结\n\n一、组织领导\n\n副局长林致远主持河湖治理专班的日常工作。办公室主任周慕兰负责信息报送。\n\n"
    "二、防汛\n\n全年组织防汛演练12次，参加人员860人次。\n\n栖川县水务局\n2034年1月8日\n",
    "b.txt": "丹霖市民政局2033年度工作报告\n\n一、会议\n\n局长谢云舟、副局长方若晴出席了全市民政工作会议。\n\n二、救助\n\n"
    "全年救助流浪人员314人次。\n\n丹霖市民政局\n2034年2月5日\n",
    "c.txt": "湾汐市审计局2033年工作情况\n\n一、领导班子\n\n局长孟怀谷主持全面工作，分管办公室。\n\n二、审计\n\n完成审计项目46个。\n\n"
    "湾汐市审计局\n2034年1月20日\n",
    "d.txt": "Fenmoor Coast Agency Annual Report 2033\n\n1. Leadership\n\nDeputy Director Marian Holt opened the "
    "spring assembly of the agency.\n\n2. Patrols\n\nThe agency carried out 1,204 patrols.\n",
    "e.txt": "Tarnbeck Water Board Annual Report 2033\n\n1. The Board\n\nThe meetings were led by the vice-chair, "
    "Colin Frame. Ruth Ashdown serves as chief executive.\n\n2. Supply\n\nThe board laid 37 km of mains.\n",
    "f.txt": "Agence des ports de Morlande\nRapport annuel 2033\n\n1. Direction\n\nLa directrice adjointe, Hélène Vasseur, "
    "a présenté le bilan de l'agence.\n\n2. Contrôles\n\nL'agence a mené 512 contrôles.\n",
    "g.txt": "Landesamt für Wasserbau Nordau\nJahresbericht 2033\n\n1. Leitung\n\nVizepräsidentin Karla Brandt vertrat das "
    "Landesamt auf der Fachtagung.\n\n2. Prüfungen\n\nDas Landesamt führte 230 Prüfungen durch.\n",
    "h.txt": "Agencia de Puertos de Valdesol\nInforme anual 2033\n\n1. Dirección\n\nEl subdirector Ramiro Cuenca presentó "
    "los resultados de la agencia.\n\n2. Inspecciones\n\nLa agencia realizó 418 inspecciones.\n",
    "i.txt": "霞浜市水道局令和15年度事業報告\n\n1 組織\n\n副局長の水島健吾が施設更新計画を説明した。\n\n2 事業\n\n配水管を42キロメートル更新した。\n",
    "k.txt": "澄岭县应急管理局2033年工作报告\n\n一、总体情况\n\n全局以冯若谷同志先进事迹为榜样，深入学习顾崇山安全发展理念。"
    "\n\n二、检查\n\n全年检查企业208家。\n\n澄岭县应急管理局\n2034年1月11日\n",
    "j.txt": "Агентство портов Северной губы\nГодовой отчет за 2033 год\n\n1. Руководство\n\nЗаместитель директора Олег Сомов "
    "представил итоги работы агентства.\n\n2. Проверки\n\nАгентство провело 275 проверок.\n",
}


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("offices")
    for name, text in _REPORTS.items():
        (folder / name).write_text(text, "utf-8")
    build([folder], folder / "index")
    with Index.open(folder / "index") as index:
        yield index


_BOTH = pytest.mark.xfail(reason="words that name several people are told whole")
#: question, a name that must not answer it
_OTHERS = [
    ("栖川县水务局局长是谁？", "林致远"),
    pytest.param("丹霖市民政局局长是谁？", "方若晴", marks=_BOTH),
    pytest.param("丹霖市民政局副局长是谁？", "谢云舟", marks=_BOTH),
    ("湾汐市审计局副局长是谁？", "孟怀谷"),
    ("Who is the director of the Fenmoor Coast Agency?", "Marian Holt"),
    ("Who is the chair of the Tarnbeck Water Board?", "Colin Frame"),
    ("Who is the deputy chief executive of the Tarnbeck Water Board?", "Ruth Ashdown"),
    ("Qui est la directrice de l'Agence des ports de Morlande ?", "Hélène Vasseur"),
    ("Wer ist die Präsidentin des Landesamts für Wasserbau Nordau?", "Karla Brandt"),
    ("¿Quién es el director de la Agencia de Puertos de Valdesol?", "Ramiro Cuenca"),
    ("霞浜市水道局の局長は誰ですか。", "水島"),
    ("Кто директор Агентства портов Северной губы?", "Сомов"),
]


@pytest.mark.parametrize(("question", "name"), _OTHERS)
def test_the_holder_of_another_rank_is_no_answer(offices: Index, question: str, name: str) -> None:
    answer = offices.ask(question)
    assert name not in answer.short
    assert not answer.answerable or name not in answer.short


_HOLDERS = [
    ("栖川县水务局副局长是谁？", "林致远"),
    ("丹霖市民政局局长是谁？", "谢云舟"),
    ("湾汐市审计局局长是谁？", "孟怀谷"),
    ("Who is the deputy director of the Fenmoor Coast Agency?", "Marian Holt"),
    ("Who is the vice-chair of the Tarnbeck Water Board?", "Colin Frame"),
    ("Who is the chief executive of the Tarnbeck Water Board?", "Ruth Ashdown"),
    ("Qui est la directrice adjointe de l'Agence des ports de Morlande ?", "Hélène Vasseur"),
    ("Wer ist die Vizepräsidentin des Landesamts für Wasserbau Nordau?", "Karla Brandt"),
    ("¿Quién es el subdirector de la Agencia de Puertos de Valdesol?", "Ramiro Cuenca"),
    ("Кто заместитель директора Агентства портов Северной губы?", "Сомов"),
]


@pytest.mark.parametrize(("question", "name"), _HOLDERS)
def test_the_holder_of_the_office_asked_for_answers(
    offices: Index, question: str, name: str
) -> None:
    answer = offices.ask(question)
    assert answer.answerable
    assert name in answer.short


@pytest.mark.parametrize(
    ("question", "said", "name", "fits"),
    [
        ("局长是谁", "副局长李强主持日常工作。", "李强", False),
        ("局长是谁", "局长王明、副局长李强出席会议。", "王明", True),
        ("局长是谁", "局长王明、副局长李强出席会议。", "李强", False),
        ("副局长是谁", "局长王明、副局长李强出席会议。", "王明", False),
        ("副局长是谁", "局长王明、副局长李强出席会议。", "李强", True),
        ("副局长是谁", "局长王明主持会议。", "王明", False),
        ("局长是谁", "王明任局长，李强任副局长。", "王明", True),
        ("局长是谁", "王明任局长，李强任副局长。", "李强", False),
        ("局长是谁", "领导小组组长由王明担任。", "王明", True),
        ("局长是谁", "原局长王明退休。", "王明", False),
        ("局长是谁", "代局长王明讲话。", "王明", True),
        ("局长是谁", "局长助理赵敏负责。", "赵敏", False),
        ("局長は誰", "副局長の佐藤が説明した。", "佐藤", False),
        ("局長は誰", "局長は山田太郎、副局長は佐藤花子である。", "山田太郎", True),
        ("局長は誰", "局長は山田太郎、副局長は佐藤花子である。", "佐藤花子", False),
        ("局長は誰", "局長代理の佐藤が", "佐藤", False),
        ("Who is the director?", "Deputy Director John Roe opened the meeting.", "John Roe", False),
        (
            "Who is the director?",
            "Jane Doe, director, and John Roe, deputy director, attended.",
            "Jane Doe",
            True,
        ),
        (
            "Who is the director?",
            "Jane Doe, director, and John Roe, deputy director, attended.",
            "John Roe",
            False,
        ),
        (
            "Who is the deputy director?",
            "Jane Doe, director, and John Roe, deputy director, attended.",
            "John Roe",
            True,
        ),
        ("Who is the deputy director?", "The director, Jane Doe, opened it.", "Jane Doe", False),
        (
            "Who is the director?",
            "The assistant to the director, Ann Poe, wrote.",
            "Ann Poe",
            False,
        ),
        ("Who is the director?", "The directors met Bob.", "Bob", True),
        ("Who is the chair?", "Vice-Chair Bob Hay spoke.", "Bob Hay", False),
        ("Who is the chair?", "Bob Hay is the vice chair.", "Bob Hay", False),
        ("Who is the chair?", "The board is chaired by Bob Hay.", "Bob Hay", True),
        ("副总工程师是谁", "总工程师赵敏主持。", "赵敏", False),
        ("秘书长是谁", "副秘书长李强负责。", "副秘书长李强", False),
        ("原州区水务局局长是谁", "原州区水务局副局长李强", "李强", False),
        ("市長是誰", "副市長李強出席", "李強", False),
        ("县长是谁", "| 县长 | 李强 |\n| 副县长 | 王五 |", "李强", True),
        ("县长是谁", "| 县长 | 李强 |\n| 副县长 | 王五 |", "王五", False),
        ("Who is the deputy director?", "Assistant Director Ann Poe wrote.", "Ann Poe", False),
        ("Who is the secretary?", "The Under-Secretary Ann Poe wrote.", "Ann Poe", False),
        ("Qui est le maire ?", "L'adjoint au maire, Paul Roux", "Paul Roux", False),
        ("Qui est le sous-préfet ?", "Le préfet, Paul Roux", "Paul Roux", False),
        ("¿Quién es el alcalde?", "El exalcalde Juan Gil", "Juan Gil", False),
        ("Кто начальник управления?", "И.о. начальника управления Олег Сомов", "Сомов", True),
        ("食品价格上涨多少", "副食品价格上涨3%。", "3%", False),
        ("局长是谁", "Director Jane Doe", "Jane Doe", True),
        ("Who is the mayor?", "Ann Fry, acting mayor, said so.", "Ann Fry", True),
        ("Who is the mayor?", "Former mayor Ann Fry said so.", "Ann Fry", False),
        ("Qui est le directeur ?", "Le directeur adjoint, Paul Roux, a signé.", "Paul Roux", False),
        (
            "Qui est le directeur ?",
            "Le directeur, Paul Roux, et la directrice adjointe, Anne Petit",
            "Paul Roux",
            True,
        ),
        (
            "Qui est le directeur ?",
            "Le directeur, Paul Roux, et la directrice adjointe, Anne Petit",
            "Anne Petit",
            False,
        ),
        (
            "Wer ist der Direktor?",
            "Die stellvertretende Direktorin Eva Kern eröffnete.",
            "Eva Kern",
            False,
        ),
        ("Wer ist der Präsident?", "Vizepräsident Max Holm sprach.", "Max Holm", False),
        ("Wer ist der Vizepräsident?", "Präsident Max Holm sprach.", "Max Holm", False),
        ("¿Quién es el director?", "La subdirectora Ana Ruiz firmó.", "Ana Ruiz", False),
        ("¿Quién es el director?", "El director adjunto, Juan Gil, firmó.", "Juan Gil", False),
        ("¿Quién es la subdirectora?", "La subdirectora Ana Ruiz firmó.", "Ana Ruiz", True),
        (
            "Кто директор агентства?",
            "Заместитель директора Иван Петров подписал.",
            "Иван Петров",
            False,
        ),
        (
            "Кто директор агентства?",
            "Директор Иван Петров и заместитель директора Олег Сомов",
            "Иван Петров",
            True,
        ),
        (
            "Кто директор агентства?",
            "Директор Иван Петров и заместитель директора Олег Сомов",
            "Олег Сомов",
            False,
        ),
        ("Кто мэр?", "Вице-мэр Олег Сомов", "Олег Сомов", False),
        (
            "Who is the director?",
            "Deputy Director John Roe opened the meeting.",
            "Deputy Director John Roe",
            False,
        ),
        ("书记是谁", "局党组副书记、局长王明讲话。", "王明", False),
        ("局长是谁", "局党组副书记、局长王明讲话。", "王明", True),
    ],
)
def test_a_name_is_told_by_the_title_beside_it(
    question: str, said: str, name: str, fits: bool
) -> None:
    at = said.index(name)
    assert (other_rank(question, said, at, at + len(name)) == "") is fits


@pytest.mark.parametrize(
    ("question", "said", "name"),
    [
        ("谁带队检查", "副局长方若晴带队检查。", "方若晴"),
        ("检查由谁带队", "由副局长方若晴带队开展检查。", "方若晴"),
        ("秘书处谁负责", "副秘书长李强负责秘书处。", "李强"),
        ("局长和副局长是谁", "局长王明、副局长李强出席会议。", "李强"),
        ("目前局长是谁", "局长王明主持会议。", "王明"),
        ("局长是谁", "目前局长王明主持会议。", "王明"),
        ("草原巡护里程多少", "前年度草原巡护里程2.6万公里。", "2.6万公里"),
        ("何时完成书面答复", "要求10月底前书面答复。", "10月底前"),
        ("原计划修几公里", "实修12公里，计划为15公里。", "15公里"),
        ("灯塔原立案几件", "抽样98批，立案1件。", "1件"),
        ("在Dunmorrow要等几个月", "Dunmorrow now waits 27 months.", "27 months"),
        ("¿Por qué se archivó?", "Se archivó por prescripción.", "prescripción"),
        ("Who chairs the inspections?", "The vice-chair Ann Poe leads the inspections.", "Ann Poe"),
        ("Who leads the inspections?", "Deputy Director Ann Poe leads the inspections.", "Ann Poe"),
    ],
)
def test_a_rank_at_no_word_of_the_question_is_let_be(question: str, said: str, name: str) -> None:
    at = said.index(name)
    assert other_rank(question, said, at, at + len(name)) == ""


@given(
    st.sampled_from(["局长", "市长", "秘书长", "总工程师", "director", "мэр"]),
    st.sampled_from(["副", "前任", "deputy ", "вице-"]),
    st.text(max_size=40),
)
def test_a_question_with_the_title_as_printed_is_never_passed_over(
    title: str, rank: str, around: str
) -> None:
    said = f"{rank}{title} X"
    assert other_rank(f"{around} {rank}{title} {around}", said, len(said) - 1, len(said)) == ""


def test_what_comes_next_must_have_the_title_with_the_rank_asked_for() -> None:
    assert has_rank("局长是谁", "局长", "会议由局长王明主持。")
    assert not has_rank("局长是谁", "局长", "会议由副局长李强主持。")
    assert not has_rank("局长是谁", "局长", "会议由周慕兰主持。")


def test_a_long_text_full_of_titles_takes_linear_time() -> None:
    said = "副局长李强、" * 30000
    begun = time.process_time()
    assert other_rank("局长是谁" * 3000, said, 3, 5) == "局长"
    assert not has_rank("局长是谁", "局长", said)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "question",
    [
        "澄岭县应急管理局局长是谁",
        "澄岭县应急管理局局长叫什么名字？",
        "谁是澄岭县应急管理局局长？",
        "谁任澄岭县应急管理局的副局长",
    ],
)
def test_a_person_named_beside_no_office_holds_none(offices: Index, question: str) -> None:
    answer = offices.ask(question)
    assert not answer.answerable, answer.answer


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("栖川县水务局局长是谁？", "局长"),
        ("谁是该局的办公室主任", "主任"),
        ("支队長叫什麼名字", "队长"),
        ("书记的姓名", "书记"),
        ("谁担任主席？", "主席"),
        ("谁负责信息报送", ""),
        ("局长主持什么工作", ""),
        ("去年增长了多少", ""),
        ("Who is the director?", ""),
        ("谁", ""),
    ],
)
def test_the_office_whose_holder_is_asked_for(question: str, office: str) -> None:
    assert office_asked(question) == office
