from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from indexer import Index, build
from indexer.errors import IndexMissing
from indexer.index.store.manifest import CURRENT
from indexer.service.live import LiveIndex

from .servers import write_version

QUESTION = "鹿泽县应急管理局2025年罚款多少"


def _fines(index: Index) -> float:
    return index.ask(QUESTION).rows[0].figures[0].value


def _rebuild(folder: Path, mark: str, fines: str) -> None:
    build([write_version(folder / "corpus", mark, fines)], folder / "index")


def test_a_folder_without_an_index_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        LiveIndex(tmp_path)


def test_the_next_reader_after_a_build_sees_the_new_generation(small_index: Path) -> None:
    live = LiveIndex(small_index / "index")
    with live.use() as index:
        assert _fines(index) == 111_000
    _rebuild(small_index, "乙稿", "22.2")
    with live.use() as index:
        assert _fines(index) == 222_000
    live.close()


def test_without_a_build_the_same_index_stays_open(small_index: Path) -> None:
    live = LiveIndex(small_index / "index")
    with live.use() as first, live.use() as second:
        assert first is second
    live.close()


def test_a_reader_keeps_its_generation_though_later_builds_swept_its_files_away(
    small_index: Path,
) -> None:
    live = LiveIndex(small_index / "index")
    with live.use() as index:
        folder = index.generation.folder
        for mark, fines in (("乙稿", "22.2"), ("丙稿", "33.3"), ("丁稿", "44.4")):
            _rebuild(small_index, mark, fines)
        with live.use() as newest:
            assert _fines(newest) == 444_000
        assert not folder.exists()
        assert _fines(index) == 111_000
        assert index.search("培训")
    live.close()


def test_an_old_generation_is_closed_after_its_last_reader_and_not_before(
    small_index: Path,
) -> None:
    live = LiveIndex(small_index / "index")
    with live.use() as index:
        _rebuild(small_index, "乙稿", "22.2")
        with live.use():
            assert index.generation.count("reports") == 3
    with pytest.raises(sqlite3.ProgrammingError):
        index.generation.count("reports")
    live.close()


def test_an_index_removed_and_built_anew_is_noticed_though_its_generation_has_the_same_name(
    small_index: Path,
) -> None:
    live = LiveIndex(small_index / "index")
    shutil.rmtree(small_index / "index")
    with live.use() as index:
        assert _fines(index) == 111_000
    _rebuild(small_index, "乙稿", "22.2")
    with live.use() as index:
        assert index.generation.manifest.name == "000001"
        assert _fines(index) == 222_000
    live.close()


def test_a_generation_that_cannot_be_opened_leaves_the_one_before_in_use_and_says_why(
    small_index: Path,
) -> None:
    live = LiveIndex(small_index / "index")
    (small_index / "index" / CURRENT).write_text("000009\n", encoding="utf-8")
    with live.use() as index:
        assert _fines(index) == 111_000
    assert live.problem and "000009" in live.problem
    with Index.open(small_index / "index") as other:  # the one before, and it says so
        assert "000009" in other.notice
    _rebuild(small_index, "乙稿", "22.2")
    with live.use() as index:
        assert _fines(index) == 222_000
    assert live.problem is None
    live.close()
