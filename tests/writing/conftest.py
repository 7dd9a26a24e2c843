"""An index of invented reports, and one whose owner has set up the local model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Index
from indexer.settings import Settings


@pytest.fixture(scope="module")
def index(invented_dir: Path) -> Iterator[Index]:
    """Without a language model."""
    with Index.open(invented_dir, settings=Settings(llm_url=None)) as opened:
        yield opened


@pytest.fixture(scope="module")
def assisted(invented_dir: Path, language_model: str) -> Iterator[Index]:
    """With the real language model of this machine."""
    told = Settings(llm_url=language_model, llm_model="gemma-3-270m", llm_timeout=120.0)
    with Index.open(invented_dir, settings=told) as opened:
        yield opened
