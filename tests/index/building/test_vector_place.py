"""Builds that keep their vectors in Milvus."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer.api import Index, pointer_state, verify
from indexer.errors import IndexDamaged, StoreError, UsageError
from indexer.index.building.build import build
from indexer.index.building.progress import Progress
from indexer.index.building.vector_place import STORE
from indexer.index.store.generation import Generation
from indexer.index.store.manifest import GENERATIONS
from indexer.index.store.milvus_server import server_of
from indexer.settings import Settings

from ..made import arrays, report_text, write_corpus
from ..store.milvus import LiteServer, need_milvus, real_address

QUESTIONS = 200


@pytest.fixture(params=["milvus-lite", "milvus server"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a test may keep vectors; its collections are dropped afterwards."""
    need_milvus()
    lite = request.param == "milvus-lite"
    found = f"milvus://{tmp_path}/vectors.db" if lite else real_address()
    yield found
    if not lite:
        for name in collections(found):
            drop = server_of(found, None)
            if name.startswith(alias_of(found)):
                if meant(found) == name:
                    drop.ask(lambda client: client.drop_alias(alias_of(found)))
                drop.ask(lambda client, name=name: client.drop_collection(name))


def alias_of(address: str) -> str:
    return server_of(address, None).address.collection


def collections(address: str) -> set[str]:
    own = alias_of(address)
    found = server_of(address, None).ask(lambda client: client.list_collections())
    return {name for name in found if name.startswith(own)}


def meant(address: str) -> str:
    """The collection that the alias means; ``""`` for none."""
    client = server_of(address, None)
    if not client.ask(lambda c: c.has_collection(alias_of(address))):
        return ""
    return client.ask(lambda c: c.describe_collection(alias_of(address)))["collection_name"]


def collection(index: Path) -> str:
    """The collection that the active generation's manifest names."""
    with Generation.open(index) as generation:
        assert generation.manifest.vectors is not None
        return generation.manifest.vectors.collection


def stop_at(stage: str) -> Callable[[Progress], None]:
    def stop(progress: Progress) -> None:
        if progress.stage == stage:
            raise Stopped

    return stop


class Stopped(BaseException):
    pass


def test_the_vectors_are_those_of_an_index_with_files_and_only_they_are_elsewhere(
    address: str, tmp_path: Path
) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    build([corpus], tmp_path / "files")
    build([corpus], index, store=address)
    assert arrays(index) == arrays(tmp_path / "files")
    assert verify(index) == []
    assert meant(address) == collection(index) and len(collections(address)) == 1
    folder = index / GENERATIONS / "000001"
    assert not list(folder.glob("*.faiss")) and (folder / "catalog.sqlite").exists()


def test_a_later_build_carries_vectors_over_and_swaps_the_alias(
    address: str, tmp_path: Path
) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    build([corpus], index, store=address)
    first = collection(index)
    (corpus / "new.txt").write_text(report_text("新桥", 77), encoding="utf-8")
    told = build([corpus], index)  # stays where it is
    second = collection(index)
    assert told.added == 1 and 0 < told.embedded < told.passages
    assert meant(address) == second != first and collections(address) == {first, second}
    build([corpus], tmp_path / "files")
    assert arrays(index) == arrays(tmp_path / "files")
    (corpus / "new.txt").write_text(report_text("新桥", 78), encoding="utf-8")
    build([corpus], index)
    assert collections(address) == {second, collection(index)}
    assert build([corpus], index).embedded == 0
    assert collections(address) == {second, collection(index)}


def test_an_index_moves_between_files_and_milvus_without_embedding(
    address: str, tmp_path: Path
) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    build([corpus], index)
    files = arrays(index)
    assert build([corpus], index, store=address).embedded == 0
    assert arrays(index) == files and meant(address) == collection(index)
    assert build([corpus], index, store="faiss").embedded == 0
    assert arrays(index) == files
    with Generation.open(index) as generation:
        assert generation.manifest.vectors is None
    (corpus / "0.txt").unlink()
    told = build([corpus], index)
    assert told.removed == 1 and told.notes == () and not collections(address)


@pytest.mark.parametrize("stage", ["embed", "write"])
def test_a_killed_build_leaves_the_alias_and_its_remains_are_dropped(
    address: str, tmp_path: Path, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    build([corpus], index, store=address)
    first = collection(index)
    (corpus / "new.txt").write_text(report_text("新桥", 77), encoding="utf-8")
    with pytest.raises(Stopped):
        build([corpus], index, on_progress=stop_at(stage))
    assert meant(address) == first == collection(index)
    assert len(collections(address)) == (1 if stage == "embed" else 2)
    with Index.open(index) as opened:
        assert opened.search("罚款", 3)
    build([corpus], index)
    assert collections(address) == {first, collection(index)}
    assert meant(address) == collection(index) != first


def test_vectors_that_are_gone_are_told_and_embedded_again(address: str, tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    build([corpus], index, store=address)
    server, lost = server_of(address, None), collection(index)
    server.ask(lambda client: client.drop_alias(alias_of(address)))
    server.ask(lambda client: client.drop_collection(lost))
    with pytest.raises(IndexDamaged, match=r"collection.*missing.*policyqa build"):
        Index.open(index)
    (problem,) = verify(index)
    assert "missing" in problem
    told = build([corpus], index)
    assert told.embedded == told.passages and told.unchanged == told.reports
    assert "every passage is embedded again" in told.notes[0]
    assert verify(index) == [] and meant(address) == collection(index)


def test_an_alias_that_does_not_mean_the_active_generation_is_moved_by_the_next_build(
    address: str, tmp_path: Path
) -> None:
    """As after a kill between the pointer's move and the alias's: nothing else is to be done."""
    corpus, index = write_corpus(tmp_path / "corpus", 2), tmp_path / "index"
    build([corpus], index, store=address)
    first, server, alias = collection(index), server_of(address, None), alias_of(address)
    (corpus / "0.txt").unlink()
    build([corpus], index)
    server.ask(lambda client: client.alter_alias(first, alias))
    with Index.open(index) as opened:
        assert len(opened.reports) == 1 and opened.search("罚款", 1)
    assert build([corpus], index).removed == 0
    assert meant(address) == collection(index) != first


def test_a_vector_that_was_altered_is_found_by_verify(address: str, tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    build([corpus], index, store=address)
    with Generation.open(index) as generation:
        vector = np.roll(generation.passage_vectors[2], 1)
    row = [{"key": 2 * 4, "vector": vector}]
    server, name = server_of(address, None), collection(index)
    server.ask(lambda client: client.upsert(name, row, partition_name="passages"))
    server.ask(lambda client: client.flush(name))
    problems = verify(index)
    # A server may count the old row until it compacts: then the number is what is wrong.
    assert [p for p in problems if "passages" in p and ("were altered" in p or "not contain" in p)]


def test_two_indexes_cannot_share_a_name(address: str, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    build([corpus], tmp_path / "one", store=address)
    with pytest.raises(UsageError, match=r"is already an alias of .*one for each index"):
        build([corpus], tmp_path / "two", store=address)
    assert meant(address) == collection(tmp_path / "one")


def test_the_password_is_in_no_file_of_the_index(address: str, tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus", 1), tmp_path / "index"
    settings = Settings(milvus_token="root:geheim-und-lang")
    build([corpus], index, store=address, settings=settings)
    with Index.open(index, settings=settings) as opened:
        assert opened.search("罚款", 1)
    for path in [p for p in index.rglob("*") if p.is_file()]:
        assert b"geheim" not in path.read_bytes(), path


@pytest.mark.slow
@pytest.mark.parametrize("each", [4, pytest.param(1, marks=pytest.mark.long)])
def test_answers_about_the_sample_reports_are_those_of_faiss(
    address: str, tmp_path: Path, sample_corpus: Path, sample_index: Index, each: int
) -> None:
    lines = (sample_corpus / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["q"] for line in lines]
    build([sample_corpus], tmp_path / "index", store=address)
    assert len(questions) > 50
    with Index.open(tmp_path / "index") as index:
        for question in questions[::each]:
            mine, theirs = index.ask(question), sample_index.ask(question)
            assert mine.to_json() == theirs.to_json(), question
            assert mine.confidence == pytest.approx(theirs.confidence, abs=1e-5)
            mine_found, found = (i.search(question, 5) for i in (index, sample_index))
            assert [hit.quote for hit in mine_found] == [hit.quote for hit in found], question
            assert mine_found == found, question


@pytest.mark.slow
def test_questions_during_an_alias_swap_are_answered_from_one_generation(
    address: str, tmp_path: Path
) -> None:
    """As a server does it: the index is opened anew when its pointer has moved. Each answer has
    the vectors, passages and scores of the generation that it names."""
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    build([corpus], index, store=address)
    question = "港务局罚款多少万元"

    def told(opened: Index) -> tuple[str, bytes, list[object]]:
        found = [hit.to_json() for hit in opened.search(question, 3)]
        vectors = np.asarray(opened.generation.passage_vectors).tobytes()
        return opened.info.version, vectors, found

    def state() -> tuple[str, bytes, list[object]]:
        with Index.open(index) as opened:
            return told(opened)

    expected, failed = [state()], list[BaseException]()
    answers = list[tuple[str, bytes, list[object]]]()
    swapped = threading.Event()

    def ask() -> None:
        opened = Index.open(index)
        pointer, left = pointer_state(index), QUESTIONS // 4
        while left:
            left -= swapped.is_set()
            try:
                if pointer_state(index) != pointer:
                    pointer = pointer_state(index)
                    opened = Index.open(index)
                answers.append(told(opened))
            except BaseException as error:
                failed.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    (corpus / "0.txt").write_text(report_text("青禾", 501), encoding="utf-8")
    build([corpus], index)
    swapped.set()
    expected.append(state())
    for thread in threads:
        thread.join()
    assert not failed and len(answers) > QUESTIONS
    versions = {version: (vectors, found) for version, vectors, found in expected}
    assert len(versions) == 2 and versions["000001"] != versions["000002"]
    assert [a for a in answers if versions[a[0]] != a[1:]] == []
    assert {version for version, *_ in answers} == set(versions)
    assert meant(address) == collection(index)


@pytest.mark.slow
def test_a_build_without_its_server_is_one_line_and_goes_on_when_it_is_back(tmp_path: Path) -> None:
    need_milvus()
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    lite = LiteServer(tmp_path / "data")
    lite.start()
    try:
        build([corpus], index, store=lite.address)
        first, opened = collection(index), Index.open(index)
        found = opened.search("罚款", 3)
        (corpus / "new.txt").write_text(report_text("新桥", 77), encoding="utf-8")

        def lose(progress: Progress) -> None:
            if progress.stage == "embed" and progress.passages_done:
                lite.kill()

        with pytest.raises(
            StoreError, match=r"cannot be reached .*Nothing indexed was lost"
        ) as told:
            build([corpus], index, on_progress=lose)
        assert "\n" not in str(told.value) and collection(index) == first
        for asked in (lambda: build([corpus], index), lambda: opened.search("罚款", 3)):
            with pytest.raises(StoreError, match="cannot be reached"):
                asked()
        lite.start()
        assert opened.search("罚款", 3) == found  # the same process, opened before
        summary = build([corpus], index)
        assert summary.resumed > 0 and summary.added == 1 and collection(index) != first
        assert verify(index) == []
    finally:
        lite.kill()


def test_a_name_that_is_not_known_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", 1)
    with pytest.raises(UsageError, match="give faiss, milvus"):
        build([corpus], tmp_path / "index", store="chroma://x")
    assert not (tmp_path / "index" / STORE).exists()
