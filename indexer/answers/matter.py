"""The matter a question asks about: what is left when issuer, place, year and grammar are gone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..folding import fold
from ..index.tokens import words
from ..lexicon import Lexicon
from ..search.issuers import Scope
from ..search.question import Question

_ASKING = re.compile(
    r"哪(?:些|几个|几家|家|个|一家|几|里)|多少|百分之几|几(?=[件起次人个家名条项宗份场户处台套部期批回单张])|请问|一共|总共|共计|合计|"
    r"(?:自己|各自|透露|公布|写明|说明|报告|通报|披露|公开|给出|提到|说|指出|列出|交代)(?:了|过|自己)?|"
    r"是多少|是什么|有没有|分别|具体|全年|年度|一年|今年|去年|情况|怎么样|如何|吗|呢|的|了|"
    r"单位|部门|机构|(?<![一-鿿])局|"
    r"\b(?:which|what|who|how|many|much|was|were|is|are|did|does|do|has|have|had|the|a|an|of|in|by|for|to|on|at|"
    r"report(?:ed|s)?|state[ds]?|publish(?:ed)?|disclos(?:e|ed)|say|said|says|give|gave|mention(?:ed)?|"
    r"according|total|there|that|their|its|it|and|or|from|with|list|all|show|find|name|year|during|"
    r"bureaus?|departments?|agenc(?:y|ies)|bod(?:y|ies)|regulators?|authorit(?:y|ies)|please)\b"
)


@dataclass(frozen=True, slots=True)
class Matter:
    """``text`` is the question less scope and grammar; ``tokens`` its words for the term store.

    ``quantities`` are lexicon concepts of what is counted, ``themes`` of what it is about;
    ``family``/``counter`` the unit asked for ("" any).
    """

    text: str
    tokens: tuple[str, ...]
    quantities: frozenset[str]
    themes: frozenset[str]
    family: str
    counter: str

    @property
    def concepts(self) -> frozenset[str]:
        return self.quantities | self.themes


def matter_of(question: Question, scope: Scope, lexicon: Lexicon) -> Matter:
    """What ``question`` asks, within ``scope``."""
    inside = [
        m for m in question.matches
        if not any(a < m.end and m.start < b for a, b in scope.spans)
    ]
    groups = {m.concept: lexicon.concepts[m.concept].group for m in inside}
    quantities = frozenset(c for c, g in groups.items() if g == "quantity")
    themes = frozenset(c for c, g in groups.items() if g == "theme")
    family = question.family or _family_of(quantities, lexicon)
    quantities = frozenset(_fitting(q, family, lexicon) for q in quantities)
    text = _without_spans(question.folded, scope.spans)
    bare = re.sub(r"\s+", " ", _ASKING.sub(" ", text)).strip(" ,.?，。？、:：；'\"“”")
    tokens = tuple(dict.fromkeys(words(bare))) + tuple(f"§{c}" for c in sorted(quantities | themes))
    return Matter(
        text=_tidy(text) or question.text, tokens=tokens, quantities=quantities, themes=themes,
        family=family, counter=question.counter,
    )


def _fitting(quantity: str, family: str, lexicon: Lexicon) -> str:
    """The concept itself, or a sibling whose figures have the unit asked for (fines issued → fines)."""
    known = lexicon.concepts[quantity]
    if not family or known.family in ("", family):
        return quantity
    fitting = [
        c.id for c in lexicon.concepts.values()
        if c.family == family and (quantity in c.related or c.id in known.related)
    ]
    return min(fitting, default=quantity)


def _without_spans(folded: str, spans: tuple[tuple[int, int], ...]) -> str:
    out, at = [], 0
    for start, end in sorted(spans):
        if start < at:
            continue
        out.append(folded[at:start])
        at = end
    return "".join([*out, folded[at:]])


def _tidy(text: str) -> str:
    text = re.sub(r"^(?:[的年度在,，\s]|'s\b)+", "", fold(text))
    return re.sub(r"\s+", " ", text).strip()


def _family_of(quantities: frozenset[str], lexicon: Lexicon) -> str:
    families = {lexicon.concepts[q].family for q in quantities} - {""}
    return families.pop() if len(families) == 1 else ""
