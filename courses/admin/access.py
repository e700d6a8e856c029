"""Whose courses these are. Another trainer's looks like one that does not exist."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from courses.models import Cohort, Course
from courses.permissions import cohorts_of, courses_of, writes_course


def person(request: HttpRequest) -> User:
    """Who works here; the admin is behind the sign-in."""
    return cast(User, request.user)


def my_courses(request: HttpRequest) -> QuerySet[Course]:
    """The person's courses. Without any there is nothing here for them: PermissionDenied."""
    courses = courses_of(person(request))
    if not person(request).is_superuser and not courses.exists():
        raise PermissionDenied
    return courses


def my_course(request: HttpRequest, pk: int) -> Course:
    """One of them. Http404."""
    return get_object_or_404(my_courses(request), pk=pk)


def course_to_write(request: HttpRequest, pk: int) -> Course:
    """One that they write. PermissionDenied for who only reviews or teaches it, else Http404."""
    course = my_course(request, pk)
    if not writes_course(person(request), course):
        raise PermissionDenied
    return course


def my_cohort(request: HttpRequest, pk: int) -> Cohort:
    """A cohort of one of them. Http404."""
    my_courses(request)
    return get_object_or_404(cohorts_of(person(request)).select_related("course", "release"), pk=pk)
