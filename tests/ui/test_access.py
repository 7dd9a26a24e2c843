"""Every view in a real browser by axe-core, light and dark, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from indexer import Index

from .test_browser import ENGLISH, settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

pytestmark = [pytest.mark.slow, pytest.mark.browser]
VIEWS = ("start", "ask", "chart", "regions", "reader", "page", "compare", "draft", "reports")


def link(index: Index, view: str) -> str:
    pdf = next(r for r in index.reports if r.pages and r.details.region == "湖南衡阳")
    some = "".join(f"&cr={r.id}" for r in index.reports[-3:])
    return {
        "start": "/", "ask": f"/?q={quote(ENGLISH)}", "compare": f"/?view=compare&cq=fines{some}",
        "reader": f"/?view=reader&report={pdf.id}&at=10:60", "draft": "/?view=draft",
        "reports": "/?view=reports",
    }.get(view, f"/?q={quote(ENGLISH)}" if view != "page" else f"/?view=reader&report={pdf.id}&at=10:60")


def prepare(page: Page, view: str) -> None:
    if view in ("ask", "chart", "regions"):
        page.wait_for_selector(".pq-card")
    if view in ("chart", "regions"):
        page.get_by_text(view.capitalize(), exact=True).click()
        page.wait_for_selector(".pq-map" if view == "regions" else ".stVegaLiteChart [role=graphics-document]")
    if view == "page":
        page.get_by_text("Page", exact=True).click()
        page.wait_for_selector("[data-testid=stImage] img")
    if view == "draft":
        check_draft(page, "衡阳市应急管理局2025年罚款总额740.9万元。湘乡市应急管理局罚没收入200万元。饭菜很可口。", "Check")
    if view == "compare":
        page.wait_for_selector(".pq-column")
    if view == "reports":
        page.locator(".stSelectbox input").press("ArrowDown")
        page.keyboard.press("Enter")
        page.get_by_text("Save and update the index").wait_for()


def check_draft(page: Page, text: str, button: str) -> None:
    page.locator(".stTextArea textarea").fill(text)
    page.get_by_role("button", name=button).click()
    page.wait_for_selector(".pq-draft .pq-claim")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_in_any_view(
    site: str, opened: Opener, sample_index: Index, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    faults = []
    for view in VIEWS:
        page = opened(site + link(sample_index, view), scheme=scheme)
        prepare(page, view)
        settled(page)
        found = Axe().run(page).response["violations"]
        faults += [
            (view, fault["id"], fault["nodes"][0]["html"][:200])
            for fault in found if fault["impact"] in ("serious", "critical")
        ]
        page.context.close()
    assert not faults


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
    outline = page.evaluate("getComputedStyle(document.activeElement).boxShadow + getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "nonenone"  # where the focus is can be seen
    page.keyboard.press("Enter")
    page.wait_for_selector("#quote")
