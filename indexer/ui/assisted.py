"""On the page: a refused question put into the product's own form, and borderline reports decided,
by a language model. The reader sees first what will be asked, and of whom."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ..api import Answer, Index
from .assistant_job import AssistantJob
from .notice import notice
from .prose import answer_html
from .safe import escape, joined, tag
from .state import ask, filters, t


def show_rewriting(index: Index, answer: Answer) -> None:
    """Below a refused question: have it put into a form that can be asked, then ask or edit it."""
    key = (index.info, answer.question, answer.understood, "rewrite")
    job = _job("rewriting", key)
    if job is None:
        _button("rewrite", lambda: _begin("rewriting", key, _rewriting(index, answer)))
    elif job.running:
        _show_running("rewriting", "rewriting")
    elif job.error or job.result is None:
        notice(job.error or t("rewrite_none"), bad=bool(job.error))
    else:
        made = job.result
        parts = joined(
            (t(f"kind_{made.kind}"), "、".join(made.bodies), "、".join(made.times), made.matter)
        )
        words = tag("span", escape(t("rewritten_as")), "pq-soft")
        form = tag("b", escape(made.question)) + " " + tag("span", parts, "pq-soft")
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.html(tag("div", f"{words} {form}", "pq-understood"), width="content")
            _button("rewrite_ask", lambda: ask(made.question), ":material/search:")
            _button("understood_edit", lambda: _edit(made.question), ":material/edit:")


def show_judging(index: Index, answer: Answer) -> None:
    """Below a question to many reports: how many are borderline, and the model's word on them."""
    if answer.kind != "enumerate":
        return
    asked = answer.understood or answer.question
    key = (index.info, asked, filters(), "judge")
    counted, judged = _job("borderline", key), _job("judging", key)
    if judged is not None:
        if judged.running:
            _show_running("judging", "borderline_judging")
        elif judged.error:
            notice(judged.error, bad=True)
        else:
            st.html(answer_html(judged.result, ()))  # the cards are those of the other answer
    elif counted is None:
        _button("borderline", lambda: _begin("borderline", key, _counting(index, asked)))
    elif counted.running:
        _show_running("borderline", "borderline_counting")
    elif counted.error or not counted.result or not counted.result.calls:
        notice(counted.error or t("borderline_none"), bad=bool(counted.error))
    else:
        doubtful = counted.result
        share = round(100 * doubtful.share)
        counts = {"calls": doubtful.calls, "examined": doubtful.examined, "share": share}
        st.html(tag("div", escape(t("borderline_told", **counts)), "pq-soft"))
        _button("judge", lambda: _begin("judging", key, _judging(index, doubtful)))


def _rewriting(index: Index, answer: Answer) -> Any:
    question = answer.understood or answer.question
    return lambda job: index.assistant.rewrite(question)


def _counting(index: Index, question: str) -> Any:
    chosen = filters()
    return lambda job: index.assistant.borderline(question, chosen)


def _judging(index: Index, doubtful: Any) -> Any:
    def work(job: AssistantJob) -> Answer:
        job.total = doubtful.calls

        def told(done: int, total: int) -> None:
            job.parts = list(range(done))

        return index.assistant.judge(doubtful, told, job.stop)

    return work


def _job(name: str, key: object) -> AssistantJob | None:
    """The session's job ``name``, if it is about this."""
    job = st.session_state.get(name)
    return job if isinstance(job, AssistantJob) and job.key == key else None


def _begin(name: str, key: Any, work: Any) -> None:
    earlier = st.session_state.get(name)
    if earlier is not None:
        earlier.cancel()
    st.session_state[name] = AssistantJob(key, work)


@st.fragment(run_every=0.4)
def _show_running(name: str, words: str) -> None:
    job = st.session_state.get(name)
    if job is None or not job.running:
        st.rerun()
        return
    done = t("calls_done", done=len(job.parts), total=job.total) if job.total else ""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.html(tag("div", joined((t(words), done)), "pq-soft", role="status"), width="content")
        st.button(
            t("cancel"),
            key=f"cancel_{name}",
            type="tertiary",
            icon=":material/close:",
            on_click=job.cancel,
            disabled=job.stop.is_set(),
        )


def _button(label: str, act: Any, icon: str = ":material/psychology_alt:") -> None:
    st.button(t(label), key=f"assist_{label}", type="tertiary", icon=icon, on_click=act)


def _edit(question: str) -> None:
    """Put the question into the box; what is asked next stands by itself."""
    st.session_state["question_box"], st.session_state["alone"] = question, True
