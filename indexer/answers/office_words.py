"""Words of offices by language: what they are called, how a question asks who holds one, and what
makes a longer title of one (副局长, deputy director).

All is matched against folded text (``folding.fold``: lower case, Traditional characters as
Simplified ones, so that 局長 is 局长 in Chinese and in Japanese).
"""

from __future__ import annotations

DEPUTY, ASSISTANT, FORMER, OTHER, ACTING = "deputy", "assistant", "former", "other", "acting"

#: 长 that begins another word (市长期, 区长三角).
_NO_LENGTH = "(?![期远效达度年时势久足短江城三处])"


def _heads(bodies: str) -> tuple[str, ...]:
    return tuple(f"{body}长{_NO_LENGTH}" for body in bodies.split())


#: Titles that stand for one another from language to language, a row a kind of office; a title is
#: a regular expression without groups.
TITLES: tuple[dict[str, tuple[str, ...]], ...] = (
    {
        "zh": (*_heads("局 厅 司 署 处 科 所 院 馆 站 总队 支队 大队 中队 队 股 室 关 台"),
               "主任", "总监", "负责人", "总经理", "经理"),
        "ja": (*_heads("局 部 课 所 署 室 支部 系 センター 厅"), "長官", "长官", "代表"),
        "en": (r"director[- ]general", "director", "head", "chief executive", "chief",
               "commissioner", "general manager", "manager", "superintendent", "administrator"),
        "fr": (r"direct(?:eur|rice) g[ée]n[ée]rale?", "direct(?:eur|rice)", "cheff?e?",
               "commissaire", "responsable"),
        "de": ("generaldirektor(?:in|s)?", "direktor(?:in|s)?", "leiter(?:in|s)?",
               "chef(?:in|s)?", "gesch[äa]ftsf[üu]hrer(?:in|s)?"),
        "es": ("director(?:a)? general", "directora?", "jef[ea]", "gerente", "comisari[oa]"),
        "ru": (r"директор\w{0,2}", r"начальник\w{0,2}", r"руководител\w{1,3}",
               r"глав(?:а|ы|е|у|ой)",
               r"управляющ\w{2,3}"),
    },
    {
        "zh": ("主席(?![台团令])", *_heads("会 理事 董事 委员 议")),
        "ja": (*_heads("会 议 委员 理事"), "社长", "総裁", "总裁"),
        "en": ("chair(?:man|woman|person)?", "president", "chancellor"),
        "fr": ("pr[ée]sidente?",),
        "de": ("vorsitzende[rn]?", "pr[äa]sident(?:in|en)?"),
        "es": ("president[ea]",),
        "ru": (r"председател\w{1,3}", r"президент\w{0,2}"),
    },
    {
        "zh": _heads("市 县 区 镇 乡 省 州 旗 村"),
        "ja": (*_heads("市 区 町 村"), "知事"),
        "en": ("mayor", "governor", "prefect"),
        "fr": ("maire", "pr[ée]f[èe]te?", "gouverneure?"),
        "de": ("(?:ober)?b[üu]rgermeister(?:in|s)?", "landr[aä]t(?:in|s)?", "gouverneur(?:in|s)?"),
        "es": ("alcalde(?:sa)?", "gobernadora?"),
        "ru": (r"мэр\w{0,2}", r"губернатор\w{0,2}"),
    },
    {
        "zh": ("秘书长", "书记(?![员处官])", "部长"),
        "ja": ("书记长", "事务総长", "事务总长", "大臣"),
        "en": ("secretary[- ]general", "secretary", "minister"),
        "fr": ("secr[ée]taire", "ministre"),
        "de": ("sekret[äa]r(?:in|s)?", "minister(?:in|s)?"),
        "es": ("secretari[oa]", "ministr[oa]"),
        "ru": (r"секретар\w{1,3}", r"министр\w{0,2}"),
    },
    {
        "zh": (*_heads("检察 审计 庭"), "校长", "行长", "总工程师"),
        "ja": ("校长", "学长", "総监", "总监"),
        "en": ("principal", "rector", "dean", "auditor[- ]general", "prosecutor"),
        "fr": ("recteur|rectrice", "proviseure?", "doyenn?e?", "procureure?"),
        "de": ("rektor(?:in|s)?", "dekan(?:in|s)?"),
        "es": ("rectora?", "decan[oa]", "fiscal"),
        "ru": (r"ректор\w{0,2}", r"декан\w{0,2}", r"прокурор\w{0,2}"),
    },
)

_EN_WORD = (r"(?:(?!(?:of|for|to|that|who|by|in|at|on|with|and|or|from|as|responsible|in charge)\b)"
            r"[\w'.-]+ ){0,5}?")
_FR_WORD = r"(?:(?!(?:de|du|des|pour|qui|par|en|avec|et|ou|au|aux)\b)[\w'-]+ ){0,3}?"
_DE_WORD = r"(?:(?!(?:f[üu]r|von|vom|und|oder|mit|in|im|an|auf|bei|dem)\b)[\w-]+ ){0,3}?"
_ES_WORD = r"(?:(?!(?:del?|para|por|que|con|en|y|o|al?)\b)[\w-]+ ){0,3}?"
_RU_WORD = r"(?:(?!(?:за|в|на|от|по|с|и|для|перед)\b)[\w.-]+ ){0,3}?"

#: Questions for the holder of an office, ``{t}`` its title.
ASKED: dict[str, tuple[str, ...]] = {
    "zh": (
        r"{t}(?:同志)?(?:现在|目前|当时|现|具体)?(?:(?:是|为|系|由)(?:谁|哪位|哪一位|哪个人|什么人|何人)|"
        r"(?:叫|姓)(?:什么|啥))",
        r"{t}(?:同志)?的?(?:姓名|名字|人选)",
        r"(?:谁|哪位|哪一位|何人|什么人)(?:现在|目前|当时)?"
        r"(?:是|现任|担任|出任|就任|接任|兼任|被任命为|当选|当上?|任|为|做)"
        r"[^，。；,;?？!]*?{t}(?:一职|之职|职务)?[?？。!的吗呢啊\s]*$",
    ),
    "ja": (
        r"{t}(?:の(?:お?名前|氏名))?(?:は|って|とは)(?:、)?(?:现在、?)?(?:谁|だれ|どなた|何という|何さん)",
        r"{t}の(?:お?名前|氏名)",
        r"(?:谁|だれ|どなた)が[^、。?？]*?{t}",
    ),
    "en": (
        r"\bwho(?:'s| is| was| has been| became| serves as| served as| acts as| acted as|"
        r" took over as| (?:was|is|has been) (?:appointed|named|elected|made)(?: as| to be)?|"
        r" (?:holds|held) the (?:post|office|position) of)"
        r"(?: currently| now| then)?(?: the| its| their| a| an)? "
        rf"{_EN_WORD}(?:to the {_EN_WORD})?" r"(?:\w+-)?(?<!\w){t}\b",
        rf"\bnames? of (?:the|its|their) {_EN_WORD}" r"(?:\w+-)?(?<!\w){t}\b",
        r"(?<!\w){t}'s name\b",
    ),
    "fr": (
        r"\bqui (?:est|[ée]tait|fut|devient|a [ée]t[ée] nomm[ée]e?|occupe le poste de|"
        r"exerce les fonctions de)(?: actuellement)?(?: le| la| l')? ?"
        rf"{_FR_WORD}(?:(?:au|du|de la|à la) )?" r"(?:vice-?|sous-?)?{t}\b",
        rf"\bcomment (?:s'appelle|se nomme)(?: le| la| l') ?{_FR_WORD}(?:(?:au|du|de la) )?"
        r"(?:vice-?|sous-?)?{t}\b",
        rf"\bnom (?:du |de la |de l'){_FR_WORD}" r"(?:vice-?|sous-?)?{t}\b",
    ),
    "de": (
        r"\bwer (?:ist|war|wurde|wird)(?: aktuell| derzeit| momentan| zurzeit)?"
        rf"(?: der| die| das| zum| zur)? {_DE_WORD}(?:de[rs] )?" r"(?:vize-?|unter-?)?{t}\b",
        rf"\bwie hei(?:ß|ss)t (?:der |die ){_DE_WORD}" r"(?:vize-?|unter-?)?{t}\b",
        rf"\bname (?:des |der ){_DE_WORD}" r"(?:vize-?|unter-?)?{t}\b",
    ),
    "es": (
        r"\bqui[ée]n (?:es|era|fue|ha sido|ocupa el cargo de|ejerce de)(?: actualmente)?"
        rf"(?: el| la)? {_ES_WORD}(?:(?:del?|de la) )?" r"(?:sub|vice-?)?{t}\b",
        rf"\bc[óo]mo se llama (?:el |la ){_ES_WORD}" r"(?:sub|vice-?)?{t}\b",
        rf"\bnombre (?:del |de la ){_ES_WORD}" r"(?:sub|vice-?)?{t}\b",
    ),
    "ru": (
        r"\bкто(?: является| был[аи]?| стал[аи]?| сейчас| ныне| назначен[аы]?|"
        rf" занимает (?:пост|должность))? {_RU_WORD}" r"(?:вице-|зам\.? ?)?{t}\b",
        rf"\bкак зовут {_RU_WORD}" r"(?:вице-|зам\.? ?)?{t}\b",
        rf"\b(?:имя|фамили[яю]|фио) {_RU_WORD}" r"(?:вице-|зам\.? ?)?{t}\b",
    ),
}

_HAN = (
    (DEPUTY, r"副(?:总|支|大|中)?", r"代理|代行"),
    (ASSISTANT, r"助理", r"助理|秘书|补佐|付(?![き近])"),
    (ACTING, r"代理?|临时|署理", r"心得|职务代行"),
    (FORMER, r"(?<![之此目以日先当眼空跟面])前任?|(?<!中)原任?|(?<![\d万亿])元|"
     r"上一任|曾任|历任", ""),
    (OTHER, r"名誉|荣誉|顾问", r"级|室|办公|会议|信箱|接待|热线|令|任期|表彰|赏|"
     r"科员|医师|护师|护士|药师|技师|编辑|记者|督学"),
)
#: Ranks by language: what stands right before the title and right behind it.
RANKS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "zh": _HAN,
    "ja": _HAN,
    "en": (
        (DEPUTY, r"\b(?:deputy|vice|associate|under|sub)(?:[- ]+|\b)"
         r"(?:(?!(?:and|or|the|of|to|for|is|was)\b)[\w']+[- ]){0,2}", ""),
        (ASSISTANT, r"\bassistant[- ]+(?:(?!(?:and|or|the|of|to|for|is|was)\b)[\w']+[- ]){0,2}|"
         r"\b(?:assistant|advis[eo]r|aide|secretary|deputy|deputies|reports?)s? (?:to|of) "
         r"(?:the |its |their )(?:[\w']+ ){0,2}",
         r"'s (?:assistant|deputy|deputies|secretary|advis[eo]r|aide)\b"),
        (ACTING, r"\b(?:acting|interim|caretaker)[- ]+(?:[\w']+ )?", ""),
        (FORMER, r"\b(?:former|ex|past|previous|retired)[- ]+(?:[\w']+ )?", " emeritus"),
        (OTHER, r"\bhonorary |\boffice of the ", r"'s office\b| of staff\b| emeritus"),
    ),
    "fr": (
        (DEPUTY, r"\b(?:vice|sous)-? ?|\badjointe? (?:au |du |de la |à la |de l'|au )(?:[\w-]+ )?",
         r" (?:[\w-]+ )?(?:adjointe?|d[ée]l[ée]gu[ée]e?|suppl[ée]ante?)\b"),
        (ASSISTANT, r"\b(?:assistante?|secr[ée]taire|conseill[eè]re?) (?:du |de la |de l'|au )"
         r"(?:[\w-]+ )?", ""),
        (ACTING, "", r" (?:par int[ée]rim|int[ée]rimaire)\b"),
        (FORMER, r"\b(?:ancien(?:ne)?|ex|pr[ée]c[ée]dente?)[- ]+", r" (?:sortante?|honoraire)\b"),
        (OTHER, r"\bcabinet (?:du |de la )", ""),
    ),
    "de": (
        (DEPUTY, r"\b(?:stellvertretend\w*|stv\.|stellv\.) (?:[\w-]+ )?|(?<!\w)(?:vize|unter)-?|"
         r"\bstellvertreter(?:in)? de[sr] (?:[\w-]+ )?", r" stellvertreter(?:in)?\b"),
        (ASSISTANT, r"\b(?:assistent(?:in)?|referent(?:in)?|sekret[äa]r(?:in)?) de[sr] "
         r"(?:[\w-]+ )?",
         r"assisten\w+"),
        (ACTING, r"\b(?:kommissarisch\w*|gesch[äa]ftsf[üu]hrend\w*) (?:[\w-]+ )?", ""),
        (FORMER, r"\b(?:ehemalig\w*|fr[üu]her\w*) (?:[\w-]+ )?|(?<!\w)(?:ex|alt)-?", r" a\. ?d\."),
        (OTHER, r"\bb[üu]ro de[sr] ", ""),
    ),
    "es": (
        (DEPUTY, r"(?<!\w)(?:sub|vice)-?|\b(?:teniente|adjunt[oa]) (?:de |del |al? |a la )"
         r"(?:la )?(?:[\w-]+ )?", r" (?:[\w-]+ )?(?:adjunt[oa]|suplente)\b"),
        (ASSISTANT, r"\b(?:asistente|ayudante|asesora?|secretari[oa]) (?:del |de la |al )"
         r"(?:[\w-]+ )?",
         r" (?:auxiliar|asistente)\b"),
        (ACTING, "", r" (?:[\w-]+ )?(?:interin[oa]|en funciones)\b"),
        (FORMER, r"(?<!\w)ex-? ?|\b(?:antigu[oa]|anterior) ", r" salientes?\b"),
        (OTHER, r"\bgabinete (?:del |de la )|\bdespacho (?:del |de la )", ""),
    ),
    "ru": (
        (DEPUTY, r"\b(?:заместител\w*|зам\.?|замест\.?) ?(?:[\w-]+ )?|(?<!\w)(?:зам|вице-)", ""),
        (ASSISTANT, r"\b(?:помощник\w*|советник\w*|секретар\w*) (?:[\w-]+ )?", ""),
        (ACTING, r"\bи\. ?о\. ?|\bврио |исполняющ\w+ обязанности |временн\w+ ", ""),
        (FORMER, r"\b(?:бывш\w+|прежн\w+) |(?<!\w)экс-", ""),
        (OTHER, r"\b(?:приемн\w+|приёмн\w+|канцеляри\w+) ", ""),
    ),
}
