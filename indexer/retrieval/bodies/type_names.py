"""Whether words name a kind of body ("fire services", 水利局) and nothing else."""

from __future__ import annotations

from .mentions import NOWHERE, parse_name

_PLACES = "县市区镇乡省州旗"


def names_a_type(text: str) -> bool:
    """Whether every word of ``text`` belongs to the name of a kind of body or place, and none to a
    place's own name."""
    if text and text[-1] in _PLACES and len(text) <= 2:
        return True
    read = parse_name(text, NOWHERE)
    typed = bool(read.kinds) or "plural" in read.flags
    return typed and not (read.placed or read.words or read.chunks or read.acronyms)


def names_a_body(text: str) -> bool:
    """Whether every word of ``text`` belongs to the name of a body: a kind of it, and where it is
    or what else it is called."""
    read = parse_name(text, NOWHERE)
    return bool(read.kinds or read.agencies) and bool(read.groups or read.locals or read.proper)
