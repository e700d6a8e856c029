"""The quiz's grade becomes the course's, by the method its trainer chose."""

from decimal import Decimal

import pytest

from quizzes.services import start_attempt
from quizzes.services.results import results_of
from quizzes.services.settings import change_settings, fingerprint
from tests.factories import NOW, make_enrolment
from tests.quizzes.marking import make_trainer
from tests.quizzes.sitting import address, answer, sit

pytestmark = pytest.mark.django_db


def graded(quiz, method: str):
    quiz.is_graded, quiz.method = True, method
    quiz.save()


@pytest.mark.parametrize(
    ("method", "after_each"),
    [
        ("highest", [50, 100, 100]),
        ("average", [50, 75, 50]),
        ("first", [50, 50, 50]),
        ("last", [50, 100, 0]),
    ],
)
def test_the_course_has_the_grade_of_the_graded_quiz(enrolment, quiz, method, after_each):
    graded(quiz, method)
    for n, (answers, grade) in enumerate(zip(("ab", "aa", "bb"), after_each, strict=True)):
        sit(quiz, enrolment, *answers, minutes=n)
        enrolment.refresh_from_db()
        assert enrolment.grade == grade


def test_an_average_is_kept_to_seven_places(enrolment, quiz):
    graded(quiz, "average")
    for n, answers in enumerate(("aa", "aa", "bb")):
        sit(quiz, enrolment, *answers, minutes=n)
    enrolment.refresh_from_db()
    assert enrolment.grade == Decimal("66.6666667")


def test_an_attempt_that_is_not_handed_in_has_no_part_in_the_grade(enrolment, quiz):
    graded(quiz, "last")
    sit(quiz, enrolment, "a", "b")
    answer(start_attempt(enrolment, quiz, now=NOW), 1, "a")
    enrolment.refresh_from_db()
    assert enrolment.grade == 50


def test_a_quiz_for_practice_gives_no_grade(enrolment, quiz):
    sit(quiz, enrolment, "a", "a")
    enrolment.refresh_from_db()
    assert enrolment.grade is None


def test_nobody_gets_the_grade_of_another(enrolment, quiz):
    graded(quiz, "highest")
    other = make_enrolment(enrolment.cohort.course)
    sit(quiz, enrolment, "a", "a")
    other.refresh_from_db()
    assert other.grade is None


@pytest.mark.parametrize(
    ("method", "attempts", "passed_after"),
    [
        ("highest", ("ab", "aa"), 2),
        ("first", ("ab", "aa", "aa"), None),
        ("first", ("aa", "bb"), 1),
        ("last", ("bb", "aa"), 2),
        ("average", ("bb", "aa", "aa"), None),  # 0, 50, 66.7 of 70
        ("average", ("ab", "aa"), 2),
    ],
)
def test_what_counts_of_several_attempts_also_decides_about_the_certificate(
    enrolment, quiz, method, attempts, passed_after
):
    quiz.method = method
    quiz.save()
    for n, answers in enumerate(attempts, 1):
        sit(quiz, enrolment, *answers, minutes=n)
        enrolment.refresh_from_db()
        assert (enrolment.completed_at is not None) is (passed_after is not None and n >= passed_after), n
    state = results_of(enrolment.cohort, quiz.pk)[0].state
    assert state == ("not_passed" if passed_after is None else "passed")


@pytest.mark.parametrize(("allowed", "is_said"), [(None, True), (3, True), (1, False)])
def test_learners_read_beforehand_which_attempt_counts(learner, quiz, allowed, is_said):
    quiz.method, quiz.attempts_allowed = "average", allowed
    quiz.save()
    page = learner.get(address("quiz", "small", "quiz", language="en")).content.decode()
    assert ("the average of all attempts counts" in page) is is_said


def test_whoever_passes_by_a_changed_method_has_passed_and_nobody_loses_it(enrolment, quiz):
    trainer = make_trainer(enrolment.cohort)
    quiz.method = "first"
    quiz.save()
    sit(quiz, enrolment, "b", "b")
    sit(quiz, enrolment, "a", "a", minutes=1)
    for method, is_complete in (("average", False), ("last", True), ("first", True)):
        quiz.refresh_from_db()
        change_settings(quiz, {"method": method}, seen=fingerprint(quiz), by=trainer)
        enrolment.refresh_from_db()
        assert (enrolment.completed_at is not None) is is_complete, method
