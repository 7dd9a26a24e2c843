"""Expressions for the previous year, by language, for reading reports and questions.

The patterns are only the words, for ``re.IGNORECASE``; callers decide where they must stand and
which year they refer to. A key is an ISO 639-1 code. 前年 is last year in Japanese, but in Chinese
the year before last, so "ja" is only for texts with kana.
"""

from __future__ import annotations

from collections.abc import Mapping

_NOT_ON = r"(?<![以此之目日当當])"  # 以前年度, 目前年处理, 当前年度
#: Names of the year before.
LAST_YEAR: Mapping[str, str] = {
    # 以上年龄, 网上年检 and 线上年会 hold no 上年, nor 过去年均 any 去年; 提前一年 is ahead
    "zh": r"(?<![以网網线線])上一?年(?![龄齡轻輕纪紀检檢审審会會])度?|(?<![过過])去年度?|"
    rf"(?<!一)昨年度?|(?<!提)前一年度?|{_NOT_ON}前年度(?!比)",
    "ja": rf"{_NOT_ON}前年(?!度?比)",
    # "in the last year" is the one that ends now
    "en": r"(?:the )?(?<!any )(?<!each )(?<!every )previous year|(?:the )?year before(?! last)|"
    r"(?:the )?prior year|(?<!the )last year",
    "fr": r"(?:l['’])?(?:an dernier|année (?:précédente|dernière))",
    "de": r"(?:im )?vorjahr\w*|(?:im )?(?:letzte[ns]?|vergangene[ns]?) jahr(?:es)?",
    "es": r"(?:el )?año (?:anterior|pasado)",
    "ru": r"прошл(?:ый|ого|ому|ым|ом) год\w?",
}
#: A year back from what was just said: behind a figure these tell its year, before one they do not
#: ("up from a year earlier to 45").
A_YEAR_AGO: Mapping[str, str] = {
    "en": r"a year (?:earlier|ago)",
    "fr": r"un an (?:plus tôt|auparavant)",
    "de": r"ein jahr (?:zuvor|vorher|davor)",
    "es": r"un año antes",
}
#: Several years back from what was just said; the group is their number, one of ``NUMBER_WORDS``.
YEARS_AGO: Mapping[str, str] = {
    "en": r"(two|three|four|five) years (?:earlier|ago|before|previously)(?! than)",
    "fr": r"(deux|trois|quatre|cinq) ans (?:plus tôt|auparavant)",
    "de": r"(zwei|drei|vier|fünf) jahre (?:zuvor|vorher|davor)",
    "es": r"(dos|tres|cuatro|cinco) años antes",
}
#: Names of the year before the last.
BEFORE_LAST: Mapping[str, str] = {
    "zh": rf"{_NOT_ON}前年(?![度均比])|一昨年",
    "ja": r"一昨年度?",
    "en": r"(?:the )?year before last",
    "fr": r"(?:l['’])?avant-dernière année",
    "de": r"(?:im )?vorletzte[ns]? jahr",
}
#: The same stretch of the year before; 合同期 and 同期限 hold no such word.
SAME_PERIOD = r"(?<!合)同期(?!限)"

WESTERN = ("en", "fr", "de", "es", "ru")


def any_of(words: Mapping[str, str], *languages: str) -> str:
    """A pattern of the words of those languages."""
    return "(?:" + "|".join(words[code] for code in languages if code in words) + ")"


def east_asian(japanese: bool) -> str:
    """Names of the year before in a Chinese text, or in a ``japanese`` one."""
    return any_of(LAST_YEAR, "zh", "ja") if japanese else any_of(LAST_YEAR, "zh")
