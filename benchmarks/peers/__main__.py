"""Compares PolicyQA with txtai, LangChain, LlamaIndex and Haystack in one run.

    python -m benchmarks.peers [--passages 20000] [--questions N] [--only PolicyQA txtai …]
        [--sets DIR] [--reports DIR] [--work DIR] [--write docs/benchmarks.md]

All index the same passages with the same model (the bundled one with its tuned layers, as an
ordinary sentence-transformers folder; PolicyQA runs its own reading of the same weights), each in
a process and an environment of its own, with one setting for all languages. A question counts as
answered where its own passage is the best of those in the language asked for, in one index of both
languages. ``--write`` puts the table into a file, between the lines ``<!-- peers -->`` and
``<!-- /peers -->``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from ..datasets import sets_folder
from .environments import Environments
from .outcome import Outcome, outcome_of, outcome_table
from .passages import chosen_passages, chosen_questions
from .side import READY, Text, write_texts

#: By name: the environment (None: PolicyQA's own) and the module that runs in it.
SIDES = {
    "PolicyQA": (None, "policyqa_side"),
    "txtai": ("txtai", "txtai_side"),
    "txtai, hybrid": ("txtai", "txtai_hybrid_side"),
    "LangChain + FAISS": ("langchain", "langchain_side"),
    "LlamaIndex + FAISS": ("llamaindex", "llamaindex_side"),
    "Haystack": ("haystack", "haystack_side"),
}
_ROOT = Path(__file__).parents[2]
_QUIET = {
    "OMP_WAIT_POLICY": "PASSIVE",  # threads that wait for another leave the processor to others
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
}
_BEGIN, _END = "<!-- peers -->", "<!-- /peers -->"


_EXPORT = """
import sys
from indexer.models import model_file
from indexer.models.sentence_module import sentence_transformer
sentence_transformer(model_file.checked()).save(sys.argv[1])
"""


def export_model(folder: Path) -> None:
    """The bundled model as a sentence-transformers folder, made by a process of its own, since torch
    takes much memory."""
    if not (folder / "modules.json").exists():
        subprocess.run([sys.executable, "-c", _EXPORT, str(folder)], cwd=_ROOT, check=True)


def prepare(work: Path, passages: Sequence[Text], questions: Sequence[Text]) -> dict[str, object]:
    """Write what all sides read; the part of a job that they share."""
    write_texts(work / "passages.jsonl", passages)
    write_texts(work / "questions.jsonl", questions)
    files = work / "files"
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir()
    for passage in passages:
        (files / f"{passage.id}.txt").write_text(passage.text, encoding="utf-8")
    return {
        "model": str(work / "model"),
        "passages": str(work / "passages.jsonl"),
        "questions": str(work / "questions.jsonl"),
        "files": str(files),
    }


def processed(command: Sequence[str]) -> tuple[float, float]:
    """Run a process; its seconds by the clock and of processor time, with its children's."""
    began = time.perf_counter()
    running = subprocess.Popen(command, cwd=_ROOT, env=os.environ | _QUIET)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"{' '.join(command)} failed with {running.returncode}")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime


def cold_asked(command: Sequence[str]) -> float:
    """Run a process that asks; the seconds until it is ready."""
    began, ready = time.perf_counter(), 0.0
    with subprocess.Popen(
        command, cwd=_ROOT, env=os.environ | _QUIET, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if line.strip() == READY and not ready:
                ready = time.perf_counter() - began
    if running.returncode or not ready:
        raise SystemExit(f"{' '.join(command)} failed with {running.returncode}")
    return ready


def compared(
    name: str,
    job: dict[str, object],
    work: Path,
    environments: Environments,
    passages: Sequence[Text],
    questions: Sequence[Text],
) -> Outcome:
    environment, module = SIDES[name]
    python = Path(sys.executable) if environment is None else environments.python(environment)
    folder = work / module
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    told = folder / "job.json"
    told.write_text(json.dumps(job | {"folder": str(folder)}), encoding="utf-8")
    command = [str(python), "-m", f"{__package__}.{module}"]
    print(f"{name}: building …", file=sys.stderr, flush=True)
    build = processed([*command, "build", str(told)])
    print(f"{name}: built in {build[0]:.0f} s, asking …", file=sys.stderr, flush=True)
    cold = cold_asked([*command, "ask", str(told)])
    languages = {p.id: p.language for p in passages}
    return outcome_of(
        name, build, cold, folder / "asked.json", folder / "index", questions, languages
    )


def bare_seconds(python: Path, job: Path, count: int) -> tuple[float, float]:
    """Seconds, and of processor time, in which the model alone embeds one passage."""
    done = subprocess.run(
        [str(python), "-m", f"{__package__}.bare_side", str(job), str(count)],
        cwd=_ROOT,
        env=os.environ | _QUIET,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seconds, processor = map(float, done.stdout.split())
    return seconds, processor


def written(page: str, told: str) -> str:
    """``page`` with ``told`` between the lines that mark its place; ValueError without them."""
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"the page has no lines {_BEGIN} and {_END}")
    return f"{before}{_BEGIN}\n{told}\n{_END}{after}"


def parsed(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--only", nargs="*", choices=list(SIDES), default=list(SIDES))
    parser.add_argument("--sets", type=Path, help="the folder of the retrieval sets")
    parser.add_argument("--reports", type=Path, help="text files that fill the index")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "policyqa-peers")
    parser.add_argument("--questions", type=int, help="of each language (default: all 432)")
    parser.add_argument("--timed", type=int, default=200, help="questions that are timed")
    parser.add_argument("--depth", type=int, default=500, help="passages ranked for R@1")
    parser.add_argument("--bare", type=int, default=256, help="passages the model alone embeds")
    parser.add_argument("--write", type=Path, help="a page that the table is written into")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    options = parsed(argv)
    sets, work = sets_folder(options.sets), options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    environments = Environments(work / "environments")
    passages = chosen_passages(sets, options.passages, options.reports)
    questions = chosen_questions(sets, options.questions)
    job = prepare(work, passages, questions) | {"timed": options.timed, "depth": options.depth}
    export_model(work / "model")
    told = work / "job.json"
    told.write_text(json.dumps(job | {"folder": str(work)}), encoding="utf-8")
    bare = bare_seconds(Path(sys.executable), told, options.bare)
    outcomes = [
        compared(name, job, work, environments, passages, questions) for name in options.only
    ]
    head = (
        f"{len(passages)} passages, {len(questions)} questions; the model alone "
        f"(sentence-transformers, float32): {bare[1] * len(passages):.0f} s of processor time, "
        f"{bare[0] * len(passages):.0f} s by the clock, calculated from {options.bare} passages; "
        f"load {os.getloadavg()[0]:.1f} at the end."
    )
    page = f"{head}\n\n{outcome_table(outcomes, bare[1] * len(passages))}"
    print(page)
    if options.write:
        old = options.write.read_text(encoding="utf-8")
        options.write.write_text(written(old, page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
