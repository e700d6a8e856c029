"""A key was wrong: whose marks change, by which policy."""

from decimal import Decimal

import pytest
from hypothesis import given

from quizzes.domain.marks import stored
from quizzes.domain.regrade import POLICIES, Graded, changes
from quizzes.domain.scoring import score
from tests.quizzes.domain.every_type import answered
from tests.quizzes.domain.samples import CHOICE, ESSAY

MAX = Decimal("2.0000000")
NEW_KEY = {
    **CHOICE,
    "options": [{"id": "o1", "text": {"es": "uno"}, "weight": "0"}, {"id": "o2", "text": {"es": "dos"}, "weight": "1"}],
}


def graded(
    key: str, response: dict | None, question: dict = CHOICE, max_mark: Decimal = MAX, **grades: float
) -> Graded:
    """A slot as handing in leaves it."""
    result = score(question, response, grades)
    mark = None if result.state == "needs_grading" else stored(float(stored(result.fraction or 0)) * float(max_mark))
    return Graded(key, response, max_mark, mark, result.state, grades)


SLOTS = [
    graded("chose the old answer", {"selected": ["o1"]}),
    graded("chose the new answer", {"selected": ["o2"]}),
    graded("chose nothing", None),
    graded("sent nonsense", {"selected": ["o9"]}),
]


def moved(policy: str, slots=SLOTS, question: dict = NEW_KEY) -> dict[str, tuple[float | None, float | None]]:
    found = changes(slots, question, policy)
    return {
        c.key: (None if c.old_mark is None else float(c.old_mark), None if c.new_mark is None else float(c.new_mark))
        for c in found
    }


def test_the_new_key_gives_and_takes():
    assert moved("new_key") == {"chose the old answer": (2, 0), "chose the new answer": (-0.5, 2)}


def test_old_and_new_both_right_only_gives():
    assert moved("either") == {"chose the new answer": (-0.5, 2)}


def test_full_marks_go_to_everybody_answered_or_not():
    assert moved("full_marks") == {
        "chose the new answer": (-0.5, 2),
        "chose nothing": (0, 2),
        "sent nonsense": (0, 2),
    }


def test_a_question_that_does_not_count_is_worth_nothing_of_nothing():
    found = changes(SLOTS, NEW_KEY, "none")
    assert {(c.new_mark, c.new_max, c.old_max) for c in found} == {(0, 0, MAX)}
    assert len(found) == len(SLOTS)


def test_a_change_says_what_to_write():
    change = changes(SLOTS[:1], NEW_KEY, "new_key")[0]
    assert (change.old_state, change.new_state) == ("right", "wrong")
    assert (change.fraction, change.new_mark, change.new_max) == (Decimal("0E-7"), Decimal("0E-7"), MAX)


def test_a_persons_grade_stands():
    essay = [graded("read", {"text": "x"}, ESSAY, **{"": 0.5}), graded("not yet read", {"text": "x"}, ESSAY)]
    assert moved("new_key", essay, ESSAY) == {}
    assert moved("full_marks", essay, ESSAY) == {"read": (1, 2), "not yet read": (None, 2)}


def test_what_a_person_must_read_again_is_pending():
    assert moved("new_key", [graded("x", {"text": "5"}, {**ESSAY, "type": "short", "answers": []})], ESSAY) == {
        "x": (0, None)
    }
    assert moved("either", [graded("x", {"text": "5"}, {**ESSAY, "type": "short", "answers": []})], ESSAY) == {}


def test_an_unknown_policy_is_a_programmers_error():
    with pytest.raises(ValueError, match="no such policy"):
        changes(SLOTS, NEW_KEY, "generous")


@given(answered())
def test_a_regrade_with_the_same_version_changes_nothing(given_answer):
    asked, response = given_answer
    slot = graded("x", response, asked, Decimal("0.3333333"))
    assert changes([slot], asked, "new_key") == changes([slot], asked, "either") == []


@given(answered())
def test_old_and_new_both_right_never_takes(given_answer):
    asked, response = given_answer
    slot = Graded("x", response, MAX, Decimal("0.5"), "partial")
    assert all(c.new_mark is None or c.new_mark > c.old_mark for c in changes([slot], asked, "either"))


def test_all_policies_of_the_specification():
    assert POLICIES == ("new_key", "either", "full_marks", "none")
