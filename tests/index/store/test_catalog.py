from __future__ import annotations

from pathlib import Path

import pytest

from indexer import build
from indexer.index.store.catalog import Catalog
from indexer.index.store.generation import Generation
from tests.index.made import write_corpus


@pytest.fixture(scope="module")
def catalog(tmp_path_factory) -> Catalog:
    folder: Path = tmp_path_factory.mktemp("catalog")
    build([write_corpus(folder / "corpus")], folder / "index")
    with Generation.open(folder / "index") as generation:
        return Catalog(generation.folder)


def test_tables_are_counted_once_however_many_reports_are_carried_over(
    catalog: Catalog, monkeypatch
) -> None:
    asked: list[str] = []
    rows = catalog._rows

    def noted(query: str, *values: object):
        asked.append(query)
        return rows(query, *values)

    monkeypatch.setattr(catalog, "_rows", noted)
    contents = [catalog.content(report) for report in (0, 1, 2, 3)]
    assert sum("count(*)" in query for query in asked) == 2  # of passages and of sentences
    assert [len(c.passages) > 0 and len(c.sentences) > 0 for c in contents] == [True] * 4
    assert sum(len(c.sentences) for c in contents) == catalog.count("sentences")


def test_no_query_for_one_report_reads_a_whole_table(catalog: Catalog, monkeypatch) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []
    rows = catalog._rows

    def noted(query: str, *values: object):
        asked.append((query, values))
        return rows(query, *values)

    catalog.content(0)  # what is read once is known
    monkeypatch.setattr(catalog, "_rows", noted)
    catalog.content(2)
    catalog.passage(1)
    catalog.figure(1)
    catalog.figures_of_sentences([1, 2])
    plans = [
        (query, step[3]) for query, v in asked for step in rows(f"EXPLAIN QUERY PLAN {query}", *v)
    ]
    assert plans and not [plan for plan in plans if plan[1].startswith("SCAN")]
