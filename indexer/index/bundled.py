"""The bundled sentence encoder on onnxruntime alone: no torch, a session in a third of a second.

The graph is quantised dynamically: what else is in a batch changes a vector (cosine 0.998). Every
text is therefore run by itself, so that its vector depends on nothing but the text.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError
from .model_file import DIMENSION

MAX_SESSIONS = 4
_BULK = 16


def cpu_count() -> int:
    """CPUs this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


#: Characters of a text that are looked at. Memory grows with their square (a line of a megabyte
#: took 20 GB); passages are shorter by far.
LONGEST_TEXT = 1500


class BundledEncoder:
    """Texts to unit vectors, float32 (n, 512). Safe to call from many threads.

    A bulk of texts is shared among one-thread sessions, each in its own Python thread: measured
    nearly twice as fast as one session of two threads, and a shared session loses a third.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sessions: list[Any] = [_session(path)]
        self._growing = Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """L2-normalised vectors (n, 512) in the order of ``texts``; an empty text gives zeros."""
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        if len(texts) < _BULK:
            _fill(self._sessions[0], texts, vectors, range(len(texts)))
            return vectors
        sessions = self._grown(min(MAX_SESSIONS, cpu_count()))
        # Longest first and dealt out in turn: every thread gets the same share of work.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        step = len(sessions)
        with ThreadPoolExecutor(step) as pool:
            jobs = [
                pool.submit(_fill, session, texts, vectors, order[k::step])
                for k, session in enumerate(sessions)
            ]
            for job in jobs:
                job.result()
        return vectors

    def _grown(self, count: int) -> list[Any]:
        with self._growing:
            while len(self._sessions) < count:
                self._sessions.append(_session(self.path))
            return self._sessions[:count]


@lru_cache(maxsize=2)
def shared_encoder(path: Path) -> BundledEncoder:
    """One encoder a process for each model file: sessions hold some hundred MB."""
    return BundledEncoder(path)


def _session(path: Path) -> Any:
    import onnxruntime
    import onnxruntime_extensions

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The SentencePiece tokenizer is part of the graph, as a custom operator.
    options.register_custom_ops_library(onnxruntime_extensions.get_library_path())
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelError(
            f"The bundled model {path} cannot be loaded ({_first_line(error)}); "
            "check that onnxruntime and onnxruntime-extensions fit each other"
        ) from error


def _fill(
    session: Any, texts: Sequence[str], vectors: NDArray[np.float32], rows: Sequence[int]
) -> None:
    for row in rows:
        if texts[row].strip():
            text = texts[row][:LONGEST_TEXT]
            raw = session.run(["outputs"], {"inputs": [text]})[0][0]
            norm = float(np.sqrt(np.dot(raw, raw)))
            if norm > 0:
                vectors[row] = raw / np.float32(norm)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
