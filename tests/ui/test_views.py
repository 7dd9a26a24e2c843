"""Comparing, checking a draft and changing the corpus, by Streamlit's own test runner."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indexer import Index, build
from indexer.errors import PolicyQAError
from indexer.index.corpus.corpus_toml import load_corpus_toml
from indexer.ui.compare import compare, leading_rows
from indexer.ui.draft import cited_docx, draft_html, uploaded_text
from indexer.ui.process import page_process
from indexer.ui.strings import tr

from .conftest import HOSTILE
from .test_page import html
from .test_safe import Seen

ROOT = Path(__file__).resolve().parents[2]
DRAFT = "霁明市水利局2023年罚款33.5万元。霁明市水利局2024年罚款99万元。食堂的饭菜很可口。"

pytestmark = pytest.mark.slow


def years_corpus(folder: Path) -> Path:
    """Three years of one issuer, and one report of another."""
    folder.mkdir()
    for year, fines in ((2022, "32.5"), (2023, "33.5"), (2024, "34.5")):
        (folder / f"霁明市水利局{year}.txt").write_text(
            f"霁明市水利局{year}年工作报告\n\n一、执法情况\n全年检查{year - 1800}次，罚款{fines}万元，已全部入库。\n",
            encoding="utf-8",
        )
    (folder / "other.md").write_text(
        "# 岫川县教育局2024年工作总结\n\n## 培训\n\n全年开展培训12场。\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="session")
def years_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    corpus = years_corpus(tmp_path_factory.mktemp("years") / "corpus")
    build([corpus], corpus.parent / "index")
    return Index.open(corpus.parent / "index")


@pytest.fixture
def page(years_index: Index, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("POLICYQA_INDEX", str(years_index.generation.index_dir))
    monkeypatch.setenv("POLICYQA_CORPUS", years_index.generation.manifest.corpus[0])
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def ids(index: Index, issuer: str) -> list[str]:
    return [r.id for r in index.reports if r.details.issuer == issuer]


def test_a_named_quantity_is_read_from_each_report_in_base_units(years_index: Index) -> None:
    reports = [r for r in years_index.reports if r.details.issuer == "霁明市水利局"]
    rows = leading_rows(reports, compare(years_index, [r.id for r in reports], "罚款"))
    assert [(r.year, r.figures[0].value, r.figures[0].unit) for r in rows] == [
        (2022, 325000, "CNY"),
        (2023, 335000, "CNY"),
        (2024, 345000, "CNY"),
    ]


def test_a_comparison_has_a_column_a_report_a_line_and_a_link(
    page: AppTest, years_index: Index
) -> None:
    chosen = ids(years_index, "霁明市水利局")
    page.query_params.update({"view": "compare", "cq": "罚款", "cr": chosen[:2]})
    page.run()
    assert not page.exception and html(page).count('pq-big"') == 2
    page.button(key="other_years").click().run()
    assert html(page).count('pq-big"') == 3 and tr("en", "over_years") in html(page)
    assert page.query_params["cr"] == chosen and page.query_params["cq"] == "罚款"
    page.button(key=f"compare_open_{chosen[1]}").click().run()
    assert not page.exception and "33.5万元" in html(page)
    page.button(key="back").click().run()
    assert page.session_state["view"] == "compare" and 'pq-big"' in html(page)


def test_a_report_that_does_not_state_it_says_so_in_its_column(
    page: AppTest, years_index: Index
) -> None:
    both = [*ids(years_index, "霁明市水利局")[:1], *ids(years_index, "岫川县教育局")]
    page.query_params.update({"view": "compare", "cq": "罚款多少？", "cr": both})
    page.run()
    assert html(page).count('pq-big"') == 1 and tr("en", "not_in_report") in html(page)


def test_a_comparison_of_nothing_says_what_to_do(page: AppTest) -> None:
    page.query_params.update({"view": "compare", "cr": ["none"]})
    page.run()
    assert not page.exception and tr("en", "compare_hint", most=5) in html(page)


def test_those_not_found_are_listed_when_asked_for(page: AppTest) -> None:
    page.query_params["q"] = "哪些单位报告了罚款？"
    page.run()
    assert len(page.dataframe[0].value) == 3
    page.button_group(key="verdicts").set_value(["not_found"]).run()
    assert not page.exception and list(page.dataframe[0].value["issuer"]) == ["岫川县教育局"]


def test_a_draft_shows_each_sentence_with_its_verdict_and_sources(page: AppTest) -> None:
    page.query_params["view"] = "draft"
    page.run()
    page.text_area(key="draft_box").set_value(DRAFT)
    page.button(key="draft_check").click().run()
    assert not page.exception
    found = html(page)
    assert [
        found.count(f"pq-claim pq-{v}") for v in ("supported", "contradicted", "unsupported")
    ] == [1, 1, 1]
    assert "34.5万元" in found and tr("en", "source_says", raw="34.5万元") in found
    page.button(key="claim_open_1_1").click().run()
    page.button(key="back").click().run()
    assert page.text_area(key="draft_box").value == DRAFT and "pq-claim" in html(page)


def test_an_uploaded_word_file_comes_back_with_notes(
    page: AppTest, years_index: Index, tmp_path: Path
) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph(DRAFT)
    document.save(str(tmp_path / "d.docx"))
    data = (tmp_path / "d.docx").read_bytes()
    page.query_params["view"] = "draft"
    page.run()
    page.file_uploader[0].upload("d.docx", data, "application/octet-stream").run()
    assert not page.exception and "pq-claim" in html(page)
    (tmp_path / "out.docx").write_bytes(cited_docx(data, years_index.cite(DRAFT), "gb7714"))
    assert "霁明市水利局2023年罚款" in "".join(
        p.text for p in Document(str(tmp_path / "out.docx")).paragraphs
    )


def test_every_uploaded_kind_of_draft_gives_its_text(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph(DRAFT)
    document.save(str(tmp_path / "d.docx"))
    assert uploaded_text("d.docx", (tmp_path / "d.docx").read_bytes()).strip() == DRAFT
    assert uploaded_text("稿.txt", DRAFT.encode("gb18030")) == DRAFT
    with pytest.raises(PolicyQAError, match=r"^x\.docx"):
        uploaded_text("x.docx", b"no document")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_draft_is_shown_as_text(years_index: Index, text: str) -> None:
    draft = f"霁明市水利局2023年罚款33.5万元，{text}已入库。"
    shown = draft_html(draft, years_index.cite(draft))
    assert set(Seen(shown).tags) <= {"div", "a", "sup"}
    assert text in Seen(re.sub("<sup>[^<]*</sup>", "", shown)).text


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], AppTest]:
    """The Reports view over a corpus of the test's own."""
    corpus = years_corpus(tmp_path / "corpus")
    monkeypatch.setenv("POLICYQA_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("POLICYQA_CORPUS", str(corpus))
    build([corpus], tmp_path / "index")

    def start() -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.query_params["view"] = "reports"
        return app.run()

    return start


def built(app: AppTest, index: Path) -> AppTest:
    job = page_process().builds.of(index)
    assert job is not None
    job.wait(120)
    assert job.summary is not None, job.error
    return app.run()


def test_an_uploaded_file_is_indexed(own: Callable[[], AppTest], tmp_path: Path) -> None:
    app = own()
    text = "岫川县水利局2025年工作报告\n\n一、执法情况\n全年罚款7.5万元，已全部入库。\n"
    app.file_uploader[0].upload("../../岫川县水利局.txt", text.encode(), "text/plain").run()
    app.button(key="add_files_go").click().run()
    assert not app.exception and (tmp_path / "corpus/uploads/岫川县水利局.txt").is_file()
    built(app, tmp_path / "index")
    assert "uploads/岫川县水利局.txt" in list(app.dataframe[0].value["path"])
    assert len(list(tmp_path.rglob("岫川县水利局.txt"))) == 1


def test_a_correction_reaches_the_file_the_index_and_the_table(
    own: Callable[[], AppTest], tmp_path: Path
) -> None:
    (tmp_path / "corpus/corpus.toml").write_text("# mine\n", encoding="utf-8")
    app = own()
    report = next(r for r in Index.open(tmp_path / "index").reports if r.path == "other.md")
    app.selectbox(key="managed").select(report.id).run()
    app.text_input(key=f"edit_region_{report.id}").set_value("江西赣州")
    app.number_input(key=f"edit_year_{report.id}").set_value(2021)
    next(b for b in app.button if b.label == tr("en", "save")).click().run()
    assert not app.exception
    assert load_corpus_toml(tmp_path / "corpus")["other.md"] == {"region": "江西赣州", "year": 2021}
    assert (tmp_path / "corpus/corpus.toml").read_text(encoding="utf-8").startswith("# mine\n")
    table = built(app, tmp_path / "index").dataframe[0].value.set_index("path")
    assert table.loc["other.md", "region"] == "江西赣州" and table.loc["other.md", "year"] == 2021


def test_a_removed_report_leaves_the_index_and_its_file_is_kept(
    own: Callable[[], AppTest], tmp_path: Path
) -> None:
    app = own()
    report = next(r for r in Index.open(tmp_path / "index").reports if r.path == "other.md")
    app.selectbox(key="managed").select(report.id).run()
    app.button(key="remove_go").click().run()
    built(app, tmp_path / "index")
    assert not app.exception and "other.md" not in list(app.dataframe[0].value["path"])
    assert (tmp_path / "corpus/.removed/other.md").is_file()


def test_asking_goes_on_over_the_old_generation_while_a_build_runs(
    own: Callable[[], AppTest], tmp_path: Path
) -> None:
    app = own()
    text = "岫川县水利局2025年工作报告\n\n一、执法情况\n全年检查225次，罚款7.5万元，已全部入库。\n"
    app.file_uploader[0].upload("new.txt", text.encode(), "text/plain").run()
    app.button(key="add_files_go").click().run()
    job = page_process().builds.of(tmp_path / "index")
    asked = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    asked.query_params["q"] = "哪些单位报告了罚款？"
    asked.run()
    assert job is not None and not asked.exception
    found = len(asked.dataframe[0].value)
    assert found == 3 if job.running else found in (3, 4)
    built(asked, tmp_path / "index")
    assert len(asked.dataframe[0].value) == 4


def test_reports_of_another_folder_cannot_be_changed_here(
    page: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, years_index: Index
) -> None:
    monkeypatch.setenv("POLICYQA_CORPUS", str(tmp_path))
    page.query_params["view"] = "reports"
    page.run()
    page.selectbox(key="managed").select(years_index.reports[0].id).run()
    assert not page.exception and tr("en", "other_corpus") in html(page)
    assert tr("en", "not_editable") in html(page) and not page.file_uploader
