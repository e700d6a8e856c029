"""The bank as a list to pick a knowledge check from: of the page's own course, for its own people."""

from typing import Any

import pytest
from django.test import Client

from courses.models import LessonPage
from tests.factories import make_course, make_enrolment
from tests.quizzes.marking import make_trainer

pytestmark = pytest.mark.django_db
PICK = "/admin/quizzes/bank/pick/"


def rows(person: Any, page: object) -> list[dict[str, Any]]:
    client = Client()
    client.force_login(person)
    found: list[dict[str, Any]] = client.get(PICK, {"page": page}).json()["rows"]
    return found


def test_who_writes_a_lesson_sees_the_ready_questions_of_its_course_and_nobody_elses() -> None:
    small, other = (make_course(slug, modules=(1,), languages=("es",)) for slug in ("small", "other"))
    mine, theirs = (make_trainer(make_enrolment(course).cohort) for course in (small, other))
    lesson = LessonPage.objects.descendant_of(small.pages.get()).get()
    found = rows(mine, lesson.pk)
    assert [row["value"] for row in found] == [["q-1"], ["q-2"], ["q-3"]]
    assert "Pregunta 1" in found[0]["title"]
    assert rows(mine, lesson.get_parent().pk) == found  # a lesson that is being added knows its module alone
    assert rows(theirs, lesson.pk) == []
    assert rows(mine, "") == rows(mine, "x") == rows(mine, 10**9) == []
