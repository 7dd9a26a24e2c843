"""Writes docs/cli.md from the real ``--help`` of every command; ``--check`` only compares.

Run: ``.venv/bin/python tools/make_cli_docs.py [--check]``. Exit 1 when --check finds a difference.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "cli.md"
WIDTH = 96
PREFACE = """\
# Command line

This page is generated from `policyqa --help` by `make docs`; do not edit it. `python -m indexer` is
the same program. For the output of `--json` see [contract.md](contract.md), for environment
variables see [settings.md](settings.md).

Answers are written to stdout; progress, notes and warnings to stderr. Exit codes: 0 success,
1 failure (one line on stderr), 2 wrong usage, 3 success, but some reports could not be read (each
is named with the reason; all others are indexed), 4 `brief check`: done, but some evidence no
longer stands as it was collected.
"""


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """``command`` and all below it that are not hidden, as (``policyqa build``, command)."""
    yield name, command
    if isinstance(command, click.Group):
        for sub in sorted(command.commands):
            if not command.commands[sub].hidden:
                yield from commands(command.commands[sub], f"{name} {sub}")


def help_text(command: click.Command, name: str) -> str:
    """What ``name --help`` prints on a terminal of ``WIDTH`` columns."""
    context = click.Context(
        command,
        info_name=name,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        color=False,
        **command.context_settings,
    )
    lines = command.get_help(context).splitlines()
    return "\n".join(line.rstrip() for line in lines).strip()


def page() -> str:
    """The whole text of docs/cli.md."""
    from indexer.cli import cli

    parts = [PREFACE]
    for name, command in commands(cli, "policyqa"):
        parts.append(f"## {name}\n\n```text\n{help_text(command, name)}\n```\n")
    return "\n".join(parts)


def main() -> int:
    """Write or compare; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare, write nothing")
    checking = parser.parse_args().check
    wanted = page()
    if not checking:
        TARGET.write_text(wanted, encoding="utf-8")
        return 0
    if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != wanted:
        print("docs/cli.md is not what --help says; run: make docs", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    # Run as a script, Python puts tools/ on the path, not the checkout.
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
