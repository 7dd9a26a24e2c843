"""What the HTTP API and the MCP server both do with an open index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..api import Answer, Filters, Index, OnProgress, ServedStatus
from ..errors import UsageError
from ..results import CiteResult, Passage, ReportEntry, ReportList, SearchResult
from .live import LiveIndex
from .workers import Deadline

CONTEXT_LIMIT = 5_000
_OUTLINED = ("report", "path", "title", "issuer", "region", "year", "kind", "date", "language")


def ask(
    index: Index,
    question: str,
    filters: Filters,
    *,
    all_rows: bool,
    after: Sequence[str] = (),
    id_: str | None = None,
    on_progress: OnProgress | None = None,
) -> Answer:
    answer = index.ask(question, filters, all_rows=all_rows, after=after, on_progress=on_progress)
    return replace(answer, id=id_)


def search(
    index: Index, query: str, k: int, filters: Filters, id_: str | None = None
) -> SearchResult:
    return SearchResult(id=id_, query=query, hits=tuple(index.search(query, k, filters)))


def cite(index: Index, text: str, style: str, filters: Filters, deadline: Deadline) -> CiteResult:
    """Claims of ``text``; before each sentence the deadline is looked at, so that a long draft
    does not hold a thread after its time."""
    claims = index.cite(text, filters, on_progress=lambda done, total: deadline.check())
    return CiteResult(claims=tuple(claim.in_style(style) for claim in claims))


def reports(index: Index, filters: Filters, limit: int, offset: int) -> ReportList:
    """The reports that fit, in order of their path."""
    fitting = index.reports_within(filters)
    entries = (ReportEntry.of(r, index.links(r.id)) for r in fitting[offset : offset + limit])
    return ReportList(total=len(fitting), offset=offset, reports=tuple(entries))


def passage(index: Index, name: str, start: int, end: int, context: int) -> Passage:
    """Characters ``start`` to ``end`` of a report, and ``context`` characters on either side."""
    row = index.report(name)
    text = index.text(row.id)
    if not 0 <= start < end <= len(text):
        raise UsageError(f"{start} to {end}: the text of {row.id} has {len(text)} characters")
    return Passage(
        report=row.id,
        path=row.path,
        title=row.details.title,
        issuer=row.details.issuer,
        year=row.details.year,
        section=index.section_path(row.id, start),
        page=index.page_of(row.id, start),
        start=start,
        end=end,
        text=text[start:end],
        before=text[max(0, start - context) : start],
        after=text[end : end + context],
    )


def outline(index: Index, name: str) -> str:
    """Details and headings of a report as plain text, each heading with its offset."""
    shown = index.show(name)
    told = shown.to_json()
    details = [f"{key}: {told[key]}" for key in _OUTLINED if told[key] is not None]
    return "\n".join([*details, "", *shown.outline_lines()])


def status(index: Index, live: LiveIndex) -> ServedStatus:
    """As ``policyqa status``, without its list of reports and the folder's place."""
    return ServedStatus.of(index.status(), live.problem)
