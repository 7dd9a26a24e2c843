"""Detects negation: to answer "no" to a yes/no question, and to distinguish a sentence in a draft
from a source that says the opposite.

For questions, only "no" is decided in this way. Of the bank's yes/no questions, the answering
sentence is negated in 214 cases, and 208 of these mean "no". If it is not negated, it means "no" as
often as "yes" (0 of 4 vaccinated), and neither the reader nor a rule can tell the two apart.
"""

from __future__ import annotations

import re

_DENIES = re.compile(
    r"未(?!来|成年|遂|必)|(?<![淹沉埋吞覆出])[没沒](?!收(?!到)|落(?!实|實)|入)|"
    r"无(?!锡|人机|障碍|纸|证|偿|线|害|论|缝|烟|名|形|非|料)|"
    r"不(?!断|仅|但|少|同|良|足|动产|合格|规范|安全|予|服|只|可或缺|法)|尚缺|"
    r"\b(?:no|not|none|nobody|never|without|neither|nor|cannot|aucune?|pas|jamais|kein\w*|nicht|"
    r"nunca|ningun[ao]?|ningún|sin|не|нет|ни|без)\b|n['’]t\b|"
    r"ない(?:[。、]|$)|なかった|ありません|ませんでした|なし(?:[。、]|$)|せず",
    re.IGNORECASE,
)
#: Question endings and phrases that are negated only in form.
_FORM = re.compile(
    r"有没有|没有?(?:[吗么呢？?\s]*$)|有无|是不是|能不能|会不会|要不要|可不可以|不是吗"
)
_CLAUSE = re.compile(r"[，,；;。：:!！?？\n]|\.(?=\s|$)")


def denies(text: str) -> bool:
    """Whether ``text`` is negated."""
    return bool(_DENIES.search(text))


def asks_a_denial(question: str) -> bool:
    """Whether the question itself is negated, so that "no" would be ambiguous."""
    return denies(_FORM.sub(" ", question))


def clause_denies(sentence: str, start: int, end: int) -> bool:
    """Whether the clause of ``sentence`` that contains the words ``start:end`` (which may extend
    beyond it) is negated."""
    low, high = (min(max(at, 0), len(sentence)) for at in (start, end))
    return denies(clause_of(sentence, low, high))


def clause_of(text: str, start: int, end: int) -> str:
    """The clauses of ``text`` that its characters ``start:end`` lie in."""
    low = max((m.end() for m in _CLAUSE.finditer(text, 0, start)), default=0)
    high = _CLAUSE.search(text, max(start, end - 1))
    return text[low : high.start() if high else len(text)]
