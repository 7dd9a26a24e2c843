"""Makes a large index by resampling a small real one, without running the model.

    python -m benchmarks.scale_index FOLDER [--from INDEX] [--passages 100000] [--seed 7]

Each made report consists of ten passages drawn from the source index, with their sentences and
figures. Each vector is the source's with noise added, so that its cosine with the source's is about
``--likeness``. Catalog, vectors, word indexes and manifest are written by the product's own
writers. Reports have invented issuers; each passage ends with a number of its own, so that the
vocabulary grows with the corpus as it does in real ones.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer import build
from indexer.document.report import Details, Document, Figure, Section
from indexer.index.schema import WorkRow
from indexer.index.store.catalog_writer import CatalogWriter
from indexer.index.store.content import Content, Source
from indexer.index.store.faiss_backend import FaissBackend
from indexer.index.store.generation import Generation
from indexer.index.store.manifest import (
    GENERATIONS,
    SCHEMA_VERSION,
    Manifest,
    measure_files,
    set_current,
)
from indexer.index.store.stores import (
    FIGURE_VECTORS,
    NAME_VECTORS,
    PASSAGE_TERMS,
    PASSAGE_VECTORS,
    SENTENCE_TERMS,
    SENTENCE_VECTORS,
)
from indexer.index.store.terms import TermStore
from indexer.index.store.tokens import tokenise
from indexer.index.store.vector_store import VectorStore
from indexer.index.store.verify import problems_of
from indexer.index.store.word_lists import WordLists

from . import corpus2000
from . import corpus2000_texts as words
from .datasets import DEFAULT_CACHE

A_REPORT = 10  # passages
_MOST_SENTENCES, _MOST_FIGURES = 12, 12  # of a passage that is drawn
_LOT = 1024  # rows whose noise is drawn together
_YEARS = range(2015, 2026)
_ISSUERS = 10_000  # at most
_SHIFTED = ("start", "end", "clause_start", "clause_end", "sentence_start", "sentence_end")

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A passage of the source: offsets count from its start, rows are those of the source."""

    row: int
    text: str
    language: str
    sentences: tuple[tuple[int, int], ...]
    figures: tuple[Figure, ...]
    sentence_rows: tuple[int, ...]
    figure_rows: tuple[int, ...]
    words: list[str]
    sentence_words: list[list[str]]


def drawn_passages(source: Generation) -> list[Drawn]:
    """Every passage of ``source`` of ordinary size."""
    found = []
    for report in source.reports:
        text, rows = source.text(report.row), source.sentences_of(report.row)
        sentences: dict[int, list[int]] = {}
        for row in rows:
            sentences.setdefault(int(source.sentence_passage[row]), []).append(row)
        figures: dict[int, list[int]] = {}
        shown = {f.row: f.figure for f in source.figures_of_report(report.row)}
        for row in shown:
            figures.setdefault(int(source.figure_passage[row]), []).append(row)
        for row in source.passages_of(report.row):
            own, numbers = sentences.get(row, []), figures.get(row, [])
            if not 0 < len(own) <= _MOST_SENTENCES or len(numbers) > _MOST_FIGURES:
                continue
            start, end = int(source.passage_start[row]), int(source.passage_end[row])
            spans = tuple(
                (
                    int(source.sentence_start[s]) - start,
                    min(int(source.sentence_end[s]), end) - start,
                )
                for s in own
            )
            cut = text[start:end]
            found.append(
                Drawn(
                    row,
                    cut,
                    report.details.language,
                    spans,
                    tuple(_moved(shown[f], start, end - start) for f in numbers),
                    tuple(own),
                    tuple(numbers),
                    tokenise(cut),
                    [tokenise(cut[a:b]) for a, b in spans],
                )
            )
    return found


def _moved(figure: Figure, by: int, length: int) -> Figure:
    """``figure`` with offsets that count from ``by``, within a text of ``length``."""
    return replace(
        figure,
        **{name: min(max(getattr(figure, name) - by, 0), length) for name in _SHIFTED},
    )


def issuers(rng: random.Random, count: int) -> tuple[list[str], list[str]]:
    """Invented names of ``count`` Chinese and ``count`` English bodies."""
    chinese = [
        f"{a}{b}{suffix}{body}"
        for a, b, suffix, (body, _) in product(
            words.ZH_FIRST, words.ZH_SECOND, sorted({*words.ZH_SUFFIX}), words.ZH_BODIES
        )
    ]
    english = [
        f"{a}{b}{c} {body}"
        for a, b, c, body in product(
            words.EN_FIRST, words.EN_MIDDLE, words.EN_LAST, words.EN_BODIES
        )
    ]
    return rng.sample(chinese, count), rng.sample(english, count)


def made_report(
    number: int, issuer: str, year: int, zh: bool, parts: list[Drawn], marks: list[int]
) -> Content:
    """A report of ``parts``, each followed by a number of its own."""
    title = f"{issuer}{year}年工作报告" if zh else f"{issuer}: Annual Report {year}"
    text, passages, sentences, figures = "", [], [], []
    for n, (part, mark) in enumerate(zip(parts, marks, strict=True)):
        start = len(text)
        lead = f"{title}\n" if n == 0 else ""
        text += lead
        at = len(text)
        text += part.text + f"（{mark}）\n"
        passages.append((start, len(text), (title,)))
        sentences += [(at + a, at + b) for a, b in part.sentences]
        figures += [
            replace(f, **{name: getattr(f, name) + at for name in _SHIFTED}) for f in part.figures
        ]
    details = Details(title=title, issuer=issuer, year=year, language="zh" if zh else "en")
    return Content(
        path=f"{number:07d}.txt",
        source=Source(len(text.encode()), 0, f"{number:064x}"),
        document=Document(text, "text"),
        details=details,
        sections=(Section((title,), 1, 0, len(title), len(text)),),
        passages=tuple(passages),
        contexts=("",) * len(passages),
        sentences=tuple(sentences),
        figures=tuple(figures),
    )


def make(source: Generation, folder: Path, passages: int, seed: int, likeness: float) -> None:
    """Write an index of about ``passages`` passages into ``folder``."""
    rng, pool = random.Random(seed), drawn_passages(source)
    by_language = [[d for d in pool if (d.language == "zh") == zh] for zh in (True, False)]
    pools = [p for p in by_language if len(p) >= A_REPORT]
    reports = max(1, passages // A_REPORT)
    chinese, english = issuers(rng, min(reports, _ISSUERS))
    home = folder / GENERATIONS / "000001"
    home.mkdir(parents=True)
    catalog = CatalogWriter(home)
    drawn: list[Drawn] = []
    tokens = WordLists()
    for number in range(reports):
        parts = rng.choices(rng.choices(pools, [len(p) for p in pools])[0], k=A_REPORT)
        marks = [rng.randrange(10_000_000) for _ in parts]
        zh = sum(part.language == "zh" for part in parts) * 2 >= A_REPORT
        names = chinese if zh else english
        content = made_report(
            number, names[number % len(names)], rng.choice(_YEARS), zh, parts, marks
        )
        catalog.add(content)
        title = tokenise(content.details.title)
        tokens.extend([*title, *p.words, str(m)] for p, m in zip(parts, marks, strict=True))
        drawn += parts
    catalog.add_works(WorkRow(row, row) for row in range(reports))
    catalog.finish([])
    TermStore.build(tokens).save(home / PASSAGE_TERMS)
    del tokens
    TermStore.build(w for d in drawn for w in d.sentence_words).save(home / SENTENCE_TERMS)
    rows = {
        PASSAGE_VECTORS: (source.passage_store, [d.row for d in drawn]),
        SENTENCE_VECTORS: (source.sentence_store, [r for d in drawn for r in d.sentence_rows]),
        FIGURE_VECTORS: (source.figure_store, [r for d in drawn for r in d.figure_rows]),
        NAME_VECTORS: (source.name_store, rng.choices(range(len(source.reports)), k=reports)),
    }
    backend, approximations = FaissBackend(home), {}
    for name, (vectors, chosen) in rows.items():
        noisy = Noisy(vectors, np.array(chosen), likeness, seed, source.manifest.model.dimension)
        if (told := backend.write(name, noisy)) is not None:
            approximations[name] = told
            print(name, told, flush=True)
    manifest = Manifest(
        schema=SCHEMA_VERSION,
        name="000001",
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        reading="made",
        terms="made",
        works="made",
        model=source.manifest.model,
        counts=dict(catalog.counts),
        corpus=("made",),
        files=measure_files(home),
        approximations=approximations,
    )
    manifest.save(home)
    for problem in problems_of(home, full=False):
        raise SystemExit(problem)
    set_current(folder, "000001")


@dataclass(frozen=True, slots=True)
class Noisy:
    """The vectors of ``source`` at ``rows`` with noise, at unit length; zero where the source's is
    zero. The noise of a row is always the same."""

    source: VectorStore
    rows: Rows
    likeness: float
    seed: int
    dimension: int

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, rows: Rows) -> NDArray[np.float32]:
        """The made vectors at ``rows``."""
        spread = np.float32(np.sqrt(1 / self.likeness**2 - 1) / np.sqrt(self.dimension))
        block = self.source.vectors(self.rows[rows])
        none = ~block.any(axis=1)
        for lot in np.unique(rows // _LOT):
            noise = np.random.default_rng((self.seed, int(lot)))
            own = np.flatnonzero(rows // _LOT == lot)
            drawn = noise.standard_normal((_LOT, self.dimension), dtype=np.float32)
            block[own] += drawn[rows[own] % _LOT] * spread
        block /= np.linalg.norm(block, axis=1, keepdims=True)
        block[none] = 0
        return block


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale_index", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--from", dest="source", type=Path, help="an index (default: one made now)")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--likeness", type=float, default=0.9)
    options = parser.parse_args(argv)
    if (options.folder / GENERATIONS).exists():
        parser.error(f"{options.folder} holds an index already; name another folder")
    source = options.source
    if source is None:
        home = DEFAULT_CACHE / "made-2000-7"
        corpus2000.write(home, 2000, 7)
        source = home / "index"
        build([home / "corpus"], source)
    began = time.monotonic()
    with Generation.open(source) as generation:
        make(generation, options.folder, options.passages, options.seed, options.likeness)
    print(f"{options.folder}: made in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
