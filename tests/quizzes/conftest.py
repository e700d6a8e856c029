"""A learner in front of a quiz of two questions that is all there is to the course."""

import pytest
from django.test import Client
from hypothesis import settings as hypothesis

from courses.models import Enrolment
from quizzes.models import Attempt, Quiz
from quizzes.services import start_attempt
from tests.factories import NOW, make_course, make_enrolment, quiz_of
from tests.quizzes.clock import clock  # noqa: F401 a fixture
from tests.quizzes.committed import committed_database  # noqa: F401 a fixture

hypothesis.register_profile("no-deadline", deadline=None)  # a busy machine is no bug
hypothesis.load_profile("no-deadline")


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
