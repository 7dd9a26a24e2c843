"""What fuzzing starts from: pieces of invented reports, drafts and questions, and of their formats."""

from __future__ import annotations

#: Pieces that the rules of reading look for; also libFuzzer's dictionary.
WORDS = (
    "一、", "（一）", "(1)", "1.", "1．", "①", "第一章", "第三条", "一是", "二是", "附件：", "目 录", "注：",
    "云岭市水务局", "2025年", "二〇二五年", "2025年度", "上年", "去年同期", "同比下降", "同比增长", "提高", "分别",
    "其中", "罚款", "罚没收入", "立案", "61.5", "740.9", "1,346", "1．2", "３", "三百余", "十万", "万元", "亿元", "元",
    "件", "起", "家次", "人次", "台（套）", "%", "％", "‰", "个百分点", "百分之五十一", "至", "—", "–", "~", "约",
    "近", "余", "超过", "不足", "。", "；", "，", "、", "：", "“", "”", "（", "）", "《", "》", "…", "\n", "\n\n", " ",
    "\u3000", "\t", "|", " | ", "— 3 —", "第3页 共12页", "12/31/2025", "2026年1月15日", "2026-01-15",
    "fines", "of", "£1.2 million", "1.5m", "per cent", "$3,000", "12 hours", "km²", "3rd", "No. 5", "v2.1.3",
    "哪些单位", "多少", "最多", "合计", "没有", "which bureaus", "how many", "did not report", "over 1 million",
    "# ", "## ", "- ", "> ", "```", "[^1]", "---", "<table>", "<tr><td>", "</table>", "<p>", "<!--", "-->",
    "<script>", "&nbsp;", "&#x4e00;", "<w:p>", "</w:p>", "<w:r><w:t>", "</w:t></w:r>", "<w:tbl><w:tr><w:tc>",
    "</w:tc></w:tr></w:tbl>", "<w:ins>", "<w:del>", "<w:footnoteReference w:id=\"1\"/>", "BT", "ET", "Tj", "obj",
    "endobj", "stream", "endstream", "xref", "trailer", "\ufeff", "\u200b", "\u202e", "e\u0301", "𠮷", "ⅷ", "½", "²",
    "٣", "ก", "한", "é", "ß", "0", "9" * 30, "." * 5, "1" + ",000" * 6,
)  # fmt: skip
_REPORT = (
    "云岭市水务局2025年度法治政府建设年度报告\n\n一、主要做法\n\n（一）规范执法。全年立案27件，同比下降35.9%，罚款61.5万元，"
    "其中3家企业各罚2万元。\n\n1.强化学习。举办培训8场次，参训三百余人次。\n\n| 项目 | 2024年 | 2025年 |\n| 罚款（万元） | 52.3 | 61.5 |\n\n"
    "二、存在问题\n\n下一步打算\n\n2026年力争办结率达到98%以上。\n\n云岭市水务局\n2026年1月15日\n"
)
_ENGLISH = (
    "# Annual report 2024/25\n\nThe authority opened 1,204 cases (2023/24: 980) and imposed fines of £3.2 million, up 12%.\n\n"
    "## Staff\n\nTwo hundred inspectors made 5,000 visits between 1 April and 31 March.\n"
)
_HTML = (
    "<table><tr><td>索引号</td><td>A-1</td></tr><tr><td>发布机构</td><td>云岭市水务局</td></tr></table><h1>年度报告</h1>"
    "<p>全年罚款<b>61.5</b>万元。<br>立案27件。</p><ul><li>一是宣传。<li>二是检查。</ul><script>x</script>"
)
_DOCX = (
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>一、做法</w:t></w:r></w:p><w:p><w:ins><w:r><w:t>罚款61.5万元。'
    "</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>项目"
    "</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
_PDF = (
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 62>>stream\nBT /F1 12 Tf 60 780 Td (Fines of 615,000 yuan in 2025.) Tj ET\nendstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF"
)
_QUESTIONS = (
    "哪些单位2025年公布了超过100万元的罚款？",
    "How many firms did Yunling inspect in 2024?",
    "罚款合计多少，同比如何",
)
STARTS: dict[str, tuple[str, ...]] = {
    "plain": (_REPORT, _ENGLISH),
    "markdown": (_REPORT, _ENGLISH),
    "html": (_HTML,),
    "docx": (_DOCX,),
    "pdf": (_PDF,),
    "file": ("\0" + _REPORT, "\1" + _ENGLISH, "\2<html>" + _HTML, "\3" + _PDF),
    "outline": (_REPORT, _ENGLISH),
    "figures": (_REPORT, _ENGLISH),
    "question": _QUESTIONS,
    "draft": (_REPORT, _ENGLISH),
}
