"""Replaces look-alike characters by ordinary ones, one for one, whatever a converter made of them.

PDF converters, and text pasted from them, contain radicals (U+2E80-2FDF) in place of common
characters with the same glyph: they look alike, but a word that contains one is never found.
"""

from __future__ import annotations

import re
import unicodedata

# CJK Radicals Supplement, which NFKC leaves alone: the everyday character of the same shape.
_SUPPLEMENT = str.maketrans(
    "⺀⺁⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺥⺨⺩⺪⺫⺭⺮⺯⺰⺱⺲⺴⺶⺷⺹⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳⺂⺃⺜⺦⺧⺵⺸⻞⺬⺳⺻⺑",
    "冫厂乙亻冂几刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡月歺母民氵水灬爫爫犭王疋目礻竹糹纟罓网罒羊羊耂肀月臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟亀龟乙乚日丬牛罒羊食示罒聿尢",
)  # fmt: skip
# The Kangxi radicals have canonical forms; those of blue, door and yellow are not today's.
_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_KANGXI |= {0x2FAD: "青", 0x2F3E: "户", 0x2FC8: "黄"}
# U+F900-FA0B double common characters for Korean sorting; what follows are true variants of names.
_DOUBLED = {
    code: unicodedata.normalize("NFC", chr(code)) for code in range(0xF900, 0xFA0C)
}  # fmt: skip
_EVERYDAY = _SUPPLEMENT | _KANGXI | _DOUBLED
_TRADITIONAL = _EVERYDAY | {0x2F3E: "戶", 0x2FC8: "黃"}
_ODD = re.compile("[\u2e80-\u2fd5\uf900-\ufa0b]")
_TRADITIONAL_TEXT = re.compile("[縣國務發執報東關會個這條萬億門長車見貝馬魚鳥風]")


def everyday(text: str) -> str:
    """``text`` with radicals and doubled ideographs as the characters that they look like."""
    if not _ODD.search(text):
        return text
    return text.translate(_TRADITIONAL if _TRADITIONAL_TEXT.search(text) else _EVERYDAY)
