"""One open index of the invented reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Index


@pytest.fixture(scope="session")
def invented(invented_dir: Path) -> Iterator[Index]:
    with Index.open(invented_dir) as index:
        yield index
