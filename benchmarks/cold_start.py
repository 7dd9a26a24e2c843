"""Cold start of a one-off ``policyqa ask``: the whole process, new each time.

    python -m benchmarks.cold_start [--index DIR] [--runs 7]

Also proves that such a process does not import torch.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from indexer.index.building.build import build

from .measure import percentile

QUESTION = "which bureaus reported enforcement fines"
CORPUS = Path(__file__).parents[1] / "corpus"
_HEAVY = ("torch", "transformers", "sentence_transformers", "streamlit", "pandas")
_PROBE = """
import sys
from indexer.cli import main
index, question, *heavy = sys.argv[1:]
sys.argv = ["policyqa", "ask", question, "--json", "--index", index]
try:
    main()
except SystemExit:
    pass
print(" ".join(m for m in heavy if m in sys.modules), file=sys.stderr)
"""


def one_run(index: Path) -> float:
    """Seconds of wall time of one ``ask`` process."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "indexer", "ask", QUESTION, "--json", "--index", str(index)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def heavy_imports(index: Path) -> list[str]:
    """Heavy modules that an ``ask`` process has imported by its end."""
    command = [sys.executable, "-c", _PROBE, str(index), QUESTION, *_HEAVY]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return (done.stderr.strip().splitlines() or [""])[-1].split()


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cold_start", description=__doc__)
    parser.add_argument("--index", type=Path, help="an index (default: one of corpus/, made now)")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        index = options.index or Path(scratch) / "index"
        if options.index is None:
            build([CORPUS], index)
        heavy = heavy_imports(index)
        times = [one_run(index) for _ in range(options.runs)]
    print(
        f"cold start of one ask, {options.runs} runs: median {statistics.median(times):.2f} s, "
        f"p95 {percentile(times, 0.95):.2f} s, best {min(times):.2f} s"
    )
    print(f"heavy modules imported: {', '.join(heavy) or 'none'}")
    return 1 if "torch" in heavy else 0


if __name__ == "__main__":
    raise SystemExit(main())
