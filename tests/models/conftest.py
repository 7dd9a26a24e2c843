"""The model's data file and what is made from it, once in a session."""

from __future__ import annotations

import pytest

from indexer.models import model_file
from indexer.models.e5_file import E5File
from indexer.models.encoder import Encoder, shared_encoder


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return shared_encoder(model_file.checked())


@pytest.fixture(scope="session")
def file(encoder: Encoder) -> E5File:
    return encoder.file
