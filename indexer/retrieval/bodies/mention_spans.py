"""Where a mention begins and ends: spans that a model marks may be off by a character or two."""

from __future__ import annotations

from ...gazetteer.letters import plain
from ...gazetteer.vocabulary import han_words
from .mentions import is_kind_at


def whole_words(question: str, start: int, end: int) -> tuple[int, int]:
    """A span that cuts no word: who marked it may be off by a character or two."""
    while 0 < start < end and _in_word(question[start - 1]) and _in_word(question[start]):
        start -= 1
    while start < end < len(question) and _in_word(question[end - 1]) and _in_word(question[end]):
        end += 1
    text = plain(question)
    if len(text) != len(question):
        return start, end
    for at in range(max(start, end - 5), end):
        word = han_words().at(text, at)
        if at + len(word) > end and is_kind_at(text, at):
            end = at + len(word)
    return start, end


def _in_word(character: str) -> bool:
    return character.isalpha() and character < "\u0500"
