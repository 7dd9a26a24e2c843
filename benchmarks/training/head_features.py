"""What the reader's heads are fitted on: the states of windows that the index finds for the bank's
held-out questions, for questions over many of its reports, and for such as nothing answers."""

from __future__ import annotations

import hashlib
import pickle
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from indexer.answers import census
from indexer.answers.candidates import best_rows, interleaved
from indexer.api import Index

from .bank import CensusQuestion, read_bank, read_census
from .examples import census_held, find_quote, flat_map, held_out

WINDOWS = 8
FAR, MAY_ANSWER = 40, 4
STATING = 6  # reports that state it, of a question over many
SILENT = 6  # reports that are read beside a question's own, where it is asked over many
MANY = ("enumerate", "compare", "total")
FIGURE_KINDS = ("lookup", "enumerate", "compare", "total")


def collect(
    index_dir: Path, out: Path, seconds: float, share_seen: float, foreign: Sequence[str] = ()
) -> None:
    """Features of the bank's questions, each asked of its own report, to ``out``. First those that
    their report does not answer: one in FAR asked of another author's report, and
    questions that are ``foreign`` to all of them."""
    import time

    index = Index.open(index_dir)
    gen = index.generation
    rows = {r.path: r.row for r in gen.reports}
    reader = index.engine.reader()
    questions = []
    bank = list(read_bank())
    slugs = {report.name: {q.slug for q in report.questions} for report in bank}
    for number, report in enumerate(bank):
        for q in report.questions:
            held = number % 10 == 3 or held_out(q.slug)
            questions.append((number, report.name, q, held))
    rng = random.Random(5)
    rng.shuffle(questions)
    questions.sort(key=lambda x: (not x[3], x[2].kind != "unanswerable"))
    began, told = time.monotonic(), []
    for asked in filter(census_held, read_census()):
        told += _census_features(index, reader, rows, asked)
    print(len(told), "of questions over many", f"{time.monotonic() - began:.0f}s", flush=True)
    held_ones = [(name, q.text, q.language) for _, name, q, held in questions if held]
    elsewhere = [(name, text, language) for name, text, language in held_ones[::FAR]]
    elsewhere += [(rng.choice(held_ones)[0], text, "") for text in foreign]
    for name, text, language in elsewhere:
        if time.monotonic() - began > seconds:
            break
        away = (
            name
            if not language
            else rng.choice([other for other in slugs if other.split("/")[0] != name.split("/")[0]])
        )
        made = _far_features(index, reader, rows[f"{away}.md"], text, language)
        if made is not None:
            told.append(made | {"held": True, "report": _fold_of(text)})
    print(len(told), "with those asked elsewhere", f"{time.monotonic() - began:.0f}s", flush=True)
    for number, name, q, held in questions:
        if time.monotonic() - began > seconds or (not held and rng.random() > share_seen):
            continue
        silent = (
            []
            if q.body or q.kind not in MANY
            else [
                rows[f"{other}.md"]
                for other, asked in slugs.items()
                if other.split("/")[0] == name.split("/")[0] and q.slug not in asked
            ]
        )
        one = _features(
            index, reader, rows[f"{name}.md"], q, rng.sample(silent, min(SILENT, len(silent)))
        )
        if one is not None:
            told.append(one | {"report": number, "held": held})
            if len(told) % 200 == 0:
                print(len(told), f"{time.monotonic() - began:.0f}s", flush=True)
                out.write_bytes(pickle.dumps(told, protocol=5))
    out.write_bytes(pickle.dumps(told, protocol=5))
    print(len(told))


def _features(
    index: Any, reader: Any, row: int, q: Any, silent: Sequence[int]
) -> dict[str, Any] | None:
    """Of the windows that are found for ``q`` in its report, and in reports ``silent`` on it."""
    gen = index.generation
    inquiry = index.engine.inquiry(q.text, frozenset([row]), date.today())
    candidates = found(inquiry, [row], WINDOWS)
    if not candidates:
        return None
    gold_sentences, gold_figures = _gold(gen, row, q)
    if q.kind != "unanswerable" and not gold_sentences:
        return None
    windows = [inquiry.judge.window(c) for c in candidates]
    if silent:
        beside = index.engine.inquiry(q.text, frozenset(silent), date.today())
        others = found(beside, silent, WINDOWS // 2)
        windows += [beside.judge.window(c) for c in others]
        candidates += others
    return features_of(reader, q, candidates, windows, gold_sentences, gold_figures)


def _far_features(
    index: Any, reader: Any, row: int, text: str, language: str
) -> dict[str, Any] | None:
    """Of a question of another author's report, whose answer the nearest windows of this one may
    hold as well, so that they are left out; or of one that is foreign to all (no ``language``)."""
    inquiry = index.engine.inquiry(text, frozenset([row]), date.today())
    nearest = MAY_ANSWER if language else 0
    candidates = found(inquiry, [row], WINDOWS + nearest)[nearest:]
    if not candidates:
        return None
    one = SimpleNamespace(
        kind="unanswerable",
        slug="elsewhere" if language else "foreign",
        language=language,
        body="",
        text=text,
    )
    return features_of(
        reader, one, candidates, [inquiry.judge.window(c) for c in candidates], set(), set()
    )


def _fold_of(text: str) -> int:
    """In place of a report's number, for a question of no one report."""
    return hashlib.sha256(text.encode()).digest()[1]


def _census_features(
    index: Any, reader: Any, rows: dict[str, int], q: CensusQuestion
) -> list[dict[str, Any]]:
    """Of a question over a folder: for each of some reports that state it the window that does,
    held against the nearest windows of silent ones."""
    gen = index.generation
    folder = {row for name, row in rows.items() if name.split("/")[0] == q.folder}
    inquiry = index.engine.inquiry(q.text, frozenset(folder), date.today())
    wanted = any(figure for _, figure in q.stating.values())
    best = census.best_sentences(inquiry, sorted(folder), wanted)
    stating = {rows[f"{name}.md"]: told for name, told in q.stating.items()}
    near = sorted(set(best) - set(stating), key=lambda r: -best[r][0][1])[:WINDOWS]
    beside = [c for r in near if (c := inquiry.finder.best_window(best[r][0][0])) is not None]
    told = []
    for row, (quote, figure) in list(stating.items())[:STATING]:
        one = SimpleNamespace(
            kind=q.kind,
            slug="-",
            language=q.language,
            body="",
            text=q.text,
            quotes=(quote,) if quote else (),
            answer=figure,
        )
        sentences, figures = _gold(gen, row, one) if quote else ({best[row][0][0]}, set())
        own = [c for s in sorted(sentences) if (c := inquiry.finder.best_window(s)) is not None]
        if not own:
            continue
        candidates = [max(own, key=lambda c: c.cosine), *beside]
        made = features_of(
            reader,
            one,
            candidates,
            [inquiry.judge.window(c) for c in candidates],
            sentences,
            figures,
        )
        told.append(made | {"gold_windows": [0], "held": True, "report": _fold_of(q.text)})
    return told


def features_of(
    reader: Any,
    q: Any,
    candidates: Sequence[Any],
    windows: Sequence[Any],
    gold_sentences: set[int],
    gold_figures: set[int],
) -> dict[str, Any]:
    """What the heads are fitted on, of a question's candidates and their windows."""
    states = reader.features(q.text, windows)
    return {
        "kind": q.kind,
        "slug": q.slug,
        "lang": q.language,
        "named": bool(q.body),
        "first": np.stack([s.first for s in states]).astype(np.float16),
        "numbers": np.array([w.numbers for w in windows], np.float32),
        "own": [np.array(s.figures, np.float16) for s in states],
        "figure_numbers": [np.array(w.figure_numbers, np.float32) for w in windows],
        "gold_windows": [
            i
            for i, c in enumerate(candidates)
            if c.sentence in gold_sentences
            and (not gold_figures or any(f.row in gold_figures for f in c.figures))
        ],
        "gold_figures": [
            (i, k)
            for i, c in enumerate(candidates)
            for k, f in enumerate(c.figures)
            if f.row in gold_figures
        ],
        "wants": bool(gold_figures),
    }


def found(inquiry: Any, rows: Sequence[int], count: int) -> list[Any]:
    """The best ``count`` windows of ``rows``, by their figures and by their sentences."""
    finder, share = inquiry.finder, inquiry.asked.figure
    lead = round((count - 2) * share)
    by_figure, by_sentence = (
        best_rows(*finder.by_figure(rows), count),
        best_rows(*finder.by_sentence(rows), count),
    )
    chosen = interleaved([by_figure, by_sentence, by_figure], [1 + lead, count - 1 - lead, count])
    return [c for s in chosen[:count] if (c := finder.best_window(s)) is not None]


def _gold(gen: Any, row: int, q: Any) -> tuple[set[int], set[int]]:
    text = gen.text(row)
    flat = flat_map(text)
    sentences: set[int] = set()
    figures: set[int] = set()
    for quote in q.quotes:
        span = find_quote(flat, quote)
        if span is None:
            continue
        for s in gen.sentences_of(row):
            a, b = int(gen.sentence_start[s]), int(gen.sentence_end[s])
            if a < span[1] and span[0] < b and text[max(a, span[0]) : min(b, span[1])].strip():
                sentences.add(s)
        if q.kind in FIGURE_KINDS and q.answer:
            inner = find_quote(flat_map(text[span[0] : span[1]]), q.answer)
            if inner is None:
                continue
            best, shared = None, 0
            for f in gen.figures_of_report(row):
                if span[0] <= f.figure.start and f.figure.end <= span[1]:
                    common = min(f.figure.end, span[0] + inner[1]) - max(
                        f.figure.start, span[0] + inner[0]
                    )
                    if common > shared:
                        best, shared = f, common
            if best is not None:
                figures.add(best.row)
    return sentences, figures
