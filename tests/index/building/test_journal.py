"""Journals that are cut, altered and written to again."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.index.building.journal import KEY, Journal

KEYS = [bytes([n]) * KEY for n in range(1, 4)]
PAYLOADS = [b"one" * 100, b"", b"three" * 50]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    journal = Journal(tmp_path / "a.journal")
    for key, payload in zip(KEYS, PAYLOADS, strict=True):
        journal.append(key, payload)
    journal.close()
    return tmp_path / "a.journal"


def found(path: Path) -> list[bytes | None]:
    journal = Journal(path)
    try:
        return [journal.get(key) for key in KEYS]
    finally:
        journal.close()


def test_records_are_there_when_it_is_opened_again(path: Path) -> None:
    assert found(path) == PAYLOADS


def test_wherever_it_is_cut_the_records_before_stay_and_it_can_be_gone_on_with(path: Path) -> None:
    whole = path.read_bytes()
    ends = [whole.find(key) + KEY + len(p) for key, p in zip(KEYS, PAYLOADS, strict=True)]
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        left = sum(end <= cut for end in ends)
        assert found(path) == [*PAYLOADS[:left], *[None] * (3 - left)]
        assert path.stat().st_size == (ends[left - 1] if left else 0)
    path.write_bytes(whole[:-1])
    journal = Journal(path)
    journal.append(KEYS[2], b"again")
    journal.close()
    assert found(path) == [*PAYLOADS[:2], b"again"]


def test_an_altered_byte_loses_records_but_never_alters_one(path: Path) -> None:
    whole = path.read_bytes()
    for place in range(len(whole)):
        altered = bytearray(whole)
        altered[place] ^= 0x10
        path.write_bytes(bytes(altered))
        assert all(got in (None, true) for got, true in zip(found(path), PAYLOADS, strict=True))


def test_a_tail_of_zeros_as_a_power_failure_leaves_it_is_cut_off(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole + bytes(4096))
    assert found(path) == PAYLOADS and path.read_bytes() == whole


def test_the_last_record_of_a_key_counts(path: Path) -> None:
    journal = Journal(path)
    journal.append(KEYS[0], b"newer")
    assert journal.get(KEYS[0]) == b"newer" and len(journal) == 3
    journal.close()
    assert found(path)[0] == b"newer"
