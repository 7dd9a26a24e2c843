"""Adding files, correcting details, removing reports; each then updates the index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from ..api import Index, ReportRow
from ..errors import PolicyQAError
from ..readers.registry import SUPPORTED
from ..sandbox.limits import MAX_BYTES
from .build import start_build
from .controls import open_button
from .corpus_edit import PUT_AWAY, UPLOADS, add_file, put_away, set_details
from .notice import notice
from .paths import short_path
from .process import PageProcess
from .safe import escape, heading_html, tag
from .state import Spot, t

_FIELDS = ("title", "issuer", "region", "kind")
_YEARS = (1900, 2100)


def show_uploader(process: PageProcess, places: Sequence[Path]) -> None:
    """Where files are saved and which are accepted, then the upload box."""
    corpus = process.settings.corpus
    kinds = sorted(suffix.lstrip(".").upper() for suffix in SUPPORTED)
    st.html(heading_html(escape(t("add_files"))))
    st.html(
        tag(
            "div",
            escape(
                t(
                    "add_rules",
                    folder=short_path(corpus / UPLOADS),
                    kinds=", ".join(kinds),
                    size=MAX_BYTES >> 20,
                )
            ),
            "pq-soft",
        )
    )
    turn = st.session_state.setdefault("upload_turn", 0)
    files = st.file_uploader(
        t("add_files"),
        [s.lstrip(".") for s in sorted(SUPPORTED)],
        accept_multiple_files=True,
        key=f"upload_{turn}",
        max_upload_size=MAX_BYTES >> 20,
        label_visibility="collapsed",
    )
    if files:
        st.button(
            t("add_go", n=len(files)),
            key="add_files_go",
            type="primary",
            icon=":material/add:",
            on_click=_add,
            args=(process, tuple(files), tuple(places)),
        )
    _show_outcome()


def _add(
    process: PageProcess,
    files: Sequence[st.runtime.uploaded_file_manager.UploadedFile],
    places: tuple[Path, ...],
) -> None:
    corpus, saved, errors = process.settings.corpus, [], []
    for file in files:
        try:
            saved.append(add_file(corpus, file.name, file.getvalue()).name)
        except PolicyQAError as error:
            errors.append(str(error))
    st.session_state["upload_turn"] += 1  # a new key empties the box
    words = t("added", names=t("comma").join(saved)) if saved else ""
    _after(process, words, errors, places if saved else None)


def _after(
    process: PageProcess, done: str, errors: Sequence[str], places: tuple[Path, ...] | None
) -> None:
    """Keep the message for the next rerun, and update the index if something changed."""
    st.session_state["changed"] = (done, tuple(errors))
    if places is not None:
        start_build(process, places)


def _show_outcome() -> None:
    done, errors = st.session_state.pop("changed", ("", ()))
    if done:
        notice(done, good=True)
    for error in errors:
        notice(error, bad=True)


def key_in_corpus(index: Index, report: ReportRow, corpus: Path) -> str:
    """The report's path below the folder ``corpus``; ``""`` when it is not there.

    With several folders in the index, names begin with the folder's.
    """
    roots = [Path(root) for root in index.info.corpus]
    if corpus.resolve() not in roots:
        return ""
    folders = [root for root in roots if root.is_dir()]
    key = report.path
    if len(folders) > 1:
        first, _, key = report.path.partition("/")
        if first != corpus.resolve().name or sum(f.name == first for f in folders) > 1:
            return ""
    return key if key and (corpus / key).is_file() else ""


def show_editor(process: PageProcess, index: Index, places: Sequence[Path]) -> None:
    """Select a report, then choose what to do with it."""
    titles = {r.id: r.details.title or r.path for r in index.reports}
    chosen = st.selectbox(
        t("choose_report"),
        list(titles),
        index=None,
        key="managed",
        label_visibility="collapsed",
        format_func=lambda id_: titles.get(id_, id_),
        placeholder=t("manage_choose"),
    )
    if chosen not in titles:
        return
    report = index.report(chosen)
    key = key_in_corpus(index, report, process.settings.corpus)
    with st.container(border=True, key="managed_report"):
        _show_form(process, report, key, tuple(places))
        with st.container(horizontal=True, gap="small"):
            open_button("managed_open", Spot(report.id))
            if key:
                _show_remove(process, report, key, tuple(places))


def _show_form(process: PageProcess, report: ReportRow, key: str, places: tuple[Path, ...]) -> None:
    if not key:
        st.html(tag("div", escape(t("not_editable")), "pq-soft"))
        return
    d = report.details
    with st.form(f"edit_{report.id}", border=False):
        st.html(tag("div", escape(t("correct_note")), "pq-soft"))
        for pair in (_FIELDS[:2], _FIELDS[2:]):
            for column, name in zip(st.columns(2, gap="small"), pair, strict=True):
                column.text_input(
                    t(f"col_{name}"),
                    getattr(d, name),
                    max_chars=200,
                    key=f"edit_{name}_{report.id}",
                )
        st.number_input(
            t("col_year"), *_YEARS, d.year, key=f"edit_year_{report.id}", format="%d", width=200
        )
        st.form_submit_button(
            t("save"),
            type="primary",
            on_click=_correct,
            args=(process, report, key, places),
            icon=":material/check:",
        )


def _correct(process: PageProcess, report: ReportRow, key: str, places: tuple[Path, ...]) -> None:
    """Write what differs from what is indexed now."""
    state, d = st.session_state, report.details
    wanted: dict[str, str | int | None] = {
        name: str(state[f"edit_{name}_{report.id}"] or "").strip() for name in _FIELDS
    }
    wanted["year"] = state[f"edit_year_{report.id}"]
    changed = {name: value for name, value in wanted.items() if value != getattr(d, name)}
    if not changed:
        return
    try:
        set_details(process.settings.corpus, key, changed)
    except PolicyQAError as error:
        _after(process, "", [str(error)], None)
    else:
        _after(process, t("corrected", name=key), [], places)


def _show_remove(
    process: PageProcess, report: ReportRow, key: str, places: tuple[Path, ...]
) -> None:
    with st.popover(t("remove"), icon=":material/delete:", type="tertiary"):
        words = t("remove_note", name=key, folder=short_path(process.settings.corpus / PUT_AWAY))
        st.html(tag("div", escape(words), "pq-soft"))
        st.button(
            t("remove_go"),
            key="remove_go",
            type="primary",
            on_click=_remove,
            args=(process, report, key, places),
        )


def _remove(process: PageProcess, report: ReportRow, key: str, places: tuple[Path, ...]) -> None:
    try:
        kept = put_away(process.settings.corpus, key)
    except PolicyQAError as error:
        _after(process, "", [str(error)], None)
    else:
        _after(process, t("removed", name=key, kept=short_path(kept)), [], places)
