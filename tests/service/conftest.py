"""The HTTP API as a process, over an index of the sample reports, once in a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Index, build

from .servers import Server, running, write_version


@pytest.fixture(scope="session")
def served_dir(sample_index: Index) -> Path:
    return sample_index.generation.index_dir


@pytest.fixture(scope="session")
def api(served_dir: Path) -> Iterator[Server]:
    pytest.importorskip("fastapi")
    with running("serve", "--index", str(served_dir), "--port", "0") as server:
        yield server


@pytest.fixture
def small_index(tmp_path: Path) -> Path:
    """A folder with ``corpus`` (three invented reports) and the index of it, ``index``."""
    build([write_version(tmp_path / "corpus", "甲稿", "11.1")], tmp_path / "index")
    return tmp_path
