from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Filters, Index
from indexer.errors import UsageError
from indexer.service import calls
from indexer.service.workers import Deadline, TimeLimit

PROSE = st.text(alphabet="县局罚款48 a.。\n", max_size=400)


@given(PROSE, st.integers(2, 50))
def test_blocks_of_a_draft_join_to_the_draft_and_know_their_offsets(text: str, size: int) -> None:
    parts = list(calls.blocks(text, size))
    assert "".join(part for _, part in parts) == text
    assert all(text.startswith(part, start) for start, part in parts)
    assert all(len(part) <= size for _, part in parts)


def test_blocks_are_cut_at_the_end_of_a_paragraph_where_there_is_one() -> None:
    text = "一二三四五六。\n\n七八九十。\n\n末"
    assert [part for _, part in calls.blocks(text, 11)] == ["一二三四五六。\n\n", "七八九十。\n\n末"]


def test_claims_of_a_long_draft_count_in_the_draft_and_not_in_its_block(
    small_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "BLOCK", 40)
    monkeypatch.setattr(calls.blocks, "__defaults__", (40,))
    text = "鹿泽县应急管理局2025年罚款11.1万元。\n\n" * 5
    with Index.open(small_index / "index") as index:
        claims = calls.cite(index, text, "gb7714", Filters(), Deadline(60))["claims"]
    assert len(claims) == 5
    assert all(text[c["start"]: c["end"]] == c["text"] for c in claims)


def test_a_draft_past_its_deadline_is_given_up(small_index: Path) -> None:
    with Index.open(small_index / "index") as index, pytest.raises(TimeLimit):
        calls.cite(index, "鹿泽县罚款11.1万元。", "gb7714", Filters(), Deadline(-1))


def test_a_passage_comes_with_what_stands_around_it(small_index: Path) -> None:
    with Index.open(small_index / "index") as index:
        row = index.reports[0]
        text = index.generation.text(row.row)
        start = text.index("罚款")
        found = calls.passage(index, row.id, start, start + 2, 5)
        assert (found["before"], found["text"], found["after"]) == (
            text[start - 5: start], "罚款", text[start + 2: start + 7])
        assert "（一）处罚。" in found["section"][-1] + "。"
        with pytest.raises(UsageError, match="characters"):
            calls.passage(index, row.id, 0, len(text) + 1, 5)
