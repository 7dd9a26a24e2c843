"""Rows by region and over the years, and the workbook."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from indexer.answers.answer import Answer, Row, RowFigure
from indexer.ui.charts import bars, issuers_over_years, lines, shared_units
from indexer.ui.export import rows_xlsx
from indexer.ui.regions import by_place, regions_html
from indexer.ui.rows import shapes_of

from .test_parts import answer
from .test_safe import Seen


def row(
    issuer: str,
    region: str = "",
    year: int | None = 2025,
    value: float | None = 1e6,
    unit: str = "CNY",
) -> Row:
    figures = (RowFigure("罚款", value, unit, "x", 1),) if value is not None else ()
    return Row(
        issuer, region, year, issuer + str(year), "stated" if figures else "mentioned", figures
    )


def test_rows_are_grouped_by_province_or_country_and_the_rest_kept() -> None:
    rows = [
        row("甲", "湖南衡阳"),
        row("乙", "湖南湘潭湘乡", value=None),
        row("丙", "United Kingdom"),
        row("丁"),
        row("戊", "新疆喀什"),
    ]
    places, unknown = by_place(rows)
    assert {p.name: len(p.rows) for p in places} == {"湖南": 2, "United Kingdom": 1, "新疆": 1}
    assert {p.name: bool(p.tile) for p in places} == {
        "湖南": True,
        "United Kingdom": False,
        "新疆": True,
    }
    assert unknown == [rows[3]]


def test_the_map_shows_how_many_reports_of_a_province_state_it() -> None:
    seen = Seen(regions_html([row("甲", "湖南衡阳"), row("乙", "湖南湘潭", value=None)], "zh"))
    assert "1/2" in seen.text and "100万元" in seen.text
    abroad = regions_html([row("丙", "United Kingdom"), row("己", "日本")], "en")
    assert "pq-map" not in abroad and "CNY 1 million" in abroad


def test_regions_of_hostile_names_stay_text() -> None:
    seen = Seen(regions_html([row("<b>x</b>", "<script>1</script>"), row("y", "湖南")], "en"))
    assert (
        "<script>1</script>" in seen.text and "<b>x</b>" in seen.text and "script" not in seen.tags
    )


def test_each_way_of_showing_needs_something_to_show() -> None:
    assert shapes_of([row("甲")]) == ["as_table"]
    assert shapes_of([row("甲", "湖南"), row("乙", "湖北", unit="count")]) == [
        "as_table",
        "as_regions",
    ]
    assert shapes_of([row("甲"), row("乙")]) == ["as_table", "as_chart"]


def test_only_issuers_of_two_years_make_a_line() -> None:
    rows = [
        row("甲", year=2024),
        row("甲", year=2022),
        row("乙"),
        row("丙", year=None),
        row("甲", year=2023, unit="count"),
    ]
    assert [(r.issuer, r.year) for r in issuers_over_years(rows, "CNY")] == [
        ("甲", 2022),
        ("甲", 2024),
    ]
    assert shared_units(rows) == ["CNY"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_charts_hold_base_units_and_amounts_as_the_language_writes_them(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr("indexer.ui.charts._ink", lambda: "#000000")
    rows = [row("甲", year=2023, value=7409000.0), row("甲", year=2024, value=100.0)]
    for chart in (bars(rows, "CNY", language), lines(rows, "CNY", language)):
        values = next(iter(chart.to_dict()["datasets"].values()))
        assert {v["value"] for v in values} == {7409000, 100}
        assert ("740.9万元" if language == "zh" else "CNY 7.409 million") in {
            v["shown"] for v in values
        }


def workbook(given: Answer, language: str = "en") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(rows_xlsx(given, language)))


def test_the_workbook_has_numbers_quotes_and_no_formula() -> None:
    book = workbook(answer("=HYPERLINK(1)[1]", 2))
    sheet = book.worksheets[0]
    head, line = [[c.value for c in r] for r in sheet.iter_rows()]
    cells = dict(zip(head, line, strict=True))
    assert cells["Value"] == 50000 and cells["Quote"] == "全年罚款5万元。" and cells["Start"] == 10
    assert cells["Issuer"] == "'=cmd()" and cells["Section"] == "一、执法"
    assert all(c.data_type != "f" for s in book.worksheets for r in s.iter_rows() for c in r)
    about = {r[0].value: r[1].value for r in book.worksheets[1].iter_rows()}
    assert about["Coverage"] == "3 of 3 reports examined"


def test_text_that_xml_cannot_hold_does_not_spoil_the_workbook() -> None:
    given = answer("x\x00\x0b" * 20_000, 1)
    given = replace(given, citations=(replace(given.citations[0], quote="a\x07b"),))
    sheet = workbook(given, "zh").worksheets[0]
    assert "a\ufffdb" in [cell.value for cell in sheet[2]]
