from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from indexer import Index
from indexer.errors import BuildError, IndexDamaged, IndexMissing, ModelError
from indexer.index.building.build import build
from indexer.index.building.last_build import last_build
from indexer.index.building.lock import writer_lock
from indexer.index.building.progress import Progress
from indexer.index.store.generation import Generation
from indexer.index.store.manifest import GENERATIONS
from indexer.index.store.verify import verify

from ..made import PLACES, arrays, report_text, write_corpus

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("built")
    corpus = write_corpus(folder / "corpus")
    build([corpus], folder / "index")
    return corpus, folder / "index"


@pytest.fixture
def copy(built, tmp_path: Path) -> tuple[Path, Path]:
    """The built corpus and index again, to change at will; file times are kept."""
    for source, name in zip(built, ("corpus", "index"), strict=True):
        shutil.copytree(source, tmp_path / name)
    return tmp_path / "corpus", tmp_path / "index"


def folders(index: Path) -> list[str]:
    return sorted(p.name for p in (index / GENERATIONS).iterdir())


def test_a_built_index_opens_verifies_and_finds(built) -> None:
    assert verify(built[1]) == []
    with Generation.open(built[1]) as generation:
        assert [r.path for r in generation.reports] == [f"{n}.txt" for n in range(4)]
        scores = generation.passage_vectors @ generation.embedder.queries(["罚款多少万元"])[0]
        best = generation.passage(int(scores.argmax()))
        assert "罚款" in generation.text(best.report)[best.start : best.end]
        assert best.section[0] == "二、处罚情况"


def test_figures_are_found_by_their_sentence(built) -> None:
    with Generation.open(built[1]) as generation:
        found = generation.figures_of_sentences(generation.sentences_of(1))
        money = [f.figure for rows in found.values() for f in rows if f.figure.family == "money"]
        assert [figure.value for figure in money] == [215_000]
        for row, figures in found.items():
            assert all(f.sentence == row and f.report == 1 for f in figures)


def test_rows_of_sentences_lie_in_their_passages(built) -> None:
    with Generation.open(built[1]) as g:
        owner = g.sentence_passage
        assert (g.passage_start[owner] <= g.sentence_start).all()
        assert (g.sentence_end <= g.passage_end[owner]).all()
        assert (g.passage_report[owner] == g.sentence_report).all()


def test_each_figure_and_each_report_has_a_vector(built) -> None:
    with Generation.open(built[1]) as g:
        rows = [row for report in g.reports for row in g.figures_of_report(report.row)]
        assert len(rows) == len(g.figure_vectors) == g.count("figures") > 8
        for row in rows:
            assert g.figure(row.row) == row
            assert (g.figure_report[row.row], g.figure_passage[row.row]) == (
                row.report,
                row.passage,
            )
            assert g.figure_sentence[row.row] == row.sentence
        scores = g.figure_vectors @ g.embedder.queries(["罚款多少万元"])[0]
        assert rows[int(scores.argmax())].figure.family == "money"
        assert g.name_vectors.shape == (4, 384)
        names = g.name_vectors @ g.embedder.queries([f"{PLACES[2]}市港务局"])[0]
        assert int(names.argmax()) == 2


def test_vectors_are_those_of_the_reports_pieces(built) -> None:
    with Generation.open(built[1]) as g:
        content = g.content(1)
        pieces = content.pieces()
        texts = [p.text[a:b].strip() for p in pieces for a, b in p.sentences]
        assert texts == content.sentence_texts()
        figures = [p.text[a:b] for p in pieces for _, _, a, b in p.figures]
        assert figures == [figure.raw for figure in content.figures]
        made = g.embedder.pieces(pieces)
        passages, sentences = g.passages_of(1), g.sentences_of(1)
        parts, row = [], 0
        for number, piece in enumerate(pieces):
            rows = made[row : row + piece.rows]
            row += piece.rows
            assert np.array_equal(rows[0], g.passage_vectors[passages[number]])
            parts.append(rows[1 : 1 + len(piece.sentences)])
        assert np.array_equal(np.concatenate(parts), g.sentence_vectors[list(sentences)])


def test_many_threads_read_at_once(built) -> None:
    with Generation.open(built[1]) as generation, ThreadPoolExecutor(8) as pool:
        rows = [n % len(generation.passage_start) for n in range(400)]
        passages = list(pool.map(generation.passage, rows))
        words = list(pool.map(lambda _: generation.passage_terms.rows, rows))
        assert [p.row for p in passages] == rows and len(set(words)) == 1


def test_nothing_changed_writes_nothing(copy) -> None:
    corpus, index = copy
    os.utime(corpus / "0.txt", (1, 1))  # touched, not changed
    summary = build([corpus], index)
    assert (summary.unchanged, summary.embedded, summary.generation) == (4, 0, "000001")
    assert folders(index) == ["000001"]


def test_an_edit_that_keeps_size_and_time_is_noticed(copy) -> None:
    corpus, index = copy
    build([corpus], index, rebuild=True)  # the copies have times of their own
    path = corpus / "0.txt"
    stat, text = path.stat(), path.read_text(encoding="utf-8")
    path.write_text(text.replace("罚款20.5万元", "罚款90.5万元"), encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)
    assert build([corpus], index).changed == 1
    with Generation.open(index) as now:
        assert "90.5" in now.text(0)


def test_one_changed_report_embeds_that_one_only(copy) -> None:
    corpus, index = copy
    with Generation.open(index) as before:
        untouched = np.array(before.passage_vectors[list(before.passages_of(0))])
    (corpus / "2.txt").write_text(report_text("新沙", 77), encoding="utf-8")
    summary = build([corpus], index)
    assert (summary.added, summary.changed, summary.removed, summary.unchanged) == (0, 1, 0, 3)
    with Generation.open(index) as now:
        assert 0 < summary.embedded <= len(now.passages_of(2))
        assert np.array_equal(now.passage_vectors[list(now.passages_of(0))], untouched)
    assert verify(index) == []


def test_removed_files_leave_the_index_and_added_ones_join(copy) -> None:
    corpus, index = copy
    (corpus / "1.txt").unlink()
    (corpus / "9 新 报告.txt").write_text(report_text("新沙", 55), encoding="utf-8")
    summary = build([corpus], index)
    assert (summary.added, summary.removed, summary.reports) == (1, 1, 4)
    with Generation.open(index) as now:
        assert [r.path for r in now.reports] == ["0.txt", "2.txt", "3.txt", "9 新 报告.txt"]


def test_an_override_in_corpus_toml_rereads_that_report(copy) -> None:
    corpus, index = copy
    (corpus / "corpus.toml").write_text('[reports."1.txt"]\nissuer = "Test Harbour Board"\n')
    summary = build([corpus], index)
    assert (summary.changed, summary.unchanged, summary.embedded) == (1, 3, 0)
    with Generation.open(index) as now:
        assert now.reports[1].details.issuer == "Test Harbour Board"


def test_the_index_is_the_same_whatever_the_order_of_building(built, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in (3, 0, 2, 1):
        shutil.copy(built[0] / f"{number}.txt", corpus)
        build([corpus], tmp_path / "index")
    assert arrays(tmp_path / "index") == arrays(built[1])


def test_at_most_two_generations_and_no_leftovers_stay(copy) -> None:
    corpus, index = copy
    (index / GENERATIONS / "000007.tmp").mkdir()
    for number in (1, 2, 3):
        (corpus / "0.txt").write_text(report_text("新沙", number), encoding="utf-8")
        build([corpus], index)
    assert folders(index) == ["000003", "000004"]


def test_a_file_that_can_no_longer_be_read_keeps_its_last_version(copy) -> None:
    corpus, index = copy
    (corpus / "1.txt").write_bytes(b"")
    (corpus / "new.txt").write_bytes(b"")
    summary = build([corpus], index)
    reasons = {f.path: f.reason for f in summary.failed}
    assert set(reasons) == {"1.txt", "new.txt"} and "; the version of" in reasons["1.txt"]
    with Generation.open(index) as now:
        assert PLACES[1] in now.text(1) and len(now.reports) == 4
    again = build([corpus], index)
    assert again.generation == summary.generation and len(again.failed) == 2
    (corpus / "new.txt").write_text(report_text("新沙", 9), encoding="utf-8")
    assert build([corpus], index).added == 1


def test_formats_that_are_not_read_are_named_and_others_passed_over(copy) -> None:
    corpus, index = copy
    for name in ("old.doc", "notes.csv", ".hidden.txt"):
        (corpus / name).write_text("x")
    summary = build([corpus], index)
    assert [f.path for f in summary.failed] == ["old.doc"] and summary.reports == 4


def test_several_folders_get_prefixes_that_cannot_clash(tmp_path: Path) -> None:
    first = write_corpus(tmp_path / "a" / "reports", 1)
    second = write_corpus(tmp_path / "b" / "reports", 1)
    build([first, second], tmp_path / "index")
    with Generation.open(tmp_path / "index") as now:
        assert [r.path for r in now.reports] == ["reports-2/0.txt", "reports/0.txt"]
        assert len({r.id for r in now.reports}) == 2


@pytest.mark.parametrize("kind", ["empty", "missing", "unreadable"])
def test_nothing_to_index_is_one_clear_error_and_the_index_stays(copy, tmp_path, kind) -> None:
    _, index = copy
    place = tmp_path / "other"
    if kind != "missing":
        place.mkdir()
    if kind == "unreadable":
        (place / "a.txt").write_bytes(b"")
    with pytest.raises(BuildError, match="other|a.txt"):
        build([place], index)
    assert verify(index) == [] and folders(index) == ["000001"]


def test_two_builds_at_once_are_refused(copy) -> None:
    corpus, index = copy
    with writer_lock(index), pytest.raises(BuildError, match="Another build"):
        build([corpus], index)


def test_ctrl_c_leaves_the_old_index_in_force(copy) -> None:
    corpus, index = copy
    (corpus / "0.txt").write_text(report_text("新沙", 5), encoding="utf-8")

    def interrupt(progress: Progress) -> None:
        if progress.stage == "write":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([corpus], index, on_progress=interrupt)
    assert folders(index) == ["000001"] and verify(index) == []


def test_progress_counts_up_to_all_reports_and_passages(copy) -> None:
    corpus, index = copy
    seen: list[Progress] = []
    build([corpus], index, rebuild=True, on_progress=seen.append)
    last = [p for p in seen if p.stage == "embed"][-1]
    assert last.reports_done == last.reports_total == 4
    assert last.passages_done == last.passages_total > 0
    assert last.passages_per_second > 0 and last.seconds_left == 0


def test_no_index_is_said_so(tmp_path: Path) -> None:
    for call in (Generation.open, verify):
        with pytest.raises(IndexMissing, match="policyqa build"):
            call(tmp_path)


def test_a_damaged_index_is_refused_and_built_anew(copy) -> None:
    corpus, index = copy
    path = index / GENERATIONS / "000001" / "passages.faiss"
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(IndexDamaged, match=r"passages\.faiss"):
        Generation.open(index)
    assert "passages.faiss" in verify(index)[0]
    assert "passages.faiss" in build([corpus], index).notes[0]
    assert verify(index) == []


def test_a_damaged_generation_gives_way_to_the_one_before_until_it_is_repaired(copy) -> None:
    corpus, index = copy
    (corpus / "0.txt").write_text(report_text("新沙", 5), encoding="utf-8")
    build([corpus], index)
    path = index / GENERATIONS / "000002" / "catalog.sqlite"
    path.write_bytes(path.read_bytes()[:-1])
    assert "catalog.sqlite" in verify(index)[0]
    with Index.open(index) as old:
        assert old.generation.manifest.name == "000001" and "新沙" not in old.generation.text(0)
        assert "catalog.sqlite" in old.notice and "policyqa build" in old.notice
    summary = build([corpus], index)
    assert (summary.changed, summary.unchanged) == (1, 3) and "catalog.sqlite" in summary.notes[0]
    assert summary.embedded < 20  # the rest was carried over
    with Index.open(index) as now:
        assert "新沙" in now.generation.text(0) and now.notice == ""
    assert verify(index) == [] and len(folders(index)) == 2


@pytest.mark.parametrize("name", ["CURRENT", "generations/000002/manifest.json"])
def test_verify_finds_every_altered_byte_of_pointer_and_manifest(copy, name: str) -> None:
    corpus, index = copy
    (corpus / "0.txt").write_text(report_text("新沙", 5), encoding="utf-8")
    build([corpus], index)
    path = index / name
    data = path.read_bytes()
    for place in range(0, len(data), 1 + len(data) // 80):
        for bit in (1, 4):
            altered = bytearray(data)
            altered[place] ^= bit
            path.write_bytes(altered)
            assert verify(index), (place, bit)
    path.write_bytes(data)
    assert verify(index) == []


def test_a_large_file_that_was_written_to_is_noticed_at_opening(copy, monkeypatch) -> None:
    _, index = copy
    monkeypatch.setattr("indexer.index.store.manifest._SMALL", 0)  # each file is large now
    path = index / GENERATIONS / "000001" / "passages.faiss"
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match="passages.faiss was altered"):
        Generation.open(index)


def test_damage_that_opening_does_not_see_is_not_handed_on_by_the_next_build(
    copy, monkeypatch
) -> None:
    corpus, index = copy
    monkeypatch.setattr("indexer.index.store.manifest._SMALL", 0)
    path = index / GENERATIONS / "000001" / "passages.faiss"
    stat, data = path.stat(), bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # as a failing disk does it
    Generation.open(index).close()
    assert "passages.faiss" in build([corpus], index).notes[0]
    assert verify(index) == []


def test_a_reader_goes_on_over_any_number_of_builds(copy) -> None:
    corpus, index = copy
    with Index.open(index) as reader:
        before = reader.ask("哪些单位报告了罚款？", all_rows=True).to_json()
        hits = reader.search("巡查码头")
    with Index.open(index) as reader:  # opened, not yet asked anything
        for number in (1, 2, 3):
            (corpus / "0.txt").write_text(report_text("新沙", number), encoding="utf-8")
            build([corpus], index)
        assert not reader.generation.folder.exists()
        assert reader.ask("哪些单位报告了罚款？", all_rows=True).to_json() == before
        assert reader.search("巡查码头") == hits


def test_a_folder_that_cannot_be_written_to_is_one_line_with_the_remedy(copy, monkeypatch) -> None:
    corpus, index = copy
    (index / "build.lock").unlink()
    (index / "build.lock").mkdir()  # root may write everywhere: this it cannot
    with pytest.raises(BuildError, match="cannot be written to.*--index"):
        build([corpus], index)


def test_what_the_last_build_did_is_kept_with_the_index(copy) -> None:
    corpus, index = copy
    (corpus / "1.txt").unlink()
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    summary = build([corpus], index)
    kept = last_build(index)
    assert kept is not None and kept["ok"] and kept["error"] is None
    assert kept == {"ended": kept["ended"], "ok": True, "error": None, **summary.to_json()}
    assert (kept["removed"], [f["path"] for f in kept["failed"]]) == (1, ["broken.pdf"])
    with pytest.raises(ModelError):
        build([corpus], index, model="./no-such-model")
    kept = last_build(index)
    assert kept is not None and not kept["ok"] and "no-such-model" in kept["error"]
    (index / "last-build.json").write_text('{"ended": 1}')
    assert last_build(index) is None


def test_verify_finds_one_altered_byte(copy) -> None:
    _, index = copy
    path = index / GENERATIONS / "000001" / "sentences.faiss"
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
    assert "sentences.faiss was altered" in verify(index)[0]
