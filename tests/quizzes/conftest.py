"""A learner in front of a quiz of two questions that is all there is to the course, and a clock to turn."""

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import settings as hypothesis

from courses.models import Enrolment
from quizzes.models import Attempt, Quiz
from quizzes.services import start_attempt
from tests.factories import NOW, make_course, make_enrolment, quiz_of
from tests.quizzes.committed import committed_database  # noqa: F401 a fixture

hypothesis.register_profile("no-deadline", deadline=None)  # a busy machine is no bug
hypothesis.load_profile("no-deadline")


class Clock:
    """Stands at NOW until somebody turns it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now

    def forward(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def enrolment(db: None) -> Enrolment:
    """A place in a course whose only activity is the quiz, written in Spanish."""
    return make_enrolment(make_course(modules=(0,), languages=("es",)))


@pytest.fixture
def quiz(enrolment: Enrolment) -> Quiz:
    return quiz_of(enrolment.cohort.course)


@pytest.fixture
def attempt(enrolment: Enrolment, quiz: Quiz) -> Attempt:
    """Started at NOW, without a time limit."""
    return start_attempt(enrolment, quiz, now=NOW)


@pytest.fixture
def learner(client: Client, enrolment: Enrolment) -> Client:
    """The learner's browser, signed in."""
    client.force_login(enrolment.learner)
    return client
