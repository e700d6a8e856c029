"""A cohort takes a newer release after its trainer has seen what that means for each learner."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from certificates.services import issue_certificate
from courses.models import Course, Enrolment, LessonPage
from courses.models.progress import Rule
from courses.services import publish_release, record_completion
from courses.services.releases import MOVED
from tests.courses.admin.conftest import lesson, words
from tests.factories import BODY, NOW, UserFactory, add, certify, make_enrolment
from tests.quizzes.admin.bank_desk import signed_in, trainer_of

pytestmark = pytest.mark.django_db


def learner(course: Course, name: str, *slugs: str) -> Enrolment:
    """Somebody in the cohort who has done these."""
    enrolment = make_enrolment(course, UserFactory(first_name=name, last_name="Paz"))
    for slug in slugs:
        record_completion(enrolment, course.activities.get(slug=slug).pk, rule=Rule.MARKED, at=NOW)
    return enrolment


def new_release(course: Course) -> None:
    """With a lesson more."""
    module = lesson("l1-1").get_parent()
    add(module, LessonPage, "small-new", "es", slug="new", title="Nueva", body=BODY)
    publish_release(course, now=NOW)


def shorter_release(course: Course) -> None:
    """Without the second module."""
    lesson("l2-1").get_parent().unpublish()
    publish_release(course, now=NOW)


def address(enrolment: Enrolment) -> str:
    return f"/admin/courses/cohorts/{enrolment.cohort_id}/move/"


def row(said: str, name: str) -> str:
    return said.split(f"{name} Paz", 1)[1].split(" Paz", 1)[0]


def test_the_preview_says_who_gains_activities_and_who_keeps_a_certificate(
    trainer: Client, course: Course, enrolment: Enrolment
) -> None:
    certify(course)
    done = learner(course, "Ana", "l1-1", "l1-2", "l2-1", "quiz")
    issue_certificate(done.pk, now=NOW)
    learner(course, "Beto", "l1-1")
    new_release(course)
    said = words(trainer.get(address(enrolment)))
    assert "asks for 5 activities instead of 4" in said
    assert "keeps the completed course and the certificate" in row(said, "Ana")
    assert "1 / 4 1 / 5 1 more to do" in row(said, "Beto")
    assert "have a certificate and keep it 1" in said
    enrolment.cohort.refresh_from_db()
    assert enrolment.cohort.release.number == 1


def test_the_preview_says_who_would_have_completed_the_course_and_confirming_makes_it_so(
    trainer: Client, course: Course, enrolment: Enrolment
) -> None:
    almost = learner(course, "Ana", "l1-1", "l1-2")
    shorter_release(course)
    said = words(trainer.get(address(enrolment)))
    assert "complete the course at once 1" in said
    assert "2 / 4 2 / 2 completes the course" in row(said, "Ana")
    almost.refresh_from_db()
    assert almost.completed_at is None
    trainer.post(address(enrolment), {"to": "2"})
    almost.refresh_from_db()
    assert almost.state == "completed"


def test_a_second_press_moves_nobody(trainer: Client, course: Course, enrolment: Enrolment) -> None:
    new_release(course)
    first = words(trainer.post(address(enrolment), {"to": "2"}, follow=True))
    assert "Grupo takes release 2 now. Nobody lost progress." in first
    second = words(trainer.post(address(enrolment), {"to": "2"}, follow=True))
    assert "Grupo takes release 2 or a later one already." in second
    assert ModelLogEntry.objects.filter(action=MOVED).count() == 1


def test_a_page_left_open_does_not_take_a_cohort_back(trainer: Client, course: Course, enrolment: Enrolment) -> None:
    new_release(course)
    lesson("new").unpublish()
    publish_release(course, now=NOW)
    trainer.post(address(enrolment), {"to": "3"})
    for old in ("2", "1"):
        trainer.post(address(enrolment), {"to": old})
    enrolment.cohort.refresh_from_db()
    assert enrolment.cohort.release.number == 3


def test_a_release_in_between_can_be_chosen(trainer: Client, course: Course, enrolment: Enrolment) -> None:
    new_release(course)
    lesson("new").unpublish()
    publish_release(course, now=NOW)
    assert "Move the cohort to release 3" in words(trainer.get(address(enrolment)))
    assert "Move the cohort to release 2" in words(trainer.get(f"{address(enrolment)}?to=2"))
    for nonsense in ("9", "x", "", "9" * 5000):
        assert trainer.post(address(enrolment), {"to": nonsense}).status_code == 404


def test_who_has_withdrawn_is_not_in_the_preview(trainer: Client, course: Course, enrolment: Enrolment) -> None:
    gone = learner(course, "Gone")
    Enrolment.objects.filter(pk=gone.pk).update(state="withdrawn")
    new_release(course)
    assert "Gone Paz" not in words(trainer.get(address(enrolment)))


def test_with_the_newest_release_there_is_nowhere_to_move(trainer: Client, enrolment: Enrolment) -> None:
    assert "takes the newest release already" in words(trainer.get(address(enrolment), follow=True))


def test_the_preview_asks_the_same_number_of_queries_for_any_number_of_learners(
    course: Course, enrolment: Enrolment, complete: Callable[..., None]
) -> None:
    browser = signed_in(trainer_of(course))
    complete("l1-1")
    new_release(course)
    browser.get(address(enrolment))
    with CaptureQueriesContext(connection) as few:
        browser.get(address(enrolment))
    for n in range(4):
        learner(course, f"N{n}", "l1-1")
    with CaptureQueriesContext(connection) as many:
        browser.get(address(enrolment))
    assert len(few) == len(many)
