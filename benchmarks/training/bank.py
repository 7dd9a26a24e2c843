"""The question bank: made reports, each with the questions that were written on it.

A file holds a head (``title``, ``issuer``, ``region``, ``year``, ``lang``), the report's text and
its questions, parted by lines of ``===``. A question line is ``KIND LANG SLUG | question | quote |
answer``; benchmarks/bank/README.md tells what each means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

BANK = Path(__file__).parent.parent / "bank"
#: Questions without a report, for the heads that read a question by itself.
WORDINGS = Path(__file__).parent.parent / "wordings"
#: Questions over many reports, whose answer is known for every report of a folder of the bank.
CENSUS = Path(__file__).parent.parent / "census"
KINDS = {
    "L": "lookup",
    "F": "fact",
    "Y": "yes_no",
    "E": "enumerate",
    "C": "compare",
    "T": "total",
    "P": "topic",
    "U": "unanswerable",
}
_MARKS = re.compile(r"[\[\]{}]")


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A question of the bank. ``body`` and ``time`` are spans in ``text``; ``slug`` names the
    quantity, or for an unanswerable one the reason."""

    text: str
    kind: str
    language: str
    slug: str
    quotes: tuple[str, ...]
    answer: str
    body: tuple[tuple[int, int], ...] = ()
    time: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class BankReport:
    """A made report with its questions. ``name`` is ``author/number``."""

    name: str
    head: dict[str, str]
    text: str
    questions: tuple[BankQuestion, ...]


@dataclass(frozen=True, slots=True)
class CensusQuestion:
    """A question over all reports of a folder of the bank. ``stating`` holds for each report that
    states it, by its name, the quote ("" where its title or body says so) and the figure in it
    (or ""); the folder's other reports do not state it. ``top``: the report that a ranking puts
    first."""

    text: str
    kind: str
    language: str
    folder: str
    stating: dict[str, tuple[str, str]]
    top: str = ""


def read_bank(folder: Path = BANK) -> list[BankReport]:
    """Every report of the bank, by name. ValueError names the file and line that is malformed."""
    return [read_bank_file(path, folder) for path in sorted(folder.glob("*/*.txt"))]


def read_bank_file(path: Path, folder: Path = BANK) -> BankReport:
    name = path.relative_to(folder).with_suffix("").as_posix()
    parts = re.split(r"(?m)^===\s*$", path.read_text(encoding="utf-8"))
    if len(parts) != 3:
        raise ValueError(f"{path}: head, text and questions are parted by two lines of ===")
    head = dict(line.split(":", 1) for line in parts[0].strip().splitlines() if ":" in line)
    lines = [line for line in parts[2].splitlines() if line.strip()]
    questions = tuple(_question(line, path) for line in lines)
    return BankReport(
        name, {k.strip(): v.strip() for k, v in head.items()}, parts[1].strip(), questions
    )


def read_wordings(folder: Path = WORDINGS) -> list[BankQuestion]:
    """The questions of ``wordings/LANGUAGE.txt``, lines of ``KIND | question``. ValueError names
    the file and line that is malformed."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
            kind, _, marked = line.partition("|")
            if kind.strip() not in KINDS or not marked.strip():
                raise ValueError(f"{path}: not KIND | question: {line}")
            text, body, time = unmarked(marked.strip())
            found.append(BankQuestion(text, KINDS[kind.strip()], path.stem, "", (), "", body, time))
    return found


def read_census(folder: Path = CENSUS) -> list[CensusQuestion]:
    """The questions of ``census/FOLDER.txt``: blocks of ``KIND LANG | question`` and a line
    ``NNN | quote | figure`` for each report that states it; ``top NNN`` names the first of a
    ranking. ValueError names the file and block that is malformed."""
    return [
        _census_question(block.splitlines(), path)
        for path in sorted(folder.glob("*.txt"))
        for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
        if block.strip()
    ]


def _census_question(lines: list[str], path: Path) -> CensusQuestion:
    head, _, text = lines[0].partition("|")
    top, stating = "", {}
    try:
        kind, language = head.split()
        for line in filter(str.strip, lines[1:]):
            if line.startswith("top "):
                top = f"{path.stem}/{line.split()[1]}"
                continue
            number, *told = (part.strip() for part in line.split("|"))
            if not re.fullmatch(r"\d{3}", number):
                raise ValueError(line)
            # A table's row holds bars of its own; the figure is what stands after the last.
            quote, answer = ("|".join(told[:-1]), told[-1]) if len(told) > 1 else (told[0], "")
            stating[f"{path.stem}/{number}"] = quote.strip(), answer
        if not text.strip() or not stating or KINDS[kind] not in ("enumerate", "compare"):
            raise ValueError(head)
    except (ValueError, KeyError, IndexError):
        raise ValueError(f"{path}: not a question with its reports: {lines[0]}") from None
    return CensusQuestion(text.strip(), KINDS[kind], language, path.stem, stating, top)


def _question(line: str, path: Path) -> BankQuestion:
    """The line of one question; a quote may hold bars of its own (a table's row)."""
    try:
        head, marked, rest = line.split("|", 2)
        quote, answer = rest.rsplit("|", 1)
        kind, language, slug = head.split()
    except ValueError:
        raise ValueError(
            f"{path}: not KIND LANG SLUG | question | quote | answer: {line}"
        ) from None
    text, body, time = unmarked(marked.strip())
    quotes = tuple(q.strip() for q in quote.split(";;") if q.strip())
    return BankQuestion(text, KINDS[kind], language, slug, quotes, answer.strip(), body, time)


def unmarked(
    marked: str,
) -> tuple[str, tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """A question without its marks, the spans of ``[bodies]`` and those of ``{times}``."""
    text, spans, opened = "", {"[": [], "{": []}, {"[": -1, "{": -1}  # type: ignore[var-annotated]
    last = 0
    for mark in _MARKS.finditer(marked):
        text += marked[last : mark.start()]
        last = mark.end()
        sign = mark.group()
        if sign in "[{":
            opened[sign] = len(text)
        else:
            opener = "[" if sign == "]" else "{"
            if opened[opener] >= 0:
                spans[opener].append((opened[opener], len(text)))
    return text + marked[last:], tuple(spans["["]), tuple(spans["{"])
