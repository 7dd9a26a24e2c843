"""What the HTTP API and the MCP server both do with an open index; results as contract JSON."""

from __future__ import annotations

from typing import Any

from ..answers.answer import CONTRACT
from ..api import Index, details_json
from ..errors import UsageError
from ..index.schema import ReportRow
from ..retrieval.query import Filters
from .live import LiveIndex
from .workers import Deadline

CONTEXT_LIMIT = 5_000


def ask(
    index: Index, question: str, filters: Filters, *, all_rows: bool, id_: str | None = None
) -> dict[str, Any]:
    return {**index.ask(question, filters, all_rows=all_rows).to_json(), "id": id_}


def search(
    index: Index, query: str, k: int, filters: Filters, id_: str | None = None
) -> dict[str, Any]:
    hits = [index.hit_json(hit, n) for n, hit in enumerate(index.search(query, k, filters), 1)]
    return {"contract": CONTRACT, "id": id_, "query": query, "hits": hits}


def cite(
    index: Index, text: str, style: str, filters: Filters, deadline: Deadline
) -> dict[str, Any]:
    """Claims of ``text``; before each sentence the deadline is looked at, so that a long draft
    does not hold a thread after its time."""
    claims = index.cite(text, filters, on_progress=lambda done, total: deadline.check())
    return {"contract": CONTRACT, "claims": [claim.to_json(style) for claim in claims]}


def reports(index: Index, filters: Filters, limit: int, offset: int) -> dict[str, Any]:
    """The reports that fit, in order of their path."""
    fitting = index.reports_within(filters)
    return {
        "contract": CONTRACT,
        "total": len(fitting),
        "offset": offset,
        "reports": [_entry(index, r) for r in fitting[offset : offset + limit]],
    }


def _entry(index: Index, row: ReportRow) -> dict[str, Any]:
    links = index.links(row.id).to_json()
    return {**details_json(row), "characters": row.characters, **links}


def passage(index: Index, name: str, start: int, end: int, context: int) -> dict[str, Any]:
    """Characters ``start`` to ``end`` of a report, and ``context`` characters on either side."""
    row = index.report(name)
    text = index.text(row.id)
    if not 0 <= start < end <= len(text):
        raise UsageError(f"{start} to {end}: {row.id} has {len(text)} characters, from 0")
    return {
        "contract": CONTRACT,
        "report": row.id,
        "path": row.path,
        "title": row.details.title,
        "issuer": row.details.issuer or None,
        "year": row.details.year,
        "section": list(index.section_path(row.id, start)),
        "page": index.page_of(row.id, start),
        "start": start,
        "end": end,
        "text": text[start:end],
        "before": text[max(0, start - context) : start],
        "after": text[end : end + context],
    }


def outline(index: Index, name: str) -> str:
    """Details and headings of a report as plain text, each heading with its offset."""
    shown = index.show(name)
    details = [
        f"{key}: {shown[key]}"
        for key in (
            "report",
            "path",
            "title",
            "issuer",
            "region",
            "year",
            "kind",
            "date",
            "language",
        )
        if shown[key] is not None
    ]
    heads = [f"{'  ' * (h['level'] - 1)}{h['heading']}  ({h['start']})" for h in shown["outline"]]
    return "\n".join([*details, "", *heads])


def status(index: Index, live: LiveIndex) -> dict[str, Any]:
    """As ``policyqa status``, without its list of reports and the folder's place."""
    value = index.status()
    left_out = {"files", "index"}
    return {
        "contract": CONTRACT,
        **{k: v for k, v in value.items() if k not in left_out},
        "problem": live.problem,
    }
