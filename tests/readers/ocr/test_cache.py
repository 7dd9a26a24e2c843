"""Recognised pages kept on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.ocr.cache import PageCache, page_key
from indexer.readers.ocr.engine import Image, PageRead, Piece
from indexer.reading.page_recogniser import PageRecogniser

_KEY = "ab" * 20
_PAGE = PageRead(
    (Piece("罚款61.5万元", (0.99,) * 8, (0.1, 0.1, 0.5, 0.1, 0.5, 0.2, 0.1, 0.2)),), 90, 0.7, _KEY
)


def _file(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_a_page_comes_back_as_it_was_put(tmp_path: Path) -> None:
    cache = PageCache(tmp_path / "pages")
    assert cache.get(_KEY) is None
    cache.put(_PAGE)
    assert PageCache(tmp_path / "pages").get(_KEY) == _PAGE


@given(st.data())
def test_a_damaged_entry_counts_as_missing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("pages")
    cache = PageCache(folder)
    cache.put(_PAGE)
    file = _file(folder)
    whole = file.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    change = data.draw(st.sampled_from(["cut", "flip"]))
    file.write_bytes(
        whole[:at] if change == "cut" else whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
    )
    assert cache.get(_KEY) is None
    cache.put(_PAGE)
    assert cache.get(_KEY) == _PAGE


def test_pages_no_longer_used_are_removed_and_so_is_what_a_killed_build_left(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "pages"
    cache = PageCache(folder)
    cache.put(_PAGE)
    cache.put(PageRead(_PAGE.pieces, key="cd" * 20))
    (folder / f"{_KEY}.17.tmp").write_bytes(b"half")
    cache.keep_only([_KEY])
    assert _file(folder).stem == _KEY
    cache.keep_only([])
    assert not folder.exists()


def test_a_disk_that_takes_nothing_costs_the_cache_alone(tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("no folder")
    PageCache(tmp_path / "pages").put(_PAGE)
    assert PageCache(tmp_path / "pages").get(_KEY) is None


def test_a_page_is_recognised_once_however_often_it_is_wanted(tmp_path: Path) -> None:
    reads = []

    def read(picture: Image) -> PageRead:
        reads.append(picture.shape)
        return PageRead(_PAGE.pieces)

    pictures = [np.full((30, 20), shade, dtype=np.uint8) for shade in (0, 255, 0)]
    for _ in range(2):
        recogniser = PageRecogniser(PageCache(tmp_path / "pages"))
        found = recogniser.recognise([0, 1, 2], lambda number: pictures[number], read)
        assert [found[n].key for n in range(3)] == [page_key(p) for p in pictures]
        assert recogniser.progress() == (3, 3)
    assert len(reads) == 2
