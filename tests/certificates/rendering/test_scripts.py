"""Names in other scripts: in the right order, joined, pointed, and never with a blank."""

from __future__ import annotations

import unicodedata

import pytest

from certificates.rendering import MissingGlyphs
from certificates.rendering.typeface import typefaces
from tests.certificates.tools import run

NAMES = [
    "محمد عبد الله الخطيب", "فاطمة الزهراء بنت علي", "يوسف إسماعيل", "لالة عائشة", "مُحَمَّد", "محمدرضا پهلوی",
    "گل‌آرا ژاله چمران", "ڤيكتور ٹیپو سلطان", "عبدالرحمن بن محمد بن عبدالعزيز آل سعود الفيصل التميمي القرشي الهاشمي",
    "יוסף בן־דוד כהן", "שָׁלוֹם עֲזַרְיָה", "張偉", "张伟", "王昊鑫", "歐陽娜娜", "陳冠宇", "山田 太郎", "渡邊 さくら",
    "髙橋 健", "アレハンドロ・ガルシア", "김민준", "이서연", "남궁 혁", "José 王 García", "Ђорђе Љубомир Њежић",
    "Ἀλέξανδρος Παπαδόπουλος", "Володимир Ґалаґан",
]  # fmt: skip
INVISIBLE = "\u200c\u200d\u200e\u200f\u202a\u202b\u202c"


def packed(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text) if not c.isspace() and c not in INVISIBLE)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_can_be_read_back_and_stays_inside_the_frame(certificate, name):
    page = certificate(name=name)
    assert packed(name) in packed(run("pdftotext", "-", "-", document=page.document))
    assert page.stays_inside_the_frame()


def test_arabic_is_drawn_from_right_to_left_and_joined(design):
    (run_of,) = typefaces(design)["name"].runs("بيت")
    forms = run_of.face.joins
    assert run_of.glyphs == forms["ت"][1] + forms["ي"][3] + forms["ب"][2]


def test_letters_that_do_not_join_forwards_break_the_word(design):
    (run_of,) = typefaces(design)["name"].runs("دار")
    forms = run_of.face.joins
    assert run_of.glyphs == forms["ر"][0] + forms["ا"][0] + forms["د"][0]


def test_lam_and_alef_become_one(design):
    (run_of,) = typefaces(design)["name"].runs("لا")
    assert run_of.glyphs == run_of.face.joins["لا"][0]


def test_a_line_of_two_directions_is_ordered_as_it_is_read(design):
    runs = typefaces(design)["name"].runs("Samir (سمير) Haddad")
    assert next(run_of.glyphs for run_of in runs if run_of.face.name == "AmparoName-Italic").startswith("S")
    assert [run_of.face.name for run_of in runs] == ["AmparoName-Italic", "AmparoNaskh-Regular", "AmparoName-Italic"]


def test_a_hebrew_name_starts_at_the_right(design):
    runs = typefaces(design)["name"].runs("יעל Cohen")
    assert runs[0].face.name == "AmparoName-Italic"
    assert runs[-1].face.name == "AmparoHebrew-Regular"


@pytest.mark.parametrize("name", ["አበበ", "ณัฐพล", "龘", "ا\u08e4ب", "🙂"])
def test_what_no_font_can_draw_is_put_before_a_person(certificate, name):
    with pytest.raises(MissingGlyphs):
        certificate(name=name)


def test_a_course_title_and_an_issuer_may_be_in_another_script_too(certificate):
    text = packed(run("pdftotext", "-", "-", document=certificate(course_title="移民の権利", issuer="אקדמיה").document))
    assert "移民の権利" in text
    assert "אקדמיה" in text
