"""Recognises the scanned pages of a build, one after the other and each only once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock

from ..errors import ReadError
from ..readers.ocr.cache import PageCache, page_key
from ..readers.ocr.engine import Image, PageRead

_MOST_FAILURES = 3


class PageRecogniser:
    """Recognised pages of many files; may be used from many threads.

    ``cache`` keeps pages over builds; without one they are recognised anew each time.
    """

    def __init__(self, cache: PageCache | None = None) -> None:
        self._cache = cache
        self._lock = Lock()
        self._done = self._total = 0
        self._used: set[str] = set()

    def progress(self) -> tuple[int, int]:
        """Pages done, and pages known so far to be recognised."""
        with self._lock:
            return self._done, self._total

    def used(self) -> set[str]:
        """Keys of all pages that were wanted."""
        with self._lock:
            return set(self._used)

    def recognise(
        self,
        pages: Sequence[int],
        draw: Callable[[int], Image],
        read: Callable[[Image], PageRead],
    ) -> dict[int, PageRead]:
        """The pages that could be drawn and read; of one file few failures are put up with, then
        the rest of it is left."""
        with self._lock:
            self._total += len(pages)
        found: dict[int, PageRead] = {}
        failures = done = 0
        try:
            for number in pages:
                try:
                    found[number] = self._page(draw(number), read)
                except ReadError:
                    failures += 1
                    if failures >= _MOST_FAILURES:
                        break
                done += 1
                with self._lock:
                    self._done += 1
        finally:
            with self._lock:
                self._total -= len(pages) - done
        return found

    def _page(self, picture: Image, read: Callable[[Image], PageRead]) -> PageRead:
        key = page_key(picture)
        with self._lock:
            self._used.add(key)
        page = self._cache.get(key) if self._cache else None
        if page is None:
            page = replace(read(picture), key=key)
            if self._cache:
                self._cache.put(page)
        return page
