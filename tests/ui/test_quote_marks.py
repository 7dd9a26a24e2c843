"""The reader marks exactly the quote: in every format, however often its words are repeated."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from indexer import Index, build
from indexer.ui.picture import page_picture, quote_boxes
from indexer.ui.quote_place import Quote, places_of, quote_on_page
from indexer.ui.reader import text_html
from indexer.ui.state import Spot

from ..readers.files import CHINESE
from .test_browser import settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

pytestmark = pytest.mark.slow
TITLE = "杏渡市水利局２０３１年工作报告"
TWICE = "全年开展专项检查，罚款总额如下。"
FULL_WIDTH = "其中：取水许可处罚１２３．５万元（Ａ类），同比下降１０．２％。"
LONG = (
    "杏渡市水利局在河道管理方面继续保持高压态势，全年累计出动执法人员三千二百人次，检查河道一百二十条，"
    "罚款88.6万元，比上年增加6.4万元，增长的主要原因是新设了两个执法大队并延长了夜间巡查的时间。"
)
BROKEN = "本段自第一页末尾开始，罚款45.75万元，一直延续到第二页的开头才告结束，其间没有任何遗漏。"
HEAD, ROWS = ("类别", "罚款（万元）"), (("河道", "31.5"), ("供水", "12.25"), ("供水", "12.25"))
BODY = ("一、总体情况", TWICE, FULL_WIDTH, "二、河道管理", LONG, TWICE, "三、分类情况")
LINE = 34  # characters on a printed line
NAMES = ("a.txt", "b.md", "c.html", "d.docx", "e.pdf")


def _txt(path: Path) -> None:
    rows = "\n".join("\t".join(row) for row in (HEAD, *ROWS))
    path.write_text("\n".join((TITLE, *BODY, rows, BROKEN, TWICE)), encoding="utf-8")


def _md(path: Path) -> None:
    table = "\n".join(f"| {' | '.join(r)} |" for r in (HEAD, ("---", "---"), *ROWS))
    body = "\n\n".join(f"## {p}" if p[1] == "、" else p for p in BODY)
    path.write_text(f"# {TITLE}\n\n{body}\n\n{table}\n\n{BROKEN}\n\n{TWICE}\n", encoding="utf-8")


def _html(path: Path) -> None:
    body = "".join(
        f"<h2>{p}</h2>" if p[1] == "、" else f"<p>{html.escape(p).replace('：', '：<b>')}</b></p>"
        for p in BODY
    )
    rows = "".join(
        "<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in (HEAD, *ROWS)
    )
    path.write_text(
        f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><article><h1>{TITLE}"
        f"</h1>{body}<table>{rows}</table><p>{BROKEN}</p><p>{TWICE}</p></article></body></html>",
        encoding="utf-8",
    )


def _docx(path: Path) -> None:
    file = docx.Document()
    file.add_heading(TITLE, 0)
    for one in BODY:
        file.add_heading(one, 1) if one[1] == "、" else file.add_paragraph(one)
    table = file.add_table(rows=0, cols=2)
    for row in (HEAD, *ROWS):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    file.add_paragraph(BROKEN)
    file.add_paragraph(TWICE)
    file.save(str(path))


def _pdf(path: Path) -> None:
    """Two pages with a running head; one paragraph goes over their break."""
    canvas = Canvas(str(path), pagesize=A4)
    at = 790

    def say(line: str, x: int = 70) -> None:
        nonlocal at
        canvas.drawString(x, at, line)
        at -= 22

    def begin(page: int) -> None:
        nonlocal at
        canvas.setFont(CHINESE, 9)
        canvas.drawCentredString(297, 815, "内部资料 注意保存")
        canvas.drawCentredString(297, 30, f"- {page} -")
        canvas.setFont(CHINESE, 12)
        at = 780

    begin(1)
    canvas.setFont(CHINESE, 18)
    canvas.drawCentredString(297, at, TITLE)
    canvas.setFont(CHINESE, 12)
    at -= 40
    for one in BODY:
        # Paragraphs have an indent of two characters; headings have none.
        lines = [one[: LINE - 2], *re.findall(f".{{1,{LINE}}}", one[LINE - 2 :])]
        for n, line in enumerate(lines):
            say(line, 70 if n or one[1] == "、" else 94)
    for row in (HEAD, *ROWS):
        for column, cell in enumerate(row):
            canvas.rect(70 + 150 * column, at - 6, 150, 22)
            canvas.drawString(76 + 150 * column, at, cell)
        at -= 22
    at = 80
    canvas.drawString(94, at, BROKEN[: LINE - 2])
    canvas.showPage()
    begin(2)
    say(BROKEN[LINE - 2 :])
    say(TWICE, 94)
    canvas.save()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("formats")
    for name, write in zip(NAMES, (_txt, _md, _html, _docx, _pdf), strict=True):
        write(folder / "corpus" / name) if (folder / "corpus").mkdir(exist_ok=True) is None else 0
    build([folder / "corpus"], folder / "index")
    with Index.open(folder / "index") as index:
        yield index


def _marks(shown: str) -> list[str]:
    return [html.unescape(m) for m in re.findall(r"<mark[^>]*>(.*?)</mark>", shown, re.S)]


def _spans(text: str) -> list[tuple[int, int]]:
    """Every place of what is repeated, in full width, long, broken or in the table."""
    found = []
    for words in (TWICE, FULL_WIDTH, LONG, BROKEN, "供水", "12.25", "88.6万元"):
        parts = [words] if words in text else [words[:20]]
        found += [m.span() for part in parts for m in re.finditer(re.escape(part), text)]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_mark_in_the_text_is_the_quote_at_its_place(index: Index, name: str) -> None:
    text, sections = index.text(name), index.sections(name)
    spans = _spans(text)
    assert len([s for s in spans if text[slice(*s)] == TWICE]) == 3, text
    for start, end in spans:
        shown = text_html(text, list(sections), Spot(index.report(name).id, start, end))
        assert "".join(_marks(shown)) == text[start:end]
        before = re.sub(r"<[^>]+>", "", shown.split("<mark", 1)[0])
        assert html.unescape(before) == text[:start]
        assert shown.count('id="quote"') == 1


@pytest.mark.parametrize("name", NAMES)
def test_quotes_of_answers_are_marked_too(index: Index, name: str) -> None:
    from indexer import Filters

    for question in (
        "杏渡市水利局罚款多少",
        "供水罚款多少万元",
        "取水许可处罚多少",
        "罚款增长的原因",
    ):
        answer = index.ask(question, Filters(reports=(name,)))
        assert answer.citations
        for cited in answer.citations:
            text = index.text(name)
            spot = Spot(cited.report, cited.start, cited.end)
            shown = text_html(text, list(index.sections(name)), spot)
            assert "".join(_marks(shown)) == cited.quote == text[cited.start : cited.end]


def _printed(index: Index, page: int, start: int, end: int) -> tuple[str, float]:
    """The characters inside the boxes that are marked on a page, and the top of the first box."""
    path = Path(index.info.corpus[0]) / "e.pdf"
    sheet: Any = pypdfium2.PdfDocument(path.read_bytes())[page - 1]
    textpage = sheet.get_textpage()
    quote = quote_on_page(index.text("e.pdf"), start, end, *index.page_span("e.pdf", page))
    boxes = quote_boxes(textpage, quote)
    inside = "".join(
        textpage.get_text_bounded(a + 0.5, b + 0.5, c - 0.5, d - 0.5) for a, b, c, d in boxes
    )
    return "".join(inside.split()), max((box[3] for box in boxes), default=0.0)


def test_the_mark_on_the_page_is_the_quote_at_its_place(index: Index) -> None:
    text = index.text("e.pdf")
    tops: dict[tuple[int, str], list[float]] = {}
    for start, end in _spans(text):
        pages = {index.page_of("e.pdf", at) or 1 for at in range(start, end)}
        shown = ""
        for page in sorted(pages):
            inside, top = _printed(index, page, start, end)
            tops.setdefault((page, text[start:end]), []).append(top)
            shown += inside
        assert shown == re.sub(r"[\s|]", "", text[start:end]), (text[start:end], shown)
    # What is printed twice on a page is marked at two places, in the order of the text.
    assert len(tops[1, TWICE]) == 2 and tops[1, TWICE][0] > tops[1, TWICE][1] + 20
    assert len(tops[1, "12.25"]) == 2 and tops[1, "12.25"][0] > tops[1, "12.25"][1] + 20
    assert len(tops[2, TWICE]) == 1


def test_a_quote_over_the_end_of_a_page_is_marked_on_both_and_on_no_other(index: Index) -> None:
    text = index.text("e.pdf")
    start = text.index(BROKEN)
    end = start + len(BROKEN)
    first, second = (_printed(index, page, start, end)[0] for page in (1, 2))
    assert first == BROKEN[: LINE - 2] and second == BROKEN[LINE - 2 :]
    only_first = text.index(LONG)
    assert _printed(index, 2, only_first, only_first + len(LONG)) == ("", 0.0)
    pdf = (Path(index.info.corpus[0]) / "e.pdf").read_bytes()
    span = index.page_span("e.pdf", 2)
    elsewhere = page_picture(pdf, 2, quote_on_page(text, only_first, only_first + 9, *span))
    assert elsewhere is not None and elsewhere.mark is None


WORDS = st.lists(
    st.sampled_from(["罚款", "检查", "12.5", "万元", "，", "fines ", "ab", "。"]), max_size=40
)


@given(WORDS, st.data())
def test_any_part_of_a_page_is_found_where_it_stands(words: list[str], data: st.DataObject) -> None:
    """The canonical text joins lines; the page prints line ends and a running head in between."""
    text = "".join(words)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    lines = "\r\n".join(text[i : i + 7] for i in range(0, len(text), 7))
    printed = f"内部资料\r\n{lines}\r\n- 1 -"
    places = places_of(printed, quote_on_page(text, start, end, 0, len(text)))
    bare = re.sub(r"\s", "", text[start:end])
    got = "".join(printed[a:b] for a, b in places)
    assert re.sub(r"\s", "", got) == bare
    if bare:
        skipped = len(re.sub(r"\s", "", printed[: places[0][0]])) - len("内部资料")
        assert skipped == len(re.sub(r"\s", "", text[:start]))


def test_radicals_and_full_width_forms_are_the_same_characters() -> None:
    assert places_of("行⾏政２０３１年", Quote("行政2031年", before="行")) == [(1, 8)]
    assert places_of("something else altogether", Quote("罚款总额740.9万元")) == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "locale", "width"), [("en", "en-GB", 1280), ("zh", "zh-CN", 390)]
)
def test_the_reader_opens_at_the_mark(
    serve: Callable[[Path, Path], str],
    opened: Opener,
    index: Index,
    language: str,
    locale: str,
    width: int,
) -> None:
    site = serve(index.info.directory, Path(index.info.corpus[0]))
    for name in NAMES:
        text = index.text(name)
        start = text.rindex(TWICE)
        link = f"/?view=reader&report={index.report(name).id}&at={start}:{start + len(TWICE)}"
        page = opened(site + link, locale=locale, width=width, height=500)
        page.wait_for_selector("#quote")
        settled(page)
        page.wait_for_timeout(900)
        assert page.locator(".pq-text mark").all_text_contents() == [TWICE]
        top = page.locator("#quote").evaluate("e => e.getBoundingClientRect().top")
        assert 0 < top < 500, (name, top)
        before = page.evaluate(
            "(() => { const r = document.createRange(); r.setStart(document.querySelector('.pq-text'), 0);"
            " r.setEndBefore(document.querySelector('#quote')); return r.toString().length; })()"
        )
        assert before == start
        page.context.close()
