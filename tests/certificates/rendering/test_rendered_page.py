"""What a certificate looks like: hard names, the QR code, the signatories."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from certificates.rendering.typeface import typefaces

LONG_NAME = (
    "Mbo’ehára Ang̃a Peẽ Tekove Ñemoñe’ẽ G̃uarani Q̈awi Ã̱ngel Maximiliano Wenceslao "
    "Fernández-Villavicencio de Bustamante y Ureta"
)
LONG_TITLE = (
    "Curso interamericano de especialización en protección internacional de los derechos de las "
    "personas migrantes, refugiadas y víctimas de trata de personas para funcionarias y jueces"
)
HARD_NAMES = {
    "one letter": "Ñ",
    "two letters": "Yi",
    "120 characters": LONG_NAME[:120].strip(),
    "120 letters without a space": "W" * 120,
    "a long single word": "Wolfeschlegelsteinhausenbergerdorff",
    "particles": "Ana María de la Luz de los Ángeles del Río y de la Vega e Irigoyen",
    "straight apostrophe": "Nkechi O'Brien",
    "curly apostrophe": "Siobhán O’Connor-D’Angelo",
    "Guaraní": "Ang̃a Ỹvytu Peẽ G̃uarani Ñandutĩ Yvy",
    "Quechua": "Ch’aska Ñawi T’ika Qhispe Wallpa",
    "Aymara": "P’axsi Mamani Ch’uqil Jach’a Q’ara",
    "Mapudungun": "Ḻafken Ṉamku Ü Ṯol",
    "underlined vowels": "A̱ṯa̱ngo̱ Ya̱ e̱ño̱",
    "tone marks on dotted letters": "Ọlásúnkànmí Ẹ̀bùn Ọ̀ṣun",
    "IPA letters": "Ŋɔ́ŋ Ɓaabo Ɗiallo Ɨtʉ Ɛɓɔ̀",
    "hyphens": "Marie-Ève Saint-Jean-Baptiste-Lavoie",
    "all capitals": "JOÃO ÁVILA TAVARES WAYAR YÁÑEZ",
    "all small": "bell hooks de souza",
    "ampersand": "Tom & Jerry",
    "angle brackets": "<b>Robert</b> </div> Tables",
    "entity": "Ana &amp; Eva &lt;3",
    "quotation marks": "“Che” Guevara «Ñato» \"Pepe\" 'Lalo'",
    "full stops and commas": "Dr. J. R. R. Smith, Jr., Ph.D.",
    "Vietnamese": "Nguyễn Thị Phương Thảo",
    "Polish and Turkish": "Łukasz Żółć Çağrı Şimşek İnönü",
    "Icelandic and Danish": "Þórður Æbelø Åse",
    "Romanian with commas below": "Ștefan Țurcanu Ştefan",
    "Cyrillic": "Володимир Ґалаґан Ёлкина",
    "Greek": "Ἀλέξανδρος Παπαδόπουλος",
    "numerals": "Juan Carlos III 2º",
    "saltillo and modifier letters": "Kaꞌa Ñemiʼẽ ʻOkina",
    "ligatures": "Sofía Affonso Offenfjord Raffl Bagyi",
}


@pytest.mark.parametrize("name", HARD_NAMES.values(), ids=HARD_NAMES)
def test_a_hard_name_is_printed_whole_and_inside_the_frame(certificate, name):
    page = certificate(name=name)
    printed = unicodedata.normalize("NFC", name)
    assert printed.replace(" ", "") in page.text.replace(" ", "")
    assert page.stays_inside_the_frame()


def test_words_keep_their_spaces_next_to_special_characters(certificate):
    assert "Tom & Jerry <y> Ana" in certificate(name="Tom & Jerry <y> Ana").text


@pytest.mark.parametrize("language", ["es", "en", "fr", "pt"])
def test_spaced_capitals_stand_in_the_middle(certificate, language):
    boxes = certificate(language=language).boxes()
    for lowest, highest in ((155, 158), (140, 146)):  # the foot of the issuer's line, then of the title's
        line = [box for box in boxes if lowest <= box[1] <= highest]
        left, right = min(box[0] for box in line), max(box[2] for box in line)
        assert right - left > 45
        assert abs((left + right) / 2 - 297 / 2) < 0.6, (left, right)


@pytest.mark.parametrize("language", ["es", "en", "fr", "pt"])
def test_the_longest_name_and_title_leave_the_signatures_free(certificate, language):
    page = certificate(name=HARD_NAMES["120 characters"], course_title=LONG_TITLE, language=language)
    assert page.stays_inside_the_frame()
    assert LONG_TITLE in page.text
    story = [box for box in page.boxes() if box[1] > 210 - 166]
    assert min(bottom for left, bottom, *_ in story if 62 < left < 230) > 210 - 155


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_whatever_the_font_covers_is_drawn_inside_the_frame(certificate, design, data):
    letters = sorted(map(chr, typefaces(design)["name"].covered & set(range(0x20, 0x530))))
    text = data.draw(st.text(st.sampled_from(letters), min_size=1, max_size=120))
    assert certificate(name=f"A{text}").stays_inside_the_frame()


def test_kerning_moves_letters_closer(design):
    face = typefaces(design)["name"]
    assert face.width("To", 40) < stringWidth("To", face.metrics, 40)


# --- the QR code ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["es", "en", "fr", "pt"])
def test_the_qr_code_is_read_at_100_dpi(certificate, snapshot, language):
    (code,) = certificate(language=language).qr_codes(dpi=100)
    assert code.text == snapshot()["verify_url"]


def test_a_longer_address_is_still_read_at_100_dpi(certificate):
    url = "HTTPS://CERTIFICADOS.ACADEMIA.EJEMPLO.GOB.EC/VERIFICAR/7K2M94QX3F9C02HN"
    (code,) = certificate(verify_url=url).qr_codes(dpi=100)
    assert code.text == url


def test_the_qr_code_is_at_least_22_mm_wide_with_a_quarter_to_spare(certificate):
    (code,) = certificate().qr_codes(dpi=254)  # 10 pixels a millimetre
    corners = code.position
    assert corners.top_right.x - corners.top_left.x >= 218
    assert code.ec_level == "Q"


# --- signatories and file -------------------------------------------------------------------


@pytest.mark.parametrize("count", range(5))
def test_up_to_four_people_can_sign(certificate, count):
    people = [
        {"name": f"Dra. María Fernanda Etcheverry Ñ{index}", "role": "Representante permanente"}
        for index in range(count)
    ]
    page = certificate(signatories=people)
    assert page.stays_inside_the_frame()
    assert page.text.replace(" ", "").count("Representantepermanente") == count


def test_a_signatory_may_have_no_role(certificate):
    assert "Ana Paz" in certificate(signatories=[{"name": "Ana Paz", "role": ""}]).text


def test_the_file_is_one_landscape_a4_page_with_every_font_embedded(certificate):
    (page,) = certificate().reader.pages
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [297, 210]
    for font in page["/Resources"]["/Font"].values():
        assert "/FontFile2" in font.get_object()["/FontDescriptor"]


def test_the_file_stays_small(certificate):
    longest = certificate(name=HARD_NAMES["120 characters"], course_title=LONG_TITLE)
    assert len(longest.document) < 180_000
