"""The installed distributions that modules come from, with their versions and requirements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_TOP = re.compile(r"^([^\W\d]\w*)[/.]", re.M)
_INFO = (".dist-info", ".egg-info")


def installed(path: Sequence[str]) -> tuple[str, ...]:
    """Names of the folders with the metadata of installed distributions; they change with every
    version."""
    found: set[str] = set()
    for place in path:
        try:
            found |= {p.name for p in Path(place).iterdir() if p.suffix in _INFO}
        except OSError:  # a zip file or a missing folder
            continue
    return tuple(sorted(found))


@lru_cache(maxsize=64)
def libraries(
    modules: tuple[str, ...],
    named: tuple[str, ...],
    path: tuple[str, ...],
    present: tuple[str, ...],
) -> tuple[str, ...]:
    """``name version`` of each distribution that one of the top-level ``modules`` comes from, of
    all their dependencies (a reader may leave even the text to another library), and of those
    ``named``, of which only the data is used. The version of a missing one is ``-``. ``present`` is
    the result of :func:`installed` for ``path``; the answer is valid while that is unchanged."""
    every, owners = _owners(path, present)
    found: dict[str, str] = {}
    waiting: list[str] = []
    for module in modules:
        waiting += owners.get(module, ())
        if module not in owners:
            found[_normal(module)] = f"{module} -"
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _line(every[name])
            waiting += [need for need in _requirements(every[name]) if need in every]
    for name in map(_normal, named):
        found.setdefault(name, _line(every[name]) if name in every else f"{name} -")
    return tuple(found[name] for name in sorted(found))


@lru_cache(maxsize=4)
def _owners(
    path: tuple[str, ...], _: tuple[str, ...]
) -> tuple[dict[str, metadata.Distribution], dict[str, list[str]]]:
    """Distributions by name, and the names of those that install each top-level module."""
    every: dict[str, metadata.Distribution] = {}
    owners: dict[str, list[str]] = {}
    for one in metadata.distributions(path=list(path)):
        name = _normal(one.metadata["Name"] or "")
        if not name or name in every:  # the first one on the path is imported
            continue
        every[name] = one
        for module in _modules(one):
            owners.setdefault(module, []).append(name)
    return every, owners


def _modules(one: metadata.Distribution) -> set[str]:
    """Names of the folders and files that a distribution installs for import."""
    record = one.read_text("RECORD")
    if record is None:  # an .egg-info
        return set((one.read_text("top_level.txt") or "").split())
    return set(_TOP.findall(record))


def _requirements(one: metadata.Distribution) -> Iterator[str]:
    """Names of its requirements, without those of its extras."""
    for line in one.requires or ():
        requirement, _, marker = line.partition(";")
        name = _NAME.match(requirement.strip())
        if name and "extra" not in marker:
            yield _normal(name.group())


def _line(one: metadata.Distribution) -> str:
    return f"{one.metadata['Name']} {one.version}"


def _normal(name: str) -> str:
    """A name, normalised as in PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()
