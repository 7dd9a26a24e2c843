"""What a reader sees struck through is not in the text; what is raised is no digit beside it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from indexer.readers.html.page import read_html
from indexer.readers.layout.raised import as_superscript
from indexer.readers.plain.markdown import read_markdown
from indexer.readers.registry import read_document
from indexer.reading.read import read_report

from .files import docx_bytes

BODY = "2025年，云岭县水务局全年立案35件，移送公安机关7件，全部按期办结。"


def html(body: str, style: str = "") -> str:
    page = f"<html><head><meta charset=utf-8><style>{style}</style></head><body><p>{BODY}</p>{body}"
    return read_html(Path("a.html"), page.encode()).text.partition("\n")[2]


@pytest.mark.parametrize("tag", ["s", "strike", "del"])
def test_struck_elements_are_left_out_with_their_digits(tag: str) -> None:
    assert html(f"<p>罚款<{tag}>12</{tag}>34万元</p>") == "罚款34万元"
    assert html(f"<p>罚款12.<{tag}>3</{tag}>5万元</p>") == "罚款12.5万元"
    assert html(f"<p>fines of <{tag}>£1,200</{tag}> £1,350</p>") == "fines of £1,350"
    assert (
        html(
            f"<table><tr><td>罚款</td><td><{tag}>12</{tag}>34</td></tr><tr><td>立案</td><td>5</td></tr></table>"
        )
        == "罚款 | 34\n立案 | 5"
    )


@pytest.mark.parametrize(
    ("style", "element"),
    [
        ("", "<span style='text-decoration: line-through'>12</span>"),
        ("", "<span style='color:red;text-decoration-line:line-through'>12</span>"),
        (".old{text-decoration:line-through}", "<span class='x old'>12</span>"),
        (".old, .gone {text-decoration:line-through red}", "<b class=gone>12</b>"),
        ("span.old{text-decoration:line-through}", "<span class=old>12</span>"),
        ("#k{text-decoration:line-through}", "<span id=k>12</span>"),
        ("p .old{text-decoration:line-through}", "<b><span class=old>12</span></b>"),
        ("@media screen{.old{text-decoration:line-through}}", "<i class=old>12</i>"),
        ("/* .x{} */ P>EM{text-decoration:line-through}", "<em>12</em>"),
    ],
)
def test_what_a_style_strikes_out_is_left_out(style: str, element: str) -> None:
    assert html(f"<p>罚款{element}34万元</p>", style) == "罚款34万元"


@pytest.mark.parametrize(
    ("style", "element"),
    [
        ("", "<u>12</u>"),
        ("", "<ins>12</ins>"),
        ("", "<s style='text-decoration:none'>12</s>"),
        ("del{text-decoration:none} .x{text-decoration:line-through}", "<del>12</del>"),
        (".old{text-decoration:line-through}", "<span class=older>12</span>"),
        (".old:hover{text-decoration:line-through}", "<span class=old>12</span>"),
        ("div.a .old{text-decoration:line-through}", "<span class=old>12</span>"),
        ("a{text-decoration:underline}", "<a>12</a>"),
    ],
)
def test_what_is_not_struck_through_stays(style: str, element: str) -> None:
    assert html(f"<p>罚款{element}34万元</p>", style) == "罚款1234万元"


def test_readings_over_words_are_left_out() -> None:
    text = html("<p><ruby>罰<rp>(</rp><rt>ばっ</rt><rp>)</rp>金<rt>12</rt></ruby>34万円</p>")
    assert text == "罰金34万円"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("罚款~~12~~34万元", "罚款34万元"),
        ("罚款<del>12</del>34万元", "罚款34万元"),
        ("fines of ~~£1,200~~ £1,350", "fines of £1,350"),
        ("~~罚款12万元，\n立案3件。~~罚款34万元", "罚款34万元"),
        ("检查10~~20家，处罚30~~40家", "检查10~~20家，处罚30~~40家"),
        ("检查10~20家，处罚3~4家", "检查10~20家，处罚3~4家"),
        ("罚款12<sup>1</sup>万元", "罚款12¹万元"),
        ("面积120m<sup>2</sup>", "面积120m²"),
        ("the 4<sup>th</sup> year", "the 4th year"),
        ("| 项目 | 数 |\n|---|---|\n| 罚款 | ~~12~~ 34 |", "项目 | 数\n罚款 | 34"),
    ],
)
def test_markdown(source: str, text: str) -> None:
    assert read_markdown(Path("a.md"), source.encode()).text == text


def _with(run: object, name: str, value: str | None = None) -> None:
    mark = OxmlElement(f"w:{name}")
    if value is not None:
        mark.set(qn("w:val"), value)
    run._r.get_or_add_rPr().append(mark)  # type: ignore[attr-defined]


def _word(
    mark: Callable[[docx.document.Document, object], None],
) -> Callable[[docx.document.Document], None]:
    def fill(document: docx.document.Document) -> None:
        paragraph = document.add_paragraph("罚款")
        mark(document, paragraph.add_run("12"))
        paragraph.add_run("34万元")

    return fill


def _strike(document: docx.document.Document, run: object) -> None:
    _with(run, "strike")


def _double(document: docx.document.Document, run: object) -> None:
    _with(run, "dstrike", "1")


def _off(document: docx.document.Document, run: object) -> None:
    _with(run, "strike", "0")


def _by_style(document: docx.document.Document, run: object) -> None:
    base = document.styles.add_style("Gone", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    base.font.strike = True
    own = document.styles.add_style("Gone too", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    own.base_style = base
    run.style = own  # type: ignore[attr-defined]


def _off_in_style(document: docx.document.Document, run: object) -> None:
    _by_style(document, run)
    _off(document, run)


def _above(document: docx.document.Document, run: object) -> None:
    run.font.superscript = True  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (_strike, "罚款34万元"),
        (_double, "罚款34万元"),
        (_by_style, "罚款34万元"),
        (_off, "罚款1234万元"),
        (_off_in_style, "罚款1234万元"),
        (_above, "罚款¹²34万元"),
    ],
)
def test_runs_of_a_word_document(
    mark: Callable[[docx.document.Document, object], None], text: str
) -> None:
    data = docx_bytes(_word(mark))
    assert read_document(Path("a.docx"), data).text == text


def test_a_struck_paragraph_is_left_out_of_a_word_document() -> None:
    def fill(document: docx.document.Document) -> None:
        style = document.styles.add_style("Old", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        style.font.strike = True
        document.add_paragraph("罚款12万元。", style="Old")
        document.add_paragraph("罚款34万元。")

    assert read_document(Path("a.docx"), docx_bytes(fill)).text == "罚款34万元。"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.html",
            f"<meta charset=utf-8><p>{BODY}</p><p>罚款12<sup><a href='#n'>[1]</a></sup>万元，存款3<sup>2</sup>万元。</p>".encode(),
        ),
        ("a.md", f"{BODY}\n\n罚款12[^1]万元，存款3<sup>2</sup>万元。".encode()),
    ],
)
def test_marks_of_notes_are_no_digits_of_a_figure(
    name: str, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    money = [f.value for f in read_report(path, name).figures if f.family == "money"]
    assert money == [120000, 30000]


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("12", "¹²"),
        ("(3)", "⁽³⁾"),
        ("1,2", "¹,²"),
        ("st", "st"),
        ("[1]", "[1]"),
        ("2024年", "2024年"),
    ],
)
def test_only_figures_are_raised(text: str, above: str) -> None:
    assert as_superscript(text) == above


@pytest.mark.parametrize(
    "body",
    [
        f"<style>{'.a .b .c{text-decoration:line-through}' * 3000}</style>"
        + "<div class='a b'>" * 100
        + BODY,
        f"<style>{'{' * 400_000}</style>{BODY}",
        f"<style>{'/*' * 200_000}</style>{BODY}",
        f"<style>{'a,' * 200_000}{{text-decoration:line-through}}</style>{BODY}",
        "<s>1</s>" * 30_000 + BODY,
    ],
)
def test_hostile_style_sheets_take_linear_time(body: str) -> None:
    began = time.process_time()
    read_html(Path("a.html"), f"<html><body><p>{BODY}</p>{body}".encode())
    assert time.process_time() - began < 10
