"""A trainer at the course tools."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from courses.models import Course, Enrolment, LessonPage
from tests.courses.conftest import activity, complete, course, enrolment  # noqa: F401 fixtures
from tests.quizzes.admin.bank_desk import signed_in
from tests.quizzes.marking import make_trainer

TAGS = re.compile(r"<[^>]+>")


def words(page: object) -> str:
    """What a page says, without marks and doubled spaces."""
    text: str = page.content.decode()  # type: ignore[attr-defined]
    return " ".join(html.unescape(TAGS.sub(" ", text)).split())


def lesson(slug: str, language: str = "es") -> LessonPage:
    return LessonPage.objects.get(slug=slug, locale__language_code=language)


@pytest.fixture
def trainer(enrolment: Enrolment) -> Client:  # noqa: F811
    """The browser of who runs the learner's group."""
    return signed_in(make_trainer(enrolment.cohort))


@pytest.fixture
def read(trainer: Client, course: Course) -> Callable[..., str]:  # noqa: F811
    """Read the course's page, or one below it."""

    def opened(below: str = "") -> str:
        page = trainer.get(f"/admin/courses/{course.pk}/{below}")
        assert page.status_code == 200
        return words(page)

    return opened
