"""Whether a figure's own words make it a plan or target: what was planned is not what was done.

Only the words beside the figure count, so mentioning a plan ("按计划检查40家") does not make a
figure a plan.
"""

from __future__ import annotations

import re

from ..document.report import Figure
from ..text.folding import fold

_REACH = 60
_BEFORE = re.compile(
    r"(?<![按照据对订定施实落入发执达动作训查规])计[划画](?!生育|单列|经济|内|外|书|表|管理|执行|免疫|完成率)"
    r"(?:(?!实际|已经?|完成了|共|[,;:。；，、]).){0,14}$|"
    r"(?:目标(?:任务)?|任务(?=数|量)|预期|予定)(?:数|值|量)?"
    r"(?:是|为|的|は|の|を|:)?(?:到|约|不少于|不低于)?$|"
    r"(?:(?<![模虚比])拟|力争)(?:在|于|新|完成|达到|实现|安排|开展|办理|检查|建设|培训)?"
    r"(?:(?![,;:。；，、]).){0,10}$|"
    r"\b(?:targets?|goals?|plans?|budgets?|objectifs?|ziele?|objetivos?|metas?|план\w{0,2}|цел[ьи])"
    r"(?: (?:was|is|were|are|had been|of|for|at|set at|de|est|était|von|war|era|fue|en|на|в))*"
    r":? ?$|"
    r"\b(?:planned|planning|plans|intend(?:s|ed)?|aim(?:s|ed)?|targeted|budgeted|"
    r"pr[ée]vo(?:it|yait)|geplante?[nrs]?|plante?|previst[oa]s?|prev[ée]|запланирован\w*|"
    r"планиру\w*)"
    r"(?: (?:to|for|at|of|à|d'|de|zu))?(?: (?!of\b|by\b|against\b|but\b|and\b)[\w-]+){0,2} ?$"
)
_AFTER = re.compile(
    r"\s?的(?:年度|全年)?(?:计[划画]|目标)(?!完成)|"
    r"[^,.;:，。；、\d]{0,24}\b(?:(?:was|were|is|are|had been) (?:planned|targeted|budgeted)|"
    r"(?:étaient|était) prévue?s?|(?:war|waren) geplant|estaban? previst[oa]s?|запланировано)\b"
)
# What is expected of a year that ends is told as done or as to come.
_EXPECTED = re.compile(
    r"预计|预测|估计|见込|\b(?:expect|forecast|estimat|prévis|voraussichtlich|ожида)"
)
# How much of a plan was met is no plan.
_SHARE = re.compile(
    r"完成|占|达到?|実績|\b(?:of|achiev\w*|met|du|des|del?|выполн\w*) [^,.;，。；]{0,30}$"
)
_SAID = re.compile(
    r"计[划画]|目标|预期|预计|预测|估计|见込|拟|力争|争取|任务|指标|予定|将|打算|安排|部署|下一步|今后|"
    r"展望|"
    r"\b(?:plan\w*|target\w*|goals?|aim\w*|intend\w*|expect\w*|forecast\w*|estimat\w*|"
    r"budget\w*|will|next|outlook|"
    r"pr[ée]v\w*|objecti\w*|geplant\w*|ziel\w*|soll\w*|objetivos?|metas?|previst\w*|план\w*|"
    r"запланирован\w*|цел\w*)\b"
)


def is_planned(figure: Figure, text: str, shift: int = 0) -> bool:
    """Whether ``figure`` is a plan by its role or by the words beside it in ``text``, which begins
    at offset ``shift`` of the text that the figure's offsets refer to."""
    if figure.role not in ("plan", "level"):
        return False
    low, at, end = (
        max(0, place - shift) for place in (figure.sentence_start, figure.start, figure.end)
    )
    left = fold(text[max(low, at - _REACH) : at])
    if figure.role == "plan" and not _EXPECTED.search(left):
        return True
    if figure.family == "ratio" and _SHARE.search(left):
        return False
    return bool(_BEFORE.search(left) or _AFTER.match(fold(text[end : end + _REACH])))


def speaks_of_plans(text: str) -> bool:
    """Whether ``text`` mentions a plan, target or expectation anywhere."""
    return bool(_SAID.search(fold(text)))
