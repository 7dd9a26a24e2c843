"""Which reports a question is about: issuers, places, bodies, levels and years it names.

A name that fits no indexed report is told as ``unknown``: the answer then says so instead of
giving another issuer's figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..folding import fold, latin_words
from ..index.schema import ReportRow
from ..lexicon import Lexicon
from .countries import country_names, country_of, find_countries
from .places import find_places
from .profiles import place_stem, profile_of
from .question import Question, YearAsked, find_years

_BODY_WORD = re.compile(r"(?:局|厅|委|委员会|部门|支队|总队|大队|部|署|院|办|政府)(?:的|在|今年|"
                        r"去年|\d|$|[^一-鿿]|罚|处|公|共|一|全|领|现|有|上|下|收|开|办|查|组|发|检|"
                        r"执|审|受)")
_PLACE_FORM = re.compile(r"(?P<stem>[一-鿿]{2,5}?)(?:省|市|县|区|州|旗|镇|乡|"
                         r"街道)(?=[一-鿿]{0,10}?(?:局|厅|委|部门|支队|政府|队|\d))")
_GENERIC_PLACE = re.compile(r"^(?:全|本|各|哪|这|该|每|我|某|两|城|地|乡|街|下辖|直辖|外|其他|有|"
                            r"个|的|和|在|是)|(?:哪些|哪个|各个|所有|城|多少)$")
_LEVELS = (
    ("town", re.compile(r"街道|乡镇|镇政府|镇街|街镇|\b(?:town(?:ship)?s?|subdistricts?)\b")),
    ("county", re.compile(r"县级|区县|县区|区级|\b(?:county|district)[- ]level\b")),
    ("city", re.compile(r"市级|地级市|地市|设区市|\b(?:city|municipal|prefecture)[- ]level\b")),
    ("province", re.compile(r"省级|省厅|各省|\bprovincial\b|\bprovince[- ]level\b")),
    ("national", re.compile(r"国家级|部委|国家层面|全国(?!范围内哪)|\bnational(?:ly)?\b|"
                            r"\bnationwide\b|\bministr(?:y|ies)\b|\bacross china\b")),
)
_OUTSIDE = re.compile(
    r"\boutside (?:of )?(?:mainland )?[a-z]+\s?|\bnon-[a-z]+|\bforeign\b|\boverseas\b|境外|国外|"
    r"海外|外国|非中国"
    r"|(?:中国|我国|国内|[一-鿿]{2,4}国)(?:以外|之外)"
)
_ITS_GOVERNMENT = re.compile(
    r"(?:'s)? (?:(?:people's|municipal|local|district|county|city|town|township|provincial) )*"
    r"government\b(?! (?:departments?|bureaus?|agenc\w+|bodies|offices?|units?))"
)
_GOVERNMENT_OF = re.compile(r"\bgovernment of (?:the )?$")
_BUREAUS = re.compile(r"哪(?:些|个|几个|家|几家)局|各局|所有局|\bbureaus?\b|\bbureaux\b")
_WHOLE = re.compile(r"全(?:市|县|区|省|镇|州)(?!局)|\b(?:city|county|district|province)-?wide\b|"
                    r"\bwhole (?:city|county|district|province)\b")
_CAPITALISED = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-zÀ-ÿ&'’-]*")
_SPELLED_NAME = re.compile(r"[A-Z][a-z'’-]+(?:,? (?:(?:of|and|the|for|on|in) )*[A-Z][a-z'’-]+)+")
_ENGLISH_COMMON = frozenset(
    "how what which who when where why did does do is are was were the a an of in on for and by "
    "list name show find compare rank bureau bureaus department agency authority commission "
    "council office emergency management annual report total january february march april may "
    "june july august september october november december government district county city "
    "province town ministry state administration board committee gdp cpi fy i according tell me "
    "please give has have had many much can could would should water transport health market "
    "environmental environment public security natural resources work safety national china "
    "chinese people people's s quel quelle quels quelles combien qui où comment pourquoi est l d "
    "le "
    "la les des du cuánto cuánta cuántos cuántas qué cuál cuáles quién el los las".split()
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Reports a question is about.

    ``rows`` None means all. ``unknown`` holds names that fit no indexed issuer; ``required`` words
    that an answer's passage must hold (names that occur in texts only). ``spans`` are stretches of
    the folded question that named an issuer, place or year: the rest is the matter asked.
    ``exact`` is True when a body itself was named, not just its kind or place.
    """

    rows: frozenset[int] | None
    unknown: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    exact: bool = False
    named: tuple[str, ...] = ()
    year_missing: bool = False


@dataclass(slots=True)
class _Evidence:
    """What one question names, gathered while reading it."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    required: list[str] = field(default_factory=list)


class IssuerIndex:
    """Profiles of all indexed reports, ready to be matched with questions."""

    def __init__(
        self, reports: Sequence[ReportRow], lexicon: Lexicon, heads: Sequence[str] = (),
        live: frozenset[int] | None = None,
    ) -> None:
        self._lexicon = lexicon
        self._live = frozenset(range(len(reports))) if live is None else live
        self.profiles = [
            profile_of(r, lexicon, country_of(
                r.details.region, r.details.issuer, r.details.language,
                heads[r.row] if heads else r.details.title,
            ))
            for r in reports
        ]
        stems = {p for profile in self.profiles for p in profile.places}
        self._stems = sorted(stems, key=len, reverse=True)
        self._acronyms = {a for p in self.profiles for a in p.acronyms}
        self._words = self._acronyms.union(*(p.words for p in self.profiles))
        self._romanised: dict[str, set[str]] = {}
        for profile in self.profiles:
            for stem, roman in zip(profile.places, profile.romanised, strict=True):
                if len(roman) >= 4:
                    self._romanised.setdefault(roman, set()).add(stem)

    def resolve(self, question: Question, within: frozenset[int] | None = None) -> Scope:
        """Reports that ``question`` is about, of those that stand for works in force and of those
        ``within`` which the answer is to be kept."""
        seen = _Evidence()
        countries, outside = self._countries(question, seen)
        places = self._places(question, seen)
        self._years(question, seen)
        words = self._names(question, seen)
        every = self._live | (within or frozenset())
        rows = set(every)
        rows = self._by_country(rows, countries, outside, question)
        if places:
            rows = self._by_place(rows, places)
        if words:
            rows = self._by_words(rows, words)
        rows, typed = self._by_type(rows, question, bool(places or words), seen)
        rows = self._by_level(rows, question, places)
        before_years = rows
        rows = self._by_year(rows, question)
        everything = len(rows) == len(every)
        return Scope(
            rows=None if everything and not seen.unknown else frozenset(rows),
            unknown=tuple(seen.unknown), required=tuple(seen.required),
            spans=tuple(sorted(seen.spans)), exact=bool(places or words) and typed,
            named=tuple(seen.named), year_missing=bool(before_years) and not rows,
        )

    def _places(self, question: Question, seen: _Evidence) -> set[str]:
        found: set[str] = set()
        text = question.folded
        for stem in self._stems:
            at = text.find(stem)
            if at >= 0 and not any(a <= at < b for a, b in seen.spans):
                found.add(stem)
                end = at + len(stem)
                tail = re.match(r"(?:省|市|县|区|州|旗|镇|乡|街道|自治[区州县])", text[end:])
                end += tail.end() if tail else 0
                seen.spans.append((at, end))
                seen.named.append(text[at:end])
        for roman, stems in self._romanised.items():
            if roman not in text:
                continue
            for m in re.finditer(rf"(?<![a-z]){roman}(?:'s)?(?![a-z])", text):
                found |= stems
                seen.spans.append((m.start(), m.end()))
                seen.named.append(m.group())
        self._unknown_places(question, found, seen)
        return found

    def _unknown_places(self, question: Question, found: set[str], seen: _Evidence) -> None:
        text = question.folded
        for name, start, end in find_places(text):
            if any(a < end and start < b for a, b in seen.spans):
                continue
            if any(place_stem(name) in p or p in name for p in found):
                continue
            tail = text[end: end + 14]
            body = re.match(r"(?:省|市|县|区|州)?[一-鿿]{0,8}?(?:局|厅|委|部门|政府|支队)", tail)
            body = body or re.match(r"(?:'s)? (?:[\w'-]+ ){0,3}(?:bureau|department|commission|"
                                    r"authority|government)", tail)
            (seen.unknown if body or not found else seen.required).append(text[start:end])
            seen.spans.append((start, end))
        for m in _PLACE_FORM.finditer(text):
            stem = m["stem"]
            taken = any(a < m.end() and m.start() < b for a, b in seen.spans)
            if taken or _GENERIC_PLACE.search(stem):
                continue
            if not any(stem in p or p in stem for p in self._stems):
                seen.unknown.append(m.group())
                seen.spans.append((m.start(), m.end()))

    def _countries(self, question: Question, seen: _Evidence) -> tuple[set[str], bool]:
        found = set()
        for code, start, end in find_countries(question.folded):
            if any(a <= start < b for a, b in seen.spans):
                continue
            if question.folded[start:end] in ("全国", "我国"):
                continue
            found.add(code)
            tail = re.match(r"州|'s", question.folded[end:])
            end += tail.end() if tail else 0
            seen.spans.append((start, end))
            seen.named.append(question.folded[start:end])
        outside = _OUTSIDE.search(question.folded)
        if outside and outside.group().startswith(("outside", "non-")):
            named = {s for c in ("CN", *found) for s in country_names(c)}
            near = outside.group() + question.folded[outside.end():][:12]
            return found, any(n in near for n in named)
        return found, bool(outside)

    def _names(self, question: Question, seen: _Evidence) -> set[str]:
        """Stems of Latin proper names in the question that name issuers."""
        found: set[str] = set()
        found |= self._initials(question, seen)
        for m in _CAPITALISED.finditer(question.text):
            raw = re.sub(r"['’]s$", "", m.group())
            lower = fold(raw)
            at = fold(question.text[: m.start()]).__len__()
            inside = any(k.start <= at < k.end for k in question.matches)
            if lower in _ENGLISH_COMMON or inside or any(a <= at < b for a, b in seen.spans):
                continue
            stems = {s for s, _, _ in latin_words(lower)} | {lower}
            if (hits := stems & self._words) and self._names_issuer(hits):
                found |= hits
                seen.spans.append((at, at + len(lower)))
                seen.named.append(raw)
                continue
            if question.language == "de":  # every noun has a capital there
                continue
            if len(raw) > 1 and not self._lexicon.matches(lower):
                seen.required.append(raw)
                seen.spans.append((at, at + len(lower)))
        return found

    def _initials(self, question: Question, seen: _Evidence) -> set[str]:
        """Acronyms of issuers whose name the question spells out (Food Safety Agency → fsa)."""
        found: set[str] = set()
        for m in _SPELLED_NAME.finditer(question.text):
            words = list(re.findall(r"[A-Z][\w'’-]*", m.group()))
            for first in range(len(words)):
                initials = "".join(w[0] for w in words[first:]).lower()
                if len(initials) >= 2 and initials in self._acronyms:
                    start = len(fold(question.text[: m.start() + m.group().index(words[first])]))
                    found.add(initials)
                    seen.spans.append((start, len(fold(question.text[: m.end()]))))
                    seen.named.append(m.group())
                    break
        return found

    def _names_issuer(self, stems: set[str]) -> bool:
        """A word names issuers when few of them have it (a word that most have says nothing)."""
        live = (p for p in self.profiles if p.row in self._live)
        having = sum(1 for p in live if not stems.isdisjoint(p.words | p.acronyms))
        return 0 < having <= max(12, len(self._live) // 5)

    def _by_country(
        self, rows: set[int], countries: set[str], outside: bool, question: Question
    ) -> set[int]:
        if outside:
            shut = countries or {"CN"}
            return {r for r in rows if self._land(r) not in shut and self._land(r)}
        if not countries:
            return rows
        kept = {
            r for r in rows
            if self.profiles[r].country in countries or self._land(r) in countries
        }
        exact = {r for r in kept if self.profiles[r].country in countries}
        return exact or kept

    def _land(self, row: int) -> str:
        return self.profiles[row].country.split("-")[0]

    def _by_place(self, rows: set[int], places: set[str]) -> set[int]:
        counts = {r: len(places & set(self.profiles[r].places)) for r in rows}
        best: set[int] = set()
        for place in places:
            having = {r for r in rows if place in self.profiles[r].places}
            if having:
                most = max(counts[r] for r in having)
                best |= {r for r in having if counts[r] == most}
        widest = [p for p in places if any(
            p in self.profiles[r].places and q in self.profiles[r].places
            and self.profiles[r].places.index(p) < self.profiles[r].places.index(q)
            for r in best for q in places if q != p)]
        inner = places - set(widest)
        return {r for r in best if inner & set(self.profiles[r].places)} or best

    def _by_words(self, rows: set[int], words: set[str]) -> set[int]:
        counts = {
            r: len(words & (self.profiles[r].words | self.profiles[r].acronyms)) for r in rows
        }
        most = max(counts.values(), default=0)
        return {r for r in rows if counts[r] == most and most} if most else set()

    def _by_type(
        self, rows: set[int], question: Question, placed: bool, seen: _Evidence
    ) -> tuple[set[int], bool]:
        """Keep bodies of the kind named. A kind named together with a place must fit."""
        wanted: set[str] = set()
        spans = []
        for m in question.matches:
            if self._lexicon.concepts[m.concept].group == "issuer":
                wanted.add(m.concept)
                spans.append((m.start, m.end))
        for start, end in self._governments(question, seen):
            wanted.add("issuer_government")
            spans.append((start, end))
        if not wanted:
            return self._bureaus(rows, question), False
        family = set().union(*(self._lexicon.with_related(w) for w in wanted))
        fits = {r for r in rows if self.profiles[r].types & family}
        if fits:
            seen.spans.extend(spans)
            return fits, True
        if question.kind == "enumerate" and not placed:
            return rows, False
        adjacent = any(a == end for a, _ in spans for _, end in seen.spans)
        if placed and adjacent and rows:
            unsigned = {r for r in rows if not self.profiles[r].issuer}
            if unsigned:  # whose report it is cannot be told, so it may be the one meant
                return unsigned, False
            first, last = min(a for a, _ in seen.spans), max(b for _, b in spans)
            seen.unknown.append(question.folded[first:last])
            return set(), True
        return rows, False

    def _governments(self, question: Question, seen: _Evidence) -> list[tuple[int, int]]:
        """Spans of "government" beside a place that the question names: the Xia government."""
        found = []
        for start, end in seen.spans:
            after = _ITS_GOVERNMENT.match(question.folded, end)
            before = _GOVERNMENT_OF.search(question.folded[:start])
            if after:
                found.append(after.span())
            elif before:
                found.append(before.span())
        return found

    def _bureaus(self, rows: set[int], question: Question) -> set[int]:
        """Reports of bureaus, where the question says so: a government's work report is none."""
        if not _BUREAUS.search(question.folded):
            return rows
        return {r for r in rows if not self.profiles[r].work_report} or rows

    def _by_level(self, rows: set[int], question: Question, places: set[str]) -> set[int]:
        for level, pattern in _LEVELS:
            if pattern.search(question.folded):
                fits = {r for r in rows if self.profiles[r].level == level}
                if fits:
                    return fits
        if places and _WHOLE.search(question.folded):
            inner = {
                r for r in rows
                if self.profiles[r].own in places and "政府" in self.profiles[r].issuer
            }
            return inner or rows
        if places and question.kind in ("lookup", "topic"):
            own = {r for r in rows if self.profiles[r].own in places}
            return own or rows
        return rows

    def _by_year(self, rows: set[int], question: Question) -> set[int]:
        if not question.years:
            return rows
        if question.kind == "topic" and not any(
            self._is_of(r, y, question.by_delivery) for r in rows for y in question.years
        ):
            return rows
        kept: set[int] = set()
        for year in question.years:
            kept |= {r for r in rows if self._is_of(r, year, question.by_delivery)}
        return kept

    def _years(self, question: Question, seen: _Evidence) -> None:
        for year in question.years:
            at = question.folded.find(year.printed)
            if at >= 0:
                end = at + len(year.printed)
                tail = re.match(r"(?:联邦)?(?:财年|年度|年(?!级))|'s", question.folded[end:])
                seen.spans.append((at, end + (tail.end() if tail else 0)))

    def _is_of(self, row: int, year: YearAsked, by_delivery: bool) -> bool:
        profile = self.profiles[row]
        spell = year.last != year.first
        if spell:
            spells = [(y.first, y.last) for y in find_years(profile.title) if y.first != y.last]
            if spells:
                return (year.first, year.last) in spells
            return profile.year in (year.first, year.last)
        if by_delivery and re.search(r"\d{4}", profile.title):
            return bool(re.search(rf"(?<!\d){year.first}(?!\d)", profile.title))
        if profile.year is not None:
            return profile.year == year.first
        return bool(re.search(rf"(?<!\d){year.first}(?!\d)", profile.title))
