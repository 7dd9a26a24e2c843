"""What a build has to do: which reports are reused, which are read, and which have been removed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field

from ...errors import ReadError
from ...reading.isolated import ReaderPool
from ...reading.page_recogniser import PageRecogniser
from ...sandbox.file_names import escaped
from ..corpus.file_state import SizeAndTimes, load_file_states, size_and_times
from ..corpus.scan import Corpus, CorpusFile
from ..schema import Failure
from ..store.content import Content, Source, content_of
from ..store.generation import Generation
from .kept_reports import KeptReports
from .side_by_side import in_order

#: A second reader is started for more files than this, and so on.
FILES_FOR_A_READER = 8


@dataclass(frozen=True, slots=True)
class Step:
    """One file and what is done with it. ``old`` is its row in the previous generation, or None;
    ``fresh``: this row is still valid; ``state`` is the file's state, taken before it is read."""

    file: CorpusFile
    old: int | None
    fresh: bool
    state: SizeAndTimes | None = None


@dataclass
class Plan:
    """Steps by name, ascending; files are read in the processes of ``pool``. ``retried`` holds the
    results of reading the files that failed before, ``kept`` what an interrupted build has read.
    ``elsewhere`` reads a file on a cluster instead, giving its content or why it cannot be read."""

    steps: list[Step]
    removed: int
    before: Generation | None
    failures_before: dict[str, str]
    pool: ReaderPool
    readers: int = 1
    recogniser: PageRecogniser = field(default_factory=PageRecogniser)
    on_wait: Callable[[], None] = lambda: None
    kept: KeptReports | None = None
    elsewhere: Callable[[CorpusFile], Content | str] | None = None
    retried: dict[str, Content | Failure] = field(default_factory=dict)

    def changes(self) -> bool:
        """Whether the reports differ from the previous generation. Files that failed then are read
        again to find out."""
        if self.removed:
            return True
        stale = [step for step in self.steps if not step.fresh]
        if any(self.failures_before.get(step.file.name) is None for step in stale):
            return True
        with closing(self._reading(stale)) as results:
            for step, result in zip(stale, results, strict=True):
                self.retried[step.file.name] = result
                before = self.failures_before[step.file.name]
                if not isinstance(result, Failure) or result.reason != before:
                    return True
        return False

    def contents(
        self,
    ) -> Generator[tuple[Step, Content | None, Failure | None], None, None]:
        """Each report's content in order of name: reused, or read now. A file that cannot be read
        gives its failure, with its previous content if there was any."""
        stale = [s for s in self.steps if not s.fresh and s.file.name not in self.retried]
        with closing(self._reading(stale)) as results:
            for step in self.steps:
                if step.fresh:
                    yield step, self._old(step), None
                    continue
                result = self.retried.pop(step.file.name, None) or next(results)
                if self.kept is not None and isinstance(result, Content):
                    self.kept.add(result)
                if isinstance(result, Failure):
                    yield step, self._old(step), result
                else:
                    yield step, result, None

    def _reading(self, steps: list[Step]) -> Generator[Content | Failure, None, None]:
        """What reading gives, in the order of ``steps``, whichever is read first."""
        files = [step.file for step in steps]
        # Starting a worker costs as much as reading a few reports.
        readers = min(self.readers, -(-len(files) // FILES_FOR_A_READER))
        reading = in_order(
            files,
            self._read,
            readers,
            self.pool.stop,
            self.on_wait,
        )
        with closing(reading) as results:
            for step, result in zip(steps, results, strict=True):
                yield result if isinstance(result, Content) else self._failure(step, result)

    def _read(self, file: CorpusFile) -> Content | str:
        try:
            found = self.kept.get(file) if self.kept is not None else None
        except (ReadError, OSError):  # reading says what is wrong
            found = None
        if found is not None:
            return found
        if self.elsewhere is not None:
            return self.elsewhere(file)
        return read_or_reason(file, self.pool, self.recogniser)

    def _failure(self, step: Step, reason: str) -> Failure:
        old = self._old(step)
        if old is not None:
            day = time.strftime("%Y-%m-%d", time.gmtime(old.source.mtime_ns / 1e9))
            reason = f"{reason}; the version of {day} is kept"
        return Failure(step.file.name, reason)

    def _old(self, step: Step) -> Content | None:
        if step.old is None or self.before is None:
            return None
        return self.before.content(step.old)


def read_or_reason(file: CorpusFile, pool: ReaderPool, recogniser: PageRecogniser) -> Content | str:
    """The content of ``file``, or one line that says why it cannot be read."""
    try:
        return read_content(file, pool, recogniser)
    except ReadError as error:
        return str(error)
    except OSError as error:
        reason = f"{file.path} cannot be read ({error.strerror or error}); check the file"
    except (RecursionError, MemoryError):
        reason = f"{file.path} is nested too deeply or too large; save it in another format"
    return escaped(reason)


def make_plan(
    corpus: Corpus,
    before: Generation | None,
    pool: ReaderPool,
    *,
    reread: bool,
    readers: int = 1,
    recogniser: PageRecogniser | None = None,
) -> Plan:
    """Compare the corpus with the generation before. ``reread``: none of its rows is still
    valid; ``readers``: how many files are read in parallel, in processes of ``pool``;
    ``recogniser`` recognises scanned pages."""
    sources = before.sources() if before else {}
    states = load_file_states(before.folder) if before else {}
    steps = []
    for file in corpus.files:
        row, source = sources.get(file.name, (None, None))
        state = _state_of(file)
        fresh = source is not None and not reread and _is_same(file, source, state, states)
        steps.append(Step(file, row, fresh, state))
    gone = set(sources) - {file.name for file in corpus.files}
    failures = {f.path: f.reason for f in before.failures} if before else {}
    recogniser = recogniser or PageRecogniser()
    return Plan(steps, len(gone), before, failures, pool, readers, recogniser)


def read_content(
    file: CorpusFile, pool: ReaderPool, recogniser: PageRecogniser | None = None
) -> Content:
    """Read a file and cut it; scanned pages are recognised by the ``recogniser``. ReadError or
    OSError when it cannot be read."""
    report, state = pool.read_with_state(
        file.path, file.name, file.overrides, recogniser=recogniser
    )
    source = Source(state.size, state.mtime_ns, state.sha256, file.overrides_key)
    return content_of(report, source)


def _state_of(file: CorpusFile) -> SizeAndTimes | None:
    try:
        return size_and_times(file.path.stat())
    except OSError:
        return None


def _is_same(
    file: CorpusFile,
    source: Source,
    state: SizeAndTimes | None,
    states: dict[str, SizeAndTimes],
) -> bool:
    """By size and times, else by checksum: a copied or touched file is not read again."""
    if file.overrides_key != source.overrides or state is None or state[0] != source.size:
        return False
    if states.get(file.name) == state:
        return True
    try:
        with file.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == source.sha256
    except OSError:
        return False
