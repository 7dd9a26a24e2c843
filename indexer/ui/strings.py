"""Every word that the page itself says: a file of ``languages/`` each, read once.

A language is one such file, named by its ISO 639-1 code; what it lacks is shown in English. Some
entries go into Streamlit labels, which read Markdown: they hold none, and what comes out of a
report is never filled into an entry that becomes a label (see safe.py).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

_FALLBACK = "en"


@cache
def catalogues() -> dict[str, dict[str, str]]:
    """Each language's entries by key, unfilled; Chinese first."""
    found = {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in files(__package__).joinpath("languages").iterdir()
        if file.name.endswith(".toml")
    }
    return dict(sorted(found.items(), key=lambda item: (item[0] != "zh", item[0])))


def languages() -> dict[str, str]:
    """What each language calls itself, by its code."""
    return {code: entries["own_name"] for code, entries in catalogues().items()}


def tr(language: str, key: str, default: str | None = None, **values: object) -> str:
    """Entry ``key`` in ``language``, else in English, else ``default``; filled."""
    every = catalogues()
    own, english = every.get(language, {}), every[_FALLBACK]
    entry = own.get(key) or english.get(key) or default
    if entry is None:
        raise KeyError(key)
    return entry.format(**values)


def language_of(locale: str | None) -> str:
    """The page's language for a browser whose first language is ``locale`` (zh-Hant-TW), English
    where there is no catalogue of it."""
    code = (locale or "").lower().replace("_", "-").split("-")[0]
    return code if code in catalogues() else _FALLBACK
