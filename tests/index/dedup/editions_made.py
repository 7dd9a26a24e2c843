"""One invented report in several formats, its versions, and reports by the same template."""

from __future__ import annotations

import html
import io
from pathlib import Path

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

BUREAU = "苇塘市水务局"
TITLE = "苇塘市水务局2031年度行政执法工作报告"


def paragraphs(
    bureau: str = BUREAU, year: int = 2031, fine: str = "43.6万元", cases: int = 38, extra: str = ""
) -> list[str]:
    """Title, headings and paragraphs; ``extra`` goes before the signature."""
    return [
        line
        for line in (
            f"{bureau}{year}年度行政执法工作报告",
            f"{year}年，{bureau}围绕河湖安全和供水保障开展执法工作，现将一年来的情况报告如下。",
            "一、巡查检查",
            f"全年组织河道巡查{cases * 9}次，检查取水单位{cases + 55}家，发现各类问题{cases + 21}个，"
            "问题全部登记造册，逐一明确了责任人和完成时限。",
            "对未按期完成的单位，执法人员上门讲解规范要求，并且安排技术人员到场指导。",
            "二、案件办理",
            f"全年立案{cases}起，办结{cases - 3}起，罚款{fine}。所有案件均经过法制审核和集体讨论，"
            "没有一起被撤销或者变更。",
            "三、能力建设",
            f"举办执法培训{cases // 4}期，培训执法人员{cases * 4}人次。队伍配备了无人机和便携式流量计，"
            "夜间巡查有了固定的班次安排。",
            "四、来年打算",
            f"{bureau}将继续补齐基层力量的短板，完善与周边部门的信息互通。",
            extra,
        )
        if line
    ]


def write_text(path: Path, lines: list[str], encoding: str = "utf-8") -> None:
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))


def write_html(path: Path, lines: list[str], views: int = 1207, date: str = "") -> None:
    """As a bureau's site shows it, with the site's own words around it."""
    meta = f'<meta name="PubDate" content="{date}">' if date else ""
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines[1:])
    path.write_text(
        f'<html><head><meta charset="utf-8"><title>{lines[0]}</title>{meta}</head><body>'
        f"<nav>首页 政务公开</nav><h1>{lines[0]}</h1><div>浏览次数：{views}</div>{body}"
        "<footer>主办单位 网站地图</footer></body></html>",
        encoding="utf-8",
    )


def write_docx(path: Path, lines: list[str]) -> None:
    document = docx.Document()
    document.add_heading(lines[0], 0)
    for line in lines[1:]:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    path.write_bytes(out.getvalue())


def write_pdf(path: Path, lines: list[str], width: int = 30, rows: int = 12) -> None:
    """Pages of ``rows`` lines of ``width`` characters, each with its number at the foot."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    printed = [lines[0]]
    for line in lines[1:]:
        printed += [("　　" + line)[at : at + width] for at in range(0, len(line) + 2, width)]
    for number, first in enumerate(range(0, len(printed), rows), 1):
        canvas.setFont("STSong-Light", 14)
        for at, line in enumerate(printed[first : first + rows]):
            canvas.drawString(72, 740 - 30 * at, line)
        canvas.drawCentredString(297, 40, f"— {number} —")
        canvas.showPage()
    canvas.save()
