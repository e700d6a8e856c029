"""Codes that survive being read out, and serials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.codes import ALPHABET, LENGTH, grouped, is_code, new_code, normalise, parse_serial, serial

codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
LOOKALIKES = {"0": "0Oo", "1": "1IiLl"}


def test_no_code_holds_a_letter_that_is_easily_misread():
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


def test_codes_are_sixteen_characters_and_never_repeat():
    made = {new_code() for _n in range(1000)}
    assert len(made) == 1000
    assert all(is_code(code) for code in made)
    assert set("".join(made)) == set(ALPHABET), "every character is used"


@given(codes, st.data())
def test_however_a_code_is_typed_it_is_understood(code, data):
    typed = ""
    for character in code:
        written = data.draw(st.sampled_from(LOOKALIKES.get(character, character + character.lower())))
        typed += data.draw(st.sampled_from(["", "", "-", " ", "–", "—", "_", ".", "\t", " - ", "\u00a0"])) + written
    assert normalise(f" {typed}\n") == code


@given(codes)
def test_the_printed_form_is_four_groups_of_four(code):
    printed = grouped(code)
    assert [len(group) for group in printed.split("-")] == [4, 4, 4, 4]
    assert normalise(printed) == code


@given(st.text())
def test_any_text_is_either_a_code_or_not_and_reading_it_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once or len(once) > 100  # ß becomes SS
    assert is_code(once) == (len(once) == LENGTH and set(once) <= set(ALPHABET))


@pytest.mark.parametrize("text", ["", "7K2M94QX3F9C02H", "7K2M94QX3F9C02HNN", "7K2M94QX3F9C02HU", "7k2m94qx3f9c02hn"])
def test_what_is_too_short_too_long_or_holds_other_signs_is_no_code(text):
    assert not is_code(text)


@given(st.integers(2000, 9999), st.integers(1, 99_999_999))
def test_a_serial_names_its_year_and_number(year, number):
    assert parse_serial(serial(year, number)) == (year, number)


def test_serials_sort_as_they_were_given():
    assert serial(2026, 1) == "AMP-2026-000001"
    assert sorted(serial(2026, n) for n in range(1, 12)) == [serial(2026, n) for n in range(1, 12)]


@pytest.mark.parametrize("text", ["", "AMP-26-000001", "AMP-2026-1", "amp-2026-000001", "X AMP-2026-000001"])
def test_what_is_no_serial_is_refused(text):
    with pytest.raises(ValueError, match="not a serial"):
        parse_serial(text)
