"""The table of an answer's rows, their bar chart and their download."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ..answers.answer import Answer, Row
from ..answers.phrases import amount
from ..api import Index
from .export import number, rows_csv
from .safe import escape, tag
from .state import t

_MAX_BARS = 40
VERDICTS = ("stated", "mentioned", "none", "not_found")


def show_rows(index: Index, answer: Answer) -> None:
    """Heading, verdict filter, table, chart and download; nothing when there are no rows."""
    if not answer.rows:
        return
    count = tag("span", escape(t("examined", examined=answer.examined, reports=answer.reports)),
                "pq-soft")
    st.html(tag("div", escape(t("table")) + count, "pq-h"))
    rows = _of_verdicts(answer.rows)
    _show_table(index, rows)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            t("download_csv"), rows_csv(answer, st.session_state["lang"]), t("csv_name"),
            "text/csv", key="csv", icon=":material/download:", on_click="ignore",
        )
        if answer.kind == "enumerate":
            st.checkbox(t("all_rows"), key="all_rows_box", on_change=_keep_all_rows,
                        value=st.session_state.get("all_rows", False))
    _show_chart(rows)


def _keep_all_rows() -> None:
    st.session_state["all_rows"] = st.session_state["all_rows_box"]


def _of_verdicts(rows: Sequence[Row]) -> list[Row]:
    """Rows of the verdicts chosen; the choice shows only where there is one."""
    present = [v for v in VERDICTS if any(r.verdict == v for r in rows)]
    if len(present) < 2:
        return list(rows)
    counts = Counter(r.verdict for r in rows)
    chosen = st.pills(
        t("verdict_filter"), present, selection_mode="multi", key="verdicts",
        format_func=lambda v: f"{t('verdict_' + v)} {counts[v]}", label_visibility="collapsed",
    )
    return [r for r in rows if not chosen or r.verdict in chosen]


def table(index: Index, rows: Sequence[Row], language: str) -> pd.DataFrame:
    """One line a report: its leading figure in columns, its other figures in words."""
    lines: list[dict[str, Any]] = []
    for row in rows:
        lead = row.figures[0] if row.figures else None
        lines.append({
            "issuer": row.issuer or t("unknown"), "year": row.year,
            "metric": lead.metric if lead else "",
            "value": float(lead.value) if lead else None,
            "unit": lead.unit if lead else "", "raw": lead.raw if lead else "",
            "verdict": t(f"verdict_{row.verdict}"),
            "citations": "".join(f"[{n}]" for n in row.citations),
            "others": "；".join(f"{f.metric} {f.raw}" for f in row.figures[1:]),
            "region": row.region, "report": index.generation.report(row.report).details.title,
        })
    return pd.DataFrame(lines)


def _show_table(index: Index, rows: Sequence[Row]) -> None:
    frame = table(index, rows, st.session_state["lang"])
    if frame.empty:
        return
    keep = [c for c in frame.columns if c in ("issuer", "verdict") or _filled(frame[c])]
    column = st.column_config
    config: dict[str, Any] = {
        name: column.TextColumn(t(f"col_{name}"))
        for name in ("unit", "raw", "verdict", "citations", "region")
    }
    config |= {
        "issuer": column.TextColumn(t("col_issuer"), width="medium"),
        "year": column.NumberColumn(t("col_year"), format="%d", width="small"),
        "value": column.NumberColumn(t("col_value"), format="localized"),
        "metric": column.TextColumn(t("col_metric")),
        "others": column.TextColumn(t("col_others"), width="medium"),
        "report": column.TextColumn(t("col_report"), width="medium"),
    }
    st.dataframe(
        frame[keep], hide_index=True, column_config=config, key="rows_table",
        height=min(36 * (len(frame) + 1) + 2, 470),
    )


def _filled(column: pd.Series) -> bool:
    return bool(column.map(lambda v: v is not None and v != "" and v == v).any())


def _show_chart(rows: Sequence[Row]) -> None:
    """Leading figures of one unit as bars, longest first; where there are two or more."""
    units = Counter(r.figures[0].unit for r in rows if r.figures)
    charted = [unit for unit, n in units.most_common() if n > 1]
    if not charted:
        return
    with st.expander(t("chart"), icon=":material/bar_chart:", expanded=False):
        unit = charted[0] if len(charted) == 1 else st.selectbox(t("chart_unit"), charted)
        st.altair_chart(bars(rows, unit, st.session_state["lang"]))


def bars(rows: Sequence[Row], unit: str, language: str) -> alt.LayerChart:
    """A bar a report, in base units, with the amount as people write it at its end."""
    lines = [
        {
            "who": (row.issuer or t("unknown")) + (f" ({row.year})" if row.year else ""),
            "value": number(row.figures[0].value), "metric": row.figures[0].metric,
            "shown": amount(row.figures[0].value, unit, language),
        }
        for row in rows if row.figures and row.figures[0].unit == unit
    ]
    frame = pd.DataFrame(sorted(lines, key=lambda x: -float(x["value"]))[:_MAX_BARS])
    base = alt.Chart(frame).encode(
        y=alt.Y("who:N", sort=None, title=None, axis=alt.Axis(labelLimit=220)),
        x=alt.X("value:Q", title=unit, axis=alt.Axis(format="~s", tickCount=5)),
        tooltip=[
            alt.Tooltip("who:N", title=t("col_issuer")),
            alt.Tooltip("metric:N", title=t("col_metric")),
            alt.Tooltip("shown:N", title=t("col_value")),
        ],
    )
    bar = base.mark_bar(color="#2c7a99", cornerRadiusEnd=3)
    ink = "#e6eaee" if st.context.theme.type == "dark" else "#1d2733"
    label = base.mark_text(align="left", dx=5, color=ink).encode(text="shown:N")
    return (bar + label).properties(height=alt.Step(26))
