"""A name or mention that was read, and the places that it may name beside those of a gazetteer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...gazetteer import divisions
from ...gazetteer.divisions import Codes
from .spellings import Spellings


@dataclass(slots=True)
class ParsedName:
    """A name, read. ``groups`` holds for each place named in China the codes it may mean,
    ``locals`` stems of places that are in no gazetteer, ``lands`` ISO 3166 codes, ``acronyms``
    capitals that are no known agency, ``words`` stems and ``chunks`` Chinese characters that say
    nothing known, ``proper`` those of both that look like a place's name (capitals, or before the
    kind of body); ``flags`` whole, national, outside, plural, either (德州: in Shandong or
    Texas)."""

    groups: list[Codes] = field(default_factory=list)
    locals: list[str] = field(default_factory=list)
    lands: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    agencies: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    chunks: list[str] = field(default_factory=list)
    proper: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    initials: str = ""  # of its capitalised words
    spelled: bool = False  # a chunk is written in another script than the name's
    imitated: list[str] = field(default_factory=list)  # foreign words spelt by their sound
    choice: int = 0  # which of the places that a romanised word may mean was taken
    choices: int = 1  # how many there are
    kind_at: int = -1  # where the first kind of body stands, in its stretch of characters

    @property
    def codes(self) -> Codes:
        """The division meant: the finest of those named together."""
        return divisions.finest(self.groups)

    @property
    def placed(self) -> bool:
        return bool(self.groups or self.locals or self.lands)

    @property
    def named(self) -> bool:
        """Whether more than a place is named."""
        return bool(
            self.kinds
            or self.agencies
            or self.acronyms
            or self.documents
            or self.words
            or any(len(chunk) > 1 for chunk in self.chunks)
        )

    @property
    def empty(self) -> bool:
        return not (self.placed or self.named or self.flags & {"national", "outside"})

    def joined(self, other: ParsedName) -> ParsedName:
        """Both together: a place told in one part of a question, a body in another."""
        return ParsedName(
            [*self.groups, *other.groups],
            [*self.locals, *other.locals],
            self.lands | other.lands,
            self.kinds | other.kinds,
            self.documents | other.documents,
            self.agencies | other.agencies,
            self.acronyms | other.acronyms,
            [*self.words, *other.words],
            [*self.chunks, *other.chunks],
            [*self.proper, *other.proper],
            self.flags | other.flags,
            other.initials,
            self.spelled or other.spelled,
            [*self.imitated, *other.imitated],
        )


@dataclass(frozen=True, slots=True)
class LocalPlaces:
    """Places of indexed bodies that no gazetteer has: stems by how they are written in Chinese
    (``han``), and how these places and other names of bodies are spelt in another script."""

    han: Mapping[str, str] = field(default_factory=dict)
    spelled: Spellings = field(default_factory=Spellings)
