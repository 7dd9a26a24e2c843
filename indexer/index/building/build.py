"""Builds the index: a new generation beside the active one, which one rename then makes active.

Only what has changed is read and embedded. If a build ends early (full disk, Ctrl-C, a kill), the
previous generation stays active, and the next build resumes from what was read and embedded
(``unfinished``).
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from ...errors import BuildError, IndexDamaged, IndexMissing, PolicyQAError
from ...glossary import Glossary, own_glossary
from ...models.embedder import BUNDLED, MODELS, Embedder, bundled_identity, load_embedder
from ...models.pieces import ModelIdentity
from ...readers.ocr.cache import FOLDER as OCR_CACHE
from ...readers.ocr.cache import PageCache
from ...readers.ocr.engine import REMEDY, available
from ...reading.isolated import ReaderPool
from ...reading.page_recogniser import PageRecogniser
from ...settings import Settings
from ..corpus.scan import Corpus, scan_corpus
from ..schema import Failure
from ..store.content import Content
from ..store.generation import Generation
from ..store.manifest import GENERATIONS, named_by_pointer, set_current, sync_folder
from .digest_cache import DIGESTS
from .fingerprint import fingerprints
from .generation_writer import GenerationWriter
from .last_build import note_build, note_failure
from .leftovers import clean_up, names, next_name
from .lock import writer_lock
from .plan import Plan, make_plan
from .progress import BuildSummary, OnProgress, Progress
from .running import RunningNote
from .summary import summary_of
from .unfinished import Unfinished, discard
from .vector_place import VectorPlace, lost_vectors

__all__ = ["BuildSummary", "Progress", "build"]


def build(
    corpus: str | Path | Iterable[str | Path],
    index: str | Path,
    *,
    model: str | None = None,
    rebuild: bool = False,
    on_progress: OnProgress | None = None,
    workers: int | None = None,
    glossary: str | Path | None = None,
    on: str | None = None,
    store: str | None = None,
    settings: Settings | None = None,
) -> BuildSummary:
    """Index the files and folders of ``corpus`` (one, or several) into the folder ``index``.

    ``model`` None keeps the model of the existing index, else takes the bundled one. ``rebuild``
    reuses nothing. ``on_progress`` is called from this thread. ``workers`` is how many files are
    read in parallel; the index does not depend on it. ``glossary`` is a file with your own terms.
    If either of these two is None, the settings apply: ``settings``, or those of the environment.
    ``on`` is where files are read and embedded: None for this process, ``ray`` or
    ``ray://HOST:PORT`` for a Ray cluster (extra ``cluster``); the index does not depend on it.
    ``store`` is where vectors are kept: ``faiss`` for files of the index, or the address of a
    Milvus server (``milvus_address``); None keeps that of the existing index, else files.

    Raises BuildError if there is nothing to index, nothing readable, another build is running or
    the disk is full; ModelError if the model cannot be loaded; StoreError if the server that has
    the vectors cannot be reached.
    """
    began = time.monotonic()
    index_dir = Path(index)
    settings = settings or Settings()
    terms = own_glossary(Path(glossary) if glossary is not None else settings.glossary)
    places = [corpus] if isinstance(corpus, str | Path) else corpus
    scanned = scan_corpus([Path(place) for place in places])
    _make(index_dir)
    with writer_lock(index_dir):
        token = settings.milvus_token
        before, notes = _before(index_dir, token)
        running = RunningNote(index_dir, on_progress)
        try:
            place = VectorPlace(index_dir, store, before, token)
            place.claim()
            with ReaderPool(settings.soffice) as pool:
                job = _Job(
                    scanned,
                    index_dir,
                    before,
                    pool,
                    terms,
                    model=model,
                    rebuild=rebuild,
                    tell=running,
                    notes=notes,
                    workers=workers or settings.workers,
                    on=on,
                    settings=settings,
                    place=place,
                )
                summary = job.run(began)
        except PolicyQAError as error:
            note_failure(index_dir, str(error))
            raise
        finally:
            running.remove()
            if before is not None:
                before.close()
        note_build(index_dir, summary)
        return summary


class _Job:
    """One build, under the lock."""

    def __init__(
        self,
        corpus: Corpus,
        index_dir: Path,
        before: Generation | None,
        pool: ReaderPool,
        glossary: Glossary,
        *,
        model: str | None,
        rebuild: bool,
        tell: OnProgress,
        notes: list[str],
        workers: int,
        on: str | None,
        settings: Settings,
        place: VectorPlace,
    ) -> None:
        self.on, self.settings, self.place = on, settings, place
        self.corpus, self.index_dir, self.before, self.pool = corpus, index_dir, before, pool
        self.notes, self.tell = [*notes, *corpus.notes], tell
        self.model_name = _model_name(model, before)
        self.rebuild, self.workers, self.glossary = rebuild, workers, glossary
        self.prints = fingerprints(glossary, corpus.relations, index_dir / DIGESTS)
        self._embedder: Embedder | None = None
        self._pages = PageCache(index_dir / OCR_CACHE)

    def run(self, began: float) -> BuildSummary:
        """Build. If anything fails, the active generation stays active; of the new one only what
        was read and embedded remains, for the next build."""
        try:
            plan = self._plan()
            lost = lost_vectors(plan.before)
            if self.before is not None and not lost and self._is_current(plan):
                self.place.activate(self.before.manifest.vectors)
                self._clean_up(self._whole_ones())
                discard(self.index_dir)
                return self._with_notes(summary_of(self.before, plan, [], began))
            if lost:
                self.notes.append(f"{lost}: every passage is embedded again")
            in_force = self.before.folder.name if self.before else named_by_pointer(self.index_dir)
            self._clean_up({in_force})
            identity = self._identity()
            name = next_name(self.index_dir)
            try:
                summary = self._write(plan, None if lost else plan.before, name, identity, began)
            finally:
                self._drop_unless_in_force(name)
            self._clean_up({name} | ({in_force} if self.before else set()))
            return self._with_notes(summary)
        except (OSError, sqlite3.Error, MemoryError) as error:
            raise BuildError(
                f"The index in {self.index_dir} cannot be written ({error}); free some space, "
                "check its permissions or choose another place with --index. Your previous "
                "index is still active, and the next build resumes this one"
            ) from error

    def _clean_up(self, keep: set[str]) -> None:
        self.place.clean_up(keep)
        clean_up(self.index_dir, keep)

    def _with_notes(self, summary: BuildSummary) -> BuildSummary:
        return replace(summary, notes=(*self.notes, *self.place.notes))

    def _whole_ones(self) -> set[str]:
        """The active generation and the newest other one."""
        assert self.before is not None
        mine = self.before.folder.name
        return {mine, max(names(self.index_dir) - {mine}, key=int, default=mine)}

    def _drop_unless_in_force(self, name: str) -> None:
        home = self.index_dir / GENERATIONS
        shutil.rmtree(home / f"{name}.tmp", ignore_errors=True)
        if (home / name).is_dir() and named_by_pointer(self.index_dir) != name:
            shutil.rmtree(home / name, ignore_errors=True)

    def _plan(self) -> Plan:
        before = None if self.rebuild else self.before
        return make_plan(
            self.corpus,
            before,
            self.pool,
            reread=before is None or before.manifest.reading != self.prints.reading,
            readers=self.workers,
            recogniser=PageRecogniser(self._pages),
        )

    def _is_current(self, plan: Plan) -> bool:
        """Whether the active generation is what this build would write."""
        assert self.before is not None
        manifest = self.before.manifest
        same = (
            not self.rebuild
            and not self.before.instead_of
            and self.place.is_of(self.before)
            and named_by_pointer(self.index_dir) == manifest.name
            and manifest.reading == self.prints.reading
            and manifest.terms == self.prints.terms
            and manifest.works == self.prints.works
            and manifest.model.name == self.model_name
            and (self.model_name != BUNDLED or manifest.model == bundled_identity())
            and set(plan.failures_before) <= self._known_names()
        )
        unread = {f.path: f.reason for f in self.corpus.failures}
        same = same and all(plan.failures_before.get(k) == v for k, v in unread.items())
        return same and not plan.changes()

    def _known_names(self) -> set[str]:
        return {f.name for f in self.corpus.files} | {f.path for f in self.corpus.failures}

    def _identity(self) -> ModelIdentity:
        if self.model_name == BUNDLED:
            return bundled_identity()  # loaded only if there is something to embed
        return self._model().identity

    def _model(self) -> Embedder:
        if self._embedder is None:
            self._embedder = load_embedder(self.model_name, note_folder=self.index_dir)
        return self._embedder

    def _write(
        self,
        plan: Plan,
        vectors: Generation | None,
        name: str,
        identity: ModelIdentity,
        began: float,
    ) -> BuildSummary:
        if self.before and not self.rebuild and self.before.manifest.model != identity:
            self.notes.append(f"The model is now {identity.name}; every passage is embedded again")
        home = self.index_dir / GENERATIONS
        home.mkdir(exist_ok=True)
        folder = home / f"{name}.tmp"
        folder.mkdir()
        backend, token = self.place.backend(folder, name), self.settings.milvus_token
        writer = GenerationWriter(
            folder, identity, vectors, self.prints, self.glossary, backend, token
        )
        with (
            closing(writer),
            closing(
                Unfinished.open(self.index_dir, identity, self.prints, rebuild=self.rebuild)
            ) as unfinished,
            self._cluster(plan) as shared,
        ):
            failures = self._read_all(plan, writer, unfinished)
            writer.finish(
                name, self.corpus, failures, lambda: shared(self._model()), unfinished, self.tell
            )
        final = home / name
        folder.rename(final)
        sync_folder(home)
        set_current(self.index_dir, name)
        self.place.activate(backend.kept)
        discard(self.index_dir)
        with Generation(final, self.index_dir) as now:
            self._pages.keep_only(_page_keys(now) | plan.recogniser.used())
            summary = summary_of(now, plan, failures, began)
        return replace(summary, embedded=writer.embedded, resumed=writer.resumed)

    @contextmanager
    def _cluster(self, plan: Plan) -> Iterator[Callable[[Embedder], Embedder]]:
        """Let a cluster read, if one is to be used; what makes it share the model's work."""
        if self.on is None:
            yield lambda model: model
            return
        from .cluster import Cluster

        places = list(self.corpus.roots)
        if not all(file.path.is_absolute() for file in self.corpus.files):
            places.append(str(Path.cwd()))
        with Cluster(self.on, places, self.prints, self.settings.soffice) as cluster:
            plan.elsewhere, plan.readers = cluster.read, cluster.readers
            yield cluster.embedder

    def _read_all(
        self, plan: Plan, writer: GenerationWriter, unfinished: Unfinished
    ) -> list[Failure]:
        failures = list(self.corpus.failures)
        total, done = len(plan.steps), 0

        told = (0, 0)

        def tell(always: bool = True) -> None:
            nonlocal told
            scans = plan.recogniser.progress()
            if always or scans != told:
                told = scans
                self.tell(
                    Progress(
                        "read",
                        done,
                        total,
                        scans_done=scans[0],
                        scans_total=scans[1],
                        reports_kept=unfinished.reports_kept,
                        passages_kept=unfinished.passages_kept,
                    )
                )

        plan.kept = unfinished.reports
        plan.on_wait = lambda: tell(False)
        with closing(plan.contents()) as contents:  # stops reading if writing fails
            for position, (step, content, failure) in enumerate(contents):
                done = position
                tell()
                if failure is not None:
                    failures.append(failure)
                elif step.state is not None:
                    writer.states[step.file.name] = step.state
                if content is not None:
                    writer.add(content)
                    self._note_unread(content)
        unfinished.reports.sync()
        self.pool.close()  # its memory is needed for the vectors
        self.tell(Progress("read", reports_done=total, reports_total=total))
        if not writer.counts["reports"]:
            first = failures[0]
            raise BuildError(
                f"None of the {total} files could be read; the first: {first.path}: {first.reason}"
            )
        return sorted(failures, key=lambda f: f.path)

    def _note_unread(self, content: Content) -> None:
        unread = sum(page.how == "unread" for page in content.document.recognised)
        if unread:
            why = "they could not be recognised" if available() else f"to read them, run: {REMEDY}"
            self.notes.append(f"{content.path}: {unread} scanned pages were not read; {why}")


def _page_keys(now: Generation) -> set[str]:
    """Keys of the recognised pages that an index holds."""
    rows = [report.row for report in now.reports if report.recognised]
    return {page.key for row in rows for page in now.recognised(row)}


def _make(index_dir: Path) -> None:
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BuildError(
            f"{index_dir} cannot be created ({error.strerror}); choose another place with --index"
        ) from error


def _before(index_dir: Path, milvus_token: str | None) -> tuple[Generation | None, list[str]]:
    """The generation to reuse from, checked to the last byte: damaged data must not be passed on
    with new checksums."""
    try:
        before = Generation.open(index_dir, full=True, milvus_token=milvus_token)
    except IndexMissing:  # a first build may have ended just before its last step
        return Generation.spare(index_dir, full=True, milvus_token=milvus_token), []
    except IndexDamaged as error:
        return None, [f"{str(error).rsplit('; ', 1)[0]}: every report is read again"]
    if not before.instead_of:
        return before, []
    return before, [f"{before.instead_of}: rebuilt from the previous index"]


def _model_name(model: str | None, before: Generation | None) -> str:
    if model is None:
        return before.manifest.model.name if before else BUNDLED
    folder = model not in MODELS and Path(model).is_dir()
    return str(Path(model).resolve()) if folder else model
