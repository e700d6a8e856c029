"""Short answers, worked out by hand."""

from time import process_time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.scoring import full_key, score
from quizzes.domain.scoring.short_answer import is_anything, matches, sample
from tests.quizzes.domain.samples import SHORT, stem


def asked(*answers: tuple, **more) -> dict:
    listed = [{"pattern": pattern, "weight": weight} for pattern, weight in answers]
    return {**stem(), "type": "short", "answers": listed, **more}


def earned(question: dict, text: str) -> tuple[float | None, str]:
    result = score(question, {"text": text})
    return result.fraction, result.state


@pytest.mark.parametrize(
    ("text", "fraction", "met"),
    [
        ("trata de personas", 1, "a1"),
        ("  Trata de Personas ", 1, "a1"),
        ("trafficking in persons", 1, "a1"),
        ("trata", 0.5, "a2"),
        ("trata de blancas", 0.5, "a2"),
        ("traffickers", 0.5, "a2"),
        ("contrabando", 0, "a3"),
    ],
)
def test_the_first_pattern_that_matches_counts_in_any_language(text, fraction, met):
    result = score(SHORT, {"text": text})
    assert (result.fraction, result.feedback) == (fraction, (met,))


def test_a_response_that_nothing_matches_is_wrong():
    assert earned(asked(("sí", "1")), "no") == (0, "wrong")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("pattern_form", ["NFC", "NFD"])
def test_depart_is_the_same_word_composed_and_decomposed(form, pattern_form):
    question = asked((normalize(pattern_form, "départ"), "1"))
    assert earned(question, normalize(form, "départ")) == (1, "right")
    assert earned(question, normalize(form, "DÉPART")) == (1, "right")
    assert earned(question, "depart") == (0, "wrong")


def test_zero_is_an_answer():
    assert earned(asked(("0", "1")), "0") == (1, "right")
    assert earned(asked(("1", "1")), "0") == (0, "wrong")


@pytest.mark.parametrize("text", ["", " ", "\n\t\u00a0"])
def test_blanks_are_no_answer(text):
    assert earned(asked(("*", "1")), text) == (0, "gave_up")


@pytest.mark.parametrize("text", [None, 0, True, [], ["0"], {}, 1.5])
def test_what_is_no_text_cannot_be_graded(text):
    assert score(asked(("0", "1")), {"text": text}).state == "ungradable"


def test_a_star_before_the_right_answer_takes_everything():
    question = asked(("*", "0"), ("trata", "1"))
    assert earned(question, "trata") == (0, "wrong")
    assert full_key(question) is None


def test_case_counts_only_where_the_question_says_so():
    assert earned(asked(("OEA", "1")), "oea") == (1, "right")
    assert earned(asked(("OEA", "1"), case_sensitive=True), "oea") == (0, "wrong")
    assert earned(asked(("Straße", "1")), "STRASSE") == (1, "right")


@pytest.mark.parametrize(
    ("pattern", "text", "is_match"),
    [
        ("a*c", "abc", True),
        ("a*c", "ac", True),
        ("a*c", "abcd", False),
        ("*c", "abc", True),
        ("a*", "a\nb", False),
        ("a**c", "a--c", True),
        (r"a\*c", "a*c", True),
        (r"a\*c", "abc", False),
        (r"\**", "*anything", True),
        (r"\**", "anything", False),
        ("a.c", "abc", False),
        ("(a)[b]", "(a)[b]", True),
        ("a*b*c", "a b b c", True),
        ("a*b*c", "a c b", False),
        ("ab*ba", "aba", False),
        ("*a*a*", "a", False),
        ("*a*a*", "aa", True),
        (r"C:\dir", r"c:\dir", True),
        ("*", "x", True),
    ],
)
def test_an_unescaped_star_is_any_run_of_characters_on_one_line(pattern, text, is_match):
    assert matches(pattern, text) is is_match


def test_many_stars_and_a_long_text_do_not_make_the_server_think_for_hours():
    start = process_time()
    assert not matches("*a" * 30 + "*b", "a" * 50_000)
    assert process_time() - start < 2


@given(st.text("ab*\\ ", min_size=1, max_size=8))
def test_a_sample_of_a_pattern_matches_it(pattern):
    assert (
        matches(pattern, sample(pattern)) or not sample(pattern).strip() or sample(pattern) != sample(pattern).strip()
    )


def test_only_stars_catch_everything():
    assert is_anything("*")
    assert is_anything(" ** ")
    assert not is_anything(r"\*")
    assert not is_anything("a*")
    assert not is_anything("")
