"""Two to five reports side by side: what each says of one quantity or topic."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from ..answers.phrases import amount
from ..api import Answer, Citation, Filters, Index, ReportRow, Row
from ..errors import PolicyQAError
from ..text.scripts import has_han
from .cards import passage_html
from .charts import bars, issuers_over_years, lines, shared_units, sources_html
from .collect import card_button
from .controls import open_button, spot_of
from .notice import notice
from .process import PageProcess
from .safe import escape, heading_html, joined, tag
from .scans import as_printed, told
from .state import MAX_COMPARED, Spot, t

_SHORT = 40  # characters; what is longer is a question in full
_QUOTES = 3


def show_compare(process: PageProcess, index: Index) -> None:
    """Choice of reports, the question, then a column a report and a chart."""
    _show_form(index)
    reports = chosen_reports(index)
    question = st.session_state["compare_asked"]
    if len(reports) < 2 or not question:
        notice(t("compare_hint", most=MAX_COMPARED))
        return
    try:
        answers, seconds = _compared(index, reports, question)
    except PolicyQAError as error:
        notice(str(error), bad=True)
        return
    facts = tag("span", escape(t("took", ms=max(1, round(seconds * 1000)))), "pq-soft")
    st.html(heading_html(escape(t("side_by_side")) + facts))
    columns = st.columns(len(reports), border=True, gap="small")
    for column, report, answer in zip(columns, reports, answers, strict=True):
        with column:
            _show_column(process.settings.briefs, index, report, answer)
    _show_chart(leading_rows(reports, answers))


def _show_form(index: Index) -> None:
    titles = {r.id: r.details.title or r.path for r in index.reports}
    st.session_state["compared"] = [i for i in st.session_state["compared"] if i in titles]
    st.session_state.setdefault("compare_box", st.session_state["compare_asked"])
    st.session_state["compare_reports"] = st.session_state["compared"]
    st.multiselect(
        t("compare_reports"),
        list(titles),
        key="compare_reports",
        max_selections=MAX_COMPARED,
        format_func=lambda id_: titles.get(id_, id_),
        placeholder=t("compare_choose"),
        on_change=_choose,
        select_all=False,
    )
    _show_same_issuer(index)
    with st.form("compare_form", border=False).container(horizontal=True, gap="small"):
        st.text_input(
            t("compare_question"),
            key="compare_box",
            max_chars=2000,
            placeholder=t("compare_placeholder"),
            label_visibility="collapsed",
        )
        st.form_submit_button(t("compare_go"), type="primary", on_click=_submit)


def _choose() -> None:
    st.session_state["compared"] = list(st.session_state["compare_reports"])


def _submit() -> None:
    st.session_state["compare_asked"] = st.session_state["compare_box"].strip()


def _show_same_issuer(index: Index) -> None:
    """Adds the other years of the first report's issuer."""
    reports = chosen_reports(index)
    others = other_years(index, reports)
    if others:
        st.button(
            t("other_years", n=len(others)),
            key="other_years",
            type="tertiary",
            icon=":material/timeline:",
            on_click=_add,
            args=([r.id for r in others],),
        )


def _add(ids: list[str]) -> None:
    st.session_state["compared"] = [*st.session_state["compared"], *ids][:MAX_COMPARED]


def chosen_reports(index: Index) -> list[ReportRow]:
    """Reports of the session's choice, those of one issuer together and by year."""
    held = {r.id: r for r in index.reports}
    chosen = [held[i] for i in st.session_state["compared"] if i in held]
    order = {
        issuer: i for i, issuer in reversed([(i, r.details.issuer) for i, r in enumerate(chosen)])
    }
    return sorted(chosen, key=lambda r: (order[r.details.issuer], r.details.year or 0))


def other_years(index: Index, chosen: Sequence[ReportRow]) -> list[ReportRow]:
    """Reports of the first one's issuer and kind for other years, as many as there is room for."""
    if not chosen or not chosen[0].details.issuer:
        return []
    first = chosen[0].details
    taken = {r.id for r in chosen}
    years = {r.details.year for r in chosen if r.details.issuer == first.issuer}
    fits = [
        r
        for r in index.reports
        if r.id not in taken
        and r.details.issuer == first.issuer
        and r.details.year
        and r.details.year not in years
    ]
    by_year = {r.details.year: r for r in sorted(fits, key=lambda r: r.details.kind == first.kind)}
    newest = sorted(by_year.values(), key=lambda r: r.details.year or 0, reverse=True)
    return newest[: MAX_COMPARED - len(chosen)]


def _compared(
    index: Index, reports: Sequence[ReportRow], question: str
) -> tuple[list[Answer], float]:
    """The answers and the seconds they took, kept until question, reports or index change."""
    key = (index.info, question, tuple(r.id for r in reports))
    kept = st.session_state.get("compare_answers")
    if kept is None or kept[0] != key:
        began = time.perf_counter()
        kept = (key, compare(index, [r.id for r in reports], question), time.perf_counter() - began)
        st.session_state["compare_answers"] = kept
    return kept[1], kept[2]


def compare(index: Index, ids: Sequence[str], question: str) -> list[Answer]:
    """One answer a report. A few words that name a quantity are asked as "how much" where that
    gives figures in most of the reports; else they are a topic."""
    plain = [index.ask(question, Filters(reports=(id_,))) for id_ in ids]
    if any(a.kind != "topic" for a in plain) or len(question) > _SHORT:
        return plain
    asked = f"{question}是多少？" if has_han(question) else f"how much {question}"
    measured = [index.ask(asked, Filters(reports=(id_,))) for id_ in ids]
    found = sum(any(row.figures for row in a.rows) for a in measured)
    return measured if 2 * found > len(ids) else plain


def leading_rows(reports: Sequence[ReportRow], answers: Sequence[Answer]) -> list[Row]:
    """Each report's first row with figures."""
    found = []
    for report, answer in zip(reports, answers, strict=True):
        rows = [r for r in answer.rows if r.report == report.id and r.figures]
        found += rows[:1]
    return found


def _show_column(folder: Path, index: Index, report: ReportRow, answer: Answer) -> None:
    st.html(column_html(index, report, answer, st.session_state["lang"]))
    cited = answer.citations[0] if answer.citations and answer.answerable else None
    spot = spot_of(cited) if cited else Spot(report.id)
    with st.container(horizontal=True, gap="small"):
        open_button(f"compare_open_{report.id}", spot)
        if cited:
            card_button(folder, index, cited, answer.question, f"compare_{report.id}")


def column_html(index: Index, report: ReportRow, answer: Answer, language: str) -> str:
    """A report's head, its figures and the passages that bear them out, as escaped HTML."""
    d = report.details
    parts = [
        tag("div", escape(d.issuer or t("unknown_issuer")), "pq-title"),
        tag("div", joined((d.year or t("unknown_year"), d.title or report.path)), "pq-soft"),
    ]
    figures = [f for row in answer.rows[:1] for f in row.figures]
    if figures:
        first = figures[0]
        parts.append(tag("div", escape(amount(first.value, first.unit, language)), "pq-big"))
        parts.append(tag("div", joined((first.metric, as_printed(first))), "pq-soft"))
        rest = "".join(tag("li", joined((f.metric, told(f)))) for f in figures[1:5])
        parts.append(tag("ul", rest, "pq-more") if rest else "")
    elif not answer.answerable:
        parts.append(tag("div", escape(t("not_in_report")), "pq-none"))
    cited = _first_cited(answer) if answer.answerable else ()
    parts += [tag("div", passage_html(index, c), "pq-passage") for c in cited]
    return tag("article", "".join(parts), "pq-column")


def _first_cited(answer: Answer) -> tuple[Citation, ...]:
    """The citation of the leading figure, or the first few of a topic."""
    leading = [f.citation for row in answer.rows[:1] for f in row.figures[:1]]
    if leading:
        return tuple(c for c in answer.citations if c.n == leading[0])
    return answer.citations[:_QUOTES]


def _show_chart(rows: Sequence[Row]) -> None:
    """A line for an issuer of several years, bars otherwise; nothing without a common unit."""
    language = st.session_state["lang"]
    for unit in shared_units(rows)[:2]:
        yearly = issuers_over_years(rows, unit)
        if yearly:
            st.html(heading_html(escape(t("over_years"))))
            st.altair_chart(lines(yearly, unit, language))
        if len({r.issuer for r in rows}) > 1:
            st.html(heading_html(escape(t("as_chart"))))
            st.altair_chart(bars(rows, unit, language))
        if yearly or len({r.issuer for r in rows}) > 1:
            st.html(sources_html(rows, unit, language))
