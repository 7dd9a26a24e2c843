"""The systemd units of docs/nightly.md are sound."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "nightly.md"
NAMES = ("policyqa-build.service", "policyqa-build.timer", "policyqa-watch.service")


def units() -> dict[str, str]:
    blocks = re.findall(r"```ini\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    return dict(zip(NAMES, blocks, strict=True))


def test_the_units_call_the_build_as_the_contract_says() -> None:
    service = units()["policyqa-build.service"]
    assert "SuccessExitStatus=3" in service and "--json" in service and "Type=oneshot" in service
    assert "--watch" in units()["policyqa-watch.service"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for name, text in units().items():
        here = text.replace("/opt/policyqa/.venv/bin/policyqa", sys.executable)
        (tmp_path / name).write_text(here.replace("man:systemd.service(5)", "https://example.org"))
    paths = [str(tmp_path / name) for name in NAMES]
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not [line for line in done.stderr.splitlines() if "policyqa" in line]
