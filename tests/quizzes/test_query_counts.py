"""The pages of a quiz ask the database a fixed number of questions, whoever else is learning."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.services import start_attempt
from tests.factories import NOW, make_enrolment, make_questions
from tests.quizzes.sitting import address, answer, hand_in, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def queries(learner):
    """How many queries a page takes once the caches are warm."""

    def count(url: str) -> int:
        assert learner.get(url).status_code == 200
        with CaptureQueriesContext(connection) as seen:
            assert learner.get(url).status_code == 200
        return len(seen)

    return count


def crowd(enrolment, quiz, size: int = 3) -> None:
    """Others take the same quiz."""
    for _n in range(size):
        sit(quiz, make_enrolment(enrolment.cohort.course), "a", "b")
        sit(quiz, make_enrolment(enrolment.cohort.course), "a", "a")


def test_a_question_takes_four_queries(queries, enrolment, quiz, attempt):
    url = address("question", attempt.pk, 1)
    assert queries(url) == 4  # person, attempt, slots, title of the quiz
    crowd(enrolment, quiz)
    answer(attempt, 2, "a")
    assert queries(url) == 4


def test_the_check_takes_four_queries(queries, enrolment, quiz, attempt):
    url = address("check", attempt.pk)
    assert queries(url) == 4
    crowd(enrolment, quiz)
    assert queries(url) == 4


def test_the_quizs_page_takes_eight_queries(queries, enrolment, quiz):
    url = address("quiz", "small", "quiz")
    assert queries(url) == 8  # person, enrolment, progress, quiz, its draws, attempts, overrides, title
    crowd(enrolment, quiz)
    for n in range(4):
        sit(quiz, enrolment, "b", minutes=n)
    assert queries(url) == 8


def test_the_result_takes_eight_queries_however_many_questions(queries, enrolment, quiz):
    few = address("result", sit(quiz, enrolment, "a", "b").pk)
    assert queries(few) == 8  # person, attempt, title, overrides, slots, marks by hand, progress, sources
    crowd(enrolment, quiz)
    assert queries(few) == 8
    make_questions(quiz.activity.course, 40, category="Q.2")
    quiz.draws.update(count=30)
    many = start_attempt(enrolment, quiz, now=NOW)
    hand_in(many, "a", "b")
    assert queries(address("result", many.pk)) == 8
    assert many.slots.count() == 30
