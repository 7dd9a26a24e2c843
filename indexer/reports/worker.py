"""The process that reads files for ``isolated``: ``python -m indexer.reports.worker``.

Requests and replies are pickles, each after its length (8 bytes, big-endian), on stdin and stdout.
It ends when stdin does.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import sys
from pathlib import Path
from typing import Any, BinaryIO

#: What a reply begins with.
DONE, REFUSED, MEMORY, FAILED = "done", "refused", "memory", "failed"


def send(stream: BinaryIO, message: object) -> None:
    """Write one message."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(8, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """The next message; raises EOFError where the other side is gone."""
    size = _exactly(stream, 8)
    return pickle.loads(_exactly(stream, int.from_bytes(size, "big")))


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if data is None or len(data) < size:
        raise EOFError
    return data


def main() -> None:
    """Serve requests until stdin ends."""
    requests, replies = sys.stdin.buffer, _own_stdout()
    from .read import read_report  # the slow imports, once

    send(replies, (DONE, None))
    while True:
        try:
            path, rel, overrides, folder, seconds, memory_mb = receive(requests)
        except EOFError:
            return
        _limit(seconds, memory_mb)
        try:
            os.chdir(folder)
            reply: tuple[str, object] = (DONE, read_report(Path(path), rel, overrides))
            send(replies, reply)
        except BrokenPipeError:
            return
        except Exception as error:
            _unlimited()
            send(replies, _refusal(error))


def _own_stdout() -> BinaryIO:
    """The real stdout; what libraries print goes to stderr instead."""
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = io.TextIOWrapper(io.BytesIO())
    return own


def _refusal(error: Exception) -> tuple[str, object]:
    from indexer.errors import ReadError

    if isinstance(error, MemoryError) or isinstance(error.__cause__, MemoryError):
        return MEMORY, ""
    if isinstance(error, ReadError):
        return REFUSED, str(error)
    text = str(error).splitlines()[0][:120] if str(error) else ""
    return FAILED, f"{type(error).__name__} {text}".strip()


def _limit(seconds: float, memory_mb: int) -> None:
    """Caps address space and processor time from here on (POSIX; elsewhere only the clock does)."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        cpu = int(used.ru_utime + used.ru_stime + seconds) + 2
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, hard))
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 2**20, hard))


def _unlimited() -> None:
    """Room to say what went wrong."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


if __name__ == "__main__":
    main()
