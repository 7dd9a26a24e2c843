"""A build in a process of its own, told line by line: ``python -m indexer.ui.build_process``.

Apart from the page's process, because torch takes seconds of the interpreter to load and then
stays in memory, and because a process can be ended at any moment: the active index is kept.
Arguments: the index, ``build`` or ``rebuild``, then the corpus. Lines on stdout are JSON objects
with one key: ``progress``, ``summary`` or ``error``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from ..errors import PolicyQAError
from ..index.building.build import build
from ..index.building.progress import BuildSummary, Progress


def command(index: Path, corpus: Sequence[Path], *, rebuild: bool = False) -> list[str]:
    """The command line that runs such a build."""
    mode = "rebuild" if rebuild else "build"
    places = [str(place.absolute()) for place in corpus]
    return [sys.executable, "-m", __name__, str(index.absolute()), mode, *places]


def parse(line: str) -> Progress | BuildSummary | str:
    """A line back to what it tells: progress, the summary, or the error's text."""
    value = json.loads(line)
    if "progress" in value:
        return Progress(**value["progress"])
    if "error" in value:
        return str(value["error"])
    return BuildSummary.of(value["summary"])


def _say(key: str, value: object) -> None:
    print(json.dumps({key: value}), flush=True)


def run(arguments: Sequence[str]) -> int:
    """Build, and tell of it; the exit status."""
    index, mode, *corpus = arguments
    try:
        summary = build(
            [Path(place) for place in corpus],
            Path(index),
            rebuild=mode == "rebuild",
            on_progress=lambda progress: _say("progress", asdict(progress)),
        )
    except PolicyQAError as error:
        _say("error", str(error))
        return 1
    except Exception as error:  # shown on the page, where a traceback would be seen by none
        _say("error", f"{type(error).__name__}: {error}")
        return 1
    _say("summary", asdict(summary))
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
