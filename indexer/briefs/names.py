"""File names of briefs, made from their titles, and the briefs of a folder."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from ..errors import PolicyQAError, UsageError
from ..sandbox.file_names import composed, escaped
from .file import SUFFIX, read
from .limits import NAME, checked
from .model import STANDING, BriefEntry

_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_MAX_BYTES = 180  # of UTF-8; most file systems take 255


def name_of(title: str) -> str:
    """A file name without ending for ``title``, on any system; Chinese stays as it is. UsageError
    for a title of nothing but signs."""
    clean = _UNSAFE.sub(" ", unicodedata.normalize("NFC", title))
    clean = " ".join(clean.split()).strip(" .")
    if clean.lower().endswith(SUFFIX):
        clean = clean[: -len(SUFFIX)].strip(" .")
    clean = clean.encode("utf-8", "ignore")[:_MAX_BYTES].decode("utf-8", "ignore").strip(" .")
    if not any(c.isalnum() for c in clean):
        raise UsageError(f'"{escaped(title[:80])}": the title needs letters or digits')
    return f"_{clean}" if _RESERVED.match(clean) else clean


def path_in(folder: Path, name: str) -> Path:
    """The file of the brief called ``name`` in ``folder``; an existing one in either Unicode form.
    UsageError for a name that is no plain name of a brief (``../x``)."""
    wanted = name[: -len(SUFFIX)] if name.endswith(SUFFIX) else name
    checked("name", wanted, NAME)
    if not wanted.strip() or wanted != _UNSAFE.sub(" ", wanted) or wanted.startswith("."):
        raise UsageError(f'"{escaped(name[:80])}": not the name of a brief')
    for path in paths(folder):
        if composed(path.name) == composed(wanted + SUFFIX):
            return path
    return folder / (name_of(wanted) + SUFFIX)


def path_of(folder: Path, title: str) -> Path:
    """The file for a new brief with that title in ``folder``."""
    return folder / (name_of(title) + SUFFIX)


def paths(folder: Path) -> list[Path]:
    """The files of the briefs in ``folder``, in order of name; none where there is no folder."""
    try:
        return sorted(
            p for p in folder.iterdir() if p.name.endswith(SUFFIX) and not p.name.startswith(".")
        )
    except FileNotFoundError:
        return []
    except OSError as error:
        raise PolicyQAError(f"{folder}: cannot be read ({error.strerror})") from None


def short_name(path: Path) -> str:
    """The name of the brief in the file ``path``."""
    return path.name.removesuffix(SUFFIX)


def newest(folder: Path) -> Path | None:
    """The brief of ``folder`` that was changed last; None where there is none."""
    return max(paths(folder), key=lambda path: path.stat().st_mtime_ns, default=None)


def found(name: str, folder: Path) -> Path:
    """The file that a user means: a path, or the name or title of a brief in ``folder``."""
    given = Path(name)
    if name.endswith(".toml") or "/" in name or "\\" in name or given.is_file():
        return given
    return path_in(folder, name)


def entry_of(path: Path) -> BriefEntry:
    """A brief in a list; one that cannot be read says why."""
    name = short_name(path)
    try:
        contents = read(path)
    except PolicyQAError as error:
        return BriefEntry(name, "", 0, 0, problem=" ".join(str(error).split()))
    marked = sum(item.state not in STANDING for item in contents.items)
    return BriefEntry(name, contents.title, len(contents.items), marked, contents.checked)
