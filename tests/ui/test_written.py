"""Written answers on the page: a button where a model is set up, and sentences that show what they
are without their colour."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from streamlit.testing.v1 import AppTest

from indexer import Index
from indexer.ui import state
from indexer.ui.written import written_html
from indexer.writing.written import WrittenFigure, WrittenSentence
from tests.writing.faulty import Faulty, refuse, serving, stream

from .test_access import serious, too_wide
from .test_browser import settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]
    Screens = Callable[[Page, str], None]

pytest.importorskip("openai", reason="the extra llm is not installed")
pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
QUESTION = "衡阳市应急管理局罚款多少？"
TRUE = "衡阳市应急管理局2025年罚款740.9万元。"
FALSE = "衡阳市应急管理局2025年罚款749万元。"
INVENTED = "衡阳市应急管理局2025年新购无人机31架。"


@pytest.fixture(autouse=True)
def _new_index() -> Iterator[None]:
    """The page opens an index once per process, with the settings of that process."""
    state._open.clear()
    yield
    state._open.clear()


@pytest.fixture
def app(sample_index: Index, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("POLICYQA_INDEX", str(sample_index.generation.index_dir))
    monkeypatch.delenv("POLICYQA_LLM_URL", raising=False)
    monkeypatch.setenv("POLICYQA_LLM_MODEL", "m")
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def asked(app: AppTest, question: str = QUESTION) -> AppTest:
    app.query_params["q"] = question
    app.query_params["lang"] = "zh"
    return app.run()


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button if button.key}


def html(app: AppTest) -> str:
    return "".join(e.proto.body for e in app.get("html"))


def until(app: AppTest, done: Callable[[AppTest], bool]) -> AppTest:
    """Run the page again until ``done``; the browser does so by itself."""
    for _ in range(100):
        if done(app.run()):
            return app
        time.sleep(0.1)
    raise AssertionError(html(app))


def test_without_a_model_the_page_has_no_button_for_it(app: AppTest) -> None:
    assert not keys(asked(app)) & {"write", "assist_borderline", "assist_rewrite"}


def test_sentences_are_shown_as_they_are_checked(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(lambda handler, _: stream(handler, f"{TRUE}\n{FALSE}\n{INVENTED}")) as faulty:
        monkeypatch.setenv("POLICYQA_LLM_URL", faulty.url)
        asked(app).button(key="write").click().run()
        until(app, lambda a: "write" in keys(a))
    shown = html(app)
    assert "由语言模型撰写：m" in shown and "1 句有依据" in shown
    assert f"<del>{FALSE}</del>" in shown and "✗ 与报告不符" in shown and "740.9万元" in shown
    assert "? 未找到依据" in shown
    assert f'{TRUE}</span> <a class="pq-ref"' in shown


def test_a_text_can_be_cancelled(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [f"{TRUE}\n", *"好" * 400]
    with serving(lambda handler, _: stream(handler, *parts, pause=0.05)) as faulty:
        monkeypatch.setenv("POLICYQA_LLM_URL", faulty.url)
        asked(app).button(key="write").click().run()
        until(app, lambda a: TRUE in html(a))
        app.button(key="cancel_writing").click().run()
        until(app, lambda a: "write" in keys(a))
        assert faulty.gone.wait(5)
    assert "内容不完整" in html(app) and TRUE in html(app)


def test_a_model_that_fails_is_named_and_the_answer_stays(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(lambda handler, _: refuse(handler, 401)) as faulty:
        monkeypatch.setenv("POLICYQA_LLM_URL", faulty.url)
        asked(app).button(key="write").click().run()
        until(app, lambda a: "write" in keys(a))
    assert "POLICYQA_LLM_KEY" in html(app) and "740.9万元" in html(app)


def test_a_refused_question_is_shown_rephrased_before_it_is_asked(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = '{"kind": "lookup", "bodies": [], "times": [], "matter": "罚款"}'
    with serving(lambda handler, _: stream(handler, reply)) as faulty:
        monkeypatch.setenv("POLICYQA_LLM_URL", faulty.url)
        asked(app, "衡阳市应急管理局有多少架无人机？").button(key="assist_rewrite").click().run()
        until(app, lambda a: "assist_rewrite_ask" in keys(a))
        assert "改问：" in html(app) and "衡阳市应急管理局罚款是多少？" in html(app)
        app.button(key="assist_rewrite_ask").click().run()
    assert "740.9万元" in html(app)


def test_calls_for_borderline_reports_are_told_before_they_are_made(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from indexer.answers import weights

    monkeypatch.setattr(weights, "BORDERLINE_BELOW", -99.0)
    monkeypatch.setattr(weights, "BORDERLINE_ABOVE", 99.0)
    with serving(lambda handler, _: stream(handler, "否")) as faulty:
        monkeypatch.setenv("POLICYQA_LLM_URL", faulty.url)
        asked(app, "哪些单位报告了罚款？").button(key="assist_borderline").click().run()
        until(app, lambda a: "assist_judge" in keys(a))
        told = re.findall("需调用语言模型 [0-9]+ 次", html(app))[0]
        assert faulty.bodies == []
        app.button(key="assist_judge").click().run()
        until(app, lambda a: "由语言模型m判定" in html(a) or "均未写明" in html(a))
        assert told == f"需调用语言模型 {len(faulty.bodies)} 次"


def test_text_of_a_model_is_escaped() -> None:
    bad = "<script>window.pwned=1</script>"
    sentences = [
        WrittenSentence(bad, "supported", (1,)),
        WrittenSentence(bad, "unsupported", (), reason=bad),
        WrittenSentence(
            bad, "contradicted", (), (WrittenFigure(bad, 0, 1, bad, bad, None),), reason=bad
        ),
    ]
    assert "<script" not in written_html(sentences, (), ())


@pytest.fixture
def faulty() -> Iterator[Faulty]:
    parts = f"{TRUE}\n", f"{FALSE}\n", INVENTED
    with serving(lambda handler, _: stream(handler, *parts, pause=0.3)) as told:
        yield told


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_written_answer_is_accessible_and_fits(
    width: int,
    faulty: Faulty,
    monkeypatch: pytest.MonkeyPatch,
    opened: Opener,
    screens: Screens,
    serve: Callable[[Path, Path], str],
    sample_index: Index,
    sample_corpus: Path,
) -> None:
    monkeypatch.setenv("POLICYQA_LLM_URL", faulty.url)
    monkeypatch.setenv("POLICYQA_LLM_MODEL", "qwen2.5:7b")
    url = serve(sample_index.generation.index_dir, sample_corpus)
    page = opened(f"{url}/?q={quote(QUESTION)}&lang=zh", locale="zh-CN", width=width)
    settled(page)
    page.get_by_role("button", name="撰写答复").click()
    page.get_by_text(INVENTED).wait_for(timeout=60_000)
    page.get_by_role("button", name="重新撰写").wait_for(timeout=30_000)
    settled(page)
    struck = page.locator(".pq-written del")
    assert struck.inner_text() == FALSE
    assert "line-through" in struck.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert serious(page) == [] and too_wide(page) == []
    screens(page, f"written-zh-{width}")
