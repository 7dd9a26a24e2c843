"""What two checkouts read differently: canonical texts, details, parts and figures of reports.

    python -m benchmarks.readings BEFORE PATH… [--after AFTER] [--most 12]

BEFORE and AFTER (this checkout) are folders of checkouts; both run with this interpreter and read
the same files, without models or recognition of scans. Told for each file that differs: the details,
the lines of text and the figures (raw, value, unit, metric, role, years, body) that only one of them
has, at most ``--most`` of each. Exits with 1 if anything differs.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
_READ = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from indexer.index.corpus.scan import scan_corpus
from indexer.reading.read import read_report
FIGURE = "raw value high unit metric role bound since year body".split()
for entry in scan_corpus([Path(name) for name in sys.argv[1:]]).files:
    told = {"path": entry.name}
    try:
        report = read_report(entry.path, entry.name, entry.overrides, recognise=lambda *_: {})
    except Exception as error:
        told["details"] = {"failed": f"{type(error).__name__}: {error}"}
    else:
        told |= {
            "text": report.text,
            "details": asdict(report.details),
            "parts": [[part.title, part.year, part.date, part.number] for part in report.parts],
            "figures": [[getattr(one, name) for name in FIGURE] for one in report.figures],
        }
    print(json.dumps(told, ensure_ascii=False), flush=True)
"""


def readings(checkout: Path, paths: list[Path]) -> dict[str, dict[str, Any]]:
    """What the code of ``checkout`` reads in each file of ``paths``, by its path in the corpus."""
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONIOENCODING": "utf-8"}
    names = [str(path.resolve()) for path in paths]
    done = subprocess.run(
        [sys.executable, "-c", _READ, *names],
        cwd=checkout,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{checkout}: the reports could not be read (see above)")
    read = [json.loads(line) for line in done.stdout.splitlines()]
    return {one["path"]: one for one in read}


def differences(before: dict[str, Any], after: dict[str, Any], most: int) -> Iterator[str]:
    """Lines that tell what differs between two readings of one file."""
    for name in sorted({*before.get("details", {}), *after.get("details", {})}):
        old, new = (one.get("details", {}).get(name) for one in (before, after))
        if old != new:
            yield f"  {name}: {old!r} -> {new!r}"
    if before.get("parts") != after.get("parts"):
        yield f"  parts: {before.get('parts')} -> {after.get('parts')}"
    old_lines, new_lines = (one.get("text", "").splitlines() for one in (before, after))
    changed = [
        line
        for line in difflib.unified_diff(old_lines, new_lines, lineterm="", n=0)
        if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    yield from _first([f"  text {line}" for line in changed], most)
    lost, new = (
        Counter(json.dumps(f, ensure_ascii=False) for f in one.get("figures", []))
        for one in (before, after)
    )
    told = [f"  figure - {f}" for f in (lost - new).elements()]
    told += [f"  figure + {f}" for f in (new - lost).elements()]
    yield from _first(told, most)


def _first(lines: list[str], most: int) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"  … {len(lines) - most} more"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.readings",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("before", type=Path)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--after", type=Path, default=HERE)
    parser.add_argument("--most", type=int, default=12)
    options = parser.parse_args(argv)
    before = readings(options.before.resolve(), options.paths)
    after = readings(options.after.resolve(), options.paths)
    different = 0
    for path in sorted({*before, *after}):
        told = list(differences(before.get(path, {}), after.get(path, {}), options.most))
        if told:
            different += 1
            print("\n".join([path, *told]))
    figures = sum(len(one.get("figures", [])) for one in after.values())
    print(f"{different} of {len(after)} files differ ({figures:,} figures)")
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main())
