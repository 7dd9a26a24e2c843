"""The process that reads files for ``isolated``: ``python -m indexer.reading.worker``.

Requests and replies are messages of ``messages`` on stdin and stdout. It ends when stdin does.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from ..readers.ocr.engine import PageRead
from ..sandbox import messages
from ..sandbox.limits import MAX_REPLY, MAX_SCRATCH, MB, Limits

#: The first element of a reply.
DONE, REFUSED, MEMORY, FAILED = "done", "refused", "memory", "failed"
#: A reply with the numbers of the pages that must be recognised first (``scans``).
SCANS = "scans"
#: Bytes of the longest request: a path, what corpus.toml says of the file, recognised pages.
MAX_REQUEST = 128 * MB
_SPARE_SECONDS = 5


def main() -> None:
    """Serve requests until stdin ends."""
    requests, replies = sys.stdin.buffer, own_stdout()
    from ..readers.ocr.pages import render
    from ..readers.ocr.scans import NeedsRecognition, provide_pages, request_pages
    from ..readers.registry import file_bytes, load_readers
    from .ocr_worker import pack_picture
    from .read import read_report  # the slow imports, once

    load_readers()
    recognised = messages.decoder(tuple[tuple[int, PageRead], ...])

    messages.send(replies, (DONE, None), MAX_REPLY)
    while True:
        try:
            path, rel, overrides, folder, seconds, memory_mb, soffice, scans = messages.receive(
                requests, MAX_REQUEST
            )
        except EOFError:
            return
        limit(seconds, memory_mb)
        try:
            os.chdir(folder)
            data, state = file_bytes(Path(path))
            if isinstance(scans, int):  # a page to be drawn
                messages.send(replies, (DONE, pack_picture(render(data, scans))), MAX_REPLY)
                unlimited()
                continue
            recognise = request_pages if scans is None else provide_pages(dict(recognised(scans)))
            report = read_report(
                Path(path), rel, overrides, data, recognise=recognise, soffice=soffice
            )
            del data
            messages.send(replies, (DONE, (report, state)), MAX_REPLY)
            del report
            unlimited()
        except BrokenPipeError:
            return
        except messages.BadMessage as error:
            reply(replies, (REFUSED, f"{path}: yields too much text and figures ({error})"))
        except NeedsRecognition as needed:
            reply(replies, (SCANS, list(needed.pages)))
        except Exception as error:
            reply(replies, refusal(error))


def own_stdout() -> BinaryIO:
    """The real stdout; what libraries print goes to stderr instead."""
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = io.TextIOWrapper(io.BytesIO())
    return own


def reply(replies: BinaryIO, message: tuple[str, object]) -> None:
    """Say what went wrong, with room for it."""
    unlimited()
    messages.send(replies, message, MAX_REPLY)


def refusal(error: Exception) -> tuple[str, str]:
    from indexer.errors import ReadError

    if isinstance(error, MemoryError) or isinstance(error.__cause__, MemoryError):
        return MEMORY, ""
    if isinstance(error, ReadError):
        return REFUSED, str(error)
    text = str(error).splitlines()[0][:120] if str(error) else ""
    return FAILED, f"{type(error).__name__} {text}".strip()


def limit(seconds: float, memory_mb: int) -> None:
    """Caps address space, processor time and file size from here on (POSIX; elsewhere only the
    clock does). An alarm ends a worker that a dead build left waiting."""
    with contextlib.suppress(ImportError, AttributeError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        cpu = int(used.ru_utime + used.ru_stime + seconds) + 2
        _cap(resource.RLIMIT_CPU, cpu)
        _cap(resource.RLIMIT_AS, memory_mb * MB)
        _cap(resource.RLIMIT_FSIZE, MAX_SCRATCH)
        _cap(resource.RLIMIT_CORE, 0)
        signal.alarm(int(Limits(seconds, memory_mb).wall_seconds) + _SPARE_SECONDS)


def unlimited() -> None:
    """Room to say what went wrong, and no alarm while there is nothing to do."""
    with contextlib.suppress(ImportError, AttributeError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
        signal.alarm(0)


def _cap(what: int, value: int) -> None:
    import resource

    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


if __name__ == "__main__":
    main()
