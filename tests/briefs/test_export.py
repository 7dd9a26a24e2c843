"""Exports: Word with real footnotes and pictures of charts, Markdown, Excel."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from openpyxl import load_workbook
from PIL import Image

from indexer.briefs import charts
from indexer.briefs.charts import NoChart, charts_of, draw
from indexer.briefs.export import KINDS, export, exported
from indexer.briefs.model import ChangedFigure, Check, Contents, Group, Item, ItemFigure
from indexer.briefs.words import figure_unit
from indexer.drafting.docx_text import W
from indexer.drafting.styles import STYLES
from indexer.errors import UsageError

from .made import evidence, marked, row

CHANGED = Check(
    "changed",
    "r1",
    "a.txt",
    (),
    1,
    5,
    9,
    "罚款34.5万元。",
    (ChangedFigure("33.5万元", "34.5万元", 345_000, "CNY"),),
)
ANSWER = Item(
    id="",
    kind="answer",
    text="甲局罚款33.5万元[2]；乙局没有罚款[1]。",
    question="罚款多少？",
    citations=(
        evidence("乙局没有罚款。", report="r2", title="乙局2023年报告", issuer="乙局"),
        evidence(),
    ),
)
QUOTE = Item(
    id="", kind="quote", citations=(evidence("=1+1 是引文 | 表 [x]*。"),), note="=2+2\n第二行"
)


def brief(*groups: tuple[str, tuple[Item, ...]], title: str = "罚款情况") -> Contents:
    """Groups of items, with ids."""
    count = iter("bcdfghjkmnpqrst")
    made = tuple(
        Group(h, tuple(replace(i, id=next(count) * 5) for i in items)) for h, items in groups
    )
    return Contents(title=title, note="全年数据", groups=made)


WHOLE = brief(
    ("罚款", (row("甲局"), marked(row("乙局", 80_000), CHANGED))), ("引文", (ANSWER, QUOTE))
)


def word(contents: Contents, style: str = "gb7714") -> tuple[Any, Any]:
    """(The document, the root of its footnotes)."""
    data, left_out = exported(contents, "docx", style)
    assert not left_out
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        notes = etree.fromstring(package.read("word/footnotes.xml"))
    return docx.Document(io.BytesIO(data)), notes


def texts(notes: Any) -> list[str]:
    own = [n for n in notes.iter(f"{W}footnote") if n.get(f"{W}type") is None]
    return ["".join(t.text or "" for t in n.iter(f"{W}t")).strip() for n in own]


def test_each_quote_is_a_real_footnote_in_the_order_of_the_text() -> None:
    document, notes = word(WHOLE)
    marks = [m.get(f"{W}id") for m in document.element.body.iter(f"{W}footnoteReference")]
    assert marks == ["1", "2", "3", "4", "5"] and len(texts(notes)) == 5
    assert texts(notes)[0].startswith("[1] 甲局. 甲局2023年工作报告[R].")
    # An answer's notes stand where it cites them, whatever their order.
    assert "33.5万元，已全部入库" in texts(notes)[2] and "乙局没有罚款" in texts(notes)[3]
    styles = {s.get(f"{W}val") for s in notes.iter(f"{W}pStyle")}
    assert {document.styles.element.get_by_id(s).name_val for s in styles} == {"footnote text"}


def test_headings_tables_captions_and_pictures_have_their_styles() -> None:
    document, _ = word(WHOLE)
    named = [(p.style.name, p.text) for p in document.paragraphs]
    assert named[0] == ("Title", "罚款情况")
    assert [t for s, t in named if s == "Heading 1"] == ["罚款", "引文", "参考文献"]
    assert [t[:2] for s, t in named if s == "Caption"] == ["表1", "图1"]
    caption = next(t for s, t in named if t.startswith("图1"))
    assert "单位：万元" in caption and "甲局2023年工作报告" in caption
    table = [[c.text for c in r.cells] for r in document.tables[0].rows]
    assert (
        table[1] == ["1", "甲局", "2023", "罚款", "335,000", "元", "33.5万元"] and len(table) == 3
    )
    picture = document.inline_shapes[0]
    assert picture._inline.docPr.get("descr") == caption


def test_marks_and_notes_are_told_in_the_document() -> None:
    document, _ = word(WHOLE)
    told = [p.text for p in document.paragraphs]
    assert "核对：原文已变；现为“罚款34.5万元。”；33.5万元 → 34.5万元" in told
    assert "备注：=2+2" in told and "第二行" in told


@pytest.mark.parametrize("style", STYLES)
def test_every_citation_style_gives_notes_and_references(style: str) -> None:
    document, notes = word(WHOLE, style)
    assert len(texts(notes)) == 5 and all("“" in text for text in texts(notes))
    after = [p.text for p in document.paragraphs]
    assert after[after.index("参考文献") + 1 :]
    if STYLES[style].mark is not None:
        assert any("（甲局，2024）" in t or "(甲局, 2024" in t or "甲局 2024" in t for t in after)


def test_markdown_has_the_same_notes_tables_and_marks_escaped() -> None:
    text = exported(WHOLE, "md")[0].decode()
    assert len(re.findall(r"^\[\^\d\]: ", text, re.M)) == 5
    assert "甲局罚款33.5万元[^3]；乙局没有罚款[^4]。" in text
    assert r"=1+1 是引文 \| 表 \[x\]\*。" in text
    assert "| 1 | 甲局 | 2023 | 罚款 | 335000 | 元 | 33.5万元 |" in text
    assert "**核对：原文已变；" in text and text.startswith("# 罚款情况\n\n全年数据\n")


def test_markdown_holds_no_element_of_html_whatever_a_report_says() -> None:
    hostile = evidence(
        "<img src=x onerror=alert(1)>", title="<b>T</b>", url="https://example.org/a"
    )
    item = replace(QUOTE, citations=(hostile,), note="<script>")
    for style in ("gb7714", "markdown"):
        text = exported(brief(("<i>", (item,)), title="<u>"), "md", style)[0].decode()
        bare = text.replace("<https://example.org/a>", "").replace("\\<", "")
        assert "<" not in bare
    assert "<https://example.org/a>" in text


def test_a_workbook_has_numbers_with_their_units_and_no_formulas() -> None:
    book = load_workbook(io.BytesIO(exported(WHOLE, "xlsx")[0]))
    sheet = book["数据"]
    rows = [
        dict(zip([c.value for c in sheet[1]], [c.value for c in r], strict=True))
        for r in sheet.iter_rows(min_row=2)
    ]
    assert [(r["条目"], r["单位"], r["数值"], r["计量单位"]) for r in rows[:2]] == [
        (1, "甲局", 335_000, "元"),
        (2, "乙局", 80_000, "元"),
    ]
    assert rows[1]["核对"].startswith("原文已变") and len(rows) == 5
    assert all(c.data_type != "f" for r in sheet.iter_rows() for c in r)
    assert "乙局没有罚款" in rows[2]["来源"] and "乙局没有罚款" in rows[2]["引文"]
    assert [r[0].value[:3] for r in book["参考文献"].iter_rows()] == ["[1]", "[2]", "[3]", "[4]"]


def test_an_english_brief_is_exported_in_english() -> None:
    made = replace(
        row("Harbour Authority", 800),
        question="which bodies reported fines",
        text="Harbour Authority (2023): fines 800",
    )
    text = exported(brief(("Fines", (made,)), title="Fines"), "md")[0].decode()
    assert "| Item | Issuer | Year |" in text and "## References" in text


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_brief_is_exported(kind: Any, tmp_path: Path) -> None:
    path = tmp_path / f"x.{kind}"
    assert export(Contents(title="空"), path) == [] and path.stat().st_size > 5


def test_an_unknown_ending_or_style_is_refused_with_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"x\.pdf: a brief is exported as \.docx, \.md or \.xlsx"):
        export(WHOLE, tmp_path / "x.pdf")
    with pytest.raises(UsageError, match="unknown citation style"):
        export(WHOLE, tmp_path / "x.md", "mla")


YEARS = Group(
    "", tuple(row("甲局", v, y) for y, v in ((2022, 325_000), (2023, 335_000), (2024, 345_000)))
)


def test_figures_of_one_issuer_over_years_are_a_line_others_bars() -> None:
    assert [c.kind for c in charts_of(YEARS, "zh")] == ["lines"]
    both = replace(YEARS, items=(*YEARS.items, row("乙局", 70_000)))
    assert [(c.kind, len(c.points)) for c in charts_of(both, "zh")] == [("lines", 3), ("bars", 4)]
    assert charts_of(replace(YEARS, items=YEARS.items[:1]), "zh") == []


def test_figures_of_two_questions_or_units_never_share_a_chart() -> None:
    other = replace(row("乙局", 70_000), question="哪些单位报告了收入？")
    assert charts_of(Group("", (row("甲局"), other)), "zh") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_chart_is_a_picture_with_ink_in_the_right_places(language: str) -> None:
    for made in (YEARS, Group("", (row("甲局"), row("乙局", 70_000)))):
        picture = Image.open(io.BytesIO(draw(charts_of(made, language)[0], language))).convert("L")
        assert picture.width > 1000
        dark = picture.point(lambda p: 255 if p < 128 else 0).getbbox()
        assert dark and dark[2] - dark[0] > picture.width * 0.7


def test_bars_are_as_long_as_their_values() -> None:
    values = (1_000_000, 500_000, 250_000)
    made = Group("", tuple(row(f"{n}局", v) for n, v in zip("甲乙丙", values, strict=True)))
    picture = Image.open(io.BytesIO(draw(charts_of(made, "zh")[0], "zh"))).convert("RGB")
    runs = []
    for y in range(picture.height):
        found = sum(picture.getpixel((x, y)) == (0x2C, 0x7A, 0x99) for x in range(picture.width))
        if found > 20:
            runs.append(found)
    lengths = sorted({round(r, -1) for r in runs if runs.count(r) > 5}, reverse=True)
    assert [round(lengths[0] / x, 1) for x in lengths] == [1.0, 2.0, 4.0]


def test_without_a_chinese_font_the_charts_are_left_out_and_the_font_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from matplotlib import font_manager

    latin = [e for e in font_manager.fontManager.ttflist if e.name == "DejaVu Sans"]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", latin)
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    data, left_out = exported(WHOLE, "docx")
    assert len(left_out) == 1 and "fonts-noto-cjk" in left_out[0]
    document = docx.Document(io.BytesIO(data))
    assert len(document.tables) == 1 and not document.inline_shapes
    english = Group(
        "",
        (
            replace(
                row("Port", 5),
                text="",
                figures=(replace(row().figures[0], metric="fines"),),
                question="fines",
                citations=(evidence("x", title="Report"),),
            ),
        )
        * 2,
    )
    assert draw(charts_of(english, "en")[0], "en")  # no Chinese in it, so none is needed


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    with pytest.raises(NoChart, match=r"policyqa\[charts\]"):
        draw(charts_of(YEARS, "zh")[0], "zh")
    assert (
        charts.word("en", "no_charts")
        in exported(replace(WHOLE, title="x"), "docx", language="en")[1]
    )


@pytest.mark.parametrize(
    ("printed", "unit", "language", "named"),
    [
        ("6312次", "count", "zh", "次"),
        ("约1.42万余人次", "count", "zh", "人次"),
        ("两千一百人次", "count", "zh", "人次"),
        ("1,946 inspections", "count", "en", "inspections"),
        ("3 728 visites", "count", "en", "visites"),
        ("214", "count", "zh", "计数"),
        ("740.9万元", "CNY", "zh", "元"),
        ("51%", "percent", "en", "%"),
    ],
)
def test_a_count_is_named_by_what_is_counted(
    printed: str, unit: str, language: str, named: str
) -> None:
    assert figure_unit(ItemFigure("x", 1, unit, printed), language) == named


def test_a_page_in_an_author_date_mark_and_the_notes_number_stay_apart() -> None:
    item = replace(row(), citations=(evidence(page=2),))
    document, _ = word(brief(("", (item,))), "gb7714-author-date")
    body = next(p for p in document.paragraphs if p.style.name == "List Paragraph")
    assert body.text.endswith("（霁明市水利局，2024）²\u202f")
