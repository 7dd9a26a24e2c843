"""Which passages, sentences and figures a generation holds, where, and in which report."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...errors import IndexDamaged
from ..schema import SentenceRow
from .catalog_writer import SPANS

Rows = NDArray[np.int32]


class Spans:
    """int32 arrays over rows: ``passage_*`` (n,), ``sentence_*`` (m,), ``figure_*`` (f,). Rows of
    one report are consecutive and ascend. ``figure_sentence`` is -1 for a figure in no sentence."""

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


def _load(path: Path) -> Rows:
    try:
        array: Rows = np.load(path)
    except (OSError, ValueError) as error:
        raise IndexDamaged(
            f"{path} cannot be read ({error}); run: policyqa build --rebuild"
        ) from error
    array.flags.writeable = False
    return array


def _span(owner: Rows, report_row: int) -> range:
    """Rows that belong to a report: rows of one report are consecutive and ascend."""
    # Of the same type as the array: searchsorted would convert all of it otherwise.
    first, last = np.searchsorted(owner, np.array([report_row, report_row + 1], dtype=owner.dtype))
    return range(int(first), int(last))
