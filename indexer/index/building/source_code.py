"""What a module does, regardless of how it is written: its source's part of a fingerprint.

Comments, layout, docstrings and the paths of imported modules do not count, so that code may be
moved and reformatted; every constant, name and operator counts. An imported name is represented by
the name it was imported under and the code of the module that it comes from.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

_DEFINITIONS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_NO_MATTER = frozenset({"ctx", "kind", "type_comment", "type_ignores"})
_FILE_NAME = re.compile(r"[\w-]+\.[a-z]{2,5}")
_STEM = re.compile(r"[\w-]{2,40}")
_SUFFIX = re.compile(r"\.[a-z]{2,5}")
#: Calls whose first argument names a distribution whose files are read.
_OF_DISTRIBUTIONS = frozenset({"distribution", "version"})


@dataclass(frozen=True, slots=True)
class Import:
    """``from module import symbol``, with ``level`` dots; without a symbol, the module itself."""

    level: int
    module: str
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """``digest`` is that of the code with imported names replaced by numbers; ``names`` lists what
    each of these may refer to, in the order of the numbers. ``imports`` are all imports,
    ``distributions`` those whose data files are requested by name, ``files`` the strings that may
    be names of data files."""

    digest: str
    names: tuple[tuple[Import, ...], ...] = ()
    imports: tuple[Import, ...] = ()
    distributions: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def code_of(source: bytes) -> Code:
    """The code of a module. A source that Python cannot parse is used as bytes."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return Code(hashlib.sha256(source).hexdigest())
    bound: dict[str, list[Import]] = {}
    for name, what in _imports(tree):
        bound.setdefault(name, []).append(what)
    writer = _Writer(bound)
    writer.write(tree)
    used = [tuple(bound[name]) for name in writer.numbers]
    every = dict.fromkeys(what for found in bound.values() for what in found)
    return Code(
        hashlib.sha256("\0".join(writer.out).encode("utf-8", "surrogatepass")).hexdigest(),
        tuple(used),
        tuple(every),
        tuple(sorted(writer.distributions)),
        tuple(sorted(writer.files())),
    )


def _imports(tree: ast.AST) -> Iterator[tuple[str, Import]]:
    """Imports, including those inside functions, with the names that they bind."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name.split(".")[0], Import(0, alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            for alias in node.names:
                yield alias.asname or alias.name, Import(node.level, node.module or "", alias.name)


@dataclass
class _Writer:
    """Writes a syntax tree as a sequence of words."""

    bound: dict[str, list[Import]]
    out: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    distributions: set[str] = field(default_factory=set)
    _named: set[str] = field(default_factory=set)
    _stems: set[str] = field(default_factory=set)
    _suffixes: set[str] = field(default_factory=set)

    def write(self, node: object) -> None:
        out = self.out
        if isinstance(node, ast.Name):
            out.append(self._name(node.id))
        elif isinstance(node, ast.Constant):
            self._note(node.value)
            out.append(f"{type(node.value).__name__} {node.value!r}")
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            return
        elif isinstance(node, ast.AST):
            out.append(f"({type(node).__name__}")
            if isinstance(node, ast.Call):
                self._note_call(node)
            elif isinstance(node, ast.JoinedStr):
                self._note_suffix(node)
            for name in node._fields:
                value = getattr(node, name, None)
                # Empty fields are omitted, because newer versions of Python have more of them.
                if value is None or value == [] or name in _NO_MATTER:
                    continue
                out.append(name)
                if name == "body" and isinstance(node, _DEFINITIONS):
                    value = [item for item in value if not _is_text(item)]
                self.write(value)
            out.append(")")
        elif isinstance(node, list):
            out.append("[")
            for item in node:
                self.write(item)
            out.append("]")
        else:
            out.append(repr(node))

    def files(self) -> set[str]:
        """Strings that may name a data file, even with a variable stem (``f"{x}.toml"``)."""
        return self._named | {stem + suffix for suffix in self._suffixes for stem in self._stems}

    def _name(self, name: str) -> str:
        if name not in self.bound:
            return name
        return f"@{self.numbers.setdefault(name, len(self.numbers))}"

    def _note(self, value: object) -> None:
        if isinstance(value, str) and len(value) <= 60:
            if _FILE_NAME.fullmatch(value):
                self._named.add(value)
            elif _STEM.fullmatch(value):
                self._stems.add(value)

    def _note_suffix(self, node: ast.JoinedStr) -> None:
        last = node.values[-1] if node.values else None
        if isinstance(last, ast.Constant) and _SUFFIX.fullmatch(str(last.value)):
            self._suffixes.add(str(last.value))

    def _note_call(self, node: ast.Call) -> None:
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        first = node.args[0] if node.args else None
        if name in _OF_DISTRIBUTIONS and isinstance(first, ast.Constant):
            self.distributions.add(str(first.value))


def _is_text(node: object) -> bool:
    """Whether a statement is a docstring, or another string that does nothing."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
