"""Citations: literal, numbered in order, each place once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import Index, build
from indexer.answers.citations import CitationList, is_heading, section_path


@pytest.fixture()
def report(invented: Index) -> int:
    return next(r.row for r in invented.reports if r.path.startswith("榕溪市应急管理局2030"))


def test_the_same_place_is_cited_once(invented: Index, report: int) -> None:
    cited = CitationList(invented.generation)
    assert cited.cite(report, 0, 10) == cited.cite(report, 0, 10) == 1
    assert cited.cite(report, 2, 8) == 1
    assert cited.cite(report, 20, 30) == 2
    assert len(cited) == 2 and [c.n for c in cited.all()] == [1, 2]


def test_the_same_offsets_of_another_report_are_another_place(invented: Index, report: int) -> None:
    cited = CitationList(invented.generation)
    other = next(r.row for r in invented.reports if r.row != report)
    assert cited.cite(report, 0, 10) != cited.cite(other, 0, 10)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_span_is_quoted_literally_without_outer_space(
    invented: Index, report: int, data: st.DataObject
) -> None:
    text = invented.generation.text(report)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, len(text)))
    cited = CitationList(invented.generation)
    cited.cite(report, start, end)
    (citation,) = cited.all()
    assert citation.quote == text[citation.start : citation.end] == text[start:end].strip()
    assert citation.page is None and citation.year == 2030


def test_a_section_path_holds_the_headings_above(invented: Index, report: int) -> None:
    text = invented.generation.text(report)
    path = section_path(invented.generation, report, text.index("罚款236万元"))
    assert path == ("二、处罚情况", "（一）总体数据")


def test_headings_are_told_from_text(invented: Index, report: int) -> None:
    text = invented.generation.text(report)
    assert is_heading(invented.generation, report, text.index("二、处罚情况"))
    assert not is_heading(invented.generation, report, text.index("罚款236万元"))


def test_a_citation_in_json_says_unknown_as_null(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "检查情况\n\n全年检查企业3家，发现问题5个。\n", encoding="utf-8"
    )
    build([tmp_path / "a.txt"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        cited = CitationList(index.generation)
        cited.cite(0, 0, 4)
        assert cited.all()[0].to_json()["issuer"] is None
