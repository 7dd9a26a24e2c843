"""What the command line prints: progress on stderr, answers and tables on stdout."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ..answers.phrases import percent
from ..contract import CONTRACT, json_fields
from ..results import ReportDetails

if TYPE_CHECKING:
    from ..api import Answer, Building, FileStatus, Links, RecognisedPage, Status
    from ..index.building.build import BuildSummary, Progress
    from ..results import Hit, ShownReport

_PLAIN_EVERY = 5.0
_UNITS = {"seconds": "s", "minutes": "min", "hours": "h"}


@contextmanager
def progress_display() -> Iterator[Callable[[Progress], None]]:
    """A progress bar on a terminal, otherwise a plain line every few seconds."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _resuming(_plain_lines(), lambda line: click.echo(line, err=True))
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[detail]}"),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None, detail="")

        def show(progress: Progress) -> None:
            total = progress.passages_total or progress.reports_total
            done = progress.passages_done if progress.passages_total else progress.reports_done
            bar.update(
                task,
                description=progress.stage,
                total=total or None,
                completed=done,
                detail=progress_text(progress),
            )

        yield _resuming(show, bar.console.print)


def _resuming(
    show: Callable[[Progress], None], say: Callable[[str], None]
) -> Callable[[Progress], None]:
    """``show``, after one line that says what an interrupted build has left, if anything."""
    said = False

    def shown(progress: Progress) -> None:
        nonlocal said
        if not said and (progress.reports_kept or progress.passages_kept):
            said = True
            say(
                f"resuming an interrupted build: {progress.reports_kept} reports read and "
                f"{progress.passages_kept} passages embedded are kept"
            )
        show(progress)

    return shown


def _plain_lines() -> Callable[[Progress], None]:
    stage, at = "", 0.0

    def show(progress: Progress) -> None:
        nonlocal stage, at
        now = time.monotonic()
        if progress.stage != stage or now - at > _PLAIN_EVERY:
            stage, at = progress.stage, now
            click.echo(f"{progress.stage}: {progress_text(progress)}", err=True)

    return show


def progress_text(progress: Progress) -> str:
    """Reports done, passages done, speed and time left, as far as they are known."""
    parts = _counts(progress)
    if progress.scans_total:
        scans = f"{progress.scans_done}/{progress.scans_total} scanned pages recognised"
        parts.insert(1, scans)
    if progress.passages_per_second:
        parts.append(f"{progress.passages_per_second:.0f}/s")
    return ", ".join([*parts, *_left(progress.seconds_left)])


def _counts(progress: Progress | Building) -> list[str]:
    parts = [f"{progress.reports_done}/{progress.reports_total} reports"]
    if progress.passages_total:
        parts.append(f"{progress.passages_done}/{progress.passages_total} passages")
    return parts


def _left(seconds: float | None) -> list[str]:
    """The time left in words; nothing if it is unknown or over."""
    if not seconds:
        return []
    from ..index.building.progress import rough

    number, unit = rough(seconds)
    return [f"about {number} {_UNITS[unit]} left"]


def building_text(building: Building) -> str:
    """How far the build is that is running, or was interrupted."""
    parts = [*_counts(building), *_left(building.seconds_left)]
    how = f"{building.stage}: {', '.join(parts)}"
    return how if building.running else f"interrupted at {how}; the next build resumes it"


def summary_json(summary: BuildSummary) -> dict[str, Any]:
    return {"contract": CONTRACT, **summary.to_json()}


def summary_text(summary: BuildSummary) -> str:
    counts = (
        f"{summary.added} added, {summary.changed} changed, {summary.removed} removed, "
        f"{summary.unchanged} unchanged"
    )
    failed = f", {len(summary.failed)} not read" if summary.failed else ""
    resumed = f", {summary.resumed} kept from an interrupted build" if summary.resumed else ""
    return (
        f"{summary.reports} reports ({counts}{failed}); {summary.passages} passages{resumed}, "
        f"{summary.figures} figures; {summary.seconds:.1f} s"
    )


def answer_text(answer: Answer) -> str:
    """An answer and its numbered citations for reading on a terminal."""
    lines = [understood_text(answer), answer.answer] if answer.understood else [answer.answer]
    return "\n".join([*lines, citations_text(answer)] if answer.citations else lines)


def citations_text(answer: Answer) -> str:
    """The numbered citations of an answer, each after an empty line."""
    lines: list[str] = []
    for c in answer.citations:
        page = f", p. {c.page}" if c.page else ""
        year = f" ({c.year})" if c.year else ""
        lines.append("")
        scan = _scan_text(c.recognised, c.confidence, answer.language)
        lines.append(f"[{c.n}] {c.issuer or c.title}{year} — {c.path}{page}{scan}")
        lines += links_lines(c.links, "    ")
        if c.section:
            lines.append("    " + " > ".join(c.section))
        lines.append(f"    “{' '.join(c.quote.split())}”")
    return "\n".join(lines)


def understood_text(answer: Answer) -> str:
    """The line that says as what a follow-up question was understood."""
    words = "理解为：{}" if answer.language == "zh" else "Understood as: {}"
    return words.format(answer.understood) + "\n"


def _scan_text(recognised: bool, confidence: float | None, language: str) -> str:
    """Marks text recognised from a page image, with its confidence."""
    if not recognised:
        return ""
    zh = language == "zh"
    unknown = "未知" if zh else "unknown"
    known = percent(confidence) if confidence is not None else unknown
    return f"（识别文字，置信度{known}）" if zh else f" (recognised text, confidence {known})"


def links_lines(links: Links, indent: str) -> list[str]:
    """Lines below a source that has copies or other versions."""
    lines = []
    if links.superseded_by:
        lines.append(f"{indent}superseded by {links.superseded_by.path}")
    for others, words in ((links.also_in, "also in"), (links.other_versions, "another version:")):
        if others:
            lines.append(f"{indent}{words} " + ", ".join(link.path for link in others))
    return lines


def hits_text(hits: Sequence[Hit]) -> str:
    blocks = []
    for hit in hits:
        page = f", p. {hit.page}" if hit.page else ""
        scan = _scan_text(hit.recognised, hit.confidence, "en")
        head = f"{hit.n}. {hit.score:.2f}  {hit.title or hit.path}{page}{scan}"
        path = "   " + " > ".join(hit.section) if hit.section else ""
        links = "\n".join(links_lines(hit.links, "   "))
        quote = "   " + " ".join(hit.quote.split())
        blocks.append("\n".join(filter(None, [head, links, path, quote])))
    return "\n\n".join(blocks) or "no passages"


def report_text(shown: ShownReport) -> str:
    told = shown.to_json()
    details = [
        f"{one.name}: {told[one.name] if told[one.name] is not None else 'unknown'}"
        for one in json_fields(ReportDetails)
    ]
    details += [_page_text(page) for page in shown.recognition]
    return "\n".join(
        [*details, *links_lines(shown.links, ""), "", *shown.outline_lines(), "", shown.text]
    )


def _page_text(page: RecognisedPage) -> str:
    sure = "" if page.confidence is None else f", confidence {percent(page.confidence)}"
    how = {
        "recognised": "recognised from its image",
        "unread": "a scan, not read",
        "layer": "recognised by other software",
    }[page.how]
    return f"page {page.page}: {how}{sure}"


def _grouped(row: FileStatus) -> str:
    """How a file relates to other files, in brackets; ``""`` if it is unrelated."""
    parts, links = [row.grouped] if row.grouped else [], row.links
    if links.superseded_by:
        parts.append(f"by {links.superseded_by.path}")
    if links.also_in:
        parts.append("also in " + ", ".join(link.path for link in links.also_in))
    if links.other_versions:
        others = ", ".join(link.path for link in links.other_versions)
        parts.append(f"another version, order unknown: {others}")
    return f"  ({'; '.join(parts)})" if parts else ""


def status_text(status: Status) -> str:
    lines = [
        f"index       {status.index} ({status.generation}, built {status.built}, "
        f"{status.bytes / 1e6:.1f} MB)",
        f"reports     {status.reports} ({status.passages} passages, {status.sentences} sentences)",
        f"model       {status.model} ({status.dimension} dimensions)",
    ]
    if status.recognised_pages or status.unread_pages:
        lines.append(
            f"scans       {status.recognised_pages} pages recognised, "
            f"{status.unread_pages} not read"
        )
    if status.works != status.reports:
        lines.insert(2, f"works       {status.works} (without copies and superseded versions)")
    last = status.last_build
    if last is not None:
        did = last.summary
        done = (
            f"{did['added']} added, {did['changed']} changed, {did['removed']} removed, "
            f"{len(did['failed'])} not read, {did['seconds']:.1f} s"
            if last.ok
            else f"failed: {last.error}"
        )
        lines.append(f"last build  {last.ended}: {done}")
    if status.building is not None:
        lines.append(f"building    {building_text(status.building)}")
    for row in status.files:
        lines.append(
            f"  {row.report}  {row.year or '----'}  "
            f"{row.issuer or 'unknown issuer'}  {row.path}{_grouped(row)}"
        )
    for failure in status.failed:
        lines.append(f"  not read: {failure.path}: {failure.reason}")
    return "\n".join(lines)
