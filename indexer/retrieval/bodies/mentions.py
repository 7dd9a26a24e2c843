"""What the words of a name say: places, kinds of body, agencies, and what is left over."""

from __future__ import annotations

import re
from functools import lru_cache

from ...gazetteer import divisions
from ...gazetteer.divisions import Codes
from ...gazetteer.letters import bare, han_runs, plain, words
from ...gazetteer.vocabulary import (
    ORDER,
    Sense,
    capitals,
    han_words,
    initials,
    kinds_by_initials,
    kinds_in_pinyin,
    latin_words,
    tables,
)
from ...text.folding import stem
from ...text.numerals import HAN_TENS
from .parsed_name import LocalPlaces, ParsedName
from .spellings import Spelled

RANKS = "省市县区州盟旗"
_PARTICLES = re.compile("[\u3041-\u309f]+")
_YEAR_WORDS = re.compile(rf"(?:\d|[年度月第〇零{HAN_TENS}两])+$")
_LEVELS = {
    "county": "county",
    "district": "county",
    "bezirk": "county",
    "condado": "county",
    "distrito": "county",
    "banner": "county",
    "province": "province",
    "city": "city",
    "municipal": "city",
    "prefecture": "city",
    "provincial": "province",
}
_GERMAN_PLURALS = ("behorden", "amter", "amtern")
_LINKS = frozenset({"of", "de", "du", "von", "der", "the", "del", "la"})
_FLAGS = frozenset({"whole", "national", "outside", "plural"})


NOWHERE = LocalPlaces()


def parse_name(
    name: str, local: LocalPlaces = NOWHERE, *, own_name: bool = False, choice: int = 0
) -> ParsedName:
    """Read a name or mention. ``own_name``: it is a body's own, whose places are written in full
    (a rank that no gazetteer knows makes it another place). ``choice``: which of the places that a
    romanised word may mean is taken."""
    reading = ParsedName(choice=choice)
    text = plain(name)
    for run in han_runs(text):
        _read_han(run, reading, local, own_name)
    _read_transliterated(reading, local)
    _read_latin(words(bare(name)), reading, local)
    return reading


# ---------------------------------------------------------------- Chinese and Japanese


def _read_han(run: str, reading: ParsedName, local: LocalPlaces, own_name: bool) -> None:
    table, at, rest = han_words(), 0, ""
    after_kind = False
    while at < len(run):
        word = table.at(run, at)
        here = _local_at(run, at, local)
        if len(here) >= len(word) and here:
            reading.locals.append(local.han[here])
            rest = _put(rest, reading)
            at += len(here)
            after_kind = False
            continue
        if not word:
            foreign = _KATAKANA.match(run, at)
            if foreign and _note_spelled(local.spelled.of_sound(foreign[0]), reading):
                at = foreign.end()
                continue
            rest += run[at]
            at += 1
            continue
        senses = table.senses[word]
        sort = min((sense.sort for sense in senses), key=ORDER.index)
        if sort == "division" and rest and len(word) == 2 and is_kind_at(run, at + 1):
            rest += run[at]  # 拱北 + 海关, not 拱 + 北海 + 关
            at += 1
            continue
        if sort == "land" and any(sense.sort == "division" for sense in senses):
            _note(reading, senses, sort, word)
            reading.flags.add("either")
            sort = "division"
        if sort == "division":
            word = _without_rank(run, at, word)
            senses = table.senses[word]
        rest = _put(rest, reading)
        if sort == "kind" and reading.kind_at < 0:
            reading.kind_at = at
        end = at + len(word)
        if sort == "division":
            codes = frozenset(s.value for s in senses if s.sort == "division")
            end, codes = _rank(run, end, word, codes, reading, own_name)
            if codes:
                reading.groups.append(codes)
        elif sort == "generic":
            if word == "部" and (after_kind or not reading.placed):
                reading.flags.add("national")
        elif sort == "land" and word[-1] in "县都府" and is_kind_at(run, end - 1):
            end -= 1  # 兵库县 + 县警 share a character
        _note(reading, senses, sort, word)
        after_kind = sort == "kind"
        at = end
    _put(rest, reading)


def is_kind_at(run: str, at: int) -> bool:
    word = han_words().at(run, at)
    return len(word) > 1 and any(sense.sort == "kind" for sense in han_words().senses[word])


def _note(reading: ParsedName, senses: list[Sense], sort: str, word: str) -> None:
    for sense in senses:
        if sense.sort in _FLAGS:
            reading.flags.add(sense.sort)
        elif sense.sort == "land" and sort in ("land", "agency"):
            reading.lands.add(sense.value)
        elif sense.sort == "kind" and sort in ("kind", "agency"):
            reading.kinds.add(sense.value)
        elif sense.sort == "document" and sort == "document":
            reading.documents.add(sense.value)
        elif sense.sort == "agency" and sort == "agency":
            reading.agencies.add(sense.value)


def _put(rest: str, reading: ParsedName) -> str:
    rest = _PARTICLES.sub("", _YEAR_WORDS.sub("", rest))
    if rest and rest not in RANKS:
        reading.chunks.append(rest)
        if reading.kind_at < 0 and len(rest) > 1:
            reading.proper.append(rest)
    return ""


def _local_at(run: str, at: int, local: LocalPlaces) -> str:
    if not local.han:
        return ""
    for length in range(min(12, len(run) - at), 1, -1):
        if run[at : at + length] in local.han:
            return run[at : at + length]
    return ""


def _without_rank(run: str, at: int, word: str) -> str:
    """天津市 + 监局 is 天津 + 市监局: a rank that a kind of body needs is left to it."""
    table = han_words()
    last = at + len(word) - 1
    if word[-1] not in RANKS or word[:-1] not in table.senses:
        return word
    if not any(s.sort == "division" for s in table.senses[word[:-1]]):
        return word
    if not is_kind_at(run, last):
        return word
    after = table.at(run, last + 1) if last + 1 < len(run) else ""
    return word if len(after) > 1 else word[:-1]


def _rank(
    run: str, end: int, word: str, codes: Codes, reading: ParsedName, own_name: bool
) -> tuple[int, Codes]:
    """Where the place ends with its rank, and the codes that are left."""
    table = han_words()
    if end >= len(run) or run[end] not in RANKS:
        return end, codes
    following = table.at(run, end)
    if len(following) > 1:
        return end, codes
    if own_name and run[end] != "州" and word + run[end] not in table.senses:
        reading.locals.append(word)
        return end + 1, frozenset()
    return end + 1, codes


_KATAKANA = re.compile(r"[\u30a1-\u30fc]{3,}")


def _read_transliterated(reading: ParsedName, local: LocalPlaces) -> None:
    """Characters that imitate the sound of a foreign name become that name."""
    for chunk in [one for one in reading.proper if not one.isascii()]:
        if found := local.spelled.of_characters(chunk).split():
            reading.chunks.remove(chunk)
            reading.words += found
            reading.imitated += found
            at = reading.proper.index(chunk)
            reading.proper[at : at + 1] = found


def _note_spelled(several: list[Spelled], reading: ParsedName) -> bool:
    """Of what a word may spell, the one that ``reading.choice`` says."""
    if not several:
        return False
    reading.choices = max(reading.choices, len(several))
    spelled = several[min(reading.choice, len(several) - 1)]
    if spelled.codes:
        reading.groups.append(spelled.codes)
    elif spelled.local:
        reading.locals.append(spelled.local)
    elif spelled.word:
        found = spelled.word.split()
        reading.words += found
        reading.proper += found
        reading.imitated += found
    else:
        reading.chunks.append(spelled.name)
        reading.proper.append(spelled.name)
        reading.spelled = True
    return True


# ---------------------------------------------------------------- Latin and Cyrillic


def _read_latin(tokens: list[str], reading: ParsedName, local: LocalPlaces) -> None:
    if not tokens:
        return
    plains = [token.lower() for token in tokens]
    reading.initials = "".join(t[0] for t in tokens if t[0].isupper())
    table, at, level, place_at = latin_words(), 0, "", -1
    while at < len(tokens):
        groups = len(reading.groups)
        if place_at == at and plains[at] in _LEVELS:
            reading.groups[-1] = _of_level(reading.groups[-1], _LEVELS[plains[at]])
        level = _LEVELS.get(plains[at], "") or (level if plains[at] in _LINKS else "")
        size, senses = table.at(plains, at)
        sort = min((s.sort for s in senses), key=ORDER.index, default="")
        if _capitals(tokens[at], reading, size if sort != "generic" else 0):
            at += 1
            continue
        length = _place(plains, at, reading, local, size if sort not in ("", "generic") else 0)
        if not length and not size:
            length = _pinyin_kind(plains, at, reading)
        if length > size or (length and sort in ("", "generic")):
            at += length
            if len(reading.groups) > groups:
                place_at = at
                if level:
                    reading.groups[-1] = _of_level(reading.groups[-1], level)
            continue
        if not size:
            _leftover(tokens[at], reading)
            at += 1
            continue
        for sense in senses:
            if sense.sort in ("kind", "land", "document", "agency") and sense.sort == sort:
                _note(reading, [sense], sort, "")
            elif sense.sort in _FLAGS and (sense.sort != "plural" or plains[at] in _plurals()):
                reading.flags.add(sense.sort)
        if plains[at].endswith(_GERMAN_PLURALS):
            reading.flags.add("plural")
        at += size


@lru_cache(maxsize=1)
def _plurals() -> frozenset[str]:
    """Words that are plural as they stand: a singular must not count as one."""
    return frozenset(plain(word) for word in tables()["bodies"]["plural"]["latin"])


def _of_level(codes: Codes, level: str) -> Codes:
    """The codes of that level: "city" may be a province too (Shanghai) or a county (a county-level
    city), yet not where a city proper has the name."""
    fits = frozenset(c for c in codes if divisions.level(c) == level)
    if not fits and level == "city":
        fits = frozenset(c for c in codes if divisions.level(c) == "province")
    return fits or codes


def _capitals(token: str, reading: ParsedName, size: int) -> bool:
    """A token that is an agency's initials, a country in capitals, or unknown initials."""
    if size > 1:
        return False
    if token in capitals():
        reading.lands.add(capitals()[token])
        return True
    if token in initials():
        for agency in initials()[token]:
            reading.agencies.add(agency.key)
        reading.acronyms.add(token.lower())
        return True
    if size or not re.fullmatch(r"[A-Z]{2,7}", token):
        return False
    if token in kinds_by_initials():
        reading.kinds |= kinds_by_initials()[token]
    reading.acronyms.add(token.lower())
    return True


def _place(plains: list[str], at: int, reading: ParsedName, local: LocalPlaces, size: int) -> int:
    """How many words from ``at`` spell a place of China; longer ones first."""
    for length in range(min(5, len(plains) - at), 0, -1):
        joined = "".join(plains[at : at + length])
        if length <= size and length > 0 and size:
            return 0
        spelled = tables()["countries"]["spelled"].get(joined)
        if spelled:
            sense = han_words().senses.get(plain(spelled), [])
            reading.groups.append(frozenset(s.value for s in sense if s.sort == "division"))
            return length
        if _note_spelled(local.spelled.of_latin(joined), reading):
            return length
    if plains[at] > "\u0400" and len(plains[at]) > 4:
        return int(_note_spelled(local.spelled.of_sound(plains[at]), reading))
    return 0


def _pinyin_kind(plains: list[str], at: int, reading: ParsedName) -> int:
    for length in range(min(4, len(plains) - at), 0, -1):
        kinds = kinds_in_pinyin().get("".join(plains[at : at + length]))
        if kinds:
            reading.kinds |= kinds
            return length
    return 0


def _leftover(token: str, reading: ParsedName) -> None:
    if token.isdigit() or len(token) < 3 or re.fullmatch(r"(?:19|20)\d\d", token):
        return
    word = stem(token.lower())
    reading.words.append(word)
    if token[0].isupper():
        reading.proper.append(word)
