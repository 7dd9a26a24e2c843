"""Walks a folder of reports without leaving it through links, devices or pipes.

Whatever could be a report but is not accepted is listed with the reason, never skipped silently.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...readers.registry import SUPPORTED
from ...sandbox.file_names import escaped
from ...sandbox.opening import what_it_is

#: Formats that reports come in but that are not read.
OTHER_REPORTS = frozenset({".ofd", ".docm", ".mht", ".mhtml"})
# A folder's own documents (README.zh-CN.md, LICENSE-MIT.txt). "Licence checks 2024.md" is a report.
_ABOUT_FOLDER = re.compile(
    r"(?:readme|licen[cs]e|changelog)(?:[._-][a-z]{2,8}(?:-[a-z]{2,4})?)?\.(?:md|markdown|te?xt|html?)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Walked:
    """``files``: path below the folder, with ``/``, and real path, own files before links to them.
    ``refused``: path below the folder, odd characters written out, and one line that says why."""

    files: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def walk(folder: Path, roots: Sequence[str]) -> Walked:
    """Files below ``folder`` but hidden ones and READMEs. Links are followed to files inside of
    ``roots`` (real paths of all folders of the corpus), never to folders."""
    walked = Walked()
    links: list[tuple[str, str]] = []
    named: list[str] = []  # folders with a report's ending
    todo = [""]
    while todo:  # not recursive: folders may be nested deeper than Python's stack
        below = todo.pop()
        try:
            entries = sorted(os.scandir(folder / below), key=lambda entry: entry.name)
        except OSError as error:
            why = f"the folder cannot be opened ({error.strerror}); check its permissions"
            walked.refused.append((escaped(below) or ".", why))
            continue
        for entry in entries:
            if entry.name.startswith((".", "~$")):
                continue
            name = f"{below}/{entry.name}" if below else entry.name
            if entry.is_symlink():
                links.append((name, entry.path))
            elif entry.is_dir(follow_symlinks=False):
                todo.append(name)
                if _is_report(entry.name):
                    named.append(name)
            elif _is_report(entry.name):
                _take(walked, name, entry, os.path.realpath(folder))
    for name, path in sorted(links):
        _follow(walked, name, path, roots)
    for name in named:
        if not any(file.startswith(f"{name}/") for file, _ in walked.files):
            why = "is a folder, not a file; put the report itself there"
            walked.refused.append((escaped(name), why))
    return walked


def _is_report(name: str) -> bool:
    suffix = os.path.splitext(name)[1].lower()
    return suffix in SUPPORTED | OTHER_REPORTS and not _ABOUT_FOLDER.match(name)


def _take(walked: Walked, name: str, entry: os.DirEntry[str], root: str) -> None:
    what = _kind(entry.path)
    if what:
        walked.refused.append((escaped(name), f"is {what}, not a file; remove it"))
    else:
        walked.files.append((name, os.path.join(root, *name.split("/"))))


def _kind(path: str) -> str:
    """What is there, if no regular file; ``""`` too where it cannot be told: reading will tell."""
    try:
        return what_it_is(os.lstat(path).st_mode)
    except OSError:
        return ""


def _follow(walked: Walked, name: str, path: str, roots: Sequence[str]) -> None:
    """Take a link to a file inside, refuse one that leads elsewhere. A link to a folder inside
    adds nothing: what it holds is found where it lies."""
    real = os.path.realpath(path)
    try:
        mode = os.stat(path).st_mode
    except OSError:
        if _is_report(os.path.basename(name)):
            why = "is a broken link; fix or remove it"
            walked.refused.append((escaped(name), why))
        return
    if not stat.S_ISDIR(mode) and not _is_report(os.path.basename(name)):
        return
    if not any(real == root or real.startswith(root.rstrip(os.sep) + os.sep) for root in roots):
        why = (
            "is a link to a place outside the corpus; copy the report itself there, or add "
            "its folder to the build"
        )
        walked.refused.append((escaped(name), why))
    elif what_it_is(mode) and not stat.S_ISDIR(mode):
        walked.refused.append((escaped(name), f"is a link to {what_it_is(mode)}; remove it"))
    elif stat.S_ISREG(mode):
        walked.files.append((name, real))
