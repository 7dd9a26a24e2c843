"""The rows of an answer: verdict filter, table, chart, regions and downloads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import streamlit as st

from ..api import Answer, Index, Row, RowVerdict
from .cards import visible_cards
from .charts import bars, issuers_over_years, lines, shared_units, sources_html
from .collect import rows_button
from .controls import verdict_pills
from .export import rows_csv, rows_xlsx
from .regions import regions_html
from .safe import escape, heading_html, tag
from .scans import as_printed, own_amount_of, told
from .state import t

VERDICTS: tuple[RowVerdict, ...] = get_args(RowVerdict)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_rows(folder: Path, index: Index, answer: Answer) -> None:
    """Heading, verdict filter, one of table, chart and regions, downloads; nothing for no rows.
    ``folder`` is that of the briefs."""
    if not answer.rows:
        return
    count = tag(
        "span", escape(t("examined", examined=answer.examined, reports=answer.reports)), "pq-soft"
    )
    st.html(heading_html(escape(t("table")) + count))
    shapes = shapes_of(answer.rows)
    with st.container(horizontal=True, vertical_alignment="center"):
        shape = (
            st.segmented_control(
                t("shape"),
                shapes,
                key="shape",
                default="as_table",
                required=True,
                format_func=lambda s: t(s),
                label_visibility="collapsed",
            )
            if len(shapes) > 1
            else "as_table"
        )
        rows = _of_verdicts(answer)
    if shape == "as_chart":
        _show_chart(answer, rows)
    elif shape == "as_regions":
        st.html(regions_html(rows, st.session_state["lang"]))
    else:
        rows = _show_table(index, rows)
    numbers = {id(row): n for n, row in enumerate(answer.rows, 1)}
    rows_button(folder, index, answer, [numbers[id(row)] for row in rows])
    _show_downloads(answer)


def shapes_of(rows: Sequence[Row]) -> list[str]:
    """Ways to show the rows: a chart needs two figures of one unit, regions two known regions."""
    shapes = ["as_table"]
    if shared_units(rows):
        shapes.append("as_chart")
    if sum(bool(row.region) for row in rows) > 1:
        shapes.append("as_regions")
    return shapes


def _of_verdicts(answer: Answer) -> list[Row]:
    """Rows of the verdicts chosen. A census always offers those not found, whose rows are asked
    for when they are chosen."""
    counts = Counter(r.verdict for r in answer.rows)
    missing = answer.examined - len({r.report for r in answer.rows if r.verdict != "not_found"})
    if answer.kind == "enumerate" and missing > 0:
        counts["not_found"] = missing
    present = {v: counts[v] for v in VERDICTS if counts[v]}
    if len(present) < 2:
        return list(answer.rows)
    chosen = verdict_pills("verdicts", present, lambda v: t(f"verdict_{v}"), _fetch_all)
    wanted = chosen or [v for v in present if v != "not_found"]
    return [r for r in answer.rows if r.verdict in wanted]


def _fetch_all() -> None:
    """Once those not found are asked for they stay at hand: the answer's words are the same."""
    if "not_found" in (st.session_state["verdicts"] or ()):
        st.session_state["all_rows"] = True


def _show_downloads(answer: Answer) -> None:
    language = st.session_state["lang"]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            t("download_csv"),
            lambda: rows_csv(answer, language),
            t("csv_name"),
            "text/csv",
            key="csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            t("download_xlsx"),
            lambda: rows_xlsx(answer, language),
            t("xlsx_name"),
            _XLSX,
            key="xlsx",
            icon=":material/download:",
            on_click="ignore",
        )


def table(index: Index, rows: Sequence[Row]) -> pd.DataFrame:
    """One line a report: its leading figure in columns, its other figures in words."""
    entries: list[dict[str, Any]] = []
    for row in rows:
        lead = row.figures[0] if row.figures else None
        entries.append(
            {
                "issuer": row.issuer or t("unknown"),
                "year": row.year,
                "metric": lead.metric if lead else "",
                "value": float(lead.value) if lead else None,
                "unit": lead.unit if lead else "",
                "amount": own_amount_of(lead) if lead else "",
                "raw": as_printed(lead) if lead else "",
                "verdict": t(f"verdict_{row.verdict}"),
                "citations": "".join(f"[{n}]" for n in row.citations),
                "others": "；".join(f"{f.metric} {told(f)}" for f in row.figures[1:]),
                "region": row.region,
                "report": index.report(row.report).details.title,
                "also": t("comma").join(link.path for link in row.links.also_in),
            }
        )
    return pd.DataFrame(entries)


def _show_table(index: Index, rows: Sequence[Row]) -> list[Row]:
    """The table; gives the rows that are selected in it, all where none is."""
    frame = table(index, rows)
    if frame.empty:
        return []
    keep = [c for c in frame.columns if c in ("issuer", "verdict") or _filled(frame[c])]
    if "amount" in keep and (frame["amount"] != "").sum() == (frame["unit"] != "").sum():
        keep.remove("unit")  # each amount says it
    column = st.column_config
    config: dict[str, Any] = {
        name: column.TextColumn(t(f"col_{name}"))
        for name in ("unit", "amount", "raw", "verdict", "citations", "region", "also")
    }
    config |= {
        "issuer": column.TextColumn(t("col_issuer"), width="medium"),
        "year": column.NumberColumn(t("col_year"), format="%d", width="small"),
        "value": column.NumberColumn(t("col_value"), format="localized"),
        "metric": column.TextColumn(t("col_metric")),
        "others": column.TextColumn(t("col_others"), width="medium"),
        "report": column.TextColumn(t("col_report"), width="medium"),
    }
    event = st.dataframe(
        frame[keep],
        hide_index=True,
        column_config=config,
        key="rows_table",
        height=min(36 * (len(frame) + 1) + 2, 470),
        on_select="rerun",
        selection_mode="multi-row",
    )
    chosen = [rows[i] for i in event.selection.rows if i < len(rows)]
    return chosen or list(rows)


def _filled(column: pd.Series) -> bool:
    return bool(column.map(lambda v: v is not None and v != "" and v == v).any())


def _show_chart(answer: Answer, rows: Sequence[Row]) -> None:
    """Leading figures of one unit as bars, longest first; lines for issuers of several years."""
    charted = shared_units(rows)
    if not charted:
        return
    unit = (
        charted[0]
        if len(charted) == 1
        else st.selectbox(t("chart_unit"), charted, key="chart_unit", width=160)
    )
    language = st.session_state["lang"]
    st.altair_chart(bars(rows, unit, language))
    yearly = issuers_over_years(rows, unit)
    if yearly:
        st.altair_chart(lines(yearly, unit, language))
    st.html(sources_html(rows, unit, language, [c.n for c in visible_cards(answer.citations)]))
