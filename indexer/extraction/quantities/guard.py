"""Numbers that are not quantities: dates, ordinals, law and document numbers, hotlines, idioms.

``look_alikes`` marks these in a folded text, so that a search for figures can skip them.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from ...text.numerals import HAN_ONES, HAN_TENS, HAN_YEAR

_N = rf"[\d零〇{HAN_TENS}百千两]"
_MONTH_NAMES = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|janvier|février|mars|avril|mai|juin|juillet|août"
    r"|septembre|octobre|novembre|décembre|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
)
_LABELS = (
    r"sections?|articles?|art|nos?|nr|numbers?|pages?|pp?|part|chapters?|paragraphs?|para|tables?"
    r"|tab(?:leaux?|ellen?|las?|elas?)|cuadros?|graphiques?|gráficos?|grafik|abb(?:ildung(?:en)?)?|"
    r"figuras?|annexes?|anexos?|anlagen?|anhang|seiten?|páginas?|chapitres?|capítulos?"
    r"|fig(?:ure)?s?|annex|appendix|rules?|regulations?|schedule|version|phase|tier|level|class|"
    r"category|grade|form|items?|stage|step|clause|loi|ley|gesetz|ziffer|kapitel|abschnitt|absatz|"
    r"artikel|artículo|règlement|decree|directive|act|order"
)
_DATES = (
    r"\d{4} ?年?(?:[-—–~～―至到、和与]{1,2}|及) ?\d{4} ?年(?:度|代)?",
    r"(?<!\d)(?:19|20)\d\d ?年(?:度|"
    r"代)?(?: ?\d{1,2}(?: ?[-—–~至到] ?\d{1,2})? ?月份?)?(?: ?\d{1,2} ?日)?(?:起|至|以来)?",
    rf"{HAN_YEAR}年(?:度|代)?(?:[{HAN_TENS}]{{1,3}}月)?(?:[{HAN_TENS}]{{1,3}}日)?",
    rf"[{HAN_ONES}]十年代|\d0年代|\d{{1,2}}世纪|[二十一]{{1,3}}世纪|(?:令和|平成|"
    r"昭和) ?(?:\d{1,2}|元)年度?",
    r"(?<![\d.])\d{1,2} ?月?(?:[-—–~至到]|、) ?\d{1,2} ?月(?:份|\d{1,2} ?日)?",
    r"(?<![\d.个])\d{1,2} ?月(?:份|底|初|末|中旬|上旬|下旬|"
    r" ?\d{1,2} ?[日号]?)?(?:[-—–~至到]\d{1,2}日)?",
    rf"(?<![\d{HAN_TENS}个])[{HAN_TENS}]{{1,3}}月(?:份|[{HAN_TENS}]{{1,3}}日)?",
    r"(?<!\d)\d{1,2} ?日(?![内间間])|(?<!\d)\d{1,2} ?时(?!间|段|效)(?: ?\d{1,2} ?分)?(?!以)",
    r"(?<!\d)\d{1,2}[:：]\d{2}(?::\d{2})?(?!\d)",
    r"(?<!\d)(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|(?<!\d)(?:19|"
    r"20)\d\d[/–—-](?:20)?\d\d(?!\d)",
    rf"[一二三四1-4]季度|前[{HAN_TENS}\d]{{1,2}}个?月|\bFY ?\d{{2,4}}(?:/\d{{2,4}})?|\bQ[1-4]\b",
    rf"\b\d{{1,2}}(?:st|nd|rd|th|er|\.)? (?:de |of )?{_MONTH_NAMES}\b\.?(?:,? (?:de |"
    rf"del )?\d{{4}})?",
    rf"\b{_MONTH_NAMES}\.? (?:de )?\d{{4}}\b|\b{_MONTH_NAMES}\.? \d{{1,2}}(?:st|nd|rd|"
    rf"th)?\b(?:,? \d{{4}})?",
    r"(?<![\d.,’'$£€¥])(?:19|20)\d\d(?![\d,.%]?\d|"
    r"[ ]?[%‰万亿件起次人家户份条项个名位场处元台套宗篇张辆余多㎡米吨公平]|年)s?\b",
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th)\b",
)
_NUMBERS = (
    rf"第 ?{_N}+(?:[-—、至到和]第?{_N}+)?",
    r"[〔\[（(【](?:19|20)\d\d[〕\])）】] ?第? ?\d+ ?号?|(?<!\d)(?<!\d-)\d++(?:-\d++)*+ ?号(?!召)",
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}[-—]\d{7,8}(?!\d)|"
    r"(?<!\d)\d{3,4}-\d{3,4}-\d{3,4}(?!\d)",
    r"(?<![\d.])(?:12\d{3}|1[12]\d)(?=[“”\"]?(?:政务|便民|市民|民生|政府|公共|投诉|举报|消费|"
    r"智慧|信访)?"
    r"[“”\"]?(?:服务|投诉|举报|政务)?(?:便民)?(?:热线|平台|电话|工单|专线|举报|投诉|报警|接警|"
    r"警情|指挥|联动|接处警|系统|转办|交办|维权))",
    r"(?<![\d.,])12\d{3}(?=[”\"]? (?:(?:service|government) )?(?:(?:hot|help)?lines?|platform)\b)",
    r"(?<![\d.,])\d{15,19}+[Xx]?(?![\d.,])",
    r"https?://\S+|www\.\S+|[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,64}",
    r"(?<![A-Za-z])(?!RMB|CNY|USD|EUR|GBP|JPY|HKD|CHF|INR)[A-Za-z]++[-–]?\d[\d.]*+[A-Za-z]?\d*+",
    r"(?<![\d.])\d[Gg](?![a-z])|(?<![\d.])\d+[+＋×xX]\d+|(?<![\d.])24 ?[×x\*] ?7|"
    r"(?<!\d)(?<!\d/)\d++/\d++(?:/\d++)*+(?!万)",
    r"《[^《》\n]{1,80}》|〈[^〈〉\n]{1,60}〉",
    rf"(?i)\b(?:{_LABELS})\.? ?(?:n[°ºo] ?)?\d[\d.,]*(?:\(\w{{1,3}}\))*|"
    rf"(?<![A-Za-z])n[°º] ?\d+|№ ?\d+|§+ ?\d[\d.]*",
    r"\b\d++ (?:V\.S\.A|U\.S\.C|C\.F\.R|CFR|USC)\b",
    r"(?<![\d.:：])\d{1,3}[:：]\d{1,3}(?![\d])",
    # A raised dot that is no decimal point (the fold has those as points): 5·12, 3・15.
    r"(?<!\d)\d++[·•‧∙⋅・･]\d++|(?<!\d)10[⁰¹²³⁴-⁹]",
)
_HEADINGS = (
    r"(?m)^[ \t]*(?:\d{1,2}(?:\.\d{1,2})*(?:[．、)）]|\.(?!\d))|"
    rf"[（(][{HAN_TENS}百\d]{{1,3}}[)）]|[{HAN_TENS}百]{{1,3}}、|"
    r"\d{1,2}\.\d{1,2}(?:\.\d{1,2})* +(?![\d%万亿]|million|"
    r"billion|bn|per|trillion))",
    rf"[（(](?:[{HAN_TENS}]{{1,3}}|\d{{1,2}})[)）]|"
    r"(?<![\d])\d{1,2}\.(?![\d\s])(?=[\u4e00-\u9fff])",
)
_IDIOMS = (
    r"十[一二三四五]五(?=[”\"’]|规划|期间|时期|末|以来|计划|收官|开局|的)|"
    r"[一二三四五六七八]五(?=[”\"’]|普法|规划|期间|计划)",
    r"一把手|三重一大|三公|两会|万一|十分|千方百计|千家万户|千万(?=要|不)|百分百|百姓|百强|"
    r"百货|百科|万众|"
    r"一[定些般样直致切起共律旦再贯流体站带线揽举同方边面半心面边网键窗窗口码](?!案|事故)|"
    r"一方面|另一|同一|统一|单一|唯一|"
    r"一批|一系列|一种|一类|一项项|一次性|一事一|一案一|一企一|一户一|一人一|一村一|一业一|一网|"
    r"四个意识|四个自信|两个维护|两个确立|三项制度|四张清单|三个规定|八项规定|两个责任|"
    r"一岗双责|三管三必须|"
    r"四个现代化|零[部售星食钱距件]|五大洲|(?:两|[三四五六七八九])(?:次(?:会议|全会|全体)|"
    r"项(?:原则|制度|方针|准则|规定)|个(?:超级|代表))|"
    r"(?:周|星期|礼拜)[一二三四五六日]|一国两制|三农|二维码|二手|三包|三无|四风|五一|六一|"
    r"七一|八一|十一届|三中全会|四中全会|二十大|十九大|"
    r"两岸|两地|两手|两山|两高|两法|两新|两重|两不愁|双随机|三级|二级|一级|四级|五级|三方|"
    r"双方|多方|万事|万物|"
    r"一带一路|五位一体|四个全面|两个一百年|三个代表|四项基本原则|三大攻坚战|百年|千年|万象|"
    r"千篇一律|"
    r"三年行动|三年计划|五年规划|五年计划|一[^\s，。；、]{1,2}一[^\s，。；、](?=[”制改策])",
    r"(?:每|这|那|某|任|逐|首|哪|该|上|下|前|后|各|某)一|(?:这|那|上述|以上|其他|前|后|哪|"
    r"该)(?:两|[二三四五六七八九十])",
    r"“[^“”\n]{1,14}”(?![家户起件次个项])",
)
_PATTERN = re.compile("|".join((*_HEADINGS[1:], *_DATES, *_NUMBERS, *_IDIOMS)).replace("(?i)", ""))
_HEADING = re.compile(_HEADINGS[0])
_LABEL = re.compile(rf"(?i)\b(?:{_LABELS})\.? ?(?:n[°ºo] ?)?\d[\d.]*(?:\(\w{{1,3}}\))*")


class LookAlikes:
    """Stretches of a text whose numbers are not quantities, for quick overlap questions."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touch(self, start: int, end: int) -> bool:
        """Whether ``start:end`` overlaps any marked stretch."""
        i = bisect_right(self._starts, end - 1) - 1
        return i >= 0 and self._ends[i] > start


def look_alikes(text: str) -> LookAlikes:
    """Marks dates, ordinals, headings, identifiers, titles and idioms of a folded ``text``."""
    spans = [match.span() for match in _HEADING.finditer(text)]
    spans += [match.span() for match in _PATTERN.finditer(text)]
    spans += [match.span() for match in _LABEL.finditer(text)]
    return LookAlikes(spans)
