"""The modules of a package, their imports, and everything that a module depends on."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .source_code import Code, Import, code_of

_NO_DATA = (".pyc", ".pyo", ".typed")


@dataclass(frozen=True, slots=True)
class Rest:
    """What some modules depend on: ``digest`` of the code and data of the package, top-level
    ``modules`` of other packages, ``distributions`` whose data is read, and the package's own
    ``files`` of data, by name."""

    digest: str
    modules: tuple[str, ...]
    distributions: tuple[str, ...]
    files: tuple[str, ...] = ()


class SourceTree:
    """The sources of the package in the folder ``root``. ``code`` returns the code of a source."""

    def __init__(self, root: Path, code: Callable[[bytes], Code] = code_of) -> None:
        self.package = root.name
        self._code, self._read = code, dict[str, Code]()
        self._modules: dict[str, Path] = {}
        self._data: dict[str, list[Path]] = {}
        for folder, folders, names in os.walk(root):
            folders[:] = [name for name in folders if name != "__pycache__"]
            place = Path(folder)
            parts = (self.package, *place.relative_to(root).parts)
            for name in names:
                if name == "__init__.py":
                    self._modules[".".join(parts)] = place / name
                elif name.endswith(".py"):
                    self._modules[".".join((*parts, name[:-3]))] = place / name
                elif not name.endswith(_NO_DATA):
                    self._data.setdefault(name, []).append(place / name)

    def rest_of(self, entries: Sequence[str]) -> Rest | None:
        """Everything that the modules ``entries`` depend on; None if one has no source here."""
        if any(entry not in self._modules for entry in entries):
            return None
        parts: list[str] = []
        others: set[str] = set()
        named: set[str] = set()
        data: dict[str, list[Path]] = {}
        for name in self._reached(entries):
            code = self._code_at(name)
            parts.append(self._meaning(name, code))
            others |= {self._foreign(name, what) for what in code.imports}
            named |= set(code.distributions)
            data |= {file: self._data[file] for file in code.files if file in self._data}
        parts += [_sha(path.read_bytes()) for places in data.values() for path in places]
        digest = _sha("\n".join(sorted(parts)).encode())
        return Rest(digest, tuple(sorted(others - {""})), tuple(sorted(named)), tuple(sorted(data)))

    def _reached(self, entries: Sequence[str]) -> list[str]:
        found: dict[str, None] = {}
        waiting = list(entries)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = None
                targets = (self._target(name, what) for what in self._code_at(name).imports)
                waiting += [target for target, _ in targets if target]
        return list(found)

    def _code_at(self, name: str) -> Code:
        if name not in self._read:
            self._read[name] = self._code(self._modules[name].read_bytes())
        return self._read[name]

    def _meaning(self, name: str, code: Code) -> str:
        """The code with its imported names, each as a symbol of the code that it comes from. The
        order of names that are only re-exported (a package's public names) does not matter."""
        told = [[self._identity(name, what) for what in names] for names in code.names]
        used = {what for names in code.names for what in names}
        passed = sorted(self._identity(name, what) for what in code.imports if what not in used)
        return _sha(repr((code.digest, told, passed)).encode())

    def _identity(self, name: str, what: Import) -> str:
        target, symbol = self._target(name, what)
        return f"{self._code_at(target).digest if target else what.module} {symbol}"

    def _target(self, name: str, what: Import) -> tuple[str, str]:
        """The module of the package that is imported from, ``""`` if it is not in the package, and
        the imported symbol, ``""`` if it is the module itself."""
        base = ".".join(part for part in (*self._above(name, what.level), what.module) if part)
        full = f"{base}.{what.symbol}" if what.symbol else base
        if full in self._modules:
            return full, ""
        return (base if base in self._modules else ""), what.symbol

    def _above(self, name: str, level: int) -> Iterator[str]:
        if level:
            parts = name.split(".")
            is_package = self._modules[name].name == "__init__.py"
            yield from parts[: len(parts) - level + is_package]

    def _foreign(self, name: str, what: Import) -> str:
        """The top-level module of a third-party package, otherwise ``""``."""
        top = what.module.split(".")[0]
        own = what.level or top == self.package or top in sys.stdlib_module_names
        return "" if own else top


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
