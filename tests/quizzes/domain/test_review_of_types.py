"""After the attempt: what was answered, what is right, and why, for every type."""

from random import Random

import pytest
from hypothesis import given

from quizzes.domain.questions import is_answered, order_for
from quizzes.domain.review import everywhere, review
from quizzes.domain.scoring import full_key, score
from tests.quizzes.domain.every_type import ANY_JSON, answered, questions
from tests.quizzes.domain.samples import (
    CHOICE,
    CLOZE,
    ESSAY,
    GAPS,
    MATCHING,
    NUMERIC,
    ORDERING,
    SAMPLES,
    SCENARIO,
    SHORT,
)


def told(question: dict, response: dict | None, order=()) -> list[tuple[str, str, str, str, str]]:
    """Label, given, right, state and reason of every row, in Spanish."""
    rows = review(question, order, response).rows
    texts = [(row.label, row.given, row.right, row.state, row.feedback) for row in rows]
    return [tuple(x if isinstance(x, str) else x.get("es", "") for x in row) for row in texts]


def test_a_choice_tells_what_was_right_wrong_and_missed():
    assert told(CHOICE, {"selected": ["o2"]}, ["o2", "o1"]) == [
        ("dos", "dos", "", "wrong", "por qué no"),
        ("uno", "", "uno", "missed", "por qué sí"),
    ]
    assert [row[3] for row in told(CHOICE, {"selected": ["o1"]}, ["o1", "o2"])] == ["right", ""]


def test_matching_tells_each_stem_in_the_order_in_which_it_was_shown():
    response = {"pairs": {"s1": "c3", "s2": "c4"}}
    assert told(MATCHING, response, {"stems": ["s4", "s2", "s1", "s3"]}) == [
        ("Cartagena", "", "declaración", "gave_up", "de 1984"),
        ("Viena", "ley", "tratado", "wrong", "de 1963"),
        ("Palermo", "tratado", "tratado", "right", "de 2000"),
        ("Belém", "", "tratado", "gave_up", "de 1994"),
    ]


def test_gaps_are_numbered():
    assert told(GAPS, {"places": {"p1": "c3"}}) == [
        ("1", "Decreto", "Protocolo", "wrong", "es un tratado"),
        ("2", "", "víctima", "gave_up", ""),
    ]


def test_an_order_is_told_place_by_place():
    assert told(ORDERING, {"order": ["i1", "i3", "i2", "i4"]}) == [
        ("1", "paso 1", "paso 1", "right", "razón 1"),
        ("2", "paso 3", "paso 2", "wrong", "razón 2"),
        ("3", "paso 2", "paso 3", "wrong", "razón 3"),
        ("4", "paso 4", "paso 4", "right", "razón 4"),
    ]
    assert [row[3] for row in told(ORDERING, None)] == ["gave_up"] * 4


def test_a_short_answer_tells_the_reason_of_the_pattern_it_met():
    assert told(SHORT, {"text": " contrabando "}) == [("", "contrabando", "trata de personas", "wrong", "no")]
    assert told(SHORT, {"text": "trata infantil"}) == [
        ("", "trata infantil", "trata de personas", "partial", "¿de quién?")
    ]
    star = {**SHORT, "answers": [{"pattern": "*trata*", "weight": "1"}]}
    assert told(star, {"text": "la trata"})[0][2] == "…trata…"


def test_a_number_is_told_with_its_unit_or_its_label():
    assert told(NUMERIC, {"text": "5,1 km"}) == [("", "5,1 km", "5.1 km", "right", "sí")]
    labelled = {**NUMERIC, "units": [], "unit_label": {"es": "objetivos"}}
    assert told(labelled, {"text": "9"}) == [("", "9", "5.1 objetivos", "wrong", "no")]


def test_a_wrong_unit_and_a_word_for_a_number_are_named():
    assert review(NUMERIC, [], {"text": "5.1"}).problem == "wrong_unit"
    seen = review(NUMERIC, [], {"text": "cinco"})
    assert (seen.problem, seen.state, seen.rows[0].given["fr"]) == ("not_a_number", "ungradable", "cinco")
    assert review(NUMERIC, [], {"text": "5.1 km"}).problem == ""


def test_an_essay_shows_its_text_beside_the_model():
    assert told(ESSAY, {"text": "Mi texto"}) == [("", "Mi texto", "modelo", "needs_grading", "")]
    assert review(ESSAY, [], {"text": "x"}, {"": 1}).state == "right"


def test_a_scenario_is_reviewed_part_by_part():
    order = order_for(SCENARIO, Random(1))
    response = {"parts": {"q1": {"selected": ["o1"]}, "q3": {"parts": {"p2": {"text": "5.1"}}}}}
    seen = review(SCENARIO, order, response)
    assert [(part.id, part.state) for part in seen.parts] == [("q1", "right"), ("q2", "gave_up"), ("q3", "partial")]
    assert [option.is_chosen for option in seen.parts[0].options if option.is_right] == [True]
    assert [field.problem for field in seen.parts[2].parts] == ["", "wrong_unit"]
    assert seen.is_answered
    assert not review(SCENARIO, order, None).is_answered


def test_an_essay_in_a_scenario_is_reviewed_with_its_grade():
    asked = {**SCENARIO, "parts": [{**ESSAY, "id": "q1"}]}
    seen = review(asked, {}, {"parts": {"q1": {"text": "x"}}}, {"q1": 0.5})
    assert (seen.state, seen.parts[0].state) == ("partial", "partial")


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_who_knows_everything_sees_everything_right(kind):
    asked = SAMPLES[kind]
    if key := full_key(asked):
        seen = review(asked, order_for(asked, Random(1)), key)
        states = [row.state for part in (seen, *seen.parts) for row in part.rows]
        assert set(states) <= {"right", ""}
        assert seen.state == "right"


@given(answered())
def test_the_review_agrees_with_the_score_and_knows_whether_there_was_an_answer(given_answer):
    asked, response = given_answer
    seen = review(asked, order_for(asked, Random(1)), response)
    assert seen.state == score(asked, response).state
    assert seen.is_answered == is_answered(response)


@given(questions, ANY_JSON)
def test_a_response_of_any_shape_can_be_reviewed(asked, anything):
    for response in (anything, {"selected": anything, "pairs": anything, "text": anything, "parts": anything}):
        review(asked, order_for(asked, Random(1)), response)


def test_what_is_the_same_in_every_language():
    assert everywhere("5") == {"es": "5", "en": "5", "fr": "5", "pt": "5"}
    assert everywhere("") == {}


def test_fields_of_a_cloze_are_reviewed():
    seen = review(CLOZE, {"p1": ["o1", "o2"]}, {"parts": {"p1": {"selected": ["o2"]}}})
    assert [part.state for part in seen.parts] == ["wrong", "gave_up"]
