"""Reads the text layer of PDF files: pypdf first, pdfium where a page's text is damaged.

Chromium's PDFs map common characters to CJK radicals (U+2E80-2FDF); pdfium honours the
/ActualText that tells the true ones. pypdf's limits are tightened to what a report can need;
pdfium has none, so files of unknown origin are read through ``isolated``.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pypdf
import pypdfium2
from pypdf.errors import PyPdfError

from indexer.errors import ReadError

from ...document.report import Document
from ...text.characters import everyday
from ...text.garbled import is_unmapped
from ...text.table_rows import is_row
from ..layout.canonical import PageText, canonical_pages
from ..layout.raised import with_plain_notes
from ..ocr.scans import Recognise, recognise_in_process, with_recognised
from .forms import has_form_cycle
from .layout import laid_out, with_repeats
from .sketch import Sketch
from .struck import has_strikes
from .text_layer_tables import may_hold_rows, table_marks, with_rows_placed, with_table_rows

MAX_PAGES = 3000
# A tenth to a third of pypdf's own limits: a page of text is kilobytes, not tens of megabytes.
_LIMITS = pypdf.Configuration(
    zlib_maximum_output_length=40_000_000,
    lzw_maximum_output_length=20_000_000,
    run_length_maximum_output_length=20_000_000,
    array_based_stream_maximum_output_length=40_000_000,
    stream_decoding_work_maximum_length=100_000_000,
    stream_parsing_work_maximum_count=1_000_000,
    xform_maximum_invocations_per_extraction=1_000,
    page_tree_maximum_entries=20_000,
    page_tree_maximum_page_entries=200_000,
    disable_legacy_handling=True,
)
_RADICAL = re.compile(r"[\u2e80-\u2fdf]")


def read_pdf(path: Path, data: bytes, recognise: Recognise = recognise_in_process) -> Document:
    """A PDF's Document with page starts; raises ReadError (encrypted, damaged, no text).

    Pages without a usable text layer are recognised (``ocr``) by ``recognise``.
    """
    with _quiet(), pypdf.apply_configuration(_LIMITS):
        try:
            reader = _open(path, data)
            endless = reader is not None and has_form_cycle(reader)
            pages = _alone(reader) if reader and endless else _pages(path, data, reader)
            meta = _meta(reader)
        except (ReadError, MemoryError, RecursionError):
            raise
        except (PyPdfError, pypdfium2.PdfiumError, ValueError, OSError) as error:
            raise _damaged(path, error) from error
        except Exception as error:  # pypdf lets KeyError, TypeError… through on broken files
            raise _damaged(path, error) from error
    texts = [page if isinstance(page, str) else page.text for page in pages]
    if endless:
        text, starts = canonical_pages(texts)
        if not text:
            raise ReadError(f"{path}: the PDF's drawings contain themselves; print it to a new PDF")
        return Document(text, "pdf", starts, table_marks(text), meta)
    scans = with_recognised(path, data, texts, recognise)
    # A page that was recognised has new text; the others keep what their layout tells.
    read = [
        page if own == text else own
        for page, text, own in zip(pages, texts, scans.pages, strict=True)
    ]
    text, starts = canonical_pages(read)
    if not text:
        raise scans.refusal(path)
    return Document(text, "pdf", starts, table_marks(text), meta, scans.placed(text, starts))


def _damaged(path: Path, error: Exception) -> ReadError:
    reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
    return ReadError(f"{path}: the PDF is damaged ({reason}); open it, save it again and retry")


@contextmanager
def _quiet() -> Iterator[None]:
    """pypdf logs a warning for every irregularity in a file; only PolicyQA's own message should be
    shown."""
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


def _locked(path: Path) -> ReadError:
    return ReadError(f"{path}: the PDF is password-protected; save a copy without the password")


def _open(path: Path, data: bytes) -> pypdf.PdfReader | None:
    """pypdf's reader; None for a file that only pdfium can decrypt (AES, empty password)."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        try:
            if not reader.decrypt(""):
                raise _locked(path)
        except pypdf.errors.DependencyError:
            return None
    if len(reader.pages) > MAX_PAGES:
        raise ReadError(f"{path}: the PDF has over {MAX_PAGES} pages; split it into parts")
    return reader


def _pages(path: Path, data: bytes, reader: pypdf.PdfReader | None) -> Sequence[str | PageText]:
    if reader is None:
        return _decrypted(path, data)
    texts: list[str] = []
    odd: set[int] = set()  # pages whose reading order only the geometry tells
    drawn: list[int] = []
    maybe: set[int] = set()  # those that are in order but may hold a table
    other: pypdfium2.PdfDocument | None = None
    try:
        for number, page in enumerate(reader.pages):
            sketch = Sketch()
            text = page.extract_text(visitor_operand_before=sketch.see)
            if not sketch.plain(text) or has_strikes(page):
                odd.add(number)
            elif may_hold_rows(text):
                maybe.add(number)
            drawn.append(sketch.drawn)
            if _RADICAL.search(text) or is_unmapped(text):
                other = other or pypdfium2.PdfDocument(data)
                text = _better(_pdfium_page(other, number), text)
            texts.append(with_plain_notes(everyday(text)))
        odd |= with_repeats(texts)
        odd |= _rows_alone(drawn, odd)
        maybe -= odd
        odd |= maybe
        odd = {number for number in odd if not is_unmapped(texts[number])}  # those are recognised
        if odd:
            other = other or pypdfium2.PdfDocument(data)
        placed = laid_out(other, texts, odd) if odd and other is not None else {}
        placed = _with_rows(placed, texts, maybe)
    finally:
        if other is not None:
            other.close()
    return [
        _everyday_page(placed[number])
        if number in placed
        else with_table_rows(text, lambda number=number: _layout(reader.pages[number]))  # type: ignore[misc]
        for number, text in enumerate(texts)
    ]


def _with_rows(
    placed: dict[int, PageText], texts: Sequence[str], maybe: Collection[int]
) -> dict[int, PageText]:
    """``placed`` with the pages in ``maybe``, which are in order as ``texts`` gives them, as these:
    with the rows of their tables, if they hold any, in place."""
    kept = {}
    for number, page in placed.items():
        rows = [line for line in page.text.split("\n") if is_row(line)]
        if number not in maybe:
            kept[number] = page
        elif rows:
            text = with_rows_placed(texts[number], rows)
            kept[number] = page if text is None else PageText(text)
    return kept


def _rows_alone(drawn: Sequence[int], odd: Collection[int]) -> set[int]:
    """Pages on which lines are drawn that may be a row of a table on the page before or after:
    ``drawn`` lines or rectangles on each, ``odd`` pages may hold tables themselves."""
    return {
        number
        for number, own in enumerate(drawn)
        for other in (number - 1, number + 1)
        if (own > 1 and other in odd) or (own > 2 and 0 <= other < len(drawn) and drawn[other] > 2)
    }


def _alone(reader: pypdf.PdfReader) -> Sequence[str]:
    """The pages as read by pypdf alone, for files that must not be passed to pdfium."""
    return [with_plain_notes(everyday(page.extract_text())) for page in reader.pages]


def _layout(page: pypdf.PageObject) -> str:
    """The page with its columns kept; ``""`` where pypdf cannot tell (its layout mode is young)."""
    try:
        return everyday(page.extract_text(extraction_mode="layout"))
    except MemoryError:
        raise
    except Exception:  # the plain text is there already; only the columns are lost
        return ""


def _decrypted(path: Path, data: bytes) -> list[str]:
    try:
        document = pypdfium2.PdfDocument(data, password="")
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise _locked(path) from error
        raise
    try:
        return [everyday(_pdfium_page(document, i)) for i in range(min(len(document), MAX_PAGES))]
    finally:
        document.close()


def _pdfium_page(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text_page = page.get_textpage()
    # U+FFFE (and U+0002) stand for the hyphen of a word that pdfium found broken over lines.
    text = str(text_page.get_text_bounded()).replace("\ufffe", "-").replace("\x02", "-")
    text_page.close()
    page.close()
    return text


def _better(pdfium: str, pypdf_text: str) -> str:
    """pdfium's text, unless it lost characters or is garbled itself."""
    lost = len("".join(pdfium.split())) < 0.7 * len("".join(pypdf_text.split()))
    return pypdf_text if (lost and not is_unmapped(pypdf_text)) or is_unmapped(pdfium) else pdfium


def _everyday_page(page: PageText) -> PageText:
    notes = tuple(everyday(note) for note in page.notes)
    return PageText(with_plain_notes(everyday(page.text)), page.full, notes)


def _meta(reader: pypdf.PdfReader | None) -> dict[str, str]:
    """Title, author, subject and creation date of the document information dictionary."""
    try:
        info: Mapping[str, object] = dict(reader.metadata or {}) if reader is not None else {}
    except Exception:  # a broken dictionary must not cost the text
        return {}
    found = {}
    for key in ("title", "author", "subject", "keywords"):
        value = info.get("/" + key.capitalize())
        if isinstance(value, str) and value.strip():
            found[key] = value.strip()
    return found
