"""Verifies an index: every file, count, offset and checksum must agree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ...errors import IndexDamaged, IndexMissing, ModelError
from ...models import model_file
from ...models.embedder import BUNDLED
from .generation import Generation
from .manifest import check_files, current_folder, load_manifest
from .vector_store import Kept, VectorStore


def verify(index_dir: Path | str, *, milvus_token: str | None = None) -> list[str]:
    """Problems of the active generation, one line each; empty if there are none.
    ``milvus_token``: what a Milvus server asks for that has the vectors.

    Raises IndexMissing if nothing was ever built there; StoreError if such a server cannot be
    reached.
    """
    try:
        folder = current_folder(Path(index_dir))
    except IndexMissing:
        raise
    except IndexDamaged as error:
        return [str(error)]
    return list(problems_of(folder, full=True, milvus_token=milvus_token))


def problems_of(folder: Path, *, full: bool, milvus_token: str | None = None) -> Iterator[str]:
    """Problems of the generation in ``folder``; sizes, small files and counts if not ``full``."""
    try:
        found = list(check_files(folder, load_manifest(folder), full=full))
        yield from found
        if found:
            return
        with Generation(folder, folder.parent.parent, milvus_token=milvus_token) as generation:
            yield from _count_problems(generation)
            if full:
                yield from _model_problems(generation)
                kept = generation.manifest.vectors
                for kind in ("passage", "sentence", "figure", "name"):
                    store, name = getattr(generation, f"{kind}_store"), f"{kind}s"
                    yield from _vector_problems(name, store, kept)
                for report in generation.reports:
                    yield from _report_problems(generation, report.row)
    except IndexDamaged as error:
        yield str(error)


def _count_problems(generation: Generation) -> Iterator[str]:
    counts = generation.manifest.counts
    passages, sentences = len(generation.passage_start), len(generation.sentence_start)
    actual = {
        "catalog reports": ("reports", generation.count("reports")),
        "catalog passages": ("passages", generation.count("passages")),
        "catalog sentences": ("sentences", generation.count("sentences")),
        "catalog figures": ("figures", generation.count("figures")),
        "passage spans": ("passages", passages),
        "sentence spans": ("sentences", sentences),
        "figure places": ("figures", len(generation.figure_report)),
        "passage vectors": ("passages", len(generation.passage_store)),
        "sentence vectors": ("sentences", len(generation.sentence_store)),
        "figure vectors": ("figures", len(generation.figure_store)),
        "name vectors": ("reports", len(generation.name_store)),
        "passage words": ("passages", generation.passage_terms.rows),
        "sentence words": ("sentences", generation.sentence_terms.rows),
    }
    places = generation.places()
    if any(
        w.report != row
        or places[w.work].work != w.work
        or (w.successor is not None and places[w.successor].work != w.successor)
        for row, w in enumerate(places)
    ) or len(places) != len(generation.reports):
        yield f"{generation.folder}: copies and versions do not match the reports"
    for what, (name, number) in actual.items():
        if number != counts.get(name):
            yield f"{generation.folder}: {number} {what}, the manifest says {counts.get(name)}"


def _model_problems(generation: Generation) -> Iterator[str]:
    if generation.manifest.model.name == BUNDLED:
        try:
            model_file.checked(full=True)
        except ModelError as error:
            yield str(error)


def _vector_problems(name: str, store: VectorStore, kept: Kept | None) -> Iterator[str]:
    digest = hashlib.sha256()
    for start in range(0, len(store), 65_536):
        block = store.vectors(np.arange(start, min(start + 65_536, len(store))))
        if kept:
            digest.update(block.tobytes())
        norms = np.linalg.norm(block, axis=1)
        # Zero is right for what is too short to have a vector.
        bad = ~np.isfinite(norms) | ((norms != 0) & (np.abs(norms - 1) > 1e-3))
        for row in np.flatnonzero(bad)[:5]:
            yield f"{name}: vector {start + row} has length {norms[row]:.4f}, not 1"
    wanted = kept.sha256.get(f"{name}.faiss") if kept else None
    if kept and wanted != digest.hexdigest():
        yield (
            f"{kept.address}: the {name} in {kept.collection} were altered: their checksum differs "
            "from the manifest's"
        )


def _report_problems(generation: Generation, row: int) -> Iterator[str]:
    path, text = generation.reports[row].path, generation.text(row)
    passages = generation.passages_of(row)
    starts = generation.passage_start[passages.start : passages.stop].tolist()
    ends = generation.passage_end[passages.start : passages.stop].tolist()
    if not _tiles(starts, ends, len(text)):
        yield f"{path}: its passages do not cover its text exactly"
    sections = generation.sections(row)
    if not _tiles([s.start for s in sections], [s.end for s in sections], len(text)):
        yield f"{path}: its sections do not cover its text exactly"
    for sentence_row in generation.sentences_of(row):
        sentence = generation.sentence(sentence_row)
        owner = sentence.passage
        if not 0 <= sentence.start < sentence.end <= len(text):
            yield f"{path}: sentence {sentence_row} is outside its text"
        elif not generation.passage_start[owner] <= sentence.start < generation.passage_end[owner]:
            yield f"{path}: sentence {sentence_row} is not in passage {owner}"
    for found in generation.figures_of_report(row):
        figure = found.figure
        if text[figure.start : figure.end] != figure.raw:
            yield f"{path}: the figure {figure.raw} is not at {figure.start}:{figure.end}"
        at = found.row
        arrays = (generation.figure_report, generation.figure_passage, generation.figure_sentence)
        if (row, found.passage, found.sentence) != tuple(int(array[at]) for array in arrays):
            yield f"{path}: the position of figure {at} does not match the catalog"


def _tiles(starts: list[int], ends: list[int], length: int) -> bool:
    """Whether the spans follow one another without gap or overlap from 0 to ``length``."""
    return [0, *ends] == [*starts, length]
