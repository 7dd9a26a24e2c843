"""One file with all that training needs: token rows, the vocabulary in use, the base weights."""

from __future__ import annotations

import gzip
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from indexer.index.store.content import Content, Source, content_of
from indexer.models import model_file
from indexer.models.e5_file import E5File
from indexer.models.tokenizer import Tokenizer
from indexer.reading.read import read_report

from .bank import read_bank, read_census
from .examples import (
    Rows,
    bank_content,
    bank_question,
    census_question,
    find_quote,
    flat_map,
    over_reports,
    public_sets,
    read_lines,
    sentences_of,
)

_SPECIAL = (0, 1, 2, 3)


def prepare(out: Path, shared: Path) -> dict[str, int]:
    """Write ``out``; returns counts. ``shared`` holds bench/ and reports/ (see docs/models.md).

    What does not hang on the bank is kept beside ``out``, and made anew when it is deleted.
    """
    file = E5File(model_file.checked())
    rows = Rows(Tokenizer(file))
    reports: list[Any] = []
    questions: list[dict[str, Any]] = []
    lost = 0
    contents: dict[str, tuple[int, Content]] = {}
    for report in read_bank():
        content = bank_content(report)
        contents[report.name] = len(reports), content
        flat = flat_map(content.text)
        reports.append(rows.report(report.name, "bank", content))
        for question in report.questions:
            made = bank_question(rows, question, content, reports[-1], len(reports) - 1, flat)
            if made is None:
                lost += 1
                print(f"{report.name}: not found as read: {question.text} | {question.quotes}")
            else:
                questions.append(made)
    for asked in read_census():
        questions.append(census_question(rows, asked, contents, reports))
    bank = len(questions)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_suffix(".public")
    if not beside.exists():
        beside.write_bytes(pickle.dumps(_others(rows, shared), protocol=5))
    other_reports, other_questions = pickle.loads(beside.read_bytes())  # our own file
    for one in other_questions:
        one["report"] += len(reports)
        if one.get("stating"):
            one["stating"] = {r + len(reports): told for r, told in one["stating"].items()}
            one["silent"] = [r + len(reports) for r in one["silent"]]
    data = {
        "reports": [vars(r) for r in reports + other_reports],
        "questions": questions + other_questions,
    }
    data["tensors"] = _tensors(file, data)
    out.write_bytes(gzip.compress(pickle.dumps(data, protocol=5), 5))
    return {
        "reports": len(data["reports"]),
        "bank questions": bank,
        "lost": lost,
        "questions": len(data["questions"]),
    }


def load(path: Path) -> dict[str, Any]:
    """What :func:`prepare` wrote (our own pickle; never one from elsewhere)."""
    data: dict[str, Any] = pickle.loads(gzip.decompress(path.read_bytes()))
    return data


def _others(rows: Rows, shared: Path) -> tuple[list[Any], list[dict[str, Any]]]:
    reports: list[Any] = []
    questions: list[dict[str, Any]] = []
    for name in ("digests", "real", "seeds", "work-reports"):
        _shared_reports(rows, shared / "reports", name, reports, questions)
    for report_rows, asked in public_sets(rows, shared / "bench"):
        reports.append(report_rows)
        for one in asked:
            one["report"] = len(reports) - 1
            questions.append(one)
    return reports, questions


def _shared_reports(
    rows: Rows, folder: Path, name: str, reports: list[Any], questions: list[dict[str, Any]]
) -> None:
    """The development reports with their questions, to measure on (never trained on)."""
    contents: dict[str, tuple[int, Content]] = {}
    for path in sorted((folder / name).iterdir()):
        try:
            content = content_of(read_report(path, path.name), Source(0, 0, ""))
        except Exception as error:  # a format that needs a worker: measured by `eval` instead
            print(f"{path.name}: {error}")
            continue
        contents[path.name] = (len(reports), content)
        reports.append(rows.report(f"{name}/{path.name}", name, content))
    for file in sorted(folder.glob(f"{name}-questions*.jsonl")):
        for line in read_lines(file):
            if line["kind"] in ("enumerate", "compare") and line.get("negatives"):
                questions.append(
                    _shared_census(rows, line, contents)
                    | {"source": file.stem, "id": line.get("id", "")}
                )
            if line["kind"] in ("lookup", "fact") and line["doc"] in contents:
                number, content = contents[line["doc"]]
                made = _shared_question(rows, line, number, content, reports[number])
                if made:
                    questions.append(made | {"source": file.stem, "id": line.get("id", "")})


def _shared_census(
    rows: Rows, line: dict[str, Any], contents: dict[str, tuple[int, Content]]
) -> dict[str, Any]:
    """A question over many reports, of which it is known who states it but not where."""
    stating = {contents[d][0]: ([], []) for d in line["positives"] if d in contents}
    silent = [contents[d][0] for d in line["negatives"] if d in contents]
    return (
        rows.question(line["q"], (), ())
        | {
            "kind": line["kind"],
            "lang": line["lang"],
            "held": True,
        }
        | over_reports(stating, silent)
    )


def _shared_question(
    rows: Rows, line: dict[str, Any], number: int, content: Content, report: Any
) -> dict[str, Any] | None:
    made = rows.question(line["q"], (), ())
    found = find_quote(flat_map(content.text), line.get("quote_min") or line["quote"])
    if found is None:
        return None
    made |= {
        "kind": line["kind"],
        "lang": line["lang"],
        "slug": "-",
        "report": number,
        "held": True,
        "figures": [],
        "sentences": sentences_of(content, found),
        "span": None,
        "named": True,
    }
    if line["kind"] == "lookup":
        value = line["answer_value"]
        made["figures"] = [
            n
            for n, f in enumerate(content.figures)
            if found[0] <= f.start
            and f.end <= found[1]
            and abs(f.value - value) <= 0.005 * max(abs(value), 1e-9)
        ]
        if not made["figures"]:
            return None
        made["sentences"] = [report.figures[made["figures"][0]]["sentence"]]
    return made


def _tensors(file: E5File, data: dict[str, Any]) -> dict[str, Any]:
    """Layers' tensors, and blocks of the word rows in use; ids in ``data`` become their rows."""
    used = set(_SPECIAL)
    for holder, key in _id_rows(data):
        used.update(holder[key])
    kept = np.array(sorted(used), np.int64)
    place = np.zeros(file.config.vocabulary, np.int32)
    place[kept] = np.arange(len(kept), dtype=np.int32)
    for holder, key in _id_rows(data):
        holder[key] = place[np.asarray(holder[key], np.int64)]
    for report in data["reports"]:
        for window in report["windows"]:
            window.pop("spans", None)
            window["types"] = np.asarray(window["types"], np.uint8)
    tensors: dict[str, Any] = {"vocabulary": kept}
    words = file.blocks("emb.word").reshape(file.config.vocabulary, -1)
    tensors["emb.word"] = np.array(words[kept]).reshape(-1, 18)
    tensors["emb.pos"] = np.array(file.array("emb.pos")).reshape(512, -1)
    for name in ("emb.type", "emb.ln.w", "emb.ln.b"):
        tensors[name] = np.array(file.array(name))
    for layer in range(12):
        for name in ("q", "k", "v", "ao", "fi", "fo"):
            tensors[f"l{layer}.{name}.w"] = np.array(file.blocks(f"l{layer}.{name}.w"))
            tensors[f"l{layer}.{name}.b"] = np.array(file.array(f"l{layer}.{name}.b"))
        for name in ("aln", "oln"):
            for part in "wb":
                key = f"l{layer}.{name}.{part}"
                tensors[key] = np.array(file.array(key))
    return tensors


def _id_rows(data: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Where id rows are: (holder, key)."""
    for report in data["reports"]:
        yield report, "name_ids"
        for number in range(len(report["passages"])):
            yield report["passages"], number
        for window in report["windows"]:
            yield window, "ids"
    for question in data["questions"]:
        yield question, "ids"
        yield question, "plain"
