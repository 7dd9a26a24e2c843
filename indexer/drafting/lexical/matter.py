"""The matter a question asks about: what is left when issuer, place, year and grammar are gone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...folding import fold
from ...index.tokens import words
from ...lexicon import Lexicon, Match
from ...search.issuers import Scope
from ...search.question import Question

_ASKING = re.compile(
    r"(?:政府)?工作报告(?:里|中)?|\b(?:government )?work report\b|\baccording to\b|\bby how much\b|"
    r"哪(?:些|几个|几家|家|个|一家|几|里)|多少|百分之几|"
    r"几(?=[件起次人个家名条项宗份场户处台套部期批回单张])|请问|一共|总共|共计|合计|"
    r"(?:自己|各自|透露|公布|写明|说明|报告|通报|披露|公开|给出|提到|说|指出|列出|交代)(?:了|过|"
    r"自己)?|"
    r"是多少|是什么|有没有|分别|具体|全年|年度|一年|今年|去年|情况|怎么样|如何|吗|呢|的|了|"
    r"单位|部门|机构|(?<![一-鿿])局|"
    r"\b(?:which|what|who|how|many|much|was|were|is|are|did|does|do|has|have|had|the|a|an|of|in|by|"
    r"for|to|on|at|"
    r"report(?:ed|s)?|state[ds]?|publish(?:ed)?|disclos(?:e|ed)|say|said|says|give|gave|"
    r"mention(?:ed)?|"
    r"according|total|there|that|their|its|it|and|or|from|with|list|all|show|find|name|year|during|"
    r"bureaus?|departments?|agenc(?:y|ies)|bod(?:y|ies)|regulators?|authorit(?:y|ies)|please)\b"
)


# Words that say nothing of the matter though they are no grammar either.
_LIGHT = frozenset(
    "存在 问题 反映 承认 认为 提出 方面 相关 有关 用于 "
    "公布 写明 数额 数量 金额 总额 具体 全部 开展 进行 完成 组织 发生 出现 实施 作出 给出 一年 "
    "全年 年度 "
    "时候 这些 那些 现有 目前 万元 亿元 百分 carri out made make took take held hold during year "
    "annual "
    "增加 减少 上升 下降 增长 降低 上年 fell rose fall rise increas decreas against than last "
    "previous compar "
    "use used employ amount number figur valu count gave bring brought issu record impos receiv "
    "recorded case cases".split()
)


_JOINED = re.compile(r"(?:的?(?:金额|数额|数量|件数|总额|数))?\s?(?:和|及|与|以及|、|并且?|同时|"
                     r"and(?: the)?(?: number of| amount of)?|,|&)\s?(?:the )?(?:number of|amount "
                     r"of)?\s?")
_CASES = re.compile(
    r"how many cases|number of cases|案件(?:数量|数|总数)|多少(?:起|件)?(?:案子|案件)"
)
_NUMBER = re.compile(
    r"[\d.,一二三四五六七八九十百千万亿]+(?:元|%|million|billion)?|超过|以上|以下|高于|低于|大于|"
    r"小于|多于|少于|"
    r"\b(?:more|less|fewer|greater|higher|lower) than\b|\b(?:over|above|below|under|exceed\w*|"
    r"million|billion|thousand)\b"
)


@dataclass(frozen=True, slots=True)
class Matter:
    """``text`` is the question less scope and grammar; ``tokens`` its words for the term store.

    ``quantities`` are lexicon concepts of what is counted, ``themes`` of what it is about;
    ``family``/``counter`` the unit asked for ("" any); ``residual`` are words outside every lexicon
    term: what only the text itself can answer to. ``family_said``: a figure is wanted, not only
    that a thing was done ("which bureaus employ legal advisers" wants none).
    """

    text: str
    tokens: tuple[str, ...]
    quantities: frozenset[str]
    themes: frozenset[str]
    family: str
    counter: str
    residual: tuple[str, ...] = ()
    family_said: bool = False

    @property
    def concepts(self) -> frozenset[str]:
        return self.quantities | self.themes


def matter_of(question: Question, scope: Scope, lexicon: Lexicon) -> Matter:
    """What ``question`` asks, within ``scope``."""
    inside = _without_mere_cases([
        m for m in question.matches
        if not any(a < m.end and m.start < b for a, b in scope.spans)
    ], question.folded, lexicon)
    groups = {m.concept: lexicon.concepts[m.concept].group for m in inside}
    quantities = frozenset(c for c, g in groups.items() if g == "quantity")
    themes = frozenset(c for c, g in groups.items() if g == "theme")
    family = question.family or ("" if question.turned else _family_of(quantities, lexicon))
    quantities = frozenset(_fitting(q, family, lexicon) for q in quantities)
    text = _without_spans(question.folded, scope.spans)
    bare = re.sub(r"\s+", " ", _ASKING.sub(" ", text)).strip(" ,.?，。？、:：；'\"“”")
    tokens = tuple(dict.fromkeys(words(bare))) + tuple(f"§{c}" for c in sorted(quantities | themes))
    named = _without_spans(question.folded, tuple(sorted(
        [*scope.spans, *((m.start, m.end) for m in inside)])))
    residual = tuple(dict.fromkeys(
        w for w in words(_NUMBER.sub(" ", _ASKING.sub(" ", named)))
        if len(w) > 1 and w not in _LIGHT))
    if not quantities:
        quantities, themes = themes, frozenset()
    return Matter(
        text=_tidy(text) or question.text, tokens=tokens, quantities=quantities, themes=themes,
        family=family, counter=question.counter, residual=residual,
        family_said=bool(question.family_said) or family in ("money", "ratio") or question.turned,
    )


def _without_mere_cases(inside: list[Match], folded: str, lexicon: Lexicon) -> list[Match]:
    """``inside`` less "how many cases" where the question says which: cases exempted from penalty
    are asked for then, not cases opened. In a list (cases and fines) both are."""
    listed = [m for m in inside if lexicon.concepts[m.concept].group == "quantity"]
    bare = [m for m in listed if _CASES.fullmatch(folded[m.start: m.end])]
    kinds = {m.concept for m in bare}
    if not bare or not any(m.concept not in kinds for m in listed):
        return inside
    listed.sort(key=lambda m: m.start)
    if any(_JOINED.fullmatch(folded[a.end: b.start])
           for a, b in zip(listed, listed[1:], strict=False)):
        return inside
    return [m for m in inside if m not in bare]


def _fitting(quantity: str, family: str, lexicon: Lexicon) -> str:
    """The concept, or a sibling whose figures have the unit asked for (fines issued → fines)."""
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
        out.append(folded[at:start])
        at = max(at, end)
    return "".join([*out, folded[at:]])


def _tidy(text: str) -> str:
    text = re.sub(r"^(?:[的年度在,，\s]|'s\b)+", "", fold(text))
    return re.sub(r"\s+", " ", text).strip()


def _family_of(quantities: frozenset[str], lexicon: Lexicon) -> str:
    families = {lexicon.concepts[q].family for q in quantities} - {""}
    return families.pop() if len(families) == 1 else ""
