"""Detects whether the words that answer stand beside an office of another rank than the question
names (副局长 for 局长, deputy director for director, or vice versa).

There is no list of titles: any word of the question counts that has another rank beside the answer.
Someone acting in an office counts as its holder. Left to the reader: other languages than the
report's, and deputy executive director for director. A question about who briefed the director is
treated as asking who the director is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..text.folding import fold

_NEAR = 24  # letters between a title and its name
_FAR = 10  # so many more for each of what parts one person from the next:
_APART = ("、", "，", ",", "；", ";", "。", "|", "\n", " and ", " et ", " und ", " y ", " и ")
#: What makes another office of the title behind it: deputy, assistant, former; of that before it.
#: 前, 原 and 元 say much else (前年度, 草原), so only before what ends as an office does.
_RANK = re.compile(
    r"(副|(?<!\w)(?:(?:deputy|associate)(?: to (?:the )?|[- ])|vice[- ]?|sous-|under-?|vize-?|"
    r"unter-?|sub-?|adjointe? (?:au |du |de la )|stellv(?:\w+|\.) (?:de[sr] )?|заместител\w* |"
    r"зам\. ?|вице-))|(助理|(?<!\w)(?:assistant(?: to (?:the )?|[- ])|помощник\w* ))|"
    r"((?:(?<!目)前|原|元)任?(?=[⺀-鿿]{1,3}[长任记席])|(?<!\w)(?:former |ex-?|ancien(?:ne)? |"
    r"ehemalig\w* |antigu[oa] |бывш\w+ |экс-))|"
    r"((?<=[长任])代理|补佐|(?:adjointe?|adjunt[oa]|suppl[ée]ante?|suplente|"
    r"'s (?:deputy|assistant))\b)"
)
#: Office whose holder a Chinese question asks for: ends like an office, beside "who" or "named".
_OFFICE = re.compile(
    r"([⺀-鿿][长任记席])(?:是谁|叫(?:什么|啥)|是哪[位个]|的?姓名)|"
    r"谁(?:是|任|当|担任).*([⺀-鿿][长任记席])[？?。]?$"
)
_BEFORE, _BEHIND = {"\1", "\2", "\3"}, {"\2", "\4"}  # marks of ranks, as numbered above
_ENDING = re.compile(r"(?<=[^\W\d_]{4})(?:eur|rice|in|a|e|ом|ем|а|у|я|ю|е|ь)\b")  # gender, case


def other_rank(question: str, text: str, start: int, end: int) -> str:
    """The title that ``text[start:end]`` stands beside with another rank than asked for, or ""."""
    import rjieba  # loads its dictionary, which only questions need

    asked, low = _plain(question), max(0, start - 2 * _NEAR)
    told = _plain(text[low : end + 2 * _NEAR])
    runs = "".join(c if c.isalpha() else " " for c in asked).split()
    words = [w for run in runs for w in (rjieba.cut(run) if run[0] >= "⺀" else [run]) if w[1:]]
    for word in dict.fromkeys(words):
        beside = [(_gap(told, a, b, start - low, end - low), r) for a, b, r in _at(told, word)]
        near = min(beside, default=(_NEAR, ""))[0]
        ranks = {r for *_, r in _at(asked, word)}
        if near < _NEAR and ranks.isdisjoint(r for gap, r in beside if gap == near):
            return word
    return ""


def office_asked(question: str) -> str:
    """The office whose holder ``question`` asks for in Chinese (局长), or ""."""
    found = _OFFICE.search(fold(question))
    return (found[1] or found[2]) if found else ""


def has_rank(question: str, word: str, text: str) -> bool:
    """Whether ``text`` contains ``word`` with a rank that ``question`` gives it."""
    asked, told = ({r for *_, r in _at(_plain(said), word)} for said in (question, text))
    return bool(asked & told)


def _plain(text: str) -> str:
    """``text`` folded, character by character, with ranks as marks and word endings removed."""
    text = text.translate(dict.fromkeys(range(1, 5), " "))
    folded = "".join(f if len(f := fold(c)) == 1 else c for c in text)
    folded = _RANK.sub(lambda m: chr(m.lastindex or 0) * len(m[0]), folded)
    return _ENDING.sub(lambda m: " " * len(m[0]), folded)


def _at(plain: str, word: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and rank (its mark; "" for none) of each ``word``."""
    end = 0
    while (at := plain.find(word, end)) >= 0:
        end = at + len(word)
        before, behind = plain[at - 1 : at], plain[end : end + 8]
        if word[0] >= "⺀" or not any(c.isalpha() and c < "⺀" for c in before + behind[:1]):
            behind = behind.lstrip()[:1]
            yield at, end, behind if behind in _BEHIND else before if before in _BEFORE else ""


def _gap(plain: str, low: int, high: int, start: int, end: int) -> int:
    """Letters between a title and a name; more if another person may stand between."""
    gap = plain[high:start] if high <= start else plain[end:low]
    named = high > start and gap[:1] == ","  # John Roe, deputy director
    return sum(c > " " for c in gap) + _FAR * sum(map(gap[named:].count, _APART))
