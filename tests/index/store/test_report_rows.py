from __future__ import annotations

import random

import pytest

from indexer import Index
from indexer.document.report import Details
from indexer.index.schema import ReportRow, WorkRow
from indexer.index.store import report_rows
from indexer.index.store.catalog import Catalog
from indexer.index.store.generation import Generation
from indexer.index.store.report_rows import ReportRows
from indexer.index.store.work_relations import WorkRelations


def row(number: int, issuer: str = "") -> ReportRow:
    details = Details(title=f"t{number}", issuer=issuer)
    return ReportRow(number, f"r{number}", f"{number}.txt", "text", details, None, 1, "0")


def test_rows_are_those_of_a_list_and_each_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_rows, "_BLOCK", 4)
    whole = [row(n) for n in range(10)]
    read: list[tuple[int, int]] = []

    def part(first: int, end: int) -> list[ReportRow]:
        read.append((first, end))
        return whole[first:end]

    rows = ReportRows(len(whole), part)
    assert len(rows) == 10 and not read
    assert rows[-1] == whole[-1] and read == [(8, 10)]
    assert rows[3:6] == whole[3:6] and rows[::-3] == whole[::-3]
    assert list(rows) == whole and whole[5] in rows
    assert sorted(read) == [(0, 4), (4, 8), (8, 10)]
    with pytest.raises(IndexError):
        rows[10]


def test_opening_an_index_reads_no_report(
    sample_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[int, int | None]] = []
    reports = Catalog.reports

    def told(self: Catalog, first: int = 0, end: int | None = None) -> list[ReportRow]:
        read.append((first, end))
        return reports(self, first, end)

    monkeypatch.setattr(Catalog, "reports", told)
    with Generation.open(sample_index.generation.index_dir) as generation:
        assert not read
        assert generation.languages == {r.details.language for r in generation.reports}
        assert len(read) == 1
        last = generation.reports[-1]
        assert generation.report(last.id) == generation.find_report(last.path) == last
        with pytest.raises(KeyError):
            generation.report(last.path)


def test_reports_that_stand_alone_need_no_place() -> None:
    """Relations are the same from the rows that have copies or versions alone."""
    rng = random.Random(3)
    reports = [row(n, "" if n % 2 else f"body {n}") for n in range(30)]
    every = {n: WorkRow(n, n) for n in range(30)}
    for copy, chief in ((4, 2), (5, 2), (9, 8)):
        every[copy] = WorkRow(copy, chief, reason="same")
    every[8] = WorkRow(8, 8, successor=20)
    every[9] = WorkRow(9, 8, successor=20, reason="same")
    every[11] = WorkRow(11, 11, unordered=(12,))
    apart = {2, 4, 5, 8, 9, 11, 20}
    full = WorkRelations(reports, [every[n] for n in range(30)])
    few = WorkRelations(reports, [every[n] for n in sorted(apart)])
    assert (full.live, full.plain, full.places) == (few.live, few.plain, few.places)
    for number in rng.sample(range(30), 30):
        for told in ("work", "standing", "copies", "is_superseded", "older", "reason", "links"):
            assert getattr(full, told)(number) == getattr(few, told)(number)
    assert list(full.completed()) == list(few.completed())
    assert few.completed()[2].details.issuer == "body 2"
