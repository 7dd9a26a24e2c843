"""Settings: a few, each with a default that suits most; environment variables override them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path


def _path(name: str, default: str) -> Path:
    return Path(os.environ.get(name) or default)


def _optional_path(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None


@dataclass(frozen=True, slots=True)
class Settings:
    """``index``: folder of the index (``POLICYQA_INDEX``); ``corpus``: folder that is indexed when
    none is named (``POLICYQA_CORPUS``); ``lexicon``: a TOML file of your own terms
    (``POLICYQA_LEXICON``)."""

    index: Path = field(default_factory=lambda: _path("POLICYQA_INDEX", ".policyqa"))
    corpus: Path = field(default_factory=lambda: _path("POLICYQA_CORPUS", "corpus"))
    lexicon: Path | None = field(default_factory=lambda: _optional_path("POLICYQA_LEXICON"))
