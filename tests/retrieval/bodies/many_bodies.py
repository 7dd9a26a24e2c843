"""Report rows of many bodies, to be named in many ways."""

from __future__ import annotations

from indexer.document.report import Details
from indexer.index.schema import ReportRow

#: key: (issuer, region, title, language)
BODIES: dict[str, tuple[str, str, str, str]] = {
    "jinnan_market": ("天津市津南区市场监督管理局", "天津津南", "", "zh"),
    "jinnan_gov": ("天津市津南区人民政府", "天津津南", "", "zh"),
    "hefei_health": ("合肥市卫生健康委员会", "安徽合肥", "", "zh"),
    "mianyang_env": ("绵阳市生态环境局", "四川绵阳", "", "zh"),
    "mianyang_fire": ("绵阳市消防救援支队", "四川绵阳", "", "zh"),
    "sichuan_emergency": ("四川省应急管理厅", "四川", "", "zh"),
    "gulou_nj": ("南京市鼓楼区教育局", "江苏南京", "", "zh"),
    "gulou_xz": ("徐州市鼓楼区教育局", "江苏徐州", "", "zh"),
    "haian_gov": ("淮安市人民政府", "江苏淮安", "", "zh"),
    "dali_culture": ("大理白族自治州文化和旅游局", "云南大理", "", "zh"),
    "yining_water": ("伊宁县水利局", "新疆伊犁", "", "zh"),
    "putuo_urban": ("上海市普陀区城市管理行政执法局", "上海普陀", "", "zh"),
    "xian_resources": ("西安市自然资源和规划局", "陕西西安", "", "zh"),
    "hunan_hr": ("湖南省人力资源和社会保障厅", "湖南", "", "zh"),
    "jiuzhou_town": ("安顺市西秀区旧州镇人民政府", "贵州安顺", "", "zh"),
    "grain": ("云浮市粮食和物资储备局", "广东云浮", "", "zh"),
    "mot": ("交通运输部", "全国", "", "zh"),
    "samr": ("国家市场监督管理总局", "全国", "", "zh"),
    "untold": ("", "海南", "海南省农业执法情况通报", "zh"),
    "ico": ("Information Commissioner's Office", "United Kingdom", "ICO annual report", "en"),
    "pra": ("Prudential Regulation Authority", "United Kingdom", "PRA report", "en"),
    "dgccrf": ("DGCCRF", "France", "Bilan annuel", "fr"),
    "oregon": ("Oregon Department of Environmental Quality", "Oregon, United States", "", "en"),
    "epa": ("Environmental Protection Agency", "United States", "", "en"),
    "jftc": ("公正取引委員会", "日本", "年次報告", "ja"),
    "hyogo": ("兵庫県警察本部", "日本兵庫県", "", "ja"),
    "bafin": (
        "Bundesanstalt für Finanzdienstleistungsaufsicht",
        "Deutschland",
        "Jahresbericht",
        "de",
    ),
    "aepd": ("Agencia Española de Protección de Datos", "España", "Memoria anual", "es"),
    "leeds": ("Leeds City Council", "United Kingdom", "", "en"),
    "koeln": ("Ordnungsamt der Stadt Köln", "Deutschland", "", "de"),
    "council": ("国务院", "全国", "2011年政府工作报告", "zh"),
}
KEYS = list(BODIES)
ROWS = [
    ReportRow(
        n,
        key,
        f"{key}.txt",
        "text",
        Details(
            title=title or f"{issuer}2030年报告",
            issuer=issuer,
            region=region,
            year=2030,
            kind="",
            language=language,
        ),
        None,
        100,
        "",
    )
    for n, (key, (issuer, region, title, language)) in enumerate(BODIES.items())
]
