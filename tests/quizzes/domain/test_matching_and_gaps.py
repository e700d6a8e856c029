"""Matching and texts with gaps, worked out by hand."""

import pytest

from quizzes.domain.scoring import full_key, score
from tests.quizzes.domain.samples import GAPS, MATCHING, t


def matched(**pairs: str | None) -> tuple[float | None, str]:
    result = score(MATCHING, {"pairs": pairs})
    return result.fraction, result.state


def filled(**places: str | None) -> tuple[float | None, str]:
    result = score(GAPS, {"places": places})
    return result.fraction, result.state


@pytest.mark.parametrize(
    ("pairs", "earned"),
    [
        ({"s1": "c1", "s2": "c1", "s3": "c1", "s4": "c2"}, (1, "right")),
        ({"s1": "c1", "s2": "c4", "s3": "c1", "s4": "c2"}, (0.75, "partial")),
        ({"s1": "c1"}, (0.25, "partial")),
        ({"s1": "c4", "s2": "c4"}, (0, "wrong")),
    ],
    ids=["all", "three of four", "one of four, the others empty", "none"],
)
def test_right_stems_of_all_stems(pairs, earned):
    assert matched(**pairs) == earned


def test_two_stems_share_one_answer():
    assert matched(s1="c1", s2="c1") == (0.5, "partial")


def test_two_answers_that_read_the_same_are_the_same():
    assert matched(s1="c3", s2="c1", s3="c3", s4="c2") == (1, "right")


def test_answers_without_a_text_are_told_apart_by_their_ids():
    bare = {**MATCHING, "choices": [{"id": "c1"}, {"id": "c2"}]}
    assert score(bare, {"pairs": {"s1": "c2", "s4": "c2"}}).fraction == 0.25


def test_a_stem_without_text_only_adds_its_answer():
    asked = {
        **MATCHING,
        "stems": [*MATCHING["stems"], {"id": "s5", "text": {"es": "", "en": " "}}],
        "pairs": {**MATCHING["pairs"], "s5": "c4"},
    }
    assert score(asked, full_key(MATCHING)).fraction == 1
    assert full_key(asked) == full_key(MATCHING)


@pytest.mark.parametrize("blank", ["", None])
def test_a_blank_is_an_unanswered_stem(blank):
    assert matched(s1="c1", s2=blank) == (0.25, "partial")
    assert matched(s1=blank) == (0, "gave_up")
    assert filled(p1=blank, p2="c2") == (0.5, "partial")


@pytest.mark.parametrize(
    "pairs",
    [
        {"s9": "c1"},
        {"s1": "c9"},
        {"s1": ["c1"]},
        {"s1": 0},
        {"s1": False},
        {"s1": {}},
        {1: "c1"},
        ["s1"],
        "s1",
        7,
        None,
    ],
)
def test_what_pairs_nothing_of_this_question_cannot_be_graded(pairs):
    assert score(MATCHING, {"pairs": pairs}).state == "ungradable"


def test_every_stem_has_a_result_of_its_own():
    result = score(MATCHING, {"pairs": {"s1": "c1", "s2": "c2", "s4": "c2"}})
    assert [part.state for part in result.parts] == ["right", "wrong", "gave_up", "right"]
    assert result.feedback == ("s1", "s2", "s4")


@pytest.mark.parametrize(
    ("places", "earned"),
    [
        ({"p1": "c1", "p2": "c2"}, (1, "right")),
        ({"p1": "c3", "p2": "c2"}, (0.5, "partial")),
        ({"p2": "c1"}, (0, "wrong")),
        ({}, (0, "gave_up")),
    ],
)
def test_right_places_of_all_places(places, earned):
    assert filled(**places) == earned


def test_more_choices_cost_nothing():
    more = {**GAPS, "choices": [*GAPS["choices"], *({"id": f"x{n}", "text": t(f"x {n}")} for n in range(9))]}
    assert score(more, {"places": {"p1": "c1", "p2": "x3"}}).fraction == 0.5


@pytest.mark.parametrize("places", [{"p9": "c1"}, {"p1": "c9"}, {"p1": 1}, [], "c1"])
def test_what_fills_no_place_of_this_text_cannot_be_graded(places):
    assert score(GAPS, {"places": places}).state == "ungradable"
