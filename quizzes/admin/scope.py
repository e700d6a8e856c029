"""What a trainer's page is about. Another course's rows look like rows that do not exist."""

from typing import TypeVar, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from accounts.models import User
from courses.models import Cohort, Enrolment
from courses.permissions import cohorts_of, courses_of, writes_course
from quizzes.models import Attempt, AttemptSlot, Quiz

Row = TypeVar("Row", bound=Model)


def person(request: HttpRequest) -> User:
    """Who works here; the admin is behind the sign-in."""
    return cast(User, request.user)


def my_cohorts(request: HttpRequest) -> QuerySet[Cohort]:
    """The cohorts whose results this person may see."""
    return cohorts_of(person(request))


def my_quiz(request: HttpRequest, quiz_id: UUID) -> Quiz:
    """A quiz of one of the person's courses, or Http404; likewise below."""
    quizzes = Quiz.objects.filter(activity__course__in=courses_of(person(request)))
    return _found(quizzes.select_related("activity__course"), quiz_id)


def is_writer(request: HttpRequest, quiz: Quiz) -> bool:
    """Whether the person writes the quiz's course, and so sees what concerns all of its cohorts."""
    return writes_course(person(request), quiz.activity.course)


def quiz_to_change(request: HttpRequest, quiz_id: UUID) -> Quiz:
    """A quiz whose course the person writes. PermissionDenied for who only reviews or teaches it, else Http404."""
    quiz = my_quiz(request, quiz_id)
    if not is_writer(request, quiz):
        raise PermissionDenied
    return quiz


def my_cohort(request: HttpRequest, cohort_id: int) -> Cohort:
    return _found(my_cohorts(request).select_related("course", "release"), cohort_id)


def my_enrolment(request: HttpRequest, enrolment_id: int) -> Enrolment:
    enrolments = Enrolment.objects.filter(cohort__in=my_cohorts(request))
    return _found(enrolments.select_related("learner", "cohort__course"), enrolment_id)


def my_attempt(request: HttpRequest, attempt_id: int) -> Attempt:
    attempts = Attempt.objects.filter(enrolment__cohort__in=my_cohorts(request))
    related = ("enrolment__learner", "enrolment__cohort__course", "quiz__activity__course")
    return _found(attempts.select_related(*related), attempt_id)


def my_slot(request: HttpRequest, slot_id: int) -> AttemptSlot:
    slots = AttemptSlot.objects.filter(attempt__enrolment__cohort__in=my_cohorts(request))
    related = ("attempt__enrolment__learner", "attempt__enrolment__cohort__course", "attempt__quiz__activity__course")
    return _found(slots.select_related("version__question", *related), slot_id)


def _found(rows: QuerySet[Row], key: object) -> Row:
    row = rows.filter(pk=key).first()
    if row is None:
        raise Http404
    return row
