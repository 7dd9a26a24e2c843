"""Complete names of French, Spanish and German public bodies: the head word and its complements.

*Direction départementale de la protection des populations du …*, *Consejería de … de la Junta de
…*, *Landesamt für …, … und …*. A name ends before the verb, a number, another body or a kind of
report; a German genitive (des Landesamts) is converted to the nominative.
"""

from __future__ import annotations

import re

_SP = r"[ \u00a0]"
_CAP = r"[A-ZÀ-Ý]\w*(?:[-’'][^\W\d]\w*)*"
_WORD = r"[^\W\d_]\w*(?:-\w+)*"

# Heads that name a body wherever they stand, and those that also name what is no body.
_FRENCH = (
    r"Agence|Autorité|Ministère|Direction|Commissariat|Conseil|Préfecture|Sous-préfecture|Office|Commission|"
    r"Chambre|Cour|Tribunal|Mairie|Rectorat|Délégation|Syndicat|Institut|Observatoire|Défenseur|Secrétariat|"
    r"Caisse|Comité|Commune|Ville|Métropole|Municipalité|Communauté|Département|Région|Service|Inspection|"
    r"Régie|Établissement|Collectivité|Bureau|Haute\s?Autorité|Académie|Médiateur|Parc"
)
_SPANISH = (
    r"Agencia|Ministerio|Comisión|Autoridad|Dirección|Secretaría|Subsecretaría|Superintendencia|Defensoría|"
    r"Procuraduría|Consejo|Consejería|Viceconsejería|Conselleria|Oficina|Ayuntamiento|Diputación|Confederación|"
    r"Instituto|Tribunal|Delegación|Junta|Gobierno|Departamento|Intendencia|Municipalidad|Alcaldía|Contraloría|"
    r"Fiscalía|Cabildo|Mancomunidad|Cámara|Sindicatura|Gerencia|Servicio|Inspección|Comunidad|Patronato|Jefatura"
)
# Titles open with these and mean the work, not a body, unless an adjective or a place follows.
_WORKS = ("Inspection", "Inspección", "Service", "Servicio", "Direction", "Dirección")
_ADJECTIVE = (
    r"(?!(?:indique|explique|applique|communique|rappelle|appelle|signale|pratique|publica|indica|explica|aplica|"
    r"comunica|dedica|implica|ubica|practica|activa|lleva|eleva|\w+fica|révèle|égale|installe)\b)"
    r"(?:mixtes?|publics?|civiles?|verdes?|[a-zà-ÿ]{2,}(?:ales?|al|als|aux|aires?|iques?|elles?|els?|ives?|ifs?|"
    r"ières?|iers?|aises?|ais|oises?|ois|iennes?|iens?|ées?|euses?|eux|ic[oa]s?|iv[oa]s?|ari[oa]s?))\b"
)
_MONTH = (
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|"
    r"abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|l?['’]année|año|mois|mes"
)
_OF = rf"(?:de{_SP}la|de{_SP}los|de{_SP}las|de{_SP}l['’]|du|des|del|de|d['’])"
_KIND = (
    r"(?i:rapports?|bilan|informe|memoria|balance|resumen|synthèse|compte|plan|programa|"
    r"programme)\b"
)

# Words that open a sentence which a page prints right after a name.
_SENTENCE = (
    r"En|Le|La|Les|L['’]|Au|Aux|Dans|Pour|Par|Depuis|Cette|Ce|Ces|Il|Elle|Nous|Un|Une|El|Los|Las|Se|Durante|Este|Esta|"
    r"Con|Para|Según|Un|Una"
)


def _romance(heads: str) -> re.Pattern[str]:
    noun = rf"(?!(?:{heads}|{_MONTH}|la|le|les|el|los|las)\b|{_KIND}){_WORD}"
    part = rf"(?!(?:{heads}|{_SENTENCE})\b)"
    more = rf"(?:{_SP}(?:{_ADJECTIVE}|(?!{_KIND}){part}{_CAP}|(?:sur|sous|lès){_SP}{_CAP}))*"
    of = rf"{_SP}{_OF}{_SP}?(?:(?:La|Le|El|Los|Las){_SP})?"
    # A body of a body: de la Junta de …, du Conseil de ….
    owner = rf"{of}(?:{heads})\b{more}"
    comma = rf",{_SP}{_OF}{_SP}?{noun}{more}"
    joined = (
        rf"{_SP}(?:et|y|e){_SP}(?:{_OF}{_SP}?{noun}|(?:(?:el|la|los|las){_SP})?{part}{_CAP}|"
        rf"{part}[a-zà-ÿ]+(?={_SP}{_OF}{_SP}[A-ZÀ-Ý]))"
    )
    purpose = (
        rf"{_SP}(?:à{_SP}la{_SP}|à{_SP}l['’]|aux?{_SP}|pour{_SP}(?:(?:la|le|les){_SP}|l['’])?|"
        rf"para{_SP}(?:(?:la|el|los|las){_SP})?){noun}{more}"
    )
    # A list of two and more (Fomento, Vivienda y Suelo) ends in its last "and".
    listed = rf"(?:,{_SP}{part}{_CAP}{more}){{1,6}}(?={_SP}(?:et|y|e){_SP})"
    return re.compile(
        rf"\b(?P<head>{heads})\b(?P<adjectives>{more})"
        rf"(?P<rest>(?:{purpose})?(?:{owner}|{of}{noun}{more}|{comma}|{joined}{more}|{listed}){{0,9}})"
    )


_BODIES = {"fr": _romance(_FRENCH), "es": _romance(_SPANISH)}
_BEFORE = {
    "fr": r"(?:(?:de{sp}la|de{sp}l['’]|du|des|la|le|les|l['’]|par|pour){sp}?)",
    "es": r"(?:(?:de{sp}la|del|de|la|el|los|las|por){sp})",
}

_NEUTER = r"amt|ministerium|präsidium|institut|inspektorat"
_MASCULINE = r"(?:rechnungs|gerichts)hof|(?:landes|eigen|staats)betrieb|magistrat|senat"
_FEMININE = (
    r"anstalt|behörde|agentur|direktion|inspektion|aufsicht|regierung|verwaltung|kammer|genossenschaft|"
    r"kommission|kanzlei"
)
_G_CAP = r"[A-ZÄÖÜ][\wß]*(?:-[A-ZÄÖÜ][\wß]*)*"
_G_STOP = (
    r"(?!(?:Im|In|Das|Die|Der|Den|Es|Wir|Am|Auf|Bei|Für|Mit|Nach|Seit|Von|Zum|Zur|Ein|Eine|Insgesamt)\b|"
    r"\w*(?:bericht|bilanz|statistik|übersicht|Januar|Februar|März|April|Mai|Juni|Juli|August|September|"
    r"Oktober|November|Dezember)\b)"
)
_G_NOUN = rf"{_G_STOP}(?:[a-zäöü]+(?:e|en|er){_SP})?{_G_CAP}-?"
_G_LIST = (
    rf"{_G_NOUN}(?:(?:,{_SP}{_G_NOUN}){{0,6}},?{_SP}und{_SP}"
    rf"(?:(?:für|den|die|das|der){_SP}){{0,2}}{_G_NOUN})?"
)
_GERMAN = re.compile(
    rf"(?:(?P<adjective>[A-ZÄÖÜ]\w+(?:isch|lich)){_SP}?(?P<ending>e[snrm]?){_SP})?"
    rf"\b(?P<first>(?:[A-ZÄÖÜ]\w+-(?:,|{_SP}und){_SP})?)"
    rf"(?P<head>(?:[A-ZÄÖÜ]\w*?)?(?i:(?P<neuter>{_NEUTER})|(?P<masculine>{_MASCULINE})|"
    rf"(?:{_FEMININE})))(?P<genitive>(?:e?s)?)\b"
    rf"(?P<rest>(?:{_SP}(?:für|zur|zum|gegen){_SP}(?:(?:den|die|das|der|dem){_SP})?{_G_LIST})?"
    rf"(?:{_SP}(?:des|der|von|am|an{_SP}der|im|bei){_SP}{_G_STOP}{_G_CAP})?"
    rf"(?:{_SP}{_G_STOP}{_G_CAP}){{0,3}})"
)
_TERRITORY = re.compile(
    rf"(?P<head>Stadt|Gemeinde|Landeshauptstadt|Hansestadt|Samtgemeinde|Verbandsgemeinde|Landkreis|Kreis|Bezirk)"
    rf"(?:(?<=[sk])es)?(?P<rest>{_SP}{_G_STOP}{_G_CAP}(?:{_SP}{_G_CAP}|{_SP}(?:an{_SP}der|am|im|ob{_SP}der){_SP}{_G_CAP})?)"
)
_G_BEFORE = r"(?:(?:des|der|das|die|dem|vom|beim|durch{sp}das|durch{sp}die){sp})"


_LINKS = frozenset(
    "de la le les los las el du des del d' d’ l' l’ et y e à au aux en sur sous pour para für und "
    "der die das zur zum von am im an bei of the and on for".split()
)
# What a line prints before the body that made the report.
_MADE_BY = re.compile(
    r"(?i)^(?:(?:(?:publi|élabor|rédig|présent|prépar|édit)ée?|établie?|réalisée?)\spar|"
    r"(?:elaborad|publicad|presentad|redactad|realizad)[oa]\spor|"
    r"(?:vorgelegt|herausgegeben|erstellt|veröffentlicht)\s(?:vom|von|durch)|par|por|von|vom|"
    r"(?:herausgeber(?:in)?|éditeur|émetteur|auteur|edita|editor|emisor|autor|órgano emisor)\s?:)\s"
)
_LONGEST = 300  # characters of a name


def whole_name(line: str, language: str) -> str:
    """The body whose name is all that ``line`` holds; ``""`` where it holds another thing."""
    text = _MADE_BY.sub("", line.strip())
    text = re.sub(r"^(?:(?:La|Le|Les|El|Los|Las|Das|Die|Der)\s|L['’])", "", text, flags=re.I)
    capitals = text.isupper() and len(text) <= _LONGEST
    found = _at(mixed_case(text) if capitals else text, 0, language)
    if found is None or found[1] != len(text):
        return ""
    return text if capitals else found[0]


def mixed_case(text: str) -> str:
    """A name in capitals with small letters for its links and all but first letters."""
    words = re.findall(r"[\w]+['’]?|[^\w]", text.lower())
    return "".join(word if word in _LINKS else word[:1].upper() + word[1:] for word in words)


def opening_body(text: str, language: str) -> str:
    """The body that ``text`` opens with, perhaps after an article; ``""`` where it does not."""
    article = re.match(r"(?:La|Le|Les|El|Los|Las|Das|Die|Der)\s|L['’]\s?", text)
    found = _at(text, article.end() if article else 0, language)
    return found[0] if found and _is_no_work(found[0], article is None) else ""


def bodies_in_title(title: str, language: str) -> list[str]:
    """The bodies that a title names at its beginning or after *of the*; none where it does not."""
    before = _G_BEFORE if language == "de" else _BEFORE.get(language, "")
    if not before:
        return []
    title = title[:1000]
    starts = [0, *(m.end() for m in re.finditer(r"[–—:|-]\s", title))]
    starts += [m.end() for m in re.finditer(rf"(?i)\b{before.replace('{sp}', _SP)}", title)]
    for start in sorted(starts):
        found = _at(title, start, language)
        if found and _is_no_work(found[0], start == 0):
            return [found[0], *_further(title, found[1], language)]
    return []


def _further(title: str, end: int, language: str) -> list[str]:
    """The bodies that a title joins to the one that ends at ``end`` (… and of the …)."""
    link = rf"(?:,|{_SP}(?:et|y|e|und)){_SP}(?:(?:{_OF}|der|des|la|le|el|das|die){_SP}?|l['’])?"
    match = re.compile(link).match(title, end)
    found = _at(title, match.end(), language) if match else None
    return [found[0], *_further(title, found[1], language)] if found else []


def with_place(name: str, text: str) -> str:
    """A German body's ``name`` with the place that ``text`` prints after it, before a verb."""
    place = rf"((?:{_SP}(?:am|an{_SP}der|im|bei|{_G_STOP}{_G_CAP})){{1,3}})(?={_SP}[a-zäöü]|[.,])"
    printed = re.search(re.escape(name) + place, text)
    return name + printed.group(1) if printed else name


def _is_no_work(name: str, first: bool) -> bool:
    """Whether a title's first words are surely a body (Inspection des installations is work)."""
    if not first or name.split()[0] not in _WORKS:
        return True
    return bool(re.search(rf"{_SP}[A-ZÀ-Ý]|^\w+{_SP}{_ADJECTIVE}", name))


def _at(text: str, start: int, language: str) -> tuple[str, int] | None:
    """The body named at ``start`` of ``text``, and where its name ends; None where none is."""
    end = start + _LONGEST
    if language == "de":
        land = _TERRITORY.match(text, start, end)
        if land:
            return land.group("head") + land.group("rest"), land.end()
        match = _GERMAN.match(text, start, end)
        if match is None:
            return None
        alone = len(match.group().split()) < 2  # Landratsamt names a body, Amt or Verwaltung none
        if alone and match.group("head").lower() in (match.group("neuter") or "").lower():
            return None
        if alone and not match.group("neuter"):
            return None
        return _nominative(match), match.end()
    pattern = _BODIES.get(language)
    match = pattern.match(text, start, end) if pattern else None
    if match is None or not (match.group("adjectives") or match.group("rest")):
        return None
    return match.group(), match.end()


def _nominative(match: re.Match[str]) -> str:
    """The name of a German body, with the genitive or dative of its head taken back."""
    neuter, masculine = match.group("neuter"), match.group("masculine")
    head = match.group("head") + ("" if neuter or masculine else match.group("genitive"))
    adjective = match.group("adjective")
    if adjective:
        ending = "es" if neuter else "er" if masculine else "e"
        head = f"{adjective}{ending} {match.group('first')}{head}"
    else:
        head = match.group("first") + head
    return head + match.group("rest")
