"""Follow-up questions on the page: what they are understood as, back and forward, the address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from indexer import Index
from indexer.ui.strings import tr

from .test_access import serious, too_wide
from .test_browser import ask, settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]
    Screens = Callable[[Page, str], None]

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
# A question, one that leans on it, what that means, and a part of its answer.
DIALOGUES = {
    "zh": (
        "zh-CN",
        "衡阳市应急管理局罚款多少？",
        "那青澜市应急管理局呢",
        "青澜市应急管理局罚款多少？",
    ),
    "en": (
        "en-GB",
        "Which bureaus reported enforcement fines?",
        "and in 2024?",
        "Which bureaus reported enforcement fines in 2024?",
    ),
}


@pytest.fixture
def app(sample_index: Index, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("POLICYQA_INDEX", str(sample_index.generation.index_dir))
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def submit(app: AppTest, question: str) -> AppTest:
    app.text_input(key="question_box").set_value(question)
    return app.button[0].click().run()


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button if button.key}


def html(app: AppTest) -> str:
    return "".join(e.proto.body for e in app.get("html"))


def test_a_complete_question_after_another_leans_on_nothing(app: AppTest) -> None:
    _, first, _, _ = DIALOGUES["zh"]
    submit(submit(app.run(), first), "哪些单位报告了罚款？")
    assert not app.exception
    assert "after" not in app.query_params and "understood_edit" not in keys(app)
    assert app.session_state["after"] == ""


def test_asking_as_written_answers_the_words_alone(app: AppTest) -> None:
    _, first, second, whole = DIALOGUES["zh"]
    submit(submit(app.run(), first), second)
    assert whole in html(app) and app.session_state["after"] == first
    app.button(key="understood_alone").click().run()
    assert not app.exception
    assert whole not in html(app) and app.session_state["after"] == ""


def test_what_is_edited_is_asked_as_it_stands(app: AppTest) -> None:
    _, first, second, whole = DIALOGUES["zh"]
    submit(submit(app.run(), first), second)
    app.button(key="understood_edit").click().run()
    assert app.text_input(key="question_box").value == whole
    submit(app, "2024年呢")
    assert app.session_state["after"] == "" and "understood_edit" not in keys(app)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_follow_up_shows_what_it_means_and_its_address_opens_the_same(
    site: str, opened: Opener, screens: Screens, language: str
) -> None:
    locale, first, second, whole = DIALOGUES[language]
    page = opened(site, locale=locale)
    ask(page, first)
    settled(page)
    ask(page, second)
    understood = page.locator(".pq-understood")
    understood.wait_for()
    assert understood.inner_text() == f"{tr(language, 'understood_as')} {whole}"
    settled(page)
    screens(page, f"follow-up-{language}")
    assert serious(page) == [] and too_wide(page) == []
    answer = page.locator(".pq-answer").inner_text()
    page.wait_for_function("location.search.includes('after=')")
    told = parse_qs(urlsplit(page.url).query)
    assert told["q"] == [second] and told["after"] == [first]
    again = opened(page.url, locale=locale)
    again.wait_for_selector(".pq-answer")
    assert again.locator(".pq-answer").inner_text() == answer
    assert whole in again.locator(".pq-understood").inner_text()
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(800)
    settled(page)
    screens(page, f"narrow-follow-up-{language}")
    assert too_wide(page) == [] and serious(page) == []


@pytest.mark.browser
def test_back_and_forward_go_through_the_questions_of_the_session(
    site: str, opened: Opener
) -> None:
    locale, first, second, whole = DIALOGUES["en"]
    page = opened(f"{site}/?q={quote(first)}", locale=locale)
    page.wait_for_selector(".pq-answer")
    settled(page)
    assert page.get_by_role("button", name=tr("en", "history_back")).count() == 0
    ask(page, second)
    page.locator(".pq-understood").wait_for()
    settled(page)
    back = page.get_by_role("button", name=tr("en", "history_back"))
    forward = page.get_by_role("button", name=tr("en", "history_forward"))
    assert forward.is_disabled()
    back.click()
    page.locator(".pq-understood").wait_for(state="detached")
    settled(page)
    assert page.locator(".stTextInput input").input_value() == first
    assert "after=" not in page.url and back.is_disabled()
    forward.click()
    page.locator(".pq-understood").wait_for()
    settled(page)
    assert whole in page.locator(".pq-understood").inner_text()
    page.get_by_role("button", name=tr("en", "understood_edit")).click()
    settled(page)
    assert page.locator(".stTextInput input").input_value() == whole
