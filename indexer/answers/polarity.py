"""Whether words deny: what is exact enough to say no to a question for yes or no, and to tell a
draft's sentence from a source that says the opposite.

To a question only a no is read so. Of the bank's questions for yes or no, the sentence that answers
is negated in 214, and 208 of these mean no; where it is not, it means no as often as yes (0 of 4
vaccinated), and neither the reader nor a rule tells the two apart.
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
#: Ends and turns of a question that are negated in form alone.
_FORM = re.compile(
    r"有没有|没有?(?:[吗么呢？?\s]*$)|有无|是不是|能不能|会不会|要不要|可不可以|不是吗"
)
_CLAUSE = re.compile(r"[，,；;。：:!！?？\n]|\.(?=\s|$)")


def denies(text: str) -> bool:
    """Whether ``text`` is negated."""
    return bool(_DENIES.search(text))


def asks_a_denial(question: str) -> bool:
    """Whether the question itself is negated, so that a no would be doubtful."""
    return denies(_FORM.sub(" ", question))


def clause_denies(sentence: str, start: int, end: int) -> bool:
    """Whether the clause of ``sentence`` that holds the words ``start:end`` (which may reach beyond
    it) is negated."""
    low, high = (min(max(at, 0), len(sentence)) for at in (start, end))
    return denies(clause_of(sentence, low, high))


def clause_of(text: str, start: int, end: int) -> str:
    """The clauses of ``text`` that its characters ``start:end`` lie in."""
    low = max((m.end() for m in _CLAUSE.finditer(text, 0, start)), default=0)
    high = _CLAUSE.search(text, max(start, end - 1))
    return text[low : high.start() if high else len(text)]
