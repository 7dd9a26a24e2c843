"""The audit finds what it should: each check is shown to fail on a wrong input."""

from __future__ import annotations

import importlib.util
import sys
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
_SPEC = importlib.util.spec_from_file_location("audit", ROOT / "tools" / "audit.py")
assert _SPEC is not None and _SPEC.loader is not None
audit: Any = importlib.util.module_from_spec(_SPEC)
sys.modules["audit"] = audit
_SPEC.loader.exec_module(audit)


class _Made(metadata.Distribution):
    """A distribution with just these fields."""

    def __init__(self, version: str = "1.0", **fields: str) -> None:
        self._fields = {"Name": "made", "Version": version, **fields}

    def read_text(self, filename: str) -> str | None:
        if filename not in ("METADATA", "PKG-INFO"):
            return None
        message = Message()
        for name, value in self._fields.items():
            message[name.replace("_", "-")] = value
        return message.as_string()

    def locate_file(self, path: Any) -> Any:
        return path


def test_what_is_installed_here_is_what_the_lock_names() -> None:
    assert list(audit.wrong_versions(audit.installed(), audit.locked())) == []


def test_a_version_other_than_the_locked_one_is_named() -> None:
    wrong = list(audit.wrong_versions({"made": _Made("2.0")}, {"made": "1.0"}))
    assert wrong == ["made is 2.0, constraints.txt says 1.0"]
    assert list(audit.wrong_versions({"made": _Made()}, {})) == [
        "made 1.0 is not in constraints.txt"
    ]


def test_every_installed_licence_allows_free_use() -> None:
    assert list(audit.wrong_licences(audit.installed())) == []


@pytest.mark.parametrize(
    "said, wrong",
    [
        ("AGPL-3.0-only", True),
        ("GPL-2.0 OR MIT", False),
        ("MIT", False),
        ("", True),
        ("Secret", True),
    ],
)
def test_a_licence_that_binds_or_is_unknown_is_named(said: str, wrong: bool) -> None:
    assert bool(list(audit.wrong_licences({"made": _Made(License_Expression=said)}))) is wrong


def test_cuda_packages_are_named() -> None:
    assert list(audit.cuda({"nvidia-cublas": _Made()}))


def test_advisories_are_looked_up_or_the_reason_is_told(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("jinja2==2.4\n")  # an old release with published advisories
    found, why_not = audit.advisories(lock)
    assert why_not or any("jinja2" in line.lower() for line in found)
