"""Builds on a Ray cluster: real ones, started on this machine."""

from __future__ import annotations

import builtins
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.resume import differences, write_corpus
from indexer.errors import BuildError, UsageError
from indexer.index.building.build import build
from indexer.index.building.progress import Progress
from indexer.index.building.unfinished import UNFINISHED
from indexer.index.store.verify import verify

from ..made import write_corpus as small_corpus

pytestmark = pytest.mark.slow


@pytest.fixture
def nodes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A cluster of two nodes with one CPU each."""
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'policyqa[cluster]'")
    from ray.cluster_utils import Cluster

    cluster: Any = Cluster(
        initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False}
    )
    cluster.add_node(num_cpus=1)
    yield cluster
    cluster.shutdown()


@pytest.fixture
def two_nodes(nodes: Any) -> str:
    """Its address."""
    return f"ray://{nodes.address}"


def test_two_nodes_give_the_index_that_one_process_gives(two_nodes: str, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", 200, 7)
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    alone = build([corpus], tmp_path / "alone")
    shared = build([corpus], tmp_path / "shared", on=two_nodes)
    assert shared.failed == alone.failed != []
    assert shared.embedded == alone.embedded > 128  # more than one node's batch
    assert differences(tmp_path / "alone", tmp_path / "shared") == []
    assert verify(tmp_path / "shared") == []


def test_a_cluster_is_started_here_and_what_it_did_before_a_kill_is_kept(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'policyqa[cluster]'")
    corpus, index = small_corpus(tmp_path / "corpus", 4), tmp_path / "index"

    class Stopped(BaseException):
        pass

    def stop(progress: Progress) -> None:
        if progress.stage == "write":
            raise Stopped

    with pytest.raises(Stopped):
        build([corpus], index, on="ray", on_progress=stop)
    assert (index / UNFINISHED).exists()
    alone = build([corpus], tmp_path / "alone")
    assert build([corpus], index).resumed == alone.embedded
    assert differences(tmp_path / "alone", index) == []


def test_a_node_that_fails_ends_the_build_in_one_line_and_the_next_one_resumes(
    nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from indexer.index.building import cluster

    made, actors = cluster.Cluster._actors, list[Any]()
    monkeypatch.setattr(
        cluster.Cluster, "_actors", lambda *both: (actors.extend(n := made(*both)), n)[1]
    )
    corpus, index = write_corpus(tmp_path / "corpus", 300, 7), tmp_path / "index"

    def lose(progress: Progress) -> None:
        if progress.stage == "embed" and progress.passages_done:
            import ray

            ray.kill(actors[1][0])

    with pytest.raises(BuildError, match=r"a node failed .*build again") as told:
        build([corpus], index, on=f"ray://{nodes.address}", on_progress=lose)
    assert "\n" not in str(told.value)
    summary = build([corpus], index)
    assert summary.resumed >= 64 and summary.embedded + summary.resumed > 250
    assert verify(index) == []


def test_a_node_that_does_not_see_the_reports_or_runs_other_code_is_named_in_one_line(
    two_nodes: str,
) -> None:
    from indexer.glossary import NO_GLOSSARY
    from indexer.index.building.cluster import Cluster
    from indexer.index.building.fingerprint import Fingerprints, fingerprints

    prints = fingerprints(NO_GLOSSARY, {})
    with pytest.raises(BuildError, match=r"a node does not see /nowhere; put the reports"):
        Cluster(two_nodes, ["/nowhere"], prints, None)
    with pytest.raises(BuildError, match="a node runs another version"):
        Cluster(two_nodes, [], Fingerprints(prints.reading, "", "", "older"), None)


def test_without_ray_the_extra_is_named_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, index = small_corpus(tmp_path / "corpus", 1), tmp_path / "index"
    real = builtins.__import__

    def no_ray(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "ray":
            raise ImportError("No module named 'ray'")
        return real(name, *rest, **more)

    monkeypatch.delitem(sys.modules, "ray", raising=False)
    monkeypatch.setattr(builtins, "__import__", no_ray)
    with pytest.raises(BuildError, match=r"--on ray needs Ray; run: pip install .policyqa\[clu"):
        build([corpus], index, on="ray")
    monkeypatch.undo()
    assert build([corpus], index).reports == 1


def test_an_address_where_nobody_listens_is_one_line_at_once(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'policyqa[cluster]'")
    corpus = small_corpus(tmp_path / "corpus", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"ray://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(BuildError, match=f"--on {address}: the cluster cannot be reached") as told:
        build([corpus], tmp_path / "index", on=address)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("on", ["", "spark", "ray://", "ray://host", "ray://host:0", "ray:x"])
def test_another_name_is_refused_with_those_that_are_known(tmp_path: Path, on: str) -> None:
    corpus = small_corpus(tmp_path / "corpus", 1)
    with pytest.raises(UsageError, match="give ray, or ray://HOST:PORT"):
        build([corpus], tmp_path / "index", on=on)
