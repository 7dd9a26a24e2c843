"""Words of the made corpus: invented names, sentence templates, questions (all our own)."""

from __future__ import annotations

ZH_FIRST = "澜岫汐桐麓沅枫霁榆泠崤缙浔湄邺蓼芷翎岑苕堇栎檀漪潞泓瀛鄢虞桓"
ZH_SECOND = "屿川皋浦陂塬峪汀埠垣泽渚坪畈漈嵊栈坞浛砚堰洑壑渊岬濑沣圩垌滘"
ZH_SUFFIX = ("县", "市", "区", "县", "镇")
EN_FIRST = (
    "Bram",
    "Cald",
    "Dun",
    "Els",
    "Fen",
    "Gar",
    "Hol",
    "Ister",
    "Kel",
    "Lorn",
    "Mar",
    "Nor",
    "Oster",
    "Pell",
    "Quar",
    "Rother",
    "Sel",
    "Thorn",
    "Ulver",
    "Wex",
)
EN_MIDDLE = ("a", "by", "de", "er", "in", "le", "mo", "ra", "ste", "wick")
EN_LAST = ("bourne", "combe", "dale", "field", "ford", "ham", "leigh", "mere", "moor", "stow")

# (Chinese body, its English name as a question would put it)
ZH_BODIES = (
    ("应急管理局", "emergency management bureau"),
    ("生态环境局", "ecology and environment bureau"),
    ("市场监督管理局", "market regulation bureau"),
    ("交通运输局", "transport bureau"),
    ("水利局", "water resources bureau"),
    ("农业农村局", "agriculture and rural affairs bureau"),
    ("住房和城乡建设局", "housing and urban-rural development bureau"),
    ("卫生健康局", "health bureau"),
)
EN_BODIES = (
    "Environmental Health Service",
    "Transport Authority",
    "Trading Standards Office",
    "Fire and Rescue Service",
    "Housing Enforcement Team",
    "Port Authority",
)

# What a report may state: sentence templates by language; {v} is the figure as printed.
ZH_FACTS: dict[str, tuple[str, ...]] = {
    "fine": (
        "全年作出行政处罚决定{n}件，罚款{v}。",
        "本年度立案{n}起，合计处以罚款{v}。",
        "查处违法行为{n}起，罚款金额{v}。",
        "办结案件{n}宗，罚没款共{v}。",
    ),
    "inspection": (
        "全年开展执法检查{v}次。",
        "共组织监督检查{v}次，做到应查尽查。",
        "出动人员开展现场检查{v}次。",
    ),
    "permit": (
        "全年办理行政许可{v}件。",
        "准予行政许可{v}件，全部在承诺时限内办结。",
        "窗口办结行政许可事项{v}件。",
    ),
    "review": (
        "办理行政复议案件{v}件。",
        "本年度发生行政复议{v}件，均已结案。",
        "作为被申请人参加行政复议{v}件。",
    ),
    "training": (
        "组织执法人员培训{v}场。",
        "举办执法业务培训班{v}场。",
        "开展执法人员集中培训{v}场。",
    ),
    "complaint": ("受理群众投诉举报{v}件。", "通过热线受理投诉举报{v}件，按期办结。"),
    "drill": ("组织应急演练{v}场。", "全年开展各类应急演练{v}场。"),
    "staff": ("现有持证执法人员{v}人。", "全局持有执法证的执法人员{v}名。"),
}
EN_FACTS: dict[str, tuple[str, ...]] = {
    "fine": (
        "We closed {n} enforcement cases and imposed fines of {v}.",
        "Fines imposed in the year came to {v} across {n} cases.",
        "In {n} cases a fine was issued; these fines totalled {v}.",
    ),
    "inspection": (
        "Officers carried out {v} inspections.",
        "The team made {v} inspections in all.",
    ),
    "permit": ("We granted {v} licences.", "A total of {v} licences were issued."),
    "review": (
        "There were {v} administrative reviews of our decisions.",
        "We handled {v} administrative review cases.",
    ),
    "training": (
        "We held {v} training sessions for enforcement officers.",
        "Staff attended {v} enforcement training sessions.",
    ),
    "complaint": (
        "The hotline took {v} complaints from the public.",
        "We received {v} complaints.",
    ),
    "drill": ("We ran {v} emergency drills.", "{v} emergency drills were held with partners."),
    "staff": (
        "We employ {v} authorised enforcement officers.",
        "At the year's end there were {v} authorised enforcement officers.",
    ),
}
ZH_NO_FINE = ("全年未实施罚款。", "本年度没有作出罚款决定。", "年内未对任何单位处以罚款。")
EN_NO_FINE = ("No fines were imposed in the year.", "We did not impose any fines.")
ZH_MENTION = ("对违法行为依法作出行政处罚{n}件。", "坚持处罚与教育相结合，立案查处{n}起。")
EN_MENTION = ("Enforcement action was taken in {n} cases.", "We served {n} warning notices.")
# Money that is no fine.
ZH_DECOYS = (
    "发放有奖举报奖金{m}。",
    "安排执法装备预算{m}。",
    "为从业人员投保责任险，保费{m}。",
    "签订信息系统运维合同，合同金额{m}。",
    "争取上级补助资金{m}。",
)
EN_DECOYS = (
    "Rewards of {m} were paid to informants.",
    "The equipment budget was {m}.",
    "Insurance premiums came to {m}.",
    "A maintenance contract of {m} was let.",
    "A grant of {m} was received.",
)
ZH_FILLERS = (
    "我们把依法行政贯穿工作全程，责任层层落实到人。",
    "领导班子定期听取执法情况汇报，研究解决难点问题。",
    "执法全过程记录制度运行平稳，案卷质量稳步提高。",
    "与周边部门建立信息互通机制，形成监管合力。",
    "工作中仍有基层力量偏弱、数字化水平不高等短板。",
    "对照年初安排，各项任务总体推进顺利。",
    "面向企业和居民开展多种形式的法律宣传。",
    "公开办事指南，减少群众跑动次数。",
)
EN_FILLERS = (
    "The year's plan was carried out in full.",
    "Managers reviewed progress every quarter.",
    "We worked closely with neighbouring authorities.",
    "Case files were audited for quality.",
    "Staffing remains the main constraint.",
    "Guidance for businesses was rewritten in plain words.",
    "Residents told us that they want quicker replies.",
    "Records are kept in a single system.",
)
# Measures that only a few reports took: (Chinese sentence, question in Chinese, in English).
ZH_TOPICS = (
    ("用无人机对河道采砂点开展夜间巡航，发现线索即时推送。", "夜里如何盯防河道采砂？"),
    ("设立企业合规诊所，由公职律师每周坐诊答疑。", "律师怎样为企业提供合规咨询？"),
    ("推行手语视频办事窗口，方便听障人士办理业务。", "听力障碍者办事有什么便利？"),
    ("在集市设流动法庭帐篷，就地化解摊位纠纷。", "集市里的摊位矛盾怎样处理？"),
    ("给冷链货车加装温度传感器，超温自动报警。", "冷链运输温度如何监管？"),
)
EN_TOPICS = (
    (
        "Sniffer dogs were trained to find illegal tobacco hidden in shop walls.",
        "How is hidden illegal tobacco found?",
    ),
    (
        "A tool library lends ladders and detectors to tenants for small repairs.",
        "What can tenants borrow for repairs?",
    ),
    (
        "Retired captains mentor young pilots through the tidal channel.",
        "Who mentors young pilots?",
    ),
    (
        "Beekeepers report odour from landfill sites through a shared map.",
        "How do beekeepers report landfill odour?",
    ),
    (
        "Night buses carry defibrillators, and drivers know how to use them.",
        "What life-saving equipment do night buses carry?",
    ),
)
# Enumerate questions: fact asked for, language, words.
ENUMERATE = (
    ("fine", "zh", "哪些单位报告了罚款？"),
    ("fine", "en", "Which bodies reported fines?"),
    ("review", "zh", "哪些单位公布了行政复议件数？"),
    ("review", "en", "Which bodies state the number of administrative reviews?"),
    ("permit", "zh", "哪些单位写明了行政许可件数？"),
    ("permit", "en", "List all bodies that give the number of licences issued."),
    ("training", "zh", "有哪些单位说明了执法培训场次？"),
    ("complaint", "en", "Which reports give the number of complaints received?"),
    ("drill", "zh", "哪些单位列出了应急演练的场数？"),
    ("staff", "en", "Which reports state how many authorised enforcement officers there are?"),
)
ZH_ASK = {
    "fine": "{who}{year}年罚款多少？",
    "inspection": "{who}{year}年开展了多少次执法检查？",
    "permit": "{who}{year}年办理了多少件行政许可？",
    "review": "{who}{year}年有几件行政复议？",
    "complaint": "{who}{year}年受理了多少件投诉举报？",
    "staff": "{who}有多少持证执法人员？",
}
EN_ASK = {
    "fine": "How much did the {who} impose in fines in {year}?",
    "inspection": "How many inspections did the {who} carry out in {year}?",
    "permit": "How many licences did the {who} grant in {year}?",
    "review": "How many administrative reviews did the {who} have in {year}?",
    "complaint": "How many complaints did the {who} receive in {year}?",
    "staff": "How many authorised enforcement officers does the {who} have?",
}
UNANSWERABLE = (
    ("zh", "蘅皋市应急管理局2025年罚款多少？"),
    ("en", "How much did Zantrowick Port Authority fine in 2024?"),
    ("zh", "哪个单位发射了气象卫星？"),
    ("en", "How many submarines were bought?"),
    ("zh", "博物馆参观人数是多少？"),
    ("en", "What was the average score in the school mathematics exam?"),
    ("zh", "高铁票价上涨了多少？"),
    ("en", "How many tonnes of lithium were mined?"),
    ("zh", "核电站发电量是多少？"),
    ("en", "Who won the regional chess tournament?"),
)
COMPARE = (
    ("zh", "哪个单位罚款最多？"),
    ("en", "Which body imposed the highest fines?"),
    ("zh", "哪个单位办理的行政许可最多？"),
    ("en", "Which body received the most complaints?"),
)
TOTAL = (
    ("zh", "各单位罚款合计多少？"),
    ("en", "How many inspections were carried out in total?"),
    ("zh", "一共受理了多少件投诉举报？"),
    ("en", "How many licences were issued in total?"),
)
