"""The bundled model as a sentence-transformers module: one interface for it and any other model.

Importing this module imports torch (seconds); questions use ``bundled`` directly instead. Both
run the same encoder, so the vectors are the same to the last bit.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules.input_module import InputModule

from . import model_file
from .bundled import BundledEncoder, shared_encoder

_FILE = "model.onnx"


class BundledSentenceEncoder(InputModule):
    """Texts in, unit ``sentence_embedding`` (n, 512) out; the tokenizer is in the graph."""

    config_keys: list[str] = []
    save_in_root = True

    def __init__(self, path: str | Path | None = None) -> None:
        super().__init__()
        self.path = Path(path) if path else model_file.checked(full=True)

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        texts = [str(text) for text in inputs]
        return {"texts": self._prepend_prompt(texts, prompt) if prompt else texts}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        # Fetched here, not kept: a session cannot be pickled to worker processes.
        encoder: BundledEncoder = shared_encoder(self.path)
        features["sentence_embedding"] = torch.from_numpy(encoder.encode(features["texts"]))
        return features

    def get_embedding_dimension(self) -> int:
        return model_file.DIMENSION

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        shutil.copyfile(self.path, Path(output_path) / _FILE)
        self.save_config(output_path)

    @classmethod
    def load(cls, model_name_or_path: str, *args: Any, **kwargs: Any) -> BundledSentenceEncoder:
        return cls(Path(model_name_or_path) / _FILE)


def sentence_transformer(path: Path) -> SentenceTransformer:
    """The bundled model as a SentenceTransformer on the CPU. Its vectors come out normalised."""
    return SentenceTransformer(modules=[BundledSentenceEncoder(path)], device="cpu")
