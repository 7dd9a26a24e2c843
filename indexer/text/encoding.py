"""Decodes bytes to text or refuses plainly: never mojibake.

The order is: byte order mark, UTF-16 without one, UTF-8, the encoding declared by the file, GB18030
or Big5 (both decode most Chinese bytes, so the one that yields everyday characters wins), then
charset-normalizer. Each step is strict, and the result must also look like writing.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes

from indexer.errors import ReadError

from .characters import everyday
from .garbled import implausible

# The most frequent characters of running Chinese, simplified and traditional (frequency lists of
# modern Chinese agree on these); in any real text they make up a third or more of all Han.
_COMMON = frozenset(
    "的一是不了在人有我他这個个上们們來来到时時大地為为子中你说說生国國年着就那和要她出也得里後后自以"
    "会會家可下而过過天去能对對小多然于於心学學么之都好看起发發当當没沒成只如事把还還用第样樣道想作种種"
    "开開美总總从從无無情己面最女但现現前些所同日手又行意动動方期它头頭经經长長儿回位分爱老因很给給名法"
    "间間斯知世什两兩次使身者被高已亲其进進此话話常与與活正感见見明问問力理尔点點文几定本公特做外孩相西"
    "果走将將月十实實向声車车全信重三机機工物气气每并別别真打太新比才便夫再书書部水像眼等体體却加电電主"
    "界门門利海受听表德少克代员員许許先口由死安写性马馬光白或住难難望教命花结結乐东東更拉原数數务務政"
    "府市县縣区區省级級部门應应急管业業产產环環保护護监監督查检檢罚罰处處理制度规規范範执執企案件报報告"
    "建设設关關强強化改革民社会社会资資金财財万萬亿億元百分增加服务实施组织組織情况況问题題落推进"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_GB = {
    "gb2312",
    "gbk",
    "gb18030",
    "gb_2312-80",
    "cp936",
    "x-gbk",
    "hz-gb-2312",
    "euc-cn",
    "gb2312-80",
}
_WESTERN = {"iso-8859-1", "latin-1", "latin1", "windows-1252", "us-ascii", "ascii"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, path: Path, declared: str | None = None) -> str:
    """Text of ``data``, in everyday characters; ``declared`` is the charset that the file names.

    Raises ReadError (one line, names ``path``) when no encoding yields plausible writing.
    """
    text = _ladder(data, declared)
    reason = "no known encoding fits" if text is None else implausible(text)
    if text is None or reason:
        raise ReadError(f"{path}: not readable as text ({reason}); save it as UTF-8 and try again")
    return everyday(text)


def _ladder(data: bytes, declared: str | None) -> str | None:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strict(data, name)
    if b"\0" in data[:65536] or (len(data) % 2 == 0 and b"\0" in data):
        return _utf16(data)
    text = _strict(data, "utf-8")
    if text is None:
        text = _cesu8(data)
    if text is None and declared and declared.strip().strip("\"'").lower() in _WESTERN:
        # Servers and editors name these by default; what reads as everyday Chinese is Chinese.
        text = _chinese(data)
    if text is None and declared:
        text = _declared(data, declared)
    if text is None:
        text = _chinese(data)
    return _detected(data) if text is None else text


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError, UnicodeError):
        return None


def _cesu8(data: bytes) -> str | None:
    """UTF-8 in which some converter wrote rare characters as two surrogates (CESU-8, Unicode
    Technical Report 26); other decodings make letters of any language of these bytes."""
    try:
        halves = data.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
        return halves.decode("utf-16-le")
    except UnicodeError:
        return None


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark has NUL bytes at the line ends; other text has none at all."""
    found = [_strict(data, name) for name in ("utf-16-le", "utf-16-be")]
    texts = [text for text in found if text is not None and not implausible(text)]
    texts = [text for text in texts if _writing_share(text) > 0.5]
    return max(texts, key=_writing_share, default=None)


def _writing_share(text: str) -> float:
    """Share of characters that are ASCII or everyday Han, after full-width marks."""
    known = sum(c.isascii() or c in _COMMON or "\u3000" <= c <= "\u3011" for c in text[:20000])
    letters = sum(c.isalpha() and (c < "\u0600" or c in _COMMON) for c in text[:20000])
    return (known + letters) / (2 * max(len(text[:20000]), 1)) + 0.3 * bool("\n" in text)


def _declared(data: bytes, declared: str) -> str | None:
    name = declared.strip().strip("\"'").lower()
    if name in _GB:
        name = "gb18030"
    if name in ("big5", "big-5", "x-x-big5"):
        name = "big5hkscs"
    text = _strict(data, name)
    return None if text is None or implausible(text) else text


def _common_share(text: str) -> float:
    han = _HAN.findall(text[:60000])
    other = sum(c > "\u007f" and not _HAN.match(c) and not _is_mark(c) for c in text[:60000])
    return sum(char in _COMMON for char in han) / max(len(han) + other, 1)


def _is_mark(char: str) -> bool:
    """Punctuation, full-width forms and other signs that any Chinese text may hold."""
    return char < "\u0080" or "\u2010" <= char <= "\u303f" or "\uff00" <= char <= "\uffef"


def _chinese(data: bytes) -> str | None:
    """GB18030 or Big5, whichever reads as everyday Chinese; None when neither does."""
    best, best_share = None, 0.22
    for name in ("gb18030", "big5", "big5hkscs"):
        text = _strict(data, name)
        if text is None or implausible(text):
            continue
        share = _common_share(text)
        if share > best_share:
            best, best_share = text, share
    return best


def _detected(data: bytes) -> str | None:
    match = from_bytes(data[:400_000]).best()
    if match is None:
        return None
    name = "gb18030" if match.encoding.lower() in _GB else match.encoding
    return _strict(data, name)
