"""How many follow-up questions are understood as meant: dialogues over invented reports.

    python -m benchmarks.follow_ups tests/intentions/follow_ups_heldout.toml

The file says which words the whole question must and must not have, and which questions are
complete and must stay as they are.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from indexer import Index, build
from indexer.answers.engine import Engine

TODAY = date(2032, 6, 1)


@dataclass(frozen=True)
class Turn:
    """``group`` is the language of a dialogue, or ``pair``; ``first`` that it leans on nothing."""

    group: str
    first: bool
    question: str
    wanted: str
    got: str
    right: bool
    kind: str = ""


def table_of(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def build_index(table: dict[str, Any], folder: Path) -> Index:
    """An index of the file's reports."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    for name, text in table["reports"].items():
        (corpus / name).write_text(text, encoding="utf-8")
    build([corpus], folder / "index")
    return Index.open(folder / "index")


def turns_of(engine: Engine, table: dict[str, Any]) -> list[Turn]:
    """Every turn of the file, as the product understands it after the turns before it."""
    found = []
    for dialogue in table["dialogue"]:
        before: list[str] = []
        for turn in dialogue["turn"]:
            got = engine.in_context(turn["q"], before, TODAY)
            found.append(
                Turn(
                    dialogue["language"],
                    not before,
                    turn["q"],
                    turn.get("form", turn["q"]),
                    got,
                    is_right(turn, got),
                    engine.understood(got, TODAY, len(table["reports"])).kind,
                )
            )
            before.append(turn["q"])
    for pair in table["pair"]:
        got = engine.in_context(pair["second"], [pair["first"]], TODAY)
        second = pair["second"]
        found.append(Turn("pair", False, second, second, got, got == second))
    return found


def is_right(turn: dict[str, Any], got: str) -> bool:
    """Whether a whole question has all that it must have, and nothing that it must not."""
    if "form" not in turn:
        return bool(got == turn["q"])
    low = got.lower()
    has = all(word.lower() in low for word in turn["has"])
    return has and not any(word.lower() in low for word in turn.get("lacks", ()))


def main(files: list[str]) -> None:
    for name in files:
        table = table_of(Path(name))
        with tempfile.TemporaryDirectory() as folder, build_index(table, Path(folder)) as index:
            turns = turns_of(index.engine, table)
        counts: Counter[tuple[str, str]] = Counter()
        for turn in turns:
            group = turn.group if turn.group in ("zh", "en", "pair") else "fr, ja, es"
            counts[group, "all"] += 1
            counts[group, "right"] += turn.right
            counts[group, "leaning"] += not turn.first
            counts[group, "right leaning"] += turn.right and not turn.first
            counts[group, "letter"] += turn.got == turn.wanted and not turn.first
            sign = "ok " if turn.right else "BAD"
            if not turn.right or "--all" in sys.argv:
                print(
                    f"{sign} {turn.question} -> {turn.got} ({turn.kind})\n      meant: {turn.wanted}"
                )
        print(f"\n{name}")
        for group in ("zh", "en", "fr, ja, es", "pair"):
            right, all_ = counts[group, "right"], counts[group, "all"]
            lean, of = counts[group, "right leaning"], counts[group, "leaning"]
            letter = counts[group, "letter"]
            print(
                f"{group:12} {right} of {all_}; after another: {lean} of {of}, {letter} by letter"
            )


if __name__ == "__main__":
    main([a for a in sys.argv[1:] if not a.startswith("--")])
