"""The short answer in one line, above the sentences that bear it out."""

from __future__ import annotations

from ..answers.phrases import amount
from ..api import Answer, Row, RowFigure
from .safe import escape, tag
from .scans import told
from .state import t

_LONGEST = 160  # characters of a short answer; a longer one is no line


def short_line(answer: Answer, language: str) -> str:
    """The words of a fact, the figure asked for, who comes first and with what, or the sum; ``""``
    for an open question, a list, which begins with its own number, and what is not stated."""
    if not answer.answerable:
        return ""
    rows = [row for row in answer.rows if row.verdict != "not_found"]
    lead = next((row for row in rows if row.figures), None)
    match answer.kind:
        case "fact" | "yes_no":
            found = t(f"short_{answer.short}", answer.short) if answer.short else ""
            return found if len(found) <= _LONGEST else ""
        case "lookup" if lead and len(rows) == 1:
            return told(lead.figures[0])
        case "compare" if lead and lead is rows[0]:
            return f"{_who(lead)} · {told(lead.figures[0])}"
        case "total":
            return _sum([row.figures[0] for row in rows if row.figures], language)
        case _:
            return ""


def short_html(answer: Answer, language: str) -> str:
    line = short_line(answer, language)
    return tag("div", escape(line), "pq-short") if line else ""


def _who(row: Row) -> str:
    return (row.issuer or t("unknown")) + (f" ({row.year})" if row.year else "")


def _sum(figures: list[RowFigure], language: str) -> str:
    """The sum of figures of one unit; several units are not added up."""
    units = {figure.unit for figure in figures}
    return amount(sum(f.value for f in figures), units.pop(), language) if len(units) == 1 else ""
