"""Whether another figure of the source is the one that a draft's words name.

A report gives many figures side by side, and a draft that mixes two of them up (简易程序 with the
number of 普通程序) states a value that does stand in the report. So a figure that has the value is
set against the *rivals* in the same report, those with another value: words that the draft shares
with a rival alone tell that the draft means the rival.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ..folding import fold
from ..index.tokens import words
from ..reports.report import Figure
from .figure_check import Pair, Stated
from .kinship import KIN, OTHER
from .kinship import SAME as SAME_NAME
from .lexical.facts import Facts
from .rounding import APART

# Words that go with any quantity, or say only how it came about: they name none.
_COMMON = frozenset(
    "全年 其中 累计 合计 共计 总计 开展 完成 作出 下达 办理 处理 受理 实施 进行 组织 "
    "举办 收到 达到 万元 亿元 有关 各类 相关 一共 总共 全部 分别 情况 工作 数量 总数 总额 金额 "
    "目前 截至 期间 上半年 增长 增加 上升 提高 下降 减少 降低 "
    "year total number case amount made had over under more most about came come were than "
    "those only some with after when also which against compar last previous".split()
)
_UPTO = re.compile(
    r".*\d[\d.,%]*\s*(?:[年月日]|[^\s\d、，,和及与]{1,4}(?:[、，,和及与]|\s+and\s))?", re.DOTALL)
_NEXT = re.compile(r"\d")
_EACH = re.compile(
    r"分别|それぞれ|\b(?:respectively|respectivement|jeweils|beziehungsweise)\b")
_PLAIN, _VAGUE = -0.1, 0.05  # how much more alike a rival must be, its name being plain or not
_KIN_ALL, _KIN_SOME = 0.2, 0.45  # the same where the figure itself is kin of what the draft names
_COVER, _ALIKE = 0.5, 0.4  # share of the draft's words that the rival has, or likeness instead


def displaced(
    stated: Stated, pair: Pair, ranked: Sequence[Pair], facts: Facts, text: str, at: int,
    language: str, drop: frozenset[str],
) -> bool:
    """Whether ``pair``, which has the draft's value, stands for something else than its words name.

    ``text`` is the draft's sentence, which begins at offset ``at``; ``drop`` are words of the
    issuer's name.
    """
    report = pair.source.row.report
    rivals = [r for r in ranked if r.agreement == APART and r.role and not r.other_year
              and r.counter > -1 and r.source.row.report == report
              and (_own_unit(r, pair)
                   or r.likeness - pair.likeness >= (_PLAIN if r.plain else _VAGUE))]
    if not rivals:
        return False
    local, generation = _beside(stated.figure, text, at), facts.generation
    source, figure = generation.text(report), pair.source.row.figure
    if _EACH.search(source, figure.sentence_start, figure.sentence_end):
        return False  # 甲、乙分别增长4%、3%: the words do not stand beside their figures
    if generation.reports[report].details.language == language:
        mine, its = _words(local) - drop, _words(_beside(figure, source))
        return any(_means(r, pair, mine, its, _words(_beside(r.source.row.figure, source)))
                   for r in rivals)
    its = facts.figure(pair.source.row).near.concepts
    if pair.kin != OTHER or not its:  # in another language only concepts can be told apart
        return False
    mine = facts.text(local).concepts & (stated.own | stated.near)
    return any(_means(r, pair, mine, its, facts.figure(r.source.row).near.concepts)
               for r in rivals)


def _means(rival: Pair, pair: Pair, mine: frozenset[str], its: frozenset[str],
           rivals: frozenset[str]) -> bool:
    """Whether the words ``mine`` are those of ``rival`` rather than of ``pair``."""
    same_unit = rival.counter > 0 > pair.counter
    favour = len(mine & (rivals - its)) - len(mine & (its - rivals)) + same_unit
    if favour <= 0 or _own_unit(rival, pair):
        return favour > 0
    if pair.kin == SAME_NAME != rival.kin and rival.counter <= pair.counter:
        return False
    gap, parts = rival.likeness - pair.likeness, _parts(mine)
    cover = len(parts & rivals) / max(len(parts), 1)
    if pair.kin == KIN and pair.plain and not same_unit:
        return gap >= (_KIN_ALL if cover == 1 else _KIN_SOME)
    return cover >= _COVER or gap >= _ALIKE


def _own_unit(rival: Pair, pair: Pair) -> bool:
    """Whether the draft's measure word is the rival's (车次), not one of ``pair``'s (人次)."""
    return rival.counter > 0 and pair.counter <= -1


def _parts(mine: frozenset[str]) -> frozenset[str]:
    """``mine`` without Chinese words that hold another of them (简易程序 beside 简易, 程序)."""
    return frozenset(w for w in mine if w.isascii() or not any(v != w and v in w for v in mine))


def _beside(figure: Figure, text: str, at: int = 0) -> str:
    """The words about a figure in ``text``, which begins at offset ``at``: those since the number
    before it, its own metric and counter, and, but in Chinese, those up to the next number."""
    low, high = max(figure.clause_start - at, 0), max(figure.clause_end - at, 0)
    before = _UPTO.sub("", text[low: max(figure.start - at, 0)])
    after = text[max(figure.end - at, 0): high]
    after = "" if _is_han(figure.metric) else _NEXT.split(after, maxsplit=1)[0]
    return fold(f"{before} {figure.metric} {figure.counter} {after}")


def _is_han(text: str) -> bool:
    return any("一" <= c <= "鿿" for c in text)


@lru_cache(maxsize=20_000)
def _words(folded: str) -> frozenset[str]:
    return frozenset(w for w in words(folded) if len(w) > 1 and not w[0].isdigit()) - _COMMON
