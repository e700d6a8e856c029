"""Numbers as people write them, tolerances and units, worked out by hand."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.scoring import full_key, score
from quizzes.domain.scoring.numeric import Number, interval, read_number
from tests.quizzes.domain.samples import NUMERIC, stem


def asked(value: str, tolerance: str = "0", kind: str = "nominal", **more) -> dict:
    answer = {"value": value, "tolerance": tolerance, "tolerance_type": kind, "weight": "1"}
    return {**stem(), "type": "numeric", "answers": [answer], **more}


def earned(question: dict, text: str) -> tuple[float | None, str]:
    result = score(question, {"text": text})
    return result.fraction, result.state


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("5,1", 5.1, ""),
        ("5.1", 5.1, ""),
        ("1 234", 1234, ""),
        ("1\u00a0234,5", 1234.5, ""),
        ("1\u202f234", 1234, ""),
        ("1,234.5", 1234.5, ""),
        ("2,456,789", 2456789, ""),
        ("1,234", 1.234, ""),
        ("3×10^8", 3e8, ""),
        ("3x10^8", 3e8, ""),
        ("3.00*10**-8", 3e-8, ""),
        ("3 × 10^+2 m", 300, "m"),
        ("1e4", 10000, ""),
        ("1E-2", 0.01, ""),
        ("5 km", 5, "km"),
        ("5km", 5, "km"),
        ("5 km / h", 5, "km/h"),
        ("5e", 5, "e"),
        ("5 eV", 5, "eV"),
        (".5", 0.5, ""),
        ("5.", 5, ""),
        ("+7", 7, ""),
        ("-7", -7, ""),
        ("\u22127", -7, ""),
        ("٣", 3, ""),
        ("١٢٣", 123, ""),
        ("٣٫٥", 3.5, ""),
        ("١٬٢٣٤", 1234, ""),
        ("۴۲ km", 42, "km"),
        ("0", 0, ""),
        ("1e-400", 0, ""),
    ],
)
def test_a_number_in_almost_any_local_form(text, value, unit):
    assert read_number(text) == Number(value, unit)


@pytest.mark.parametrize(
    "text", ["1e400", "-1e400", "NaN", "nan", "inf", "Infinity", "km 5", ".", ".e8", "-", ",", "x", "e5", "9" * 201]
)
def test_what_is_no_number_or_too_large_is_ungradable_and_the_learner_can_be_told(text):
    assert read_number(text) is None
    result = score(asked("5"), {"text": text})
    assert (result.fraction, result.state, result.problem) == (None, "ungradable", "not_a_number")
    assert result.as_json()["problem"] == "not_a_number"


@pytest.mark.parametrize("text", [5, 5.1, None, True, ["5"], {"5": 5}])
def test_what_no_form_sends_is_ungradable_without_a_problem_to_repair(text):
    result = score(asked("5"), {"text": text})
    assert (result.state, result.problem) == ("ungradable", "")


def test_zero_is_an_answer_and_blanks_are_none():
    assert earned(asked("0"), "0") == (1, "right")
    assert earned(asked("1"), "0") == (0, "wrong")
    assert earned(asked("0"), " ") == (0, "gave_up")


def test_words_after_the_number_are_ignored_where_there_are_no_units():
    assert earned(asked("23"), "23 objetivos") == (1, "right")


@pytest.mark.parametrize("text", ["1/2", "10-20", "1.234.567", "5 y 6"])
def test_two_numbers_are_no_number(text):
    assert earned(asked("1"), text) == (None, "ungradable")


def test_three_tenths_are_a_tenth_and_two_tenths():
    assert 0.1 + 0.2 != 0.3
    assert earned(asked(repr(0.1 + 0.2)), "0.3") == (1, "right")
    assert earned(asked("0.3"), repr(0.1 + 0.2)) == (1, "right")
    assert earned(asked("0.3", "0.1"), "0.2") == (1, "right")
    assert earned(asked("0.3"), "0.3000000001") == (0, "wrong")


@pytest.mark.parametrize(
    ("value", "tolerance", "kind", "low", "high"),
    [
        ("10", "0.5", "nominal", 9.5, 10.5),
        ("0", "0", "nominal", 0, 0),
        ("-10", "0.5", "nominal", -10.5, -9.5),
        ("10", "0.1", "relative", 9, 11),
        ("-10", "0.1", "relative", -11, -9),
        ("0", "0.1", "relative", 0, 0),
        ("10", "1", "geometric", 5, 20),
        ("-10", "1", "geometric", -20, -5),
        ("0", "1", "geometric", 0, 0),
    ],
)
def test_tolerances(value, tolerance, kind, low, high):
    answer = {"value": value, "tolerance": tolerance, "tolerance_type": kind}
    assert interval(answer) == pytest.approx((low, high), rel=1e-12, abs=1e-20)
    question = asked(value, tolerance, kind)
    assert earned(question, repr(float(low))) == (1, "right")
    assert earned(question, repr(float(high))) == (1, "right")
    assert earned(question, repr(high + 0.001)) == (0, "wrong")
    assert earned(question, repr(low - 0.001)) == (0, "wrong")


def test_a_star_matches_any_number():
    assert interval({"value": "*"}) == (-inf, inf)
    assert earned(asked("*"), "-1e300") == (1, "right")
    assert earned(asked("*"), "x") == (None, "ungradable")


def test_the_first_answer_that_fits_counts():
    answers = [
        {"value": "10", "weight": "1"},
        {"value": "10", "tolerance": "2", "weight": "0.5"},
        {"value": "*", "weight": "0.1"},
    ]
    question = {**stem(), "type": "numeric", "answers": answers}
    assert [score(question, {"text": text}).fraction for text in ("10", "11", "13")] == [1, 0.5, 0.1]
    assert score(question, {"text": "11"}).feedback == ("a2",)


@pytest.mark.parametrize(
    ("text", "fraction"),
    [
        ("5,1 km", 1),
        ("5100 metros", 1),
        ("5100metres", 1),
        ("5 100 metros", 1),
        ("5.1", 0.8),
        ("5.1 metros", 0.8),
        ("5.1 leguas", 0.8),
        ("5.1 KM", 0.8),
        ("5100 km", 0),
        ("5100", 0),
    ],
)
def test_a_number_is_right_in_its_unit_and_costs_the_penalty_in_another(text, fraction):
    assert score(NUMERIC, {"text": text}).fraction == pytest.approx(fraction)


def test_a_wrong_unit_is_named():
    assert score(NUMERIC, {"text": "5.1"}).feedback == ("a1", "unit")
    assert score(NUMERIC, {"text": "5.1 km"}).feedback == ("a1",)


@pytest.mark.parametrize(
    ("mode", "weight", "penalty", "fraction"),
    [("share", "0.5", "0.2", 0.4), ("flat", "0.5", "0.2", 0.3), ("flat", "0.1", "0.2", 0), ("share", "1", "1", 0)],
)
def test_a_wrong_unit_costs_a_share_of_what_was_earned_or_of_the_mark_and_never_more_than_there_is(
    mode, weight, penalty, fraction
):
    question = {**NUMERIC, "unit_mode": mode, "unit_penalty": penalty, "answers": [{"value": "5", "weight": weight}]}
    assert score(question, {"text": "5"}).fraction == pytest.approx(fraction)


def test_the_key_is_written_in_its_unit():
    assert full_key(NUMERIC) == {"text": "5.1 km"}
    only_metres = {**NUMERIC, "units": [{"name": "m", "multiplier": "1000"}]}
    assert full_key(only_metres) == {"text": "5100.0 m"}
    assert full_key(asked("*")) == {"text": "0"}


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_every_number_python_writes_is_read(value):
    assert read_number(repr(value)) == Number(value, "")


@given(st.text(max_size=30))
def test_any_text_is_read_or_said_to_be_no_number(text):
    found = read_number(text)
    assert found is None or abs(found.value) < inf
