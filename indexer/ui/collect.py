"""Into a brief with one click: an answer, its rows, a quote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from ..api import Answer, Citation, Index
from ..briefs.brief import Brief
from ..briefs.collect import answer_of, passage_of, quote_of, rows_of
from ..briefs.file import SUFFIX
from ..briefs.model import Item
from ..briefs.names import path_in, path_of, paths
from ..errors import PolicyQAError
from .notice import notice
from .state import Spot, t

_ICON = ":material/bookmark_add:"


def current_brief(folder: Path) -> Brief | None:
    """The brief of ``folder`` that things are added to: the one the session chose, else the one
    changed last; None where there is none. PolicyQAError if its file cannot be read."""
    name = st.session_state.get("brief", "")
    if name and path_in(folder, name).exists():
        return Brief.open(path_in(folder, name))
    known = paths(folder)
    if not known:
        return None
    return Brief.open(max(known, key=lambda p: p.stat().st_mtime_ns))


def choose(brief: Brief) -> None:
    """Make ``brief`` the one that things are added to."""
    st.session_state["brief"] = brief.path.name.removesuffix(SUFFIX)


def _collect(folder: Path, gather: Callable[[], Sequence[Item]]) -> None:
    """Add what ``gather`` returns to the current brief, made in ``folder`` where there is none."""

    def add() -> None:
        brief = current_brief(folder)
        if brief is None:
            title = t("brief_default")
            brief = Brief.new(path_of(folder, title), title)
        choose(brief)
        added = brief.add(*gather())
        st.session_state["collected"] = t("brief_added" if added else "brief_known", n=len(added))

    attempt(add)


def attempt(change: Callable[[], object]) -> None:
    """Do ``change`` in a callback; what went wrong is shown on the next run."""
    try:
        change()
    except PolicyQAError as error:
        st.session_state["brief_problem"] = " ".join(str(error).split())


def show_collected() -> None:
    """Say what the last click did, once."""
    state = st.session_state
    if "collected" in state:
        st.toast(state.pop("collected"), icon=_ICON)
    if "brief_problem" in state:
        notice(state.pop("brief_problem"), bad=True)


def answer_button(folder: Path, index: Index, answer: Answer) -> None:
    """Adds the whole answer; nothing for an answer that says nothing."""
    if answer.answerable and answer.citations:
        _button(folder, "brief_add_answer", "collect_answer", lambda: [answer_of(index, answer)])


def rows_button(folder: Path, index: Index, answer: Answer, numbers: Sequence[int]) -> None:
    """Adds the rows ``numbers`` (from 1) of an answer, as far as they cite something."""
    cited = tuple(n for n in numbers if answer.rows[n - 1].citations)
    if cited:
        label = t("brief_add_rows", n=len(cited))
        _button(folder, label, "collect_rows", lambda: rows_of(index, answer, cited), told=True)


def card_button(
    folder: Path, index: Index, citation: Citation, question: str, key: str = ""
) -> None:
    """Adds the quote of a card; ``key`` tells apart several of one number."""
    key = f"collect_{key or citation.n}"
    _button(folder, "brief_add", key, lambda: [quote_of(index, citation, question)])


def passage_button(folder: Path, index: Index, spot: Spot) -> None:
    """Adds what the reader marks."""

    def gather() -> list[Item]:
        return [passage_of(index, spot.report, spot.start, spot.end)]

    _button(folder, "brief_add", "collect_spot", gather)


def _button(
    folder: Path, label: str, key: str, gather: Callable[[], Sequence[Item]], *, told: bool = False
) -> None:
    st.button(
        label if told else t(label),
        key=key,
        type="tertiary",
        icon=_ICON,
        on_click=_collect,
        args=(folder, gather),
    )
