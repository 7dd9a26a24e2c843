"""All text of the web page: one file of ``languages/`` per language, read once.

A file is named by the language's ISO 639-1 code; entries that it lacks are shown in English. Some
entries go into Streamlit labels, which interpret Markdown: they contain none, and text from a
report is never inserted into an entry that becomes a label (see safe.py).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

_FALLBACK = "en"


@cache
def catalogues() -> dict[str, dict[str, str]]:
    """The entries of each language by key, unfilled; Chinese first."""
    found = {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in files(__package__).joinpath("languages").iterdir()
        if file.name.endswith(".toml")
    }
    return dict(sorted(found.items(), key=lambda item: (item[0] != "zh", item[0])))


def languages() -> dict[str, str]:
    """The name of each language in that language, by its code."""
    return {code: entries["own_name"] for code, entries in catalogues().items()}


def tr(language: str, key: str, default: str | None = None, **values: object) -> str:
    """Entry ``key`` in ``language``, otherwise in English, otherwise ``default``; filled."""
    every = catalogues()
    entry = every.get(language, {}).get(key) or every[_FALLBACK].get(key) or default
    if entry is None:
        raise KeyError(key)
    return entry.format(**values)


def language_of(locale: str | None) -> str:
    """The page's language for a browser whose first language is ``locale`` (zh-CN, zh-Hant-TW):
    English if there is no catalogue for it."""
    code = (locale or "").lower().replace("_", "-").split("-")[0]
    return code if code in catalogues() else _FALLBACK
