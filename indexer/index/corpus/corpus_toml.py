"""``corpus.toml``: what a person says of the files that lie beside it, over what was read.

::

    [reports."2025/annual report.pdf"]
    issuer = "Harbour Safety Authority"
    year = 2025
    sample = true

    [reports."report-corrected.html"]
    supersedes = "report.html"

Keys are paths relative to the folder of the file, with ``/``. An empty string or an absent key
leaves what was read from the report. ``same_as`` and ``supersedes`` name other files of the folder
(one or a list), ``separate`` keeps a file from being taken for another's copy or version.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath

from ...document.publication import PUBLICATION, is_address
from ...errors import BuildError, ReadError
from ...sandbox.file_names import escaped
from ...sandbox.opening import read_file

NAME = "corpus.toml"
#: Bytes of the file (some ten thousand reports), and characters of one detail.
MAX_BYTES = 4 * 2**20
MAX_TEXT = 1000
_TEXT = ("title", "issuer", "region", "kind", "date", "language", *PUBLICATION)
_DATES = ("date", "accessed")
_FILES = ("same_as", "supersedes")
RELATIONS = (*_FILES, "separate")
_ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def load_corpus_toml(folder: Path) -> dict[str, dict[str, object]]:
    """The tables of ``folder/corpus.toml``, by report path; ``{}`` where there is no such file.

    Values: str for title, issuer, region, kind, date (ISO 8601), language, url, place, publisher,
    number and accessed (ISO 8601), int for year, bool for sample and separate, a tuple of paths for
    same_as and supersedes; ``sources`` is free text (or a list of texts) and is checked but not
    returned.

    Raises:
        BuildError: the file cannot be read or parsed, or holds an unknown key or a wrong type.
    """
    path = folder / NAME
    if not os.path.lexists(path):
        return {}
    reports = _parsed(path).get("reports", {})
    if not isinstance(reports, dict):
        raise BuildError(f'{path}: "reports" must be a table; write [reports."file name.pdf"]')
    return {_key(path, key): _table(path, key, table) for key, table in reports.items()}


def _parsed(path: Path) -> Mapping[str, object]:
    try:
        content = tomllib.loads(_content(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BuildError(
            f"{path}: cannot be read as UTF-8 text ({error}); save it as UTF-8"
        ) from error
    except RecursionError as error:
        raise BuildError(
            f"{path}: nested too deeply; only tables of details are allowed"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise BuildError(f"{path}: not valid TOML ({error}); correct that line") from error
    for key in content:
        if key != "reports":
            raise BuildError(
                f'{path}: unknown key "{key}"; only tables [reports."file name"] are allowed'
            )
    return content


def _content(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size == 0:
            return b""
        return read_file(path, MAX_BYTES)[0]
    except ReadError as error:
        raise BuildError(str(error)) from error


def _key(path: Path, key: str) -> str:
    plain = PurePosixPath(key.replace("\\", "/"))
    if plain.is_absolute() or ".." in plain.parts or not plain.parts:
        raise BuildError(f'{path}: "{key}" must be a path below {path.parent}')
    return str(plain)


def _table(path: Path, report: str, table: object) -> dict[str, object]:
    if not isinstance(table, dict):
        raise BuildError(f'{path}: [reports."{report}"] must be a table of details')
    read = {key: _value(path, report, key, value) for key, value in table.items()}
    return {key: value for key, value in read.items() if value not in ("", ()) and key != "sources"}


def _value(path: Path, report: str, key: str, value: object) -> object:
    where = f'{path}: [reports."{report}"] {key}'
    if key in _TEXT:
        return _text(where, key, value)
    if key == "year":
        if isinstance(value, bool) or not (value == "" or isinstance(value, int)):
            raise BuildError(f"{where}: must be a whole number such as 2025")
        if isinstance(value, int) and not 1 <= value <= 9999:
            raise BuildError(f"{where}: must be a year from 1 to 9999")
        return value
    if key in _FILES:
        return _files(path, where, value)
    if key in ("sample", "separate"):
        if not isinstance(value, bool):
            raise BuildError(f"{where}: must be true or false")
        return value
    if key == "sources":
        if not isinstance(value, str | list):
            raise BuildError(f"{where}: must be a text or a list of texts")
        return value
    raise BuildError(
        f"{where}: unknown key; the known keys are {', '.join(_TEXT)}, year, sample, sources, "
        f"{', '.join(RELATIONS)}"
    )


def _files(path: Path, where: str, value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(
        isinstance(n, str) and n and escaped(n) == n and len(n) <= MAX_TEXT for n in names
    ):
        raise BuildError(f"{where}: must be a file name in quotes, or a list of them")
    return tuple(_key(path, name) for name in names)


def _text(where: str, key: str, value: object) -> str:
    if key in _DATES and isinstance(value, date):  # TOML has dates of its own
        return value.isoformat()[:10]
    if not isinstance(value, str):
        raise BuildError(f'{where}: must be text in quotes, such as "…"')
    if key == "url" and value and not is_address(value):
        raise BuildError(f'{where}: "{value[:80]}" is not an address such as https://example.org/a')
    if key in _DATES and value and not _ISO_DATE.fullmatch(value):
        raise BuildError(f'{where}: "{value}" is not an ISO 8601 date such as 2026-01-15 or 2026')
    if len(value) > MAX_TEXT or escaped(value) != value:
        raise BuildError(f"{where}: must be one line of at most {MAX_TEXT} printable characters")
    return value.strip()
