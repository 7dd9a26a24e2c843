"""The language that a question is asked in, which is also that of its answer.

Names of bodies say nothing of it ("How much did 衡阳市应急管理局 fine?"), nor do terms that are
quoted from a report in another script ("which reports mention 罚款总额").
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..text.language import detect_language, has_kana

_SMALL_WORD = re.compile(r"(?<![^\W_])[^\W\d_A-Z\u2e80-\U0003ffff]{2,}(?![^\W_])|\bI\b")
_HAN_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
#: Words and marks with which Chinese asks or builds a sentence: with them it is no quoted term.
_HAN_ASKS = re.compile(
    "[的了吗呢吧是有在把被请列按各和与及或从对等？，。、；]|多少|几|哪|什么|谁|怎|如何|是否|何时|为何|没有|超过|最"
)


def question_language(text: str, names: Iterable[tuple[int, int]]) -> str:
    """ISO 639-1 code of the words of ``text`` outside the spans ``names``; English if they tell
    none."""
    own = text
    for start, end in sorted(names, reverse=True):
        own = f"{own[:start]} {own[end:]}"
    if not any(c.isalpha() for c in own):
        own = text
    if not has_kana(own) and _SMALL_WORD.search(own) and not _HAN_ASKS.search(own):
        own = _HAN_RUN.sub(" ", own)
    return detect_language(own) or "en"
