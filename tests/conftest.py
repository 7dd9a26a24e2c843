"""Fixtures that several folders of tests use: real reports and indexes built from them once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from indexer import Index

ROOT = Path(__file__).resolve().parents[1]

#: The files that take longest. Where processes share the tests, these start first, so that none is
#: left over for one of them at the end.
SLOWEST = (
    "torture/test_torture.py",
    "faults/test_faults.py",
    "answers/test_stability.py",
    "ui/test_browser.py",
    "readers/ocr/test_scans.py",
    "ui/test_access.py",
    "ui/test_written.py",
    "writing/test_written_answer.py",
    "writing/test_judging.py",
    "service/test_writing.py",
    "test_bad_input.py",
    "answers/test_copies.py",
    "service/test_openapi.py",
    "service/test_mcp.py",
    "fuzz/test_fuzz.py",
    "index/building/test_watch.py",
    "faults/test_nightly.py",
    "index/building/test_build.py",
    "test_examples.py",
    "ui/test_views.py",
    "service/test_http.py",
    "drafting/test_seed_draft.py",
    "test_intentions.py",
)

# No deadline: the first example of a test often pays for loading a dictionary or a model. In CI
# the same examples come every time, so that a red run can be repeated.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session", autouse=True)
def own_briefs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests, and servers that they start, keep their briefs out of the checkout."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLICYQA_BRIEFS", str(tmp_path_factory.mktemp("own") / "briefs"))
        yield


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


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run, which all processes that share its tests have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


def _built_once(folder: Path, corpus: Callable[[], Path]) -> Path:
    """``folder/index``, an index of what ``corpus`` returns, built by the first process that asks
    for it. Nothing may be written to it."""
    from indexer import build
    from indexer.index.store.manifest import CURRENT

    index = folder / "index"
    with FileLock(f"{folder}.lock"):
        if not (index / CURRENT).exists():
            build([corpus()], index)
    return index


@pytest.fixture(scope="session")
def seed_index(shared_reports: Path, run_folder: Path) -> Index:
    """An index of the two whole published reports, built once in a run."""
    from indexer import Index

    return Index.open(_built_once(run_folder / "seeds", lambda: shared_reports / "seeds"))


@pytest.fixture(scope="session")
def sample_index(sample_corpus: Path, run_folder: Path) -> Index:
    """An index of ``corpus/``, built once in a run."""
    from indexer import Index

    return Index.open(_built_once(run_folder / "samples", lambda: sample_corpus))


@pytest.fixture(scope="session")
def invented_dir(run_folder: Path) -> Path:
    """An index of the invented reports, built once in a run."""
    from tests.answers.invented import write_reports

    folder = run_folder / "invented"
    return _built_once(folder, lambda: write_reports(folder / "corpus"))


@pytest.fixture(scope="session")
def language_model(run_folder: Path) -> Iterator[str]:
    """Address of a real language model, served on this machine (tests/writing/local_model.py)."""
    from tests.writing.local_model import missing, served, weights

    if why := missing():
        pytest.skip(why)
    with FileLock(run_folder / "model.lock"):
        weights(run_folder)
    with served(run_folder) as address:
        yield address


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests get two more tries: they wait for a real browser on whatever machine this is.
    The slowest files come first."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=1))
    if os.environ.get("PYTEST_XDIST_WORKER"):
        place = {ROOT / "tests" / name: n for n, name in enumerate(SLOWEST)}
        items.sort(key=lambda item: place.get(item.path, len(place)))
