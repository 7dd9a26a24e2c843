"""What a browser's session remembers, the link that restores it, and the index it reads.

Session keys: ``lang``, ``view``, ``asked`` (the question), ``spot`` (what the reader shows),
``came_from`` (the view that opened it), ``compared`` (report ids) and ``compare_asked``,
``after`` (the whole question that ``asked`` leans on), ``alone`` (the next question leans on none),
``brief`` (the name of the brief that is added to), ``f_*`` (filters), ``history`` (what was asked,
in order) and ``history_at`` (which of it is shown).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import streamlit as st

from ..api import Filters, Index, PointerState, pointer_state
from ..errors import PolicyQAError
from ..settings import Settings
from .strings import language_of, languages, tr

VIEWS = ("ask", "reader", "compare", "draft", "brief", "reports")
MAX_COMPARED = 5
FILTERS = ("issuer", "region", "year", "kind", "report")
_MAX_HISTORY = 30


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a report: characters ``start`` to ``end`` of its text, marked when not empty."""

    report: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """A question of this session and, if it leans on one, the whole question before it."""

    question: str
    after: str = ""


@st.cache_resource(max_entries=2, show_spinner=False)
def _open(directory: str, pointer: PointerState | None, _settings: Settings) -> Index:
    """One open index for all sessions; ``pointer`` is the key under which a new one is opened.

    An index pushed out is left to the garbage collector, since a session may still be reading it.
    """
    index = Index.open(directory, settings=_settings)
    threading.Thread(target=_warm, args=(index,), name="policyqa-warm", daemon=True).start()
    return index


def _warm(index: Index) -> None:
    """Load model and stores before the first question comes; errors show at the question."""
    try:
        index.ask("2025年罚款 fines")
    except PolicyQAError:
        pass


def open_index(settings: Settings) -> Index:
    """The active index; raises IndexMissing, IndexDamaged or ModelError."""
    place = settings.index.absolute()
    return _open(str(place), pointer_state(place), settings)


def begin() -> None:
    """Fill a new session from the link and the browser."""
    state, params = st.session_state, st.query_params
    if "asked" in state:
        return
    wanted = params.get("lang", "")
    state["lang"] = wanted if wanted in languages() else language_of(st.context.locale)
    state["asked"] = params.get("q", "").strip()[:2000]
    state["after"] = params.get("after", "").strip()[:2000] if state["asked"] else ""
    state["alone"] = False
    state["view"] = params.get("view") if params.get("view") in VIEWS else "ask"
    state["spot"] = _spot(params.get("report", ""), params.get("at", ""))
    state["came_from"] = "ask"
    state["history"] = [AskedBefore(state["asked"], state["after"])] if state["asked"] else []
    state["history_at"] = 0
    state["compare_asked"] = params.get("cq", "").strip()[:2000]
    state["compared"] = params.get_all("cr")[:MAX_COMPARED]
    state["brief"] = params.get("brief", "")[:200]
    for name in FILTERS:
        values = params.get_all(f"f_{name}")
        state[f"f_{name}"] = [int(v) for v in values if v.isdigit()] if name == "year" else values


def _spot(report: str, at: str) -> Spot | None:
    if not report:
        return None
    start, _, end = at.partition(":")
    if start.isdigit() and end.isdigit() and int(start) <= int(end):
        return Spot(report, int(start), int(end))
    return Spot(report)


def remember_in_link() -> None:
    """Put the session into the address, so that a copied link reopens the same."""
    state = st.session_state
    link: dict[str, str | list[str]] = {}
    if state["asked"]:
        link["q"] = state["asked"]
        if state["after"]:
            link["after"] = state["after"]
    if state["view"] != "ask":
        link["view"] = state["view"]
    spot = state["spot"]
    if state["view"] == "reader" and spot:
        link["report"] = spot.report
        if spot.end > spot.start:
            link["at"] = f"{spot.start}:{spot.end}"
    if state["view"] == "compare":
        link |= {"cq": state["compare_asked"]} if state["compare_asked"] else {}
        link |= {"cr": list(state["compared"])} if state["compared"] else {}
    if state["view"] == "brief" and state["brief"]:
        link["brief"] = state["brief"]
    if state["lang"] != language_of(st.context.locale):
        link["lang"] = state["lang"]
    for name in FILTERS:
        if state.get(f"f_{name}"):
            link[f"f_{name}"] = [str(value) for value in state[f"f_{name}"]]
    if {k: st.query_params.get_all(k) for k in st.query_params} != {
        k: v if isinstance(v, list) else [v] for k, v in link.items()
    }:
        st.query_params.from_dict(link)


def ask(question: str, after: str = "") -> None:
    """Make ``question`` the one that is answered; it may lean on the whole question ``after``. For
    callbacks."""
    state = st.session_state
    show_asked(AskedBefore(question.strip(), after))
    if state["asked"]:
        now = AskedBefore(state["asked"], after)
        if not state["history"] or state["history"][-1] != now:
            state["history"] = [*state["history"], now][-_MAX_HISTORY:]
        state["history_at"] = len(state["history"]) - 1


def show_asked(one: AskedBefore) -> None:
    """Answer what was asked; for callbacks."""
    state = st.session_state
    state["asked"] = state["question_box"] = one.question
    state["after"], state["alone"] = one.after, False
    state["view"], state["verdicts"] = "ask", []
    state["all_rows"] = state["all_cards"] = False


def stands_alone() -> None:
    """The question that is answered turned out to be complete."""
    state = st.session_state
    one = AskedBefore(state["asked"], state["after"])
    state["history"] = [AskedBefore(o.question) if o == one else o for o in state["history"]]
    state["after"] = ""


def open_report(spot: Spot) -> None:
    """Turn to the reader at ``spot``. For callbacks."""
    state = st.session_state
    if state["view"] != "reader":
        state["came_from"] = state["view"]
    state["spot"], state["view"] = spot, "reader"


def filters() -> Filters:
    chosen = {name: tuple(st.session_state.get(f"f_{name}", ())) for name in FILTERS}
    return Filters(
        issuers=chosen["issuer"],
        regions=chosen["region"],
        years=chosen["year"],
        kinds=chosen["kind"],
        reports=chosen["report"],
    )


def t(key: str, default: str | None = None, **values: object) -> str:
    """Catalogue entry in the session's language (``default`` if there is none)."""
    return tr(st.session_state.get("lang", "en"), key, default, **values)
