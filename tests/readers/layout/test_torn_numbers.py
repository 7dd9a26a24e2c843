"""A figure cut by the end of a line, a cell's line or a page is one figure; two stay two."""

from __future__ import annotations

import time
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extraction.quantities.figures import find_figures
from indexer.readers.layout.canonical import canonical_text
from indexer.readers.layout.torn_numbers import (
    between_halves,
    cell_text,
    is_split_number,
    joined_lines,
)
from indexer.reading.read import read_report

from ..files import docx_bytes, paged_pdf


@given(st.integers(10, 999_999_999), st.sampled_from(["", ",", " "]), st.data())
def test_a_number_of_chinese_text_cut_anywhere_is_read_whole(
    n: int, mark: str, data: st.DataObject
) -> None:
    number = f"{n:,}".replace(",", mark)
    cut = data.draw(st.integers(1, len(number) - 1))
    halves = number[:cut].rstrip(), number[cut:].lstrip()
    text = canonical_text(f"2025年，某县水务局立案35件，罚款{halves[0]}\n{halves[1]}元，移送7件。")
    values = [f.value for f in find_figures(text, ((0, len(text)),), "zh")]
    year = halves[0].isdecimal() and halves[0][:2] in ("19", "20") and len(halves[0]) == 4
    assert values == [35, n, 7] or year


@pytest.mark.parametrize(
    ("before", "after", "mended"),
    [
        ("罚款12", "345 000元，移送", "罚款12 345 000元，移送"),
        ("罚款12 345", "000元，移送", "罚款12 345 000元，移送"),
        ("罚款12 3", "45 000元，移送", "罚款12 345 000元，移送"),
        ("立案1,2", "34件", "立案1,234件"),
        ("立案1,234,", "567件", "立案1,234,567件"),
        ("罚款12.", "5万元，移送", "罚款12.5万元，移送"),
        ("罚款12", ".5万元，移送", "罚款12.5万元，移送"),
        ("，增长12", "3.4%。", "，增长123.4%。"),
        ("des amendes de 12", "345 000 euros", "des amendes de 12 345 000 euros"),
        ("Bußgelder von 1.2", "34 Euro", None),
        ("fines of £1,2", "34,567 were imposed", "fines of £1,234,567 were imposed"),
        ("fines of £1.", "25 million were imposed", "fines of £1.25 million were imposed"),
        ("fines of £12,", "345 in all", "fines of £12,345 in all"),
        ("a total of 12,", "345 permits in all", "a total of 12,345 permits in all"),
        ("wurden 12.", "345 Bescheide erlassen", "wurden 12.345 Bescheide erlassen"),
        ("betrugen 12,", "5 Mio. Euro", "betrugen 12,5 Mio. Euro"),
        ("In 2031,", "5 million people", None),
        ("on March 12,", "345 people came", None),
        ("in wards 3 and 12,", "345 permits in all", None),
        ("fines of £12.", "345 cases were opened", None),
        ("was closed on 12.", "345 cases were opened.", None),
        ("In 2023", "350 cases were opened.", None),
        ("rose to 12,", "345 cases were opened.", None),
        ("详见附件3", "5家企业，名单如下。", None),
        ("某局2024", "35家企业，均合格。", None),
        ("全年共处罚35", "2024年，立案12件。", None),
        ("合计 35", "48件，", None),
        ("12", "345", None),
    ],
)
def test_only_the_halves_of_one_number_are_joined(
    before: str, after: str, mended: str | None
) -> None:
    assert is_split_number(before, after) is (mended is not None)
    assert joined_lines([before, after]) == ([mended] if mended else [before, after])


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["12", "345.6"], "12 345.6"),
        (["1,2", "34"], "1,234"),
        (["1,234,", "567"], "1,234,567"),
        (["88,", "000"], "88,000"),
        (["3,", "12"], "3, 12"),
        (["123", "45万元"], "12345万元"),
        (["2023", "2024"], "2023 2024"),
        (["12件", "34件"], "12件 34件"),
        (["合计", "12"], "合计 12"),
        (["", " 12 "], "12"),
    ],
)
def test_lines_of_a_cell(lines: list[str], text: str) -> None:
    assert cell_text(lines) == text


def test_lines_that_do_not_meet_in_digits_have_no_glue_of_their_own() -> None:
    assert between_halves("罚款", "12元") is None
    assert between_halves("罚款12", "元") is None
    assert between_halves("in 2023", "350 cases") == " "


@pytest.mark.parametrize("line", ["12", "罚款1,2", "1,234,", ",5", "，1 234"])
def test_many_lines_that_end_in_digits_take_linear_time(line: str) -> None:
    began = time.process_time()
    canonical_text("\n".join([line] * 30_000))
    assert time.process_time() - began < 10  # 2 s on an idle machine


HEAD = "2025年，云岭县水务局立案35件，共处"
REST = "元，移送公安机关7件，全部按期办结。"


def _docx(path: Path) -> Path:
    def fill(document: docx.document.Document) -> None:
        run = document.add_paragraph(f"{HEAD}罚款12").add_run()
        run.add_break()
        run.add_text(f"345 000{REST}")
        table = document.add_table(2, 2)
        for i, cell in enumerate(("项目", "金额（元）", "罚款", "12\n345 000")):
            table.cell(i // 2, i % 2).text = cell

    path.write_bytes(docx_bytes(fill))
    return path


def _html(path: Path) -> Path:
    path.write_text(
        f"<meta charset=utf-8><p>{HEAD}罚款12<br>345&nbsp;000{REST}</p><p>收取1<wbr>2<span>34</span>5元。</p>"
        "<table><tr><th>项目</th><th>金额（元）</th></tr><tr><td>罚款</td><td>12<br>345 000</td></tr></table>",
        "utf-8",
    )
    return path


def _markdown(path: Path) -> Path:
    path.write_text(
        f"# 报告\n\n{HEAD}罚款12  \n345 000{REST}\n\n{HEAD}罚款123\n45{REST}\n", "utf-8"
    )
    return path


def _pdf(path: Path) -> Path:
    lines = ["云岭县水务局2025年度执法工作报告", f"{HEAD}罚款12"]
    return paged_pdf(
        path, [[*lines, "— 1 —"], [f"345 000{REST}", "— 2 —"], ["特此报告。", "— 3 —"]]
    )


@pytest.mark.parametrize(
    ("kind", "write", "expected"),
    [
        ("docx", _docx, [35, 12345000, 7, 12345000]),
        ("html", _html, [35, 12345000, 7, 12345, 12345000]),
        ("md", _markdown, [35, 12345000, 7, 35, 12345, 7]),
        ("pdf", _pdf, [35, 12345000, 7]),
    ],
)
def test_a_cut_figure_is_whole_in_every_format(
    kind: str, write: object, expected: list[float], tmp_path: Path
) -> None:
    path = write(tmp_path / f"a.{kind}")  # type: ignore[operator]
    report = read_report(path, path.name)
    assert [figure.value for figure in report.figures] == expected
    assert all(report.text[f.start : f.end] == f.raw for f in report.figures)


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("Over the whole of the last year the fines came to £3.4", "million in the region.", "£3.4 million"),
        ("Over the whole of the last year the fines came to £", "3.4 million in the region.", "to £3.4 million"),
        ("Die Einnahmen des ganzen Jahres betrugen nach Abschluss 12,5", "Mio. Euro.", "12,5 Mio. Euro"),
    ],
)  # fmt: skip
def test_an_amount_stays_whole_where_its_sign_or_scale_is_on_another_line(
    before: str, after: str, whole: str
) -> None:
    assert whole in canonical_text(f"Annual report\n\n{before}\n{after}\n")


def test_a_line_that_ends_in_a_number_and_one_that_begins_with_words_stay_two() -> None:
    text = "District 12\nmillions of visitors came to the district in the whole of the last year."
    assert canonical_text(text) == text
