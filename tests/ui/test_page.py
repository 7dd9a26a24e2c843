"""The page's logic, by Streamlit's own test runner, over the real index."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indexer import Index
from indexer.index.store.manifest import current_folder, set_current
from indexer.ui.build_jobs import BuildJobs
from indexer.ui.paths import short_path as shown_path
from indexer.ui.state import VIEWS
from indexer.ui.strings import tr

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = "which bureaus reported enforcement fines"

pytestmark = pytest.mark.slow


@pytest.fixture
def app(sample_index: Index, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("POLICYQA_INDEX", str(sample_index.generation.index_dir))
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def html(app: AppTest) -> str:
    return "".join(e.proto.body for e in app.get("html"))


def ask(app: AppTest, question: str) -> AppTest:
    app.text_input(key="question_box").set_value(question)
    return app.button[0].click().run()


def test_a_question_gives_answer_table_and_cards(app: AppTest, sample_index: Index) -> None:
    ask(app.run(), ENGLISH)
    assert not app.exception
    expected = sample_index.ask(ENGLISH)
    assert html(app).count("pq-card-top") > len(expected.citations)  # style sheet and cards
    assert len(app.dataframe[0].value) == len(expected.rows)
    assert app.query_params["q"] == ENGLISH


def test_a_link_reopens_question_filters_and_language(app: AppTest) -> None:
    app.query_params.update({"q": ENGLISH, "f_year": "2024", "lang": "zh"})
    app.run()
    assert tr("zh", "answer") in html(app)
    assert app.multiselect(key="f_year").value == [2024]
    assert set(app.dataframe[0].value["year"]) == {2024}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_view_warns_that_the_generation_before_is_read(
    app: AppTest,
    sample_index: Index,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    place = tmp_path / "index"
    shutil.copytree(sample_index.generation.index_dir, place)
    now = current_folder(place)
    shutil.copytree(now, now.with_name("999999"))
    set_current(place, "999999")
    (now.with_name("999999") / "catalog.sqlite").write_bytes(b"damaged")
    monkeypatch.setenv("POLICYQA_INDEX", str(place))
    created = sample_index.generation.manifest.created[:16].replace("T", " ")
    app.query_params.update({"lang": language})
    for view in VIEWS:
        app.query_params["view"] = view
        app.run()
        app.session_state["view"] = view
        app.run()
        assert not app.exception
        shown = html(app)
        assert tr(language, "fallback_title") in shown and created in shown
        assert 'role="alert"' in shown and str(tmp_path) not in shown


def test_a_whole_index_gives_no_warning(app: AppTest) -> None:
    app.run()
    assert tr("en", "fallback_title") not in html(app) + html(app.run())


def test_a_link_with_nonsense_in_it_opens_the_page_all_the_same(app: AppTest) -> None:
    app.query_params.update(
        {
            "view": "nowhere",
            "lang": "xx",
            "f_year": "19x",
            "f_issuer": "no such",
            "at": "9:1",
            "report": "none",
        }
    )
    app.run()
    assert not app.exception and tr("en", "examples") in html(app)
    app.session_state["view"] = "reader"
    app.run()
    assert not app.exception and "no report with this id" in html(app)


def test_an_example_is_asked_by_one_click(app: AppTest) -> None:
    app.run()
    app.button(key="example_0").click().run()
    assert app.session_state["asked"] == tr("en", "example_fines")
    assert not app.exception and "pq-answer" in html(app)


def test_filters_that_fit_nothing_say_so(app: AppTest) -> None:
    app.query_params.update({"q": ENGLISH, "f_year": ["2024"], "f_region": ["湖南衡阳"]})
    app.run()
    assert not app.exception
    assert tr("en", "no_answer") in html(app)
    assert tr("en", "filters_fit", n=0, total=len(app.multiselect(key="f_report").options)) in html(
        app
    )


def test_what_was_asked_before_is_kept(app: AppTest) -> None:
    ask(ask(app.run(), ENGLISH), "罚款合计多少？")
    assert app.selectbox(key="history_box").options == [ENGLISH]


def test_a_rerun_neither_asks_nor_opens_again(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(app.run(), ENGLISH)
    answer = app.session_state["answer"][1]

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("opened or asked again")

    monkeypatch.setattr("indexer.api.Index.open", refuse)
    monkeypatch.setattr("indexer.api.Index.ask", refuse)
    app.run()
    assert not app.exception and app.session_state["answer"][1] is answer


def test_the_pages_own_time_is_under_400_ms_when_warm(app: AppTest) -> None:
    ask(app.run(), "罚款合计多少？")
    times = []
    for question in (ENGLISH, "哪些单位报告了罚款？", "which bureaus reported fines"):
        began = time.perf_counter()
        ask(app, question)
        times.append(
            (
                round((time.perf_counter() - began) * 1000),
                round(app.session_state["answer"][2] * 1000),
            )
        )
    print("\nwhole rerun and the answer alone, ms:", times)
    # A machine shared with other work can be several times slower: the best of three counts.
    assert min(whole for whole, _ in times) < 400


def test_where_no_index_is_the_page_names_the_folders_and_offers_to_build(
    sample_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYQA_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("POLICYQA_CORPUS", str(sample_corpus))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    shown = html(app)
    assert tr("en", "empty_title") in shown and shown_path(sample_corpus) in shown
    assert str(tmp_path) not in shown
    assert not app.button(key="build_build").disabled and not app.exception


def test_a_corpus_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYQA_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("POLICYQA_CORPUS", str(tmp_path / "gone"))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert "…/" in html(app) and "/gone" in html(app) and str(tmp_path) not in html(app)
    assert not app.exception


def test_a_damaged_index_is_one_clear_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "CURRENT").write_text("000009\n")
    monkeypatch.setenv("POLICYQA_INDEX", str(tmp_path))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception and tr("en", "damaged_title") in html(app)


def test_a_build_that_is_cancelled_leaves_no_index(sample_corpus: Path, tmp_path: Path) -> None:
    builds = BuildJobs()
    job = builds.start(tmp_path / "index", (sample_corpus,))
    assert builds.start(tmp_path / "index", (sample_corpus,)) is job
    assert job.again  # what changed meanwhile would be built next
    while job.progress is None and job.running:
        time.sleep(0.05)
    job.cancel()
    job.wait(30)
    assert job.cancelled and not (tmp_path / "index" / "CURRENT").exists()


def test_a_build_that_fails_tells_why(tmp_path: Path) -> None:
    job = BuildJobs().start(tmp_path / "index", (tmp_path / "missing",))
    job.wait(60)
    assert "missing" in job.error and job.summary is None
