"""A draft checked against the reports: each sentence coloured by its verdict, with its sources."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from ..answers.phrases import own_amount
from ..api import Claim, Index
from ..drafting.claims import ClaimFigure
from ..drafting.drafts import cited_markdown, open_draft, read_draft
from ..drafting.styles import STYLES, format_citation
from ..drafting.verdicts import VERDICTS, ClaimVerdict
from ..errors import PolicyQAError
from .cards import passage_html
from .collect import card_button
from .controls import more_button, open_button, spot_of, verdict_pills
from .corpus_edit import safe_name
from .notice import notice
from .process import PageProcess
from .safe import escape, heading_html, joined, tag
from .state import filters, t

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_KINDS = ["txt", "md", "docx"]
_MEGABYTES = 5
_MAX_CHARACTERS = 60_000
_FIRST = 25


def show_draft(process: PageProcess, index: Index) -> None:
    """The box for the draft, then the draft coloured, then what was found of each sentence."""
    _show_box()
    text = st.session_state.get("draft_checked", "")
    if not text:
        return
    try:
        claims, seconds = _checked(index, text)
    except PolicyQAError as error:
        notice(str(error), bad=True)
        return
    if not claims:
        notice(t("draft_no_claims"))
        return
    _show_result(text, claims, seconds)
    _show_downloads(text, claims)
    _show_claims(process.settings.briefs, index, claims)


def _show_box() -> None:
    state = st.session_state
    state.setdefault("draft_box", state.get("draft_kept", ""))
    st.html(
        tag(
            "div", escape(t("draft_rules", size=_MEGABYTES, most=f"{_MAX_CHARACTERS:,}")), "pq-soft"
        )
    )
    st.text_area(
        t("draft"),
        key="draft_box",
        height=180,
        max_chars=_MAX_CHARACTERS,
        placeholder=t("draft_placeholder"),
        label_visibility="collapsed",
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="top"):
        st.button(
            t("draft_check"),
            key="draft_check",
            type="primary",
            on_click=_check,
            icon=":material/fact_check:",
        )
        with st.popover(t("draft_upload"), icon=":material/upload_file:"):
            _show_uploader()
    if state.get("draft_error"):
        notice(state.pop("draft_error"), bad=True)


def _show_uploader() -> None:
    turn = st.session_state.setdefault("draft_turn", 0)
    st.file_uploader(
        t("draft_upload"),
        _KINDS,
        key=f"draft_file_{turn}",
        max_upload_size=_MEGABYTES,
        label_visibility="collapsed",
        on_change=_take,
        args=(f"draft_file_{turn}",),
    )


def _take(key: str) -> None:
    """The text of an uploaded file into the box."""
    state, file = st.session_state, st.session_state[key]
    if file is None:
        return
    state["draft_turn"] += 1
    try:
        text = uploaded_text(file.name, file.getvalue())
    except PolicyQAError as error:
        state["draft_error"] = str(error)
        return
    state["draft_box"] = text[:_MAX_CHARACTERS]
    state["draft_docx"] = (text, file.getvalue()) if file.name.lower().endswith(".docx") else None
    if len(text) > _MAX_CHARACTERS:
        state["draft_error"] = t("draft_cut", most=f"{_MAX_CHARACTERS:,}", total=f"{len(text):,}")
    _check()


def uploaded_text(name: str, data: bytes) -> str:
    """Text of an uploaded draft; PolicyQAError, with the file's own name, when it has none."""
    clean = safe_name(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / clean
        path.write_bytes(data)
        try:
            return read_draft(path).replace("\r\n", "\n")
        except PolicyQAError as error:
            raise PolicyQAError(str(error).replace(str(path), clean)) from error


def cited_docx(data: bytes, claims: list[Claim], style: str) -> bytes:
    """The uploaded Word file with footnotes, and comments on what is not borne out."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "draft.docx", Path(folder) / "cited.docx"
        source.write_bytes(data)
        open_draft(source).write(out, claims, style)
        return out.read_bytes()


def _check() -> None:
    text = st.session_state["draft_box"]
    st.session_state["draft_kept"] = text
    st.session_state["draft_checked"] = text if text.strip() else ""
    st.session_state["all_claims"] = False


def _checked(index: Index, text: str) -> tuple[list[Claim], float]:
    """The claims and the seconds they took, kept until draft, filters or index change."""
    key = (index.info, text, filters())
    kept = st.session_state.get("draft_claims")
    if kept is None or kept[0] != key:
        began = time.perf_counter()
        with st.spinner(t("draft_checking")):
            claims = index.cite(text, filters())
        kept = (key, claims, time.perf_counter() - began)
        st.session_state["draft_claims"] = kept
    return kept[1], kept[2]


def _show_result(text: str, claims: Sequence[Claim], seconds: float) -> None:
    counts = Counter(claim.verdict for claim in claims)
    facts = joined(
        (
            t("draft_counts", n=len(claims)),
            t("took", ms=max(1, round(seconds * 1000))),
        )
    )
    st.html(heading_html(escape(t("draft_result")) + tag("span", facts, "pq-soft")))
    legend = "".join(
        tag("span", f"{VERDICTS[v].sign} {escape(_words(v))} {counts[v]}", f"pq-badge pq-{v}")
        for v in VERDICTS
    )
    st.html(tag("div", legend, "pq-legend"))
    st.html(draft_html(text, claims))


def _words(verdict: ClaimVerdict) -> str:
    """A verdict in the page's language. Languages other than Chinese and English may have an entry
    ``claim_…`` for it."""
    shown = VERDICTS[verdict]
    if st.session_state.get("lang") == "zh":
        return shown.chinese
    return t(f"claim_{verdict}", shown.english)


def draft_html(text: str, claims: Sequence[Claim]) -> str:
    """The draft, escaped: each claim underlaid by its verdict, marked with its sign and number."""
    parts, at = [], 0
    for n, claim in enumerate(claims, start=1):
        if claim.start < at:
            continue
        sign = tag("sup", f"{VERDICTS[claim.verdict].sign}{n}")
        parts.append(escape(text[at : claim.start]))
        parts.append(
            tag(
                "a",
                escape(text[claim.start : claim.end]) + sign,
                f"pq-claim pq-{claim.verdict}",
                href=f"#d{n}",
                title=_words(claim.verdict),
            )
        )
        at = claim.end
    parts.append(escape(text[at:]))
    return tag("div", "".join(parts), "pq-draft")


def _show_downloads(text: str, claims: list[Claim]) -> None:
    names = list(STYLES)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        style = st.selectbox(t("style"), names, key="draft_style", width=180)
        st.download_button(
            t("download_md"),
            lambda: cited_markdown(text, claims, style).encode(),
            t("md_name"),
            "text/markdown",
            key="draft_md",
            icon=":material/download:",
            on_click="ignore",
        )
        given = st.session_state.get("draft_docx")
        if given and given[0] == text:  # not edited since, so that places in it still hold
            st.download_button(
                t("download_docx"),
                lambda: cited_docx(given[1], claims, style),
                t("docx_name"),
                _DOCX,
                key="draft_word",
                icon=":material/download:",
                on_click="ignore",
            )


def _show_claims(folder: Path, index: Index, claims: Sequence[Claim]) -> None:
    counts = Counter(claim.verdict for claim in claims)
    present = {v: counts[v] for v in VERDICTS if counts[v]}
    st.html(heading_html(escape(t("draft_sentences"))))
    chosen = verdict_pills("claim_verdicts", present, _words) if len(present) > 1 else []
    held = [(n, c) for n, c in enumerate(claims, start=1) if not chosen or c.verdict in chosen]
    shown = held if st.session_state.get("all_claims") else held[:_FIRST]
    for n, claim in shown:
        _show_claim(folder, index, n, claim)
    more_button("more_claims", len(held) - len(shown), "all_claims")


def _show_claim(folder: Path, index: Index, n: int, claim: Claim) -> None:
    with st.container(border=True, key=f"claim_{n}", gap="small"):
        st.html(claim_html(index, n, claim))
        if claim.citations:
            with st.container(horizontal=True, gap="small"):
                for i, citation in enumerate(claim.citations[:3], start=1):
                    words = t("open_report") + (f" [{i}]" if len(claim.citations) > 1 else "")
                    open_button(f"claim_open_{n}_{i}", spot_of(citation), words)
                card_button(folder, index, claim.citations[0], "", f"claim_{n}")


def claim_html(index: Index, n: int, claim: Claim) -> str:
    """A sentence with its verdict, its figures beside the source's, and its sources."""
    badge = tag(
        "span",
        f"{VERDICTS[claim.verdict].sign} {escape(_words(claim.verdict))}",
        f"pq-badge pq-{claim.verdict}",
    )
    parts = [
        tag("div", tag("span", str(n), "pq-n") + badge, "pq-card-top"),
        tag("div", escape(claim.text), "pq-sentence"),
    ]
    if claim.reason:
        parts.append(tag("div", escape(claim.reason), "pq-soft"))
    telling = [f for f in claim.figures if not f.agrees or f.note]
    if telling:
        parts.append(tag("ul", "".join(tag("li", _figure(f)) for f in telling), "pq-more"))
    for citation, source in zip(claim.citations, claim.sources, strict=True):
        style = st.session_state.get("draft_style") or next(iter(STYLES))
        parts.append(tag("div", passage_html(index, citation), "pq-passage"))
        parts.append(tag("div", escape(format_citation(source, style, citation.n)), "pq-soft"))
    return tag("article", "".join(parts), "pq-card", id=f"d{n}")


def _source_figure(figure: ClaimFigure) -> str:
    """The source's figure as printed, and in the notation of the page's language."""
    value, language = figure.source_value, st.session_state.get("lang", "en")
    own = "" if value is None else own_amount(figure.source_raw, value, figure.unit, language)
    return f"{figure.source_raw} ({own})" if own else figure.source_raw


def _figure(figure: ClaimFigure) -> str:
    facts: list[Any] = [figure.raw]
    if figure.source_raw and figure.source_raw != figure.raw:
        facts.append(t("source_says", raw=_source_figure(figure)))
    return joined([*facts, figure.note])
