"""Audits what is installed: locked versions, licences, no CUDA, the model file, known advisories.

Run: ``.venv/bin/python tools/audit.py``. Prints a line for each check; exit 1 when one fails.
Advisories come from PyPI through pip-audit; where that cannot be reached the line says so, and the
other checks still count.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
LOCK = ROOT / "constraints.txt"
EXTRAS = frozenset({"api", "mcp", "ocr", "charts", "langchain", "llamaindex", "llm", "test"})
# Licences that allow use in an office without conditions on its own work (SPDX names and the
# wordings of older metadata). CC BY-SA is for data files, which are read and not changed.
_ALLOWED = re.compile(
    r"\b(?:MIT|BSD|0BSD|Apache|PSF|Python Software Foundation|MPL|Mozilla Public|ISC|ISCL|HPND|"
    r"CNRI|Unlicense|zlib|CC BY-SA|CC0|WTFPL|MIT-CMU|BSL)",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:A?GPL|GNU (?:Affero )?General Public|SSPL|BUSL|non.?commercial)", re.IGNORECASE
)
# Named by a licence file alone; read on 2026-11-24.
_READ_BY_HAND = {"atheris": "Apache-2.0", "axe-playwright-python": "MIT"}
# Used by the tests only, unchanged and never shipped: a weak copyleft is no burden there.
_FOR_TESTS_ONLY = {"fpdf2": "LGPL-3.0-only"}


def installed() -> dict[str, metadata.Distribution]:
    """What policyqa with its extras needs here, by canonical name."""
    found: dict[str, metadata.Distribution] = {}
    wanted: list[tuple[str, frozenset[str]]] = [("policyqa", EXTRAS)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while wanted:
        name, extras = wanted.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # of an extra that is not installed here
        for line in found[name].requires or []:
            need = Requirement(line)
            if any(_holds(need, extra) for extra in (*extras, "")):
                wanted.append((canonicalize_name(need.name), frozenset(need.extras)))
    for own in ("policyqa", "pip"):  # pip is the virtual environment's own
        found.pop(own, None)
    return dict(sorted(found.items()))


def _holds(need: Requirement, extra: str) -> bool:
    return need.marker is None or need.marker.evaluate({"extra": extra})


def locked() -> dict[str, str]:
    """Versions of constraints.txt by canonical name."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if "==" in line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


def wrong_versions(found: dict[str, metadata.Distribution], lock: dict[str, str]) -> Iterator[str]:
    for name, distribution in found.items():
        here = distribution.version.split("+")[0]
        if name not in lock:
            yield f"{name} {here} is not in constraints.txt"
        elif here != lock[name]:
            yield f"{name} is {here}, constraints.txt says {lock[name]}"


def licence(distribution: metadata.Distribution) -> str:
    """What a distribution says of its licence, the surest field first."""
    about = distribution.metadata
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    first_line = (about.get("License") or "").strip().split("\n")[0]
    return about.get("License-Expression") or " / ".join([*classifiers, first_line]).strip(" /")


def wrong_licences(found: dict[str, metadata.Distribution]) -> Iterator[str]:
    for name, distribution in found.items():
        said = licence(distribution) or _READ_BY_HAND.get(name, "")
        alternatives = re.split(r"\bOR\b", said) if " OR " in said else [said]
        if said and _FOR_TESTS_ONLY.get(name) == said:
            continue
        if all(_REFUSED.search(one) for one in alternatives):
            yield f"{name}: {said}"
        elif not _ALLOWED.search(said):
            yield f"{name}: licence not known ({said or 'none given'})"


def cuda(found: dict[str, metadata.Distribution]) -> Iterator[str]:
    for name in found:
        if name.startswith(("nvidia-", "triton", "cuda-")):
            yield f"{name}: torch's CUDA build is installed; see README.md for the CPU one"


def wrong_model() -> Iterator[str]:
    from indexer.errors import ModelError
    from indexer.models.model_file import checked

    try:
        checked(full=True)
    except ModelError as error:
        yield str(error)


def advisories(lock: Path = LOCK) -> tuple[list[str], str]:
    """(known vulnerabilities, why they could not be looked up or "")."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(lock), "--no-deps", "--disable-pip",
               "--format", "json", "--progress-spinner", "off", "--timeout", "10"]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        rows = json.loads(done.stdout)["dependencies"]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError):
        return [], "pip-audit is not installed or reached no advisory service"
    looked_up = [row for row in rows if "skip_reason" not in row]
    if not looked_up:
        return [], "no advisory service can be reached from here"
    found = [
        f"{row['name']} {row['version']}: {v['id']}, mended in {_fixed(v)}"
        for row in looked_up
        for v in row["vulns"]
    ]
    return found, ""


def _fixed(vulnerability: dict[str, list[str]]) -> str:
    return ", ".join(vulnerability["fix_versions"]) or "no version yet"


def main() -> int:
    found = installed()
    checks = {
        f"{len(found)} packages at their locked versions": list(wrong_versions(found, locked())),
        "licences that allow free use": list(wrong_licences(found)),
        "no CUDA packages": list(cuda(found)),
        "the bundled model's checksum": list(wrong_model()),
    }
    known, why_not = advisories()
    if why_not:
        print(f"not checked  known vulnerabilities: {why_not}")
    else:
        checks["no known vulnerabilities"] = known
    for what, problems in checks.items():
        print(f"{'FAILED' if problems else 'ok':<12} {what}", *problems, sep="\n             ")
    return 1 if any(checks.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
