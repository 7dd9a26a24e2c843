"""A question to many reports on the page: rows as they are judged, a stop, and the whole answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from indexer import Index, build
from indexer.api import Filters, Progress
from indexer.ui.asking import AskJob, rows_html
from indexer.ui.strings import tr

from .conftest import HOSTILE
from .test_access import serious, too_wide
from .test_browser import settled
from .test_safe import Seen

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

pytestmark = pytest.mark.slow
NAMES = [f"{a}{b}县" for a in "甲乙丙丁戊己庚辛" for b in "山水林田湖草沙石河江海溪"]
ASKED = {
    "zh": ("哪些单位报告了罚款？", "哪些单位作出了行政处罚？"),
    "en": ("Which bureaus reported fines?", "Which bureaus imposed penalties?"),
}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


@pytest.fixture(scope="session")
def wide_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """96 reports with long sentences, so that reading them takes some seconds."""
    folder = tmp_path_factory.mktemp("wide")
    for n, name in enumerate(NAMES):
        lines = [
            f"（{k}）{name}水利局组织第{k}轮河道巡查，检查河道{n + 3 + k}处，出动执法人员{n + 40}人次、车辆"
            f"{n + 9}台次，发现并责令整改问题{n + k}处，其中擅自围垦{k}处、非法采砂{k + 1}处、侵占岸线{k + 2}处，"
            f"作出行政处罚决定{n + 2}件，罚款{n + k + 11}.5万元，并对相关责任单位负责人开展约谈{k}次。"
            for k in range(1, 4)
        ]
        text = f"{name}水利局2031年工作报告\n\n" + "\n".join(lines)
        (folder / f"{n:02d}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def wide_index(wide_corpus: Path) -> Path:
    build([wide_corpus], wide_corpus / "index")
    return wide_corpus / "index"


@pytest.fixture(scope="session")
def wide_site(serve: Callable[[Path, Path], str], wide_index: Path, wide_corpus: Path) -> str:
    return serve(wide_index, wide_corpus)


def test_a_job_that_is_stopped_has_the_answer_of_what_was_judged(wide_index: Path) -> None:
    with Index.open(wide_index) as index:
        job = AskJob("key", index, ASKED["zh"][0], Filters())
        while job.progress is None:
            assert not job.wait(0.02)
        job.stop()
        assert job.stopping and job.wait(60)
        answer = job.answer()
        assert answer.stopped and 0 < len(answer.rows) <= answer.examined < len(NAMES)
        whole = AskJob("key", index, ASKED["zh"][0], Filters())
        assert whole.wait(120) and whole.answer() == Index.open(wide_index).ask(ASKED["zh"][0])
        assert len(whole.answer().rows) == len(NAMES) and whole.seconds > 0


def test_what_asking_raises_is_raised_where_the_answer_is_asked_for(wide_index: Path) -> None:
    with Index.open(wide_index) as index:
        job = AskJob("key", index, " ", Filters())
        assert job.wait(60)
        with pytest.raises(Exception, match="the question is empty"):
            job.answer()


def test_rows_that_come_are_text(hostile_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.ui.asking.t", lambda key, **_: key)
    told: list[Progress] = []
    hostile_index.ask("哪些单位报告了罚款", on_progress=lambda p: told.append(p) is None)
    assert len(told[-1].rows) > 5
    seen = Seen(rows_html(told[-1]))
    assert set(seen.tags) <= {"div", "ul", "li", "b"}
    assert sum(text in seen.text for text in HOSTILE) > 5


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_rows_come_while_reports_are_judged_and_a_stop_keeps_them(
    wide_site: str,
    opened: Opener,
    language: str,
    width: int,
    screens: Callable[[Page, str], None],
) -> None:
    asked = ASKED[language][width > 400]  # an answer that is at hand would come at once
    page = opened(f"{wide_site}/?q={quote(asked)}", width=width, locale=LOCALES[language])
    page.locator(".pq-coming li").nth(5).wait_for()
    narrow = "narrow-" if width < 400 else ""
    screens(page, f"{narrow}judging-{language}")
    assert too_wide(page) == []
    page.get_by_role("button", name=tr(language, "stop"), exact=True).click()
    page.get_by_text(tr(language, "stopped_title"), exact=True).wait_for()
    page.wait_for_selector(".pq-card")
    settled(page)
    screens(page, f"{narrow}stopped-{language}")
    assert serious(page) == [] and too_wide(page) == []
    words = page.locator(".pq-answer").inner_text()
    found = re.search(r"(\d+) of 96|96份报告中只判断了(\d+)份", words)
    assert found, words
    assert 6 <= int(found[1] or found[2]) < 96
    page.get_by_role("button", name=tr(language, "stopped_again"), exact=True).click()
    page.get_by_text(tr(language, "stopped_title"), exact=True).wait_for(state="detached")
    page.wait_for_selector(".pq-card")
    settled(page)
    assert "96" in page.locator(".pq-h").filter(has_text=tr(language, "table")).inner_text()
    assert page.locator(".pq-coming").count() == 0


@pytest.mark.browser
def test_another_question_ends_the_one_that_is_running(wide_site: str, opened: Opener) -> None:
    page = opened(f"{wide_site}/?q={quote('各单位检查河道多少处')}", locale="zh-CN")
    page.locator(".pq-coming li").first.wait_for()
    box = page.locator(".stTextInput input")
    box.fill("甲山县水利局出动执法人员多少人次？")
    box.press("Enter")
    page.wait_for_selector(".pq-answer")
    settled(page)
    words = page.locator(".pq-answer").inner_text()
    assert "甲山县水利局" in words and page.locator(".pq-coming").count() == 0


@pytest.mark.browser
def test_axe_finds_no_fault_while_rows_come(wide_site: str, opened: Opener) -> None:
    page = opened(f"{wide_site}/?q={quote('哪些单位开展了约谈')}", locale="zh-CN")
    page.locator(".pq-coming li").nth(5).wait_for()
    page.evaluate("window.before = document.querySelector('.pq-coming') !== null")
    assert page.evaluate("window.before") and serious(page) == []
