"""Resource limits per file. docs/reading-limits.md lists these and the limits of each format."""

from __future__ import annotations

from dataclasses import dataclass

MB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` of processor time and ``memory_mb`` of address space (POSIX) for one file. The
    clock gives three times the seconds, so that a busy machine refuses no more than an idle one."""

    seconds: float
    memory_mb: int

    @property
    def wall_seconds(self) -> float:
        return 3 * self.seconds


#: Files that are read side by side.
NORMAL = Limits(60.0, 400)
#: Files that need more than that, or the heavy slot: one at a time.
HEAVY = Limits(60.0, 1200)
#: Each page that is recognised; a dense one takes some 6 s of processor time and 0.9 GB.
#: ``ocr_pages.MAX_RECOGNISED`` limits their number.
RECOGNITION = Limits(60.0, 3000)

#: Size of a PDF or DOCX file, and of a text or HTML file (ten thousand pages of text).
MAX_BYTES = 64 * MB
MAX_TEXT_BYTES = 20 * MB
#: What reading a file may yield. A long yearbook has a tenth of this.
MAX_CHARACTERS = 5_000_000
MAX_SECTIONS = 100_000
MAX_SENTENCES = 60_000
MAX_FIGURES = 120_000
#: Characters of a report's title and other details, of one of a file's own (title, author), and
#: how many of those are kept.
MAX_DETAIL = 400
MAX_META = 1000
MAX_META_ENTRIES = 200
#: Bytes of a whole report as a worker sends it.
MAX_REPLY = 256 * MB
#: Bytes that a worker, or a converter that it starts, may write to one file on disk.
MAX_SCRATCH = 512 * MB
