"""Quantities of the two seed reports, read by hand: raw spelling, value, unit, metric keyword."""

from __future__ import annotations

_FIRST = """
155起 155 count 事故起数|123人 123 count 死亡|0.9% -0.9 percent 事故起数|35.9% -35.9 percent 事故起数
27.5% -27.5 percent 死亡人数|11次 11 count 专题学习|4次 4 count 专题研讨|130名 130 count 执法人员
19名 19 count 新进人员|18人 18 count 执法资格|94.7% 94.7 percent 通过率|100% 100 percent 达标率
100% 100 percent 参考率|100% 100 percent 合格率|86件 86 count 决策|2名 2 count 律师
11次 11 count 案审委会议|23件 23 count 处罚案件|90分 90 points 案卷|217家 217 count 执法企业
106家 106 count 执法企业|51% -51 percent 执法企业|133次 133 count 执法检查|30% -30 percent 执法检查
42次 42 count 联合检查|4次 4 count 联合检查|2次 2 count 案卷|30件 30 count 案卷|219条 219 count 问题
24家 24 count 企业|3588条 3588 count 重大事故隐患|3567条 3567 count 整改|99.41% 99.41 percent 整改率
28家 28 count 企业|1037条 1037 count 问题隐患|50条 50 count 重大事故隐患|77家 77 count 企业
1904条 1904 count 事故隐患|191条 191 count 重大事故隐患|14150人次 14150 count 执法人员
6312次 6312 count 行政检查|4872条 4872 count 隐患|211起 211 count 立案|1346次 1346 count 行政处罚
740.9万元 7409000 CNY 罚款|两起 2 count 窝点|15万元 150000 CNY 奖励|7项 7 count 激励措施
8295家 8295 count 企业|25417条 25417 count 隐患|99.94% 99.94 percent 整改率|221.9万元 2219000 CNY 奖励
15家 15 count 企业|217场次 217 count 宣传活动|10万余份（件） 100000 count 资料
12万余人次 120000 count 人群|20余期 20 count 短视频
"""
_SECOND = """
10件 10 count 行政许可|41次 41 count 行政处罚|133.4万元 1334000 CNY 罚没收入|377次 377 count 行政检查
194个 194 count 市场|1个 1 count 检查计划|169次 169 count 行政检查|169次 169 count 实际
100% 100 percent 完成率|208次 208 count 行政检查|252次 252 count 赋码|100% 100 percent 告知率
197件 197 count 行政复议|3件 3 count 行政诉讼|0% 0 percent 败诉率|3次 3 count 出庭应诉
100% 100 percent 应诉率|28项 28 count 检查事项|5大类 5 count 问题|26项 26 count 问题|78项 78 count 问题
100% 100 percent 完成率|8余场次 8 count 培训|22人 22 count 执法人员|48学时 48 hours 培训时长
3次 3 count 资格考试|3人 3 count 执法人员|100% 100 percent 持证率|81项 81 count 执法事项
61余条 61 count 信息|12台（套） 12 count 执法设备|4434份 4434 count 执法文书|29件 29 count 执法决定
14项 14 count 执法事项|10次 10 count 检查|1件 1 count 移送案件|1件 1 count 刑事立案
1件 1 count 受案|1件 1 count 处罚立案|8名 8 count 执法人员|1辆 1 count 执法车辆|2名 2 count 审核人员
1名 1 count 监督人员|41件 41 count 审核案件|88项 88 count 问题|1名 1 count 法律顾问
"""


def _read(prefix: str, rows: str) -> list[tuple[str, str, float, str, str]]:
    quantities = []
    for cell in rows.strip().replace("\n", "|").split("|"):
        raw, value, unit, keyword = cell.split()
        quantities.append((prefix, raw, float(value), unit, keyword))
    return quantities


SEED_QUANTITIES = _read("000", _FIRST) + _read("004", _SECOND)
