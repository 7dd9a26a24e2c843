"""Every view in a real browser: both languages, wide and narrow, light and dark, by axe-core and by keyboard."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from indexer import Filters, Index
from indexer.ui.strings import tr

from .test_browser import CHINESE, ENGLISH, settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

pytestmark = [pytest.mark.slow, pytest.mark.browser]
VIEWS = (
    "start",
    "ask",
    "card",
    "chart",
    "regions",
    "reader",
    "page",
    "compare",
    "draft",
    "brief",
    "reports",
)
# What differs by language alone is the words: a few views in Chinese do, unless pictures are taken.
LOOKS = [(view, "en", "en-GB") for view in VIEWS] + [
    (view, "zh", "zh-CN")
    for view in (
        VIEWS if os.environ.get("POLICYQA_SCREENS") else ("ask", "draft", "brief", "reports")
    )
]
FINES = {"en": "fines", "zh": "罚款"}
PENALTIES = (
    "哪些单位报告了行政执法罚款？"  # more reports answer it, so that there are regions to compare
)
DRAFT = (
    "2025年，衡阳市应急管理局罚款总额740.9万元。湘乡市应急管理局罚没收入200万元。\n\n"
    "青澜市应急管理局全年立案683起。有关部门的食堂很受欢迎。"
)


def link(index: Index, view: str, language: str) -> str:
    chinese = PENALTIES if view == "regions" else CHINESE
    question = quote(ENGLISH if language == "en" else chinese)
    pdf = next(r for r in index.reports if r.pages and r.details.region == "湖南衡阳")
    cited = index.ask("衡阳市应急管理局罚款多少？", Filters(reports=(pdf.id,))).citations[0]
    reader = f"/?view=reader&report={pdf.id}&at={cited.start}:{cited.end}"
    some = "".join(f"&cr={r.id}" for r in index.reports[-3:])
    return {
        "start": "/",
        "ask": f"/?q={question}",
        "compare": f"/?view=compare&cq={quote(FINES[language])}{some}",
        "reader": reader,
        "draft": "/?view=draft",
        "reports": "/?view=reports",
    }.get(view, f"/?q={question}" if view != "page" else reader)


def prepare(page: Page, view: str, language: str) -> None:
    """What a person clicks to see the view in full."""
    if view in ("ask", "card", "chart", "regions", "brief"):
        page.wait_for_selector(".pq-card")
        settled(page)
    if view == "card":
        page.locator(".pq-answer a.pq-ref").first.click()
    if view in ("chart", "regions"):
        page.get_by_text(tr(language, f"as_{view}"), exact=True).click()
        page.wait_for_selector(
            ".pq-map" if view == "regions" else ".stVegaLiteChart canvas, .stVegaLiteChart svg"
        )
    if view == "chart":
        page.locator(".stVegaLiteChart").first.evaluate("e => e.scrollIntoView({block: 'center'})")
    if view == "page":
        page.get_by_text(tr(language, "page_picture"), exact=True).click()
        page.wait_for_selector("[data-testid=stImage] img")
    if view == "draft":
        page.locator(".stTextArea textarea").fill(DRAFT)
        page.get_by_role("button", name=tr(language, "draft_check")).click()
        page.wait_for_selector(".pq-draft .pq-claim")
    if view == "brief":
        page.locator(".st-key-collect_rows button").click()
        page.wait_for_selector("[data-testid=stToast]")
        page.get_by_role("radio", name=tr(language, "view_brief"), exact=True).click()
        page.wait_for_selector("article[id^=item-]")
        page.wait_for_selector("[data-testid=stToast]", state="detached")
    if view == "compare":
        page.wait_for_selector(".pq-column")
    if view == "reports":
        page.locator(".st-key-managed input").press("ArrowDown")
        page.keyboard.press("Enter")
        page.get_by_text(tr(language, "save")).wait_for()
    settled(page)


def serious(page: Page) -> list[tuple[str, str]]:
    """Faults that axe-core calls serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    return [
        (fault["id"], fault["nodes"][0]["html"][:200])
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in ("serious", "critical")
    ]


def too_wide(page: Page) -> list[str]:
    """Elements that reach beyond the right edge; a table scrolls within itself, a chart clips."""
    return list(
        page.evaluate(
            "[...document.querySelectorAll('.stMain *, html')].filter(e =>"
            " !e.closest('[data-testid=stDataFrame], svg')"
            " && e.getBoundingClientRect().right > innerWidth + 1 && e.getBoundingClientRect().width > 0)"
            ".map(e => e.outerHTML.slice(0, 120))"
        )
    )


@pytest.mark.parametrize(("view", "language", "locale"), LOOKS)
def test_each_view_fits_both_widths_and_axe_finds_no_serious_fault(
    site: str,
    opened: Opener,
    sample_index: Index,
    view: str,
    language: str,
    locale: str,
    screens: Callable[[Page, str], None],
) -> None:
    page = opened(site + link(sample_index, view, language), locale=locale)
    prepare(page, view, language)
    screens(page, f"{view}-{language}")
    assert serious(page) == [] and too_wide(page) == []
    if language == "en":
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(
            "getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'"
        )
        page.wait_for_timeout(300)  # colours fade
        assert serious(page) == []
        if view in ("ask", "draft"):
            screens(page, f"{view}-dark")
        page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(800)  # charts are drawn anew
    settled(page)
    screens(page, f"narrow-{view}-{language}")
    assert too_wide(page) == []


def test_the_keyboard_alone_asks_and_opens_the_report(site: str, opened: Opener) -> None:
    page = opened(site)
    page.locator(".stTextInput input").focus()
    page.keyboard.type("衡阳市应急管理局罚款多少？")
    page.keyboard.press("Enter")
    page.wait_for_selector(".pq-card")
    settled(page)
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText || ''").strip())
        if reached[-1].endswith("Open in the report"):
            break
    assert any(words == "[1]" for words in reached), reached
    outline = page.evaluate(
        "getComputedStyle(document.activeElement).boxShadow + getComputedStyle(document.activeElement).outlineStyle"
    )
    assert outline != "nonenone"  # where the focus is can be seen
    page.keyboard.press("Enter")
    page.wait_for_selector("#quote")
