"""Only regular files of a bounded size are opened, and only unchanged ones are taken."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest

from indexer.errors import ReadError
from indexer.sandbox.opening import read_file

posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and devices of POSIX")


def test_the_state_is_that_of_the_very_bytes_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"ponds")
    data, state = read_file(path, 5)
    assert data == b"ponds" and state.size == 5
    assert state.sha256 == hashlib.sha256(b"ponds").hexdigest()
    assert state.mtime_ns == path.stat().st_mtime_ns


def refusal(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read_file(path, 1000)
    return str(caught.value)


def test_a_missing_an_empty_a_large_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "a")
    (tmp_path / "b").touch()
    assert "empty file" in refusal(tmp_path / "b")
    with (tmp_path / "c").open("wb") as stream:
        os.truncate(stream.fileno(), 10 * 2**30)
    assert "too large (10240 MB" in refusal(tmp_path / "c")
    assert "is a folder" in refusal(tmp_path)


@posix
@pytest.mark.timeout(20)
def test_pipes_sockets_and_devices_are_refused_without_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "p")
    assert "is a pipe" in refusal(tmp_path / "p")
    assert "is a device" in refusal(Path("/dev/zero"))
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("s")
        assert "is a socket" in refusal(Path("s"))


@posix
def test_a_file_that_grows_while_it_is_read_is_left_for_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"ponds")
    real, calls = os.fstat, []

    def growing(handle: int) -> os.stat_result:
        calls.append(handle)
        if len(calls) == 2:  # between reading and looking again
            with path.open("ab") as stream:
                stream.write(b" and reeds")
        return real(handle)

    monkeypatch.setattr(os, "fstat", growing)
    assert "changed while it was read" in refusal(path)
