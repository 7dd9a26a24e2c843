"""The question box, the examples, and the answer."""

from __future__ import annotations

import streamlit as st

from ..api import Answer, Index
from ..errors import PolicyQAError
from ..text.scripts import has_han
from .asking import AskJob, watch
from .cards import show_cards, visible_cards
from .collect import answer_button
from .history import show_steps
from .notice import notice
from .process import PageProcess
from .prose import answer_html
from .rows import show_rows
from .safe import escape, heading_html, is_plain, joined, tag
from .short import short_html
from .state import ask, filters, stands_alone, t
from .written import show_written

# A [n] that is clicked before its card has come waits for it. Ours, constant.
_WAIT_FOR_CARD = """<script>
if (!window.pqWaits) {
  window.pqWaits = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.pq-ref");
    const name = link?.getAttribute("href")?.slice(1);
    if (!name || document.getElementById(name)) return;
    event.preventDefault();
    (function wait(left) {
      if (document.getElementById(name)) location.hash = name;
      else if (left) setTimeout(wait, 50, left - 1);
    })(200);
  });
}
</script>"""


def show_ask(process: PageProcess, index: Index) -> None:
    """The whole view: box, then examples or the answer."""
    _show_box()
    question = st.session_state["asked"]
    if not question:
        _show_examples(index)
        return
    try:
        answer, seconds = answer_to(index, question)
    except PolicyQAError as error:
        notice(str(error), bad=True)
        return
    if st.session_state["after"] and not answer.understood:
        stands_alone()
    _show_understood(answer)
    question = answer.understood or question
    if answer.stopped:
        _show_stopped(answer)
    _show_answer(answer, seconds)
    folder = process.settings.briefs
    answer_button(folder, index, answer)
    show_written(index, answer)
    show_rows(folder, index, answer)
    show_cards(folder, index, answer, question)


def _show_box() -> None:
    st.session_state.setdefault("question_box", st.session_state["asked"])
    row = st.form("ask_form", border=False).container(horizontal=True, gap="small")
    with row:
        st.text_input(
            t("question"),
            key="question_box",
            placeholder=t("placeholder"),
            max_chars=2000,
            label_visibility="collapsed",
        )
        st.form_submit_button(t("ask"), type="primary", on_click=_submit)


def _submit() -> None:
    """The question in the box may lean on the one that is answered, unless that was edited."""
    state = st.session_state
    before = "" if state["alone"] or not state["asked"] else state.get("whole", "")
    ask(state["question_box"], before if state["question_box"].strip() else "")


def _show_understood(answer: Answer) -> None:
    """What a follow-up was understood as, to be edited or refused, and the way back and forward."""
    st.session_state["whole"] = answer.understood or answer.question
    if not answer.understood and len(st.session_state["history"]) < 2:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if answer.understood:
            words = tag("span", escape(t("understood_as")), "pq-soft")
            whole = tag("b", escape(answer.understood))
            st.html(tag("div", f"{words} {whole}", "pq-understood"), width="content")
            st.button(
                t("understood_edit"),
                key="understood_edit",
                type="tertiary",
                icon=":material/edit:",
                on_click=_edit,
                args=(answer.understood,),
            )
            st.button(
                t("understood_alone"),
                key="understood_alone",
                type="tertiary",
                icon=":material/link_off:",
                on_click=ask,
                args=(answer.question,),
            )
        show_steps()


def _show_stopped(answer: Answer) -> None:
    """That the list is incomplete, and the way to a whole one."""
    notice(t("stopped", n=answer.examined), t("stopped_title"), bad=True)
    st.button(t("stopped_again"), key="stopped_again", icon=":material/refresh:", on_click=_again)


def _again() -> None:
    st.session_state["answer"] = None


def _edit(whole: str) -> None:
    """Put the whole question into the box; what is asked next stands by itself."""
    st.session_state["question_box"], st.session_state["alone"] = whole, True


def examples(index: Index) -> list[str]:
    """Questions to begin with; one names an issuer of the index, if its name is fit for a label."""
    found = [t(f"example_{name}") for name in ("fines", "most", "total", "topic")]
    names = [r.details.issuer for r in index.reports if is_plain(r.details.issuer)]
    chinese = st.session_state["lang"] == "zh"
    own = [n for n in names if has_han(n) == chinese] or names
    if own:
        found.insert(1, t("example_lookup", issuer=own[0]))
    return found


def _show_examples(index: Index) -> None:
    st.html(heading_html(escape(t("examples"))))
    with st.container(horizontal=True, gap="small"):
        for i, question in enumerate(examples(index)):
            st.button(question, key=f"example_{i}", on_click=ask, args=(question,), wrap=True)


def answer_to(index: Index, question: str) -> tuple[Answer, float]:
    """The answer and the seconds it took, kept until what it rests on changes."""
    everything = bool(st.session_state.get("all_rows"))
    after = st.session_state["after"]
    key = (index.info, question, after, filters(), everything)
    kept = st.session_state.get("answer")
    if kept is None or kept[0] != key:
        job = st.session_state.get("asking")
        if job is None or job.key != key:
            if job is not None:
                job.stop()
            earlier = (after,) if after else ()
            job = AskJob(key, index, question, filters(), all_rows=everything, after=earlier)
            st.session_state["asking"] = job
        watch(job)
        st.session_state["asking"] = None
        answer = job.answer()
        if not answer.understood:
            key = (index.info, question, "", filters(), everything)
        kept = (key, answer, job.seconds)
        st.session_state["answer"] = kept
    return kept[1], kept[2]


def _show_answer(answer: Answer, seconds: float) -> None:
    facts = joined(
        (
            t(f"kind_{answer.kind}"),
            t("took", ms=max(1, round(seconds * 1000))),
            t("generated_by", name=answer.generated_by) if answer.generated_by else "",
        )
    )
    heading = escape(t("answer" if answer.answerable else "no_answer"))
    st.html(heading_html(heading + tag("span", facts, "pq-soft")))
    short = short_html(answer, st.session_state["lang"])
    st.html(short + answer_html(answer, [c.n for c in visible_cards(answer.citations)]))
    if answer.citations:
        st.html(_WAIT_FOR_CARD, unsafe_allow_javascript=True)
