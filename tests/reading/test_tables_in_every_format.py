"""Tables say the same in every format: labels, codes, units, empty cells, rows of heads.

A value of a table is its words, its value in base units, its unit and, where one is told, its year
or role. Numbers of rows, codes, ranks and years are no figures.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from .formats import FORMATS, Rows, written

# For each table: title, caption, rows, the words and values that it holds, numbers it does not.
Wanted = tuple[tuple[str, float, str], ...]
Case = tuple[str, str, Rows, Wanted, tuple[float, ...]]

LABELS: dict[str, Case] = {
    "row numbers": (
        "青岚市商务局2031年工作报告", "重点企业情况",
        [["序号", "企业名称", "销售额（万元）", "从业人员（人）"], ["1", "东麓百货", "3,450", "212"],
         ["2", "西溪商贸", "1,280", "96"], ["3", "合计", "4,730", "308"]],
        (("东麓百货 销售额", 34_500_000, "CNY"), ("西溪商贸 从业人员", 96, "count"),
         ("合计 销售额", 47_300_000, "CNY")),
        (1, 2, 3),
    ),
    "codes of accounts": (
        "青岚市财政局2031年决算", "单位：万元",
        [["科目编码", "科目名称", "预算数", "决算数"], ["201", "公共服务支出", "1,200.50", "1,180.25"],
         ["20103", "机构事务", "800.00", "790.10"], ["2010301", "行政运行", "650.30", "640.20"]],
        (("公共服务支出 决算数", 11_802_500, "CNY"), ("行政运行 预算数", 6_503_000, "CNY")),
        (201, 20103, 2010301, 2_010_000, 201_030_000),
    ),
    "line numbers and a column of units": (
        "青岚市城管局2031年统计表", "案件情况表",
        [["行次", "指标", "计量单位", "2031年", "2030年"], ["01", "办结案件", "件", "412", "398"],
         ["02", "罚没金额", "万元", "56.7", "61.2"], ["03", "出动人员", "人次", "2 310", "2 100"]],
        (("办结案件", 412, "count"), ("罚没金额", 612_000, "CNY"), ("出动人员", 2310, "count")),
        (1, 2, 3),
    ),
    "codes of places": (
        "Landesamt Nordau: Jahresbericht 2031", "Tabelle 4: Ausgaben der Kreise",
        [["Nr.", "Kreis", "AGS", "Einwohner", "Ausgaben (TEUR)"],
         ["1", "Waldau", "09171", "112.345", "340,5"], ["2", "Bergfeld", "09172", "98.700", "21,5"]],
        (("Waldau Einwohner", 112_345, "count"), ("Bergfeld Ausgaben", 21_500, "EUR")),
        (1, 2, 4, 9171, 9172),
    ),
    "Japanese codes": (
        "青葉県令和13年度検査報告", "表1　検査の状況",
        [["番号", "市町村", "コード", "検査件数（件）", "過料（千円）"],
         ["1", "青葉市", "04101", "1,250", "380"], ["2", "緑川町", "04341", "310", "45"]],
        (("青葉市 検査件数", 1250, "count"), ("緑川町 過料", 45_000, "JPY")),
        (1, 2, 4101, 4341),
    ),
    "French rows": (
        "Agence des eaux : rapport annuel 2031", "Tableau 5 – Contrôles et amendes",
        [["N°", "Département", "Contrôles", "Amendes (k€)"], ["1", "Val-Rouge", "1 204", "56,3"],
         ["2", "Haute-Lande", "987", "31,0"], ["", "Ensemble", "2 191", "87,3"]],
        (("Val-Rouge Contrôles", 1204, "count"), ("Haute-Lande Amendes", 31_000, "EUR"),
         ("Ensemble Amendes", 87_300, "EUR")),
        (1, 2, 5),
    ),
    "blank second labels": (
        "青岚市2031年统计年报", "产业情况表",
        [["地区", "类别", "企业数（家）", "产值（亿元）"], ["东区", "工业", "120", "34.5"],
         ["", "服务业", "210", "28.1"], ["西区", "工业", "88", "19.2"], ["", "服务业", "140", "16.6"]],
        (("东区 工业 企业数", 120, "count"), ("东区 服务业 企业数", 210, "count"),
         ("西区 服务业 产值", 1_660_000_000, "CNY")),
        (),
    ),
    "ranks": (
        "青岚市城管局2031年统计表", "单位排名表",
        [["排名", "单位", "得分", "罚款（元）"], ["1", "第三大队", "96.5", "20,000"],
         ["2", "第一大队", "93.0", "5,500"]],
        (("第三大队 罚款", 20_000, "CNY"), ("第一大队 罚款", 5_500, "CNY")),
        (1, 2),
    ),
}  # fmt: skip
EMPTY: dict[str, Case] = {
    "Chinese": (
        "青岚市城管局2031年决算", "单位：万元",
        [["部门", "预算数", "决算数", "差额"], ["办公室", "120.50", "108.80", "(11.70)"],
         ["执法队", "", "96.40", "—"], ["信息中心", "45.00", "无", "(45.00)"],
         ["合计", "165.50", "205.20", "39.70"]],
        (("办公室 决算数", 1_088_000, "CNY"), ("办公室 差额", -117_000, "CNY"),
         ("执法队 决算数", 964_000, "CNY"), ("信息中心 差额", -450_000, "CNY"),
         ("信息中心 预算数", 450_000, "CNY"), ("合计 差额", 397_000, "CNY")),
        (),
    ),
    "English": (
        "Vale Council Annual Report 2031", "Spending by programme, GBP thousand",
        [["Programme", "Budget", "Outturn", "Variance"], ["Roads", "1,200", "1,350", "(150)"],
         ["Parks", "–", "80", "n/a"], ["Libraries", "310", "", "310"],
         ["Total", "1,510", "1,430", "80"]],
        (("Roads Outturn", 1_350_000, "GBP"), ("Roads Variance", -150_000, "GBP"),
         ("Parks Outturn", 80_000, "GBP"), ("Libraries Variance", 310_000, "GBP")),
        (),
    ),
    "German": (
        "Landesamt Nordau: Jahresbericht 2031", "Tabelle 3: Ausgaben in Tsd. EUR",
        [["Bereich", "Plan", "Ist", "Abweichung"], ["Straßen", "1.200,0", "1.350,5", "−150,5"],
         ["Parks", "-", "80,2", "k. A."], ["Summe", "1.200,0", "1.430,7", "−230,7"]],
        (("Straßen Ist", 1_350_500, "EUR"), ("Straßen Abweichung", -150_500, "EUR"),
         ("Parks Ist", 80_200, "EUR")),
        (3,),
    ),
    "Spanish": (
        "Agencia del Agua: memoria anual 2031", "Cuadro 4. Gastos (miles de euros)",
        [["Concepto", "Previsto", "Ejecutado", "Desviación"],
         ["Personal", "1.200,5", "1.150,0", "(50,5)"], ["Obras", "", "310,2", "n. d."],
         ["Total", "1.200,5", "1.460,2", "259,7"]],
        (("Personal Desviación", -50_500, "EUR"), ("Obras Ejecutado", 310_200, "EUR")),
        (4,),
    ),
    "Japanese": (
        "青葉県令和13年度決算報告", "単位：千円",
        [["区分", "予算額", "決算額", "差引"], ["総務費", "1,200", "1,350", "△150"],
         ["環境費", "－", "80", "▲20"], ["計", "1,200", "1,430", "△230"]],
        (("総務費 差引", -150_000, "JPY"), ("環境費 決算額", 80_000, "JPY"),
         ("計 差引", -230_000, "JPY")),
        (),
    ),
    "months": (
        "青岚市城管局2031年统计表", "表1 各月案件情况（单位：件）",
        [["指标", "1月", "2月", "3月", "4月", "5月"], ["立案", "12", "", "15", "—", "9"],
         ["结案", "10", "8", "", "未统计", "7"], ["合计", "22", "8", "15", "", "16"]],
        (("立案 3月", 15, "count"), ("立案 5月", 9, "count"), ("结案 2月", 8, "count"),
         ("结案 5月", 7, "count"), ("合计 5月", 16, "count")),
        (1,),
    ),
    "groups parted by spaces": (
        "青岚市农业局2031年年报", "主要农产品情况表",
        [["名称", "产量（吨）", "单价（元）"], ["小麦", "8 410", "2 650"], ["玉米", "6 020", "2 300"],
         ["大豆", "", "未定价"]],
        (("小麦 产量", 8_410_000, "kg"), ("小麦 单价", 2650, "CNY"), ("玉米 单价", 2300, "CNY")),
        (650, 300),
    ),
}  # fmt: skip
HEADS: dict[str, Case] = {
    "a measure over number and change": (
        "青岚市城管局2031年统计表", "案件情况表",
        [["单位", "立案", "", "罚款", ""], ["", "件数（件）", "同比（%）", "金额（万元）", "同比（%）"],
         ["一大队", "120", "5.5", "34.5", "-2.1"], ["二大队", "88", "3.1", "20.2", "4.0"]],
        (("一大队 立案 件数", 120, "count"), ("二大队 罚款 金额", 202_000, "CNY"),
         ("一大队 立案 同比", 5.5, "percent"), ("一大队 罚款 同比", -2.1, "percent")),
        (),
    ),
    "the same words in both heads": (
        "青岚市城管局2031年统计表", "案件情况表",
        [["单位", "立案", "立案", "罚款", "罚款"], ["单位", "本年", "上年", "本年", "上年"],
         ["一大队", "120", "112", "34.5", "30.1"], ["二大队", "88", "90", "20.2", "18.8"]],
        (("一大队 立案 上年", 112, "count"), ("二大队 立案 本年", 88, "count"),
         ("二大队 罚款 上年", 18.8, "count")),
        (),
    ),
    "a row of units": (
        "青岚市城管局2031年统计表", "案件情况表",
        [["单位", "立案数", "罚款额", "检查数"], ["", "件", "万元", "次"],
         ["一大队", "120", "34.5", "410"], ["二大队", "88", "20.2", "305"]],
        (("一大队 立案数", 120, "count"), ("一大队 罚款额", 345_000, "CNY"),
         ("二大队 检查数", 305, "count")),
        (),
    ),
    "three heads": (
        "青岚市城管局2031年统计表", "案件情况表",
        [["单位", "案件", "案件", "案件"], ["单位", "立案", "结案", "移送"], ["单位", "件", "件", "人"],
         ["一大队", "120", "110", "3"], ["二大队", "88", "80", "1"]],
        (("一大队 案件 立案", 120, "count"), ("二大队 案件 结案", 80, "count"),
         ("一大队 案件 移送", 3, "count")),
        (),
    ),
    "English words": (
        "Vale Council Annual Report 2031", "Permits and penalties",
        [["District", "Permits", "", "Penalties", ""], ["", "issued", "refused", "number", "sum (£)"],
         ["North", "310", "12", "45", "12,500"], ["South", "280", "9", "30", "8,800"]],
        (("North Permits issued", 310, "count"), ("South Permits refused", 9, "count"),
         ("North Penalties sum", 12_500, "GBP")),
        (),
    ),
    "German words": (
        "Landesamt Nordau: Jahresbericht 2031", "Tabelle 1",
        [["Kreis", "Einwohner", "Einwohner", "Ausgaben", "Ausgaben"],
         ["", "männlich", "weiblich", "Plan", "Ist"],
         ["Waldau", "51.200", "52.310", "1.200", "1.350"],
         ["Bergfeld", "48.100", "49.700", "980", "1.010"]],
        (("Waldau Einwohner männlich", 51_200, "count"), ("Bergfeld Einwohner weiblich", 49_700, "count"),
         ("Waldau Ausgaben Ist", 1350, "count")),
        (),
    ),
}  # fmt: skip
CASES = {f"{kind}: {name}": case
         for kind, cases in (("labels", LABELS), ("empty cells", EMPTY), ("heads", HEADS))
         for name, case in cases.items()}  # fmt: skip


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", CASES)
def test_a_table_is_read_alike(name: str, kind: str, tmp_path: Path) -> None:
    title, caption, rows, wanted, never = CASES[name]
    report = written(tmp_path, kind, title, caption, rows)
    found = [f for f in report.figures if f.role not in ("ordinal", "date")]
    told = [(f"{f.body} {f.metric}", f.value, f.unit) for f in found]
    for words, value, unit in wanted:
        assert any(
            set(words.split()) <= set(said.split()) and (number, measured) == (value, unit)
            for said, number, measured in told
        ), (words, value, told)
    assert not {number for _, number, _ in told} & set(never)


YEARS: dict[str, tuple[str, Rows, tuple[tuple[float, str, int | None], ...]]] = {
    "years above measures": (
        "青岚市2031年统计年报",
        [["指标", "2030年", "", "2031年", ""], ["", "绝对数", "占比(%)", "绝对数", "占比(%)"],
         ["男性", "5120", "49.5", "5231", "49.8"], ["女性", "5223", "50.5", "5273", "50.2"]],
        ((5120, "previous", 2030), (5273, "level", 2031), (50.2, "level", 2031)),
    ),
    "measures above years": (
        "Vale Council Annual Report 2031",
        [["District", "Inspections", "Inspections", "Fines", "Fines"],
         ["", "2030", "2031", "2030", "2031"], ["North", "310", "355", "12.5", "14.0"],
         ["South", "280", "301", "9.1", "8.8"]],
        ((355, "level", 2031), (310, "previous", 2030), (8.8, "level", 2031)),
    ),
    "this year and last": (
        "青岚市司法局2031年统计表",
        [["项目", "本年", "上年", "增减（%）"], ["立案（件）", "412", "398", "3.5"],
         ["罚款（万元）", "56.7", "61.2", "-7.4"]],
        ((412, "level", None), (398, "previous", 2030), (-7.4, "change", None)),
    ),
    "fiscal years": (
        "Vale Council Annual Report 2030/31",
        [["Item", "2030/31", "2029/30"], ["Inspections", "812", "790"], ["Fines (£)", "120", "95"]],
        ((812, "level", 2031), (790, "previous", 2030), (95, "previous", 2030)),
    ),
    "German": (
        "Landesamt Nordau: Jahresbericht 2031",
        [["Kennzahl", "2031", "Vorjahr"], ["Bescheide", "412", "398"], ["Anzeigen", "120", "95"]],
        ((412, "level", 2031), (398, "previous", 2030), (95, "previous", 2030)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", YEARS)
def test_a_cell_has_the_year_of_its_head(name: str, kind: str, tmp_path: Path) -> None:
    title, rows, wanted = YEARS[name]
    report = written(
        tmp_path, kind, title, "统计表" if title.isascii() is False else "Table 1", rows
    )
    told = {(f.value, f.role, f.year) for f in report.figures}
    for value, role, year in wanted:
        assert any((value, role) == (v, r) and year in (y, None) for v, r, y in told), told
