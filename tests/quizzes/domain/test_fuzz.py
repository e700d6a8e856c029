"""Two thousand responses that no form sends, to a question of every type: no exception, no score out of range."""

from random import Random
from typing import Any

import pytest

from quizzes.domain.behaviour import Band, band_for
from quizzes.domain.questions import QuestionProblem, check, for_learner, is_answered, order_for
from quizzes.domain.review import review
from quizzes.domain.scoring import KINDS, full_key, minimum, score
from quizzes.domain.scoring.result import Result
from tests.quizzes.domain.samples import SAMPLES

FIELDS = ["selected", "pairs", "places", "text", "order", "parts", "", "0"]
ATOMS: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1e400,
    float("nan"),
    10**400,
    "",
    " ",
    "0",
    "a",
    "o1",
    "s1",
    "c1",
    "p1",
    "q1",
    "*",
]
ATOMS += [
    "5,1",
    "1e400",
    "NaN",
    "\ud800",
    "\u0000",
    "٣",
    "−5",
    "*" * 50,
    "a" * 10_000,
    "9" * 5_000,
    "1,2,3.4.5",
    "e" * 300,
]


def junk(random: Random, depth: int = 3) -> Any:
    """JSON of any shape, often nearly right."""
    kind = random.random() if depth else 1
    if kind < 0.3:
        return {
            random.choice([*FIELDS, "o1", "s1", "p1", "q1"]): junk(random, depth - 1)
            for _n in range(random.randrange(4))
        }
    if kind < 0.5:
        return [junk(random, depth - 1) for _n in range(random.randrange(4))]
    return random.choice(ATOMS)


def spoiled(random: Random, value: Any) -> Any:
    """A right answer with something in it replaced."""
    if random.random() < 0.2:
        return junk(random, 2)
    if isinstance(value, dict):
        return {key: spoiled(random, inner) for key, inner in value.items()}
    return [spoiled(random, inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_two_thousand_responses_that_no_form_sends(kind):
    random, asked = Random(kind), SAMPLES[kind]
    order, lowest, key = order_for(asked, random), minimum(asked), full_key(asked) or {"text": "x"}
    for number in range(2000):
        response = spoiled(random, key) if number % 2 else junk(random)
        result = score(asked, response)
        assert isinstance(result, Result)
        assert result.fraction is None or lowest <= result.fraction <= 1
        if isinstance(response, dict) and response:
            KINDS[kind].score(asked, response)  # without the guard that keeps broken questions quiet
        is_answered(response)
        review(asked, order, response)


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_two_thousand_questions_that_no_author_writes_are_refused_in_words(kind):
    random, refusals = Random(kind), []
    for _number in range(2000):
        content = spoiled(random, SAMPLES[kind])
        try:
            check(content)
        except QuestionProblem as problem:
            refusals.append(str(problem))
        else:
            order = order_for(content, random)
            for_learner(content, order)
            review(content, order, full_key(content))
    assert len(refusals) > 500
    assert all(refusals)


def test_a_grade_out_of_range_has_the_nearest_band_or_none():
    bands = [Band(0, 50, {"es": "bajo"}), Band(50, 100, {"es": "alto"})]
    assert band_for(bands, 1e9) == bands[1]
    assert band_for(bands, -1) is None
    assert band_for([], 50) is None
