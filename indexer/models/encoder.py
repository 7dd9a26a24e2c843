"""Texts to unit vectors: the tokenizer, the transformer, and means over tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import tuned
from .e5_file import E5File
from .tokenizer import MAX_TOKENS, Tokenizer
from .transformer import Transformer, e5_transformer

QUERY, PASSAGE = "query: ", "passage: "


class Encoder:
    """Safe to call from many threads. ``overlay``: arrays that replace the file's own."""

    def __init__(self, path: Path, overlay: Mapping[str, NDArray[Any]] | None = None) -> None:
        self.file = E5File(path)
        self.tokenizer = Tokenizer(self.file)
        self.transformer: Transformer = e5_transformer(self.file, overlay)
        self.dimension = self.file.config.hidden

    def encode(
        self, texts: Sequence[str], prompt: str, max_tokens: int = MAX_TOKENS
    ) -> NDArray[np.float32]:
        """Unit vectors, float32 (n, dimension): the mean over all tokens of prompt and text.

        A blank text gives zeros. Text beyond ``max_tokens`` is ignored.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        rows = [row for row, text in enumerate(texts) if text.strip()]
        found = self.tokenizer.encode_many([prompt + texts[row] for row in rows], max_tokens)
        ids = [one.ids for one in found]
        means = self.transformer.map(ids, lambda _, states: unit(states.mean(axis=0)))
        if rows:
            vectors[rows] = means
        return vectors


@lru_cache(maxsize=2)
def shared_encoder(path: Path) -> Encoder:
    """One encoder per process and model file, with the tuned layers over the file's own, because
    the sessions use tens of megabytes."""
    return Encoder(path, tuned.encoder_arrays())


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """``vector`` at length 1; a zero vector stays."""
    length = float(np.sqrt(np.dot(vector, vector)))
    return vector / np.float32(length) if length > 0 else vector
