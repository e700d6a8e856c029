"""The checklist names what a course lacks, and leads to where it is mended."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import AmparoImage
from courses.models import Course, LessonPage, ModulePage
from quizzes.models import QuizDraw
from tests.courses.admin.conftest import lesson, words
from tests.factories import BODY, UserFactory, add, certify, make_cohort, make_course, quiz_of
from tests.quizzes.admin.bank_desk import administrator, signed_in, trainer_of

pytestmark = pytest.mark.django_db
Read = Callable[..., str]


@pytest.fixture
def office() -> Client:
    """An administrator, who may mend everything."""
    return signed_in(administrator())


def link(page: object, address: str) -> bool:
    return f'href="{address}"' in page.content.decode()  # type: ignore[attr-defined]


def show(office: Client, course: Course) -> object:
    return office.get(f"/admin/courses/{course.pk}/")


def test_a_course_that_lacks_nothing_is_ready(read: Read, course: Course) -> None:
    certify(
        course,
    )
    said = read()
    assert "The course is ready to be released." in said
    assert "to mend" not in said
    assert "Translation: English in order" in said


def test_a_draft_in_the_courses_own_language_is_named_with_its_editor(office: Client, course: Course) -> None:
    page = add(lesson("l1-1").get_parent(), LessonPage, "small-draft", "es", slug="d", title="Borrador", body=BODY)
    LessonPage.objects.filter(pk=page.pk).update(live=False)
    found = show(office, course)
    assert "Borrador is a draft: learners do not see it." in words(found)
    assert link(found, f"/admin/pages/{page.pk}/edit/")


def test_a_lesson_that_was_taken_out_is_not_asked_for(read: Read, course: Course) -> None:
    lesson("l1-2").unpublish()
    said = read()
    assert "is a draft" not in said
    assert "small-l1-2" not in said


def test_who_only_runs_a_cohort_gets_no_link_that_refuses(course: Course) -> None:
    person: Any = UserFactory()
    make_cohort(course).trainers.add(person)
    trainer = signed_in(person)
    ModulePage.objects.filter(slug="m2", locale__language_code="es").update(live=False)
    found = show(trainer, course)
    assert "is a draft" in words(found)
    assert "/admin/pages/" not in found.content.decode().split('class="course-points"')[1]  # type: ignore[attr-defined]


def test_translations_that_are_missing_drafts_summaries_or_behind_are_named(office: Client, course: Course) -> None:
    lesson("l1-1", "en").delete()
    LessonPage.objects.filter(pk=lesson("l1-2", "en").pk).update(live=False)
    LessonPage.objects.filter(pk=lesson("l2-1", "en").pk).update(extent="summary")
    found = show(office, course)
    for said in ("is not translated.", "the translation is a draft.", "only the summary is translated."):
        assert said in words(found)
    assert link(found, f"/admin/pages/{lesson('l2-1', 'en').pk}/edit/")


def test_a_translation_is_behind_once_the_original_was_published_after_it(office: Client, course: Course) -> None:
    lesson("l1-1", "es").save_revision().publish()
    lesson("l1-1", "en").save_revision().publish()
    assert "after the translation" not in words(show(office, course))
    original = lesson("l1-1", "es")
    original.title = "Con otra regla"
    original.save_revision().publish()
    found = show(office, course)
    assert "Con otra regla: the original was published after the translation." in words(found)
    assert link(found, f"/admin/pages/{lesson('l1-1', 'en').pk}/edit/")
    LessonPage.objects.filter(pk=lesson("l1-1", "en").pk).update(last_published_at=timezone.now() + timedelta(hours=1))
    assert "after the translation" not in words(show(office, course))


def test_a_picture_that_says_nothing_is_found_unless_it_describes_itself(office: Client, course: Course) -> None:
    silent = AmparoImage.objects.create(title="A", file="a.png", width=1, height=1)
    telling = AmparoImage.objects.create(title="B", file="b.png", width=1, height=1, description="Un puente")
    for slug, image in (("l1-1", silent), ("l1-2", telling)):
        page = lesson(slug)
        page.body = [*BODY, {"type": "figure", "value": {"image": image.pk, "alt": "", "caption": ""}}]
        page.save()
    found = show(office, course)
    point = words(found).split("Descriptions of pictures", 1)[1].split("Minutes", 1)[0]
    assert "1 to mend" in point
    assert lesson("l1-1").title in point
    assert lesson("l1-2").title not in point


def test_a_quiz_whose_pool_is_too_small_is_named_with_its_screen(office: Client, course: Course) -> None:
    quiz = quiz_of(course)
    quiz.draws.update(count=9)
    found = show(office, course)
    assert "asks for 9 questions, 3 are there." in words(found)
    assert link(found, f"/admin/quizzes/quiz/{quiz.pk}/questions/")
    QuizDraw.objects.all().delete()
    assert "asks no question yet." in words(show(office, course))


def test_without_terms_for_certificates_an_administrator_is_led_to_them_and_a_trainer_told_whom_to_ask(
    office: Client, trainer: Client, course: Course
) -> None:
    found = show(office, course)
    assert "The course gives no certificate" in words(found)
    assert link(found, f"/admin/certificates/courses/{course.pk}/")
    theirs = show(trainer, course)
    assert "An administrator sets this." in words(theirs)
    assert not link(theirs, f"/admin/certificates/courses/{course.pk}/")


def test_a_lesson_without_minutes_is_named(office: Client, course: Course) -> None:
    page = lesson("l1-1")
    page.minutes = 0
    page.save()
    assert "Minutes 1 to mend" in words(show(office, course))


def test_a_course_without_pages_says_that_it_has_no_lesson(office: Client) -> None:
    bare = Course.objects.create(slug="bare", title="Curso bare", audience="police", hours="1")
    assert "The course has no lesson yet." in words(show(office, bare))


def test_the_checklist_asks_the_same_number_of_queries_for_any_number_of_lessons(course: Course) -> None:
    large = make_course("large", modules=(6, 6, 6))
    browser = signed_in(trainer_of(course, large))
    counts = []
    for one in (course, large):
        browser.get(f"/admin/courses/{one.pk}/")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/admin/courses/{one.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
