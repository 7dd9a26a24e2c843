"""PDFs with the layouts that offices print: columns, ruled tables, notes, stamps. All invented."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

from ..files import CHINESE

_WHO = [
    "各分局",
    "执法支队",
    "基层水管站",
    "联合检查组",
    "第三方机构",
    "法制审核科",
    "乡镇综合执法队",
    "信息中心",
]
_WHEN = ["年初", "汛期前", "第二季度", "入夏以后", "九月上旬", "年底", "全年", "专项行动期间"]
_WHAT = [
    "检查自备井",
    "抽查洗车场",
    "核对取水台账",
    "走访用水大户",
    "排查河道采砂点",
    "复核整改清单",
    "巡查水源保护区",
    "调阅监测数据",
]
_FOUND = [
    "发现问题{}处",
    "下达整改通知书{}份",
    "立案{}起",
    "罚款{}万元",
    "约谈负责人{}人次",
    "回访企业{}家",
]
_LAST = [
    "已全部整改到位",
    "其余按期办结",
    "没有发现重大隐患",
    "群众反映较好",
    "有关情况已经通报",
    "并纳入信用档案",
]


def prose(seed: int, sentences: int = 5) -> str:
    """A paragraph of invented report text, another for each seed."""
    pick = random.Random(seed)
    return "".join(
        f"{pick.choice(_WHEN)}，{pick.choice(_WHO)}{pick.choice(_WHAT)}，"
        f"{pick.choice(_FOUND).format(round(pick.uniform(2, 900), pick.choice([0, 1])))}，"
        f"{pick.choice(_LAST)}。"
        for _ in range(sentences)
    )


def chapters(count: int, seed: int = 0) -> list[str]:
    """Headings, each with a paragraph of three to eight sentences."""
    ordinals = "一二三四五六七八九十"
    pick = random.Random(seed)
    return [
        part
        for i in range(count)
        for part in (f"{ordinals[i % 10]}、{pick.choice(_WHO)}{pick.choice(['工作', '检查'])}情况",
                     prose(1000 * seed + i, pick.randint(3, 8)))
    ]  # fmt: skip


BODY = ParagraphStyle(
    "body", fontName=CHINESE, fontSize=12, leading=20, wordWrap="CJK", firstLineIndent=24
)
HEAD = ParagraphStyle("head", parent=BODY, firstLineIndent=0, spaceBefore=6)
CELL = ParagraphStyle("cell", fontName=CHINESE, fontSize=10, leading=14, wordWrap="CJK")
ENGLISH = ParagraphStyle("english", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=4)
Furniture = Callable[[Canvas, int], None]


def columns_pdf(
    path: Path,
    title: str,
    paragraphs: Sequence[str],
    count: int = 2,
    style: ParagraphStyle = BODY,
    gap: float = 24,
) -> Path:
    """A full-width title over ``count`` columns, ``gap`` points apart; later pages are columns
    alone."""
    left, right = 60, 535
    wide = (right - left - gap * (count - 1)) / count

    def frames(top: float) -> list[Frame]:
        return [
            Frame(left + i * (wide + gap), 70, wide, top - 70, 0, 0, 0, 0) for i in range(count)
        ]

    def first(canvas: Canvas, template: object) -> None:
        canvas.setFont(CHINESE, 18)
        canvas.drawCentredString(297, 760, title)
        foot(canvas, template)

    def foot(canvas: Canvas, template: object) -> None:
        canvas.setFont(CHINESE, 9)
        canvas.drawCentredString(297, 40, f"- {canvas.getPageNumber()} -")

    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates(
        [
            PageTemplate("first", frames(730), onPage=first),
            PageTemplate("later", frames(770), onPage=foot),
        ]
    )
    document.build([NextPageTemplate("later"), *(Paragraph(text, style) for text in paragraphs)])
    return path


def story_pdf(path: Path, story: Sequence[Flowable], furniture: Furniture | None = None) -> Path:
    """One column of flowables; ``furniture`` draws on each page, before the text."""

    def draw(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.saveState()
        if furniture:
            furniture(canvas, template.page)
        canvas.restoreState()

    SimpleDocTemplate(str(path), pagesize=A4).build(
        list(story), onFirstPage=draw, onLaterPages=draw
    )
    return path


def ruled(
    rows: Sequence[Sequence[str]], spans: Sequence[tuple[int, int, int, int]] = (), head: int = 1
) -> Table:
    """A table with lines round each cell; ``spans`` are (column, row) to (column, row)."""
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    style += [("SPAN", (a, b), (c, d)) for a, b, c, d in spans]
    cells = [[Paragraph(text, CELL) for text in row] for row in rows]
    wide = 440 / len(rows[0])
    return Table(cells, colWidths=[wide] * len(rows[0]), style=TableStyle(style), repeatRows=head)


def paragraphs(*texts: str) -> list[Flowable]:
    return [Paragraph(text, BODY) for text in texts]


def noted_pdf(
    path: Path, pages: Sequence[tuple[Sequence[str], Sequence[str]]], rule: bool = True
) -> Path:
    """Pages of printed lines with notes at the foot; ``^1^`` sets 1 small above the line."""
    canvas = Canvas(str(path), pagesize=A4)
    for number, (lines, notes) in enumerate(pages, 1):
        for i, line in enumerate(lines):
            draw_marked(canvas, 60, 780 - 22 * i, line, 14)
        if rule:
            canvas.line(60, 96 + 13 * len(notes), 200, 96 + 13 * len(notes))
        for i, note in enumerate(notes):
            draw_marked(canvas, 60, 80 + 13 * (len(notes) - i), note, 9)
        canvas.setFont(CHINESE, 10)
        canvas.drawCentredString(297, 40, f"- {number} -")
        canvas.showPage()
    canvas.save()
    return path


def draw_marked(canvas: Canvas, x: float, y: float, line: str, size: float) -> None:
    for i, part in enumerate(line.split("^")):
        own = size * 0.6 if i % 2 else size
        canvas.setFont(CHINESE, own)
        canvas.drawString(x, y + (size * 0.4 if i % 2 else 0), part)
        x += canvas.stringWidth(part, CHINESE, own)


_ENGLISH_WORDS = (
    "office water inspectors during quarter found premises breaches notices issued fines paid "
    "appealed board local staff trained procedure register updated harbour licence operators "
    "reviewed monthly public complaints received handled within days most cases closed remaining"
).split()


def english(count: int, seed: int = 0) -> list[str]:
    """Headings and paragraphs of English words in turn, another for each seed."""
    pick = random.Random(seed)

    def sentence() -> str:
        words = [pick.choice(_ENGLISH_WORDS) for _ in range(pick.randint(7, 16))]
        words[pick.randint(3, len(words) - 2)] += ","
        words[pick.randint(1, len(words) - 1)] = str(pick.randint(10, 9999))
        return " ".join(words).capitalize() + "."

    return [
        " ".join(sentence() for _ in range(pick.randint(4, 9))) if i % 2 else f"{i + 1}. Heading"
        for i in range(count)
    ]
