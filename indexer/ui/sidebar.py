"""Filters at the side, drawn from what is indexed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from ..api import Index
from .history import show_list
from .safe import escape, heading_html, tag
from .state import FILTERS, filters, t


def show_sidebar(index: Index) -> None:
    """Five filters, how many reports they leave, and the questions asked before."""
    with st.sidebar:
        st.html(heading_html(escape(t("filters"))))
        options, names = choices(index)
        for name in FILTERS:
            if options[name]:
                _show_filter(name, options[name], names)
        chosen = filters()
        if chosen:
            words = t("filters_fit", n=index.asked_of(chosen), total=index.works)
            st.html(tag("div", escape(words), "pq-soft"))
            st.button(
                t("clear_filters"),
                key="clear",
                on_click=_clear,
                type="tertiary",
                icon=":material/close:",
            )
        show_list()


def _show_filter(name: str, options: Sequence[str | int], names: dict[str, str]) -> None:
    key = f"f_{name}"
    # What was chosen may have left the index since.
    st.session_state[key] = [v for v in st.session_state.get(key, []) if v in options]
    st.multiselect(
        t(f"filter_{name}"),
        options,
        key=key,
        placeholder=t("filter_any"),
        format_func=lambda v: names.get(str(v), str(v)),
    )


def choices(index: Index) -> tuple[dict[str, Sequence[str | int]], dict[str, str]]:
    """Values by filter, in order, and the titles that stand for report ids."""
    details = [r.details for r in index.reports]
    names = {r.id: r.details.title or r.path for r in index.reports}
    years = sorted({d.year for d in details if d.year}, reverse=True)
    return {
        "issuer": _known(name for d in details for name in d.issuers),
        "region": _known(d.region for d in details),
        "year": years,
        "kind": _known(d.kind for d in details),
        "report": [i for _, i in sorted((title, i) for i, title in names.items())],
    }, names


def _known(values: Iterable[str]) -> list[str]:
    return sorted({v for v in values if v})


def _clear() -> None:
    for name in FILTERS:
        st.session_state[f"f_{name}"] = []
