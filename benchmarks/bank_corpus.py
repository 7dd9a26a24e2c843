"""The question bank as a corpus to build and question files to score: held-out ones by themselves.

``python -m benchmarks.bank_corpus OUT`` writes OUT/reports (with corpus.toml), OUT/held.jsonl (a
fifth of the quantities and a tenth of the reports, never trained on) and OUT/seen.jsonl; with
``--one-of 3`` the first, fourth, seventh … question, with ``--from 2`` the second, fifth ….
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from .training.bank import BankQuestion, BankReport, read_bank

_EVALUATED = ("lookup", "fact", "yes_no", "unanswerable")


def write_corpus(out: Path, one_of: int = 1, first: int = 1) -> dict[str, int]:
    """Write everything, of the questions one of so many from the ``first`` on; counts of what was
    written."""
    from indexer.extraction.quantities.figures import find_figures

    from .training.examples import held_out

    reports = read_bank()
    folder = out / "reports"
    lines, sets = [], {"held": [], "seen": []}  # type: ignore[var-annotated]
    for number, report in enumerate(reports):
        path = folder / f"{report.name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{report.head['title']}\n\n{report.text}\n", encoding="utf-8")
        lines += _table(report)
        for question in report.questions:
            held = number % 10 == 3 or held_out(question.slug)
            row = _row(question, f"{report.name}.md", find_figures)
            if row is not None:
                sets["held" if held else "seen"].append(row)
    (folder / "corpus.toml").write_text("\n".join(lines), encoding="utf-8")
    sets = {name: rows[first - 1 :: one_of] for name, rows in sets.items()}
    for name, rows in sets.items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (out / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return {"reports": len(reports)} | {name: len(rows) for name, rows in sets.items()}


def _table(report: BankReport) -> list[str]:
    head = report.head
    lines = [f'[reports."{report.name}.md"]']
    for key, name in (
        ("title", "title"),
        ("issuer", "issuer"),
        ("region", "region"),
        ("language", "lang"),
    ):
        if head.get(name):
            lines.append(f"{key} = {json.dumps(head[name], ensure_ascii=False)}")
    if re.fullmatch(r"\d{4}", head.get("year", "")):
        lines.append(f"year = {head['year']}")
    return [*lines, "separate = true", ""]


def _row(question: BankQuestion, path: str, find_figures: Any) -> dict[str, Any] | None:
    if question.kind not in _EVALUATED:
        return None
    row: dict[str, Any] = {"q": question.text, "lang": question.language, "kind": question.kind}
    if question.kind == "unanswerable":
        return row if question.body else None
    if not question.body:
        return None  # of over four hundred reports any might be meant
    row |= {"doc": path, "quote": question.quotes[0]}
    if question.kind == "lookup":
        figures = find_figures(question.answer, ((0, len(question.answer)),), "")
        if len(figures) != 1:
            return None
        row["answer_value"] = figures[0].value
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--one-of", type=int, default=1, help="of so many questions, one is taken")
    parser.add_argument("--from", type=int, default=1, dest="first", help="number of the first one")
    args = parser.parse_args()
    print(write_corpus(args.out, args.one_of, args.first))


if __name__ == "__main__":
    main()
