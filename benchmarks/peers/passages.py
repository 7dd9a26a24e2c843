"""What is indexed and asked: XQuAD's paragraphs in Chinese and English with their questions in
both languages, and other texts that fill the index up to a number of passages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..corpus2000 import make_reports
from ..datasets import passage_files, question_file, read_passages, read_questions
from .side import Text

LANGUAGES = ("zh", "en")
FILLING = ("cmrc2018", "drcd", "cmrc2018-trial", "drcd-test")  # in this order
_LONGEST = 400  # characters of a piece of a report
_SHORTEST = 60
_SEED = 7


def chosen_passages(sets: Path, count: int, reports: Path | None = None) -> list[Text]:
    """XQuAD's paragraphs and so much filling that there are ``count`` (XQuAD's at least): other
    sets, pieces of the text files in ``reports``, then invented reports."""
    found = {t.id: t for t in _xquad(sets)}
    texts = {t.text for t in found.values()}
    for text in _filling(sets, reports, count):
        if len(found) >= count:
            break
        if text.text not in texts:
            texts.add(text.text)
            found[text.id] = text
    return list(found.values())


def chosen_questions(sets: Path, count: int | None = None) -> list[Text]:
    """XQuAD's questions in both languages, all or ``count`` of each, spread evenly. The id is
    ``PASSAGE/QUESTION``, where the passage is the same in all languages."""
    found = []
    for language in LANGUAGES:
        questions = read_questions(question_file(sets, f"xquad/{language}"))
        most = len(questions) if count is None else min(count, len(questions))
        chosen = [questions[n * len(questions) // most] for n in range(most)]
        found += [Text(f"{q.passage}/{q.id}", language, q.text) for q in chosen]
    return found


def passage_id(language: str, passage: str) -> str:
    """The id of XQuAD's paragraph ``passage`` in ``language``."""
    return f"xquad-{language}-{passage}"


def _xquad(sets: Path) -> Iterator[Text]:
    for language in LANGUAGES:
        for id_, text in read_passages(passage_files(sets, f"xquad/{language}")):
            yield Text(passage_id(language, id_), language, text)


def _filling(sets: Path, reports: Path | None, count: int) -> Iterator[Text]:
    for name in FILLING:
        file = passage_files(sets, name)
        if file.exists():
            for id_, text in read_passages(file):
                yield Text(f"{name}-{id_}", "zh", text)
    for file in sorted(reports.rglob("*.txt")) if reports else ():
        for n, piece in enumerate(_pieces(file.read_text(encoding="utf-8", errors="replace"))):
            yield Text(f"report-{file.parent.name}-{file.stem}-{n}", "", piece)
    for made in make_reports(count, _SEED):
        yield Text(f"made-{made.name.removesuffix('.txt')}", made.language, made.text)


def _pieces(text: str) -> Iterator[str]:
    """Whole lines of ``text`` together, as far as they have room."""
    piece = ""
    for line in (line.strip() for line in text.splitlines()):
        if piece and len(piece) + len(line) > _LONGEST:
            if len(piece) >= _SHORTEST:
                yield piece
            piece = ""
        piece = f"{piece}\n{line}" if piece else line[: 4 * _LONGEST]
    if len(piece) >= _SHORTEST:
        yield piece
