"""A course of one lesson that gives certificates, and what a reader of the PDF sees."""

import io
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from pypdf import PdfReader

from certificates.models import Certificate
from certificates.services import issue_certificate
from courses.models import Course, Enrolment
from courses.models.progress import Rule
from courses.services import record_completion
from outbox.services import drain
from tests.factories import NOW, UserFactory, certify, make_course, make_enrolment
from tests.quizzes.clock import clock  # noqa: F401 a fixture
from tests.quizzes.committed import committed_database  # noqa: F401 a fixture


@pytest.fixture
def course(db: None) -> Course:
    course = make_course(modules=(1,), languages=("es", "en"), quiz=False)
    certify(course)
    return course


def complete(enrolment: Enrolment, at: datetime = NOW) -> Enrolment:
    """Do the course's only lesson."""
    lesson = enrolment.cohort.course.activities.get()
    record_completion(enrolment, lesson.pk, rule=Rule.MARKED, at=at)
    enrolment.refresh_from_db()
    return enrolment


@pytest.fixture
def completed(course: Course) -> Callable[..., Enrolment]:
    """A learner (with the given names, in the given language) who has completed the course."""

    def make(first: str = "Lucía", last: str = "Chávez Ñuñoa", language: str = "es", at: datetime = NOW) -> Enrolment:
        enrolment = make_enrolment(course, UserFactory(first_name=first, last_name=last))
        Enrolment.objects.filter(pk=enrolment.pk).update(language=language)
        return complete(enrolment, at)

    return make


@pytest.fixture
def issued(completed: Callable[..., Enrolment]) -> Callable[..., Certificate]:
    """A certificate in force for such a learner; file and mail still wait in the outbox."""

    def make(*names: str, at: datetime = NOW, **learner: Any) -> Certificate:
        return issue_certificate(completed(*names, at=at, **learner).pk, now=at)

    return make


@pytest.fixture
def held(client: Any, issued: Callable[..., Certificate]) -> Certificate:
    """A certificate whose holder is signed in."""
    certificate = issued()
    client.force_login(certificate.enrolment.learner)
    return certificate


@pytest.fixture
def administrator(db: None) -> Any:
    return UserFactory(is_staff=True)


def drain_all() -> None:
    """Run jobs until nothing is due: a job may ask for others."""
    while drain():
        pass


def text_of(pdf: bytes) -> str:
    """The PDF's text in NFC, without any white space: lines may break where they like."""
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return unicodedata.normalize("NFC", "".join(text.split()))


def packed(text: str) -> str:
    """A text as text_of gives it."""
    return unicodedata.normalize("NFC", "".join(text.split()))
