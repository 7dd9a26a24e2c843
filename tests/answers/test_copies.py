"""A report that is there several times is counted once; a newer version takes an older one's place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer import Index, build
from indexer.answers.answer import Answer
from indexer.index.store.tokens import tokenise
from indexer.retrieval.query import Filters
from tests.index.dedup.editions_made import (
    paragraphs,
    write_docx,
    write_html,
    write_pdf,
    write_text,
)
from tests.index.made import arrays

OLD, NEW = "鹭洲市水务局", "53.6万元"
CENSUS, MOST = "哪些局报告了罚款金额？", "哪个局的罚款最多？"
TOTAL = "各局的罚款合计多少？"


def write_single(folder: Path) -> Path:
    """Four reports of four bodies, each once."""
    folder.mkdir(parents=True)
    write_pdf(folder / "苇塘.pdf", paragraphs())
    for number, place in enumerate(("芦汀县", "雁塘区", "沙坪市")):
        lines = paragraphs(f"{place}水务局", fine=f"{20 + number}.1万元", cases=30 + number)
        write_text(folder / f"{place}.txt", lines)
    return folder


def add_copies(folder: Path) -> None:
    """The first report as a text, a page downloaded twice and a Word file; another one twice."""
    write_text(folder / "again-a.txt", paragraphs(), "gb18030")
    write_html(folder / "again-b.html", paragraphs(), date="2032-02-01")
    write_html(folder / "again-c.html", paragraphs(), views=5555)
    write_docx(folder / "again-d.docx", paragraphs())
    shutil.copy(folder / "芦汀县.txt", folder / "芦汀县 (1).txt")


def add_versions(folder: Path) -> None:
    """A report and its correction; two versions whose order nothing tells."""
    write_text(folder / "v1.txt", paragraphs(OLD))
    corrected = paragraphs(OLD, fine=NEW)
    write_text(folder / "v2.txt", [corrected[0] + "（更正稿）", *corrected[1:]])
    write_text(folder / "x1.txt", paragraphs("松涧市水务局", fine="31.5万元"))
    write_text(folder / "x2.txt", paragraphs("松涧市水务局", fine="32.5万元"))


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("single")
    build([write_single(folder / "corpus")], folder / "index")
    with Index.open(folder / "index") as index:
        yield index


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("several")
    add_copies(write_single(folder / "corpus"))
    build([folder / "corpus"], folder / "index")
    with Index.open(folder / "index") as index:
        yield index


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("versions")
    add_versions(write_single(folder / "corpus"))
    build([folder / "corpus"], folder / "index")
    with Index.open(folder / "index") as index:
        yield index


def shown(answer: Answer) -> list[Any]:
    return [
        (r.issuer, r.year, r.verdict, [(f.metric, f.value, f.raw) for f in r.figures])
        for r in answer.rows
    ]


@pytest.mark.parametrize(
    "question",
    [
        CENSUS,
        MOST,
        TOTAL,
        "苇塘市水务局2031年罚款多少？",
        "哪些局没有公布罚款？",
        "which bureaus reported fines",
        "各局的执法培训是怎么做的？",
        "芦汀县水务局立案多少起",
    ],
)
def test_copies_change_no_answer(single: Index, several: Index, question: str) -> None:
    one, many = single.ask(question), several.ask(question)
    assert shown(one) == shown(many)
    assert (one.answer, one.kind, one.answerable) == (many.answer, many.kind, many.answerable)
    assert (one.reports, one.examined) == (many.reports, many.examined)
    assert [(c.issuer, c.quote) for c in one.citations] == [
        (c.issuer, c.quote) for c in many.citations
    ]
    assert many.to_json()["coverage"] == {"reports": 4, "examined": one.examined, "files": 9}
    assert "files" not in one.to_json()["coverage"]


def test_all_files_of_a_report_are_shown_as_its_sources(several: Index) -> None:
    row = next(r for r in several.ask(CENSUS).to_json()["rows"] if r["issuer"] == "苇塘市水务局")
    assert [link["path"] for link in row["also_in"]] == [
        "again-a.txt",
        "again-b.html",
        "again-c.html",
        "again-d.docx",
    ]
    cited = several.ask("苇塘市水务局2031年罚款多少？").to_json()["citations"][0]
    assert cited["path"] == "苇塘.pdf" and cited["page"] and len(cited["also_in"]) == 4
    for link in row["also_in"]:
        assert several.show(link["report"]).links.also_in[-1].path == "苇塘.pdf"


def test_a_search_finds_a_report_once(several: Index) -> None:
    paths = [h.path for h in several.search("罚款", 50)]
    assert set(paths) == {"苇塘.pdf", "芦汀县.txt", "雁塘区.txt", "沙坪市.txt"}


@pytest.mark.parametrize("name", ["again-d.docx", "苇塘.pdf"])
def test_a_copy_that_is_named_is_asked_itself(several: Index, name: str) -> None:
    answer = several.ask("罚款多少？", Filters(reports=(name,)))
    assert answer.citations[0].path == name and answer.rows[0].figures[0].value == 436_000
    assert {
        several.report(h.report).path for h in several.search("罚款", 5, Filters(reports=(name,)))
    } == {name}


def test_two_copies_that_are_named_are_one_row(several: Index) -> None:
    named = Filters(reports=("again-a.txt", "again-d.docx"))
    assert len(several.ask(CENSUS, named).rows) == 1


def test_an_issuer_that_only_a_copy_tells_is_known_of_the_report(tmp_path: Path) -> None:
    lines = [line.replace("苇塘市水务局", "本局") for line in paragraphs()]
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_pdf(corpus / "a.pdf", lines)
    write_html(corpus / "b.html", lines)
    (corpus / "corpus.toml").write_text(
        '[reports."b.html"]\nissuer = "苇塘市水务局"\n', encoding="utf-8"
    )
    build([corpus], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert [r.issuer for r in index.ask("哪些局报告了罚款金额？").rows] == ["苇塘市水务局"]


def test_the_version_in_force_is_the_one_that_counts(versions: Index) -> None:
    answer = versions.ask(CENSUS)
    rows = [r for r in answer.rows if r.issuer == OLD]
    assert [f.raw for r in rows for f in r.figures] == [NEW]
    assert rows[0].links.supersedes[0].path == "v1.txt"
    assert versions.ask(f"{OLD}2031年罚款多少？").rows[0].figures[0].value == 536_000
    assert versions.ask(MOST).rows[0].issuer == OLD


def test_a_superseded_version_does_not_count_in_how_rare_a_word_is(
    versions: Index, tmp_path: Path
) -> None:
    add_versions(write_single(tmp_path / "corpus"))
    (tmp_path / "corpus/v1.txt").unlink()
    build([tmp_path / "corpus"], tmp_path / "index")
    with Index.open(tmp_path / "index") as alone:
        for name in ("passage_terms", "sentence_terms"):
            one, many = getattr(alone.generation, name), getattr(versions.generation, name)
            words = set(tokenise("".join(paragraphs(OLD, fine=NEW))))
            assert {w: one.idf(w) for w in words} == {w: many.idf(w) for w in words}


def test_a_superseded_version_is_found_marked_and_reached_by_name(versions: Index) -> None:
    hits = [h.to_json() for h in versions.search(f"{OLD}罚款43.6万元", 30)]
    old = [h for h in hits if h["path"] == "v1.txt"]
    assert old and all(h["superseded_by"]["path"] == "v2.txt" for h in old)
    assert all(
        "43.6" in h["quote"] or "报告\n" in h["quote"] for h in old
    )  # what v2 says too is left out
    answer = versions.ask("罚款多少？", Filters(reports=("v1.txt",)))
    assert answer.rows[0].figures[0].raw == "43.6万元" and "v2.txt" in answer.answer
    assert versions.show("v1.txt").to_json()["superseded_by"]["path"] == "v2.txt"


def test_versions_in_no_known_order_are_both_said_and_summed_once(versions: Index) -> None:
    census = versions.ask(CENSUS)
    assert [f.raw for r in census.rows if r.issuer == "松涧市水务局" for f in r.figures] == [
        "32.5万元",
        "31.5万元",
    ]
    assert "新旧顺序无法判断" in census.answer
    lookup = versions.ask("松涧市水务局2031年罚款多少？")
    assert {r.figures[0].raw for r in lookup.rows} == {"31.5万元", "32.5万元"}
    total = versions.ask(TOTAL)
    assert total.kind == "total" and sum(r.issuer == "松涧市水务局" for r in total.rows) == 1
    assert "未计入：x" in total.answer


def test_a_withdrawn_correction_brings_the_first_version_back(tmp_path: Path) -> None:
    corpus, index_dir = tmp_path / "corpus", tmp_path / "index"
    add_versions(write_single(corpus))
    (corpus / "v2.txt").rename(tmp_path / "v2.txt")
    build([corpus], index_dir)
    value = fine(index_dir)
    (tmp_path / "v2.txt").rename(corpus / "v2.txt")
    build([corpus], index_dir)
    assert (value, fine(index_dir)) == (436_000, 536_000)
    (corpus / "v2.txt").unlink()
    build([corpus], index_dir)
    assert fine(index_dir) == 436_000
    build([corpus], tmp_path / "fresh")
    assert arrays(index_dir) == arrays(tmp_path / "fresh")


def fine(index_dir: Path) -> float:
    with Index.open(index_dir) as index:
        return index.ask(f"{OLD}2031年罚款多少？").rows[0].figures[0].value


def test_steps_of_building_give_the_groups_of_a_fresh_build(tmp_path: Path) -> None:
    corpus = write_single(tmp_path / "corpus")
    build([corpus], tmp_path / "index")
    add_versions(corpus)
    build([corpus], tmp_path / "index")
    add_copies(corpus)
    build([corpus], tmp_path / "index")
    build([corpus], tmp_path / "fresh")
    with Index.open(tmp_path / "index") as steps, Index.open(tmp_path / "fresh") as fresh:
        assert [steps.generation.works.links(r.row) for r in steps.reports] == [
            fresh.generation.works.links(r.row) for r in fresh.reports
        ]
        for question in (CENSUS, MOST, TOTAL):
            assert steps.ask(question).to_json() == fresh.ask(question).to_json()
    assert arrays(tmp_path / "index") == arrays(tmp_path / "fresh")


def test_corpus_toml_is_heeded_without_reading_the_files_again(tmp_path: Path) -> None:
    corpus = write_single(tmp_path / "corpus")
    shutil.copy(corpus / "芦汀县.txt", corpus / "芦汀县 (1).txt")
    build([corpus], tmp_path / "index")
    (corpus / "corpus.toml").write_text(
        '[reports."芦汀县.txt"]\nseparate = true\n[reports."雁塘区.txt"]\n'
        'supersedes = ["沙坪市.txt", "gone.txt"]\n',
        encoding="utf-8",
    )
    summary = build([corpus], tmp_path / "index")
    assert summary.unchanged == summary.reports == 5 and summary.embedded == 0
    assert "gone.txt" in summary.notes[0]
    with Index.open(tmp_path / "index") as index:
        assert sorted(r.figures[0].raw for r in index.ask(CENSUS).rows) == [
            "20.1万元",
            "20.1万元",
            "21.1万元",
            "43.6万元",
        ]
    assert build([corpus], tmp_path / "index").generation == summary.generation


@pytest.mark.slow
def test_the_seeds_twice_over_are_still_two_reports(shared_reports: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(shared_reports / "seeds", corpus / "one")
    shutil.copytree(shared_reports / "seeds", corpus / "two")
    build([corpus], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        answer = index.ask("which bureaus reported enforcement fines").to_json()
    assert len(answer["rows"]) == 2 and answer["coverage"] == {
        "reports": 2,
        "examined": 2,
        "files": 4,
    }
    assert all(len(row["also_in"]) == 1 for row in answer["rows"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "sets",
    [
        ("digests", "seeds"),
        # 22 long reports: nearly all of the time.
        pytest.param(("digests", "seeds", "work-reports"), marks=pytest.mark.long),
    ],
    ids=len,
)
def test_no_two_published_reports_are_taken_for_one(
    shared_reports: Path, tmp_path: Path, sets: tuple[str, ...]
) -> None:
    build([shared_reports / name for name in sets], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        works = index.generation.works
        assert works.plain and not any(works.unordered(r.row) for r in index.reports)
