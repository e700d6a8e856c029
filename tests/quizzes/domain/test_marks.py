"""Marks: stored to seven places, rounded once, half up."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.marks import PLACES, grade, is_pass, shown, stored

percents = st.integers(0, 1_000_000_000).map(lambda n: Decimal(n) / 10_000_000)


@pytest.mark.parametrize(
    ("value", "places", "seen"),
    [
        (0.125, 2, "0.13"),
        (0.135, 2, "0.14"),
        (2.675, 2, "2.68"),  # a little less than 2.675 as a float
        (69.995, 2, "70.00"),
        (0.005, 2, "0.01"),
        (-0.005, 2, "-0.01"),
        (66.65, 1, "66.7"),
        (0.5, 0, "1"),
        (Decimal("69.9949999"), 2, "69.99"),
        (99.99999, 2, "100.00"),
    ],
)
def test_half_a_hundredth_is_rounded_up(value, places, seen):
    assert str(shown(value, places)) == seen


def test_two_thirds_are_stored_to_seven_places():
    assert stored(Fraction(2, 3)) == stored(2 / 3) == Decimal("0.6666667")


@given(st.floats(-100, 100))
def test_storing_twice_is_storing_once(value):
    once = stored(value)
    assert stored(once) == once
    assert once.as_tuple().exponent == PLACES.as_tuple().exponent


@given(percents)
def test_what_is_shown_is_never_further_than_half_a_hundredth_from_what_was_earned(value):
    assert abs(shown(value) - value) <= Decimal("0.005")


def test_three_items_of_0_2333333_reach_0_7():
    assert is_pass(3 * 0.2333333, 0.7)
    assert is_pass(Decimal("0.6999999"), Decimal("0.7"))


def test_a_visible_difference_does_not_pass():
    assert not is_pass(0.69999, 0.7)
    assert not is_pass(0.699995, 0.7)  # shown as 70.00 % all the same


@given(percents, percents)
def test_more_never_fails_where_less_passes(one, other):
    less, more = sorted((one, other))
    assert is_pass(more / 100, 0.7) or not is_pass(less / 100, 0.7)


def test_a_grade_is_the_share_of_the_marks_on_the_quizs_scale():
    assert grade([1, 0.5, 0], [1, 1, 2]) == pytest.approx(37.5)
    assert grade([Decimal("1.5")], [Decimal(2)], out_of=10) == pytest.approx(7.5)


def test_a_quiz_without_marks_gives_nothing():
    assert grade([], []) == 0
    assert grade([1], [0.000004]) == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 10)), min_size=1, max_size=9))
def test_a_grade_lies_between_nothing_and_everything(items):
    got = grade([fraction * most for fraction, most in items], [most for _f, most in items])
    assert -1e-9 <= got <= 100 + 1e-9
