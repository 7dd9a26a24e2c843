"""What the encoder derives from a question: its vectors, what is asked for, about whom and when.

In addition to the mean of all tokens, a question has the vector of its subject, whose words
are neither a body's name nor a time, and that of the body's name alone; a small head tells the
tokens apart.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..text.folding import fold
from . import tuned
from .encoder import QUERY, Encoder, shared_encoder, unit
from .tokenizer import Span

KINDS = ("lookup", "fact", "yes_no", "enumerate", "compare", "total", "topic")
#: Families of the figure asked for; the outputs have one place more, for no figure at all.
FAMILIES = ("money", "count", "ratio", "time", "area", "length", "mass", "other")
NO_FIGURE = len(FAMILIES)
ROLES = ("level", "change", "previous", "plan")
MAX_TOKENS = 128
_NONE, _BODY, _TIME = range(3)
_REST_OF_SUBJECT, _REST_OF_NAME = 1e-4, 1e-6  # weight that each token has at least
_CACHED = 512
LETTERS = 8192

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TokenTags:
    """A token of the question and how likely it is neither, part of a body's name, or of a time."""

    start: int
    end: int
    none: float
    body: float
    time: float


@dataclass(frozen=True, slots=True)
class AskedVectors:
    """Unit vectors (384,) ``whole``, ``subject`` and ``name``; probabilities ``kind`` over KINDS,
    ``family`` over FAMILIES and no figure, ``role`` over ROLES; ``body`` and ``time``: characters
    (start, end) of the question that name a body or a time. Arrays are not to be written to."""

    whole: Array
    subject: Array
    name: Array
    kind: Array
    family: Array
    role: Array
    tags: tuple[TokenTags, ...]
    body: tuple[Span, ...]
    time: tuple[Span, ...]


class QuestionEncoder:
    """Safe to call from many threads. ``encoder`` must carry the tuned layers."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self._arrays = encoder, tuned.encoder_arrays()
        self.ask = lru_cache(maxsize=_CACHED)(self._asked)

    def _asked(self, text: str) -> AskedVectors:
        encoding = self._encoder.tokenizer.encode(QUERY + text, MAX_TOKENS)
        states = self._encoder.transformer.states(encoding.ids)
        tags = softmax(self._two("tags", neighbours(states)))
        whole = states.mean(axis=0)
        subject = _weighted(states, tags[:, _NONE] + np.float32(_REST_OF_SUBJECT))
        name = _weighted(states, tags[:, _BODY] + np.float32(_REST_OF_NAME))
        wide, marks = pooled(states), letters(text)
        told = tuple(
            TokenTags(max(0, start - len(QUERY)), end - len(QUERY), *map(float, row))
            for (start, end), row in zip(encoding.spans, tags, strict=True)
            if end > max(start, len(QUERY))
        )
        return AskedVectors(
            whole=_kept(unit(whole)),
            subject=_kept(unit(subject)),
            name=_kept(unit(name)),
            kind=_kept(softmax(self._two("kind", wide) + marks @ self._arrays["letters.w"].T)),
            family=_kept(
                softmax(self._two("family", wide) + marks @ self._arrays["family_letters.w"].T)
            ),
            role=_kept(softmax(self._head("role", subject))),
            tags=told,
            body=_runs(text, told, _BODY),
            time=_runs(text, told, _TIME),
        )

    def _two(self, name: str, states: Array) -> Array:
        """A head of two layers."""
        return self._head(f"{name}2", gelu(self._head(f"{name}1", states)))

    def _head(self, name: str, states: Array) -> Array:
        out: Array = states @ self._arrays[f"{name}.w"].T + self._arrays[f"{name}.b"]
        return out


@lru_cache(maxsize=2)
def shared_questions(path: Path) -> QuestionEncoder:
    """One for each model file in a process."""
    return QuestionEncoder(shared_encoder(path))


def neighbours(states: Array) -> Array:
    """Each token's state beside those of its neighbours, (t, 3 * 384)."""
    zero = np.zeros((1, states.shape[1]), states.dtype)
    return np.concatenate(
        [np.concatenate([zero, states[:-1]]), states, np.concatenate([states[1:], zero])], axis=1
    )


def pooled(states: Array) -> Array:
    """The mean and the largest value of each place of the token states, (768,)."""
    wide = states.astype(np.float32)
    return np.concatenate([wide.mean(axis=0), wide.max(axis=0)])


def letters(text: str) -> Array:
    """Which runs of one to three letters, words and pairs of words a question has, hashed into
    LETTERS places and scaled by the root of their number (Weinberger et al. 2009,
    arXiv:0902.2206)."""
    folded = f"^{fold(text)}$"
    words = folded.split()
    found = {folded[i : i + n] for n in (1, 2, 3) for i in range(len(folded) - n + 1)}
    found |= {f"w{word}" for word in words}
    found |= {f"b{a}_{b}" for a, b in pairwise(words)}
    vector = np.zeros(LETTERS, dtype=np.float32)
    vector[[zlib.crc32(gram.encode()) % LETTERS for gram in found]] = 1.0
    return vector / np.float32(np.sqrt(vector.sum() + 1))


def gelu(values: Array) -> Array:
    """x * Phi(x), exact (Hendrycks and Gimpel 2016, arXiv:1606.08415)."""
    flat = [0.5 * v * (1.0 + math.erf(v / math.sqrt(2.0))) for v in values.ravel().tolist()]
    return np.array(flat, dtype=np.float32).reshape(values.shape)


def softmax(logits: Array) -> Array:
    """Probabilities over the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Array = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _weighted(states: Array, weights: Array) -> Array:
    mean: Array = (weights @ states) / weights.sum()
    return mean


def _runs(text: str, tags: Sequence[TokenTags], wanted: int) -> tuple[Span, ...]:
    """Characters of neighbouring tokens whose likeliest tag is ``wanted``, across white space."""
    runs: list[Span] = []
    joined = False  # whether the token before was of the run
    for tag in tags:
        if not text[tag.start : tag.end].strip():
            continue
        values = (tag.none, tag.body, tag.time)
        if values.index(max(values)) != wanted:
            joined = False
        elif joined:
            runs[-1] = (runs[-1][0], tag.end)
        else:
            runs.append((tag.start, tag.end))
            joined = True
    return tuple(_trimmed(text, start, end) for start, end in runs)


def _trimmed(text: str, start: int, end: int) -> Span:
    shown = text[start:end]
    return start + len(shown) - len(shown.lstrip()), end - len(shown) + len(shown.rstrip())


def _kept(array: Array) -> Array:
    array.flags.writeable = False
    return array
