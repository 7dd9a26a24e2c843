"""The command line: ``policyqa``, and ``python -m indexer``."""

from __future__ import annotations

import sys

from . import briefs, commands, serving  # noqa: F401  (they register themselves)
from .group import cli

__all__ = ["cli", "main"]


def main() -> None:
    """Entry point of ``policyqa``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli(prog_name="policyqa")
