"""The retrieval sets as the product sees them: one text file a passage, indexed by ``build``.

Indexes are kept in a cache folder between runs, and the build itself sees what has changed.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from indexer.index.building.build import build
from indexer.index.store.generation import Generation

XQUAD_LANGUAGES = ("zh", "en", "es", "de", "ru", "ar")
DEFAULT_SETS = Path(__file__).parents[1] / "../shared/bench"
DEFAULT_CACHE = Path(tempfile.gettempdir()) / "policyqa-bench"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the id of the passage that answers it."""

    id: str
    text: str
    passage: str


def sets_folder(given: Path | None) -> Path:
    """The folder of the retrieval sets; ends the run plainly where there is none."""
    folder = (given or DEFAULT_SETS).resolve()
    if not folder.is_dir():
        print(f"skipped: no retrieval sets at {folder}; name their folder with --sets")
        raise SystemExit(0)
    return folder


def read_passages(path: Path) -> list[tuple[str, str]]:
    """(id, text) of each passage."""
    return [(row["id"], row["text"]) for row in _rows(path)]


def read_questions(path: Path) -> list[Question]:
    return [Question(row["id"], row["question"], row["passage"]) for row in _rows(path)]


def passage_files(folder: Path, collection: str) -> Path:
    """``cmrc2018``, ``drcd`` or ``xquad/LANGUAGE``: its passages."""
    name, _, language = collection.partition("/")
    return folder / name / (f"passages.{language}.jsonl" if language else "passages.jsonl")


def question_file(folder: Path, collection: str) -> Path:
    name, _, language = collection.partition("/")
    return folder / name / (f"questions.{language}.jsonl" if language else "questions.jsonl")


def open_index(folder: Path, collection: str, cache: Path = DEFAULT_CACHE) -> Generation:
    """An index of one collection, one report a passage, built where need be."""
    name = collection.replace("/", "-")
    corpus, index = cache / name / "corpus", cache / name / "index"
    _write_corpus(passage_files(folder, collection), corpus / name)
    print(f"indexing {name} …", file=sys.stderr, flush=True)
    build([corpus], index)
    return Generation.open(index)


def open_mixed(
    folder: Path, first: str, second: str, cache: Path = DEFAULT_CACHE
) -> tuple[Generation, dict[str, str]]:
    """An index where every other XQuAD article is in ``first``, the rest in ``second``; and the
    collection that each passage is taken from."""
    name = f"mixed-{first}-{second}"
    languages = {}
    for parity, language in enumerate((first, second)):
        collection = f"xquad/{language}"
        source = passage_files(folder, collection)
        articles = sorted({id_.split("-")[0] for id_, _ in read_passages(source)})
        kept = set(articles[parity::2])
        _write_corpus(source, cache / name / "corpus" / collection.replace("/", "-"), kept)
        ids = (id_ for id_, _ in read_passages(source) if id_.split("-")[0] in kept)
        languages.update(dict.fromkeys(ids, collection))
    build([cache / name / "corpus"], cache / name / "index")
    return Generation.open(cache / name / "index"), languages


def report_name(collection: str, passage: str) -> str:
    """The path of a passage's report: ``COLLECTION/ID.txt``, with ``-`` for the ``/``."""
    return f"{collection.replace('/', '-')}/{passage}.txt"


def _write_corpus(source: Path, target: Path, articles: set[str] | None = None) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for id_, text in read_passages(source):
        if articles is not None and id_.split("-")[0] not in articles:
            continue
        path = target / f"{id_}.txt"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            # Written beside, then renamed: a file half written would be indexed as it stands.
            path.with_suffix(".part").write_text(text, encoding="utf-8")
            os.replace(path.with_suffix(".part"), path)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
