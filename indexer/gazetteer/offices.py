"""Standing long forms of the names of Chinese offices."""

from __future__ import annotations

import re

#: Characters that end the name of an office, in both scripts.
OFFICE_ENDS = "局厅廳委部院署府队隊处處所"
_LONG_FORMS = (
    ("人社局", "人力资源和社会保障局"), ("人社厅", "人力资源和社会保障厅"),
    ("卫健委", "卫生健康委员会"), ("卫健局", "卫生健康局"), ("发改委", "发展和改革委员会"),
    ("发展改革委", "发展和改革委员会"), ("发改局", "发展和改革局"), ("住建局", "住房和城乡建设局"),
    ("住建厅", "住房和城乡建设厅"), ("住建委", "住房和城乡建设委员会"), ("文旅局", "文化和旅游局"),
    ("文旅厅", "文化和旅游厅"), ("市监局", "市场监督管理局"), ("市场监管局", "市场监督管理局"),
    ("市场监管总局", "市场监督管理总局"), ("应急局", "应急管理局"),
    ("安监局", "安全生产监督管理局"),
    ("安监总局", "安全生产监督管理总局"), ("交运局", "交通运输局"),
    ("管委会", "管理委员会"), ("城管执法局", "城市管理行政执法局"), ("城管局", "城市管理局"),
    ("应急厅", "应急管理厅"), ("市监总局", "市场监督管理总局"),
)  # fmt: skip


def long_form(name: str) -> str:
    """``name`` with the standing long form of its office (应急局 is 应急管理局)."""
    for short, long in _LONG_FORMS:
        if name.endswith(short) and not name.endswith(long):
            return name[: -len(short)] + long
    if re.search(r"[^党常纪政编工]委$", name) and not re.search(r"[省市县区]委$", name):
        return name + "员会"
    return name
