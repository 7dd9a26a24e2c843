"""DOCX packages: bombs, entities, odd parts."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.readers.files import docx_bytes

from .case import Case, fine, raw
from .plain_cases import FILLER

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARA = f"<w:p><w:r><w:t>{FILLER}。</w:t></w:r></w:p>"


def document(inner: str, prolog: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document xmlns:w="{W}" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<w:body>{inner}</w:body></w:document>"
    ).encode()


def package(change: dict[str, bytes] | None = None, more: dict[str, bytes] | None = None) -> bytes:
    """A real package with some parts changed (``b""``: left out) and some added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_bytes(lambda d: d.add_paragraph(FILLER)))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        for item in good.infolist():
            data = (change or {}).get(item.filename, good.read(item))
            if data:
                made.writestr(item.filename, data)
        for name, data in (more or {}).items():
            made.writestr(name, data)
    return out.getvalue()


def body_of(inner: str, prolog: str = "") -> bytes:
    return package({"word/document.xml": document(inner, prolog)})


def later(make: Callable[[], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(make())


def _good() -> bytes:
    def fill(made: object) -> None:
        made.add_heading("青禾市林业站2031年度执法工作报告", 1)  # type: ignore[attr-defined]
        made.add_paragraph("全年立案61起，罚款61.5万元。")  # type: ignore[attr-defined]

    return docx_bytes(fill)


def _lying_bomb() -> bytes:
    """The directory says 400 bytes, the stream holds three hundred megabytes."""
    data = body_of(PARA + " " * (300 * 2**20))
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        item = made.getinfo("word/document.xml")
    size = struct.pack("<L", item.file_size)
    return data.replace(size, struct.pack("<L", 400))


def _many_entries() -> bytes:
    out = io.BytesIO(package())
    with zipfile.ZipFile(out, "a") as made:
        for i in range(30_000):
            made.writestr(f"word/media/{i}.bin", b"")
    return out.getvalue()


def _linked(target: str) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{kind}/attachedTemplate" Target="{target}" '
        f'TargetMode="External"/><Relationship Id="rId2" Type="{kind}/image" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    )
    return package(
        {"word/_rels/document.xml.rels": rels.encode(), "word/document.xml": document(PARA)}
    )


def _style_cycle() -> bytes:
    styles = (
        f'<?xml version="1.0"?><w:styles xmlns:w="{W}">'
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>'
        "</w:styles>"
    )
    para = f'<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>{FILLER}</w:t></w:r></w:p>'
    return package({"word/styles.xml": styles.encode(), "word/document.xml": document(para)})


def _nested_tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + PARA + f"</w:tc></w:tr></w:tbl>{PARA}" * depth


def _encrypted() -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return head + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def _wide(value: str) -> str:
    cell = f"<w:tc><w:tcPr><w:gridSpan w:val='{value}'/></w:tcPr>{PARA}</w:tc>"
    return f"{PARA}<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>"


def _merged_rows(count: int) -> str:
    """A table whose first cell goes down all of its rows, as long lists of an office have it."""
    row = "<w:tr><w:tc><w:tcPr><w:vMerge{}/></w:tcPr>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    first = row.format(" w:val='restart'", PARA, PARA)
    return f"{PARA}<w:tbl>{first}{row.format('', '<w:p/>', PARA) * count}</w:tbl>"


def cases(secret: Path) -> list[Case]:
    """``secret`` is a file outside that no entity or relation may read."""
    uri = secret.as_uri()
    laughs = "<!DOCTYPE d [<!ENTITY l0 'lol'>" + "".join(
        f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>" for i in range(1, 12)
    )
    said = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    macros = package(more={"word/vbaProject.bin": b"Sub AutoOpen()"})
    chunk = package(
        {"word/document.xml": document(f'{PARA}<w:altChunk r:id="rId99"/>')},
        {"word/inner.docx": package()},
    )
    return [
        Case("docx/good.docx", raw(_good()), fine(61), good=True),
        Case(
            "docx/bomb.docx",
            later(lambda: package(more={"word/a.bin": bytes(600 * 2**20)})),
            refused="unreasonable size",
        ),
        Case(
            "docx/bomb-in-text.docx",
            later(lambda: body_of(PARA + " " * (200 * 2**20))),
            refused="unreasonable|memory|MB|damaged",
        ),
        Case("docx/bomb-that-lies.docx", later(_lying_bomb), refused="damaged|size|MB"),
        Case("docx/many-entries.docx", later(_many_entries), refused="unreasonable size"),
        Case(
            "docx/laughs.docx",
            raw(body_of(said.format("&l11;") + PARA, laughs + "]>")),
            FILLER,
            refused="damaged|entit",
        ),
        Case(
            "docx/external-entity.docx",
            raw(body_of(said.format("&x;") + PARA, f"<!DOCTYPE d [<!ENTITY x SYSTEM '{uri}'>]>")),
            FILLER,
            refused="damaged|entit",
            never="WATCHWORD",
        ),
        Case(
            "docx/external-dtd.docx",
            raw(body_of(PARA, f"<!DOCTYPE d SYSTEM '{uri}'>")),
            FILLER,
            refused="damaged|entit",
            never="WATCHWORD",
        ),
        Case("docx/linked.docx", raw(_linked(uri)), FILLER, never="WATCHWORD"),
        Case("docx/linked-away.docx", raw(_linked("http://192.0.2.1/x.dotm")), FILLER),
        Case("docx/macros.docm", raw(macros), refused="is not supported"),
        Case("docx/macros-renamed.docx", raw(macros), FILLER),
        Case("docx/tables-500.docx", raw(body_of(_nested_tables(500))), FILLER, "nested|damaged"),
        Case("docx/tables-100.docx", raw(body_of(_nested_tables(100))), FILLER, "nested|damaged"),
        Case("docx/tables-40.docx", raw(body_of(_nested_tables(40))), FILLER),
        Case(
            "docx/nested-5000.docx",
            raw(body_of("<w:sdt>" * 5000 + PARA + "</w:sdt>" * 5000)),
            refused="nested|damaged",
        ),
        Case("docx/wide.docx", raw(body_of(_wide("1000000000"))), FILLER),
        Case("docx/wide-words.docx", raw(body_of(_wide("many"))), FILLER),
        Case("docx/merged-rows.docx", raw(body_of(_merged_rows(3000))), FILLER),
        Case("docx/style-cycle.docx", raw(_style_cycle()), FILLER),
        Case(
            "docx/no-document.docx",
            raw(package({"word/document.xml": b""})),
            refused="not a Word document",
        ),
        Case("docx/no-types.docx", raw(package({"[Content_Types].xml": b""})), refused="damaged"),
        Case("docx/encrypted.docx", raw(_encrypted()), refused="password"),
        Case("docx/truncated.docx", raw(package()[:-400]), refused="damaged"),
        Case(
            "docx/holes.docx",
            raw(package().replace(b"word/document", b"word/d\0cument")),
            refused="damaged|not a Word",
        ),
        Case(
            "docx/traversal.docx",
            raw(package(more={"../../torture-evil.txt": b"x", "/tmp/torture-evil.txt": b"x"})),
            FILLER,
        ),
        Case("docx/chunk.docx", raw(chunk), FILLER),
        Case("docx/paragraphs.docx", later(lambda: body_of("<w:p/>" * 300_000 + PARA)), FILLER),
        Case(
            "docx/runs.docx",
            later(lambda: body_of("<w:p>" + "<w:r><w:t>池</w:t></w:r>" * 200_000 + "</w:p>")),
            "池池池",
        ),
        Case(
            "docx/controls.docx", raw(body_of(said.format("&#9;&#13;&#x202E;池塘") + PARA)), FILLER
        ),
        Case("docx/a-sheet.docx", raw(b"PK\x05\x06" + bytes(18)), refused="not a Word"),
        Case("docx/a-pdf.docx", raw(b"%PDF-1.4\n%%EOF"), refused="is a PDF"),
        Case("docx/empty-text.docx", raw(body_of("<w:p/>")), refused="no text"),
    ]
