"""How many of the figures that questions ask for are in the catalogue of an index.

    python -m benchmarks.figures_found INDEX QUESTIONS.jsonl

A lookup's figure is found where its report has a figure of that value (0.5 %) and unit in a
sentence or table row that the quote lies in, or that lies in it, and of a year that the question
names, if it names any. The others are listed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer import Index
from indexer.document.report import Details, Figure
from indexer.index.store.generation import Generation

_TOLERANCE = 0.005
_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d\d(?!\d)|\d\d(?=年))")


def missing(generation: Generation, questions: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The lookups of ``questions`` whose figure is not found, those of files not indexed left
    out."""
    rows = {Path(report.path).name: report.row for report in generation.reports}
    for question in questions:
        row = rows.get(question.get("doc", ""))
        if question["kind"] != "lookup" or row is None:
            continue
        text = generation.text(row)
        figures = [f.figure for f in generation.figures_of_report(row)]
        asked = [f for f in figures if _is_asked(f, question, text)]
        if not any(
            _is_of_year(f, generation.details_at(row, f.start), question["q"]) for f in asked
        ):
            yield question | {"years": sorted({f.year or 0 for f in asked})}


def _is_asked(figure: Figure, question: dict[str, Any], text: str) -> bool:
    value = float(question["answer_value"])
    near = abs(abs(figure.value) - abs(value)) <= _TOLERANCE * abs(value)
    unit = question.get("unit")
    counted = unit == "count" and figure.family in ("count", "time")
    if not near or (unit and unit != figure.unit and not counted):
        return False
    said = _plain(text[figure.sentence_start : figure.sentence_end])
    quote = _plain(question.get("quote_min") or question["quote"])
    return quote in said or said in quote or _plain(figure.raw) in quote


def _is_of_year(figure: Figure, details: Details, asked: str) -> bool:
    """Whether a figure of a report is of a year that ``asked`` names, or of the report's where that
    year is in its title (a work report that reviews the year before)."""
    named = [int(m) if len(m) == 4 else 2000 + int(m) for m in _YEAR.findall(asked)]
    last = figure.year or details.year
    if any(str(year) in details.title for year in named) and last == details.year:
        return True
    if not named or last is None:
        return not named
    if figure.role == "previous" and figure.year is None:
        last -= 1
    told = set(range(figure.since or last, last + 1))
    return bool(told & set(range(min(named), max(named) + 1)))


def _plain(text: str) -> str:
    return "".join(text.split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    args = parser.parse_args()
    lines = args.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines if line.strip()]
    asked = sum(q["kind"] == "lookup" for q in questions)
    with Index.open(args.index) as index:
        lost = list(missing(index.generation, questions))
    print(f"{asked - len(lost)} of {asked} figures asked for are in the catalogue")
    for question in lost:
        years = f" (of {question['years']})" if question["years"] else ""
        print(f"{question['doc']}: {question['answer_value']}{years} | {question['q']}")


if __name__ == "__main__":
    main()
