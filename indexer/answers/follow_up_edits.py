"""Literal changes of a question: a name, a time or a measure put in the place of another."""

from __future__ import annotations

import re
from collections.abc import Callable

from .follow_up_parts import Parts
from .follow_up_words import Span, Words

Near = Callable[[str, str], float]
_LEAST_NEAR = 0.05
_OTHER_SORT = 0.15  # how much less likely a measure takes the place of a kind of body, or a verb
_SPACES = re.compile(r"\s{2,}")


def swapped(text: str, span: Span, new: str) -> str:
    """``text`` with ``new`` in the place of a span."""
    return text[: span[0]] + new + text[span[1] :]


def tidy(text: str, words: Words, like: str) -> str:
    """``text`` as one writes it: single spaces, contractions, and a capital where ``like`` has
    one."""
    text = _SPACES.sub(" ", text).strip()
    for pattern, short in words.contractions:
        text = pattern.sub(short, text)
    first = re.search(r"\w", text)
    if first and re.search(r"\w", like):
        capital = next(c for c in like if c.isalnum()).isupper()
        if capital:
            at = first.start()
            text = text[:at] + text[at].upper() + text[at + 1 :]
    return text


def lower_first(text: str) -> str:
    """``text`` to stand inside a sentence: its first word small, unless it is no ordinary word."""
    if len(text) > 1 and text[0].isupper() and text[1].islower():
        return text[0].lower() + text[1:]
    return text


def name_of(parts: Parts) -> str:
    """The bodies of a question as it writes them."""
    return parts.slice(parts.led(b) for b in parts.bodies)


def with_body(text: Parts, name: str, placed: str) -> str:
    """The question about ``name`` instead of its own body; ``placed`` is the name with its
    preposition, where it has one."""
    if text.bodies:
        last = text.bodies[-1]
        german = text.words.language == "de"  # whose articles have cases
        return swapped(text.text, last if german else text.led(last), name)
    return _added(text, name, placed or _joined(text.words.one("at"), name))


def with_time(text: Parts, time: str, placed: str) -> str:
    """The question of ``time`` instead of its own; ``placed`` as in ``with_body``."""
    if text.times:
        first, last = text.times[0], text.times[-1]
        own = text.placed(first)
        if placed and own[0] < text.led(first)[0]:
            return swapped(text.text, (own[0], last[1]), placed)
        return swapped(text.text, (text.led(first)[0], last[1]), time)
    if not text.words.spaced:
        if text.bodies:
            end = text.bodies[-1][1]
            gap = text.words.one("time")
            rest = text.text[end:]
            return text.text[:end] + (gap if not rest.startswith(gap) else "") + time + rest
        return time + text.words.one("time") + text.text
    anchored = placed or (_joined(text.words.one("time"), time) if time[:1].isdigit() else time)
    return _added(text, time, anchored)


def with_measure(text: Parts, new: str, near: Near, *, of_body: bool, only: bool) -> str:
    """The question with ``new`` in the place of the words of its matter that are nearest in
    meaning; ``""`` where none is near. ``of_body``: ``new`` is a kind of body."""
    span, value = nearest(text, new, near, of_body=of_body, only=only)
    if value <= _LEAST_NEAR:
        return ""
    ask, report = text.first("ask"), text.words.one("report")
    if ask and report and _is_verb(text, span):
        changed = swapped(text.text, span, report)
        return swapped(changed, ask, f"{text.words.one('what')} {new}")
    return swapped(text.text, span, new)


def with_kind(text: Parts, new: str) -> str:
    """The question about bodies of a certain kind (县级 in front of 单位), ``""`` where it asks
    about none."""
    kind = text.kind_of_body
    return "" if kind is None else swapped(text.text, (text.runs[kind][0][0],) * 2, new)


def nearest(
    text: Parts, new: str, near: Near, *, of_body: bool = False, only: bool = False
) -> tuple[Span, float]:
    """The words of the matter that are nearest to ``new`` in meaning, whole, and how near. A kind
    of body takes the place of another one; what is none seldom does."""
    best, most = (0, 0), 0.0
    kind = text.kind_of_body
    for number, run in enumerate(text.runs):
        whole = run[0][0], run[-1][1]
        if kind == number and of_body:
            return whole, 1.0
        verb = text.text[whole[1] : whole[1] + 1] == "了"
        other = verb or (kind == number and not only)
        less = _OTHER_SORT if other and len(text.runs) > 1 else 0.0
        for i in range(len(run)):
            for j in range(i, len(run)):
                value = near(new, text.text[run[i][0] : run[j][1]]) - less
                if value > most:
                    best, most = whole, value
    return best, most


def _is_verb(text: Parts, span: Span) -> bool:
    """Whether words stand where the verb does: behind the body, which is behind "did"."""
    ask, front = text.first("ask"), text.first("auxiliary")
    body = text.bodies[-1] if text.bodies else None
    if not ask or not front or text.text[ask[1] : front[0]].strip():
        return False
    if not body or not front[1] <= body[0] < span[0]:
        return False
    return not text.text[body[1] : span[0]].strip()


def with_rank(text: Parts, new: Parts) -> str:
    """The other end of the ranking, or another number of its places; ``""`` where both tell
    something else."""
    if (own := text.first("limit")) and (other := new.first("limit")):
        return swapped(text.text, own, new.slice([other]))
    own, other = text.first("most", "least"), new.first("most", "least")
    if own and other and not new.has("limit"):
        changed = swapped(text.text, own, new.slice([other]))
        return changed if changed.lower() != text.text.lower() else ""
    return ""


def with_figure(text: Parts, new: Parts) -> str:
    """Another bound of the same condition; ``""`` where the question has none."""
    if len(text.figures) != 1 or len(new.figures) != 1:
        return ""
    own, other = text.figures[0], new.figures[0]
    return swapped(text.text, own, _counted(text.slice([own]), new.slice([other])))


def with_ask(text: Parts, ask: str) -> str:
    """The question with another question word (why? when?); ``""`` where it has no place."""
    span = text.first("ask")
    if not text.words.spaced:
        return _asked_within(text, span, ask)
    front = text.first("auxiliary")
    if span is None:
        return f"{ask} {lower_first(text.text)}" if front is not None else ""
    after = [run for run in text.runs if run[0][0] >= span[1]]
    later = [s for s in text.roles.get("auxiliary", ()) if s[0] >= span[1]]
    noun = [run for run in after if later and run[-1][1] <= later[0][0]]
    if not noun:
        return swapped(text.text, span, ask) if later or text.bodies else ""
    rest = text.text[later[0][0] :]
    thing = text.text[span[1] : later[0][0]].strip()
    at = text.placed(text.times[0])[0] - later[0][0] if text.times else len(rest)
    if at < 0:
        return ""
    moved = f"{rest[:at].rstrip()} {thing} {rest[at:]}"
    return f"{text.text[: span[0]]}{ask} {moved}"


def appended(text: Parts, new: str) -> str:
    """The question, and what restricts or orders it after a comma."""
    comma = ", " if text.words.spaced else "、" if text.words.language == "ja" else "，"
    return f"{text.text}{comma}{lower_first(new)}"


def _asked_within(text: Parts, span: Span | None, ask: str) -> str:
    if span is None:
        return ""
    own = text.text[span[0] : span[1]]
    if ask in own:
        return text.text
    if own in text.words.lists.get("which", ()):
        return ""
    reasons = text.words.lists.get("reason", ())
    if ask not in reasons:
        # An amount is not asked of a change: what follows 为什么 goes.
        return text.text[: span[0]] + ask if own in reasons else swapped(text.text, span, ask)
    changes = text.roles.get("change", ())
    without = swapped(text.text, span, "")
    if changes and changes[0][1] <= span[0]:
        at = changes[0][0]
    else:
        at = max((e for _, e in (*text.bodies, *text.times) if e <= span[0]), default=0)
        if without[at : at + 1] == "的":
            without = without[:at] + without[at + 1 :]
    return without[:at] + ask + without[at:]


def _added(text: Parts, name: str, placed: str) -> str:
    """Something new in a question: in front in Chinese, else behind its first clause."""
    if not text.words.spaced:
        return name + text.words.one("at") + text.text
    comma = text.text.find(", ")
    end = comma if comma > 0 else len(text.text)
    return f"{text.text[:end]} {placed}{text.text[end:]}"


def _joined(word: str, name: str) -> str:
    return f"{word} {name}" if word else name


def _counted(old: str, new: str) -> str:
    """``new`` with the unit of ``old``, if it has none of its own."""
    unit = re.search(r"[^\d.,\s]+$", old)
    bare = re.fullmatch(r"[\d.,\s]+", new)
    return f"{new}{' ' if ' ' in old else ''}{unit.group()}" if unit and bare else new
