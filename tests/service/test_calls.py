from __future__ import annotations

from pathlib import Path

import pytest

from indexer import Filters, Index
from indexer.errors import UsageError
from indexer.service import calls
from indexer.service.workers import Deadline, TimeLimit


class _Looks(Deadline):
    """Counts how often it is looked at; the time is up at the look after ``most``."""

    def __init__(self, most: int) -> None:
        super().__init__(60)
        self.most, self.looks = most, 0

    def check(self) -> None:
        self.looks += 1
        if self.looks > self.most:
            raise TimeLimit("up")


def test_a_long_draft_is_given_up_between_two_sentences(small_index: Path) -> None:
    text = "鹿泽县应急管理局2025年罚款11.1万元。\n\n" * 5
    with Index.open(small_index / "index") as index:
        whole = _Looks(100)
        claims = calls.cite(index, text, "gb7714", Filters(), whole).claims
        assert len(claims) == 5 <= whole.looks
        assert all(text[c.start : c.end] == c.text for c in claims)
        with pytest.raises(TimeLimit):
            calls.cite(index, text, "gb7714", Filters(), _Looks(2))


def test_a_draft_past_its_deadline_is_given_up(small_index: Path) -> None:
    with Index.open(small_index / "index") as index, pytest.raises(TimeLimit):
        calls.cite(index, "鹿泽县罚款11.1万元。", "gb7714", Filters(), Deadline(-1))


def test_a_passage_comes_with_what_stands_around_it(small_index: Path) -> None:
    with Index.open(small_index / "index") as index:
        row = index.reports[0]
        text = index.text(row.id)
        start = text.index("罚款")
        found = calls.passage(index, row.id, start, start + 2, 5)
        assert (found.before, found.text, found.after) == (
            text[start - 5 : start],
            "罚款",
            text[start + 2 : start + 7],
        )
        assert "（一）处罚。" in found.section[-1] + "。"
        with pytest.raises(UsageError, match="characters"):
            calls.passage(index, row.id, 0, len(text) + 1, 5)
