"""A trainer finds their courses in one list, each with what its pages, releases and cohorts say."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Course, Enrolment, LessonPage
from tests.courses.admin.conftest import lesson, words
from tests.factories import add, make_cohort, make_course
from tests.quizzes.admin.bank_desk import administrator, signed_in, trainer_of

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/courses/"


def line(page: object, course: Course) -> str:
    """The cells of the course's line."""
    return words(page).split(f"{course.title} ", 1)[1].split("Curso", 1)[0]


def test_a_trainer_sees_their_courses_and_no_other(trainer: Client, course: Course) -> None:
    other = make_course("other", modules=(1,), languages=("es",))
    page = trainer.get(ADDRESS)
    assert course.title in words(page)
    assert other.title not in words(page)
    assert '"/admin/courses/"' in trainer.get("/admin/").content.decode()  # in the menu


def test_the_line_says_state_languages_lessons_release_and_cohorts(trainer: Client, course: Course) -> None:
    make_cohort(course, closes_at=timezone.now() - timedelta(days=1))
    said = line(trainer.get(ADDRESS), course)
    assert said.startswith("published Español, English 3 0 1 ")
    assert said.endswith(" 1")  # the cohort that is over does not count


def test_changes_that_are_not_published_are_counted(trainer: Client, course: Course) -> None:
    page = lesson("l1-1")
    page.title = "Otro"
    page.save_revision()
    add(page.get_parent(), LessonPage, "small-draft", "es", slug="draft")
    LessonPage.objects.filter(slug="draft").update(live=False, has_unpublished_changes=True)
    assert " 4 2 1 " in line(trainer.get(ADDRESS), course)


def test_an_administrator_sees_every_course(enrolment: Enrolment) -> None:
    make_course("other", modules=(1,), languages=("es",))
    said = words(signed_in(administrator()).get(ADDRESS))
    assert "Curso small" in said
    assert "Curso other" in said
    assert "none yet" in said  # the other has no release


def test_the_number_of_queries_does_not_grow_with_the_courses(course: Course) -> None:
    browser = signed_in(user := trainer_of(course))
    browser.get(ADDRESS)
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(ADDRESS)
    for n in range(3):
        make_cohort(make_course(f"more{n}", modules=(2,)), opens_at=None).trainers.add(user)
    with CaptureQueriesContext(connection) as many:
        assert words(browser.get(ADDRESS)).count("Curso more") == 3
    assert len(many) == len(few)
