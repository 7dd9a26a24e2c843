"""One spelling for names: script, accents and case aside, and Latin spellings of Chinese names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product

from ..text.folding import fold, without_accents
from .regions import romanised

HAN = r"\u3005\u3041-\u30ff\u3400-\u9fff"
_LETTER = re.compile(r"[A-Za-z\u0400-\u04ff]")
_HAN_RUN = re.compile(f"[{HAN}]+")
_WORD = re.compile(r"[A-Za-z\u0400-\u04ff0-9]+")


@lru_cache(maxsize=1)
def _old_forms():  # type: ignore[no-untyped-def]
    import opencc

    return opencc.OpenCC("jp2t")


class _Letters(dict[int, str]):
    """What a character becomes: its letter without accents, its Simplified form (浜 → 滨)."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _letter(chr(code))
        return found


def _letter(character: str) -> str:
    if "\u00c0" <= character <= "\u04ff":  # kana keep their marks
        return without_accents(character)
    if "\u3400" <= character <= "\u9fff":
        simple = fold(character)
        if simple != character:
            return simple
        old = str(_old_forms().convert(character))
        return fold(old) if len(old) == 1 else character
    return _TYPED.get(character, character)


_TYPED = {"\u2019": "'", "\u2018": "'", "\u200b": "", "\ufeff": "", "\u00ad": "", "\u2060": ""}
# 働 is written in Japan only: no table of old forms has it
_LETTERS = _Letters({ord("ß"): "ss", ord("働"): "动"})


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Lower case, Simplified characters, no accents. Both sides of a comparison pass through it,
    so it matters little that a few characters of two languages fall together."""
    return bare(text).lower()


def bare(text: str) -> str:
    """``text`` without accents and with Simplified characters, case kept."""
    return unicodedata.normalize("NFKC", text).translate(_LETTERS)


def han_runs(text: str) -> list[str]:
    """Stretches of Chinese characters and kana of text in plain letters."""
    return _HAN_RUN.findall(text)


def words(text: str) -> list[str]:
    """Latin and Cyrillic words of bare text with their case: possessives off, compounds apart."""
    if not _LETTER.search(text):
        return []
    text = re.sub(r"(?<=\w)'s\b|(?<=s)'(?!\w)", "", text)
    text = re.sub(r"\b([A-Za-z])\.(?=[A-Za-z]\b)", r"\1", text)  # U.S. → US
    return _WORD.findall(text)


@lru_cache(maxsize=65536)
def pinyin(name: str) -> str:
    """Pinyin of a Chinese place without its rank (湛江市 → zhanjiang), letters only."""
    return re.sub(r"[^a-z]", "", romanised(name))


_READINGS = 12  # of a name at most, where several of its characters have several sounds


def all_pinyin(name: str) -> list[str]:
    """Pinyin of a Chinese name with every reading of its characters (临峤 → linjiao, linqiao),
    letters only, the usual one first."""
    # One by one, because of a known word pypinyin gives the usual reading only.
    others = islice(product(*map(_readings, name)), _READINGS)
    return list(dict.fromkeys([pinyin_of_words(name), *map("".join, others)]))


@lru_cache(maxsize=8192)
def _readings(character: str) -> tuple[str, ...]:
    from pypinyin import Style
    from pypinyin import pinyin as readings

    found = readings(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
    return tuple(dict.fromkeys(re.sub("[^a-z]", "", one) for one in found))


@lru_cache(maxsize=8192)
def pinyin_of_words(name: str) -> str:
    """Pinyin of any Chinese words, letters only."""
    from pypinyin import lazy_pinyin

    return re.sub(r"[^a-z]", "", "".join(lazy_pinyin(name, v_to_u=False)))


_KANA = dict(
    zip(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンガギグゲゴザジズゼゾ"
        "ダヂヅデドバビブベボパピプペポヴァィゥェォャュョッー",
        "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho "
        "ma mi mu me mo ya yu yo ra ri ru re ro wa o n ga gi gu ge go za ji zu ze zo da ji zu de "
        "do ba bi bu be bo pa pi pu pe po vu a i u e o ya yu yo # #".replace("#", "-").split(),
        strict=True,
    )
)
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e zh z i y k l m n o p r s t u f h c ch sh sh - y - e yu ya".split(),
        strict=True,
    )
)
#: Where the Russian spelling of Chinese (the Palladius system) differs from plain letters.
_PALLADIUS = tuple(
    pair.split(":")
    for pair in "чж:zh цзь:z цзи:ji цзя:jia цзю:jiu цзе:jie цз:z ся:xia сю:xiu си:xi се:xie "
    "ця:qia цю:qiu ци:qi це:qie ж:r".split()
)


def latin_from_script(word: str) -> str:
    """Katakana or Cyrillic in Latin letters, roughly, as if it spelt Chinese (в before a vowel is
    its w all the same); ``""`` when it is neither."""
    if re.fullmatch(r"[\u30a1-\u30fc]+", word):
        return "".join(_KANA.get(c, "") for c in word).replace("-", "")
    if re.fullmatch(r"[\u0400-\u04ff]+", word):
        for syllable, latin in _PALLADIUS:
            word = word.replace(syllable, latin)
        return "".join(_CYRILLIC.get(c, c) for c in word).replace("-", "")
    return ""


_SOUNDS = (
    ("zh", "z"),
    ("ch", "c"),
    ("sh", "s"),
    ("cz", "z"),
    ("ts", "c"),
    ("ng", "n"),
    ("j", "z"),
    ("q", "c"),
    ("x", "s"),
    ("v", "b"),
    ("l", "r"),
    ("g", "k"),
    ("d", "t"),
    ("p", "b"),
    ("f", "h"),
    ("kh", "h"),
)


@lru_cache(maxsize=16384)
def skeleton(latin: str) -> str:
    """Consonants of a name as they survive a change of script (zhongshan, chzhunshan → znsn)."""
    latin = latin.replace("chzh", "zh").replace("czy", "j").replace("czi", "j")
    for sound, as_one in _SOUNDS:
        latin = latin.replace(sound, as_one)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyw]", "", latin))
