"""The list of what is indexed, and of what could not be read and why; what can be done to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from ..api import Index
from .build import build_button
from .links import links_words
from .manage import show_editor, show_uploader
from .paths import short_path
from .process import PageProcess
from .safe import escape, heading_html, tag
from .state import t

_COLUMNS = (
    "title",
    "issuer",
    "region",
    "year",
    "kind",
    "date",
    "language",
    "format",
    "pages",
    "characters",
    "path",
)


def show_reports(process: PageProcess, index: Index) -> None:
    """Reports, failures, adding and correcting, the facts of the index, and its update."""
    count, files = index.works, len(index.reports)
    words = t("indexed", n=count) if count == files else t("indexed_files", n=count, files=files)
    st.html(heading_html(escape(words)))
    _show_table(reports_table(index))
    corpus = process.settings.corpus
    places = built_from(index) or (corpus,)
    show_editor(process, index, places)
    if index.failures:
        st.html(heading_html(escape(t("failed", n=len(index.failures)))))
        failures = pd.DataFrame([{"path": f.path, "reason": f.reason} for f in index.failures])
        text = st.column_config.TextColumn
        st.dataframe(
            failures,
            hide_index=True,
            key="failures_table",
            column_config={
                "path": text(t("col_path"), width="medium"),
                "reason": text(t("col_reason"), width="large"),
            },
        )
    if corpus.resolve() in [place.resolve() for place in places]:
        show_uploader(process, places)
    else:
        st.html(tag("div", escape(t("other_corpus")), "pq-soft"))
    _show_facts(index)
    build_button(process, places, "refresh", primary=False)


def _show_facts(index: Index) -> None:
    info = index.info
    facts = t(
        "index_facts",
        index=short_path(info.directory),
        model=info.model,
        created=info.built[:16].replace("T", " "),
    )
    st.html(tag("div", escape(facts), "pq-soft"))


def built_from(index: Index) -> tuple[Path, ...]:
    """The files and folders that the index was built from, those that still exist."""
    return tuple(Path(p) for p in index.info.corpus if Path(p).exists())


def reports_table(index: Index) -> pd.DataFrame:
    """One line a report; what is unknown is empty and shown so."""
    lines: list[dict[str, Any]] = []
    for report in index.reports:
        details = report.details
        lines.append(
            {
                "title": details.title,
                "issuer": details.issuer or t("unknown"),
                "region": details.region or t("unknown"),
                "year": details.year,
                "kind": details.kind or t("unknown"),
                "date": details.date or t("unknown"),
                "language": details.language,
                "format": report.format,
                "pages": report.pages,
                "characters": report.characters,
                "path": report.path,
                "versions": t("semicolon").join(links_words(index.links(report.id))),
            }
        )
    columns = (
        _COLUMNS
        if index.works == len(index.reports) and not any(line["versions"] for line in lines)
        else (*_COLUMNS, "versions")
    )
    return pd.DataFrame(lines, columns=list(columns))


def _show_table(frame: pd.DataFrame) -> None:
    column = st.column_config
    config: dict[str, Any] = {name: column.TextColumn(t(f"col_{name}")) for name in _COLUMNS}
    config |= {
        "versions": column.TextColumn(t("col_versions"), width="large"),
        "title": column.TextColumn(t("col_title"), width="large"),
        "year": column.NumberColumn(t("col_year"), format="%d", width="small"),
        "pages": column.NumberColumn(t("col_pages"), width="small"),
        "characters": column.NumberColumn(t("col_characters"), format="localized"),
    }
    st.dataframe(
        frame,
        hide_index=True,
        column_config=config,
        key="reports_table",
        height=min(36 * (len(frame) + 1) + 2, 440),
    )
