"""Number words and counted nouns in alphabetic languages: "three individuals", "537
convictions"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from ...text.numbers import Number

NOUN_LANGUAGES = frozenset("en fr de es it pt nl sv da no fi pl cs ru tr".split())
_WORDS = {
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince",
    "it": "due tre quattro cinque sei sette otto nove dieci",
    "pt": "dois três quatro cinco seis sete oito nove dez",
    "nl": "twee drie vier vijf zes zeven acht negen tien",
}
_TENS = "thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {
    language: {word: index + 2 for index, word in enumerate(words.split())}
    for language, words in _WORDS.items()
}
_VALUES["en"] |= {word: 30 + 10 * i for i, word in enumerate(_TENS)}
_ONE = (
    r"\bone (?=person|company|firm|case|notice|individual|fine|penalt|conviction|complaint|appeal|"
    r"prosecution|fatality|death|injury|order|inspection|warning|worker|employee)"
)
_STOP = frozenset(
    "of in on at to for from with by and or were was is are had has have been be that which "
    "who the "
    "a an this these those as than per not but more less fewer out up down over under into after "
    "respectively "
    "before during about all both each between against compared while when where, until since it "
    "they we will would can could also however worth totalling totaling did do does made led came "
    "through within without across among around below above because so then there here such only "
    "de du des en et ou à au aux par pour sur dans avec dont contre un une le la les qui que sont "
    "était étaient ont a été plus chez selon sous soit y se ne pas "
    "von der die das den dem und oder in im am zu mit für auf aus bei nach gegenüber als wurden "
    "waren sind ist wurde war hat haben gegen über unter auch ein eine einer eines davon "
    "bzw durch sowie "
    "del el los las y o con por para sin sobre entre fueron fue son es ha han se su al más menos "
    "di il lo gli e con per da nel nella sono stati do dos das em com foram van het een".split()
)
_WORD = re.compile(r" ?((?:d['’]|l['’])?[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*)")
_LINK = re.compile(r" (?:de |d['’]|of )")
_SPELL = re.compile(
    r" (?:years?|ans|années|jahren?|años|anni|anos|jaar|months?|mois|monaten?|meses|mesi)\b", re.I
)
_MODIFIER = re.compile(
    r"(?:ed|al|ive|ous|ory|ary|ful|ent|ant|ing|ic|ible|able|new|open|formal|final|working|public|"
    r"full|large|small|major|minor|mise|mises|en)$"
)


def number_words(text: str, language: str) -> Iterator[Number]:
    """Numbers written as words, where a counted noun may follow (the caller looks for it)."""
    values = _VALUES.get(language)
    if not values:
        return
    for match in _pattern(language).finditer(text):
        word = match.group().strip().lower()
        value = 1 if word == "one" else values[word]
        yield Number(match.start(), match.start() + len(word), Decimal(value))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = "|".join(_VALUES[language])
    one = "|" + _ONE if language == "en" else ""
    return re.compile(rf"(?i)\b(?:{words})(?= [a-zà-ÿ]){one}")


def noun_phrase(text: str, at: int, language: str) -> tuple[int, int] | None:
    """Span of the noun phrase that a number ending at ``at`` counts; None where there is none.

    Up to three words, ended by a function word, a verb-like word or punctuation; a French or
    Spanish "de" after a million is passed over (8 millions d'auditeurs).
    """
    link = (
        re.compile(r" de (?=[a-zà-ÿ])").match(text, at) if language in {"fr", "es", "pt"} else None
    )
    position = (
        link.end() - 1
        if link and re.search(r"(?:ns|rds|de|es)$", text[max(0, at - 3) : at])
        else at
    )
    start, end = 0, 0
    for count in range(3):
        match = _WORD.match(text, position)
        if not match or (position == match.start(1)):
            break
        word = match.group(1)
        plain = word.lower()
        elided = plain.startswith(("d'", "d’", "l'", "l’"))
        if plain in _STOP or (not count and plain.startswith(("l'", "l’"))):
            break  # an article begins other words (498 l'année précédente)
        if not count and plain in _VALUES.get(language, {}) and _SPELL.match(text, match.end()):
            break  # and so does a spell of time (498 deux ans plus tôt)
        if count and _looks_finite(plain):
            break
        start = start or match.start(1) + (2 if elided else 0)
        end = position = match.end(1)
        if count and plain.endswith("s") and not plain.endswith("ss") and language == "en":
            break
        if not _goes_on(plain, language):
            break
    if end and language == "fr" and re.match(r" en demeure", text[end : end + 12]):
        end += len(" en demeure")
    return (start, end) if end else None


def _goes_on(word: str, language: str) -> bool:
    """Whether a further word may belong to the noun phrase."""
    if language == "en":
        return not word.endswith("s") or bool(_MODIFIER.search(word)) or len(word) < 4
    if language == "de":
        return not word[:1].isupper()
    return False


def _looks_finite(word: str) -> bool:
    return word in {"reported", "fell", "rose", "paid", "issued", "imposed", "made", "took", "led"}
