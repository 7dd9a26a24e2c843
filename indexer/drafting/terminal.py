"""Claims on a terminal: as text, and a progress bar while a draft is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .claims import Claim


def claims_text(claims: list[Claim], style: str) -> str:
    """Each claim with its verdict, what the sources say of its figures, and its references."""
    if not claims:
        return "no sentences to check"
    blocks = []
    for claim in claims:
        lines = [f"{claim.verdict} ({claim.basis}): {claim.text}"]
        if claim.reason:
            lines.append(f"    {claim.reason}")
        for figure in claim.figures:
            if figure.note:
                lines.append(f"    {figure.raw}: {figure.note}")
        formatted = claim.to_json(style)["formatted"]
        for citation, reference in zip(claim.citations, formatted, strict=True):
            lines += [f"    {reference}", f"        “{' '.join(citation.quote.split())}”"]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


@contextmanager
def claims_progress(wanted: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on stderr where that is a terminal and ``wanted``; None elsewhere."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    if not wanted or not console.is_terminal:
        yield None
        return
    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("checking", total=None)
        yield lambda done, total: bar.update(task, total=total, completed=done)
