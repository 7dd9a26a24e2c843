"""The file of a brief: TOML that people can read and edit, written whole or not at all.

::

    title = "2025 年罚款情况"

    [[groups]]
    heading = "应急系统"

    [[groups.items]]
    id = "kdwqt"
    kind = "row"
    text = "衡阳市应急管理局（2025年）：罚款总额 740.9万元"
    figures = [
      { metric = "罚款总额", value = 7409000, unit = "CNY", raw = "740.9万元", citation = 1 },
    ]

    [[groups.items.citations]]
    quote = "…"

An edit locks the folder, reads the file anew, changes it and puts it in place by one rename: two
programs that edit a brief at once lose nothing of each other's.
"""

from __future__ import annotations

import os
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import PolicyQAError, UsageError
from ..sandbox.file_lock import lock, unlock
from .model import FORMAT, Contents
from .toml_form import from_toml, to_toml
from .toml_lines import Lines

SUFFIX = ".brief.toml"
MAX_BYTES = 32 * 2**20
_LOCK = ".briefs.lock"
_PATIENCE = 10.0  # seconds to wait for another program's edit, which takes milliseconds
_HEAD = (
    "# A brief of PolicyQA (docs/briefs.md). It may be edited by hand: reorder the tables, change\n"
    '# titles, headings, texts and notes. Comments are not kept; write them into "note".\n'
)


def read(path: Path) -> Contents:
    """The brief in ``path``. UsageError, one line that names the file and the line, for a file that
    is missing, no brief, or broken by hand."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"{path}: no such brief; create it with: policyqa brief new") from None
    except OSError as error:
        raise PolicyQAError(f"{path}: cannot be read ({error.strerror})") from None
    if len(data) > MAX_BYTES:
        raise UsageError(f"{path}: larger than {MAX_BYTES >> 20} MB; split the brief")
    return parsed(path, data)


def parsed(path: Path, data: bytes) -> Contents:
    """The brief in the bytes ``data`` of ``path``; errors as for :func:`read`."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UsageError(f"{path}:{line}: not UTF-8 text; save the file as UTF-8") from None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _line_of(str(error), text)
        raise UsageError(f"{path}:{line}: not valid TOML ({error}); correct that line") from None
    except RecursionError:
        raise UsageError(f"{path}:1: nested too deeply; not a brief") from None
    return _contents(path, text, table)


def _line_of(message: str, text: str) -> int:
    """The line in an error of tomllib: "(at line 3, column 8)" or "at end of document"."""
    _, _, place = message.partition("(at line ")
    number = place.partition(",")[0]
    return int(number) if number.isdigit() else text.count("\n") + 1


def _contents(path: Path, text: str, table: dict[str, Any]) -> Contents:
    lines = Lines(text)

    def fault(at: str, key: str, why: str) -> UsageError:
        return UsageError(f"{path}:{lines.of(at, key)}: {why}; see docs/briefs.md")

    version = table.pop("format", FORMAT)
    if not isinstance(version, int) or version > FORMAT:
        raise UsageError(
            f"{path}:{lines.of('', 'format')}: written by a newer version of PolicyQA; update it"
        )
    contents = from_toml(Contents, table, "", fault)
    seen: set[str] = set()
    headings = [group.heading for group in contents.groups]
    for g, group in enumerate(contents.groups):
        if group.heading in headings[:g]:
            raise fault(f"groups[{g}]", "heading", f'the heading "{group.heading}" is used twice')
        for i, item in enumerate(group.items):
            at = f"groups[{g}].items[{i}]"
            if item.id in seen or not item.id or item.id.isdigit():
                raise fault(at, "id", f'the id "{item.id}" is used twice, empty or a number')
            seen.add(item.id)
            for n, figure in enumerate(item.figures):
                if not 1 <= figure.citation <= len(item.citations):
                    raise fault(
                        at,
                        "figures",
                        f"figure {n + 1} names citation {figure.citation}, and the item has "
                        f"{len(item.citations)}",
                    )
    return contents


def written(contents: Contents) -> bytes:
    """The bytes of a brief's file."""
    return (_HEAD + f"format = {FORMAT}\n" + to_toml(contents)).encode()


def create(path: Path, contents: Contents) -> None:
    """Write a new brief; UsageError where a file of that name exists."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PolicyQAError(f"{path.parent}: cannot be created ({error.strerror})") from None
    with _locked(path):
        if path.exists():
            raise UsageError(f"{path}: exists already; choose another title or file")
        _replace(path, written(contents))


def edit(path: Path, change: Callable[[Contents], Contents]) -> Contents:
    """Read the brief, change it, and write it if that changed it; gives what the file now holds."""
    if not path.exists():
        read(path)  # says so
    with _locked(path):
        before = read(path)
        after = change(before)
        if after != before:
            _replace(path, written(after))
    return after


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    try:
        file = (path.parent / _LOCK).open("a+b")
    except OSError as error:
        raise PolicyQAError(
            f"{path.parent}: cannot be written to ({error.strerror}); check its permissions"
        ) from None
    with file:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                lock(file)
                break
            except OSError:
                if time.monotonic() > until:
                    raise PolicyQAError(
                        f"{path}: another program has been writing briefs in this folder for "
                        f"{_PATIENCE:.0f} s; try again"
                    ) from None
                time.sleep(0.02)
        try:
            yield
        finally:
            unlock(file)


def _replace(path: Path, data: bytes) -> None:
    """Put ``data`` in place of ``path`` by one rename, on disk before that."""
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            os.chmod(temporary, mode)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise PolicyQAError(f"{path}: cannot be written ({error.strerror})") from None
