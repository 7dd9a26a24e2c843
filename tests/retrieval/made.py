"""Report rows of invented issuers, one inside the other."""

from __future__ import annotations

from indexer.document.report import Details
from indexer.index.schema import ReportRow


def _row(
    row: int, issuer: str, region: str, year: int, title: str, kind: str, language: str = "zh"
) -> ReportRow:
    details = Details(
        title=title, issuer=issuer, region=region, year=year, kind=kind, language=language
    )
    return ReportRow(row, f"r{row}", f"{row}.txt", "text", details, None, 100, "")


#: 0 a city bureau, 1 another bureau of that city, 2 a county bureau in it, 3 the city's government,
#: 4 the province, 5 a British body with a financial year, 6 a national body, 7 the first one's
#: report of the year before, 8 a town in the county.
REPORTS = [
    _row(0, "青河市应急管理局", "湖南青河", 2030, "青河市应急管理局2030年执法报告", "执法报告"),
    _row(1, "青河市市场监督管理局", "湖南青河", 2030, "青河市市场监督管理局2030年报告", "报告"),
    _row(2, "松林县应急管理局", "湖南青河松林", 2030, "松林县应急管理局2030年报告", "执法报告"),
    _row(3, "青河市人民政府", "湖南青河", 2030, "青河市2030年政府工作报告", "政府工作报告"),
    _row(4, "湖南省应急管理厅", "湖南", 2029, "湖南省应急管理厅2029年报告", "报告"),
    _row(
        5,
        "Eastmarsh Harbour Authority",
        "United Kingdom",
        2030,
        "Eastmarsh Harbour Authority Annual Report 2029-30",
        "annual report",
        "en",
    ),
    _row(6, "国家矿山安全监察局", "", 2030, "国家矿山安全监察局2030年报告", "报告"),
    _row(7, "青河市应急管理局", "湖南青河", 2029, "青河市应急管理局2029年执法报告", "执法报告"),
    _row(8, "竹溪镇人民政府", "湖南青河松林", 2030, "竹溪镇2030年工作总结", "工作总结"),
]
