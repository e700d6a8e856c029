"""Names: composed, visible, of a length that fits a certificate, and nobody's real name refused."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.names import full_name, initials, is_plausible, sort_key, tidy

ANYTHING = st.text(max_size=40) | st.text("aé\u0301\u0958\u200b\u200d\u202e\u00ad\x00\x1f \u00a0\u2003\t", max_size=20)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  María   José ", "María José"),
        ("Cha\u0301vez", "Chávez"),
        ("N\u0303andu\u0301", "Ñandú"),
        ("Lucía\u00a0Inés", "Lucía Inés"),
        ("Lu\u200bcía\u202e", "Lucía"),
        ("Ana\x00\x07", "Ana"),
        ("Ana\nMaría\tPaz", "Ana María Paz"),
        ("Nakaʼi", "Nakaʼi"),
        ("ව්\u200dය", "ව්\u200dය"),  # the joiner is part of the spelling
        ("", ""),
    ],
)
def test_a_name_is_kept_as_it_reads(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@pytest.mark.parametrize(
    "name", ["Ñ", "O’Higgins", "Ibáñez-Ruiz", "D'Ávila", "Xǃʼóõ", "李", "María de los Ángeles", "Ana 2.ª", "Ḧ"]
)
def test_real_names_are_plausible(name: str) -> None:
    assert is_plausible(name)


@pytest.mark.parametrize(
    "name", ["", "123", "...", "\u0301", "<b>Ana</b>", "a@b.c", "http://x", "{{x}}", "a|b", "a\\b"]
)
def test_what_is_no_name_is_not(name: str) -> None:
    assert not is_plausible(name)


@given(ANYTHING)
def test_tidying_twice_is_tidying_once(name: str) -> None:
    assert tidy(tidy(name)) == tidy(name)


@given(ANYTHING)
def test_a_tidy_name_is_composed_and_hides_nothing(name: str) -> None:
    kept = tidy(name)
    assert unicodedata.is_normalized("NFC", kept)
    assert kept == kept.strip()
    assert "  " not in kept
    for sign in kept:
        assert sign in "\u200c\u200d" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"), repr(sign)


@given(st.text("aeiouñç", min_size=1), st.sampled_from("\u0301\u0303\u0308\u0327"))
def test_an_accent_typed_as_a_sign_of_its_own_gives_the_same_name(name: str, accent: str) -> None:
    assert tidy(unicodedata.normalize("NFD", name + accent)) == tidy(unicodedata.normalize("NFC", name + accent))


@given(ANYTHING, ANYTHING)
def test_the_two_fields_make_one_tidy_name(first: str, last: str) -> None:
    assert full_name(first, last) == tidy(full_name(first, last))
    assert len(initials(first, last)) <= 6  # ﬃ in capitals is three letters


def test_initials_and_sorting_go_by_what_is_seen() -> None:
    assert initials(" ána", "ñuñoa") == "ÁÑ"
    assert initials("Ana", "") == "A"
    assert sorted(["Óscar", "Zoe", "ana"], key=sort_key) == ["ana", "Óscar", "Zoe"]
