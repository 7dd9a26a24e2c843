"""Who wrote a report, as far as its details show: where the body is and of what type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from ...gazetteer import divisions
from ...gazetteer.divisions import Codes
from ...gazetteer.letters import bare, han_runs, plain, words
from ...gazetteer.vocabulary import agencies, han_words, tables
from ...index.schema import ReportRow
from ...text.folding import stem
from .mentions import parse_name
from .parsed_name import ParsedName

_LOCAL = re.compile(
    r"([\u4e00-\u9fff]{2,8}?)(经济技术开发区|高新技术产业开发区|开发区|工业园区|园区|高新区|经开区|新区|管理区|示范区|"
    r"街道|镇|乡|苏木|市|县|区|州|盟|旗)"
)
_PIECE = re.compile("[^省市县区州盟旗]{2,}")  # of a name, between ranks
_LONGEST = 5  # characters of a place's name
_RANKED = re.compile("([\u4e00-\u9fff]{2,4}?)(?:地区|[省市县区州盟旗])")
TOWN_RANKS = ("镇", "乡", "街道", "苏木")
_HAN = re.compile(r"[\u4e00-\u9fff、]*")
_HAN_AND_DIGITS = re.compile(r"[\u4e00-\u9fff0-9（）《》、]*")
_ONE_DIGIT = str.maketrans("123456789", "000000000")
_HEAD = 240  # characters of a report's beginning that may tell who wrote it
_OPENING = 1500  # characters in which an agency may name itself


@dataclass(frozen=True, slots=True)
class Site:
    """A place a report may be of: ``land`` (ISO 3166, "" unknown), divisions of China that may be
    meant, a stem that no gazetteer has, and how much its source counts."""

    land: str
    codes: Codes = frozenset()
    local: str = ""
    weight: float = 1.0

    @property
    def known(self) -> bool:
        return bool(self.land or self.codes or self.local)


@dataclass(frozen=True, slots=True)
class Profile:
    """How a report's body may be named. ``sure``: the kinds are those of the issuer's name, not
    words of a title. ``short`` are the issuer's own initials; ``rest`` is its Chinese name and the
    title, ``words`` Latin stems of both; ``heads`` and ``foreign`` are the Chinese characters and
    the capitalised Latin words (also two in a row) of the issuer's name that no list of places or
    kinds has."""

    sites: tuple[Site, ...]
    kinds: frozenset[str]
    sure: bool
    agencies: frozenset[str]
    acronyms: frozenset[str]
    documents: frozenset[str]
    words: frozenset[str]
    rest: str
    central: bool
    language: str
    short: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()

    @property
    def locality(self) -> tuple[tuple[Site, ...], str, bool]:
        """All that decides how well its place agrees with one that is asked for."""
        return self.sites, self.language, self.central

    @property
    def rules(self) -> bool:
        """Whether it is the government of a place, not one of its bureaus."""
        return self.sure and bool(self.kinds) and self.kinds <= {"government", "town"}


def profile_of(report: ReportRow, head: str = "") -> Profile:
    """The profile of a report; ``head`` is how its text begins."""
    details, title = report.details, report.details.title
    # Digits tell nothing between Chinese characters: a body's reports of all years, which are most
    # of a large archive, are read once. Beside Latin letters they are words.
    names = f"{details.issuer}{details.region}"
    if not head and _HAN.fullmatch(names) and _HAN_AND_DIGITS.fullmatch(title):
        title = title.translate(_ONE_DIGIT)
    return _profile(
        details.issuer,
        details.region,
        title,
        details.kind,
        details.language,
        head[:_OPENING],
    )


@lru_cache(maxsize=16384)
def _profile(issuer: str, region: str, title: str, kind: str, language: str, head: str) -> Profile:
    own, where = _read(issuer, True), _read(region, False)
    told = _told(title, issuer)
    first = _read(head[:_HEAD], False) if head else ParsedName()
    sites = _sites(issuer, own, where, told, first, language)
    sure = bool(own.kinds)
    kinds = own.kinds or told.kinds or first.kinds
    ids = own.agencies or told.agencies or (set() if issuer else first.agencies)
    if not ids and not own.kinds and head:
        opening = _read(head, False).agencies
        ids = opening if len(opening) < 3 else set()
    land = sites[0].land if sites else ""
    ids = {key for key in ids if not land or _one_country(agencies()[key].land, land)}
    if ids and not sure:
        kinds, sure = kinds | {agencies()[key].kind for key in ids}, bool(own.agencies)
    if ids and not land:
        lands = {agencies()[key].land for key in ids}
        sites = (Site(min(lands)), *sites[1:]) if len(lands) == 1 else sites
    latin = f"{issuer} {region} {title} {head[:_HEAD]}"
    acronyms = own.acronyms | told.acronyms | (first.acronyms if not issuer else set())
    short = own.acronyms or ({own.initials.lower()} if len(own.initials) > 1 else set())
    acronyms = acronyms | short
    return Profile(
        sites,
        frozenset(kinds),
        sure,
        frozenset(ids),
        frozenset(acronyms),
        frozenset(told.documents | _read(kind, False).documents),
        frozenset(stem(w.lower()) for w in words(bare(latin)) if len(w) > 2),
        "".join(han_runs(plain(issuer))) + "|" + "".join(han_runs(plain(title))),
        "national" in own.flags or bool(ids) or (not issuer and not where.groups),
        language,
        frozenset(short),
        _unlisted(issuer, own),
        _foreign(own),
    )


def _foreign(own: ParsedName) -> frozenset[str]:
    """Latin words of the name proper, and each two that follow each other (prairie hollow)."""
    latin = [word for word in own.proper if word.isascii()]
    return frozenset([*latin, *map(" ".join, pairwise(latin))])


def _unlisted(issuer: str, own: ParsedName) -> frozenset[str]:
    """What may be the issuer's name proper: characters that are no known word, those of a branch or
    an inner zone among them (潭溪分局), and its beginning up to the kind of body or to a rank that
    no place of that name has (槐荫渡人民法庭, 合浦源市, though there are 槐荫 and 合浦)."""
    found = {chunk for chunk in own.proper if not chunk.isascii()}
    found |= {piece for chunk in own.chunks for piece in _PIECE.findall(chunk)}
    name = "".join(han_runs(plain(issuer)))
    head = _PIECE.match(name[: max(own.kind_at, 0)])
    if head and len(han_words().at(name, 0)) < len(head[0]) <= _LONGEST:
        found.add(head[0])
    match = _RANKED.match(name)
    if match and not any(match[0].startswith(chunk) for chunk in found):
        senses = han_words().senses
        if match[0] not in senses and match[1] not in senses:
            found.add(match[1])
    return frozenset(found)


def with_shared_details(profiles: Sequence[Profile]) -> list[Profile]:
    """Profiles with what another report by the same body shows: one report spells out the name or
    names the country, the next has only initials."""
    places: dict[str, Site] = {}
    kinds: dict[str, frozenset[str]] = {}
    for profile in profiles:
        for name in profile.short:
            if profile.sites[0].land:
                places.setdefault(name, profile.sites[0])
            if profile.kinds and profile.sure:
                kinds.setdefault(name, profile.kinds)
    return [_completed(profile, places, kinds) for profile in profiles]


def _completed(
    profile: Profile, places: dict[str, Site], kinds: dict[str, frozenset[str]]
) -> Profile:
    for name in profile.short:
        land = profile.sites[0].land
        place = places.get(name)
        if place and land and not _one_country(place.land, land):
            continue  # another country's body with these initials
        if place and not land:
            profile = replace(profile, sites=(place, *profile.sites[1:]))
        if name in kinds and not profile.sure:
            profile = replace(profile, kinds=kinds[name], sure=True)
    return profile


def _told(title: str, issuer: str) -> ParsedName:
    """The title, read without the issuer that it opens with: what is left recurs from report to
    report, and reading takes time."""
    return _read(title[len(issuer) :] if issuer and title.startswith(issuer) else title, False)


@lru_cache(maxsize=32768)
def _read(name: str, own_name: bool) -> ParsedName:
    return parse_name(name, own_name=own_name)


def _one_country(a: str, b: str) -> bool:
    return a.split("-")[0] == b.split("-")[0] or "XX" in (a, b)


def _sites(
    issuer: str,
    own: ParsedName,
    where: ParsedName,
    told: ParsedName,
    first: ParsedName,
    language: str,
) -> tuple[Site, ...]:
    """The issuer's own place, else its region's; then the title's, where it tells another."""
    land = _land(own, where, told, first, language)
    found = []
    codes, (local, before) = own.codes, local_place(issuer, own)
    if local:
        codes = _read(before, True).codes
    if codes and where.codes:
        codes = divisions.narrowed(codes, where.codes) or codes
    if not codes and not local and "national" not in own.flags or local and not codes:
        codes = where.codes
    found.append(Site(land, codes, local))
    for reading, weight in ((told, 0.97), (first, 0.85)) if language in ("zh", "") else ():
        other = reading.groups[0] if reading.groups and len(reading.groups[0]) < 4 else frozenset()
        if where.codes and other:
            other = divisions.narrowed(other, where.codes) or other
        if other and not other & codes and not own.locals:
            found.append(Site("CN", other, weight=weight))
            break
    return tuple(site for site in found if site.known) or (Site(""),)


def _land(
    own: ParsedName, where: ParsedName, told: ParsedName, first: ParsedName, language: str
) -> str:
    if own.groups or where.groups:
        return "CN"
    for reading in (own, where, told, first):
        lands = reading.lands
        parts = sorted(land for land in lands if "-" in land)
        if parts and len(parts) == 1:
            return parts[0]
        if lands and not parts:
            return min(lands) if len(lands) == 1 else ""
    spoken = tables()["countries"]["languages"].get(language, ())
    return spoken[0] if len(spoken) == 1 else ""


def local_place(issuer: str, own: ParsedName) -> tuple[str, str]:
    """Stem of the issuer's own place that no gazetteer has (a town, a development zone), and the
    name's beginning before it."""
    name = "".join(han_runs(plain(issuer))).removeprefix("中共")
    if own.locals:
        return own.locals[-1], name.partition(own.locals[-1])[0]
    table, at = han_words(), 0
    while at < len(name):  # past the divisions at its head, unless it is 新城 + 镇
        word = table.at(name, at)
        if len(word) < 3 or not _is(word, "division"):
            break
        at += len(word)
    match = _LOCAL.match(name, at)
    if not match:
        return "", ""
    word = table.at(name, at)
    if any(_is(word, sort) for sort in ("kind", "national", "land", "whole", "plural")):
        return "", ""
    if _is(word, "division") and match.group(2) not in TOWN_RANKS:
        return "", ""
    if any(_is(table.at(name, n), "division") for n in range(at + 1, match.end(1))):
        return "", ""  # a place stands further on: no name of its own
    return match.group(1), name[:at]


def _is(word: str, sort: str) -> bool:
    return any(sense.sort == sort for sense in han_words().senses.get(word, ()))


def with_places_of_others(profiles: Sequence[Profile]) -> list[Profile]:
    """Profiles whose name proper is a place by another body's name (鹭汀海关, 鹭汀市水务局) are of
    that place."""
    stems = frozenset(site.local for profile in profiles for site in profile.sites if site.local)
    found = []
    for profile in profiles:
        own = stems & profile.heads
        if len(own) == 1 and not any(site.codes or site.local for site in profile.sites):
            site = replace(profile.sites[0], local=min(own))
            profile = replace(profile, sites=(site, *profile.sites[1:]))
        found.append(profile)
    return found


def written_locals(profiles: Sequence[Profile]) -> dict[str, str]:
    """How the local places of bodies are written in Chinese, by their stem."""
    found = {}
    for profile in profiles:
        for site in profile.sites:
            if site.local:
                for rank in ("", "镇", "乡", "街道", "市", "县", "区", "新区", "开发区"):
                    found[site.local + rank] = site.local
    return found
