"""Settings with sensible defaults; environment variables override them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .errors import UsageError


def _path(name: str, default: str) -> Path:
    return Path(os.environ.get(name) or default)


def _optional_path(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None


def usable_cores() -> int:
    """CPU cores that this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def _workers() -> int:
    """``POLICYQA_WORKERS``, else one for each core that this process may use, at most 16."""
    value = os.environ.get("POLICYQA_WORKERS", "").strip()
    if value:
        if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 64:
            raise UsageError(f"POLICYQA_WORKERS is {value!r}; it must be a number from 1 to 64")
        return int(value)
    return min(16, usable_cores())


def _seconds(name: str, default: float) -> float:
    """A time in seconds, above 0."""
    value = os.environ.get(name, "").strip()
    try:
        seconds = float(value) if value else default
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise UsageError(f"{name} is {value!r}; it must be a number of seconds up to 3600")
    return seconds


def _stripped(name: str) -> str | None:
    return os.environ.get(name, "").strip() or None


def _today() -> date | None:
    try:
        return date.fromisoformat(os.environ.get("POLICYQA_TODAY", ""))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Settings:
    """Read once, where a command, a server, the page or a call of the Python API begins, and
    passed on from there.

    ``index``: index folder (``POLICYQA_INDEX``); ``corpus``: folder to index if none is given
    (``POLICYQA_CORPUS``); ``briefs``: folder of the briefs (``POLICYQA_BRIEFS``); ``glossary``: a
    TOML file with your own terms (``POLICYQA_GLOSSARY``, formerly ``POLICYQA_LEXICON``);
    ``workers``: how many files a build reads in parallel (``POLICYQA_WORKERS``), each in a process
    of about 60 MB; ``soffice``: the LibreOffice program (``POLICYQA_SOFFICE``; None: searched for,
    ``""``: not used); ``token``: what requests to the servers must send (``POLICYQA_TOKEN``);
    ``milvus_token``: what a Milvus server that keeps vectors asks for, USER:PASSWORD or an API key
    (``POLICYQA_MILVUS_TOKEN``); ``llm_url``, ``llm_model``, ``llm_key``: address of an
    OpenAI-compatible endpoint, the model's name there and its API key (``POLICYQA_LLM_URL``,
    ``POLICYQA_LLM_MODEL``, ``POLICYQA_LLM_KEY``; without an address no language model is used),
    ``llm_timeout``: how many seconds to wait for it (``POLICYQA_LLM_TIMEOUT``); ``today``: the day
    that "last year" refers to (``POLICYQA_TODAY``, ISO 8601; None: the current one)."""

    index: Path = field(default_factory=lambda: _path("POLICYQA_INDEX", ".policyqa"))
    corpus: Path = field(default_factory=lambda: _path("POLICYQA_CORPUS", "corpus"))
    briefs: Path = field(default_factory=lambda: _path("POLICYQA_BRIEFS", "briefs"))
    glossary: Path | None = field(
        default_factory=lambda: (
            _optional_path("POLICYQA_GLOSSARY") or _optional_path("POLICYQA_LEXICON")
        )
    )
    workers: int = field(default_factory=_workers)
    soffice: str | None = field(default_factory=lambda: os.environ.get("POLICYQA_SOFFICE"))
    token: str | None = field(
        default_factory=lambda: os.environ.get("POLICYQA_TOKEN") or None, repr=False
    )
    milvus_token: str | None = field(
        default_factory=lambda: os.environ.get("POLICYQA_MILVUS_TOKEN") or None, repr=False
    )
    llm_url: str | None = field(default_factory=lambda: _stripped("POLICYQA_LLM_URL"))
    llm_model: str | None = field(default_factory=lambda: _stripped("POLICYQA_LLM_MODEL"))
    llm_key: str | None = field(default_factory=lambda: _stripped("POLICYQA_LLM_KEY"), repr=False)
    llm_timeout: float = field(default_factory=lambda: _seconds("POLICYQA_LLM_TIMEOUT", 120.0))
    today: date | None = field(default_factory=_today)
