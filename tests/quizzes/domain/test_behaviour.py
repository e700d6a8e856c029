"""Tries, attempts and bands, worked out by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.behaviour import (
    METHODS,
    Band,
    Tries,
    adaptive,
    band_for,
    bands_from,
    deferred,
    interactive,
    overall,
    play_adaptive,
    play_interactive,
)
from quizzes.domain.marks import grade

fractions = st.floats(-1, 1)
penalties = st.floats(0, 1)


def test_deferred_feedback_counts_the_last_response():
    assert deferred([0.2, 1.0, 0.5]) == 0.5
    assert deferred([0.5, None]) is None
    assert deferred([]) == 0


@pytest.mark.parametrize(
    ("fraction", "used", "earned"), [(1, 0, 1), (1, 1, 2 / 3), (1, 3, 0), (0.5, 1, 1 / 6), (-0.25, 0, 0)]
)
def test_each_try_already_used_costs_a_third(fraction, used, earned):
    assert interactive(fraction, 1 / 3, used) == pytest.approx(earned)


def test_an_interactive_question_ends_with_a_right_answer_or_the_last_try():
    assert play_interactive([0.0, 1.0, 0.5], 0.25, tries=3) == Tries(0.75, 2, is_over=True)
    assert play_interactive([0.0, 0.5], 0.25, tries=3) == Tries(0.25, 2, is_over=False)
    assert play_interactive([0.0, 0.5, 0.5, 1.0], 0.25, tries=3) == Tries(0.0, 3, is_over=True)
    assert play_interactive([], 0.25, tries=3) == Tries(0.0, 0, is_over=False)


def test_what_cannot_be_graded_is_no_try():
    assert play_interactive([None, 1.0], 0.5, tries=1) == Tries(1.0, 1, is_over=True)
    assert play_adaptive([None, 1.0], 0.5) == Tries(1.0, 1, is_over=True)


def test_adaptive_practice_keeps_the_best_after_penalties():
    assert adaptive(1, 0.1, 3, best=0.5) == pytest.approx(0.7)
    assert adaptive(0.5, 0.1, 3, best=0.5) == 0.5
    assert play_adaptive([0.5, 0.5, 1.0], 0.2) == Tries(pytest.approx(0.6), 3, is_over=True)
    assert play_adaptive([1.0, 0.0], 0.2) == Tries(1.0, 2, is_over=True)
    assert play_adaptive([], 0.2) == Tries(0.0, 0, is_over=False)


@given(st.lists(fractions), penalties, fractions)
def test_one_more_try_never_lowers_what_practice_has_earned(tries, penalty, more):
    assert play_adaptive([*tries, more], penalty).fraction >= play_adaptive(tries, penalty).fraction


@given(st.lists(fractions), penalties, st.integers(1, 5))
def test_tries_earn_from_nothing_to_everything(made, penalty, allowed):
    for come_to in (play_adaptive(made, penalty), play_interactive(made, penalty, allowed)):
        assert 0 <= come_to.fraction <= 1


@pytest.mark.parametrize(("method", "earned"), [("highest", "90"), ("average", "65"), ("first", "40"), ("last", "65")])
def test_the_grade_of_three_attempts(method, earned):
    assert overall(method, [Decimal(40), Decimal(90), Decimal(65)]) == Decimal(earned)


def test_a_quiz_nobody_finished_has_no_grade():
    assert [overall(method, []) for method in METHODS] == [None] * 4


@given(st.sampled_from(METHODS), st.lists(st.floats(0, 100), min_size=1))
def test_a_grade_lies_between_the_lowest_and_the_highest_attempt(method, scores):
    assert min(scores) - 1e-9 <= overall(method, scores) <= max(scores) + 1e-9


BANDS = [Band(70, 100, {"es": "aprobado"}), Band(0, 50, {"es": "de nuevo"}), Band(50, 70, {"es": "casi"})]


@pytest.mark.parametrize(
    ("earned", "text"),
    [
        (0, "de nuevo"),
        (49.99, "de nuevo"),
        (50, "casi"),
        (69.999, "casi"),
        (70, "aprobado"),
        (99, "aprobado"),
        (100, "aprobado"),
    ],
)
def test_a_band_holds_its_minimum_and_not_its_maximum_and_the_top_one_both(earned, text):
    assert band_for(BANDS, earned).text["es"] == text


def test_who_passes_by_the_tolerance_reads_what_those_who_passed_read():
    earned = grade([0.2333333] * 3, [1 / 3] * 3)
    assert earned < 70
    assert band_for(BANDS, earned).text["es"] == "aprobado"


def test_a_grade_below_all_bands_has_none():
    assert band_for(BANDS[:1], 69.9) is None


def test_bands_reach_to_the_start_of_the_next():
    rows = [{"from": 70, "text": {"es": "b"}}, {"from": "0", "text": {"es": "a"}}, {"from": 100, "text": {"es": "c"}}]
    bands = bands_from(rows)
    assert [(band.minimum, band.maximum) for band in bands] == [(0, 70), (70, 100), (100, 100)]
    assert [band_for(bands, g).text["es"] for g in (0, 69, 70, 99.9, 100)] == ["a", "a", "b", "b", "c"]
    assert bands_from([]) == ()


@given(st.floats(0, 100), st.lists(st.integers(1, 99), unique=True, max_size=5))
def test_bands_without_holes_hold_every_grade(earned, edges):
    bands = bands_from([{"from": edge, "text": {}} for edge in [0, *edges]])
    assert band_for(bands, earned) is not None
