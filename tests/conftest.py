"""Fixtures that several folders of tests use: real reports and indexes built from them once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from indexer import Index

ROOT = Path(__file__).resolve().parents[1]

# No deadline: the first example of a test often pays for loading a dictionary or a model. In CI
# the same examples come every time, so that a red run can be repeated.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def shared_reports() -> Path:
    """Folder of the published reports that are kept beside the checkout, not in it."""
    folder = ROOT.parent / "shared" / "reports"
    if not folder.is_dir():
        pytest.skip(f"the published reports are not here: {folder}")
    return folder


@pytest.fixture(scope="session")
def sample_corpus() -> Path:
    """The sample reports that come with the project."""
    return ROOT / "corpus"


def _built(corpus: Path, folder: Path) -> Index:
    from indexer import Index, build

    build([corpus], folder)
    return Index.open(folder)


@pytest.fixture(scope="session")
def seed_index(shared_reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of the two whole published reports, built once in a session."""
    return _built(shared_reports / "seeds", tmp_path_factory.mktemp("seeds") / "index")


@pytest.fixture(scope="session")
def sample_index(sample_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of ``corpus/``, built once in a session."""
    return _built(sample_corpus, tmp_path_factory.mktemp("samples") / "index")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests get two more tries: they wait for a real browser on whatever machine this is."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=1))
