"""A trainer begins a course from a pattern: drafts in the chosen languages, once however often the button is pressed."""

import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from courses.models import Course, CoursePage, LessonPage, ModulePage
from courses.patterns import LESSON_BLOCKS, PATTERNS
from courses.permissions import writes_course
from courses.services.granting import grant
from courses.services.pages import tops_of
from quizzes.models import Quiz
from tests.courses.admin.conftest import words
from tests.factories import UserFactory, catalogue, make_enrolment
from tests.quizzes.admin.bank_desk import signed_in

pytestmark = pytest.mark.django_db
NEW = "/admin/courses/new/"


@pytest.fixture
def person(course: Course) -> Any:
    found = UserFactory()
    grant(course, found, Role.TRAINER, by=None)
    catalogue("fr")
    return found


@pytest.fixture
def writer(person: Any) -> Client:
    return signed_in(person)


def wish(**more: Any) -> dict[str, Any]:
    return {
        "token": uuid.UUID(int=9),
        "pattern": "distance",
        "title": "Mi curso",
        "slug": "mi-curso",
        "audience": "police",
        "hours": "12",
        "source_language": "es",
        "languages": ["en", "fr"],
        **more,
    }


def made() -> Course:
    return Course.objects.get(slug="mi-curso")


def test_pages_stand_in_every_chosen_language_as_drafts(writer: Client) -> None:
    writer.post(NEW, wish())
    tops = tops_of(made())
    assert [top.locale.language_code for top in tops] == ["es", "en", "fr"]
    assert len({top.get_descendant_count() for top in tops}) == 1
    assert not any(page.live for top in tops for page in top.get_descendants(inclusive=True))
    pattern = PATTERNS["distance"]
    assert ModulePage.objects.child_of(tops[0]).count() == len(pattern.chapters)
    assert made().activities.count() == len(pattern.pieces)


def test_quizzes_begin_with_the_settings_of_what_they_are_for(writer: Client) -> None:
    writer.post(NEW, wish())
    quizzes = {quiz.activity.slug: quiz for quiz in Quiz.objects.filter(activity__course=made())}
    assert quizzes["pretest"].is_practice
    assert (quizzes["final"].is_graded, quizzes["final"].attempts_allowed) == (True, 3)
    assert quizzes["quiz-2"].behaviour == Quiz.Behaviour.INTERACTIVE


def test_pressed_twice_it_is_one_course(writer: Client) -> None:
    for _twice in range(2):
        page = writer.post(NEW, wish(), follow=True)
        assert page.request["PATH_INFO"] == f"/admin/courses/{made().pk}/structure/"
    assert CoursePage.objects.filter(course=made()).count() == 3


def test_a_code_that_is_taken_is_said_and_nothing_is_made(writer: Client) -> None:
    said = words(writer.post(NEW, wish(slug="small"), follow=True))
    assert "Another course has this code" in said
    assert Course.objects.count() == 1


def test_who_creates_a_course_writes_it(writer: Client, person: Any) -> None:
    writer.post(NEW, wish())
    assert writes_course(person, made())
    assert "Mi curso" in words(writer.get("/admin/courses/"))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_can_be_begun_and_opened(writer: Client, pattern: str) -> None:
    assert writer.post(NEW, wish(pattern=pattern, languages=[]), follow=True).status_code == 200
    assert made().activities.count() == len(PATTERNS[pattern].pieces)


def test_a_lesson_begins_with_blocks_that_the_editor_knows() -> None:
    known = LessonPage._meta.get_field("body").stream_block.child_blocks
    assert {kind for kind, _text in LESSON_BLOCKS} <= known.keys()


def test_who_only_teaches_a_cohort_creates_no_course(course: Course) -> None:
    person = UserFactory()
    make_enrolment(course).cohort.trainers.add(person)
    signed_in(person).post(NEW, wish())
    assert not Course.objects.filter(slug="mi-curso").exists()
