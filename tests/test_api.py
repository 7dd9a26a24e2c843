"""The Python face: open, ask, search, show, cite; what cannot be meant is refused."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import indexer
from indexer import Filters, Index, build
from indexer.errors import IndexMissing, UsageError
from tests.answers.invented import TEXTS, write_reports


@pytest.fixture(scope="module")
def index(invented_dir: Path) -> Iterator[Index]:
    with Index.open(invented_dir) as opened:
        yield opened


def test_public_names_load_on_first_use() -> None:
    assert {name for name in indexer.__all__ if getattr(indexer, name, None) is None} == set()
    with pytest.raises(AttributeError, match="nothing_of_that_name"):
        _ = indexer.nothing_of_that_name


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_empty_text_is_refused_by_every_call(index: Index, text: str) -> None:
    for call in (index.ask, index.search, index.cite):
        with pytest.raises(UsageError, match="empty"):
            call(text)


def test_search_gives_k_hits_best_first_and_literal(index: Index) -> None:
    hits = index.search("罚款 236万元", 4)
    assert len(hits) == 4 and [h.score for h in hits] == sorted(
        (h.score for h in hits), reverse=True
    )
    assert "236万元" in hits[0].quote and [h.n for h in hits] == [1, 2, 3, 4]
    for hit in hits:
        assert hit.quote == index.show(hit.report).text[hit.start : hit.end]
    with pytest.raises(UsageError, match="at least 1"):
        index.search("罚款", 0)


def test_search_finds_the_other_language(index: Index) -> None:
    paths = {h.path for h in index.search("amount of fines imposed", 8)}
    assert any(p.endswith(".txt") and p.startswith("榕溪") for p in paths)
    assert "eastmarsh-harbour-authority-2030.md" in paths


def test_a_filter_that_fits_nothing_finds_nothing(index: Index) -> None:
    assert index.search("罚款", filters=Filters(years=(1999,))) == []
    assert not index.ask("哪些局公布了罚款", Filters(years=(1999,))).answerable


def test_search_obeys_filters(index: Index) -> None:
    found = index.search("fines", 20, Filters(issuers=("Eastmarsh",)))
    assert {h.issuer for h in found} == {"Eastmarsh Harbour Authority"}


def test_a_report_by_id_path_or_file_name(index: Index) -> None:
    for row in index.reports:
        assert index.report(row.id) == index.report(row.path) == index.report(Path(row.path).name)
    with pytest.raises(UsageError, match="no report"):
        index.show("nothing.txt")


def test_show_has_the_shape_of_the_contract(index: Index) -> None:
    shown = index.show("鹤汀市生态环境局2030年度执法总结.md")
    told = shown.to_json()
    assert set(told) == {
        "contract",
        "report",
        "path",
        "title",
        "issuer",
        "region",
        "year",
        "kind",
        "date",
        "language",
        "pages",
        "outline",
        "recognition",
        "text",
    }
    assert (told["issuer"], told["year"], told["pages"]) == ("鹤汀市生态环境局", 2030, None)
    for heading in shown.outline:
        assert shown.text[heading.start :].startswith(heading.heading)
        assert heading.level >= 1
    part = shown.part(0, 4).to_json()
    assert set(part) - set(told) == {"start", "end"} and part["text"] == shown.text[:4]


def test_a_place_in_a_report_is_told_by_offsets(index: Index) -> None:
    name = "鹤汀市生态环境局2030年度执法总结.md"
    report, text = index.report(name).id, index.text(name)
    sections = index.sections(name)
    assert [s.start for s in sections] == [0, *(s.end for s in sections[:-1])]
    assert sections[-1].end == len(text)
    last = sections[-1]
    assert index.section_path(report, last.body) == last.path
    first, end = index.passages_around(report, last.body, last.body + 1)
    assert first <= last.body < end <= len(text)
    assert index.page_of(report, 0) is None and index.recognised_pages(report) == ()
    assert index.recognition(report, 0, 9) is None and not index.links(report).also_in


def test_how_many_reports_a_question_is_asked_of(index: Index) -> None:
    assert index.works == len(index.reports) == index.asked_of(Filters())
    harbour = Filters(issuers=("Eastmarsh",))
    assert [r.path for r in index.reports_within(harbour)] == [
        "eastmarsh-harbour-authority-2030.md"
    ]
    assert index.asked_of(harbour) == 1 and index.asked_of(Filters(years=(1999,))) == 0


def test_which_index_is_open_is_told(index: Index) -> None:
    info = index.info
    assert info.directory.name == "index"
    assert (info.model, info.damage, index.notice) == ("bundled", "", "")
    assert [Path(place).name for place in info.corpus] == ["corpus"]
    assert (index.status().generation, index.status().built) == (info.version, info.built)


def test_unknown_details_are_null(index: Index) -> None:
    shown = index.show("autorite-controle-brevalle-2030.md")
    assert shown.date == "" and shown.to_json()["date"] is None


def test_all_reports_are_there_and_none_failed(index: Index) -> None:
    assert {r.path for r in index.reports} == set(TEXTS) and index.failures == []


def test_one_open_index_serves_many_threads(index: Index) -> None:
    question = "哪些单位报告了罚款金额"
    expected, got = index.ask(question), []
    threads = [threading.Thread(target=lambda: got.append(index.ask(question))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [expected] * 8


def test_an_open_index_keeps_answering_from_its_generation(tmp_path: Path) -> None:
    name = next(iter(TEXTS))
    build([write_reports(tmp_path / "corpus", [name])], tmp_path / "index")
    with Index.open(tmp_path / "index") as old:
        (tmp_path / "corpus" / name).write_text(
            TEXTS[name].replace("236万元", "999万元"), encoding="utf-8"
        )
        build([tmp_path / "corpus"], tmp_path / "index")
        assert "236万元" in old.ask("榕溪市应急管理局2030年罚款多少").answer
    with Index.open(tmp_path / "index") as new:
        assert "999万元" in new.ask("榕溪市应急管理局2030年罚款多少").answer


def test_one_place_several_or_any_iterable_of_them_are_built(tmp_path: Path) -> None:
    corpus = write_reports(tmp_path / "corpus", list(TEXTS)[:2])
    files = sorted(corpus.iterdir())
    for n, places in enumerate((str(corpus), corpus, files, (str(f) for f in files))):
        assert build(places, str(tmp_path / str(n))).reports == 2


def test_no_index_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="policyqa build"):
        Index.open(tmp_path / "nothing")


@pytest.mark.parametrize("named_by", ["POLICYQA_GLOSSARY", "POLICYQA_LEXICON", "argument"])
def test_terms_of_one_s_own_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named_by: str
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(
        "榕溪市应急管理局2030年报告\n\n一、情况\n全年收取榕溪规费88万元。\n", encoding="utf-8"
    )
    terms = tmp_path / "own.toml"
    terms.write_text(
        '[concepts.rongxi_fee]\nfamily = "money"\nzh = ["榕溪规费"]\nen = ["zorble levy"]\n',
        encoding="utf-8",
    )
    own = {"glossary": terms} if named_by == "argument" else {}
    if not own:
        monkeypatch.setenv(named_by, str(terms))
    build([corpus], tmp_path / "index", **own)
    with Index.open(tmp_path / "index", **own) as index:
        answer = index.ask("how much was the zorble levy")
        assert "榕溪规费" in index.search("zorble levy")[0].quote
        assert index.generation.passage_terms.scores(["§rongxi_fee"]).max() > 0
    assert answer.rows and answer.rows[0].figures[0].value == 880_000


def test_importing_loads_no_heavy_library_and_starts_nothing() -> None:
    code = (
        "import sys, threading; before = set(sys.modules); import indexer; "
        "heavy = {'torch', 'faiss', 'streamlit', 'numpy', 'onnxruntime', 'fastapi', 'mcp', 'docx'}; "
        "assert not heavy & set(sys.modules), heavy & set(sys.modules); "
        "mine = {m for m in set(sys.modules) - before if m.startswith('indexer')}; "
        "assert mine == {'indexer'}, mine; assert threading.active_count() == 1"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stdout == done.stderr == "", done.stderr
