"""``policyqa build --watch``: a plain line, or a JSON object, for each build."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import click

from ..index.building.watch import Built, Watch


def run_watch(
    corpus: Sequence[Path],
    index_dir: Path,
    model: str | None,
    rebuild: bool,
    every: float,
    as_json: bool,
    on: str | None = None,
    store: str | None = None,
) -> None:
    """Watch until Ctrl-C or SIGTERM, then return. BuildError if a place does not exist."""

    def tell(built: Built) -> None:
        for line in built.unread:
            click.echo(line, err=True)
        if built.summary is None:
            warn(f"{built.error}; still watching")
        elif as_json:
            click.echo(json.dumps(built.summary, ensure_ascii=False))
        else:
            click.echo(f"{_now()} {_line(built.summary)}")

    def warn(line: str) -> None:
        click.echo(f"{_now()} policyqa: {line}", err=True)

    watch = Watch(
        corpus,
        index_dir,
        tell,
        warn,
        every=every,
        options=("--rebuild",) if rebuild else (),
        always=tuple(
            word
            for option, value in (("--model", model), ("--on", on), ("--store", store))
            if value
            for word in (option, value)
        ),
    )
    before = {
        number: signal.signal(number, lambda *_: watch.stop.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    click.echo(f"watching {', '.join(map(str, corpus))}; press Ctrl-C to stop", err=True)
    try:
        watch.run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    click.echo("stopped; your previous index is still active", err=True)


def _line(summary: dict[str, object]) -> str:
    failed = summary["failed"]
    unread = f", {len(failed)} not read" if isinstance(failed, list) and failed else ""
    return (
        f"{summary['reports']} reports ({summary['added']} added, {summary['changed']} "
        f"changed, {summary['removed']} removed{unread}); {summary['seconds']} s"
    )


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S")
