"""What is told of a whole is not borne out by a part of it, nor a plan by a result; the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Index, build
from indexer.drafting.planned import is_planned
from indexer.extraction.quantities.figures import find_figures

_REPORTS = {
    "a.txt": "沅溪市市场监督管理局2033年度执法工作报告\n\n一、办案情况\n\n全年办理行政处罚案件418件，其中食品类96件，药品类57件。"
    "罚没款共计862.4万元，其中罚款703.1万元。\n\n二、抽检情况\n\n年初计划抽检食品2400批次，实际完成2516批次。\n\n"
    "沅溪市市场监督管理局\n2034年1月16日\n",
    "b.md": "# 麓川县交通运输局2033年工作总结\n\n## 一、公路建设\n\n全年新改建农村公路312公里（其中通村公路205公里、产业路64公里）。\n\n"
    "## 二、客运\n\n完成客运量1860万人次，其中公交客运1240万人次。全年开展隐患排查735次，超过计划600次。\n",
    "c.html": "<html><head><title>岚桥区教育局2033年工作报告</title></head><body><h1>岚桥区教育局2033年工作报告</h1>"
    "<p>2033年，全区新增学位8600个，其中：小学5200个，初中2100个。资助学生1.37万人，其中高中生0.46万人。</p></body></html>",
    "d.txt": "Harrowgate Rail Inspectorate Annual Report 2033\n\n1. Inspections\n\nInspectors carried out 3,418 inspections, of "
    "which 842 were of level crossings and 317 of tunnels. They issued 265 notices, including 71 prohibition "
    "notices.\n\n2. Visits\n\nThe Inspectorate made 9,480 station visits against a target of 9,000. Of these, 2,315 "
    "were to unstaffed stations.\n",
    "e.txt": "Agence des forêts de Brévane\nRapport annuel 2033\n\n1. Contrôles\n\nL'agence a mené 1 846 contrôles, dont 327 "
    "contrôles de scieries. Elle a prononcé 214 amendes, dont 58 amendes pour défrichement.\n",
    "f.txt": "Landesamt für Gewässer Oberhalm\nJahresbericht 2033\n\n1. Prüfungen\n\nDas Landesamt führte 2.364 Prüfungen durch, "
    "davon 418 Prüfungen von Kläranlagen.\n",
    "g.txt": "Agencia de Montes de Peñarrubia\nInforme anual 2033\n\n1. Inspecciones\n\nLa agencia realizó 1.735 inspecciones, de las "
    "cuales 286 inspecciones fueron de aserraderos.\n",
    "h.txt": "Агентство лесов Каменского края\nГодовой отчет за 2033 год\n\n1. Проверки\n\nАгентство провело 1842 проверки, из них 263 "
    "проверки лесопилок.\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("parts")
    (folder / "corpus").mkdir()
    for name, text in _REPORTS.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    build([folder / "corpus"], folder / "index")
    with Index.open(folder / "index") as opened:
        yield opened


_TRUE = [
    "沅溪市市场监督管理局2033年办理行政处罚案件418件，其中食品类96件。",
    "沅溪市市场监督管理局2033年办理食品类案件96件。",
    "沅溪市市场监督管理局2033年罚款703.1万元。",
    "沅溪市市场监督管理局2033年办理食品、药品等行政处罚案件418件。",
    "沅溪市市场监督管理局2033年计划抽检食品2400批次。",
    "沅溪市市场监督管理局2033年抽检食品2516批次。",
    "麓川县交通运输局2033年新改建农村公路312公里。",
    "麓川县交通运输局2033年完成公交客运1240万人次。",
    "麓川县交通运输局2033年开展隐患排查735次。",
    "岚桥区教育局2033年新增学位8600个。",
    "岚桥区教育局2033年新增初中学位2100个。",
    "In 2033 the Harrowgate Rail Inspectorate carried out 3,418 inspections.",
    "In 2033 the Harrowgate Rail Inspectorate carried out 842 inspections of level crossings.",
    "In 2033 the Harrowgate Rail Inspectorate issued 71 prohibition notices.",
    "In 2033 the Harrowgate Rail Inspectorate made 9,480 station visits.",
    "En 2033, l'Agence des forêts de Brévane a mené 1 846 contrôles.",
    "En 2033, l'Agence des forêts de Brévane a prononcé 58 amendes pour défrichement.",
    "Das Landesamt für Gewässer Oberhalm führte 2033 2.364 Prüfungen durch.",
    "La Agencia de Montes de Peñarrubia realizó 1.735 inspecciones en 2033.",
    "Агентство лесов Каменского края провело в 2033 году 1842 проверки.",
]


@pytest.mark.parametrize("text", _TRUE)
def test_whole_and_part_under_their_own_names_are_borne_out(index: Index, text: str) -> None:
    assert index.cite(text)[-1].verdict == "supported"


_FALSE = [
    ("沅溪市市场监督管理局2033年办理食品类案件418件。", "96件"),
    ("沅溪市市场监督管理局2033年办理行政处罚案件96件。", "418件"),
    ("沅溪市市场监督管理局2033年办理药品类案件96件。", "57件"),
    ("沅溪市市场监督管理局2033年罚没款703.1万元。", "862.4万元"),
    ("沅溪市市场监督管理局2033年抽检食品2400批次。", ""),
    ("沅溪市市场监督管理局2033年计划抽检食品2516批次。", ""),
    ("麓川县交通运输局2033年新改建农村公路205公里。", ""),
    ("麓川县交通运输局2033年新改建产业路205公里。", "64公里"),
    ("麓川县交通运输局2033年完成客运量1240万人次。", ""),
    ("麓川县交通运输局2033年开展隐患排查600次。", ""),
    ("岚桥区教育局2033年新增学位5200个。", "8600个"),
    ("岚桥区教育局2033年新增初中学位5200个。", "2100个"),
    ("岚桥区教育局2033年资助高中生1.37万人。", "0.46万人"),
    ("In 2033 the Harrowgate Rail Inspectorate carried out 842 inspections.", "3,418 inspections"),
    ("In 2033 the Harrowgate Rail Inspectorate carried out 3,418 tunnel inspections.", "317"),
    ("In 2033 the Harrowgate Rail Inspectorate issued 71 notices.", "265 notices"),
    ("In 2033 the Harrowgate Rail Inspectorate made 2,315 station visits.", "9,480 station visits"),
    ("In 2033 the Harrowgate Rail Inspectorate made 9,000 station visits.", ""),
    ("The Harrowgate Rail Inspectorate had a target of 9,480 station visits in 2033.", ""),
    ("En 2033, l'Agence des forêts de Brévane a mené 327 contrôles.", ""),
    ("En 2033, l'Agence des forêts de Brévane a prononcé 214 amendes pour défrichement.", ""),
    ("Das Landesamt für Gewässer Oberhalm führte 2033 418 Prüfungen durch.", ""),
    ("La Agencia de Montes de Peñarrubia realizó 286 inspecciones en 2033.", ""),
    ("Агентство лесов Каменского края провело в 2033 году 263 проверки.", ""),
]


@pytest.mark.parametrize(("text", "source"), _FALSE)
def test_a_whole_told_with_a_part_s_figure_is_not_borne_out(
    index: Index, text: str, source: str
) -> None:
    claim = index.cite(text)[-1]
    assert claim.verdict != "supported"
    if source:
        assert claim.verdict == "contradicted"
        assert [f.source_raw for f in claim.figures if not f.agrees] == [source]


@pytest.mark.parametrize(
    ("text", "raw", "planned"),
    [
        ("年初计划抽检食品2400批次，实际完成2516批次。", "2400批次", True),
        ("年初计划抽检食品2400批次，实际完成2516批次。", "2516批次", False),
        ("按计划检查企业40家。", "40家", False),
        ("制定计划50项。", "50项", False),
        ("制定12项计划。", "12项", False),
        ("完成救援任务1240起。", "1240起", False),
        ("争取中央资金3.2亿元。", "3.2亿元", False),
        ("开展模拟演练12次。", "12次", False),
        ("拟新建泵站12座。", "12座", True),
        ("全年任务数3000户。", "3000户", True),
        ("实施行动计划15项。", "15项", False),
        ("完成年度目标5.5万人的106%。", "5.5万人", True),
        ("抽检210批，完成计划104%。", "104%", False),
        ("目标任务为3000户。", "3000户", True),
        ("发放计划生育补助320万元。", "320万元", False),
        ("It made 9,480 visits against a target of 9,000 visits.", "9,480 visits", False),
        ("It made 9,480 visits against a target of 9,000 visits.", "9,000 visits", True),
        ("The agency had planned 2,500 inspections.", "2,500 inspections", True),
        ("In all 2,500 inspections were planned.", "2,500 inspections", True),
        ("The plan was followed in 40 inspections.", "40 inspections", False),
    ],
)
def test_a_plan_is_told_by_the_words_beside_the_figure(text: str, raw: str, planned: bool) -> None:
    language = "en" if text.isascii() else "zh"
    figures = [f for f in find_figures(text, ((0, len(text)),), language) if f.raw == raw]
    assert [is_planned(f, text) for f in figures] == [planned]
