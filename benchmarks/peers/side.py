"""One library's part of the comparison, run in its own virtual environment.

    python -m benchmarks.peers.NAME_side build|ask JOB.json

Imports nothing but the standard library, so that it runs in every environment. ``build`` makes an
index in the job's folder. ``ask`` opens it, prints ``ready`` once the first question is answered,
then writes times and what was found to ``asked.json`` beside the index.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

READY = "ready"
FIRST = 10  # hits of a timed question
QUERY, PASSAGE = "query: ", "passage: "  # the prompts of the E5 models


@dataclass(frozen=True, slots=True)
class Text:
    """A passage or a question; ``language`` is ``zh``, ``en`` …"""

    id: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Job:
    """``model``: a folder that sentence-transformers can load; ``files``: the passages as text
    files ``ID.txt``; ``timed``: how many of the questions are timed; ``depth``: how many passages
    are wanted of each question."""

    model: Path
    folder: Path
    passages: Path
    questions: Path
    files: Path
    timed: int
    depth: int

    @classmethod
    def read(cls, path: Path) -> Job:
        told = json.loads(path.read_text(encoding="utf-8"))
        places = {name: Path(told[name]) for name in ("model", "folder", "passages", "questions")}
        return cls(**places, files=Path(told["files"]), timed=told["timed"], depth=told["depth"])

    @property
    def index(self) -> Path:
        """Where the library keeps its files; nothing else is in it."""
        return self.folder / "index"

    @property
    def asked(self) -> Path:
        return self.folder / "asked.json"


class Side(Protocol):
    def build(self, job: Job, passages: Sequence[Text]) -> None:
        """Index ``passages`` and save the index under ``job.index``."""
        ...

    def open(self, job: Job) -> None:
        """Load what ``build`` saved, and the model."""
        ...

    def search(self, text: str, k: int) -> list[str]:
        """The ids of the ``k`` best passages, best first."""
        ...


def read_texts(path: Path) -> list[Text]:
    with path.open(encoding="utf-8") as lines:
        return [Text(**json.loads(line)) for line in lines]


def write_texts(path: Path, texts: Sequence[Text]) -> None:
    rows = (
        json.dumps({"id": t.id, "language": t.language, "text": t.text}, ensure_ascii=False)
        for t in texts
    )
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


def ask(side: Side, job: Job) -> None:
    """Open the index, time some questions, and write down the passages found for each."""
    questions = read_texts(job.questions)
    side.open(job)
    side.search(questions[0].text, FIRST)
    print(READY, flush=True)
    step = max(1, len(questions) // job.timed)
    chosen = questions[1::step][: job.timed]
    for question in chosen[:10]:
        side.search(question.text, FIRST)
    seconds, worked = [], time.process_time()
    for question in chosen:
        began = time.perf_counter()
        side.search(question.text, FIRST)
        seconds.append(time.perf_counter() - began)
    processor = (time.process_time() - worked) / len(chosen)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kilobytes on Linux
    found = {
        f"{question.language}:{question.id}": side.search(question.text, job.depth)
        for question in questions
    }
    told = {"seconds": seconds, "processor": processor, "memory": memory, "found": found}
    job.asked.write_text(json.dumps(told), encoding="utf-8")


def main(side: Side) -> int:
    what, path = sys.argv[1:]
    job = Job.read(Path(path))
    if what == "build":
        job.index.mkdir(parents=True)
        side.build(job, read_texts(job.passages))
    else:
        ask(side, job)
    return 0
