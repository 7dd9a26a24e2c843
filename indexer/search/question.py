"""What a question asks, read without a language model: its kind, years, unit, conditions.

The rules are about the grammar of asking in Chinese and English (and the commonest words of French,
German, Spanish and Japanese); names of bodies and places are resolved against the index
elsewhere (``issuers``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..folding import fold
from ..lexicon import Lexicon, Match
from ..reports.language import detect_language
from .conditions import Condition, find_conditions

_BODY_ZH = (
    r"(?:局|单位|部门|机构|机关|报告|地方|城市|地区|省份|省|市|县|区|镇|乡|街道|委|厅|部|支队|大队|"
    r"政府|"
    r"监管者|监管机构|年报|家)"
)
_WHICH_ZH = re.compile(
    rf"哪(?:些|几个|几家|家|个|一家|几)(?P<noun>[^，。？?]{{0,24}}?{_BODY_ZH})|有(?:几家|"
    rf"哪些)(?P<noun2>[^，。？?]{{0,16}}?{_BODY_ZH})"
    rf"|{_BODY_ZH}(?:都|各|分别)?(?:有|是)(?:哪些|哪几[个家]|谁)(?=[？?。]?$)"
    rf"|(?:列出|列举|找出)(?:所有|全部|各)?|多少(?:个|家)(?=[^，。？?]{{0,12}}(?:局|单位|部门|"
    rf"机构)(?:[^，。？?]{{0,3}}(?:公布|报告|通报|写明|说明|披露|提到)))"
)
_NOT_BODY_ZH = re.compile(
    r"哪(?:些|几个|个|几)(?:具体)?(?:做法|措施|问题|原因|困难|不足|方面|工作|内容|制度|办法|经验|"
    r"成效|举措|变化|争议|情况|短板|"
    r"领域|行业|企业|案件|隐患|活动|培训|政策|方式|手段|渠道|荣誉|奖项|案例|项目|服务)"
)
_BODY_EN = (
    r"(?:bureaus?|bureaux|regulators?|agenc(?:y|ies)|bod(?:y|ies)|authorit(?:y|ies)|departments?|"
    r"reports?|cit(?:y|ies)|count(?:y|ies)|units?|councils?|ministr(?:y|ies)|offices?|"
    r"organi[sz]ations?|"
    r"institutions?|governments?|commissions?|regions?|provinces?|towns?|townships?|districts?|"
    r"inspectorates?|administrations?|places?|issuers?|watchdogs?|states?|municipalit(?:y|ies))"
)
# Words between "which" and the body asked for: adjectives, never a verb or another noun asked for.
_BETWEEN_EN = (
    r"(?: (?!(?:did|do|does|have|has|had|were|was|are|is|to|the|of|about|by|in|on|at|from|for|and|"
    r"problems?|measures?|steps?|actions?|difficult\w*|challenges?|reasons?|kinds?|types?|cases?|"
    r"figures?|share|percentage|total|number|amount|say|says)\b)[\w'-]+){0,3}?"
)
_WHICH_EN = re.compile(
    rf"\b(?:which|what)\b(?: of the| other| of)?{_BETWEEN_EN} {_BODY_EN}\b"
    rf"|\b(?:list|name|show|find)\b(?: me)?(?: all| every| the| each)*(?: [\w'-]+){{0,4}}? "
    rf"{_BODY_EN}\b"
    rf"|\bhow many (?:[\w'-]+ ){{0,3}}?{_BODY_EN} (?:report|state|publish|disclose|mention|gave|"
    rf"say|said)"
    r"|\bwho (?:reported|published|stated|imposed|disclosed|fined)\b"
)
# "有几家单位公布了罚款": the number asked for is of bodies, not the figure that each must give.
_COUNTS_BODIES = re.compile(
    rf"(?:几|多少)(?:个|家)(?=[^，。？?]{{0,8}}?{_BODY_ZH}[^，。？?]{{0,4}}"
    r"(?:公布|报告|通报|写明|说明|披露|提到|给出|列出))"
    rf"|\bhow many (?=(?:[\w'-]+ ){{0,3}}?{_BODY_EN} (?:report|state|publish|disclose|mention|gave|"
    rf"say|said))"
)
_WHICH_OTHER = re.compile(
    r"\bquel(?:le)?s (?:[\w'’-]+ ){0,3}?(?:autorit|organisme|administration|agence|rapport|service|"
    r"ville|bureau|r[ée]gulateur)"
    r"|\bwelche (?:[\wäöüß-]+ ){0,3}?(?:beh[öo]rde|[äa]mter|stelle|bericht|st[äa]dt|organisation|"
    r"ministerien)"
    r"|\bqu[ée] (?:[\wáéíóúñ-]+ ){0,3}?(?:autoridad|organismo|agencia|informe|departamento|oficina)"
    r"|どの(?:[^、。？]{0,10})(?:局|机関|机关|機関|部署|省|庁|厅|報告|报告|自治体|署)|(?:局|机关|"
    r"机関|機関|部署|省|庁|厅|自治体|署)は(?:どれ|どこ|どちら)|(?:局|機関|部署|省|庁|自治体)はどこ"
)
# "how many cases were exempted, by bureau": each body's own figure is wanted.
_EACH = re.compile(
    rf"\b(?:per|for each|for every|of each|of every|did each|did every) {_BODY_EN}\b"
    rf"|\bby {_BODY_EN}\W*$"
    r"|(?:各|每个?)(?:局|单位|部门|机构|地区|县区|区县|市县)(?:的|各自|分别)?[^，。？?]{0,16}"
    r"(?:是|有|为)?多少|分(?:单位|部门|地区)"
)
_SUPERLATIVE = re.compile(
    r"最多|最少|最高|最低|最大|最小|排名|排序|排行|谁更|哪个更|哪家更|相比|比较|对比|"
    r"前[一二三四五六七八九十\d]+名|(?:几|多少)倍|相差|差多少|差距|"
    r"\b(?:most|least|fewest|highest|lowest|largest|biggest|smallest|greatest|top|rank(?:ing|ed)?|"
    r"compare[ds]?|comparison|versus|vs|difference between)\b|\bmore\b.*\bor\b"
)
_SUPERLATIVE_PHRASE = re.compile(
    r"\bat (?:most|least)\b|\btop[- ]level\b|最高(?:检|法|人民)|最低生活|最高人民|最大限度|最大程度"
)
_TOTAL = re.compile(
    r"合计|总计|总共|加起来|加总|总和|一共|累计|总额|\b(?:in total|altogether|combined|sum of|all "
    r"together|add(?:ed)? up|overall)\b"
    r"|\btotal\b"
)
_ALL_BODIES = re.compile(
    r"(?:各|所有|全部|这些|几家|各家|每个|两个|三个|两家)(?:[^，。？?]{0,8})(?:局|单位|部门|机构|"
    r"报告|地区|地方|省|市|县|区)"
    r"|\b(?:all|these|the|every|across)\b(?: [\w'-]+){0,3} (?:bureaus|regulators|agencies|bodies|"
    r"authorities|"
    r"departments|reports|cities|counties|ministries|governments|units)\b"
)
_HOW_MUCH = re.compile(
    r"多少|几(?:件|起|次|人|个|家|名|条|项|宗|份|场|户|处|台|套|部|期|批|回|单|张|辆|天|成|例|篇|"
    r"倍|亿|万|所|座|只|桩|位|门|笔)"
    r"|百分之几|多大|多高|多长|多重|几何|金额是|总额是|占比|比重|比例|比率|(?:率|额|数|值|量|总额|"
    r"数量|金额|人数|件数)(?:是|为|有)?(?:多少|几|[？?]?$)"
    r"|\bhow (?:much|many|high|heavy|large|big|long|often|far)\b"
    r"|\bwhat (?:was|is|were|are) the (?:[\w'-]+ ){0,4}(?:total|number|amount|value|share|rate|"
    r"percentage|proportion|"
    r"sum|average|size|cost|figure|count|growth|level)\b"
    r"|\bwhat (?:share|percentage|proportion|percent|fraction|number|amount|total|sum)\b"
    r"|\bwhat did .{3,60} (?:pay|cost|spend)\b"
    r"|\bcombien\b|\bquel(?:le)? (?:est|était|a été) (?:le|la|l') ?(?:montant|nombre|total|part|"
    r"taux|pourcentage)|\bquel (?:montant|nombre|pourcentage|total|taux)\b|\bwie ?viele?\b|\bwie "
    r"hoch\b|\bcu[áa]nt[oa]s?\b"
    r"|何件|何人|何回|いくら|何社|何%|何パーセント|どれくらい|件数|金額は"
)
_WHICH_MORE = re.compile(r"哪(?:个|家|一个)[^，。？?]{0,14}(?:多|少|高|低|大|小|重|轻)(?:一些|"
                         r"一点)?[？?]?$|谁[^，。？?]{0,10}(?:多|少|高|低)[？?]?$")
_NEGATED = re.compile(
    r"(?:没有|没|未|并未|不曾|从未)(?:公布|报告|说明|写明|披露|公开|提到|提及|通报|透露|给出|列出|"
    r"交代|报)"
    r"|\b(?:did not|didn't|do not|don't|does not|failed to|without) (?:report|state|publish|"
    r"mention|disclos|giv|say|reporting|stating|giving|mentioning)"
    r"|\bnot (?:report|stat|publish|mention|disclos)"
)
_ASKS_NONE = re.compile(
    r"(?:没有|未|没|无|从未)(?:发生|被|实施|作出|出现|开出|收到|任何|罚|引发|产生)|零(?:罚款|处罚|"
    r"诉讼|复议|投诉|事故|败诉)|为零"
    r"|\b(?:no|zero|not any|none)\b(?: [\w'-]+){0,3}|\bwithout any\b|\bnot (?:impose|fine|have|"
    r"receive|face)"
    r"|\bnever (?:been )?(?:sued|fined)"
)
_ASKS_CHANGE = re.compile(
    r"(?:\bby how much\b)|增长(?:了)?(?:多少|百分之)|下降(?:了)?(?:多少|百分之)|增加了?多少|"
    r"减少了?多少|增幅|降幅|涨了|提高了?多少|上升了?多少|增速|同比|环比|变化"
    r"|\b(?:grow|grew|growth|increase[ds]?|decrease[ds]?|r[io]se|fell|fall|drop(?:ped)?|declined?|"
    r"change[ds]?)\b"
)
_ASKS_PREVIOUS = re.compile(r"上年同期|上一年的|前一年|\bthe (?:year before|previous year)\b|\ba "
                            r"year earlier\b")

_FAMILY = (
    ("years", re.compile(r"年龄|几岁|多大岁数|\bhow old\b|\baverage age\b|\bages?\b(?= of)")),
    ("ratio", re.compile(r"\bby how much\b|(?:增长|下降|提高|降低|上升|减少|"
                         r"增加)了?(?:百分之)?(?:几|多少)(?!(?:万|亿)?[件起次人个家名条项元])")),
    ("money", re.compile(
        r"多少钱|多少(?:万|亿|千|百)?(?:元|块|资金|金额|款)|金额|总额|(?:罚了?|罚款)多少(?!(?:万|"
        r"多)?[件起次人个家名条项宗份场户处台张辆单笔])|几(?:万|亿|千|百)?元|几块|多少款|数额|钱"
        r"|\bhow much\b(?!.*\b(?:area|land|time)\b)|\bhow heavy\b|\bamounts?\b|\b(?:total "
        r")?value\b|\bmoney\b|\bcost\b|\bsums?\b"
        r"|\bpay\b|\bmontant\b|\bwie hoch\b|\bcu[áa]nto dinero\b|いくら|金額|\bdollars?\b|\byuan\b|"
        r"\beuros?\b|\bpounds?\b")),
    ("money", re.compile(r"\btotal (?:of|in|value of) (?:[\w'-]+ )?(?:fines|penalties|sanctions)\b|"
                         r"\bfines? totals?\b")),
    ("ratio", re.compile(
        r"百分之几|百分比|占比|比重|比例|(?<!效)率(?:是|为|有|达)?(?:多少|几|[？?]|$)|"
        r"多少个?百分点|几成"
        r"|\b(?:what )?(?:share|percentage|percent|proportion|rate)\b|\bpourcentage\b|\btaux\b|"
        r"\bprozent\b|\banteil\b|\bporcentaje\b|割合|何%|何パーセント")),
    ("time", re.compile(r"多少(?:个)?(?:学时|小时|课时|天|工作日|月)|几(?:个)?(?:学时|小时|课时|"
                        r"天)|\bhow (?:many|long).*(?:hours|days|long)\b|\bhours\b")),
    ("area", re.compile(r"多少(?:万|亿)?(?:平方米|平方公里|亩|公顷)|面积|\b(?:hectares|square "
                        r"met(?:er|re)s|area)\b")),
    ("length", re.compile(r"多少(?:万)?(?:公里|千米|里程)|\bkilomet(?:er|re)s\b|\bkm\b")),
    ("mass", re.compile(r"多少(?:万|亿)?(?:吨|公斤|斤)|\btonn?es\b|\btons\b|\bkilograms?\b")),
    ("count", re.compile(
        r"多少(?:万|多)?(?:件|起|次|人|个|家|名|条|项|宗|份|场|户|处|台|套|部|期|批|回|单|张|笔|辆|"
        r"例|篇|所|座|只|位|人次|家次)"
        r"|几(?:件|起|次|人|个|家|名|条|项|宗|份|场|户|处|台|套|部|期|批|回|单|张|辆|例|篇|所|座|"
        r"只|桩|位)|件数|人数|次数|数量|户数"
        r"|\bhow many\b|\bnumber of\b|\bwie ?viele\b|\bcombien d[e']|\bcu[áa]nt[oa]s\b|何件|何人|"
        r"何回|件数")),
)
_COUNTER_ZH = re.compile(
    r"(?:多少|几)(?:万|亿|多|来)?(?P<c>家次|人次|户次|车次|场次|批次|件次|件|起|次|人|个|家|名|条|"
    r"项|宗|份|场|户|处(?!罚|理|置|分)|台|套|部|期|批|回|单|张|辆|例|篇|所|座|只|桩|位)"
)
_SAME_COUNTER = {"回": "次", "桩": "件", "位": "人", "名":
    "人", "单": "件", "例": "件", "宗": "件", "起": "件", "个": ""}
_YEAR = re.compile(
    r"(?<!\d)(?:fy|财年)?\s?(?P<a>(?:19|20)\d{2})(?:\s?[/–-]\s?(?P<b>(?:19|20)?\d{2})(?!\d))?"
    r"(?![\d,.]*\d|[件起次人个家名条项宗份场户处台套张辆篇所座只万亿元余多%])"
    r"|\bfy\s?(?P<s>\d{2})\b|(?P<h>[一二][〇零○一二三四五六七八九]{3})(?=年)"
)
_HAN_DIGIT = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_BY_DELIVERY = re.compile(r"(?:年|年的)(?:国务院)?政府工作报告|\bgovernment work report\b|\bwork "
                          r"report\b")


@dataclass(frozen=True, slots=True)
class YearAsked:
    """``first`` to ``last``; a spell such as 2019/20 has both and is one financial year."""

    first: int
    last: int
    printed: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood as far as its own words go.

    ``kind`` as in the contract. ``family`` is the unit family asked for ("" unknown), ``counter``
    the measure word (人, 件 …; "" any). ``negated``: asks for reports that do *not* state it;
    ``turned``: asks which rose or fell;
    ``asks_none``: asks for reports that say there was none. ``matches`` are lexicon terms with
    offsets into ``folded``.
    """

    text: str
    folded: str
    language: str
    kind: str
    family: str
    family_said: bool
    counter: str
    years: tuple[YearAsked, ...]
    by_delivery: bool
    negated: bool
    asks_none: bool
    asks_change: bool
    asks_previous: bool
    asks_figure: bool
    turned: bool
    conditions: tuple[Condition, ...]
    matches: tuple[Match, ...]


def understand(text: str, lexicon: Lexicon) -> Question:
    """Read a question in any language. An empty question is the caller's to refuse."""
    folded = fold(text)
    language = detect_language(text) or "en"
    conditions = find_conditions(folded, language)
    kind = _kind(folded)
    matches = tuple(lexicon.matches(_without_rank(folded) if kind == "compare" else folded))
    turned = kind == "enumerate" and any(c.operator in ("rose", "fell") for c in conditions)
    if conditions and kind == "topic" and _ALL_BODIES.search(folded):
        kind = "enumerate"
    return Question(
        text=text, folded=folded, language=language, kind=kind,
        family_said=any(p.search(folded) for _, p in _FAMILY) or bool(conditions),
        family="" if turned else _family(folded, matches, lexicon, conditions),
        counter=_counter(folded),
        years=find_years(folded), by_delivery=bool(_BY_DELIVERY.search(folded)),
        negated=bool(_NEGATED.search(folded)),
        asks_none=bool(_ASKS_NONE.search(folded)) and not _NEGATED.search(folded),
        asks_change=bool(_ASKS_CHANGE.search(folded)) or turned,
        asks_previous=bool(_ASKS_PREVIOUS.search(folded)),
        asks_figure=bool(_HOW_MUCH.search(folded)) or _states_figure(folded),
        turned=turned, conditions=conditions, matches=matches,
    )


_SINGLE = re.compile(r"单笔|单起|单案|单张|一笔|\bsingle\b")


def _without_rank(folded: str) -> str:
    """"Who imposed the highest fines" ranks fines; it does not ask for each body's highest fine.

    The words of rank become spaces, so that offsets stay."""
    if _SINGLE.search(folded):
        return folded
    return _SUPERLATIVE.sub(lambda m: re.sub(r"^\w+", lambda w:
        " " * len(w.group()), m.group()), folded)


_STATES_FIGURE = re.compile(
    r"(?:金额|数额|总额|总值|数量|件数|人数|次数|家次|数目|数字|比例|比率|多少|几件|几起)"
    r"|\b(?:amounts?|totals?|value|numbers?|figures?|how many|how much|rate|percentage|"
    r"statistics)\b"
)


def _states_figure(folded: str) -> bool:
    return bool(_STATES_FIGURE.search(folded))


def _kind(folded: str) -> str:
    which = _WHICH_ZH.search(folded) or _WHICH_EN.search(folded) or _WHICH_OTHER.search(folded)
    if which and _NOT_BODY_ZH.search(folded):
        which = None
    superlative = _SUPERLATIVE.search(_SUPERLATIVE_PHRASE.sub(" ", folded))
    if superlative or _WHICH_MORE.search(folded):
        return "compare"
    if which:
        return "enumerate"
    if _TOTAL.search(folded) and _ALL_BODIES.search(folded):
        return "total"
    if _EACH.search(folded):
        return "enumerate"
    if _HOW_MUCH.search(folded):
        return "lookup"
    return "topic"


def _family(
    folded: str, matches: tuple[Match, ...], lexicon: Lexicon, conditions: tuple[Condition, ...]
) -> str:
    for condition in conditions:
        if condition.family:
            return condition.family
    folded = _COUNTS_BODIES.sub(" ", folded)
    for family, pattern in _FAMILY:
        if pattern.search(folded):
            return family
    families = {lexicon.concepts[m.concept].family for m in matches} - {""}
    return families.pop() if len(families) == 1 else ""


def _counter(folded: str) -> str:
    found = _COUNTER_ZH.search(_COUNTS_BODIES.sub(" ", folded))
    if not found:
        return ""
    return _SAME_COUNTER.get(found["c"], found["c"])


def find_years(folded: str) -> tuple[YearAsked, ...]:
    """Years and financial years named in folded text, in order."""
    years = []
    for m in _YEAR.finditer(folded):
        if m["a"]:
            first = int(m["a"])
            last = first
            if m["b"]:
                tail = int(m["b"])
                last = tail if tail > 100 else first // 100 * 100 + tail
                last = last if first < last <= first + 10 else first
            years.append(YearAsked(first, last, m.group().strip()))
        elif m["s"]:
            years.append(YearAsked(2000 + int(m["s"]), 2000 + int(m["s"]), m.group()))
        else:
            year = int("".join(_HAN_DIGIT[c] for c in m["h"]))
            if 1900 <= year <= 2100:
                years.append(YearAsked(year, year, m["h"]))
    return tuple(years)
