"""A Word document with most of what real drafts hold, written part by part (invented text)."""

from __future__ import annotations

import io
import zipfile

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0"
    "0000030101003618dd8d0000000049454e44ae426082"
)
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
UNDERLINED = '<w:u w:val="single"/>'
BUREAU = "榕溪市应急管理局"


def run(text: str, look: str = "") -> str:
    shape = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r w:rsidR="00A1">{shape}<w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*inside: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{''.join(inside)}</w:p>"


def field(code: str, *result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        f' {code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{"".join(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _cell(text: str, more: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{more}</w:tcPr>{para(run(text))}</w:tc>'


_DOWN = '<w:vMerge w:val="restart"/>'
_WIDE = '<w:gridSpan w:val="2"/><w:shd w:val="clear" w:fill="D9E2F3"/>'
_TABLE = (
    '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    f"<w:tr>{_cell('指标', _DOWN)}{_cell(BUREAU + '2030年', _WIDE)}</w:tr>"
    f"<w:tr>{_cell('', '<w:vMerge/>')}{_cell('立案')}{_cell('64起')}</w:tr>"
    '<w:tr><w:trPr><w:del w:id="91" w:author="甲" w:date="2031-01-01T00:00:00Z"/></w:trPr>'
    f"{_cell('删去')}{_cell('立案')}{_cell('99起')}</w:tr>"
    f'<w:tr>{_cell("嵌套")}<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>'
    f"<w:tr>{_cell('内甲')}{_cell('内乙')}</w:tr></w:tbl>{para()}</w:tc></w:tr></w:tbl>"
)
_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
    '<wp:extent cx="1800000" cy="400000"/><wp:docPr id="7" name="Box"/><a:graphic><a:graphicData '
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/>'
    '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="400000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>'
    f"{para(run('文本框里立案70起。'))}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>"
    "</a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    f"<w:txbxContent>{para(run('文本框里立案70起。'))}</w:txbxContent></v:textbox></v:shape></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)
_PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="360000"/><wp:docPr id="3" name="图" '
    'descr="执法现场"/><a:graphic><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="3" name="p.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip '
    'r:embed="rId20"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off '
    'x="0" y="0"/><a:ext cx="360000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
_TRACKED = 'w:id="{n}" w:author="甲" w:date="2031-01-01T00:00:00Z"'


def _body(notes: bool) -> str:
    ins, gone = _TRACKED.format(n=81), _TRACKED.format(n=82)
    contents = para(
        field(
            "TOC \\o &quot;1-3&quot; \\h",
            run("一、处罚情况 全年罚款999万元"),
            "<w:r><w:tab/></w:r>",
            run("1"),
        ),
        style="11",
    )
    note = '<w:r><w:rPr><w:rStyle w:val="a5"/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
    end = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    remark = (
        (
            '<w:commentRangeStart w:id="0"/>',
            '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        )
        if notes
        else ("", "")
    )
    return "".join(
        [
            para(run(f"{BUREAU}2030年简报"), style="ac"),
            contents,
            para(run("一、处罚情况增长12%"), style="1"),
            para(
                run(f"{BUREAU}2030年", "<w:b/>"),
                run("罚款236万元", '<w:color w:val="C00000"/><w:sz w:val="32"/>'),
                run("。"),
                note if notes else "",
                run("全年立"),
                f"<w:ins {ins}>{run('案46起。')}</w:ins>",
                f"<w:del {gone}><w:r><w:delText>案64起。</w:delText></w:r></w:del>",
            ),
            para(
                remark[0],
                run(f"{BUREAU}2030年发现隐患"),
                f'<w:hyperlink r:id="rId21">{run("1530条。", UNDERLINED)}</w:hyperlink>',
                remark[1],
                run("全年作出行政处罚"),
                field("REF x", run("59次。")),
                end if notes else "",
                style="a6",
            ),
            para(
                run("整改隐患"),
                '<w:sdt><w:sdtPr><w:alias w:val="数"/><w:text/></w:sdtPr><w:sdtContent>'
                f"{run('1498条。')}</w:sdtContent></w:sdt>",
                f'<w:smartTag w:uri="u" w:element="e">{run("全年立案64起")}</w:smartTag>',
                '<w:bookmarkStart w:id="5" w:name="x"/>',
                run("。"),
                '<w:bookmarkEnd w:id="5"/>',
                more='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
            ),
            para(_BOX, _PICTURE),
            _TABLE,
            para(
                more='<w:sectPr><w:headerReference w:type="default" r:id="rId30"/><w:pgSz w:w="11906" '
                'w:h="16838"/><w:cols w:num="2"/></w:sectPr>'
            ),
            '<w:sdt><w:sdtPr><w:tag w:val="块"/></w:sdtPr><w:sdtContent>'
            f"{para(run(f'{BUREAU}2021年罚款90万元。'))}</w:sdtContent></w:sdt>",
            '<w:sectPr><w:headerReference w:type="default" r:id="rId30"/><w:footerReference '
            'w:type="default" r:id="rId31"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" '
            'w:right="1800" w:bottom="1440" w:left="1800" w:header="851" w:footer="992" w:gutter="0"/>'
            "</w:sectPr>",
        ]
    )


def _style(key: str, name: str, more: str = "", kind: str = "paragraph") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'


_STYLES = (
    f'{_HEAD}<w:styles {_NS}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia="宋体"/>'
    '<w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + _style("a", "Normal")
    + _style("1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
    + _style("ac", "Title")
    + _style("11", "toc 1")
    + _style("a6", "公文正文", '<w:basedOn w:val="a"/>')
    + _style("a4", "footnote text", '<w:rPr><w:sz w:val="18"/></w:rPr>')
    + _style(
        "a5", "footnote reference", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>', "character"
    )
    + _style("Grid", "Table Grid", kind="table")
    + "</w:styles>"
)


def _notes(kind: str, text: str) -> str:
    return (
        f'{_HEAD}<w:{kind}s {_NS}><w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/>'
        f'</w:r></w:p></w:{kind}><w:{kind} w:type="continuationSeparator" w:id="0"><w:p><w:r>'
        f'<w:continuationSeparator/></w:r></w:p></w:{kind}><w:{kind} w:id="1"><w:p><w:r>'
        f"<w:{kind}Ref/></w:r>{run(text)}</w:p></w:{kind}></w:{kind}s>"
    )


def rich_docx(*, notes: bool = True, dangling: bool = False) -> bytes:
    """The document: with notes and a comment of its own, or without; ``dangling`` adds a relation
    to a part that is not there, as some programs leave."""
    office = "application/vnd.openxmlformats-officedocument"
    parts: dict[str, tuple[str, str | bytes]] = {  # name: type, content
        "word/styles.xml": (f"{_MAIN}.styles+xml", _STYLES),
        "word/numbering.xml": (
            f"{_MAIN}.numbering+xml",
            (
                f'{_HEAD}<w:numbering {_NS}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start '
                'w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl>'
                '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
            ),
        ),
        "word/settings.xml": (
            f"{_MAIN}.settings+xml",
            (
                f'{_HEAD}<w:settings {_NS}><w:zoom w:percent="100"/><w:trackRevisions/><w:compat>'
                '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office'
                '/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
                "</w:settings>"
            ),
        ),
        "word/theme/theme1.xml": (
            f"{office}.theme+xml",
            (
                f'{_HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
                'name="自定"><a:themeElements/></a:theme>'
            ),
        ),
        "word/header1.xml": (
            f"{_MAIN}.header+xml",
            f"{_HEAD}<w:hdr {_NS}>{para(run('内部资料'))}</w:hdr>",
        ),
        "word/footer1.xml": (
            f"{_MAIN}.footer+xml",
            f"{_HEAD}<w:ftr {_NS}>{para(field('PAGE', run('1')))}</w:ftr>",
        ),
        "word/media/image1.png": ("image/png", PNG),
        "customXml/item1.xml": ("application/xml", '<x xmlns="urn:house">档号 17</x>'),
    }
    related = [
        ("rId1", "styles", "styles.xml"),
        ("rId2", "numbering", "numbering.xml"),
        ("rId3", "settings", "settings.xml"),
        ("rId4", "theme", "theme/theme1.xml"),
        ("rId20", "image", "media/image1.png"),
        ("rId30", "header", "header1.xml"),
        ("rId31", "footer", "footer1.xml"),
        ("rId40", "customXml", "../customXml/item1.xml"),
    ]
    if notes:
        parts |= {
            "word/footnotes.xml": (f"{_MAIN}.footnotes+xml", _notes("footnote", "原有脚注")),
            "word/endnotes.xml": (f"{_MAIN}.endnotes+xml", _notes("endnote", "原有尾注")),
            "word/comments.xml": (
                f"{_MAIN}.comments+xml",
                (
                    f'{_HEAD}<w:comments {_NS}><w:comment w:id="0" w:author="甲" w:initials="甲" '
                    f'w:date="2031-01-01T00:00:00Z">{para(run("原有批注"))}</w:comment></w:comments>'
                ),
            ),
        }
        related += [
            (f"rId5{n}", kind, f"{kind}.xml")
            for n, kind in enumerate(("footnotes", "endnotes", "comments"))
        ]
    if dangling:
        related.append(("rId60", "image", "../NULL"))
    rels = "".join(
        f'<Relationship Id="{i}" Type="{_R}/{kind}" Target="{to}"/>' for i, kind, to in related
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            (
                f'{_HEAD}<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
                '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" '
                'ContentType="image/png"/><Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
                + "".join(
                    f'<Override PartName="/{name}" ContentType="{kind}"/>'
                    for name, (kind, _) in parts.items()
                    if kind.endswith("+xml")
                )
                + "</Types>"
            ),
        )
        archive.writestr(
            "_rels/.rels",
            (
                f'{_HEAD}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
                f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'
            ),
        )
        archive.writestr(
            "word/document.xml",
            f"{_HEAD}<w:document {_NS}><w:body>{_body(notes)}</w:body></w:document>",
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            (
                f'{_HEAD}<Relationships xmlns="{package}/relationships">{rels}<Relationship Id="rId21" '
                f'Type="{_R}/hyperlink" Target="https://reports.example/?a=1" TargetMode="External"/>'
                "</Relationships>"
            ),
        )
        for name, (_, content) in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
