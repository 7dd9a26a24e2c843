"""Words that make a figure a part, an average or the whole, in the question and beside the figure.

"biggest single fine £5 million" is no answer to "total of fines": what the question does not ask
for must not stand beside the figure, and what it asks for must.
"""

from __future__ import annotations

import re

_KINDS: dict[str, re.Pattern[str]] = {
    "average": re.compile(r"平均|均值|人均|案均|每案|每件|每人|每家|\b(?:average|averag\w*|mean|"
                          r"per (?:case|person|capita|head|day))\b|\bmoyenne?\b|\bdurchschnitt\w*|"
                          r"一人当たり|平均"),
    "extreme": re.compile(r"最大|最高|单笔|单起|最多的|\b(?:biggest|largest|highest|single|maximum|"
                          r"record)\b|\bplus (?:forte|grosse|élevée)\b|\bhöchste\w*"),
    "denied": re.compile(r"不予|不准|驳回|未通过|不合格|撤销|退回|免于|免予|拒绝|\b(?:refused|"
                         r"rejected|denied|dismissed|withdrawn|exempt\w*|waive[ds]?|overturned|quashed|"
                         r"annulled)\b"),
    "part": re.compile(
        r"其中|非(?=许可|现场|行政)|各区|各县|各市|市级(?!以上)|区级(?!以上)|县级(?!以上)|省厅|"
        r"本级|局机关|事前|事后|日常|简易|首次|新增|部分|个别|"
        r"\b(?:of which|of these|including|among)\b|\bdont\b|\bdavon\b|うち"
    ),
    "period": re.compile(r"年均|(?:[两三四五六七八九十]|(?<!\d)(?:[2-9]|1\d|20))年(?:来|间|累计|共|"
                         r"城镇|新增|以来|总)|五年|十年|\b(?:five|ten|\d+)[- ]year|annually over|"
                         r"\bsur cinq ans\b"),
    "total": re.compile(r"合计|共计|总计|累计|总共|共(?=[^同享识])|总额|总数|全年|\b(?:total\w*|in "
                        r"all|altogether|overall|combined)\b|\bau total\b|\btotalis\w*|"
                        r"\binsgesamt\b|\ben total\b"),
    "daily": re.compile(r"按日|每日|每天|\bper day\b|\bpar jour\b|\bdaily\b"),
}
_AREA = re.compile(
    r"全(?:市|县|区|省|镇|州|国)|(?:县区|各级|两级|系统)|\b(?:city|county|district|province|"
    r"nation)-?wide\b"
    r"|\bacross the (?:city|county|district|province|country)\b|\bwhole (?:city|county|district|"
    r"province|country)\b"
)
_OWN = re.compile(r"[市县区省]本级|局本级|本级|局机关|我局|本局|市局|县局|区局|\b(?:the bureau|"
                  r"department) itself\b|\bits own\b")


def qualifiers(folded: str) -> frozenset[str]:
    """Kinds of qualifier in folded text: average, extreme, denied, part, total, daily."""
    return frozenset(kind for kind, pattern in _KINDS.items() if pattern.search(folded))


def compared(asked: frozenset[str], given: frozenset[str]) -> tuple[float, float, float]:
    """(unasked, missing, whole): narrowing kinds the figure has and the question lacks; kinds the
    question has and the figure lacks; 1.0 when the figure is said to be a total."""
    narrowing = (given - asked) - {"total"}
    missing = (asked - given) - {"total", "part"}
    return float(len(narrowing)), float(len(missing)), float("total" in given)


def scope_said(folded: str) -> str:
    """``area`` (全市, citywide) or ``own`` (本级, the body itself), whichever comes last."""
    area = max((m.start() for m in _AREA.finditer(folded)), default=-1)
    own = max((m.start() for m in _OWN.finditer(folded)), default=-1)
    if area == own:
        return ""
    return "area" if area > own else "own"
