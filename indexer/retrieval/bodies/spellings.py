"""Names of indexed bodies that no gazetteer has, as they are spelt in another script.

A Chinese name stands in pinyin or Cyrillic in questions in other languages, a foreign one in
characters of like sound in Chinese questions. Readings with several sounds (柏: bai, bo) are all
kept; across scripts names are compared by their consonants.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ...gazetteer import divisions
from ...gazetteer.divisions import Codes
from ...gazetteer.letters import all_pinyin, latin_from_script, skeleton
from ...gazetteer.sounds import nearest

_SHORTEST = 4  # letters of a romanised or imitated name
_HEAD = range(2, 5)  # characters of a name that may be all that is romanised (复旦, of 复旦大学)
_ALTERNATIVES = 6  # that one word may spell, at most
_IMITATING = range(2, 9)  # characters that may imitate a foreign word
_TRANSLATED = "大小新老东西南北上下"  # 大索纳比: Greater Thornaby
_ALIKE = 0.55
#: Likeness that a foreign word needs beyond the logarithm of the number of words: the more there
#: are, the likelier one of them sounds alike by chance. Of 493 names held out, many of which are
#: translations, 315 are found so, and 12 are taken for another one where their own is missing.
_IMITATED = 2.3
_INDEXED = 0.1  # by which an indexed body's name is preferred to any other place


@dataclass(frozen=True, slots=True)
class Spelled:
    """What a word spells: divisions of China, the stem of a local place, (part of) a Chinese name,
    or Latin words of a foreign one."""

    codes: Codes = frozenset()
    local: str = ""
    name: str = ""
    word: str = ""


class Spellings:
    """Built when a question first needs it: the sounds of characters take a moment to load."""

    def __init__(
        self,
        locals_: Iterable[str] = (),
        names: Iterable[str] = (),
        foreign: Iterable[str] = (),
        held: Codes = frozenset(),
    ) -> None:
        """``locals_``: stems of local places. ``names``: Chinese characters that names begin with.
        ``foreign``: Latin words of names, or several in a row. ``held``: divisions that indexed
        bodies are of; a name gives way to one of these that is spelt the same."""
        self._locals, self._names = sorted(set(locals_)), sorted(set(names))
        self._foreign = {one.replace(" ", ""): one for one in sorted(set(foreign))}
        self._foreign = {k: one for k, one in self._foreign.items() if len(k) >= _SHORTEST}
        self._held = held

    def of_latin(self, word: str) -> list[Spelled]:
        """What a word in Latin letters, lower case, may spell (lanxi: 兰溪, 澜汐). A division
        that no indexed body is of is meant only if no name of a body is spelt like it."""
        locals_ = [Spelled(local=stem) for stem in self._local_pinyin.get(word, ())]
        names = [Spelled(name=name) for name in self._name_pinyin.get(word, ())]
        codes = divisions.by_pinyin().get(word) if word.isascii() else None
        meant = codes and (codes & self._held or not (locals_ or names))
        places = [Spelled(codes)] if codes and meant else []
        return [*locals_, *places, *names][:_ALTERNATIVES]

    def of_sound(self, word: str) -> list[Spelled]:
        """What a word in katakana or Cyrillic spells: the nearest of the names with its
        consonants."""
        latin = latin_from_script(word)
        if len(latin) < _SHORTEST:
            return []
        scored = []
        for read in dict.fromkeys((latin, latin.replace("v", "w"))):
            bones = skeleton(read)
            places = [(n, Spelled(codes)) for n, codes in divisions.by_skeleton().get(bones, ())]
            for name, spelled in (*self._by_skeleton.get(bones, ()), *places):
                own = not spelled.codes or spelled.codes & self._held
                scored.append((_likeness(read, name) + _INDEXED * bool(own), spelled))
        best = max((score for score, _ in scored), default=0.0)
        if best <= _ALIKE:
            return []
        return [spelled for score, spelled in scored if score == best][:_ALTERNATIVES]

    def of_characters(self, chunk: str) -> str:
        """The Latin word, or words in a row, whose sound characters at the beginning of ``chunk``
        imitate (马罗代尔: Marrowdale), or ``""``."""
        if not self._foreign or chunk[:2] in self._heads:
            return ""
        least = _IMITATED + math.log(len(self._foreign))
        starts = range(2 if chunk[0] in _TRANSLATED else 1)
        found = [nearest(chunk[at:], self._foreign, _IMITATING)[:1] for at in starts]
        likeness, word, _ = max((one for best in found for one in best), default=(0.0, "", 0))
        return self._foreign[word] if likeness >= least else ""

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(name[:2] for name in (*self._names, *self._locals))

    @cached_property
    def _local_pinyin(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for stem in self._locals:
            for key in all_pinyin(stem):
                if len(key) >= _SHORTEST:
                    found.setdefault(key, []).append(stem)
        return found

    @cached_property
    def _name_pinyin(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        heads = {name[:length] for name in self._names for length in _HEAD if len(name) >= length}
        for head in sorted(heads):
            for key in all_pinyin(head):
                if len(key) >= _SHORTEST:
                    found.setdefault(key, []).append(head)
        return found

    @cached_property
    def _by_skeleton(self) -> dict[str, list[tuple[str, Spelled]]]:
        found: dict[str, list[tuple[str, Spelled]]] = {}
        for key, stems in self._local_pinyin.items():
            found.setdefault(skeleton(key), []).extend((key, Spelled(local=s)) for s in stems)
        for key, names in self._name_pinyin.items():
            found.setdefault(skeleton(key), []).extend((key, Spelled(name=n)) for n in names)
        for key, word in self._foreign.items():
            found.setdefault(skeleton(key), []).append((key, Spelled(word=word)))
        return found


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()
