"""All text of the web page, in Chinese and English: strings.toml, read once.

Some entries go into Streamlit labels, which interpret Markdown: they contain none, and text from a
report is never inserted into an entry that becomes a label (see safe.py).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = {"zh": "中文", "en": "English"}


@cache
def catalogue() -> dict[str, tuple[str, str]]:
    """Chinese and English by key, unfilled."""
    text = files(__package__).joinpath("strings.toml").read_text(encoding="utf-8")
    return {key: (chinese, english) for key, (chinese, english) in tomllib.loads(text).items()}


def tr(language: str, key: str, **values: object) -> str:
    """Entry ``key`` in ``language`` (``zh``, or anything else for English), filled."""
    chinese, english = catalogue()[key]
    return (chinese if language == "zh" else english).format(**values)


def language_of(locale: str | None) -> str:
    """``zh`` for a browser whose first language is Chinese (zh-CN, zh-Hant-TW), else ``en``."""
    return "zh" if (locale or "").lower().replace("_", "-").split("-")[0] == "zh" else "en"
