"""The notes and reasons that explain a verdict, in Chinese and English."""

from __future__ import annotations

_ZH = {
    "rounded": "四舍五入：原文为{raw}",
    "source_over": "原文为“{raw}”，仅表示不少于该数",
    "source_about": "原文为“{raw}”，系约数",
    "stated_bound": "概数：原文为{raw}",
    "wider": "原文数字的口径为全地区或全系统",
    "scope": "口径不同：原文的{raw}是{scope}的数字",
    "area": "全地区或全系统",
    "own": "本级或本单位",
    "unit": "单位不同：原文为{raw}",
    "differs": "原文为{raw}",
    "scan": "原文的{raw}由扫描页识别，字迹不清，请对照原文页面",
    "change": "方向相反：原文为{raw}（{value}）",
    "mixed_up": "原文的{raw}是另一事项的数字",
    "none": "未找到写明这一数字的原文",
    "other_year": "该数字在原文中属于另一年份",
    "table": "表格中的数字未逐格核对",
    "r_issuer": "索引中没有“{names}”的报告",
    "r_year": "索引中没有该单位{years}年的报告",
    "r_filter": "没有报告符合所选的筛选条件",
    "r_open": "未写明单位，而索引中有多个单位的同类数字，无法判断",
    "r_figures": "未找到写明{raws}的原文",
    "r_contradicted": "数字与原文不一致",
    "r_meaning": "未找到意思相近的原文",
    "r_negation": "意思相近的原文与本句一为肯定、一为否定",
    "r_language": "索引中没有这种语言（{name}）的报告",
    "superseded": "已被取代的版本（{path}）中为{raw}",
    "r_superseded": "只有已被取代的版本（{path}）有此表述",
    "and": "；",
    "list": "、",
}
_EN = {
    "rounded": "rounded: the source says {raw}",
    "source_over": "the source says “{raw}”, that is, at least this much",
    "source_about": "the source says “{raw}”, an approximate figure",
    "stated_bound": "approximate: the source says {raw}",
    "wider": "the source's figure covers the whole area or system",
    "scope": "different scope: the source's {raw} covers {scope}",
    "area": "the whole area or system",
    "own": "only that body or level",
    "unit": "different unit: the source says {raw}",
    "differs": "the source says {raw}",
    "scan": "the source's {raw} was recognised from a scan that is hard to read; check the page",
    "change": "opposite direction: the source says {raw} ({value})",
    "mixed_up": "the source's {raw} is a different quantity",
    "none": "no source gives this figure",
    "other_year": "the source gives this figure for a different year",
    "table": "figures in tables are not checked cell by cell",
    "r_issuer": "no report by “{names}” is indexed",
    "r_year": "no report by this issuer for {years} is indexed",
    "r_filter": "no report matches the selected filters",
    "r_open": "no issuer is named, and several indexed issuers report such a figure",
    "r_figures": "no passage found that states {raws}",
    "r_contradicted": "a figure differs from its source",
    "r_meaning": "no passage found that says this",
    "r_negation": "the closest passage affirms what the sentence denies, or the reverse",
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
    "": "undetermined",
}


def language_name(code: str) -> str:
    """A language's English name, or its code where it has none here."""
    return _LANGUAGES.get(code, code)
