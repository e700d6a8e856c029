"""A lesson says whether, and when, a lawyer has read it."""

from pathlib import Path

import pytest
from django.test import Client

from cms.content.load import load_content
from courses.models import Course
from tests.cms.conftest import Rewrite
from tests.factories import make_enrolment

pytestmark = pytest.mark.django_db
NOT_YET, READ = "Not yet read by a lawyer of the region", "Read by a lawyer of the region on Nov. 30, 2026"


def lesson(client: Client, content: Path) -> str:
    load_content(content)
    client.force_login(make_enrolment(Course.objects.get()).learner)
    return client.get("/en/learn/tiny/t1-1/").content.decode()


def test_a_lesson_that_no_lawyer_has_read_says_so(content: Path, client: Client) -> None:
    assert NOT_YET in lesson(client, content)


def test_a_lesson_that_a_lawyer_has_read_says_on_which_day(content: Path, rewrite: Rewrite, client: Client) -> None:
    rewrite("courses/tiny/lessons/t1-1.en.md", "legal_review: null", "legal_review: 2026-11-30")
    page = lesson(client, content)
    assert READ in page
    assert NOT_YET not in page
