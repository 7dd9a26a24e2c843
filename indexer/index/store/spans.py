"""The passages, sentences and figures of a generation, with their positions and reports."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...errors import IndexDamaged
from ..schema import SentenceRow
from .catalog_writer import SPANS

_MAP_FROM = 1024 * 1024  # bytes; smaller files are read at once

Rows = NDArray[np.int32]
Chosen = NDArray[np.int64]


class Spans:
    """int32 arrays over rows: ``passage_*`` (n,), ``sentence_*`` (m,), ``figure_*`` (f,). Rows of
    one report are consecutive and ascending. ``figure_sentence`` is -1 for a figure outside all
    sentences."""

    passage_report: Rows
    passage_start: Rows
    passage_end: Rows
    sentence_report: Rows
    sentence_passage: Rows
    sentence_start: Rows
    sentence_end: Rows
    figure_report: Rows
    figure_passage: Rows
    figure_sentence: Rows

    def _load_spans(self, folder: Path) -> None:
        for name in SPANS:
            setattr(self, name, _load(folder / f"{name}.npy"))

    def sentence(self, row: int) -> SentenceRow:
        """A sentence by its row."""
        return SentenceRow(
            row=int(row),
            report=int(self.sentence_report[row]),
            passage=int(self.sentence_passage[row]),
            start=int(self.sentence_start[row]),
            end=int(self.sentence_end[row]),
        )

    def passages_of(self, report_row: int) -> range:
        """Rows of a report's passages."""
        return _span(self.passage_report, report_row)

    def sentences_of(self, report_row: int) -> range:
        """Rows of a report's sentences."""
        return _span(self.sentence_report, report_row)

    def passages_within(self, reports: Collection[int]) -> NDArray[np.bool_]:
        """Whether each passage belongs to one of ``reports``, shape (n,)."""
        chosen = np.fromiter(reports, dtype=np.int32, count=len(reports))
        return np.isin(self.passage_report, chosen)

    def sentences_within(self, reports: Iterable[int] | None) -> Chosen:
        """Rows of the sentences of ``reports`` (None: all), in order."""
        return rows_of(self.sentence_report, reports)

    def sentences_within_passages(self, passages: Iterable[int]) -> Chosen:
        """Rows of the sentences of ``passages``, in order."""
        return rows_of(self.sentence_passage, passages)

    def figures_within(self, reports: Iterable[int] | None) -> Chosen:
        """Rows of the figures of ``reports`` (None: all), in order."""
        return rows_of(self.figure_report, reports)

    def sentences_of_figures(self, figures: Chosen) -> Chosen:
        """The sentence of each figure; -1 for a figure outside all sentences."""
        return self.figure_sentence[figures].astype(np.int64)

    def reports_of_sentences(self, sentences: Chosen) -> Rows:
        """The report of each sentence."""
        return self.sentence_report[sentences]

    def best_by_passage(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """The highest of the scores (m,) of each passage's sentences, shape (n,)."""
        if not len(scores):
            return np.zeros(len(self.passage_report), dtype=np.float32)
        return np.maximum.reduceat(scores, self._first_sentences).astype(np.float32)

    def passages_of_sentences(self, sentences: Chosen) -> Rows:
        """The passage of each sentence."""
        return self.sentence_passage[sentences]

    def sentences_inside(self, passages: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether each sentence (m,) is in one of ``passages`` (n,)."""
        return passages[self.sentence_passage]

    def sentences_of_passages(self, passages: Chosen) -> tuple[Chosen, Chosen]:
        """The first sentence of each of ``passages``, and the one after its last."""
        firsts = np.searchsorted(self.sentence_passage, passages.astype(np.int32))
        ends = np.searchsorted(self.sentence_passage, passages.astype(np.int32), side="right")
        return firsts, ends

    @cached_property
    def _first_sentences(self) -> Chosen:
        """Row of each passage's first sentence: every passage has one."""
        passages = np.arange(len(self.passage_report))
        last = max(len(self.sentence_passage) - 1, 0)
        return np.searchsorted(self.sentence_passage, passages).clip(max=last)


def _load(path: Path) -> Rows:
    try:
        large = path.stat().st_size >= _MAP_FROM
        array: Rows = np.asarray(np.load(path, mmap_mode="r" if large else None))
    except (OSError, ValueError) as error:
        raise IndexDamaged(
            f"{path} cannot be read ({error}); run: policyqa build --rebuild"
        ) from error
    array.flags.writeable = False
    return array


def _span(owner: Rows, row: int) -> range:
    """Rows that belong to a report or passage: rows of one are consecutive and ascend."""
    # Of the same type as the array: searchsorted would convert all of it otherwise.
    first, last = np.searchsorted(owner, np.array([row, row + 1], dtype=owner.dtype))
    return range(int(first), int(last))


def rows_of(owner: Rows, owners: Iterable[int] | None) -> Chosen:
    """Rows whose ``owner`` (ascending) is one of ``owners`` (None: all), in order."""
    if owners is None:
        return np.arange(len(owner), dtype=np.int64)
    wanted = np.array(sorted(set(owners)), dtype=owner.dtype)
    starts = np.searchsorted(owner, wanted)
    counts = np.searchsorted(owner, wanted, side="right") - starts
    ends = np.cumsum(counts)
    if not len(ends):
        return np.zeros(0, dtype=np.int64)
    if ends[-1] == len(owner):  # all of them: millions of rows of a large index
        return np.arange(len(owner), dtype=np.int64)
    shift = np.repeat(starts - (ends - counts), counts)
    return np.arange(ends[-1], dtype=np.int64) + shift
