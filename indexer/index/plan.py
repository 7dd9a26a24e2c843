"""What a build has to do: which reports are carried over, which are read, which are gone."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..errors import ReadError
from .content import Content, Source, content_of
from .generation import Generation
from .scan import Corpus, CorpusFile
from .schema import Failure


@dataclass(frozen=True, slots=True)
class Step:
    """One file and what is done with it. ``old`` is its row in the generation before, or None;
    ``fresh`` says that this row still holds."""

    file: CorpusFile
    old: int | None
    fresh: bool


@dataclass
class Plan:
    """Steps by name, ascending. ``retried`` holds what reading those gave that failed before."""

    steps: list[Step]
    removed: int
    before: Generation | None
    failures_before: dict[str, str]
    retried: dict[str, Content | Failure] = field(default_factory=dict)

    def changes(self) -> bool:
        """Whether the reports differ from the generation before. Files that failed then are read
        again to know it."""
        if self.removed:
            return True
        for step in self.steps:
            if step.fresh:
                continue
            name = step.file.name
            if self.failures_before.get(name) is None:
                return True
            result = self.retried[name] = self._read(step)
            if not isinstance(result, Failure) or result.reason != self.failures_before[name]:
                return True
        return False

    def contents(self) -> Iterator[tuple[Step, Content | None, Failure | None]]:
        """Each report's content in order of name: carried over, or read now. A file that cannot
        be read gives its failure, with the content it had before when it had any."""
        for step in self.steps:
            if step.fresh:
                yield step, self._old(step), None
                continue
            result = self.retried.pop(step.file.name, None) or self._read(step)
            if isinstance(result, Failure):
                yield step, self._old(step), result
            else:
                yield step, result, None

    def _old(self, step: Step) -> Content | None:
        if step.old is None or self.before is None:
            return None
        return self.before.content(step.old)

    def _read(self, step: Step) -> Content | Failure:
        try:
            return read_content(step.file)
        except ReadError as error:
            reason = str(error)
        except OSError as error:
            reason = f"{step.file.path} cannot be read ({error.strerror or error}); check the file"
        except RecursionError:
            reason = f"{step.file.path} is nested too deeply to be read; save it in another format"
        old = self._old(step)
        if old is not None:
            day = time.strftime("%Y-%m-%d", time.gmtime(old.source.mtime_ns / 1e9))
            reason = f"{reason}; kept the version of {day}"
        return Failure(step.file.name, reason)


def make_plan(corpus: Corpus, before: Generation | None, *, reread: bool) -> Plan:
    """Compare the corpus with the generation before. ``reread``: no row of it still holds."""
    sources = before.sources() if before else {}
    steps = []
    for file in corpus.files:
        row, source = sources.get(file.name, (None, None))
        fresh = source is not None and not reread and _is_same(file, source)
        steps.append(Step(file, row, fresh))
    gone = set(sources) - {file.name for file in corpus.files}
    failures = {f.path: f.reason for f in before.failures} if before else {}
    return Plan(steps, len(gone), before, failures)


def read_content(file: CorpusFile) -> Content:
    """Read a file and cut it. ReadError or OSError when it cannot be read."""
    from ..reports.isolated import read_isolated  # PDF and DOCX readers are slow to import

    stat = file.path.stat()
    with file.path.open("rb") as stream:
        checksum = hashlib.file_digest(stream, "sha256").hexdigest()
    source = Source(stat.st_size, stat.st_mtime_ns, checksum, file.overrides_key)
    return content_of(read_isolated(file.path, file.name, file.overrides), source)


def _is_same(file: CorpusFile, source: Source) -> bool:
    """Size and time, else the checksum: a copied or touched file is not read again."""
    if file.overrides_key != source.overrides:
        return False
    try:
        stat = file.path.stat()
        if stat.st_size != source.size:
            return False
        if stat.st_mtime_ns == source.mtime_ns:
            return True
        with file.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == source.sha256
    except OSError:
        return False
