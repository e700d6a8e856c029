"""Questions made of questions, and texts that a person grades."""

import pytest

from quizzes.domain.marks import is_pass
from quizzes.domain.scoring import full_key, grade_rubric, minimum, score
from tests.quizzes.domain.samples import CHOICE, CLOZE, ESSAY, MATCHING, NUMERIC, SCENARIO, stem

WITH_ESSAY = {
    **stem(),
    "type": "scenario",
    "parts": [{**CHOICE, "id": "q1", "default_mark": "1"}, {**ESSAY, "id": "q2", "default_mark": "3"}],
}


@pytest.mark.parametrize(
    ("parts", "fraction", "state"),
    [
        ({"p1": {"selected": ["o1"]}, "p2": {"text": "5.1 km"}}, 1, "right"),
        ({"p1": {"selected": ["o1"]}}, 0.25, "partial"),
        ({"p2": {"text": "5.1 km"}}, 0.75, "partial"),
        ({"p1": {"selected": ["o1"]}, "p2": {"text": "5.1"}}, (1 + 3 * 0.8) / 4, "partial"),
        ({"p1": {"selected": ["o2"]}, "p2": {"text": "5.1 km"}}, (-0.25 + 3) / 4, "partial"),
        ({"p1": {"selected": ["o2"]}}, -0.0625, "wrong"),
        ({"p1": {"selected": []}, "p2": {"text": ""}}, 0, "gave_up"),
    ],
    ids=["both", "the light one", "the heavy one", "a wrong unit", "one that costs", "no floor", "nothing"],
)
def test_the_mean_of_the_fields_weighted_by_their_marks(parts, fraction, state):
    result = score(CLOZE, {"parts": parts})
    assert result.fraction == pytest.approx(fraction)
    assert result.state == state


def test_the_lowest_a_cloze_can_earn_is_the_mean_of_the_lowest():
    assert minimum(CLOZE) == pytest.approx(-0.0625)
    assert score(CLOZE, {"parts": {"p1": {"selected": ["o2"]}, "p2": {"text": "9 km"}}}).fraction == minimum(CLOZE)


def test_a_field_that_is_no_number_counts_nothing_and_says_so():
    result = score(CLOZE, {"parts": {"p1": {"selected": ["o1"]}, "p2": {"text": "cinco"}}})
    assert (result.fraction, result.state) == (0.25, "partial")
    assert [part.problem for part in result.parts] == ["", "not_a_number"]


@pytest.mark.parametrize("parts", [{"p9": {}}, {"p1": {"selected": ["zz"]}}, {"p1": []}, {"p1": "o1"}, [], None, "p1"])
def test_what_fills_no_field_cannot_be_graded(parts):
    assert score(CLOZE, {"parts": parts}).state == "ungradable"


def test_a_scenario_scores_each_question_by_its_own_type():
    parts = {
        "q1": {"selected": ["o1"]},
        "q2": {"pairs": {"s1": "c1", "s2": "c1"}},
        "q3": {"parts": {"p1": {"selected": ["o1"]}}},
    }
    result = score(SCENARIO, {"parts": parts})
    assert [part.fraction for part in result.parts] == pytest.approx([1, 0.5, 0.25])
    assert result.fraction == pytest.approx((1 + 2 * 0.5 + 0.25) / 4)


def test_a_scenario_inside_a_scenario_is_not_scored():
    nested = {**SCENARIO, "parts": [{**SCENARIO, "id": "q1"}]}
    assert score(nested, {"parts": {"q1": full_key(SCENARIO)}}).state == "ungradable"


def test_three_items_of_0_2333333_reach_0_7():
    thirds = {**CHOICE, "options": [{"id": "o1", "weight": "0.2333333"}, {"id": "o2", "weight": "1"}]}
    earned = [score(thirds, {"selected": ["o1"]}).fraction for _item in range(3)]
    assert sum(earned) < 0.7
    assert is_pass(sum(earned), 0.7)


def test_an_essay_waits_for_a_person():
    result = score(ESSAY, {"text": "Pediría la revisión."})
    assert (result.fraction, result.state) == (None, "needs_grading")
    assert full_key(ESSAY) is None


def test_an_empty_essay_waits_for_nobody():
    assert score(ESSAY, {"text": "  "}).state == "gave_up"
    assert score(ESSAY, {"text": 5}).state == "ungradable"


@pytest.mark.parametrize(
    ("given", "fraction", "state"),
    [(0.75, 0.75, "partial"), (1, 1, "right"), (0, 0, "wrong"), (7, 1, "right"), (-1, 0, "wrong")],
)
def test_a_persons_fraction_grades_an_essay(given, fraction, state):
    result = score(ESSAY, {"text": "x"}, {"": given})
    assert (result.fraction, result.state) == (fraction, state)


def test_a_person_cannot_grade_what_was_not_written():
    assert score(ESSAY, {"text": ""}, {"": 1}).fraction == 0
    assert score(CHOICE, {"selected": ["o2"]}, {"": 1}).fraction == -0.25


def test_an_essay_keeps_its_scenario_waiting():
    response = {"parts": {"q1": {"selected": ["o1"]}, "q2": {"text": "x"}}}
    waiting = score(WITH_ESSAY, response)
    assert (waiting.fraction, waiting.state) == (None, "needs_grading")
    assert [part.state for part in waiting.parts] == ["right", "needs_grading"]
    graded = score(WITH_ESSAY, response, {"q2": 0.5})
    assert (graded.fraction, graded.state) == (pytest.approx((1 + 3 * 0.5) / 4), "partial")
    assert score(WITH_ESSAY, response, {"q9": 1}).state == "needs_grading"


def test_a_scenario_whose_essay_is_empty_waits_for_nobody():
    assert score(WITH_ESSAY, {"parts": {"q1": {"selected": ["o1"]}}}).fraction == 0.25


@pytest.mark.parametrize(
    ("chosen", "fraction"),
    [
        ({"r1": "l3", "r2": "l1"}, 1),
        ({"r1": "l2", "r2": "l1"}, 0.75),
        ({"r1": "l0", "r2": "l0"}, 0),
        ({"r1": "l3"}, None),
        ({"r1": "l9", "r2": "l1"}, None),
        ({}, None),
    ],
)
def test_a_rubric_gives_its_points_of_the_most_there_are(chosen, fraction):
    assert grade_rubric(ESSAY["rubric"], chosen) == fraction


@pytest.mark.parametrize(
    "rubric",
    [[], None, [{}], [{"id": "r1", "levels": []}], [{"id": "r1", "levels": [{"id": "l", "points": "0"}]}], "x", 7],
)
def test_a_rubric_that_is_none_grades_nothing(rubric):
    assert grade_rubric(rubric, {"r1": "l"}) is None


@pytest.mark.parametrize("chosen", [None, [], "r1", {"r1": ["l1"], "r2": {}}, 5])
def test_levels_that_are_none_grade_nothing(chosen):
    assert grade_rubric(ESSAY["rubric"], chosen) is None


def test_the_key_of_a_scenario_with_an_essay_is_not_known():
    assert full_key(WITH_ESSAY) is None
    assert full_key(CLOZE) == {"parts": {"p1": {"selected": ["o1"]}, "p2": full_key(NUMERIC)}}
    assert full_key(MATCHING)["pairs"] == MATCHING["pairs"]
