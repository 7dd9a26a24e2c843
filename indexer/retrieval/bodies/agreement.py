"""How well a body matches a mention: place, type of body and words, each 0 to 1."""

from __future__ import annotations

from ...gazetteer import divisions
from ...gazetteer.vocabulary import agencies, near_kinds, tables
from .mentions import RANKS
from .parsed_name import ParsedName
from .profile import Profile, Site

SAME = 1.0
FOREIGN = 0.9  # no place is named: rather a body of the question's own language
PART = 0.35  # the body is of a part of the place asked
WHOLE = 0.2  # the body is of a place that holds the one asked
ELSEWHERE = 0.03
FAINT = 0.05  # less says nothing
UNTOLD = 0.5  # nobody says where the body is

BUREAU_OF_PLACE = 0.92  # only the place was named
BUREAU_OF_WHOLE = 0.7  # the place as a whole was named
ANY_GOVERNMENT = 0.8  # "the local authority": of no place, and perhaps not the writer
GOVERNMENT = 0.5  # a government for a bureau, or a bureau for a government
NEAR = 0.3
OTHER_KIND = 0.08
UNKNOWN_KIND = 0.65  # a report of the place whose issuer is not known
UNKNOWN_BODY = 0.5


class BodyQuery:
    """What a mention asks for, ready to be held against many bodies."""

    def __init__(self, reading: ParsedName, home: str, language: str) -> None:
        self.reading, self.home, self.language = reading, home, language
        codes = reading.codes
        self.codes = frozenset().union(*(divisions.with_successors(c) for c in codes)) or codes
        self.local = reading.locals[-1] if reading.locals else ""
        self.lands = set(reading.lands)
        self.kinds = set(reading.kinds)
        known = {agencies()[key] for key in reading.agencies}
        if known and not reading.lands and len({a.land for a in known}) == 1:
            self.lands = {a.land for a in known}
        if not self.kinds:
            self.kinds = {a.kind for a in known}
        self.central = "national" in reading.flags and not codes and not self.local
        self.outside = "outside" in reading.flags
        self.plural = "plural" in reading.flags or (self.kinds == {"town"} and not self.local)

    def place(self, profile: Profile, *, parts: bool) -> float:
        """Agreement of place. ``parts``: a part of the place counts as much as the whole."""
        part = 0.95 if parts or self.plural else PART
        return max(site.weight * self._site(site, profile, part) for site in profile.sites)

    def far(self, profile: Profile) -> bool:
        """Whether ``profile`` is of another place, so that its score is 0. It depends on nothing
        but the profile's ``locality``."""
        return self._places(profile)[1] < FAINT

    def _places(self, profile: Profile) -> tuple[float, float]:
        place = self.place(profile, parts=False)
        wider = self.reading.placed and place < SAME
        return place, self.place(profile, parts=True) if wider else place

    def _site(self, site: Site, profile: Profile, part: float) -> float:
        if self.outside:
            shut = {land.split("-")[0] for land in self.lands} or {self.home}
            return ELSEWHERE if site.land.split("-")[0] in shut else SAME if site.land else UNTOLD
        if not (self.codes or self.local or self.lands):
            if self.central and (site.codes or site.local or "-" in site.land):
                return WHOLE
            return SAME if profile.language in (self.language, "") else FOREIGN
        if not site.known:
            return self._untold(profile)
        if self.codes or self.local:
            here = self._chinese(site, part)
            either = "either" in self.reading.flags
            return max(here, self._land(site, profile, part)) if either else here
        return self._land(site, profile, part)

    def _untold(self, profile: Profile) -> float:
        """A body of unknown place: at least its language may be one that is spoken there."""
        lands = self.lands or {"CN"}
        if profile.language and not any(is_spoken_in(profile.language, land) for land in lands):
            return ELSEWHERE
        return UNTOLD if profile.central or self.lands else UNTOLD / 2

    def _chinese(self, site: Site, part: float) -> float:
        if site.land not in ("CN", ""):
            return ELSEWHERE
        if self.local:
            if site.local == self.local:
                apart = self.codes and site.codes and not divisions.narrowed(self.codes, site.codes)
                return ELSEWHERE if apart else SAME
            if site.local or not self.codes:
                return ELSEWHERE
        if not site.codes:
            return WHOLE / 2 if site.land == "CN" and not site.local else UNTOLD / 2
        if site.codes & self.codes:
            if site.local and not self.local:
                return part
            return WHOLE if self.local else SAME
        if any(divisions.inside(s, a) for s in site.codes for a in self.codes):
            return part if not self.local else ELSEWHERE
        if any(divisions.inside(a, s) for s in site.codes for a in self.codes):
            return WHOLE
        return ELSEWHERE

    def _land(self, site: Site, profile: Profile, part: float) -> float:
        if not site.land:
            return self._untold(profile)
        if site.land in self.lands:
            if site.codes or site.local:
                return part
            return SAME
        for land in self.lands:
            if site.land.split("-")[0] == land:
                return part
            if land.split("-")[0] == site.land:
                return WHOLE
        return ELSEWHERE

    def kind(self, profile: Profile, near: float = 0.0) -> float:
        """Agreement of the kind of body; ``near`` is how alike the names are to a trained eye."""
        agreed = self._kind(profile)
        return agreed + (1 - agreed) * 0.5 * near

    def _kind(self, profile: Profile) -> float:
        if not self.kinds:
            return self._bare_place(profile)
        if not profile.kinds:
            return UNKNOWN_KIND if self.reading.placed else UNKNOWN_BODY
        shared = self.kinds & profile.kinds
        if self.kinds == {"government"} and not self.reading.placed and not self.central:
            return ANY_GOVERNMENT if shared else UNKNOWN_BODY + 0.1
        if not shared and profile.rules and self.kinds == {"government"}:
            return 1.0  # a town's government; whether it is that town's, the place decides
        if shared:
            full = 0.9 + 0.1 * len(shared) / len(self.kinds)
            return full if profile.sure else full - 0.05
        if profile.rules:
            return GOVERNMENT
        if self.kinds <= {"government", "town"}:
            return GOVERNMENT - 0.1
        close = any(near_kinds().get(kind, frozenset()) & profile.kinds for kind in self.kinds)
        if not profile.sure:
            return 0.5 if close else 0.45  # words of a title only: the subject, perhaps
        return NEAR if close else OTHER_KIND

    def _bare_place(self, profile: Profile) -> float:
        if self.reading.named or not self.reading.placed or profile.rules:
            return 1.0
        return BUREAU_OF_WHOLE if "whole" in self.reading.flags else BUREAU_OF_PLACE

    def identity(self, profile: Profile) -> bool:
        """Whether the mention gives the body's own initials or an agency that it is."""
        return bool(
            self.reading.agencies & profile.agencies or self.reading.acronyms & profile.acronyms
        )

    def words(self, profile: Profile) -> float:
        """Agreement of the words left over; 1 where there are none. A name that the body does not
        bear (Leeds, of a city council) counts much, a word after it little."""
        reading = self.reading
        parts = {
            chunk: _in_order(chunk, profile.rest) or _in_order(_unranked(chunk), profile.rest)
            for chunk in reading.chunks
            if len(chunk) > 1 or not self.kinds
        }
        if any(_among(word, profile.words) for word in reading.imitated):
            parts = {}  # Chinese words cannot be held against a name in Latin letters
        if not (any(parts.values()) and reading.spelled and not profile.foreign):
            # else its own words are Chinese, and those of the question cannot be held against them
            parts |= {word: _among(word, profile.words) for word in reading.words}
        if reading.acronyms and not self.kinds:  # a Chinese name shows no initials
            parts["."] = self.identity(profile)
        if not parts:
            return 1.0
        told = bool(reading.kinds or reading.documents) + 0.5 * reading.placed
        floor = 0.8 if told >= 1 else 0.4 if told else 0.0
        if (
            told >= 1
            and self.language != "de"
            and not all(parts.get(w, True) for w in reading.proper)
        ):
            floor = 0.55 if reading.placed else 0.25
        return floor + (1 - floor) * sum(parts.values()) / len(parts)

    def documents(self, profile: Profile) -> float:
        """Agreement of the kind of report; 1 where none was named."""
        if not self.reading.documents:
            return 1.0
        return 1.0 if self.reading.documents & profile.documents else 0.25

    def score(self, profile: Profile, near: float = 0.0) -> tuple[float, float]:
        """How well ``profile`` is the body meant, 0 to 1; and the same where a part of the place
        counts as much as the whole."""
        place, wide = self._places(profile)
        if wide < FAINT:
            return 0.0, 0.0
        if self.identity(profile):
            least = 0.0 if self.reading.placed else 0.9
            return max(place, least), max(wide, least)
        agreed = self._agreed(profile, near)
        return place * agreed, wide * agreed

    def _agreed(self, profile: Profile, near: float) -> float:
        if self.reading.agencies and profile.agencies:
            return OTHER_KIND  # another agency, known by another name
        return self.kind(profile, near) * self.words(profile) * self.documents(profile)


def is_spoken_in(language: str, land: str) -> bool:
    """Whether ``language`` is spoken in a country."""
    return land.split("-")[0] in tables()["countries"]["languages"].get(language, ())


def _among(word: str, names: frozenset[str]) -> bool:
    """Whether a word is one of the names, or one grows out of the other (Kölner, Köln)."""
    if word in names:
        return True
    return len(word) > 4 and any(
        len(name) > 3 and (word.startswith(name) or name.startswith(word)) for name in names
    )


def _unranked(chunk: str) -> str:
    """A branch bears the name of its county without the rank (潭溪分局)."""
    return chunk[:-1] if len(chunk) > 2 and chunk[-1] in RANKS else chunk


def _in_order(chunk: str, name: str) -> bool:
    """Whether the characters of ``chunk`` stand in ``name`` in their order, the first close to
    the others: 粮储 in 粮食和物资储备局."""
    if chunk in name:
        return True
    for part in name.split("|"):
        at = -1
        for character in chunk:
            at = part.find(character, at + 1)
            if at < 0:
                break
        else:
            return True
    return False
