"""The role of a figure in its clause: level, change, earlier level or target; and its bound."""

from __future__ import annotations

import re

from ...text.year_before import (
    A_YEAR_AGO,
    BEFORE_LAST,
    LAST_YEAR,
    SAME_PERIOD,
    WESTERN,
    any_of,
    east_asian,
)

_RISE = (
    r"增长|增加|增|上升|提高|提升|升高?|上涨|涨|扩大|增幅|涨幅|升幅|增速|增收|增产|多|翻|加快|快"
)
_FALL = r"下降|降低|减少|压减|下滑|回落|降幅|跌幅|下跌|缩减|缩短|减收|减产|压降|减|降|跌|少|收窄"
_HEDGE = r"(?:了|约|近|超过?|达到?|为|：|:|逾|高达|平均|分别|幅度|率|不少于|至少|\s)*"
_CHANGE_BEFORE = re.compile(rf"(?:(?P<fall>{_FALL})|(?P<rise>{_RISE})){_HEDGE}$")
_NOT_CHANGE = re.compile(r"(?:新增|至少|不少|减少于|最多|多达|许多|缺少|累计增|减免)[约了达]?$")
_NEEDS_COMPARISON = re.compile(r"(?:多|少|快|升|降|减|增)[了约近]?$")
_COMPARISON = re.compile(r"比|较|同比|环比|增|降|减|升")
_CHANGE_AFTER = re.compile(
    r"^(?:余り|ほど|の)?(?:(?P<rise>増|多|上回|上昇)|(?P<fall>減|少|下回|低下))"
)
_CHANGE_NOUN_AFTER = re.compile(
    r"^的?(?:(?P<rise>增幅|增长|升幅|涨幅|增速)|(?P<fall>降幅|跌幅|下降))"
)
_EN_RISE = (
    r"(?<!made )(?<!make )(?<!makes )up|rose|rise|risen|increased?|increasing|grew|growth|"
    r"grown|climbed|jumped|gained|hausse|"
    r"augmenté?|augmentation|bondi|progressé|gestiegen|stieg|erhöht|aumentó|aumento|creció|subió"
)
_EN_FALL = (
    r"down|fell|fall|fallen|dropped|drop|decreased?|declined?|reduced|reduction|lower|slipped|"
    r"baisse|"
    r"baissé|diminué|recul|gesunken|sank|zurückgegangen|Rückgang|disminuyó|bajó|cayó|descenso"
)
_HEDGE_EN = (
    r"(?: (?:by|of|about|around|some|nearly|almost|over|more than|just|roughly|approximately|"
    r"only|a|an|"
    r"further|de|environ|plus|près|presque|um|rund|etwa|fast|mehr|als|en|un|cerca|del|más))*\s*$"
)
_EN_CHANGE = re.compile(rf"(?i)\b(?:(?P<rise>{_EN_RISE})|(?P<fall>{_EN_FALL})){_HEDGE_EN}")
_EN_AFTER = re.compile(
    r"(?i)^ ?(?:[a-z]+ )?(?:(?P<rise>more than (?:in|the)|higher|above|increase|rise|more\b)|"
    r"(?P<fall>fewer|less|lower|below|under|decrease|reduction|decline|drop)\b)"
)
_PREVIOUS = re.compile(
    rf"(?:(?:{east_asian(False)}|{any_of(BEFORE_LAST, 'zh')})(?:同期)?|{SAME_PERIOD})"
    r"(?:的|の|は|为|是|仅|约|有)*$"
)
_PREVIOUS_YEAR = re.compile(r"(?:比|较|由|从)(?:19|20)\d\d ?年(?:底|末|同期)?的$")
_FROM = re.compile(r"[从由自][^，。；]{0,24}$")
_TO_AFTER = re.compile(r"^[^，。；]{0,10}(?:至|到|为)")
_PREVIOUS_JA = re.compile(r"^(?:から|より)")
_EN_PREVIOUS = re.compile(
    r"(?i)\b(?:from|against|compared (?:with|to)|versus|vs\.?|contre|gegenüber|frente a|contra|"
    r"nach|"
    r"previously|instead of|(?:under|below|above|over) the [a-z-]+ average of)(?: (?:about|"
    r"nearly|some|the|only|over|les|einem))*\s*$"
)
_EN_PREVIOUS_AFTER = re.compile(
    rf"(?i)^[^.,;\d]{{0,24}}?\b(?:{any_of(LAST_YEAR, *WESTERN)}|{any_of(A_YEAR_AGO, *WESTERN)}|"
    rf"{any_of(BEFORE_LAST, *WESTERN)})\b"
)
_ORIGIN_BLOCK = re.compile(
    r"(?i)\b(?:fines?|received|income|arising|complaints?|money|comes?|came|resulting) from\s*$"
)
_PLAN = re.compile(
    r"力争|争取(?:到|在|用|使|实现|年)|预期目标|预计|目标(?:是|为|值)|拟(?:于|在|安排|新|投)|"
    r"计划(?:新|完成(?!率)|开展|安排|投入|实施|建设|到|用|在)|"
    r"到20[2-5]\d年|将(?:达到|新增|安排|投入)|(?i:\b(?:target of|aims? to|plans? to|"
    r"expected to|is to reach|by 20[3-5]\d|objectif)\b)"
)
_PLAN_SENTENCE = re.compile(r"预期目标|主要目标|目标是|目标任务是")
_MET = re.compile(
    r"(?:完成|实现|达到|超过|超额|高于|好于|快于|符合|优于)[^，。；]{0,12}(?:预期|主要|任务)?目标"
    r"(?!是|为|：)"
)
_PLAN_CHANGE = re.compile(
    r"力争|争取|预期|目标(?:是|为|值|：)|(?<!模)拟(?=[安新增减于在使])|(?i:\btarget of\b)"
)
_ABOUT = re.compile(
    r"(?:约|大约|大概|大致|约为|約|およそ|概ね|(?i:\b(?:about|around|approximately|roughly|"
    r"some|circa|ca\.|est(?:imated)?|environ|etwa|rund|circa|unos|unas|cerca de|an estimated)))\s?$"
)
_OVER = re.compile(
    r"(?:(?<!不)超过了?|超|逾|突破了?|(?<!不)高于|不少于|至少|不低于|(?<!不)大于|多于|以上|"
    r"达到或超过|(?i:\b(?:over|more than|at least|exceed(?:s|ed|ing)?|above|upwards of|plus de|"
    r"plus d['’]|au moins|dépassé|mehr als|über|mindestens|más de|al menos)))\s?$"
)
_UNDER = re.compile(
    r"(?:近|将近|接近|不超过|不足|不到|(?<!不)低于|(?<!不)少于|不高于|最多|至多|小于|"
    r"(?i:\b(?:nearly|almost|close to|just under|under|up to|less than|fewer than|at most|"
    r"below|not more than|près de|moins de|presque|fast|knapp|weniger als|casi|menos de)))\s?$"
)


_ASKED_RISE = re.compile(
    rf"增长|增加|上升|提高|提升|上涨|扩大|(?i:\b(?:{_EN_RISE})\b)|増え|増加|上昇"
)
_ASKED_FALL = re.compile(
    r"下降|降低|减少|减|降|下滑|回落|下跌|跌|(?<!多)(?<!不)少了|少(?=多少|几)|"
    rf"(?i:\b(?:{_EN_FALL}|cut|shrank|shrunk|fewer)\b)|減|低下"
)


_ASKED_BY_HOW_MUCH = re.compile(
    r"(?:增长|增加|上升|提高|提升|上涨|扩大|下降|降低|减少|下滑|回落|下跌|[多少][了出]|[增减升降跌涨])"
    r"了?(?:百分之)?(?:多少|几)|[增降涨跌升]幅|增速|(?:増加|減少|増え|減っ)[^。？?]{0,4}(?:いくら|どれ|何)|"
    r"(?i:\b(?:by how (?:much|many)|by what (?:share|percentage|proportion)|"
    r"(?:what|which) (?:percentage|rate) (?:increase|rise|growth|fall|drop|decrease|decline|change)"
    r"|de combien|um wie ?viel|en cuánto)\b)"
)


def asks_of_a_fall(question: str) -> bool:
    """Whether a question names a fall and no rise: the size of the fall is what it asks for."""
    return bool(_ASKED_FALL.search(question)) and not _ASKED_RISE.search(question)


def asks_of_a_change(question: str) -> bool:
    """Whether a question asks by how much something rose or fell (同比下降多少)."""
    return bool(_ASKED_BY_HOW_MUCH.search(question))


def bound_before(left: str) -> str:
    """The bound that the words just before a figure set: about, over, under, or ""."""
    tail = left[-24:]
    if _UNDER.search(tail):
        return "under"
    if _OVER.search(tail):
        return "over"
    return "about" if _ABOUT.search(tail) else ""


def change_sign(left: str, right: str, alphabetic: bool) -> int:
    """+1 for the amount of a rise, -1 for that of a fall, 0 where the figure is no change."""
    if alphabetic:
        found = _EN_CHANGE.search(left[-60:]) or _EN_AFTER.match(right)
        return _sign(found)
    after = _CHANGE_AFTER.match(right) or _CHANGE_NOUN_AFTER.match(right)
    if after:
        return _sign(after)
    tail = left[-24:]
    found = _CHANGE_BEFORE.search(tail)
    if not found or _NOT_CHANGE.search(tail[: found.end()].rstrip("约了达")):
        return 0
    bare = _NEEDS_COMPARISON.search(tail) and len(found.group().rstrip("了约近")) == 1
    compared = _COMPARISON.search(tail[: found.start()]) or len(left.strip()) <= 1
    return 0 if bare and not compared else _sign(found)


def _sign(found: re.Match[str] | None) -> int:
    if not found:
        return 0
    return -1 if found.group("fall") else 1


def is_previous(left: str, right: str, alphabetic: bool) -> bool:
    """Whether the figure is an earlier period's level (去年的217家压减至…, against £38.8m)."""
    if alphabetic:
        if _EN_PREVIOUS_AFTER.match(right):
            return True
        return bool(_EN_PREVIOUS.search(left[-40:])) and not _ORIGIN_BLOCK.search(left[-40:])
    if _PREVIOUS.search(left[-10:]) or _PREVIOUS_YEAR.search(left[-14:]):
        return True
    if _PREVIOUS_JA.match(right):
        return True
    return bool(_FROM.search(left[-28:]) and _TO_AFTER.match(right))


def is_plan(clause: str, sentence_before: str, change: bool = False) -> bool:
    """Whether the clause, or its sentence up to the figure, states a target.

    A rise or fall (``change``) is one only where a target is announced, not where it is met.
    """
    announced = (
        "目标" in sentence_before  # spares two searches
        and bool(_PLAN_SENTENCE.search(sentence_before))
        and not _MET.search(sentence_before)
    )
    if change:
        return announced or bool(_PLAN_CHANGE.search(clause))
    return bool(_PLAN.search(clause) or announced)
