"""What a verdict says of itself, in Chinese and English."""

from __future__ import annotations

_ZH = {
    "rounded": "四舍五入：原文为{raw}",
    "source_over": "原文为“{raw}”，只说明不少于此数",
    "source_about": "原文为“{raw}”，是约数",
    "stated_bound": "概数：原文为{raw}",
    "wider": "原文的数字是全地区或全系统的",
    "scope": "口径不同：原文{raw}是{scope}的数字",
    "area": "全地区或全系统",
    "own": "本级或本单位",
    "unit": "单位不同：原文为{raw}",
    "differs": "原文为{raw}",
    "scan": "原文的{raw}由扫描页识别，字迹不清，请对照原页",
    "change": "方向相反：原文为{raw}（{value}）",
    "mixed_up": "原文的{raw}是另一事项的数字",
    "none": "没有原文给出这一数字",
    "other_year": "该数字在原文中属于另一年份",
    "table": "表格中的数字未与原文逐格核对",
    "r_issuer": "索引中没有“{names}”的报告",
    "r_year": "索引中没有该单位{years}年的报告",
    "r_filter": "没有报告符合所选的筛选条件",
    "r_open": "未写明单位，索引中多份报告有同类数字，无法判断",
    "r_figures": "没有找到给出{raws}的原文",
    "r_contradicted": "数字与原文不一致",
    "r_meaning": "没有找到意思相近的原文",
    "r_negation": "意思相近的原文，一处肯定、一处否定",
    "r_language": "索引中没有这种语言（{name}）的报告",
    "superseded": "已被取代的版本（{path}）为{raw}",
    "r_superseded": "只有已被取代的版本（{path}）这样说",
    "and": "；",
    "list": "、",
}
_EN = {
    "rounded": "rounded: the source says {raw}",
    "source_over": "the source says “{raw}”, that is at least so much",
    "source_about": "the source says “{raw}”, an approximate figure",
    "stated_bound": "approximate: the source says {raw}",
    "wider": "the source's figure is for the whole area or system",
    "scope": "another scope: the source's {raw} is for {scope}",
    "area": "the whole area or system",
    "own": "that body or level alone",
    "unit": "another unit: the source says {raw}",
    "differs": "the source says {raw}",
    "scan": "the source's {raw} was recognised in a scan that is hard to read; check the page",
    "change": "the other direction: the source says {raw} ({value})",
    "mixed_up": "the source's {raw} counts something else",
    "none": "no source gives this figure",
    "other_year": "the source gives this figure for another year",
    "table": "figures of a table are not checked cell by cell",
    "r_issuer": "no report of “{names}” is indexed",
    "r_year": "no report of this issuer for {years} is indexed",
    "r_filter": "no report fits the filters chosen",
    "r_open": "no issuer is named and several indexed reports have such a figure",
    "r_figures": "no passage found that gives {raws}",
    "r_contradicted": "a figure disagrees with its source",
    "r_meaning": "no passage found that says this",
    "r_negation": "the nearest passage affirms what the claim denies, or the reverse",
    "r_language": "no report in this language ({name}) is indexed",
    "superseded": "a superseded version ({path}) says {raw}",
    "r_superseded": "only a superseded version ({path}) says this",
    "and": "; ",
    "list": ", ",
}


def note(language: str, key: str, **values: object) -> str:
    """Note ``key`` in Chinese for ``zh``, else in English."""
    return (_ZH if language == "zh" else _EN)[key].format(**values)


_LANGUAGES = {
    "ar": "Arabic",
    "bn": "Bengali",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "ms": "Malay",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "中文",
    "": "not told apart",
}


def language_name(code: str) -> str:
    """A language's English name, or its code where it has none here."""
    return _LANGUAGES.get(code, code)
