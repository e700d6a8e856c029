"""What holds for every type of question and every answer to it."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.questions import check, is_answered
from quizzes.domain.scoring import SCORERS, full_key, minimum, score
from tests.quizzes.domain.every_type import (
    ANY_JSON,
    BY_ALL,
    TYPES,
    answered,
    gap_texts,
    matchings,
    questions,
    scored_by_machine,
)

LISTS = ("options", "stems", "choices", "items", "places", "parts")
FIELDS = ("selected", "pairs", "places", "text", "order", "parts")


def test_every_type_of_the_specification_has_a_scorer_and_questions_to_test_it_with():
    assert set(BY_ALL) == set(SCORERS) == set(TYPES)
    assert len(TYPES) == 10


@given(questions)
def test_the_questions_of_these_laws_are_fair(asked):
    check(asked)


@given(answered())
def test_a_fraction_lies_between_the_lowest_possible_and_one(given_answer):
    asked, response = given_answer
    fraction = score(asked, response).fraction
    assert fraction is None or minimum(asked) <= fraction <= 1


@given(scored_by_machine)
def test_the_full_key_earns_everything(asked):
    result = score(asked, full_key(asked))
    assert result.fraction == pytest.approx(1, abs=1e-6)
    assert result.state == "right"
    assert is_answered(full_key(asked))


def shuffled(asked: dict, random: Random) -> dict:
    """The same question with everything on the screen in another order."""
    mixed = dict(asked)
    for field in LISTS:
        if field in mixed:
            mixed[field] = [shuffled(row, random) for row in mixed[field]]
            random.shuffle(mixed[field])
    return mixed


@given(answered(), st.randoms())
def test_what_stands_where_on_the_screen_changes_nothing(given_answer, random):
    asked, response = given_answer
    before, after = score(asked, response), score(shuffled(asked, random), response)
    assert (after.fraction, after.state) == (before.fraction, before.state)


@given(answered(matchings() | gap_texts()), st.data())
def test_one_more_wrong_pair_never_raises_the_score(given_answer, data):
    asked, response = given_answer
    (field, key), (_field, given_pairs) = *full_key(asked).items(), *response.items()
    left = data.draw(st.sampled_from(sorted(key)))
    more = {**given_pairs, left: data.draw(st.sampled_from([c["id"] for c in asked["choices"]]))}
    is_wrong = score(asked, {field: {left: more[left]}}).fraction == 0
    if is_wrong:
        assert score(asked, {field: more}).fraction <= score(asked, response).fraction


@given(answered())
def test_scoring_twice_is_scoring_once(given_answer):
    asked, response = given_answer
    before = json.dumps([asked, response])
    assert score(asked, response) == score(asked, response)
    assert json.dumps([asked, response]) == before


@given(answered())
def test_a_result_can_be_written_down(given_answer):
    asked, response = given_answer
    result = score(asked, response)
    assert json.loads(json.dumps(result.as_json()))["state"] == result.state


@given(questions)
def test_saying_nothing_is_giving_up(asked):
    for response in (None, {}):
        assert (score(asked, response).fraction, score(asked, response).state) == (0, "gave_up")
        assert not is_answered(response)


@given(answered())
def test_who_gave_up_said_nothing(given_answer):
    asked, response = given_answer
    assert is_answered(response) == (score(asked, response).state != "gave_up")


@given(questions, st.sampled_from(FIELDS), ANY_JSON)
def test_whatever_is_sent_instead_of_an_answer_has_a_result(asked, field, anything):
    for response in (anything, {field: anything}, {field: [anything]}, {field: {"p0": anything, "q0": anything}}):
        result = score(asked, response)
        assert result.fraction is None or minimum(asked) <= result.fraction <= 1
        assert not is_answered(response) or result.state != "gave_up" or response.keys() != {field}


@given(answered(), st.sampled_from([*LISTS, "answers", "order", "pairs", "units", "mode", "type", "rubric"]), ANY_JSON)
def test_a_question_that_is_broken_makes_responses_ungradable_and_no_noise(given_answer, field, anything):
    asked, response = given_answer
    score({**asked, field: anything}, response)
    score({key: value for key, value in asked.items() if key != field}, response)


@pytest.mark.parametrize(
    ("response", "says_something"),
    [
        ({"text": "0"}, True),
        ({"text": " "}, False),
        ({"selected": ["o1"]}, True),
        ({"selected": []}, False),
        ({"pairs": {"s1": ""}}, False),
        ({"places": {"p1": "c1", "p2": None}}, True),
        ({"order": ["i1"]}, True),
        ({"parts": {"q1": {"parts": {"p1": {"text": "0"}}}}}, True),
        ({"parts": {"q1": {"parts": {"p1": {"text": ""}}}, "q2": {}, "q3": None}}, False),
        ({"flag": "1"}, False),
        ("text", False),
        ([["o1"]], False),
    ],
)
def test_a_response_says_something_or_nothing(response, says_something):
    assert is_answered(response) is says_something


def test_a_response_of_a_thousand_layers_breaks_nothing():
    deep: dict = {"text": "x"}
    for _layer in range(5_000):
        deep = {"parts": {"q1": deep}}
    assert not is_answered(deep)
    assert score({"type": "scenario", "parts": [{"id": "q1", "type": "choice", "options": []}]}, deep).fraction in (
        0,
        None,
    )
