"""A learner in a small course: three lessons in two modules, in Spanish and English, and a quiz at the end."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from courses.models import Activity, Course, Enrolment
from courses.models.progress import Rule
from courses.services import record_completion
from courses.signals import course_completed
from tests.factories import NOW, make_course, make_enrolment

Complete = Callable[..., None]


@pytest.fixture
def course(db: None) -> Course:
    """The small course. Its activities, in order: l1-1, l1-2, l2-1, quiz."""
    return make_course()


@pytest.fixture
def enrolment(course: Course) -> Enrolment:
    """A learner's place in it."""
    return make_enrolment(course)


@pytest.fixture
def signed_in(client: Client, enrolment: Enrolment) -> Client:
    """The learner's browser."""
    client.force_login(enrolment.learner)
    return client


@pytest.fixture
def activity(course: Course) -> Callable[[str], UUID]:
    """The id of an activity by its slug."""
    return lambda slug: Activity.objects.get(course=course, slug=slug).pk


@pytest.fixture
def complete(enrolment: Enrolment, activity: Callable[[str], UUID]) -> Complete:
    """Let the learner complete activities, named by their slugs."""

    def do(*slugs: str) -> None:
        for slug in slugs:
            record_completion(enrolment, activity(slug), rule=Rule.MARKED, at=NOW)
        enrolment.refresh_from_db()

    return do


@pytest.fixture
def completions() -> Iterator[list[Enrolment]]:
    """The enrolments whose completion was announced, in order."""
    heard: list[Enrolment] = []

    def hear(sender: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        heard.append(enrolment)

    course_completed.connect(hear)
    yield heard
    course_completed.disconnect(hear)
