"""Figures drawn: bars of one unit, and a line over the years for each issuer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ..answers.phrases import amount
from ..api import Row
from ..text.cells import number
from .safe import escape, tag
from .state import t

_MAX_BARS = 40
_SOURCES = 12  # named under a chart; the table has them all
# Blue, orange, green, violet and red that differ in lightness too (after Okabe and Ito 2008).
_COLOURS = ("#2c7a99", "#d17a22", "#3f8f5f", "#8a6bb5", "#b8483a")


def shared_units(rows: Sequence[Row]) -> list[str]:
    """Units of the leading figures of two or more rows, the most frequent first."""
    units = Counter(r.figures[0].unit for r in rows if r.figures)
    return [unit for unit, n in units.most_common() if n > 1]


def _ink() -> str:
    return "#e6eaee" if st.context.theme.type == "dark" else "#1d2733"


def _points(rows: Sequence[Row], unit: str, language: str) -> list[dict[str, Any]]:
    return [
        {
            "who": (row.issuer or t("unknown")) + (f" ({row.year})" if row.year else ""),
            "issuer": row.issuer or t("unknown"),
            "year": row.year,
            "value": number(row.figures[0].value),
            "metric": row.figures[0].metric,
            "shown": amount(row.figures[0].value, unit, language),
        }
        for row in rows
        if row.figures and row.figures[0].unit == unit
    ]


def unit_name(unit: str, language: str) -> str:
    """A unit in words: 元, 件数, CNY, %."""
    if unit in ("count", "percent", "percentage_points"):
        return t(f"unit_{unit}")
    return amount(0, unit, "zh").lstrip("0") if language == "zh" else unit


def _amounts(unit: str, language: str) -> dict[str, Any]:
    """Title and axis of base units, large numbers shortened as the language does."""
    if language != "zh":
        return {"title": unit_name(unit, language), "axis": alt.Axis(format="~s", tickCount=5)}
    short = (
        "datum.value >= 1e8 ? format(datum.value / 1e8, '~r') + '亿' : "
        "datum.value >= 1e4 ? format(datum.value / 1e4, '~r') + '万' : datum.value"
    )
    return {
        "title": unit_name(unit, language),
        "axis": alt.Axis(labelExpr=short, tickCount=5),
    }


def sources_html(
    rows: Sequence[Row], unit: str, language: str, linked: Collection[int] | None = None
) -> str:
    """Under a chart: its unit in words, and the reports that its figures are from, each with its
    [n], a link to its card if that is on the page (``linked``; None: without numbers)."""
    charted = [r for r in rows if r.figures and r.figures[0].unit == unit]
    items = []
    for row in charted[:_SOURCES]:
        who = escape((row.issuer or t("unknown")) + (f" ({row.year})" if row.year else ""))
        n = row.figures[0].citation
        if linked is None:
            items.append(who)
        elif n in linked:
            items.append(who + " " + tag("a", f"[{n}]", "pq-ref", href=f"#c{n}"))
        else:
            items.append(f"{who} [{n}]")
    if len(charted) > _SOURCES:
        items.append(escape(t("chart_note_more", n=len(charted) - _SOURCES)))
    note = escape(t("chart_note", unit=unit_name(unit, language))) + t("semicolon").join(items)
    return tag("div", note, "pq-soft")


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("who:N", title=t("col_issuer")),
        alt.Tooltip("metric:N", title=t("col_metric")),
        alt.Tooltip("shown:N", title=t("col_value")),
    ]


def bars(rows: Sequence[Row], unit: str, language: str) -> alt.LayerChart:
    """A bar a report, in base units, with the amount as people write it at its end."""
    lines = _points(rows, unit, language)
    frame = pd.DataFrame(sorted(lines, key=lambda x: -float(x["value"]))[:_MAX_BARS])
    most = float(frame["value"].max()) or 1.0
    base = alt.Chart(frame).encode(
        y=alt.Y("who:N", sort=None, title=None, axis=alt.Axis(labelLimit=150)),
        x=alt.X(
            "value:Q", **_amounts(unit, language), scale=alt.Scale(domainMax=most * 1.6, nice=False)
        ),  # room for the amounts
        tooltip=_tooltip(),
    )
    bar = base.mark_bar(color=_COLOURS[0], cornerRadiusEnd=3)
    label = base.mark_text(align="left", dx=5, color=_ink()).encode(text="shown:N")
    return (bar + label).properties(height=alt.Step(26))


def issuers_over_years(rows: Sequence[Row], unit: str) -> list[Row]:
    """Rows of issuers that have figures of ``unit`` for two years or more, by year."""
    held = [r for r in rows if r.figures and r.figures[0].unit == unit and r.year and r.issuer]
    years: dict[str, set[int]] = {}
    for row in held:
        years.setdefault(row.issuer, set()).add(row.year or 0)
    return sorted((r for r in held if len(years[r.issuer]) > 1), key=lambda r: r.year or 0)


def lines(rows: Sequence[Row], unit: str, language: str) -> alt.LayerChart:
    """A line an issuer over its years, in base units; ``rows`` as ``issuers_over_years`` gives."""
    frame = pd.DataFrame(_points(rows, unit, language))
    issuers = list(dict.fromkeys(frame["issuer"]))
    base = alt.Chart(frame).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", **_amounts(unit, language), scale=alt.Scale(zero=True)),
        color=alt.Color(
            "issuer:N",
            title=None,
            scale=alt.Scale(domain=issuers, range=list(_COLOURS)),
            legend=alt.Legend(orient="top", labelLimit=260) if len(issuers) > 1 else None,
        ),
        tooltip=_tooltip(),
    )
    line = base.mark_line(point=alt.OverlayMarkDef(size=60), strokeWidth=2.5)
    label = base.mark_text(dy=-13, color=_ink()).encode(text="shown:N", color=alt.value(_ink()))
    return (line + label).properties(height=280)
