"""Joint issuers are told apart, and a body's parts are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document.joint_issuers import issuers_of, join_issuers
from indexer.document.report import Document
from indexer.extraction.details import find_details
from indexer.extraction.outline import find_sections
from indexer.readers.layout.canonical import canonical_text

STATISTICS = ("云溪市统计局", "国家统计局云溪调查队")
BODY = "2025年，全市检查取水户310家次，立案21件，罚款20.5万元。"


@pytest.mark.parametrize(
    "bodies",
    [STATISTICS, ("云溪市水务局", "云溪市财政局"), ("云溪市水务局", "云溪市财政局", "云溪市司法局"),
     ("安徽省统计局", "国家统计局安徽调查总队"), ("中共云溪市委", "云溪市人民政府"),
     ("歙县水利局", "黟县水利局"), ("中共云溪市委宣传部", "云溪市文化和旅游局"),
     ("中共云溪市委组织部", "云溪市财政局", "云溪市司法局")],
)  # fmt: skip
@pytest.mark.parametrize("between", ["", " ", "\u3000", "、", "；", "，", "\n", " / ", "和"])
def test_bodies_side_by_side_are_told_apart(bodies: tuple[str, ...], between: str) -> None:
    assert issuers_of(between.join(bodies)) == bodies


@pytest.mark.parametrize(
    "body",
    ["国家统计局云溪调查队", "云溪市人力资源和社会保障局", "国家税务总局云溪市税务局", "云溪市公安局东湖区分局",
     "云溪市人民政府办公室", "住房和城乡建设部", "云溪市发展和改革委员会", "国务院安全生产委员会办公室",
     "中国证券监督管理委员会安徽监管局", "卫生、教育委员会", "和县水利局", "云溪市文化和旅游局",
     "水利部长江水利委员会", "云溪市人民政府高新技术产业开发区管理委员会", "厚生労働省東京労働局",
     "Department for Work and Pensions", "Office of the Commissioner", "某局", "", "A;B"],
)  # fmt: skip
def test_one_body_stays_one(body: str) -> None:
    assert issuers_of(body) == ((body,) if body else ())


_han = st.text(st.sampled_from("甲乙丙丁云溪水务财政"), min_size=2, max_size=6)
_bodies = st.lists(st.builds("{}市{}局".format, _han, _han), min_size=1, max_size=4, unique=True)


@given(_bodies)
def test_what_is_joined_is_read_back(bodies: list[str]) -> None:
    assert issuers_of(join_issuers(bodies)) == tuple(bodies)


def test_latin_names_are_joined_and_read_back() -> None:
    bodies = ("Ministry of Health", "Ministry of Labour and Welfare")
    assert issuers_of(join_issuers(bodies)) == bodies


@pytest.mark.parametrize(("head", "issuer"), [
    ("2031年农资打假工作总结\n\n云溪市农业农村局\n云溪市供销合作社联合社", "云溪市农业农村局、云溪市供销合作社联合社"),
    ("2031年欠薪治理工作总结\n\n云溪市总工会　云溪市司法局", "云溪市总工会、云溪市司法局"),
    ("Rapport conjoint 2031\n\nAgence de l’eau de Brévanne et Direction des forêts de Brévanne",
     "Agence de l’eau de Brévanne; Direction des forêts de Brévanne"),
    ("Informe conjunto 2031\n\nAgencia de aguas de Morla y Dirección de montes de Morla",
     "Agencia de aguas de Morla; Dirección de montes de Morla"),
    ("Rapport annuel 2031\n\nDirection de l’eau de Brévanne, 15 février 2032",
     "Direction de l’eau de Brévanne"),
])  # fmt: skip
def test_bodies_named_below_the_title_issue_the_report(head: str, issuer: str) -> None:
    assert _issuer(f"{head}\n\n" + (BODY if "年" in head else "73 inspections en 2031.")) == issuer


def _issuer(text: str, meta: dict[str, str] | None = None) -> str:
    document = Document(canonical_text(text), "text", meta=meta or {})
    return find_details(document, find_sections(document), "a.txt", {}).issuer


@pytest.mark.parametrize(
    "text",
    [
        f"云溪市2025年统计公报\n\n{{}}\u3000{{}}\n2026年3月20日\n\n{BODY}",
        f"云溪市2025年统计公报\n\n{{}}\n{{}}\n\n2026年3月20日\n\n{BODY}",
        f"{{}}、{{}}2025年统计公报\n\n{BODY}",
        f"{{}}{{}}2025年统计公报\n\n{BODY}",
        f"2025年统计公报\n\n{BODY}\n\n{{}}\n{{}}\n2026年3月20日",
        f"{{}}\n{{}}\n文件\n\n云统〔2026〕3号\n\n关于2025年度统计执法情况的报告\n\n市政府：\n\n{BODY}",
    ],
)
def test_joint_issuers_are_read_from_head_title_and_signature(text: str) -> None:
    assert issuers_of(_issuer(text.format(*STATISTICS))) == STATISTICS


ENGLISH = "In 2025 the two bodies made 480 inspections across the country and issued 12 fines."


@pytest.mark.parametrize(
    ("line", "meta"),
    [("Harbour Authority and Coast Commission", {}), ("by the Harbour Authority and the Coast Commission", {}),
     ("Harbour Authority\nCoast Commission", {}), ("12 March 2026", {"publisher": "Harbour Authority; Coast Commission"}),
     ("Harbour Authority / Coast Commission", {})],
)  # fmt: skip
def test_joint_issuers_with_latin_names(line: str, meta: dict[str, str]) -> None:
    text = f"Annual report 2025\n\n{line}\n\n{ENGLISH}"
    assert issuers_of(_issuer(text, meta)) == ("Harbour Authority", "Coast Commission")


def test_a_part_of_a_body_on_its_own_line_is_no_second_body() -> None:
    assert (
        _issuer(f"2025年工作总结\n\n{BODY}\n\n云溪市水务局\n办公室\n2026年1月2日") == "云溪市水务局"
    )


@pytest.mark.timeout(10)
def test_long_names_take_bounded_time() -> None:
    for text in ("市局" * 50_000, "甲市水务局" * 60, "、" * 100_000, "和" * 390, "a; " * 50_000):
        assert issuers_of(text)
