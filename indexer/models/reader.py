"""The reader: question and window pass through one network, which says whether the window answers.

Scores are log-odds against "this does not answer"; 0 is even. A window is a sentence with what a
reader of the page would have in view (``retrieval.windows``). Its figures are scored too, and the
words that answer best are found, as in extractive question answering (Devlin et al. 2019,
arXiv:1810.04805).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from . import tuned
from .encoder import Encoder, shared_encoder
from .question import gelu, softmax
from .spans import TokenPlaces
from .tokenizer import Span
from .transformer import Embeddings, Overlay, Stack, Transformer

MAX_QUESTION, MAX_WINDOW, MAX_ANSWER = 96, 300, 40
#: Log-odds of a figure that lies beyond the tokens that are read.
NOT_READ = -30.0
_QUESTION, _HEADING, _BEFORE, _BODY, _FIGURE = range(5)
_LONG = 4096  # tokens of a part before it is cut
_HEADS = ("answers1", "answers2", "figure1", "figure2", "span")
_ENCODED = 512  # texts whose tokens are kept
_BULK = 2  # a reader goes on being asked: sessions pay for themselves

Array = NDArray[np.float32]
Run = Callable[[Array], Array]


class Readable(Protocol):
    """A window. ``figures``: (start, end) in ``body``; ``numbers``: cosines of its sentence and of
    its best figure (0 without any) with the question's subject; ``figure_numbers``: for each figure
    16 numbers, its cosine, its family (8) and its role (4) as one-hot, its sentence's cosine, and
    the logarithms of the shares that the question gives to its family and its role."""

    @property
    def heading(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def figures(self) -> Sequence[Span]: ...
    @property
    def numbers(self) -> Sequence[float]: ...
    @property
    def figure_numbers(self) -> Sequence[Sequence[float]]: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """``score`` of the window and ``figures`` of each figure as log-odds; ``span`` the characters
    of the body that answer best (at most 40 tokens), ``span_score`` the log-probability of just
    these, (0, 0) and NOT_READ where the body has no tokens that were read."""

    score: float
    figures: tuple[float, ...]
    span: Span
    span_score: float


@dataclass(frozen=True, slots=True)
class Features:
    """A window's first state (384,) and the mean state of each of its figures."""

    first: Array
    figures: list[Array]


@dataclass(frozen=True, slots=True)
class LogisticHead:
    """A logistic regression over a report's features (``answers.evidence``): ``weight`` (n,)."""

    weight: NDArray[np.float64]
    bias: float


@dataclass(frozen=True, slots=True)
class _Row:
    """``<s> question </s> heading before body </s>``. ``window`` is where the window begins,
    ``body`` the tokens of the body, ``places`` their characters."""

    ids: list[int]
    types: NDArray[np.int64]
    window: int
    body: Span
    places: list[Span]
    figures: list[Span | None]


class Reader:
    """Safe to call from many threads. Takes tokenizer, file and lower layers from ``encoder``."""

    def __init__(self, encoder: Encoder) -> None:
        file, arrays = encoder.file, tuned.reader_arrays()
        self._tokenizer, self._config = encoder.tokenizer, file.config
        # The windows of a report have the same heading, and are often read again.
        self._inner = lru_cache(maxsize=_ENCODED)(self._encoded)
        # Training adds its rows to the file's own row of type 0.
        own = file.array("emb.type").reshape(-1, file.config.hidden)
        self._first_type = len(own)
        embeddings = Embeddings(file, own[:1] + arrays["types"].astype(np.float32))
        numbers = [int(number) for number in arrays["layers"]]
        stack = Stack(Overlay(file, arrays), file.config, numbers, bulk=_BULK)
        self._transformer = Transformer(embeddings, stack)
        self._arrays = {
            name: array.astype(np.float32)
            for name, array in arrays.items()
            if name.partition(".")[0] in _HEADS
        }
        self.census, self.few = (
            LogisticHead(arrays[f"{head}.w"].astype(np.float64), float(arrays[f"{head}.b"]))
            for head in ("census", "few")
        )
        #: The most that a question's background is held to be (5,), see ``answers.evidence``.
        self.silence = arrays["census.silence"].astype(np.float64)

    def features(self, question: str, windows: Sequence[Readable]) -> list[Features]:
        """What the heads are fitted on: each window's first state and the means of its figures."""
        plain = self._inner(question)[0][:MAX_QUESTION]
        rows = [self._row(plain, window) for window in windows]

        def work(i: int, run: Run) -> Features:
            states = run(self._transformer.embeddings(rows[i].ids, rows[i].types))
            own = [
                states[a:b].mean(axis=0) if (a, b) != (0, 0) else states[0]
                for a, b in (place or (0, 0) for place in rows[i].figures)
            ]
            return Features(states[0], own)

        return self._transformer.stack.map(len(rows), lambda i: len(rows[i].ids), work)

    def read(self, question: str, windows: Sequence[Readable]) -> list[Reading]:
        """A reading of each window, run by itself and shared among the sessions."""
        plain = self._inner(question)[0][:MAX_QUESTION]

        def work(i: int, run: Run) -> Reading:
            row = self._row(plain, windows[i])  # while another session computes
            return self._reading(
                row, windows[i], run(self._transformer.embeddings(row.ids, row.types))
            )

        return self._transformer.stack.map(len(windows), lambda i: _characters(windows[i]), work)

    def _encoded(self, text: str) -> tuple[list[int], list[Span]]:
        encoding = self._tokenizer.encode(text, _LONG)
        return encoding.ids[1:-1], encoding.spans[1:-1]

    def _row(self, plain: list[int], window: Readable) -> _Row:
        heading, before = self._inner(window.heading)[0], self._inner(window.before)[0]
        body, places = self._inner(window.body)
        types = [_HEADING] * len(heading) + [_BEFORE] * len(before) + [_BODY] * len(body)
        first, found = len(heading) + len(before), TokenPlaces(places)
        begin = len(plain) + 2
        figures: list[Span | None] = []
        for start, end in window.figures:
            a, b = found.span(start, end)
            if first + b > MAX_WINDOW:
                figures.append(None)
                continue
            types[first + a : first + b] = [_FIGURE] * (b - a)
            figures.append((begin + first + a, begin + first + b))
        inside = (heading + before + body)[:MAX_WINDOW]
        ids = [self._config.bos, *plain, self._config.eos, *inside, self._config.eos]
        every = [_QUESTION] * begin + types[:MAX_WINDOW] + [_BODY]
        return _Row(
            ids=ids,
            types=np.array(every, dtype=np.int64) + self._first_type,
            window=begin,
            body=(begin + first, begin + max(first, len(inside))),
            places=places,
            figures=figures,
        )

    def _reading(self, row: _Row, window: Readable, states: Array) -> Reading:
        first = states[0]
        numbers = np.array(window.numbers, dtype=np.float32)
        hidden = gelu(self._head("answers1", np.concatenate([first, numbers])))
        score = self._head("answers2", hidden)[0]
        span, span_score = self._span(row, states)
        return Reading(
            score=float(score),
            figures=tuple(
                self._figure(states, place, told)
                for place, told in zip(row.figures, window.figure_numbers, strict=True)
            ),
            span=span,
            span_score=span_score,
        )

    def _figure(self, states: Array, place: Span | None, told: Sequence[float]) -> float:
        if place is None:
            return NOT_READ
        own = states[place[0] : place[1]].mean(axis=0)
        numbers = np.array(told, dtype=np.float32)
        hidden = gelu(self._head("figure1", np.concatenate([own, states[0], numbers])))
        return float(self._head("figure2", hidden)[0])

    def _span(self, row: _Row, states: Array) -> tuple[Span, float]:
        first, last = row.body
        if last <= first:
            return (0, 0), NOT_READ
        logits = self._head("span", states[row.window :])
        likely = np.log(softmax(logits.T.copy()) + np.float32(1e-30))
        starts, ends = likely[:, first - row.window : last - row.window]
        pairs = starts[:, None] + ends[None, :]
        length = np.arange(len(ends))[None, :] - np.arange(len(starts))[:, None]
        pairs[(length < 0) | (length >= MAX_ANSWER)] = -np.inf
        start, end = divmod(int(pairs.argmax()), len(ends))
        return (row.places[start][0], row.places[end][1]), float(pairs[start, end])

    def _head(self, name: str, states: Array) -> Array:
        out: Array = states @ self._arrays[f"{name}.w"].T + self._arrays[f"{name}.b"]
        return out


def _characters(window: Readable) -> int:
    """How long ``window`` is, about in proportion to its tokens."""
    return len(window.heading) + len(window.before) + len(window.body)


@lru_cache(maxsize=2)
def shared_reader(path: Path) -> Reader:
    """One for each model file in a process."""
    return Reader(shared_encoder(path))
