"""Finds who issued a report in a language other than Chinese, by how names of public bodies are
formed."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...document.joint_issuers import join_issuers, western_bodies
from ...document.report import Document
from .issuer_names import bodies_in_title, mixed_case, opening_body, whole_name, with_place
from .masthead import head_lines, lines_of

#: Keys of a file's metadata that name its issuer.
ISSUER_KEYS = ("发布机构", "发布单位", "发文机关", "发文机构", "制发机关", "公开主体", "主办单位",
                "émetteur", "éditeur", "issued by", "publisher", "herausgeber", "emisor",
                "発行者", "発行元", "contentsource", "来源", "信息来源", "author", "organization")  # fmt: skip  # noqa: E501
_CAP = r"[A-ZÀ-Ý][\w'’&.-]*"
_LINK = (
    r"(?:of|for|the|and|on|&|de|du|des|la|le|les|l['’]|d['’]|et|y|del|los|las|für|und|der|des|die)"
)
_ORG_WORD = (
    r"(?:Authority|Commission|Commissioner|Executive|Agency|Council|Ministry|Department|Bureau|Office|Board|Inspectorate|"
    r"Administration|Directorate|Committee|Regulator|Tribunal|Autorité|Ministère|Direction|Agence|Inspection|"
    r"Commissariat|Conseil|Préfecture|Agencia|Ministerio|Comisión|Autoridad|Dirección|Inspección|Secretaría|"
    r"Superintendencia|Defensoría|Procuraduría|Consejo)"
)
_ORG = re.compile(
    rf"(?:{_CAP}\s+(?:{_LINK}\s+)*){{0,6}}{_ORG_WORD}\b(?:\s+(?:{_LINK}\s*)+{_CAP}(?:\s+(?:(?:{_LINK})\s*)*{_CAP})*)?"
    rf"(?:\s+(?:régional|départemental|national|general|municipal|provincial|estatal|autonóm)[eao]?\b"
    rf"(?:\s+(?:(?:du|de la|des|del|de|d['’]|l['’]|et|y)\s*)+[\w-]+"
    rf"(?:\s+[a-zà-ÿ]+(?:aire|ique|el|elle|ale?))?)+)?"
    rf"(?:\s+(?:nationale?|générale?|fédérale?|nacional|general|federal)\b(?:\s+(?:{_LINK}\s*)+[\w'’-]+)*)?"
)
_GERMAN = re.compile(
    r"\b[A-ZÄÖÜ]\w*(?:amt|anstalt|behörde|ministerium|agentur|direktion|inspektorat|aufsicht|beauftragter?)\b"
    r"(?:\s+(?:für|des|der|und|zur)\s+(?:(?:den|die|das|der|und)\s+)*[A-ZÄÖÜ]\w+(?:\s+und\s+[A-ZÄÖÜ]\w+)?)?"
    r"|\b[A-ZÄÖÜ]\w+(?:e[rs]?)\s+(?:Landesamt|Ministerium|Bundesamt|Behörde)\b"
)
# Work that is reported on, not a body (Tug Inspection Report).
_OF_WORK = re.compile(r"\s(?:Report|Review|Statistics|Data|Results|Bulletin|Plan|Programme)")
# How the second line of a name broken over two begins.
_GOES_ON = re.compile(r"(?i)(?:of|for|and|de|du|des|del|et|y|für|und|der|des)\s|d['’]")
_ARTICLE = re.compile(r"^(?:(?:The|La|Le|Les|El|Die|Der|Das)\s+|L['’]\s*)")
_ACRONYM = re.compile(
    r"\b(?!(?:FY|EU|UK|US|USA|PDF|II|III|IV|VI|GDP|SARL|ISO)\b)(?:[A-Z]{3,7}|[A-Z][a-z]?[A-Z][a-z]*[A-Z])\b"
)
# French and Spanish names have small nouns (Direction des forêts de Morlac).
_ROMANCE = (
    r"(?:(?:La |Le |El |L['’])?(?:Autorité|Ministère|Direction|Agence|Inspection|Commissariat|"
    r"Conseil|Préfecture|Office|Service|Commission|Agencia|Ministerio|Comisión|Autoridad|Dirección|"
    r"Inspección|Secretaría|Superintendencia|Consejo|Servicio|Oficina)"
    r"(?: [a-zà-ÿ]+(?:ale?|aire|ique|ional|ier|ière))?"
    r"(?: (?:(?:de la|de los|de las|du|des|del|de|et|y|à la|aux?) |de l['’]|d['’]|à l['’])"
    r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ’'-]*(?: [a-zà-ÿ]+(?:ale?|aire|ique|ional|elle?))?){1,6})"
)
# A name and nothing else.
_WHOLE = re.compile(
    rf"(?:The\s+)?(?:{_ORG.pattern}|(?:{_GERMAN.pattern})(?: [A-ZÄÖÜ]\w+)?)|{_ROMANCE}"
)
_SPEAKS = re.compile(_ROMANCE)
_DATED = re.compile(r",? (?:le |el )?\d{1,2}(?:er|º|\.)? (?:de )?[a-zà-ÿ]{3,10} (?:de )?\d{4}\.?$")


def find_western_issuer(document: Document, title: str, language: str = "en") -> str:
    """The body that issued a report in a language of Latin script, or several, joined."""
    head = document.text[:3000]
    for key in ISSUER_KEYS:
        value = " ".join(document.meta.get(key, "").split())
        several = western_bodies(value, _bodies(language))
        if several:
            return join_issuers(several)
        if whole_name(value, language):
            return whole_name(value, language)
        if value and (_ORG.search(value) or _GERMAN.search(value)):
            return value
    beside = _bodies_beside(document, language)
    if len(beside) > 1:
        return join_issuers(beside)
    if beside and beside[0].isupper():
        return beside[0]
    if beside and (_SPEAKS.fullmatch(beside[0]) or whole_name(beside[0], language)):
        return whole_name(beside[0], language) or _ARTICLE.sub("", beside[0])
    bodies = bodies_in_title(title, language)
    if bodies:
        return join_issuers(
            [with_place(name, head) if language == "de" else name for name in bodies]
        )
    named = _first_subject(document, title, language) or _signature(document, language)
    if named:
        return named
    for text in (title, "\n".join(line.text for line in head_lines(document))):
        named = _organisation(text, text is title)
        if named:
            whole_line = beside and beside[0].startswith(named)
            return beside[0] if whole_line else _longer(named, head)
    acronym = None if title.isupper() and " " in title else _ACRONYM.search(title)
    if acronym:
        return _expanded(acronym.group(), document.text[:20000]) or acronym.group()
    named = _organisation(head)
    if named:
        return _longer(named, head)
    counts = [match.group() for match in _ACRONYM.finditer(head)]
    often = [name for name in counts if counts.count(name) > 1]
    if not often:
        article = re.search(
            rf"\b(?:the|la|le|el|die|der|das|l['’])\s*({_ACRONYM.pattern})", head, re.I
        )
        often = [article.group(1)] if article and article.group(1).isupper() else []
    return (_expanded(often[0], document.text[:20000]) or often[0]) if often else ""


def _first_subject(document: Document, title: str, language: str) -> str:
    """The body that one of the first paragraphs opens with (*La Consejería de … presenta …*)."""
    for line in lines_of(document.text[:1500]):
        if line.text not in title and line.text[-1] in ".!?:;»“”’)":  # a sentence, no heading
            named = opening_body(line.text, language)
            if named:
                return named
    return ""


def _signature(document: Document, language: str) -> str:
    """The body that one of the last lines, below the last paragraph, names and nothing else."""
    for line in reversed([line.text for line in lines_of(document.text[-600:])][1:][-5:]):
        if len(line) > 90:
            break
        if name := whole_name(line, language):
            return name
    return ""


def _bodies_beside(document: Document, language: str) -> list[str]:
    """Bodies that lines of the head name and nothing else: ``A and B``, or a line each; a name may
    be broken over two lines (``Boundary Office`` / ``for the North``)."""
    found: list[str] = []
    lines = [_without_maker(line.text) for line in head_lines(document)]
    for at, text in enumerate(lines):
        several = western_bodies(text, _bodies(language))
        if several:
            return several
        below = lines[at + 1] if at + 1 < len(lines) else ""
        both = f"{text} {below}" if _GOES_ON.match(below) else ""
        name = _alone(text, language)
        if name:
            found.append((both and _alone(both, language)) or name)
        elif found:
            break
    return list(dict.fromkeys(found))


def _without_maker(line: str) -> str:
    """``line`` without the words that lead to who made the report, and without a date behind."""
    text = re.sub(r"^(?:[Bb]y|[Pp]ar|[Vv]on|[Pp]or)\s+(?:the\s+)?", "", line)
    text = _DATED.sub("", text)
    return re.sub(r"(?i)^(?:issued|published|prepared) by (?:the )?|^publisher\s?:\s", "", text)


def _alone(line: str, language: str) -> str:
    """The body that a line names, as printed, and nothing else but a part of it or a title behind a
    dash; ``""`` where it names another thing."""
    capitals = line.isupper() and len(line) < 300
    known = _WHOLE.fullmatch(mixed_case(line) if capitals else line)
    first = re.split(r"\s[–—|]\s", line[:300])[0]
    return whole_name(line, language) or (line if known else "") or whole_name(first, language)


def _longer(name: str, text: str) -> str:
    """``name`` with the place that ``text`` prints after it (Das Bauamt Musterort prüft …)."""
    stem = name.removesuffix("s") if _GERMAN.fullmatch(name) else name
    if stem == name and not _GERMAN.fullmatch(name):
        return name
    place = r"((?:[ -](?:am|an der|im|bei|[A-ZÄÖÜ]\w+)){1,3})(?= [a-zäöü]|[.,])"
    printed = re.search(re.escape(stem) + place, text)
    return stem + printed.group(1) if printed else stem


def _bodies(language: str) -> Callable[[str], object]:
    """Tells whether a text is the name of one body and nothing else."""
    return lambda text: _WHOLE.fullmatch(text) or whole_name(text, language)


def _organisation(text: str, addressed: bool = True) -> str:
    """The first body that ``text`` names; ``addressed``: it may be one that a letter goes to."""
    for match in sorted([*_ORG.finditer(text), *_GERMAN.finditer(text)], key=lambda m: m.start()):
        if not addressed and re.search(r"\bto (?:the )?$", text[: match.start()][-9:]):
            continue
        if re.search(r"(?:Inspection|Direction)$", match.group()) and _OF_WORK.match(
            text, match.end()
        ):
            continue
        name = re.sub(
            r"^(?:(?:The|La|Le|Les|El|Die|Der|Das)\s+|L['’]\s*)", "", match.group().strip()
        )
        name = name.split("\n")[0].strip(" -–,.")
        if len(name.split()) > 1 or _GERMAN.fullmatch(name):
            return name
    return ""


def _expanded(acronym: str, text: str) -> str:
    """The words that ``text`` prints beside an acronym in brackets, or whose initials it is."""
    beside = re.search(
        rf"((?:{_CAP}|{_LINK})(?:\s+(?:{_CAP}|{_LINK})){{1,9}})\s*\({acronym}\)", text
    )
    if beside:
        return re.sub(r"^(?:The|the|La|la|Le|le|of)\s+", "", beside.group(1))
    for match in _ORG.finditer(text):
        initials = "".join(word[0] for word in re.findall(_CAP, match.group()))
        if initials.upper().endswith(acronym.upper()):
            return re.sub(r"^(?:The|La|Le)\s+", "", match.group())
    return ""
