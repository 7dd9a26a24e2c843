"""Conditions on figures inside a question: "more than 1 million", "超过一千万元", "below 100 %"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..extraction.quantities.figures import find_figures
from ..text.numerals import HAN_TENS, NUMBER_WORDS, han_number
from ..text.scripts import has_han

_OPERATORS = (
    (
        ">=",
        r"不少于|不低于|至少|达到或超过|以上|不小于|at least|no less than|or more|"
        r"au moins|mindestens|al menos|por lo menos",
    ),
    (
        "<=",
        r"不超过|不高于|至多|最多不超过|以下|以内|不多于|at most|no more than|up to|"
        r"au plus|höchstens|como máximo|a lo sumo",
    ),
    (
        ">",
        r"超过|大于|高于|多于|超|突破|逾|more than|over|above|exceed(?:ing|ed|s)?|greater than|"
        r"higher than|plus de|sup[ée]rieure?s? à|dépass\w+|mehr als|über|más de|"
        r"superior(?:es)? a",
    ),
    (
        "<",
        r"少于|低于|小于|不足|不到|less than|under|below|fewer than|lower than|未満|"
        r"moins de|inf[ée]rieure?s? à|weniger als|unter|menos de|inferior(?:es)? a",
    ),
)
_OPERATOR = re.compile("|".join(f"(?P<o{i}>{p})" for i, (_, p) in enumerate(_OPERATORS)))
_JA_BOUND = re.compile(r"を?(?:(超え|超過|上回)|(下回))")
_ROSE = re.compile(
    r"(?:比|较|同比)[^，。？?]{0,8}(?:增长|上升|增加|提高|多)|\b(?:rose|increased?|"
    r"grew|went up|rise)\b"
)
_FELL = re.compile(
    r"(?:比|较|同比)[^，。？?]{0,8}(?:下降|减少|降低|回落|少)|\b(?:fell|decreased?|"
    r"declined?|dropped|went down)\b"
)


_N = rf"(\d{{1,3}}|[{HAN_TENS}两]{{1,3}})"
_W = rf"(\d{{1,3}}|{'|'.join(word for word, number in NUMBER_WORDS.items() if number > 1)})"
_MOST = (
    r"(?:most|least|fewest|highest|lowest|largest|smallest|biggest|best|worst|top|bottom|premiers?|"
    r"premières?|plus|höchst\w*|niedrigst\w*|größt\w*|kleinst\w*|meist\w*|primer[oa]s|mayores|menores|"
    r"más|menos)\b"
)
_SPAN = (
    r"(?:half|halves|quarters?|months?|weeks?|days?|years?|trimestres?|mois|an(?:née)?s?|quartale?|"
    r"monate?|jahre?|meses|años)\b"
)
_FIRST = re.compile(
    rf"(?:排名?前|排在前|名列前)第?{_N}|(?:前|头|末|上位|top ?){_N}(?:名|位|强|甲|"
    rf"[大个家](?!半?[月年季])|局|省|市|县|区|州|社|者|(?=[的？?。，]|$))|"
    rf"(?:哪|最[多少高低大小轻重快慢](?:\w{{0,4}}的)?){_N}[个家位名](?!半?[月年季])|"
    rf"\b(?:top|bottom|first|which|highest|lowest|largest|smallest) {_W}\b(?! {_SPAN})|"
    rf"\b(?:the|les|die|der|los|las) {_W} (?:[\w-]+ ){{0,3}}?{_MOST}(?! {_SPAN})"
)


def places_of_ranking(folded: str) -> int | None:
    """How many places of a ranking a question asks for (前三名, "the five largest"); None: all."""
    match = _FIRST.search(folded)
    if not match:
        return None
    told = next(group for group in match.groups() if group)
    number = int(told) if told.isdigit() else NUMBER_WORDS.get(told) or han_number(told)
    return number or None


@dataclass(frozen=True, slots=True)
class Condition:
    """``operator`` is one of > >= < <= or ``rose``/``fell`` (then value is 0 and family "").

    ``value`` is in base units of ``unit`` (see ``Figure``); ``family`` its unit family; both are
    empty for a bare number, which holds for any unit."""

    operator: str
    value: float
    unit: str
    family: str

    def holds(self, value: float) -> bool:
        match self.operator:
            case ">":
                return value > self.value
            case ">=":
                return value >= self.value
            case "<":
                return value < self.value
            case "<=":
                return value <= self.value
        return False


_SCALE = re.compile(
    rf"\b(half an?|an?|one|{'|'.join(w for w, n in NUMBER_WORDS.items() if n > 1)})"
    r"(?= (?:thousand|million|billion)\b)"
)


def in_digits(folded: str) -> str:
    """Folded text with "a million" and "two thousand" in digits, without a change of offsets."""

    def digits(word: re.Match[str]) -> str:
        number = NUMBER_WORDS.get(word[1], 1)
        return ("0.5" if word[1].startswith("half") else str(number)).rjust(len(word[0]))

    return _SCALE.sub(digits, folded)


def find_conditions(folded: str, language: str = "") -> tuple[Condition, ...]:
    """Conditions in folded text, in order. ``language`` tells 1,5 from 1.5 ("": by the script)."""
    found: list[Condition] = []
    language = language or ("zh" if has_han(folded) else "en")
    folded = in_digits(folded)
    figures = find_figures(folded, ((0, len(folded)),), language)
    for figure in figures:
        if figure.role in ("date", "ordinal"):
            continue
        before = folded[max(0, figure.start - 14) : figure.start]
        after = folded[figure.end : figure.end + 10]
        operator = _operator(before, last=True) or _operator(figure.raw, last=False)
        if not operator and re.match(r"\s*(?:以上|以下|以内|未満|or more)", after):
            operator = _operator(after, last=False)
        if not operator and (tail := _JA_BOUND.match(after)):
            operator = ">" if tail[1] else "<"
        if operator:
            bare = figure.unit == "count" and not figure.counter
            found.append(
                Condition(
                    operator,
                    figure.value,
                    "" if bare else figure.unit,
                    "" if bare else figure.family,
                )
            )
    if not found:
        if _ROSE.search(folded):
            found.append(Condition("rose", 0.0, "", ""))
        elif _FELL.search(folded):
            found.append(Condition("fell", 0.0, "", ""))
    return tuple(found)


def _operator(window: str, *, last: bool) -> str:
    hits = list(_OPERATOR.finditer(window))
    if not hits:
        return ""
    hit = hits[-1] if last else hits[0]
    if last and len(window) - hit.end() > 6:
        return ""
    for i, (operator, _) in enumerate(_OPERATORS):
        if hit[f"o{i}"]:
            return operator
    return ""
