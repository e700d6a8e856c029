"""What a learner is shown of each type: the attempt's order, and nothing of the key."""

import json
from dataclasses import asdict
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.places import Piece
from quizzes.domain.questions import Option, for_learner, neutral_id, order_for
from tests.quizzes.domain.every_type import orderings, questions
from tests.quizzes.domain.samples import (
    CHOICE,
    CLOZE,
    ESSAY,
    GAPS,
    MATCHING,
    NUMERIC,
    ORDERING,
    SCENARIO,
    SHORT,
    TRUEFALSE,
)

SECRET = "SECRETO"
PRIVATE = (
    "weight",
    "feedback",
    "model_answer",
    "keywords",
    "rubric",
    "tests",
    "citations",
    "pattern",
    "value",
    "tolerance",
)


def with_secrets(content: Any) -> Any:
    """The same content with a mark in everything that a learner must not see yet."""
    if isinstance(content, list):
        return [with_secrets(inner) for inner in content]
    if not isinstance(content, dict):
        return content
    marked = {key: SECRET if key in PRIVATE else with_secrets(value) for key, value in content.items()}
    more = dict.fromkeys(("feedback", "tests", "weight"), SECRET) if "id" in content or "type" in content else {}
    return {**marked, **more}


def ids(options: tuple[Option, ...]) -> list[str]:
    return [option.id for option in options]


@given(questions, st.integers(0, 99))
def test_nothing_of_the_key_reaches_the_learner(asked, seed):
    order = order_for(asked, Random(seed))
    seen = for_learner(with_secrets(asked), order)
    assert SECRET not in repr(asdict(seen)) + repr(seen) + json.dumps(order)
    assert seen == for_learner(asked, order)


@given(orderings(), st.integers(0, 99))
def test_where_the_right_order_stands_in_the_file_cannot_be_seen(asked, seed):
    seen = for_learner(asked, order_for(asked, Random(seed)))
    assert ids(seen.items) != asked["order"]
    assert sorted(ids(seen.items)) == sorted(asked["order"])


@given(orderings(), st.randoms(use_true_random=False))
def test_no_luck_with_the_dice_shows_the_right_order(asked, random):
    assert order_for(asked, random) != asked["order"]


class Lazy(Random):
    """Dice that never mix anything."""

    def shuffle(self, x: Any) -> None:
        return


def test_dice_that_mix_nothing_do_not_show_the_right_order_either():
    assert order_for(ORDERING, Lazy()) == ["i2", "i3", "i4", "i1"]
    assert order_for({**ORDERING, "order": ["i1"]}, Lazy()) == ["i1"]


@given(questions, st.integers(0, 99))
def test_an_order_can_be_frozen_as_json(asked, seed):
    order = order_for(asked, Random(seed))
    assert json.loads(json.dumps(order)) == order
    assert order == order_for(asked, Random(seed))


@pytest.mark.parametrize("content", [CHOICE, MATCHING, GAPS, ORDERING, SCENARIO])
def test_every_order_comes_up(content):
    orders = {json.dumps(order_for(content, Random(seed))) for seed in range(200)}
    assert len(orders) > 1


def test_options_keep_their_places_where_question_or_quiz_says_so():
    fixed = {**CHOICE, "shuffle": False}
    assert {tuple(order_for(fixed, Random(seed))) for seed in range(20)} == {("o1", "o2")}
    assert {tuple(order_for(CHOICE, Random(seed), shuffle=False)) for seed in range(20)} == {("o1", "o2")}
    assert {tuple(order_for(TRUEFALSE, Random(seed))) for seed in range(20)} == {("o1", "o2")}


def test_choices_to_match_and_items_to_order_are_mixed_all_the_same():
    still = [order_for({**MATCHING, "shuffle": False}, Random(seed)) for seed in range(50)]
    assert {tuple(order["stems"]) for order in still} == {("s1", "s2", "s3", "s4")}
    assert len({tuple(order["choices"]) for order in still}) > 5
    assert all(order_for(ORDERING, Random(seed), shuffle=False) != ORDERING["order"] for seed in range(50))
    assert len({tuple(order_for(GAPS, Random(seed), shuffle=False)) for seed in range(50)}) > 3


def test_matching_shows_stems_and_choices_without_their_pairs():
    seen = for_learner(MATCHING, {"stems": ["s2", "s1"], "choices": ["c4", "c1", "zz"]})
    assert (ids(seen.stems), ids(seen.choices)) == (["s2", "s1"], ["c4", "c1"])
    assert seen.options == seen.items == ()


def test_stems_without_a_text_are_not_shown():
    empty = {**MATCHING, "stems": [*MATCHING["stems"], {"id": "s5", "text": {"es": ""}}]}
    assert sorted(order_for(empty, Random(1))["stems"]) == ["s1", "s2", "s3", "s4"]


def test_a_gap_offers_the_choices_of_its_group_and_the_text_comes_in_pieces():
    seen = for_learner(GAPS, ["c3", "c2", "c1"])
    assert [(place.id, ids(place.choices)) for place in seen.places] == [("p1", ["c3", "c1"]), ("p2", ["c2"])]
    assert ids(seen.choices) == ["c3", "c2", "c1"]
    assert seen.variant == "select"
    assert seen.pieces["es"] == (
        Piece("El "),
        Piece("", "p1"),
        Piece(" protege a la "),
        Piece("", "p2"),
        Piece("."),
    )


def test_numbers_show_their_units_by_name():
    seen = for_learner({**NUMERIC, "unit_label": {"es": "leguas"}}, [])
    assert seen.units == ("km", {"es": "metros", "en": "metres"})
    assert seen.unit_label == {"es": "leguas"}


@pytest.mark.parametrize("content", [SHORT, ESSAY])
def test_what_is_written_freely_shows_its_text_only(content):
    shown = {key: value for key, value in asdict(for_learner(content, [])).items() if value}
    assert shown == {"type": content["type"], "stem": content["stem"]["text"]}


def test_the_parts_of_a_scenario_have_orders_of_their_own():
    order = order_for(SCENARIO, Random(3))
    assert order.keys() == {"q1", "q2", "q3"}
    seen = for_learner(SCENARIO, {**order, "q1": ["o2", "o1"]})
    assert [part.id for part in seen.parts] == ["q1", "q2", "q3"]
    assert ids(seen.parts[0].options) == ["o2", "o1"]
    assert ids(seen.parts[1].stems) == order["q2"]["stems"]
    assert [field.id for field in seen.parts[2].parts] == ["p1", "p2"]


def test_fields_of_a_cloze_know_what_they_are():
    seen = for_learner(CLOZE, {"p1": ["o1", "o2"]})
    assert [(field.id, field.type) for field in seen.parts] == [("p1", "choice"), ("p2", "numeric")]
    assert seen.pieces["es"] == (Piece("", "p1"), Piece(" y "), Piece("", "p2"))


def test_an_order_of_another_shape_shows_nothing_and_breaks_nothing():
    for content in (CHOICE, MATCHING, ORDERING, SCENARIO):
        for order in ([], {}, ["zz"], {"zz": ["a"]}):
            assert for_learner(content, order).type == content["type"]


def test_an_id_that_says_nothing_is_always_the_same():
    assert neutral_id("B1.4-3", "R1") == neutral_id("B1.4-3", "R1")
    assert len({neutral_id("q", f"R{n}") for n in range(500)}) == 500
