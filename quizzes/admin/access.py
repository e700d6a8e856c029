"""Which questions a person sees in the admin, and which they may change."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from courses.models import Course
from courses.permissions import courses_of, written_by
from quizzes.models import Question


def courses_for(request: HttpRequest) -> list[Course]:
    """The person's courses. Without any there is nothing here for them."""
    courses = list(courses_of(_person(request)).order_by("title"))
    if not courses and not _person(request).is_superuser:
        raise PermissionDenied
    return courses


def courses_to_write(request: HttpRequest) -> list[Course]:
    """Those of them whose bank the person fills. Who only reviews or teaches gets PermissionDenied."""
    courses = list(written_by(_person(request)).order_by("title"))
    if not courses and not _person(request).is_superuser:
        raise PermissionDenied
    return courses


def bank_of(request: HttpRequest, courses: list[Course]) -> QuerySet[Question]:
    """The questions of these courses, and the shared ones."""
    return Question.objects.filter(Q(course__in=[course.pk for course in courses]) | Q(course=None))


def question_for(request: HttpRequest, pk: int) -> Question:
    """A question that the person may see; Http404 for another course's, as if it did not exist."""
    return get_object_or_404(bank_of(request, courses_for(request)).select_related("course"), pk=pk)


def may_change(request: HttpRequest, question: Question) -> bool:
    """A course's trainers change its questions. Shared ones reach every course: administrators alone change them."""
    if _person(request).is_superuser or question.course_id is None:
        return _person(request).is_superuser
    return written_by(_person(request)).filter(pk=question.course_id).exists()


def may_write(request: HttpRequest) -> bool:
    """Whether there is a bank that the person fills."""
    return _person(request).is_superuser or written_by(_person(request)).exists()


def question_to_change(request: HttpRequest, pk: int) -> Question:
    """A question that the person may change. Http404, PermissionDenied."""
    question = question_for(request, pk)
    if not may_change(request, question):
        raise PermissionDenied
    return question


def may_share(request: HttpRequest) -> bool:
    """Who may put questions into the shared part of the bank."""
    return _person(request).is_superuser


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # Wagtail's admin lets nobody else through
    return request.user
