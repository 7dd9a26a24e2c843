"""BibTeX, RIS and CSL-JSON, read back by the libraries that read them."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from indexer.drafting.exchange import escape_latex, format_bibtex, format_csl_json, format_ris
from indexer.drafting.sources import Source, clean
from tests.drafting.test_styles import EN, ZH

# CSL-JSON 1.0.2, csl-data.json: the properties of an item used here, with their types, and
# "additionalProperties": false.
CSL_TYPES = {"report", "webpage"}
CSL_STRINGS = {
    "id",
    "title",
    "genre",
    "publisher",
    "publisher-place",
    "number",
    "page",
    "section",
    "language",
    "URL",
}
NOTICE = Source(
    title="关于开展检查的通知",
    issuer="云岭市水务局",
    number="云水发〔2026〕3号",
    date="2026-03",
    language="zh",
)


def unlatex(text: str) -> str:
    text = text.removeprefix("{").removesuffix("}")
    signs = {
        "textasciitilde": "~",
        "textasciicircum": "^",
        "textbackslash": "\\",
        "textbraceleft": "{",
        "textbraceright": "}",
    }
    return re.sub(r"\\(?:(text[a-z]+)\{\}|([&%$#_]))", lambda m: signs.get(m[1], m[2]), text)


def entry(source: Source) -> tuple[str, dict[str, str], list[str]]:
    """(type, fields, authors) as pybtex reads them."""
    (read,) = parse_string(format_bibtex(source, 1), "bibtex").entries.values()
    authors = [str(person) for person in read.persons.get("author", [])]
    return read.type, dict(read.fields), authors


def check_csl(item: dict[str, object]) -> None:
    assert item["type"] in CSL_TYPES and "id" in item
    for name, value in item.items():
        if name in CSL_STRINGS:
            assert isinstance(value, str)
        elif name == "author":
            assert isinstance(value, list) and all(set(a) == {"literal"} for a in value)
        elif name in ("issued", "accessed"):
            assert isinstance(value, dict) and set(value) == {"date-parts"}
            (parts,) = value["date-parts"]
            assert 1 <= len(parts) <= 3 and all(isinstance(p, int) for p in parts)
        else:
            assert name == "type"


def test_bibtex_is_a_techreport_that_pybtex_reads() -> None:
    kind, fields, authors = entry(EN)
    assert kind == "techreport" and authors == ["{Northmoor Harbour Authority}"]
    assert unlatex(fields["title"]) == EN.title
    assert (fields["year"], fields["month"], fields["date"]) == ("2025", "6", "2025-06")
    assert fields["note"] == "3.2 Penalties" and fields["institution"] == authors[0]
    assert re.match(r"@techreport\{report2025-[0-9a-f]{8}-2,\n", format_bibtex(EN, 2))


def test_bibtex_keeps_an_address_as_it_is_and_the_number_of_a_document() -> None:
    fields = entry(ZH)[1]
    assert fields["url"] == ZH.url and fields["urldate"] == "2026-11-22" and fields["pages"] == "3"
    assert entry(NOTICE)[1]["number"] == "云水发〔2026〕3号"


def test_keys_of_two_reports_of_one_year_differ() -> None:
    other = replace(ZH, title="2025年度工作报告")
    keys = {json.loads(format_csl_json(s, 1))["id"] for s in (ZH, other)}
    assert len(keys) == 2 and all(key.isascii() for key in keys)


@given(st.text(min_size=1), st.text(), st.text())
def test_bibtex_reads_back_as_it_was(title: str, issuer: str, section: str) -> None:
    source = Source(title=title, issuer=issuer, section=section)
    if not clean(title):
        return
    fields, authors = entry(source)[1:]
    assert unlatex(fields["title"]) == clean(title)
    assert [unlatex(a) for a in authors] == list(source.issuers)


@given(st.text(), st.text(), st.text())
def test_bibtex_braces_balance_whatever_the_text(title: str, issuer: str, url: str) -> None:
    text = format_bibtex(Source(title=title, issuer=issuer, url=url), 1)
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0


@given(st.text(alphabet="&%$#_{}~^\\ab"))
def test_latex_leaves_no_special_character_unescaped(text: str) -> None:
    rest = re.sub(r"\\text[a-z]+\{\}|\\[&%$#_]", "", escape_latex(text))
    assert not set(rest) & set("&%$#_{}~^\\")


def test_ris_is_a_report_that_rispy_reads() -> None:
    (read,) = rispy.loads(format_ris(ZH, 1))
    assert read["type_of_reference"] == "RPRT" and read["authors"] == ["云岭市水务局"]
    assert (read["title"], read["year"], read["date"]) == (ZH.title, "2026", "2026/01/15/")
    assert (read["start_page"], read["urls"], read["access_date"]) == ("3", [ZH.url], "2026/11/22/")
    assert read["place_published"] == "云岭" and read["language"] == "zh"
    (english,) = rispy.loads(format_ris(EN, 1))
    assert english["section"] == EN.section and english["date"] == "2025/06//"


def test_ris_starts_with_its_type_and_ends_the_record() -> None:
    lines = format_ris(NOTICE, 1).split("\n")
    assert lines[0] == "TY  - GOVDOC" and lines[-1] == "ER  - "
    assert "SN  - 云水发〔2026〕3号" in lines
    assert format_ris(replace(ZH, kind="网页"), 1).startswith("TY  - ELEC\n")


@given(st.text(min_size=1), st.text(), st.text())
def test_ris_reads_back_as_it_was(title: str, issuer: str, section: str) -> None:
    source = Source(title=title, issuer=issuer, section=section)
    (read,) = rispy.loads(format_ris(source, 1))
    assert read.get("title", "") == clean(title)
    assert read.get("authors", []) == list(source.issuers)
    assert read.get("section", "") == clean(section)


@pytest.mark.parametrize("source", [ZH, EN, NOTICE, replace(ZH, kind="网页"), Source("")])
def test_csl_json_keeps_to_the_schema(source: Source) -> None:
    check_csl(json.loads(format_csl_json(source, 1)))


def test_csl_json_is_one_report_item() -> None:
    item = json.loads(format_csl_json(ZH, 1))
    assert item["type"] == "report"
    assert item["author"] == [{"literal": "云岭市水务局"}]
    assert item["issued"] == {"date-parts": [[2026, 1, 15]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 22]]}
    assert (item["page"], item["URL"]) == ("3", ZH.url)
    assert "section" not in item
    assert json.loads(format_csl_json(NOTICE, 1))["number"] == "云水发〔2026〕3号"


def test_csl_json_of_a_month_has_no_day_and_no_access_date_without_an_address() -> None:
    item = json.loads(format_csl_json(EN, 1))
    assert item["issued"] == {"date-parts": [[2025, 6]]}
    assert item["section"] == "3 Compliance > 3.2 Penalties"
    assert not {"page", "URL", "accessed"} & set(item)


@given(st.text(), st.text(), st.text(), st.text())
def test_csl_json_keeps_to_the_schema_whatever_the_text(
    title: str, issuer: str, section: str, date: str
) -> None:
    source = Source(title=title, issuer=issuer, section=section, date=date, accessed=date, url="u")
    check_csl(json.loads(format_csl_json(source, 1)))


@pytest.mark.parametrize(
    "issuer",
    [
        "云溪市统计局、国家统计局云溪调查队",
        "云溪市统计局国家统计局云溪调查队",
        "云溪市统计局  国家统计局云溪调查队",
    ],
)
def test_joint_issuers_are_an_author_each(issuer: str) -> None:
    bodies = ["云溪市统计局", "国家统计局云溪调查队"]
    source = replace(ZH, issuer=issuer)
    assert [unlatex(author) for author in entry(source)[2]] == bodies
    lines = format_ris(source, 1).splitlines()
    assert [line.removeprefix("AU  - ") for line in lines if line.startswith("AU")] == bodies
    item = json.loads(format_csl_json(source, 1))
    assert item["author"] == [{"literal": body} for body in bodies]
