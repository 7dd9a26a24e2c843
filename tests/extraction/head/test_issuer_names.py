"""French, Spanish and German bodies keep their whole names, and nothing of the sentence."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from indexer.document.report import Document
from indexer.extraction.details import find_details
from indexer.extraction.head.issuer_names import (
    bodies_in_title,
    opening_body,
    whole_name,
    with_place,
)
from indexer.extraction.outline import find_sections
from indexer.readers.layout.canonical import canonical_text
from indexer.reading.read import read_report

from ...readers.files import title_page

BODY = {
    "fr": "En 2025, les agents ont mené 480 inspections et prononcé 12 amendes pour un total de 3 400 euros.",
    "es": "En 2025 se realizaron 480 inspecciones y se impusieron 12 multas por un total de 3.400 euros.",
    "de": "Im Jahr 2025 wurden 480 Kontrollen durchgeführt und 12 Bußgelder in Höhe von 3.400 Euro verhängt.",
}
FRENCH = [
    "Agence des forêts de Morlac", "Direction départementale de la protection des populations du Valtier",
    "Agence régionale de santé Valmer-Ouest", "Chambre régionale des comptes de Morlac",
    "Service départemental d’incendie et de secours du Valtier", "Office français de la biodiversité",
    "Ministère de la Transition écologique", "Mairie de Saint-Aubrac-sur-Lèze", "Conseil départemental du Valtier",
    "Syndicat mixte des eaux de la vallée du Lédon", "Inspection générale des affaires sociales",
    "Direction régionale de l’environnement, de l’aménagement et du logement de Haute-Brévanne",
    "Autorité de contrôle prudentiel et de résolution", "Commune de Saint-Aubrac", "Préfecture de la Haute-Lande",
]  # fmt: skip
SPANISH = [
    "Consejería de Medio Ambiente de la Junta de Valdemora", "Agencia de aguas de Morla",
    "Ayuntamiento de Villar del Río", "Confederación Hidrográfica del Lédor", "Instituto Nacional de Estadística",
    "Consejería de Fomento, Vivienda y Suelo de la Junta de Valdemora", "Diputación Provincial de Morla",
    "Ministerio para la Transición Ecológica y el Reto Demográfico", "Dirección General de Tráfico",
    "Defensoría del Pueblo de la Provincia de Morla", "Servicio de Protección de la Naturaleza de Morla",
]  # fmt: skip
GERMAN = [
    ("Landesamt für Umwelt und Naturschutz Musterland", "des Landesamts für Umwelt und Naturschutz Musterland"),
    ("Landesamt für Arbeitsschutz, Verbraucherschutz und Gesundheit",
     "des Landesamtes für Arbeitsschutz, Verbraucherschutz und Gesundheit"),
    ("Bundesministerium für Arbeit und Soziales", "des Bundesministeriums für Arbeit und Soziales"),
    ("Gewerbeaufsichtsamt Musterstadt", "des Gewerbeaufsichtsamts Musterstadt"),
    ("Rechnungshof des Landes Musterland", "des Rechnungshofs des Landes Musterland"),
    ("Statistisches Landesamt Musterland", "des Statistischen Landesamts Musterland"),
    ("Hessische Eichdirektion", "der Hessischen Eichdirektion"),
    ("Ordnungsamt der Stadt Musterburg", "des Ordnungsamts der Stadt Musterburg"),
    ("Wasserwirtschaftsamt Bad Musterbrunn", "des Wasserwirtschaftsamts Bad Musterbrunn"),
    ("Regierungspräsidium Musterberg", "des Regierungspräsidiums Musterberg"),
    ("Senatsverwaltung für Umwelt, Verkehr und Klimaschutz", "der Senatsverwaltung für Umwelt, Verkehr und Klimaschutz"),
    ("Ministerium für Energie-, Wasser- und Abfallwirtschaft",
     "des Ministeriums für Energie-, Wasser- und Abfallwirtschaft"),
    ("Struktur- und Genehmigungsdirektion Nord", "der Struktur- und Genehmigungsdirektion Nord"),
    ("Amt für ländliche Entwicklung Musterberg", "des Amts für ländliche Entwicklung Musterberg"),
    ("Landkreis Musterburg", "des Landkreises Musterburg"), ("Stadt Musterburg", "der Stadt Musterburg"),
]  # fmt: skip
KIND = {"fr": "Rapport annuel 2025", "es": "Informe anual 2025", "de": "Jahresbericht 2025"}
NAMES = [("fr", name, f"de la {name}") for name in FRENCH] + [
    ("es", name, f"de la {name}") for name in SPANISH
]
NAMES += [("de", name, genitive) for name, genitive in GERMAN]
PLACES = ["{kind} {of}\n\n{body}", "{kind}\n{name}\n\n{body}", "{name}\n{kind}\n\n{body}", "{kind} – {name}\n\n{body}",
          "{kind}\n\n{article} {name} {verb}. {body}", "{kind}\n{by} {name}\n\n{body}"]  # fmt: skip
WORDS = {"fr": ("La", "publie ce rapport", "Éditeur :"), "es": ("La", "publica este informe", "Edita:"),
         "de": ("Das", "legt diesen Bericht vor", "Herausgeber:")}  # fmt: skip


def _issuer(text: str, **meta: str) -> str:
    document = Document(canonical_text(text), "text", meta=meta)
    return find_details(document, find_sections(document), "a.txt", {}).issuer


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("language", "name", "of"), NAMES)
def test_a_name_is_read_whole_wherever_it_stands(
    language: str, name: str, of: str, place: str
) -> None:
    of = "de l’" + of[6:] if language == "fr" and name[0] in "AIO" else of
    article, verb, by = WORDS[language]
    parts = {"name": name, "of": of, "article": article, "verb": verb, "by": by}
    assert _issuer(place.format(kind=KIND[language], body=BODY[language], **parts)) == name


@pytest.mark.parametrize(("language", "text", "name"), [
    ("fr", "L’Agence des forêts de Morlac a contrôlé 120 coupes", "Agence des forêts de Morlac"),
    ("fr", "La Direction des forêts du Valtier indique que", "Direction des forêts du Valtier"),
    ("fr", "La Préfecture du Valtier et les services de l’État", "Préfecture du Valtier"),
    ("fr", "Le Conseil départemental du Valtier, réuni le 3 mars", "Conseil départemental du Valtier"),
    ("fr", "L’Office de l’eau du Valtier et la Mairie de Morlac", "Office de l’eau du Valtier"),
    ("es", "La Agencia de aguas de Morla y el Ayuntamiento de Villar", "Agencia de aguas de Morla"),
    ("es", "El Ayuntamiento de Villar del Río informa de 12 multas", "Ayuntamiento de Villar del Río"),
    ("es", "La Dirección General de Pesca publica los datos", "Dirección General de Pesca"),
    ("de", "Das Landesamt für Bergbau hat 12 Gruben geprüft", "Landesamt für Bergbau"),
    ("de", "Der Rechnungshof des Landes Musterland prüft Ämter", "Rechnungshof des Landes Musterland"),
    ("de", "Die Bezirksregierung Musterberg legt Zahlen vor", "Bezirksregierung Musterberg"),
])  # fmt: skip
def test_a_name_ends_where_the_sentence_goes_on(language: str, text: str, name: str) -> None:
    assert opening_body(text, language) == name


@pytest.mark.parametrize(("language", "title", "names"), [
    ("fr", "Bilan 2025 de la Direction des forêts de Morlac sur les coupes", ["Direction des forêts de Morlac"]),
    ("fr", "Bilan 2025 de la Direction des forêts de Morlac pour l’année 2025", ["Direction des forêts de Morlac"]),
    ("fr", "Bilan de l’Agence des ports de Valmer et de la Préfecture du Valtier",
     ["Agence des ports de Valmer", "Préfecture du Valtier"]),
    ("es", "Memoria de la Agencia de aguas de Morla correspondiente a 2025", ["Agencia de aguas de Morla"]),
    ("de", "Bericht des Landesamts für Bergbau über die Kontrollen 2025", ["Landesamt für Bergbau"]),
    ("de", "Landesamt für Bergbau Jahresbericht 2025", ["Landesamt für Bergbau"]),
    ("fr", "Inspection des restaurants : bilan 2025", []), ("fr", "Service des eaux potables : bilan 2025", []),
    ("es", "Inspección de obras: balance 2025", []), ("de", "Kontrollen im Gastgewerbe 2025", []),
    ("en", "Service Delivery Report", []), ("ja", "監督結果", []),
])  # fmt: skip
def test_a_title_names_its_bodies_and_no_work(language: str, title: str, names: list[str]) -> None:
    assert bodies_in_title(title, language) == names


@pytest.mark.parametrize(("line", "language"), [
    ("DIRECTION DES FORÊTS DE MORLAC", "fr"), ("AGENCIA DE AGUAS DE MORLA", "es"), ("LANDESAMT FÜR BERGBAU", "de"),
])  # fmt: skip
def test_a_name_in_capitals_is_given_as_printed(line: str, language: str) -> None:
    assert whole_name(line, language) == line
    assert _issuer(f"{KIND[language].upper()}\n{line}\n\n{BODY[language]}") == line


@pytest.mark.parametrize("language", ["fr", "es", "de"])
def test_a_heading_or_a_common_word_is_no_body(language: str) -> None:
    line = {
        "fr": "Inspection des établissements",
        "es": "Inspección de establecimientos",
        "de": "Ministerium",
    }[language]
    subject = {
        "fr": "Service des eaux potables contrôlé.",
        "es": "Servicio de aguas prestado.",
        "de": "Das Amt prüft.",
    }
    assert (
        _issuer(
            f"{KIND[language]}\n\n{BODY[language]}\n\n{line}\n\n{subject[language]} {BODY[language]}"
        )
        == ""
    )


@pytest.mark.parametrize("language", ["fr", "es", "de"])
def test_a_title_in_capitals_is_no_acronym_of_a_body(language: str) -> None:
    assert _issuer(f"{KIND[language].upper()}\n\n{BODY[language]}") == ""


def test_a_long_title_with_accents_is_a_title() -> None:
    title = f"Rapport annuel 2025 de la {FRENCH[11]}"
    document = Document(canonical_text(f"{title}\n\n{BODY['fr']}"), "text")
    assert find_details(document, find_sections(document), "a.txt", {}).title == title


def test_whom_a_report_goes_to_did_not_issue_it() -> None:
    text = "HCR response\n\nResponse to the Harbour Safety Commission’s recommendations on tugs\n\nWe agree."
    assert _issuer(text) == "HCR"


def test_a_german_place_is_found_in_the_text() -> None:
    assert with_place("Bauamt", "Das Bauamt Musterort prüft.") == "Bauamt Musterort"
    text = "Jahresbericht 2025 des Gewerbeaufsichtsamts\n\nDas Gewerbeaufsichtsamt Musterstadt prüft Betriebe."
    assert _issuer(f"{text} {BODY['de']}") == "Gewerbeaufsichtsamt Musterstadt"


@pytest.mark.parametrize(("language", "lines", "name"), [
    ("en", "BOUNDARY COMMISSION\nFOR MORLAND", "BOUNDARY COMMISSION FOR MORLAND"),
    ("en", "Boundary Commission\nfor Morland", "Boundary Commission for Morland"),
    ("fr", "Agence des forêts\nde Morlac", "Agence des forêts de Morlac"),
    ("de", "Landesamt für Umwelt\nund Naturschutz", "Landesamt für Umwelt und Naturschutz"),
    ("en", "HARBOUR AUTHORITY", "HARBOUR AUTHORITY"),
    ("fr", "Direction des forêts de Morlac – Service du contrôle", "Direction des forêts de Morlac"),
])  # fmt: skip
def test_a_name_broken_over_two_lines_is_one(language: str, lines: str, name: str) -> None:
    body = BODY.get(
        language, "In 2025 the office made 480 inspections across the country and issued 12 fines."
    )
    assert _issuer(f"{lines}\n\n{KIND.get(language, 'Annual report 2025')}\n\n{body}") == name


@pytest.mark.parametrize("language", ["fr", "es", "de"])
def test_who_signs_a_long_report_issued_it(language: str) -> None:
    name = {"fr": FRENCH[0], "es": SPANISH[2], "de": GERMAN[0][0]}[language]
    assert _issuer(f"{KIND[language]}\n\n" + f"{BODY[language]}\n\n" * 60 + name) == name


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "md"])
@pytest.mark.parametrize(
    ("language", "name"), [("fr", FRENCH[1]), ("es", SPANISH[0]), ("de", GERMAN[0][0])]
)
def test_names_are_read_whole_in_every_format(
    tmp_path: Path, form: str, language: str, name: str
) -> None:
    path = title_page(tmp_path / f"a.{form}", KIND[language], name, BODY[language])
    assert read_report(path, path.name).details.issuer == name


@pytest.mark.parametrize("language", ["fr", "es", "de"])
def test_long_lines_take_little_time(language: str) -> None:
    began = time.process_time()
    for text in (
        "Agence des eaux" + " et de la rive" * 9000,
        "Consejo de A" + ", B" * 30_000,
        "Amt für A" + ", B" * 30_000,
        "Agence " * 20_000,
        "Landesamt " * 20_000,
        "de la Agencia de " * 9000,
        "Junta Ab" + "a" * 90_000,
    ):
        whole_name(text, language)
        opening_body(text, language)
        bodies_in_title(text, language)
        with_place("Bauamt", text)
    assert time.process_time() - began < 3
