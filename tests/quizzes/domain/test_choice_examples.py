"""Choice questions, worked out by hand."""

import pytest

from quizzes.domain.scoring import score
from quizzes.domain.scoring.choice import minimum


def asked(*weights: str, multiple: bool) -> dict:
    options = [{"id": str(n), "weight": weight} for n, weight in enumerate(weights)]
    return {"type": "choice", "multiple": multiple, "options": options}


def earned(question: dict, *selected: str) -> tuple[float | None, str]:
    result = score(question, {"selected": list(selected)})
    return result.fraction, result.state


TWO_RIGHT_TWO_WRONG = asked("0.5", "0.5", "-0.5", "-0.5", multiple=True)


@pytest.mark.parametrize(
    ("ticked", "fraction", "state"),
    [
        ("01", 1, "right"),
        ("10", 1, "right"),
        ("0", 0.5, "partial"),
        ("012", 0.5, "partial"),
        ("02", 0, "wrong"),
        ("23", 0, "wrong"),
        ("0123", 0, "wrong"),
    ],
    ids=["both", "both, the other way round", "one", "both and a wrong one", "one of each", "only wrong", "every box"],
)
def test_two_boxes_are_right_and_two_are_wrong(ticked, fraction, state):
    assert earned(TWO_RIGHT_TWO_WRONG, *ticked) == (fraction, state)


def test_a_single_choice_may_cost_marks():
    question = asked("1", "-0.25", "0", multiple=False)
    assert earned(question, "1") == (-0.25, "wrong")
    assert minimum(question) == -0.25


def test_the_lowest_a_single_choice_can_earn_is_never_above_nothing():
    assert minimum(asked("1", "0.5", multiple=False)) == 0


def test_wrong_ticks_never_bring_a_multiple_choice_below_nothing():
    question = asked("1", "-1", "-1", multiple=True)
    assert earned(question, "1", "2") == (0, "wrong")
    assert minimum(question) == 0


def test_three_thirds_are_the_whole():
    fraction, state = earned(asked("0.3333333", "0.3333333", "0.3333333", "-1", multiple=True), "0", "1", "2")
    assert fraction == pytest.approx(0.9999999, abs=1e-12)
    assert state == "right"


def test_an_option_called_0_is_an_answer():
    assert earned(asked("1", "0", multiple=False), "0") == (1, "right")


@pytest.mark.parametrize("response", [None, {}, {"selected": []}])
def test_no_choice_is_giving_up(response):
    for multiple in (True, False):
        result = score(asked("1", "-1", multiple=multiple), response)
        assert (result.fraction, result.state) == (0, "gave_up")


@pytest.mark.parametrize(
    "selected",
    ["0", ["0", "0"], ["0", "1"], ["7"], ["0", None], [0], [["0"]], [{"0": "0"}], {"0": "0"}, 0, True, None, [True]],
)
def test_what_is_no_choice_of_one_option_cannot_be_graded(selected):
    assert score(asked("1", "0", multiple=False), {"selected": selected}).state == "ungradable"


def test_feedback_is_due_for_what_was_chosen_only():
    assert score(TWO_RIGHT_TWO_WRONG, {"selected": ["2", "0"]}).feedback == ("2", "0")


def test_true_and_false_is_a_choice_of_two():
    question = {**asked("1", "0", multiple=False), "type": "truefalse"}
    assert earned(question, "0") == (1, "right")
    assert earned(question, "1") == (0, "wrong")
