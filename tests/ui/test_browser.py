"""The page in a real browser, over the real index of the sample reports."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from indexer.ui.originals import original_bytes
from indexer.ui.picture import page_picture
from indexer.ui.quote_place import Quote

from .conftest import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from indexer import Index

    Opener = Callable[..., Page]
    Screens = Callable[[Page, str], None]

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ENGLISH = "which bureaus reported enforcement fines"
CHINESE = "哪些单位报告了罚款？"


def ask(page: Page, question: str) -> None:
    box = page.locator(".stTextInput input")
    box.fill(question)
    box.press("Enter")
    page.wait_for_selector(".pq-answer")


def wait_for_cell(page: Page, text: str) -> None:
    """Until a table on the page has a cell that reads ``text``."""
    cells = page.locator("[data-testid=stDataFrame] [role=gridcell]")
    cells.get_by_text(text, exact=True).first.wait_for(state="attached")


def settled(page: Page) -> None:
    """Until no script runs any more."""
    page.wait_for_timeout(300)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def test_a_question_in_english_is_answered_with_rows_and_marked_quotes(
    site: str, opened: Opener
) -> None:
    page = opened(site)
    ask(page, ENGLISH)
    assert "衡阳市应急管理局" in page.locator(".pq-answer").inner_text()
    wait_for_cell(page, "740.9万元")
    marks = [m for m in page.locator(".pq-card mark").all_text_contents() if "740.9万元" in m]
    assert marks


def test_a_number_in_the_answer_leads_to_its_card_and_the_card_to_the_report(
    site: str, opened: Opener
) -> None:
    page = opened(f"{site}/?q={quote('衡阳市应急管理局罚款多少？')}", locale="zh-CN")
    page.wait_for_selector(".pq-card")
    settled(page)
    page.locator(".pq-answer a.pq-ref").first.click()
    card = page.locator(".pq-card:target")
    assert "740.9万元" in card.locator("mark").inner_text()
    assert "处罚情况" in card.locator(".pq-crumbs").inner_text()
    page.wait_for_timeout(600)
    assert card.evaluate("e => e.getBoundingClientRect().top < innerHeight")
    page.get_by_text("在报告中打开").first.click()
    mark = page.locator("#quote")
    mark.wait_for()
    page.wait_for_timeout(900)
    top = mark.evaluate("e => e.getBoundingClientRect().top")
    assert 0 < top < 900
    assert page.locator(".pq-outline a").count() > 5
    page.get_by_text("原文页面", exact=True).click()
    page.locator("[data-testid=stImage] img").wait_for()
    settled(page)


def test_a_number_clicked_before_its_card_has_come_leads_there_when_it_comes(
    site: str, opened: Opener
) -> None:
    page = opened(f"{site}/?q={quote('衡阳市应急管理局罚款多少？')}", locale="zh-CN")
    page.wait_for_selector(".pq-card")
    settled(page)
    page.evaluate("document.getElementById('c1').id = 'late'")
    page.locator(".pq-answer a.pq-ref[href='#c1']").first.click()
    page.wait_for_timeout(300)
    assert page.locator(".pq-card:target").count() == 0
    page.evaluate("document.getElementById('late').id = 'c1'")
    page.locator(".pq-card:target").wait_for()


def test_the_picture_of_a_page_is_scrolled_to_the_marked_quote(
    site: str, opened: Opener, sample_index: Index
) -> None:
    cited = next(c for c in sample_index.ask("衡阳市应急管理局罚款多少？").citations if c.page)
    pdf = original_bytes(sample_index, sample_index.report(cited.report))
    picture = page_picture(pdf or b"", cited.page or 0, Quote(cited.quote))
    assert picture is not None and picture.mark is not None
    link = f"{site}/?view=reader&report={cited.report}&at={cited.start}:{cited.end}"
    page = opened(link, height=500)
    page.get_by_text("Page", exact=True).click()
    image = page.locator("[data-testid=stImage] img")
    image.wait_for()
    page.wait_for_timeout(1500)
    box = image.bounding_box()
    assert box and 0 < box["y"] + box["height"] * picture.mark < 450


def test_two_browsers_at_once_do_not_disturb_each_other(site: str, opened: Opener) -> None:
    first, second = opened(site), opened(site, locale="zh-CN")
    years = first.locator(".stMultiSelect").filter(has_text="Year").locator("input")
    years.fill("2024")
    years.press("Enter")
    first.get_by_text("reports match").wait_for()
    first.locator(".stTextInput input").fill(ENGLISH)
    second.locator(".stTextInput input").fill("衡阳市应急管理局罚款多少？")
    first.locator(".stTextInput input").press("Enter")
    second.locator(".stTextInput input").press("Enter")
    first.wait_for_selector(".pq-answer")
    second.wait_for_selector(".pq-answer")
    settled(first)
    settled(second)
    one, two = (p.locator(".pq-answer").inner_text() for p in (first, second))
    assert "(2024)" in one and "(2025)" not in one and "740.9万元" not in one
    assert "740.9万元" in two and second.get_by_text("可以这样问").count() == 0
    assert "f_year" not in second.url and "lang" not in first.url + second.url


def test_a_citation_can_be_copied_in_a_style(site: str, opened: Opener) -> None:
    page = opened(f"{site}/?q={quote('衡阳市应急管理局罚款多少？')}", locale="zh-CN")
    page.get_by_text("复制为引文").first.click()
    code = page.locator("[role=dialog] code")
    code.wait_for()
    assert "衡阳市应急管理局" in code.inner_text() and "[R]" in code.inner_text()


def test_a_filter_narrows_the_answer_and_the_link_keeps_it(site: str, opened: Opener) -> None:
    page = opened(f"{site}/?q={quote(ENGLISH)}")
    page.wait_for_selector(".pq-answer")
    years = page.locator(".stMultiSelect").filter(has_text="Year").locator("input")
    years.fill("2024")
    years.press("Enter")
    page.wait_for_function("!document.querySelector('.pq-answer').innerText.includes('(2025)')")
    assert "(2024)" in page.locator(".pq-answer").inner_text()
    page.wait_for_function("location.search.includes('f_year=2024')")
    again = opened(page.url)
    again.wait_for_selector(".pq-answer")
    assert "(2025)" not in again.locator(".pq-answer").inner_text()


def test_the_download_has_each_figure_with_its_literal_quote(
    site: str, opened: Opener, sample_index: Index
) -> None:
    page = opened(f"{site}/?q={quote(ENGLISH)}")
    with page.expect_download() as pending:
        page.get_by_text("Download CSV").click()
    text = Path(pending.value.path()).read_bytes().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    line = next(x for x in lines if x["As printed"] == "740.9万元")
    assert line["Value"] == "7409000" and line["Unit"] == "CNY"
    report = sample_index.report(line["File"])
    whole = sample_index.generation.text(report.row)
    assert line["Quote"] == whole[int(line["Start"]) : int(line["End"])]


@pytest.mark.parametrize(
    ("locale", "word"), [("zh-CN", "提问"), ("en-GB", "Ask"), ("fr-FR", "Ask")]
)
def test_the_browser_chooses_the_language(
    site: str, opened: Opener, locale: str, word: str
) -> None:
    page = opened(site, locale=locale)
    assert page.locator(".stFormSubmitButton button").inner_text() == word


def test_the_reader_can_choose_the_other_language(site: str, opened: Opener) -> None:
    page = opened(site, locale="en-US")
    page.get_by_text("中文", exact=True).click()
    page.get_by_text("可以这样问").wait_for()


def test_where_no_index_is_the_button_builds_one_and_the_first_answer_follows(
    serve: Callable[[Path, Path], str],
    sample_corpus: Path,
    tmp_path: Path,
    opened: Opener,
    screens: Screens,
) -> None:
    corpus = tmp_path / "reports"
    corpus.mkdir()
    for name in ("湘乡市应急管理局2025年摘编.docx", "常沐市数据局2025年工作报告.md"):
        (corpus / name).write_bytes((sample_corpus / name).read_bytes())
    (corpus / "broken.pdf").write_bytes(b"not a pdf")
    page = opened(serve(tmp_path / "index", corpus))
    assert "No index yet" in page.locator(".pq-notice").inner_text()
    screens(page, "empty-en")
    page.get_by_role("button", name="Build the index").click()
    page.get_by_text(re.compile("Done: 2 reports")).wait_for()
    ask(page, ENGLISH)
    assert "133.4万元" in page.locator(".pq-answer").inner_text()
    page.get_by_text("Reports", exact=True).click()
    page.get_by_role("heading", name="Files that could not be read: 1").wait_for()
    wait_for_cell(page, "broken.pdf")
    page.locator("input[type=file]").set_input_files(
        sample_corpus / "衡阳市应急管理局2025年度摘编.pdf"
    )
    page.get_by_role("button", name="Add files (1) and update the index").click()
    page.get_by_text(re.compile("Done: 3 reports")).wait_for()
    page.get_by_text("Ask", exact=True).first.click()
    page.locator(".pq-answer", has_text="740.9万元").wait_for()


def test_text_of_reports_is_shown_as_text_in_every_view(
    serve: Callable[[Path, Path], str], hostile_index: Index, tmp_path: Path, opened: Opener
) -> None:
    site = serve(hostile_index.generation.index_dir, tmp_path)
    views = [f"?q={quote('哪些单位报告了罚款金额？')}", "?view=reports"]
    views += [f"?view=reader&report={r.id}&at=0:30" for r in hostile_index.reports[:3]]
    shown = ""
    for view in views:
        page = opened(f"{site}/{view}", locale="zh-CN")
        settled(page)
        shown += page.locator(".stMain").inner_text()
        assert page.evaluate("window.pwned") is None
        assert page.locator(".stMain .katex, .stMain img, .stMain em, .stMain del").count() == 0
        assert page.locator(".stMain strong, .stMain h1, .pq-text i, .pq-card b").count() == 0
        assert page.locator("a[href^=javascript]").count() == 0
    squeezed = "".join(shown.split())
    missing = [text for text in HOSTILE if "题" + "".join(text.split()) not in squeezed]
    assert not missing


def test_a_warm_answer_is_on_the_page_within_two_seconds(site: str, opened: Opener) -> None:
    page = opened(site)
    ask(page, "warm up fines")
    settled(page)
    page.locator(".stTextInput input").fill(ENGLISH)
    began = time.perf_counter()
    page.locator(".stTextInput input").press("Enter")
    page.locator(".pq-answer", has_text="衡阳市应急管理局").wait_for()
    seconds = time.perf_counter() - began
    print(f"\nfrom Enter to the answer on screen: {seconds * 1000:.0f} ms")
    assert seconds < 2


def test_a_row_a_quote_and_a_note_go_into_a_brief_that_is_downloaded_as_word(
    serve: Callable[[Path, Path], str],
    opened: Opener,
    sample_index: Index,
    sample_corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import docx

    monkeypatch.setenv("POLICYQA_BRIEFS", str(tmp_path / "briefs"))
    address = serve(sample_index.generation.index_dir, sample_corpus)
    page = opened(f"{address}/?q={quote('青澜市应急管理局罚款多少？')}", locale="zh-CN")
    page.wait_for_selector(".pq-card")
    settled(page)
    page.locator(".st-key-collect_rows button").click()
    page.locator("[data-testid=stToast]").get_by_text("已加入简报：1 条").wait_for()
    page.locator(".st-key-collect_1 button").click()
    settled(page)
    page.get_by_role("radio", name="简报", exact=True).click()
    page.wait_for_selector("article[id^=item-]")
    assert page.locator("article[id^=item-]").count() == 2
    page.get_by_text("备注与标题").first.click()
    page.get_by_label("备注", exact=True).fill("与上年对照")
    page.get_by_role("button", name="保存").click()
    page.locator(".pq-note").get_by_text("与上年对照").wait_for()
    settled(page)
    page.get_by_role("button", name="下移").first.click()
    settled(page)
    assert "与上年对照" in page.locator("article[id^=item-]").nth(1).inner_text()
    with page.expect_download() as pending:
        page.get_by_role("button", name="下载 Word").click()
    assert pending.value.suggested_filename == "简报.docx"
    document = docx.Document(str(pending.value.path()))
    told = [p.text for p in document.paragraphs]
    assert told[0] == "简报" and "备注：与上年对照" in told
    page.reload()
    page.wait_for_selector("article[id^=item-]")
    assert page.locator(".pq-note").inner_text() == "与上年对照"
