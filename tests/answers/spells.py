"""Made reports that tell figures of several years in one sentence."""

from __future__ import annotations

from pathlib import Path

REPORTS = {
    "梅岭区林业局2031.md": (
        "# 梅岭区林业局2031年度执法工作报告\n\n梅岭区林业局 2032年1月12日\n\n"
        "2031年，全区林业行政立案84件，上年为97件；罚款36.2万元，去年同期为41.5万元。\n"
    ),
    "tarnwick.md": (
        "# Tarnwick Fire Authority Annual Report 2030/31\n\n"
        "Tarnwick Fire Authority, 3 July 2031\n\n"
        "In 2030/31 we attended 1,204 fires, compared with 1,310 in 2029/30. "
        "Income from charges was £2.4m (2029/30: £2.1m).\n"
    ),
    "泽口县商务局2031.md": (
        "# 泽口县商务局2031年工作总结\n\n泽口县商务局 2032年1月20日\n\n"
        "2027年至2031年，全县累计发放消费券5,200万元，其中2031年1,300万元。"
        "近三年新增商贸企业分别为12家、15家、21家。\n"
    ),
    "岚山县水务局2031.md": (
        "# 岚山县水务局2031年工作总结\n\n岚山县水务局 2032年1月15日\n\n"
        "2029年、2030年、2031年，全县水行政罚款分别为51.4万元、64.9万元、47.3万元。"
        "受理投诉70件，办结66件，同比分别下降12%和9%。\n"
    ),
}


def write_spells(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
