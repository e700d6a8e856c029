"""Lines of even length at the largest size that fits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.rendering.fitting import Measure, balanced, fit
from certificates.rendering.typeface import typefaces

WORDS = st.text("aáeiñowWg̃ -’", min_size=1, max_size=60).map(str.strip).filter(bool)


@pytest.fixture(scope="module")
def face(design):
    return typefaces(design)["name"]


def test_a_short_text_takes_the_largest_size(face):
    assert fit("Ana", face, 600, [Measure(1, 40, 20)]).size == 40


def test_a_text_steps_down_before_it_takes_another_line(face):
    measures = [Measure(1, 40, 30), Measure(2, 30, 20)]
    one = fit("María José Ñandutí Güemes", face, 360, measures)
    two = fit("María José Ñandutí Güemes de la Fuente y Ayala", face, 360, measures)
    assert (len(one.lines), len(two.lines)) == (1, 2)
    assert 30 <= one.size < 40


def test_a_line_does_not_end_on_a_particle(face):
    assert balanced("Conceição Guimarães da Assunção", face, 2) == (
        "Conceição Guimarães",
        "da Assunção",
    )


def test_a_hyphenated_name_may_break_after_its_hyphen(face):
    assert balanced("Saint-Jean-Baptiste", face, 2) == ("Saint-Jean-", "Baptiste")


def test_a_word_too_long_for_any_line_breaks_between_letters_but_not_before_a_mark(face):
    lines = fit("g̃" * 90, face, 300, [Measure(1, 30, 20), Measure(3, 20, 12)]).lines
    assert len(lines) == 3
    assert all(line.startswith("g̃") for line in lines)


def test_a_word_is_not_torn_apart_where_somewhat_smaller_letters_hold_it_whole(face):
    role = "Representante Permanente ante la Organización de los Estados Americanos"
    setting = fit(role, face, 105, [Measure(2, 9, 7.5)])
    assert setting.lines == ("Representante Permanente ante", "la Organización de los Estados Americanos")
    assert 5.6 <= setting.size < 7.5


def test_two_sentences_on_two_lines_part_at_the_dot_between_them(face):
    text = "Expedido em Quito, em 25 de novembro de 2026 · válido até 25 de novembro de 2028"
    assert balanced(text, face, 2)[0] == "Expedido em Quito, em 25 de novembro de 2026 ·"


@given(WORDS, st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_no_text_is_lost_and_every_line_fits(face, text, lines):
    setting = fit(text, face, 300, [Measure(lines, 40, 10)])
    assert "".join(setting.lines).replace(" ", "") == text.replace(" ", "")
    assert all(face.width(line, setting.size) <= 300 for line in setting.lines)
