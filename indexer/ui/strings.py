"""Every word that the page itself says, in Chinese and English.

Some go into Streamlit labels, which read Markdown: entries hold no Markdown, and what comes out of
a report is never put into an entry that becomes a label (see ``safe.py``).
"""

from __future__ import annotations

LANGUAGES = {"zh": "中文", "en": "English"}

_TEXT: dict[str, tuple[str, str]] = {
    # key: (Chinese, English)
    "tagline": ("向政策报告提问，每句回答都有出处", "Ask your policy reports; every sentence is cited"),
    "language": ("语言", "Language"),
    "view": ("页面", "View"),
    "view_ask": ("提问", "Ask"),
    "view_reader": ("阅读", "Read"),
    "view_reports": ("报告", "Reports"),
    # Asking
    "question": ("问题", "Question"),
    "placeholder": ("例如：哪些单位报告了罚款金额？", "For example: which bureaus reported enforcement fines"),
    "ask": ("提问", "Ask"),
    "examples": ("可以这样问", "Try one of these"),
    "example_fines": ("哪些单位报告了罚款金额？", "Which bureaus reported enforcement fines?"),
    "example_most": ("哪个单位的罚款最多？", "Which bureau reported the highest fines?"),
    "example_total": ("罚款总额合计是多少？", "What do the fines come to in total?"),
    "example_topic": ("执法人员培训是怎么做的？", "How were enforcement officers trained?"),
    "example_lookup": ("{issuer}的罚款是多少？", "How much did {issuer} report in fines?"),
    "history": ("问过的问题", "Asked before"),
    "answer": ("回答", "Answer"),
    "no_answer": ("报告中没有写明", "Not stated in the reports"),
    "examined": ("检查了 {examined} / {reports} 份报告", "{examined} of {reports} reports examined"),
    "took": ("用时 {ms} 毫秒", "{ms} ms"),
    "generated_by": ("由语言模型撰写：{name}", "Written by a language model: {name}"),
    "kind_lookup": ("查找", "Lookup"),
    "kind_enumerate": ("逐份核查", "Census"),
    "kind_compare": ("比较", "Comparison"),
    "kind_total": ("合计", "Total"),
    "kind_topic": ("主题", "Topic"),
    # Table
    "table": ("数据", "Figures"),
    "col_issuer": ("单位", "Issuer"),
    "col_region": ("地区", "Region"),
    "col_year": ("年份", "Year"),
    "col_verdict": ("结论", "Verdict"),
    "col_metric": ("指标", "Metric"),
    "col_value": ("数值", "Value"),
    "col_unit": ("计量单位", "Unit"),
    "col_raw": ("原文写法", "As printed"),
    "col_others": ("同一报告的其他数字", "Other figures there"),
    "col_citations": ("出处", "Cited"),
    "col_report": ("报告", "Report"),
    "verdict_stated": ("写明", "stated"),
    "verdict_mentioned": ("提到，无数字", "mentioned"),
    "verdict_none": ("说明没有", "none"),
    "verdict_not_found": ("未见", "not found"),
    "verdict_filter": ("按结论筛选", "Show verdicts"),
    "all_rows": ("也列出未见的报告", "Also list reports without it"),
    "download_csv": ("下载 CSV（含引文）", "Download CSV with citations"),
    "chart": ("图", "Chart"),
    "chart_unit": ("单位", "Unit"),
    "csv_name": ("policyqa-数据.csv", "policyqa-figures.csv"),
    # Evidence
    "evidence": ("证据", "Evidence"),
    "evidence_closest": ("最接近的段落", "Closest passages"),
    "page": ("第 {page} 页", "p. {page}"),
    "no_section": ("正文开头", "Opening text"),
    "open_report": ("在报告中打开", "Open in the report"),
    "copy_citation": ("复制为引文", "Copy as citation"),
    "style": ("引文格式", "Citation style"),
    "more_cards": ("显示其余 {n} 条", "Show {n} more"),
    "unknown_issuer": ("单位未注明", "issuer unknown"),
    "unknown_year": ("年份未注明", "year unknown"),
    "unknown": ("未注明", "unknown"),
    # Filters
    "filters": ("筛选", "Narrow down"),
    "filter_issuer": ("单位", "Issuer"),
    "filter_region": ("地区", "Region"),
    "filter_year": ("年份", "Year"),
    "filter_kind": ("类型", "Kind"),
    "filter_report": ("报告", "Report"),
    "filter_any": ("不限", "Any"),
    "clear_filters": ("清除筛选", "Clear filters"),
    "filters_fit": ("符合条件的报告：{n} / {total}", "{n} of {total} reports fit"),
    # Reader
    "choose_report": ("选择报告", "Choose a report"),
    "outline": ("目录", "Outline"),
    "text": ("文本", "Text"),
    "page_picture": ("原页", "Page"),
    "page_number": ("页码", "Page number"),
    "download_original": ("下载原文件", "Download the original"),
    "no_original": ("原文件已不在建立索引时的位置，或已改动。", "The original file has moved or changed since it was indexed."),
    "no_picture": ("此页无法显示为图像。", "This page cannot be drawn."),
    "page_alt": ("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    "back": ("返回回答", "Back to the answer"),
    # Reports
    "indexed": ("已索引 {n} 份报告", "{n} reports indexed"),
    "failed": ("{n} 个文件未能读取", "{n} files could not be read"),
    "col_title": ("标题", "Title"),
    "col_kind": ("类型", "Kind"),
    "col_date": ("印发日期", "Issued"),
    "col_language": ("语言", "Language"),
    "col_format": ("格式", "Format"),
    "col_pages": ("页数", "Pages"),
    "col_characters": ("字数", "Characters"),
    "col_path": ("文件", "File"),
    "col_reason": ("原因", "Reason"),
    "index_facts": ("索引位置：{index}。生成时间：{created}。模型：{model}。", "Index: {index}. Built: {created}. Model: {model}."),
    # Building
    "empty_title": ("还没有索引", "There is no index yet"),
    "empty_text": ("索引位置 {index} 里还没有内容。下面的按钮会读取文件夹 {corpus} 中的报告并建立索引；几十份报告通常不到一分钟。", "Nothing has been indexed in {index} yet. The button reads the reports in the folder {corpus} and indexes them; a few dozen reports take less than a minute."),
    "empty_no_corpus": ("没有找到报告文件夹 {corpus}。请设置环境变量 POLICYQA_CORPUS，或运行：policyqa build 文件夹。", "The folder of reports {corpus} does not exist. Set POLICYQA_CORPUS, or run: policyqa build FOLDER."),
    "damaged_title": ("索引无法打开", "The index cannot be opened"),
    "build": ("建立索引", "Build the index"),
    "rebuild": ("重新建立索引", "Rebuild the index"),
    "refresh": ("更新索引", "Update the index"),
    "refresh_help": ("只重新读取有变化的文件；期间仍可继续提问。", "Only changed files are read again; asking goes on meanwhile."),
    "cancel": ("取消", "Cancel"),
    "cancelling": ("正在取消…", "Cancelling…"),
    "stage_start": ("正在准备…", "Getting ready…"),
    "stage_read": ("正在读取报告：{done} / {total}", "Reading reports: {done} of {total}"),
    "stage_embed": ("正在建立索引：{done} / {total} 段，每秒 {speed} 段", "Indexing: {done} of {total} passages, {speed} a second"),
    "stage_write": ("正在写入…", "Writing…"),
    "left": ("约剩 {seconds} 秒", "about {seconds} s left"),
    "built": ("完成：共 {reports} 份报告（新增 {added}，更新 {changed}，移除 {removed}），{seconds} 秒。", "Done: {reports} reports ({added} added, {changed} changed, {removed} removed) in {seconds} s."),
    "built_failed": ("{n} 个文件未能读取，原因见“报告”页。", "{n} files could not be read; the Reports view says why."),
    "build_cancelled": ("已取消；原有索引保持不变。", "Cancelled; the index there was is unchanged."),
    "build_failed": ("未能完成：{reason}", "It did not finish: {reason}"),
}


def tr(language: str, key: str, **values: object) -> str:
    """Entry ``key`` of the catalogue in ``language`` (``zh``, or anything else for English)."""
    chinese, english = _TEXT[key]
    return (chinese if language == "zh" else english).format(**values)


def keys() -> frozenset[str]:
    return frozenset(_TEXT)


def both(key: str) -> tuple[str, str]:
    """Chinese and English of ``key``, unfilled."""
    return _TEXT[key]


def language_of(locale: str | None) -> str:
    """``zh`` for a browser whose first language is Chinese (``zh-CN``, ``zh-Hant-TW``), else ``en``."""
    return "zh" if (locale or "").lower().replace("_", "-").split("-")[0] == "zh" else "en"
