"""What ``VectorStore`` promises, on every backend: the same examples, compared with numpy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import IndexDamaged
from indexer.index.store import milvus_store
from indexer.index.store.faiss_backend import FaissBackend
from indexer.index.store.milvus_backend import MilvusBackend
from indexer.index.store.milvus_collections import MilvusCollections, drop_collection
from indexer.index.store.milvus_server import server_of
from indexer.index.store.vector_store import Kept, VectorBackend, VectorStore

from .milvus import need_milvus, real_address

ROWS, D = 700, 16
SIXTH = 1e-6
EQUAL = list(range(200, 480))  # rows equal to row 40: more than a search asks for in reserve
OTHER = 40  # rows of a second kind, whose keys and vectors must never be mixed with the first's

Opened = tuple[VectorStore, "Made"]


class Made:
    """Unit vectors; some rows have none, and some are equal to others."""

    dimension = D

    def __init__(self, rows: int = ROWS, seed: int = 3) -> None:
        made = np.random.default_rng(seed).normal(size=(rows, D))
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        self.rows = made.astype(np.float32)
        if rows > 600:
            self.rows[17] = self.rows[350] = 0
            self.rows[EQUAL] = self.rows[40]

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, rows: np.ndarray) -> np.ndarray:
        return self.rows[rows]


@pytest.fixture(scope="module", params=["faiss", "milvus-lite", "milvus server"])
def backend(request, tmp_path_factory) -> Iterator[Callable[[], VectorBackend]]:
    """Makes backends of one place, each with new files or a new collection."""
    folder = tmp_path_factory.mktemp("vectors")
    if request.param == "faiss":
        yield lambda: FaissBackend(folder)
        return
    need_milvus()
    lite = request.param == "milvus-lite"
    address = f"milvus://{folder}/x.db" if lite else real_address()
    server, made = server_of(address, None), list[str]()

    def make(**more) -> MilvusBackend:
        made.append(MilvusCollections(server, "test").name_for("000001"))
        return MilvusBackend(server, Kept(address, made[-1]), {}, **more)

    yield make
    for name in made:
        drop_collection(server, name)


@pytest.fixture(scope="module")
def opened(backend) -> Opened:
    made, writer = Made(), backend()
    writer.write("names.faiss", Made(OTHER, 5))
    writer.write("passages.faiss", made)
    writer.finish()
    assert len(writer.open("names.faiss", OTHER, D)) == OTHER
    return writer.open("passages.faiss", ROWS, D), made


def check(found: tuple[np.ndarray, np.ndarray], scores: np.ndarray, k: int, within=None) -> None:
    """Whether these are the best ``k`` of ``scores`` within those allowed."""
    rows, told = found
    allowed = np.arange(len(scores)) if within is None else np.flatnonzero(within)
    best = np.sort(scores[allowed])[::-1][:k]
    assert len(rows) == len(best) == len(set(rows.tolist())) and np.isin(rows, allowed).all()
    assert np.allclose(told, best, atol=SIXTH) and np.allclose(told, scores[rows], atol=SIXTH)
    assert np.all(np.diff(told) <= 0)


quick = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
some_rows = st.lists(st.integers(0, ROWS - 1), max_size=60)
queries = st.integers(0, 2**32).map(lambda seed: np.random.default_rng(seed).normal(size=D))


@given(some_rows)
@quick
def test_vectors_come_back_as_they_were_written_in_the_order_asked(opened: Opened, rows) -> None:
    store, made = opened
    chosen = np.array(rows, dtype=np.int64)
    found = store.vectors(chosen)
    assert found.dtype == np.float32 and np.array_equal(found, made.rows[chosen])


@given(queries, some_rows | st.slices(ROWS).filter(lambda s: (s.step or 1) > 0) | st.just(None))
@quick
def test_scores_are_the_inner_products_to_the_sixth_digit(opened: Opened, query, rows) -> None:
    store, made = opened
    query = query.astype(np.float32)
    chosen = np.array(rows, dtype=np.int64) if isinstance(rows, list) else rows
    scores = made.rows @ query
    expected = scores if chosen is None else scores[chosen]
    found = store.scores(query, chosen)
    assert found.dtype == np.float32 and found.shape == expected.shape
    assert np.allclose(found, expected, atol=SIXTH * np.linalg.norm(query))


@given(
    queries,
    st.integers(0, ROWS + 5),
    st.none() | st.lists(st.tuples(st.integers(0, ROWS), st.integers(0, 200)), max_size=50),
)
@quick
def test_a_search_finds_the_best_rows_of_those_allowed(opened: Opened, query, k, runs) -> None:
    store, made = opened
    query = (query / np.linalg.norm(query)).astype(np.float32)
    within = None
    if runs is not None:
        within = np.zeros(ROWS, dtype=np.bool_)
        for start, length in runs:
            within[start : start + length // 4] = True
    check(store.search(query, k, within), made.rows @ query, k, within)


def test_many_short_runs_are_allowed_row_by_row(opened: Opened) -> None:
    store, made = opened
    within = np.arange(ROWS) % 3 == 0
    check(store.search(made.rows[5], 30, within), made.rows @ made.rows[5], 30, within)


def test_equal_rows_come_in_order_of_row_wherever_they_are_cut(opened: Opened) -> None:
    store, made = opened
    equal = [40, *EQUAL]
    for k in (1, 2, 7, 40, len(equal)):
        assert store.search(made.rows[40], k)[0].tolist() == equal[:k]


def test_more_rows_than_a_server_returns_at_once_are_found(opened: Opened, monkeypatch) -> None:
    monkeypatch.setattr(milvus_store, "MOST", 100)
    monkeypatch.setattr(milvus_store, "_SPARE", 4)
    store, made = opened
    query = made.rows[9]
    scores, within = made.rows @ query, np.arange(ROWS) % 2 == 0
    check(store.search(query, 97), scores, 97)
    check(store.search(query, 333), scores, 333)
    check(store.search(query, ROWS), scores, ROWS)
    check(store.search(query, 333, within), scores, 333, within)
    assert np.allclose(store.scores(query), scores, atol=SIXTH)
    assert np.array_equal(store.vectors(np.arange(ROWS)), made.rows)


def test_threads_get_each_its_own_answer(opened: Opened) -> None:
    store, made = opened

    def ask(row: int) -> bool:
        scores = made.rows @ made.rows[row]
        check(store.search(made.rows[row], 5), scores, 5)
        return bool(np.array_equal(store.vectors(np.array([row]))[0], made.rows[row]))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(100, 200)))


def test_a_store_without_rows_answers_with_none(backend) -> None:
    writer = backend()
    writer.write("figures.faiss", Made(0))
    writer.finish()
    store = writer.open("figures.faiss", 0, D)
    query = np.ones(D, dtype=np.float32)
    assert len(store) == len(store.scores(query)) == len(store.search(query, 5)[0]) == 0
    assert store.vectors(np.zeros(0, dtype=np.int64)).shape == (0, D)


def test_a_store_of_other_rows_or_dimensions_is_damaged(backend) -> None:
    writer = backend()
    writer.write("passages.faiss", Made(30))
    writer.finish()
    for rows, dimension in ((29, D), (30, D + 1)):
        with pytest.raises(IndexDamaged, match="rebuild"):
            writer.open("passages.faiss", rows, dimension)


def test_a_collection_that_was_dropped_is_damage_in_one_line(tmp_path: Path) -> None:
    need_milvus()
    address = f"milvus://{tmp_path}/x.db"
    server, kept = server_of(address, None), Kept(address, "gone_1")
    writer = MilvusBackend(server, kept, {})
    writer.write("passages.faiss", Made(30))
    writer.finish()
    store = writer.open("passages.faiss", 30, D)
    drop_collection(server, "gone_1")
    for asked in (
        lambda: writer.open("passages.faiss", 30, D),
        lambda: store.search(np.ones(D, dtype=np.float32), 3),
    ):
        with pytest.raises(IndexDamaged, match=r"collection.*missing.*policyqa build") as told:
            asked()
        assert "\n" not in str(told.value) and address in str(told.value)


@pytest.mark.slow
def test_beyond_a_size_lists_are_made_whose_recall_is_told(backend) -> None:
    writer = backend()
    if isinstance(writer, FaissBackend):
        pytest.skip("tests/index/store/test_quantised.py")
    rng = np.random.default_rng(2)
    made = Made(6000)
    made.rows = rng.normal(size=(40, D))[rng.integers(0, 40, 6000)] + rng.normal(size=(6000, D))
    made.rows = (made.rows / np.linalg.norm(made.rows, axis=1, keepdims=True)).astype(np.float32)
    writer._flat_rows = 1000
    writer.write("sentences.faiss", made)
    writer.write("names.faiss", Made(OTHER, 5))
    told = writer.finish()["sentences.faiss"]
    assert told.recall >= 0.98 and told.rows == 6000 and told.kind == "IVF128,Flat"
    assert writer.kept.lists == 128
    again = MilvusBackend(writer._server, writer.kept, {"sentences.faiss": told})
    store = again.open("sentences.faiss", 6000, D)
    found = 0
    for row in range(100, 200):
        best = np.argsort(-(made.rows @ made.rows[row]), kind="stable")[:10]
        found += len(np.intersect1d(store.search(made.rows[row], 10)[0], best))
    assert found >= 980
    assert np.allclose(store.scores(made.rows[3]), made.rows @ made.rows[3], atol=SIXTH)
    few = np.arange(6000) % 50 == 0
    check(store.search(made.rows[3], 100, few), made.rows @ made.rows[3], 100, few)
    names = again.open("names.faiss", OTHER, D)
    assert names.search(Made(OTHER, 5).rows[7], 1)[0].tolist() == [7]
