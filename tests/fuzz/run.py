"""Fuzzes one target with atheris (libFuzzer with Python's coverage): finds are written to a folder.

    python -m tests.fuzz.run figures --seconds 300 [--out DIR] [--more FOLDER_OF_TEXTS]

Exits with 0 when nothing was found. A find is an exception, an input that takes over 5 s, or one that
needs over 2 GB; its bytes lie in DIR as crash-…, timeout-… or oom-…, and
``python -m tests.fuzz.run figures --input FILE`` runs it again.
"""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path

SLOWEST = 5  # seconds
MEMORY_MB = 2048


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument(
        "--runs", type=int, default=-1, help="inputs to try; with --seed the same ones again"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path(".policyqa/fuzz"))
    parser.add_argument("--more", type=Path, help="folder of files to start from too")
    parser.add_argument("--input", type=Path, help="run only this input")
    chosen = parser.parse_args()
    if chosen.input:
        from .targets import TARGETS

        TARGETS[chosen.target](chosen.input.read_bytes())
        return
    _fuzz(chosen)


def _fuzz(chosen: argparse.Namespace) -> None:
    import atheris

    with atheris.instrument_imports(include=["indexer"]):
        from .targets import LONGEST, TARGETS
    from .words import STARTS, WORDS

    home = chosen.out / chosen.target
    corpus = home / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(STARTS[chosen.target]):
        (corpus / f"start-{number}").write_bytes(text.encode())
    places = [str(corpus), *([str(chosen.more)] if chosen.more else [])]
    dictionary = home / "words.dict"
    dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS), encoding="ascii")
    # The system counts the parent's peak memory before exec as this process's own.
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    options = [
        f"-max_total_time={chosen.seconds}", f"-timeout={SLOWEST}", f"-rss_limit_mb={MEMORY_MB + held}",
        f"-max_len={LONGEST}", f"-runs={chosen.runs}", f"-seed={chosen.seed}", f"-dict={dictionary}", f"-artifact_prefix={home}/", "-print_final_stats=1",
        "-verbosity=0",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, *places], TARGETS[chosen.target])
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    main()
