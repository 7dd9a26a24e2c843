"""Train what the project ships in indexer/models/data: ``python -m benchmarks.train_models WORK``.

Steps, each repeatable by itself (docs/models/README.md tells what each costs):

1. ``prepare``: bank and public question sets as token rows, WORK/prepared.pkl (2 minutes).
2. ``trunks``: encoder and reader from it; a GPU takes minutes, two cores take days.
3. ``heads``: the heads, fitted on an index of the bank with the trunks of step 2 (20 minutes).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

DATA = Path(__file__).parent.parent / "indexer" / "models" / "data"
STEPS = ("prepare", "trunks", "heads")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", type=Path, help="a folder for what is made on the way")
    parser.add_argument(
        "--shared", type=Path, default=Path("../shared"), help="holds bench/ and reports/"
    )
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS)
    args = parser.parse_args()
    work: Path = args.work
    work.mkdir(parents=True, exist_ok=True)
    if "prepare" in args.steps:
        from .training.prepare import prepare

        print(prepare(work / "prepared.pkl", args.shared))
    if "trunks" in args.steps:
        _run("benchmarks.training.train", work / "prepared.pkl", work / "trunks", "--readers", "9")
        shutil.copy(work / "trunks" / "encoder.npz", DATA / "encoder.npz")
        shutil.copy(work / "trunks" / "reader-9.npz", DATA / "reader.npz")
    if "heads" in args.steps:
        _run(
            "benchmarks.training.tags",
            work / "states.pkl",
            "--collect",
            work / "prepared.pkl",
            "--out",
            DATA,
        )
        _run("benchmarks.bank_corpus", work / "bank")
        _run("indexer", "build", work / "bank" / "reports", "--index", work / "index")
        digests = args.shared / "reports" / "digests"
        _run("indexer", "build", digests, "--index", work / "digests")
        _run(
            "benchmarks.training.shared_questions",
            work / "digests",
            work / "shared.pkl",
            *(digests.with_name(f"digests-questions{n}.jsonl") for n in ("-2", "")),
        )
        _run(
            "benchmarks.training.heads",
            work / "index",
            work / "features.pkl",
            "--collect",
            "--beside",
            work / "shared.pkl",
            "--out",
            DATA,
        )
        _run(
            "benchmarks.training.census_head",
            work / "index",
            work / "census.pkl",
            "--shared",
            work / "digests",
            *(digests.with_name(f"digests-questions{n}.jsonl") for n in ("-2", "")),
            "--out",
            DATA,
        )


def _run(module: str, *arguments: object) -> None:
    subprocess.run([sys.executable, "-m", module, *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
