"""A question that leans on the one before, as a whole question ("and in 2024?", 那厦门呢).

What the new question names takes the place of the same part in the earlier one, literally; the rest
stays. It leans on the earlier one

- if it has no matter of its own: only a body, a time, a question word or an end of a ranking;
- or a word that stands for what the earlier question listed (those, 其中);
- or if it asks nothing, and words in front or behind say that it goes on ("and inspections?",
  立案呢), or it is of two words at most and names no body;
- or if it asks for something of one body but names none, where the earlier question named one, and
  nothing in it speaks of all bodies.

Every other question is complete and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..models.question import KINDS
from ..retrieval.bodies.type_names import names_a_body, names_a_type
from ..text.language import detect_language, has_kana
from ..text.scripts import has_han
from .asked import SINGLE, Asked
from .follow_up_edits import (
    Near,
    appended,
    lower_first,
    name_of,
    swapped,
    tidy,
    turned,
    with_ask,
    with_body,
    with_count,
    with_figure,
    with_kind,
    with_measure,
    with_rank,
    with_time,
    without_conditions,
)
from .follow_up_parts import Parts, parts_of
from .follow_up_words import Span, words_of

Understand = Callable[[str], Asked]
_LATIN = re.compile("[A-Za-z]{2}")
_OF_ONE = 0.6  # share of the kinds that are answered from one report
_FEW = 2  # words of matter that make no whole question
_NAME = 0.5  # share of being a name from which words are one (docs/quality.md)
_NAME_IN_CAPITALS, _NAME_ALONE = 0.2, 0.15
_CAPITALS = ("en", "fr", "es")  # languages that write only names with a capital
_LONGEST = 2000
_POSSESSIVE = {"en": "'s", "zh": "的"}


def in_context(question: str, after: Sequence[str], understand: Understand, near: Near) -> str:
    """``question`` as it is to be understood after the questions ``after``, the earliest first;
    itself if it is complete. ``near`` is the cosine of two expressions."""
    before = ""
    for one in (*after, question):
        before = _after(one.strip(), before, understand, near) if before else one.strip()
    return before


def _after(question: str, before: str, understand: Understand, near: Near) -> str:
    asked, earlier = understand(question), understand(before)
    language = detect_language(_less_names(earlier)) or earlier.language
    old_words = words_of(language)
    if old_words is None:
        return question
    words = words_of(_language(_less_names(asked), language)) or old_words
    old = parts_of(earlier, before, old_words)
    said = words.opened(words.named_again(question, name_of(old)))
    asked = asked if said == question else understand(said)
    new = _name_alone(parts_of(asked, said, words), old, understand)
    if not leans(new, old, asked):
        return question
    whole = _composed(new, old, understand, near)
    made = tidy(whole, old_words, before) + before[len(old.text) :]
    return made if len(made) <= _LONGEST else question


def leans(new: Parts, old: Parts, asked: Asked) -> bool:
    """Whether a question leans on the one before it (see above)."""
    if not new.runs:
        return bool(new.bodies or new.times or new.figures or new.roles)
    if new.has("those") or _ranks_all(new):
        return True
    if not new.asks:
        if _goes_on(new) or new.has("only", "order", "except"):
            return True
        if new.words.ends_open(new.folded) and new.has("all"):
            return False
        return not new.bodies and sum(map(len, new.runs)) <= _FEW
    if new.bodies or not old.bodies or new.has("all"):
        return False
    shares = dict(zip(KINDS, asked.vectors.kind, strict=True))
    return float(sum(shares[kind] for kind in SINGLE)) >= _OF_ONE


def _ranks_all(new: Parts) -> bool:
    """Whether it asks which body is at an end of a ranking, but not of which (哪个单位最多)."""
    end = new.first("most", "least")
    if end is None or any(verb > end for verb in new.roles.get("verb", ())):
        return False
    return new.kind_of_body == 0 and [len(run) for run in new.runs] == [1]


def _goes_on(new: Parts) -> bool:
    """Whether words in front of it or behind it say that it continues (and, 呢)."""
    if new.words.leads(new.folded) > 0:
        return True
    return new.words.tails(new.folded) < len(new.folded) and not new.words.ends_open(new.folded)


def _composed(new: Parts, old: Parts, understand: Understand, near: Near) -> str:
    if new.has("versus"):
        return appended(old, _said(new))
    if _ranks_all(new):
        return _ordered(new, old, everyone=True)
    if new.asks and new.runs:
        return _clause(new, old)
    if new.has("order"):
        return _ordered(new, old)
    if new.has("change", "bound") and not new.runs and not new.figures:
        return appended(old, _said(new))
    if new.has("except") and not new.asks:
        return appended(old, _left_out(new) if new.figures else _said(new))
    made, new = old, _named(new, old, understand)
    if new.bodies:
        name = name_of(new) if new.words.language != "de" else new.slice(new.bodies)
        made = _again(with_body(made, name, _placed(new, new.bodies)), made, understand)
    if new.times:
        time = new.slice(new.times)
        placed = _placed(new, new.times)
        if new.part_of_year and not new.words.spaced and not old.part_of_year:
            time = old.slice(old.times) + time
        if new.earlier and old.times:
            time = placed = new.words.one("before").format(time=old.slice(old.times))
        made = _again(with_time(made, time, placed), made, understand)
    for change in (_measured, _ranked, _bounded, _reasked):
        text = change(new, made, near)
        if text != made.text:
            made = _again(text, made, understand)
    return made.text if made.text != old.text else appended(old, _said(new))


def _again(text: str, like: Parts, understand: Understand) -> Parts:
    """A changed question, taken apart again."""
    return parts_of(understand(text), text, like.words)


def _named(new: Parts, old: Parts, understand: Understand) -> Parts:
    """``new``, its matter taken as a body's name if the tag head takes it for one in the place of
    the earlier name: by itself it may not know it, or only a part ("Orsanne" of "la mairie
    d'Orsanne")."""
    if not new.runs:
        return new
    spans = [new.content, *new.bodies]
    start, end = min(s[0] for s in spans if s), max(s[1] for s in spans if s)
    if any(start < b and a < end for a, b in new.times):
        return new
    thing = new.text[start:end]
    if new.has("only") and not (new.words.language in _CAPITALS and thing[0].isupper()):
        return new
    known = bool(old.bodies) and names_a_type(thing)
    known = known or (bool(new.bodies) and names_a_body(thing))
    if known or _is_name(thing, new, old, understand):
        return replace(new, bodies=((start, end),), runs=())
    return new


def _name_alone(new: Parts, old: Parts, understand: Understand) -> Parts:
    """``new``, which says nothing that the earlier question does not, save a few words, with these
    as a name if that is what they are in the place of the earlier one (榉溪县发了多少, 荻港也下降
    了吗)."""
    if not old.bodies or not new.asks or new.kind_of_body is not None:
        return new
    if new.has("those", "whose", "pronoun", "all"):
        return new
    words = [span for run in new.runs for span in run]
    own = [span for span in words if new.folded[slice(*span)] not in old.folded]
    if new.bodies:  # with less than the earlier question says: "how many did X repair?"
        known = not own and len(new.runs) < len(old.runs)
        return replace(new, runs=()) if known else new
    if not own or len(own) > _FEW or new.text[own[0][1] : own[-1][0]].strip():
        return new
    named = _named(replace(new, runs=(tuple(own),)), old, understand)
    return named if named.bodies else new


def _is_name(thing: str, new: Parts, old: Parts, understand: Understand) -> bool:
    share = _share_of_name(with_body(old, thing, ""), thing, understand)
    if new.words.language in _CAPITALS:
        own = re.match(r"['’]s\b", new.text[new.text.find(thing) + len(thing) :])
        if thing[0].isupper() and (own or not new.text.startswith(thing)):
            return share >= _NAME_IN_CAPITALS
        return share >= _NAME and _share_of_name(new.text, thing, understand) >= _NAME_ALONE
    return share >= _NAME


def _share_of_name(text: str, thing: str, understand: Understand) -> float:
    """How likely the tag head takes the words ``thing`` in ``text`` for a part of a name."""
    start = text.find(thing)
    tags = [
        tag.body
        for tag in understand(text).vectors.tags
        if tag.start < start + len(thing) and tag.end > start and text[tag.start : tag.end].strip()
    ]
    return sum(tags) / len(tags) if start >= 0 and tags else 0.0


def _measured(new: Parts, old: Parts, near: Near) -> str:
    """Another measure, or the same of certain bodies only."""
    span = new.content
    if span is None:
        return old.text
    thing, only = new.text[span[0] : span[1]], new.has("only")
    of_body = names_a_type(thing)
    if only and not new.words.spaced and not of_body:
        text = with_kind(old, thing)
    elif not (only or of_body) and (text := with_count(old, thing)):
        return text
    else:
        text = with_measure(old, thing, near, of_body=of_body, only=only)
        if text and not (only or of_body):
            text = without_conditions(old, text)
    return text or appended(old, _said(new, named=False))


def _ranked(new: Parts, old: Parts, near: Near) -> str:
    if not new.has("limit", "most", "least") or new.runs:
        return old.text
    return with_rank(old, new) or appended(old, _said(new, named=False))


def _bounded(new: Parts, old: Parts, near: Near) -> str:
    if not new.figures or new.runs:
        return old.text
    return with_figure(old, new) or appended(old, _said(new, named=False))


def _left_out(new: Parts) -> str:
    """What is asked for where something below or above a bound is left out."""
    start, end = new.roles["except"][0][1], new.words.tails(new.folded)
    kept = re.sub(
        r"^(?:those|ones|any|all|anything|everything)\s+", "", new.text[start:end].strip()
    )
    return turned(new.words, kept)


def _reasked(new: Parts, old: Parts, near: Near) -> str:
    """Another question word, if it is all that is asked."""
    span = new.first("ask")
    if span and new.slice([span]).lower() == new.words.one("what") and new.has("pronoun"):
        return old.text  # "what was it in 2037?" asks for the same
    if span is None or new.runs or new.has("limit", "most", "least") or new.figures:
        return old.text
    return with_ask(old, new.slice([span])) or appended(old, _said(new, named=False))


def _clause(new: Parts, old: Parts) -> str:
    """A question of its own, about the body and the time of the earlier one."""
    if not old.bodies or new.has("those"):
        return appended(old, _said(new))
    name, time = name_of(old), "" if new.times else old.slice(old.times)
    made, named = _with_name(new, name)
    made = made[new.words.leads(new.folded) :]
    if new.words.spaced:
        made = made if named else f"{made} {new.words.one('at')} {name}"
        return f"{made} {_placed(old, old.times) or time}" if time else made
    gap = new.words.one("at")
    if not named:
        return name + gap + (time + gap if time else "") + made
    at = made.find(name) + len(name)
    return made[:at] + time + made[at:]


def _with_name(new: Parts, name: str) -> tuple[str, bool]:
    """A question with the name in the place of the words that stand for it, and whether there were
    any."""
    own = {"pronoun": name}
    if new.words.language in _POSSESSIVE:
        own["whose"] = name + _POSSESSIVE[new.words.language]
    spans = [(span, own[role]) for role in own for span in new.roles.get(role, ())]
    text = new.text
    for span, words in sorted(spans, reverse=True):
        text = swapped(text, span, words)
    return text, bool(spans)


def _ordered(new: Parts, old: Parts, *, everyone: bool = False) -> str:
    """The earlier question as a list: in Chinese without what it asked for, and, for ``everyone``,
    without the body that it asked about."""
    said = _said(new)
    if old.words.spaced or old.kind_of_body is not None:
        return appended(old, said)
    text = old.text
    gone = [s for r in ("ask", "all") for s in old.roles.get(r, ())]
    for span in sorted([*gone, *(old.bodies if everyone else ())], reverse=True):
        text = swapped(text, span, "")
    return text.rstrip("是有，").lstrip("的") + said


def _said(new: Parts, *, named: bool = True) -> str:
    """The question without the words around it that say nothing, and, unless ``named``, without
    its names and times, which were put in their places."""
    start, end = new.words.leads(new.folded), new.words.tails(new.folded)
    start, end = (start, end) if start < end else (0, len(new.text))
    text = new.text[:end]
    if not named:
        for span in sorted((*new.bodies, *new.times), reverse=True):
            at, stop = new.placed(span)
            text = text[: max(at, start)] + text[stop:]
    return lower_first(text[start:].strip("的の ")) or new.text


def _placed(parts: Parts, spans: Sequence[Span]) -> str:
    """The spans with the preposition in front of them, ``""`` where there is none."""
    if not spans or not parts.words.spaced:
        return ""
    start = parts.placed(spans[0])[0]
    return parts.text[start : spans[-1][1]] if start < parts.led(spans[0])[0] else ""


def _less_names(asked: Asked) -> str:
    """A question without the names in it, which may be in another script."""
    text = asked.text
    for start, end in sorted(asked.vectors.body, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


def _language(question: str, earlier: str) -> str:
    """The language of a follow-up, too short to be told by itself."""
    if has_kana(question):
        return "ja"
    if has_han(question):
        return "ja" if earlier == "ja" else "zh"
    return "en" if earlier in ("zh", "ja") and _LATIN.search(question) else earlier
