"""What a certificate says, read back from its PDF."""

from __future__ import annotations

import unicodedata

import pytest

NAMES = {
    "es": "María José Ñandutí Güemes de la Fuente",
    "en": "Nkechi O’Brien-Whyte",
    "fr": "Frantz Éloïse Jean-Baptiste Désir",
    "pt": "Conceição de Araújo Guimarães e Assunção",
}


@pytest.mark.parametrize("language", NAMES)
def test_the_name_can_be_read_back_exactly_in_every_language(certificate, language):
    page = certificate(name=NAMES[language], language=language)
    assert NAMES[language] in page.text
    assert page.reader.trailer["/Root"]["/Lang"] == language


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "con una carga académica de 8,5 horas, concluido el 1 de diciembre de 2026"),
        ("en", "comprising 8.5 hours of study, completed on 1 December 2026"),
        ("fr", "d’une durée de 8,5 heures, achevée le 1er décembre 2026"),
        ("pt", "com carga horária de 8,5 horas, concluído em 1º de dezembro de 2026"),
    ],
)
def test_hours_and_dates_are_written_as_the_language_writes_them(certificate, language, sentence):
    assert sentence in certificate(language=language, completed_on="2026-12-01").text


def test_a_single_hour_is_singular(certificate):
    assert "de 1 hora," in certificate(hours="1").text
    assert "comprising 1 hour of" in certificate(hours="1.0", language="en").text


def test_the_place_of_issue_is_named_when_there_is_one(certificate):
    assert "Expedido el 25 de noviembre de 2026" in certificate().text
    assert "Expedido en Quito, el 25 de noviembre de 2026" in certificate(place="Quito").text


def test_the_code_is_printed_in_four_groups_next_to_serial_and_address(certificate):
    text = certificate().text
    for printed in ("7K2M-94QX-3F9C-02HN", "AMP-2026-000001", "example.org/v"):
        assert printed in text


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("kind", ["completion", "participation", "trainer"])
def test_every_kind_of_certificate_has_its_words_in_every_language(certificate, design, kind, language):
    words = design["texts"][language]["kinds"][kind]
    text = certificate(kind=kind, language=language).text
    assert words["subtitle"] in text
    assert words["reason"] in text


def test_the_file_names_its_title_author_subject_and_day_of_issue(certificate):
    about = certificate().reader.metadata
    assert about.title == "Certificado AMP-2026-000001 – María José Ñandutí Güemes"
    assert about.author == "Academia Amparo"
    assert about.subject == "Protección de las personas migrantes"
    assert f"{about.creation_date:%Y-%m-%d}" == "2026-11-25"


def test_ligatures_kerning_and_placed_marks_leave_the_text_as_it_was(certificate):
    name = "Sofía Affonso Yvy G̃uarani T’ika Ang̃a Q̈awi"
    text = certificate(name=name).text
    assert unicodedata.normalize("NFC", name) in text
    assert not any(unicodedata.category(char) == "Co" for char in text)


def test_a_decomposed_name_is_printed_composed(certificate):
    assert "José Núñez" in certificate(name=unicodedata.normalize("NFD", "José  Núñez")).text
