"""One index of the invented reports, built once with the bundled model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Index, build

from .invented import write_reports


@pytest.fixture(scope="session")
def invented_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("invented")
    build([write_reports(folder / "corpus")], folder / "index")
    return folder / "index"


@pytest.fixture(scope="session")
def invented(invented_dir: Path) -> Iterator[Index]:
    with Index.open(invented_dir) as index:
        yield index
