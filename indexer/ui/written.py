"""A written answer on the page: a button where a language model is set up, its sentences as they
are checked, and what it may not say struck or marked, in words and shapes as well as in colour."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from ..api import Answer, Citation, Index
from ..drafting.verdicts import CONTRADICTED, SUPPORTED, VERDICTS, ClaimVerdict
from ..writing.written import WrittenAnswer, WrittenSentence
from .assistant_job import AssistantJob
from .assisted import show_judging, show_rewriting
from .cards import visible_cards
from .controls import open_button, spot_of
from .notice import notice
from .safe import escape, heading_html, joined, tag
from .state import t

_STYLE = """<style>
.pq-written { max-width: 62rem; overflow-wrap: anywhere; border-left: 3px double #2c7a99;
  padding: .15rem 0 .15rem 1rem; }
.pq-written p { margin: 0 0 .5rem; }
.pq-written del { text-decoration: line-through 2px; }
.pq-written .pq-badge { white-space: normal; margin-left: .35rem; }
.pq-written .pq-marked > span:first-child { border-bottom: 2px dashed #c98a00; }
</style>"""


def show_written(index: Index, answer: Answer) -> None:
    """What the language model can do for an answer; nothing where none is set up."""
    if index.endpoint is None:
        return
    if not answer.answerable:
        show_rewriting(index, answer)
        return
    if not answer.citations:
        return
    show_judging(index, answer)
    job = st.session_state.get("written")
    key = (index.info, answer.question, answer.understood, answer.answer)
    if job is None or job.key != key:
        st.button(
            t("write"),
            key="write",
            icon=":material/edit_note:",
            help=t("write_help", name=index.endpoint.model),
            on_click=_start,
            args=(key, index, answer),
        )
    elif job.running:
        _show_running(answer)
    else:
        _show(job, answer)
        st.button(
            t("write_again"),
            key="write",
            type="tertiary",
            on_click=_start,
            args=(key, index, answer),
        )


def _start(key: object, index: Index, answer: Answer) -> None:
    """Have it written, in place of what is being written."""
    earlier = st.session_state.get("written")
    if earlier is not None:
        earlier.cancel()

    def write(job: AssistantJob) -> WrittenAnswer:
        writing = index.write(answer)
        job.cancels.append(writing.cancel)
        if job.stop.is_set():
            writing.cancel()
        try:
            for sentence in writing:
                job.parts = [*job.parts, sentence]
        finally:
            job.result = writing.answer
        return writing.answer

    st.session_state["written"] = AssistantJob(key, write)


@st.fragment(run_every=0.4)
def _show_running(answer: Answer) -> None:
    job = st.session_state.get("written")
    if job is None or not job.running:
        st.rerun()
        return
    _heading(t("writing"))
    if job.parts:
        st.html(written_html(job.parts, answer.citations, _linked(answer)))
    st.button(
        t("cancel"),
        key="cancel_writing",
        type="tertiary",
        icon=":material/close:",
        on_click=job.cancel,
        disabled=job.stop.is_set(),
    )


def _show(job: AssistantJob, answer: Answer) -> None:
    written = job.result
    if written is None or not written.sentences:
        notice(job.error or t("write_nothing"), bad=bool(job.error))
        return
    counts = [t(f"written_{v}", n=sum(s.verdict == v for s in written.sentences)) for v in VERDICTS]
    _heading(joined((t("generated_by", name=written.generated_by), *reversed(counts))))
    st.html(written_html(written.sentences, written.citations, _linked(answer)))
    if job.error:
        notice(job.error, bad=True)
    elif not written.complete:
        notice(t("write_incomplete"))
    _show_further(written.citations[len(answer.citations) :])


def _heading(facts: str) -> None:
    st.html(
        _STYLE + heading_html(escape(t("written")) + tag("span", facts, "pq-soft", role="status"))
    )


def _linked(answer: Answer) -> frozenset[int]:
    """The numbers whose cards are on the page."""
    return frozenset(c.n for c in visible_cards(answer.citations))


def written_html(
    sentences: Sequence[WrittenSentence], citations: Sequence[Citation], linked: Collection[int]
) -> str:
    """The sentences as escaped HTML, each with its references, or with what is wrong beside it."""
    quotes = {c.n: c.quote for c in citations}
    shown = []
    for one in sentences:
        refs = "".join(_reference(n, quotes.get(n, ""), linked) for n in one.citations)
        if one.verdict == SUPPORTED:
            shown.append(tag("p", tag("span", escape(one.text)) + " " + refs))
            continue
        sign = f"{VERDICTS[one.verdict].sign} {_words(one.verdict)}"
        note = tag("span", joined((sign, _note(one))), f"pq-badge pq-{one.verdict}")
        struck = one.verdict == CONTRADICTED
        said = tag("del" if struck else "span", escape(one.text))
        shown.append(tag("p", said + note + " " + refs, "" if struck else "pq-marked"))
    return tag("div", "".join(shown), "pq-written")


def _note(sentence: WrittenSentence) -> str:
    """The source's figures beside what is struck; else why there is no support."""
    told = [f"{f.raw}: {f.note}" for f in sentence.figures if f.source_raw]
    return "; ".join(told) if sentence.verdict == CONTRADICTED and told else sentence.reason


def _reference(number: int, quote: str, linked: Collection[int]) -> str:
    href = f"#c{number}" if number in linked else None
    return tag("a" if href else "span", f"[{number}]", "pq-ref", href=href, title=quote[:160])


def _words(verdict: ClaimVerdict) -> str:
    shown = VERDICTS[verdict]
    if st.session_state.get("lang") == "zh":
        return shown.chinese
    return t(f"claim_{verdict}", shown.english)


def _show_further(citations: Sequence[Citation]) -> None:
    """Passages that the ordinary answer does not cite, so that no card shows them."""
    for c in citations:
        facts = joined((f"[{c.n}]", c.issuer or c.title, c.year))
        st.html(tag("div", f"{facts}: {escape(c.quote)}", "pq-passage"))
        open_button(f"written_open_{c.n}", spot_of(c))
