"""Ten short reports of invented bodies, in Chinese, English and French, with known facts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

#: What each report says of fines, in base units (None: it gives no amount).
FINES: dict[str, float | None] = {
    "榕溪市应急管理局2030年度执法报告.txt": 2_360_000,
    "榕溪市应急管理局2029年度执法报告.txt": 1_980_000,
    "雾岭县市场监督管理局2030年工作报告.txt": 508_000,
    "鹤汀市生态环境局2030年度执法总结.md": 12_450_000,
    "沙棘县水利局2030年执法情况.txt": None,
    "橙湾区教育局2030年度报告.txt": None,
    "石鼓镇2030年综合执法小结.md": None,
    "eastmarsh-harbour-authority-2030.md": 640_000,
    "larkfield-borough-food-safety-2030.txt": None,
    "autorite-controle-brevalle-2030.md": 275_000,
}

TEXTS: dict[str, str] = {
    "榕溪市应急管理局2030年度执法报告.txt": (
        "榕溪市应急管理局2030年度执法报告\n\n"
        "一、检查情况\n"
        "榕溪市应急管理局全年检查企业812家次，发现隐患1530条，已经整改1498条，整改率97.9%。\n"
        "二、处罚情况\n"
        "（一）总体数据\n"
        "全年立案64起，作出行政处罚59次，罚款236万元，上年罚款为198万元。"
        "其中事故处罚罚款151万元，事前处罚罚款85万元。\n"
        "（二）举报奖励\n"
        "发放举报奖励金7.4万元，给高危企业购买责任保险花费31万元。\n"
        "三、培训\n"
        "举办执法培训班6期，培训执法人员143人次，每人学习时间不少于40学时。\n"
    ),
    "榕溪市应急管理局2029年度执法报告.txt": (
        "榕溪市应急管理局2029年度执法报告\n\n"
        "一、检查情况\n"
        "榕溪市应急管理局全年检查企业760家次，发现隐患1402条。\n"
        "二、处罚情况\n"
        "全年立案57起，作出行政处罚52次，罚款198万元。\n"
    ),
    "雾岭县市场监督管理局2030年工作报告.txt": (
        "雾岭县市场监督管理局2030年工作报告\n\n"
        "一、监管执法\n"
        "雾岭县市场监督管理局办结各类案件133件，罚没款50.8万元，比上年增长12.5%。"
        "没收不合格商品2.1吨。\n"
        "二、消费维权\n"
        "受理投诉举报2046件，为消费者挽回损失88万元。\n"
        "三、法律服务\n"
        "单位聘请了两名法律顾问，审查合同47份。\n"
    ),
    "鹤汀市生态环境局2030年度执法总结.md": (
        "# 鹤汀市生态环境局2030年度执法总结\n\n"
        "## 一、案件查处\n\n"
        "全市生态环境部门下达处罚决定书176份，罚款1245万元，同比下降8.2%。\n\n"
        "## 二、资金投入\n\n"
        "争取上级治理资金3.4亿元，支付监测设备采购合同款920万元。\n\n"
        "## 三、诉讼复议\n\n"
        "全年收到行政复议申请9件，没有一件被撤销；行政诉讼案件3件，全部胜诉。\n"
    ),
    "沙棘县水利局2030年执法情况.txt": (
        "沙棘县水利局2030年执法情况\n\n"
        "一、巡查\n沙棘县水利局巡查河道312次，劝阻违规采砂19起。\n"
        "二、处罚\n全年未实施罚款，没有发生行政诉讼。\n"
    ),
    "橙湾区教育局2030年度报告.txt": (
        "橙湾区教育局2030年度报告\n\n"
        "一、学校建设\n橙湾区教育局投入资金4300万元，新建教学楼5栋，新增学位2700个。\n"
        "二、教师队伍\n招聘教师168名，发放优秀教师奖励金96万元。\n"
    ),
    "石鼓镇2030年综合执法小结.md": (
        "# 石鼓镇2030年综合执法小结\n\n"
        "石鼓镇人民政府\n\n"
        "## 一、执法\n\n"
        "对占道经营的商户作出罚款处罚，具体数额另行公示。拆除违法建筑23处。\n\n"
        "## 二、宣传\n\n发放宣传册4000份。\n"
    ),
    "eastmarsh-harbour-authority-2030.md": (
        "# Eastmarsh Harbour Authority Annual Report 2030\n\n"
        "## 1 Inspections\n\n"
        "Inspectors visited 318 vessels and found 94 defects.\n\n"
        "## 2 Enforcement\n\n"
        "The authority issued 27 penalty notices and imposed fines of £640,000 in total, against"
        " £590,000 the year before. The largest single fine was £120,000.\n\n"
        "## 3 Grants\n\n"
        "It paid grants of £2.3 million to fishing families and insurance premiums of £81,000.\n"
    ),
    "larkfield-borough-food-safety-2030.txt": (
        "Larkfield Borough Council\nFood Safety Report 2030\n\n"
        "1 Inspections\nOfficers inspected 455 kitchens; 93% of them met the standard.\n\n"
        "2 Training\nThe council trained 61 inspectors. No fines were imposed in 2030.\n"
    ),
    "autorite-controle-brevalle-2030.md": (
        "# Autorité de contrôle de Brevalle : rapport annuel 2030\n\n"
        "## 1 Contrôles\n\n"
        "L'autorité a réalisé 1 240 inspections dans les commerces de la région.\n\n"
        "## 2 Sanctions\n\n"
        "Le montant des amendes prononcées s'élève à 275 000 euros pour 88 décisions.\n\n"
        "## 3 Formation\n\n"
        "Trente-deux agents ont suivi une formation de 14 heures.\n"
    ),
}

#: Thirty questions of every kind, in several languages; some have no answer.
QUESTIONS: tuple[str, ...] = (
    "哪些单位报告了罚款金额",
    "哪些单位没有公布罚款金额",
    "哪些局罚款超过一千万元",
    "哪些报告提到了行政诉讼",
    "哪些单位聘请了法律顾问",
    "榕溪市应急管理局2030年罚款多少",
    "榕溪市应急管理局2029年罚款多少",
    "榕溪应急局发现隐患多少条",
    "榕溪市应急管理局的整改率是多少",
    "雾岭县市场监管局受理投诉多少件",
    "鹤汀市生态环境局罚款同比下降多少",
    "各局罚款合计多少",
    "哪个单位罚款最多",
    "哪个单位罚款最少",
    "执法培训做了什么",
    "橙湾区教育局招聘了多少教师",
    "云海市应急管理局罚款多少",
    "沙棘县水利局种了多少棵树",
    "which bureaus reported enforcement fines",
    "which authorities did not report fines",
    "which bodies reported fines of more than 1 million",
    "how much did Eastmarsh Harbour Authority impose in fines",
    "how many vessels did Eastmarsh inspect",
    "how much did the Rongxi emergency management bureau fine in 2030",
    "what share of kitchens met the standard in Larkfield",
    "what training was given to inspectors",
    "how much did the Hollowmere Harbour Authority fine",
    "Quel est le montant des amendes prononcées à Brevalle ?",
    "Quelles autorités ont prononcé des amendes ?",
    "Welche Behörden haben Bußgelder verhängt?",
)


def write_reports(folder: Path, names: Iterable[str] | None = None) -> Path:
    """The reports ``names`` (all by default) as files of ``folder``, in that order."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in TEXTS if names is None else names:
        (folder / name).write_text(TEXTS[name], encoding="utf-8")
    return folder
