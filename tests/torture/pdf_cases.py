"""PDF files: locked, damaged, cyclic, endless."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from pathlib import Path

import pypdf
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from reportlab.lib.pdfencrypt import StandardEncryption

from tests.readers.files import content_pdf, flowing_pdf, image_pdf, paged_pdf

from .case import Case, fine, raw

TITLE = "石榴市渔政站2031年度执法工作报告"
WORDS = b"BT /F1 12 Tf 72 700 Td (Ponds and reeds of the lake) Tj ET"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(content), extra) + content + b"\nendstream"


def packed(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    names = b"/FlateDecode " * times
    return stream(content, b"/Filter [" + names + b"]")


def file_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects; the first is the catalog."""
    data, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, item in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n" % number + item + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"trailer << /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return bytes(data) + table + tail + b"startxref\n%d\n%%%%EOF" % len(data)


def one_page(
    contents: bytes,
    resources: bytes = b"",
    box: bytes = b"0 0 595 842",
    more: Sequence[bytes] = (),
    catalog: bytes = b"",
) -> bytes:
    """Objects: 1 catalog, 2 pages, 3 page, 4 contents, 5 Helvetica, then ``more``."""
    return file_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [" + box + b"] /Contents 4 0 R /Resources "
            b"<< /Font << /F1 5 0 R >> " + resources + b" >> >>",
            contents,
            FONT,
            *more,
        ]
    )


def _locked(path: Path, user: str, owner: str) -> None:
    lock = StandardEncryption(user, owner, canPrint=0, canCopy=0, strength=128)
    paged_pdf(path, [[TITLE, "全年立案81起，罚款81.5万元。"]], encrypt=lock)


def _bytes_of(path: Path) -> bytes:
    flowing_pdf(path, [TITLE, "全年立案82起，罚款82.5万元，督促养殖户整改。"])
    return path.read_bytes()


def _broken_xref(path: Path) -> None:
    data = _bytes_of(path)
    cut = data.rindex(b"startxref")
    path.write_bytes(data[:cut] + b"startxref\n99\n%%EOF")


def _truncated(path: Path) -> None:
    data = _bytes_of(path)
    path.write_bytes(data[: len(data) // 3])


def _with_script(path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(_bytes_of(path)))
    action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('x');")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject(key): value for key, value in action.items()}
    )
    writer.add_attachment("evil.exe", b"MZ" + bytes(500))
    with path.open("wb") as out:
        writer.write(out)


def _pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (4 + i) for i in range(count))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    )
    return file_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % count,
            stream(WORDS),
            *[page] * count,
        ]
    )


def _million_pages() -> bytes:
    """Each node of the page tree names the next a hundred times."""
    many = [
        b"<< /Type /Pages /Kids [" + b"%d 0 R " % n * 100 + b"] /Count 1000000 >>"
        for n in (3, 4, 5)
    ]
    page = b"<< /Type /Page /Parent 4 0 R /MediaBox [0 0 9 9] /Contents 6 0 R >>"
    return file_of([b"<< /Type /Catalog /Pages 2 0 R >>", *many, page, stream(WORDS)])


def _page_cycle() -> bytes:
    return file_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 1 >>",
        ]
    )


def _form_cycle() -> bytes:
    form = stream(
        b"/X Do /X Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>",
    )
    return one_page(stream(WORDS + b" /X Do"), b"/XObject << /X 6 0 R >>", more=[form])


def _form_tree() -> bytes:
    """Ten forms, each drawn ten times by the one before: ten thousand million drawings."""
    forms = [
        stream(
            b"/X Do " * 10 + WORDS,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> "
            b"/XObject << /X %d 0 R >> >>" % min(7 + i, 15),
        )
        for i in range(10)
    ]
    return one_page(stream(WORDS + b" /X Do"), b"/XObject << /X 6 0 R >>", more=forms)


def _font(to_unicode: bytes) -> bytes:
    """Text in a font whose characters only ``to_unicode`` tells; object 6 is the font."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts "
        b"[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (Identity) /Supplement 0 >> >>] " + to_unicode + b" >>"
    )
    text = b"BT /F2 12 Tf 72 700 Td <" + b"00010002000300040005" * 8 + b"> Tj ET"
    return one_page(stream(text), b"/Font << /F2 6 0 R >>", more=[font])


def _mapped(target: bytes) -> bytes:
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> "
        b"endcodespacerange 5 beginbfchar "
        + b"".join(b"<000%d> <%s> " % (n, target) for n in range(1, 6))
        + b"endbfchar endcmap end"
    )
    data = _font(b"/ToUnicode 7 0 R")
    # Built anew with the map as object 7.
    font = data[data.index(b"6 0 obj\n") + 8 : data.index(b"\nendobj", data.index(b"6 0 obj"))]
    text = b"BT /F2 12 Tf 72 700 Td <" + b"00010002000300040005" * 8 + b"> Tj ET"
    both = stream(text + WORDS)
    return file_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources "
            b"<< /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
            both,
            FONT,
            font,
            stream(cmap),
        ]
    )


def _previous_loop() -> bytes:
    data = one_page(stream(WORDS))
    at = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R ", b"/Root 1 0 R /Prev %d " % at)


def cases() -> list[Case]:
    ponds = "Ponds and reeds"
    nested = b"[" * 60_000 + b"]" * 60_000
    return [
        Case(
            "pdf/good.pdf",
            lambda p: flowing_pdf(p, [TITLE, "全年立案83起，罚款83.5万元，督促养殖户整改。"]),
            fine(83),
            good=True,
        ),
        Case("pdf/user-password.pdf", lambda p: _locked(p, "geheim", "x"), refused="password"),
        Case("pdf/owner-password.pdf", lambda p: _locked(p, "", "x"), fine(81)),
        Case("pdf/broken-xref.pdf", _broken_xref, fine(82)),
        Case("pdf/truncated.pdf", _truncated, refused="damaged|no text|images only"),
        Case("pdf/header-only.pdf", raw(b"%PDF-1.7\n%%EOF"), refused="damaged"),
        Case("pdf/script.pdf", _with_script, fine(82)),
        Case("pdf/image.pdf", image_pdf, refused="images only|no text"),
        Case("pdf/pages-5000.pdf", raw(_pages(5000)), refused="over 3000 pages"),
        Case("pdf/pages-million.pdf", raw(_million_pages()), refused="pages|damaged"),
        Case("pdf/page-cycle.pdf", raw(_page_cycle()), refused="damaged|no text|images"),
        Case("pdf/form-cycle.pdf", raw(_form_cycle()), ponds),
        Case("pdf/form-tree.pdf", raw(_form_tree()), ponds, refused="damaged|over \\d+ s|limit"),
        Case(
            "pdf/bomb.pdf",
            raw(one_page(packed(WORDS + b" " * (300 * 2**20)))),
            refused="damaged|no text|MB|images",
        ),
        Case(
            "pdf/bomb-twice.pdf",
            raw(one_page(packed(WORDS + bytes(300 * 2**20), 2))),
            refused="damaged|no text|MB|images",
        ),
        Case(
            "pdf/operators.pdf",
            lambda p: content_pdf(p, WORDS + b" q" * 2_000_000),
            ponds,
            refused="damaged|over \\d+ s",
        ),
        Case(
            "pdf/strings.pdf",
            lambda p: content_pdf(p, b"BT /F1 9 Tf [" + b"(w) 9 " * 300_000 + b"] TJ ET"),
            "ww",
            refused="damaged|over \\d+ s|limit",
        ),
        Case(
            "pdf/box.pdf",
            raw(one_page(stream(WORDS), box=b"-99999999 -99999999 99999999 99999999")),
            ponds,
        ),
        Case(
            "pdf/far-away.pdf",
            raw(one_page(stream(WORDS + b" BT /F1 1 Tf 1e7 -1e7 Td (far) Tj ET " * 500))),
            ponds,
        ),
        Case("pdf/no-to-unicode.pdf", raw(_font(b"")), refused="fonts|OCR|no text|images"),
        Case("pdf/private-use.pdf", raw(_mapped(b"E001")), refused="fonts|OCR|no text"),
        Case(
            "pdf/surrogates.pdf",
            raw(_mapped(b"D800")),
            says=ponds,
            refused="fonts|OCR|no text|images only",
        ),
        Case("pdf/radicals.pdf", raw(_mapped(b"2F00")), says="一一一", never="\u2f00"),
        Case(
            "pdf/nul-map.pdf",
            raw(_mapped(b"0000")),
            says=ponds,
            refused="fonts|OCR|no text|images only",
        ),
        Case(
            "pdf/nested.pdf",
            raw(one_page(stream(WORDS), catalog=b"/Odd " + nested)),
            ponds,
            refused="damaged|nested",
        ),
        Case(
            "pdf/nested-text.pdf",
            lambda p: content_pdf(p, WORDS + nested),
            ponds,
            refused="damaged|nested",
        ),
        Case("pdf/prev-loop.pdf", raw(_previous_loop()), ponds, refused="damaged"),
        Case(
            "pdf/long-length.pdf",
            raw(one_page(b"<< /Length 99999999999 >>\nstream\n" + WORDS + b"\nendstream")),
            ponds,
            refused="damaged|no text|images",
        ),
        Case(
            "pdf/self-length.pdf",
            raw(one_page(b"<< /Length 4 0 R >>\nstream\n" + WORDS + b"\nendstream")),
            ponds,
            refused="damaged|no text|images",
        ),
        Case(
            "pdf/inline-image.pdf",
            lambda p: content_pdf(p, WORDS + b" BI /W 9999999 /H 9999999 /BPC 8 ID " + bytes(999)),
            ponds,
            refused="damaged",
        ),
        Case(
            "pdf/zeros.pdf", raw(b"%PDF-1.4\n" + bytes(30 * 2**20) + b"\n%%EOF"), refused="damaged"
        ),
        Case("pdf/a-text.pdf", raw("池塘".encode() * 99), refused="not a PDF"),
    ]
