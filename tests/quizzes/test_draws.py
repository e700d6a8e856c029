"""What a quiz draws: by category, tag and objective, of its course's bank and the shared one; in which order."""

from random import Random

import pytest

from quizzes.models import Attempt, QuizDraw
from quizzes.services import put_question, start_attempt
from tests.factories import NOW, choice, make_course
from tests.quizzes.forms import ask, begin, finish, the_attempt
from tests.quizzes.sitting import address, hand_in

pytestmark = pytest.mark.django_db


def put(course, code: str, **about) -> int:
    return put_question(course, code, choice(stem=code), **{"category": "Z", **about})[0].pk


@pytest.fixture
def bank(quiz):
    """Questions of this course, one that all courses share, one of another course."""
    course, other = quiz.activity.course, make_course("other", modules=(0,))
    ids = {
        "c1": put(course, "c1", category="C1", tags=["law"], objective="o1"),
        "c11": put(course, "c11", category="C1.1", tags=["law", "new"], objective="o2"),
        "c10": put(course, "c10", category="C10", tags=["new"], objective="o2"),
        "shared": put(None, "shared", category="C1", tags=["law"], objective="o1"),
        "other": put(other, "other", category="C1", tags=["law"], objective="o1"),
    }
    put_question(course, "draft", choice(stem="draft"), category="C1", ready=False, tags=["law"])
    return ids


DRAWS = {
    "a category with what is under it, not what begins alike": ({"category": "C1"}, {"c1", "c11", "shared"}),
    "a category under another": ({"category": "C1.1"}, {"c11"}),
    "a tag": ({"tag": "new"}, {"c11", "c10"}),
    "an objective": ({"objective": "o2"}, {"c11", "c10"}),
    "all three together": ({"category": "C1", "tag": "law", "objective": "o1"}, {"c1", "shared"}),
}


@pytest.mark.parametrize("what", DRAWS)
def test_a_quiz_draws_by_category_tag_and_objective(learner, quiz, bank, what):
    pool, codes = DRAWS[what]
    quiz.draws.all().delete()
    QuizDraw.objects.create(quiz=quiz, position=0, count=len(codes), **pool)
    begin(learner)
    assert {slot.version.question.code for slot in the_attempt().slots.all()} == codes
    finish(learner)
    QuizDraw.objects.update(count=len(codes) + 1)
    led = learner.post(address("start", "small", "quiz"), follow=True)
    assert led.redirect_chain[-1][0] == address("quiz", "small", "quiz")
    assert f"{len(codes) + 1}" in str(next(iter(led.context["messages"])))
    assert Attempt.objects.count() == 1, "not a shorter quiz"


def test_a_fixed_question_stands_where_the_quiz_puts_it_and_is_not_drawn_again(learner, quiz, bank):
    quiz.draws.all().delete()
    QuizDraw.objects.create(quiz=quiz, position=0, count=2, category="C1", mark="2.5")
    QuizDraw.objects.create(quiz=quiz, position=1, question_id=bank["c1"])
    begin(learner)
    slots = [(slot.version.question.code, slot.max_mark) for slot in the_attempt().slots.all()]
    assert slots[2] == ("c1", 1)
    assert {code for code, _mark in slots[:2]} == {"c11", "shared"}
    assert {mark for _code, mark in slots[:2]} == {2.5}


@pytest.mark.parametrize("shuffles", [False, True])
def test_questions_stand_in_the_quizs_order_or_mixed(enrolment, quiz, shuffles):
    ask(quiz, *(choice(stem=f"{n}") for n in range(6)), shuffles_questions=shuffles)
    orders = set()
    for n in range(5):
        attempt = start_attempt(enrolment, quiz, now=NOW, random=Random(n))
        orders.add(tuple(attempt.slots.values_list("version__question__code", flat=True)))
        hand_in(attempt)
    written = tuple(f"asked-{n}" for n in range(6))
    assert all(sorted(order) == sorted(written) for order in orders)
    assert (orders == {written}) is not shuffles


def test_options_stand_as_they_are_written_where_the_quiz_or_the_question_says_so(enrolment, quiz):
    ask(quiz, choice(), {**choice(stem="fija"), "shuffle": False}, shuffles_options=False)
    for n in range(4):
        attempt = start_attempt(enrolment, quiz, now=NOW, random=Random(n))
        assert [slot.option_order for slot in attempt.slots.all()] == [["a", "b", "c"]] * 2
        hand_in(attempt)
