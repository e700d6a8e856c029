"""A question that could not be scored fairly is refused, in words its author can act on."""

import pytest

from quizzes.domain.questions import QuestionProblem, check, checksum
from tests.factories import choice


def with_weights(*weights: str, multiple: bool) -> dict:
    question = choice(multiple=multiple)
    for option, weight in zip(question["options"], weights, strict=True):
        option["weight"] = weight
    return question


@pytest.mark.parametrize("question", [choice(), choice(right="ac", multiple=True), choice() | {"type": "truefalse"}])
def test_a_fair_question_is_accepted(question):
    check(question)


def test_two_options_with_the_same_id_are_refused():
    question = choice()
    question["options"][1]["id"] = "a"
    with pytest.raises(QuestionProblem, match="different ids"):
        check(question)


def test_a_choice_of_one_is_refused():
    with pytest.raises(QuestionProblem, match="at least two options"):
        check(choice() | {"options": choice()["options"][:1]})


@pytest.mark.parametrize("multiple", [True, False])
def test_a_question_without_a_right_option_is_refused(multiple):
    with pytest.raises(QuestionProblem, match="mark the right one"):
        check(with_weights("0", "0", "-1", multiple=multiple))


def test_a_single_choice_whose_best_option_earns_half_is_refused():
    with pytest.raises(QuestionProblem, match="full mark"):
        check(with_weights("0.5", "0", "0", multiple=False))


def test_a_question_that_rewards_ticking_every_box_is_refused():
    with pytest.raises(QuestionProblem, match="ticking every box"):
        check(with_weights("0.5", "0.5", "0", multiple=True))


def test_right_options_that_do_not_add_up_are_refused():
    with pytest.raises(QuestionProblem, match="do not earn the full mark"):
        check(with_weights("0.5", "0.4", "-1", multiple=True))


@pytest.mark.parametrize("weight", ["2", "-1.5", "NaN", "inf", "half", "", None])
def test_a_weight_that_is_no_share_of_the_mark_is_refused(weight):
    with pytest.raises(QuestionProblem, match="weight"):
        check(with_weights("1", weight, "0", multiple=False))


@pytest.mark.parametrize("kind", ["essay", "", None, 7])
def test_a_kind_that_cannot_be_scored_is_refused_by_name(kind):
    with pytest.raises(QuestionProblem, match="cannot be scored yet"):
        check(choice() | {"type": kind})


def test_a_question_passes_its_own_tests_or_is_refused():
    right = {"response": {"selected": ["a"]}, "fraction": "1"}
    check(choice(tests=[right]))
    with pytest.raises(QuestionProblem, match="test 2 expects 0 and gets 1"):
        check(choice(tests=[right, right | {"fraction": "0"}]))


def test_a_test_whose_response_cannot_be_graded_is_refused():
    with pytest.raises(QuestionProblem, match="test 1 expects 1 and gets None"):
        check(choice(tests=[{"response": {"selected": ["z"]}, "fraction": "1"}]))


def test_the_checksum_knows_content_and_not_the_order_in_which_it_was_written():
    question = choice()
    assert checksum(dict(reversed(question.items()))) == checksum(question)
    assert checksum(choice(stem="¿Quién?")) != checksum(question)
