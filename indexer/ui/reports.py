"""The list of what is indexed, and of what could not be read and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from ..api import Index
from ..settings import Settings
from .build import build_button
from .safe import escape, tag
from .state import Spot, open_report, t

_COLUMNS = ("title", "issuer", "region", "year", "kind", "date", "language", "format", "pages",
            "characters", "path")


def show_reports(index: Index) -> None:
    """Reports, failures, the facts of the index, and the button that updates it."""
    st.html(tag("div", escape(t("indexed", n=len(index.reports))), "pq-h"))
    _show_table(reports_table(index))
    _show_opener(index)
    if index.failures:
        st.html(tag("div", escape(t("failed", n=len(index.failures))), "pq-h"))
        failures = pd.DataFrame([{"path": f.path, "reason": f.reason} for f in index.failures])
        text = st.column_config.TextColumn
        st.dataframe(failures, hide_index=True, key="failures_table", column_config={
            "path": text(t("col_path"), width="medium"),
            "reason": text(t("col_reason"), width="large"),
        })
    manifest = index.generation.manifest
    facts = t("index_facts", index=index.generation.index_dir, model=manifest.model.name,
              created=manifest.created[:16].replace("T", " "))
    st.html(tag("div", escape(facts), "pq-soft"))
    build_button(_places(index), "refresh", primary=False)


def _places(index: Index) -> tuple[Path, ...]:
    """What the index was built from, as far as it is there; else the corpus of the settings."""
    places = tuple(Path(p) for p in index.generation.manifest.corpus if Path(p).exists())
    return places or (Settings().corpus,)


def reports_table(index: Index) -> pd.DataFrame:
    """One line a report; what is unknown is empty and shown so."""
    lines: list[dict[str, Any]] = []
    for report in index.reports:
        details = report.details
        lines.append({
            "title": details.title, "issuer": details.issuer or t("unknown"),
            "region": details.region or t("unknown"), "year": details.year,
            "kind": details.kind or t("unknown"), "date": details.date or t("unknown"),
            "language": details.language, "format": report.format, "pages": report.pages,
            "characters": report.characters, "path": report.path,
        })
    return pd.DataFrame(lines, columns=list(_COLUMNS))


def _show_table(frame: pd.DataFrame) -> None:
    column = st.column_config
    config: dict[str, Any] = {name: column.TextColumn(t(f"col_{name}")) for name in _COLUMNS}
    config |= {
        "title": column.TextColumn(t("col_title"), width="large"),
        "year": column.NumberColumn(t("col_year"), format="%d", width="small"),
        "pages": column.NumberColumn(t("col_pages"), width="small"),
        "characters": column.NumberColumn(t("col_characters"), format="localized"),
    }
    st.dataframe(frame, hide_index=True, column_config=config, key="reports_table",
                 height=min(36 * (len(frame) + 1) + 2, 620))


def _show_opener(index: Index) -> None:
    """A select box to open one report; its options are shown as plain text."""
    titles = {r.id: r.details.title or r.path for r in index.reports}
    st.selectbox(
        t("choose_report"), list(titles), index=None, key="open_from_list",
        format_func=lambda id_: titles.get(id_, id_), on_change=_open_chosen,
        placeholder=t("choose_report"), label_visibility="collapsed",
    )


def _open_chosen() -> None:
    chosen = st.session_state["open_from_list"]
    if chosen:
        open_report(Spot(chosen))
