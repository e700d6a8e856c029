"""What holds for every choice question and every answer to it."""

import json
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.questions import QuestionProblem, check
from quizzes.domain.scoring import score
from quizzes.domain.scoring.choice import minimum

NEGATIVE = st.integers(-10_000_000, 0).map(lambda n: f"{n / 10_000_000:.7f}")
ANY_WEIGHT = st.integers(-10_000_000, 10_000_000).map(lambda n: f"{n / 10_000_000:.7f}")
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def question(weights: list[str], *, multiple: bool) -> dict[str, Any]:
    options = [{"id": f"option-{n}", "text": {"es": "x"}, "weight": weight} for n, weight in enumerate(weights)]
    return {"type": "choice", "multiple": multiple, "stem": {"text": {"es": "?"}}, "options": options}


@st.composite
def single(draw: st.DrawFn) -> dict[str, Any]:
    """One option earns everything, the others from minus everything to everything."""
    weights = ["1", *draw(st.lists(ANY_WEIGHT, min_size=1, max_size=6))]
    return question(draw(st.permutations(weights)), multiple=False)


@st.composite
def multiple(draw: st.DrawFn) -> dict[str, Any]:
    """Some options share the full mark as Moodle does, to 7 places; the others earn nothing or cost."""
    right = draw(st.integers(1, 7))
    weights = [f"{1 / right:.7f}"] * right + draw(st.lists(NEGATIVE, min_size=1, max_size=5))
    return question(draw(st.permutations(weights)), multiple=True)


@st.composite
def answered(draw: st.DrawFn) -> tuple[dict[str, Any], list[str]]:
    """A question and a selection that its form could send, in any order."""
    asked = draw(single() | multiple())
    ids = [option["id"] for option in asked["options"]]
    most = len(ids) if asked["multiple"] else 1
    return asked, draw(st.lists(st.sampled_from(ids), unique=True, max_size=most))


def key(asked: dict[str, Any]) -> list[str]:
    """The ids of the options that are right."""
    return [o["id"] for o in asked["options"] if float(o["weight"]) > 0]


@given(answered())
def test_a_score_lies_between_the_lowest_possible_and_everything(given_answer):
    asked, selected = given_answer
    assert minimum(asked) <= score(asked, {"selected": selected}).fraction <= 1


@given(multiple())
def test_ticking_exactly_the_right_boxes_earns_everything(asked):
    result = score(asked, {"selected": key(asked)})
    assert abs(result.fraction - 1) <= 1e-6
    assert result.state == "right"


@given(single())
def test_the_option_worth_everything_earns_everything(asked):
    best = next(o["id"] for o in asked["options"] if o["weight"] == "1")
    assert score(asked, {"selected": [best]}).fraction == 1


@given(answered(), st.randoms())
def test_the_order_on_the_screen_and_of_the_ticks_changes_nothing(given_answer, random: Random):
    asked, selected = given_answer
    options, ticks = list(asked["options"]), list(selected)
    random.shuffle(options)
    random.shuffle(ticks)
    before, after = score(asked, {"selected": selected}), score(asked | {"options": options}, {"selected": ticks})
    assert (after.fraction, after.state) == (before.fraction, before.state)
    assert set(after.feedback) == set(before.feedback)


@given(multiple(), st.data())
def test_one_more_wrong_tick_never_raises_the_score(asked, data):
    ids = [option["id"] for option in asked["options"]]
    selected = data.draw(st.lists(st.sampled_from(ids), unique=True, min_size=1))
    others = [o["id"] for o in asked["options"] if float(o["weight"]) <= 0 and o["id"] not in selected]
    before = score(asked, {"selected": selected}).fraction
    for wrong in others:
        assert score(asked, {"selected": [*selected, wrong]}).fraction <= before


@given(single() | multiple(), ANY_JSON)
def test_whatever_is_sent_instead_of_an_answer_is_said_to_be_none(asked, anything):
    for response in (anything, {"selected": anything}, {"selected": [anything]}, {"selected": [anything, "option-0"]}):
        result = score(asked, response)
        assert (result.state, result.fraction) in {("ungradable", None), ("gave_up", 0.0)}
        if result.state == "gave_up":
            assert response in (None, {}) or response["selected"] == []


@given(answered(), ANY_JSON.filter(lambda value: value not in ("choice", "truefalse")))
def test_a_kind_of_question_nobody_can_score_is_ungradable(given_answer, kind):
    asked, selected = given_answer
    assert score(asked | {"type": kind}, {"selected": selected}).state == "ungradable"


@given(answered())
def test_a_result_can_be_written_down(given_answer):
    asked, selected = given_answer
    result = score(asked, {"selected": selected})
    assert json.loads(json.dumps(result.as_json()))["fraction"] == result.fraction


@given(st.lists(ANY_WEIGHT, min_size=2, max_size=7), st.booleans())
def test_a_question_that_may_be_published_can_be_answered_fully_and_not_by_ticking_everything(weights, is_multiple):
    asked = question(weights, multiple=is_multiple)
    try:
        check(asked)
    except QuestionProblem:
        return
    best = key(asked) if is_multiple else [max(asked["options"], key=lambda o: float(o["weight"]))["id"]]
    assert score(asked, {"selected": best}).state == "right"
    assert score(asked, {"selected": [o["id"] for o in asked["options"]]}).state != "right"
