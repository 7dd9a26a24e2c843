"""The part of a year that a sentence gives each of its figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extraction.quantities.figures import find_figures
from indexer.retrieval.times.figure_parts import figure_part
from indexer.retrieval.times.year_parts import part_of


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "上半年安置就业2140人，全年安置就业4620人。", ["h1", ""]),
        ("zh", "2031年受理咨询980件，其中下半年受理510件。", [None, "h2"]),
        ("zh", "截至9月底，注册志愿者860人；全年新增志愿者140人。", ["1-9", ""]),
        ("zh", "前三季度税收12亿元，全年18亿元。", ["1-9", ""]),
        ("zh", "1—8月，抽检70批次。", ["1-8"]),
        ("zh", "立案30件（上半年），结案25件。", ["h1", None]),
        ("zh", "4月9日检查30家。", [None]),
        ("zh", "截至12月底，在册企业700家。", [""]),
        ("ja", "上半期の検査は120件、通年では251件であった。", ["h1", ""]),
        (
            "en",
            "In the third quarter 24 lamps were replaced; over the whole year 91 lamps were.",
            ["q3", ""],
        ),
        (
            "en",
            "It closed 320 files in the first half of 2031 and 655 over the full year.",
            ["h1", ""],
        ),
        ("fr", "Au premier semestre, 12 visites ont eu lieu, et 25 sur toute l’année.", ["h1", ""]),
        ("de", "Im dritten Quartal wurden 60 Anträge gestellt, im Gesamtjahr 251.", ["q3", ""]),
    ],
)
def test_a_figure_has_the_part_of_the_year_that_its_words_give(
    language: str, text: str, expected: list[str | None]
) -> None:
    found = find_figures(text, ((0, len(text)),), language, 2031)
    assert [figure_part(text, f.start, f.end) for f in found] == expected


@given(
    st.text(alphabet="上下半年月份全底截至0123，。（） in the first half", max_size=120),
    st.integers(0, 120),
)
def test_any_text_is_read(text: str, at: int) -> None:
    part = figure_part(text, min(at, len(text)), min(at + 1, len(text)))
    assert part is None or isinstance(part, str)


@pytest.mark.parametrize(
    ("months", "named"),
    [
        ("1到6月", "上半年"),
        ("1—6月", "前两季度"),
        ("7至12月", "下半年"),
        ("1-3月", "一季度"),
        ("july to september", "third quarter"),
        ("4月~6月", "第二四半期"),
    ],
)
def test_months_that_are_a_half_or_a_quarter_are_that_part(months: str, named: str) -> None:
    assert part_of(months) == part_of(named) != ""
