"""A trainer sees what a release would change and whom it reaches, and publishes it once."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from courses.models import Course, Enrolment, LessonPage, ModulePage, Release
from courses.services import publish_release
from tests.courses.admin.conftest import lesson, words
from tests.factories import BODY, NOW, add, make_course
from tests.quizzes.admin.bank_desk import signed_in, trainer_of

pytestmark = pytest.mark.django_db
Read = Callable[..., str]
SEEN = re.compile(r'name="seen" value="([0-9a-f]{16})"')


def module(slug: str) -> ModulePage:
    return ModulePage.objects.get(slug=slug, locale__language_code="es")


def add_lesson(slug: str = "new") -> None:
    add(module("m1"), LessonPage, f"small-{slug}", "es", slug=slug, title="Nueva", body=BODY)


def seen(trainer: Client, course: Course) -> str:
    found = SEEN.search(trainer.get(f"/admin/courses/{course.pk}/release/").content.decode())
    assert found
    return found[1]


def press(trainer: Client, course: Course, mark: str) -> str:
    return words(trainer.post(f"/admin/courses/{course.pk}/release/", {"seen": mark}, follow=True))


def test_without_a_change_there_is_nothing_to_publish(read: Read, trainer: Client, course: Course) -> None:
    said = read("release/")
    assert "there is nothing to publish" in said
    assert "Publish release" not in said
    press(trainer, course, "")
    assert course.releases.count() == 1


def test_what_is_added_removed_moved_or_longer_is_listed_by_its_title(read: Read, course: Course) -> None:
    add_lesson()
    lesson("l1-2").unpublish()
    lesson("l1-1").move(module("m2"), pos="last-child")
    page = lesson("l2-1")
    page.minutes = 25
    page.save()
    said = read("release/")
    assert "Added 1 Nueva, in small-m1 es" in said
    assert "Removed 1 small-l1-2 es, in small-m1 es" in said
    assert "Moved 1 small-l1-1 es, from small-m1 es to small-m2 es" in said
    assert "small-l2-1 es: 10 → 25 min" in said


def test_what_was_optional_and_would_be_required_is_named(read: Read, course: Course, enrolment: Enrolment) -> None:
    enrolment.cohort.release.items.filter(activity__slug="l1-1").update(is_required=False)
    add_lesson()
    assert "Required from now on 1 small-l1-1 es" in read("release/")


def test_other_hours_are_told_because_certificates_say_them(read: Read, course: Course) -> None:
    Course.objects.filter(pk=course.pk).update(hours="3.0")
    assert "2.5 → 3.0. They stand on certificates." in read("release/")


def test_minutes_of_a_release_that_nobody_wrote_down_are_not_compared(read: Read, course: Course) -> None:
    ModelLogEntry.objects.all().delete()
    add_lesson()
    said = read("release/")
    assert "Nobody wrote down the minutes" in said
    assert "→" not in said


def test_publishing_makes_the_next_release_and_cohorts_stay_on_theirs(
    trainer: Client, course: Course, enrolment: Enrolment
) -> None:
    add_lesson()
    mark = seen(trainer, course)
    assert "The cohorts below stay" in words(trainer.get(f"/admin/courses/{course.pk}/release/"))
    said = press(trainer, course, mark)
    assert "Release 2 is published. Cohorts stay on theirs until you move them." in said
    assert "See what release 2 would mean" in said
    enrolment.cohort.refresh_from_db()
    release = Release.objects.get(course=course, number=2)
    assert (enrolment.cohort.release.number, release.items.count()) == (1, 5)
    assert release.published_by is not None
    assert ModelLogEntry.objects.for_instance(release).get().data["number"] == 2


def test_a_second_press_publishes_nothing(trainer: Client, course: Course) -> None:
    add_lesson()
    mark = seen(trainer, course)
    press(trainer, course, mark)
    assert "Release 2 has this structure already: nothing was published." in press(trainer, course, mark)
    assert course.releases.count() == 2


def test_nobody_publishes_what_they_did_not_look_at(trainer: Client, course: Course) -> None:
    add_lesson("one")
    mark = seen(trainer, course)
    add_lesson("two")
    assert "The course has changed since you opened this page." in press(trainer, course, mark)
    assert course.releases.count() == 1


def test_a_course_without_a_live_lesson_is_not_released(course: Course) -> None:
    empty = make_course("empty", modules=(1,), quiz=False)
    trainer = signed_in(trainer_of(empty))
    LessonPage.objects.get(slug="l1-1", locale__language_code="es", translation_key=_key(empty)).unpublish()
    assert "no live lesson" in press(trainer, empty, "")
    assert empty.releases.count() == 1


def _key(course: Course) -> object:
    return course.activities.get(slug="l1-1").pk


def test_the_comparison_asks_the_same_number_of_queries_for_any_number_of_lessons(course: Course) -> None:
    large = make_course("large", modules=(6, 6, 6))
    browser = signed_in(trainer_of(course, large))
    counts = []
    for one in (course, large):
        publish_release(one, now=NOW)
        Course.objects.filter(pk=one.pk).update(hours="9.0")
        browser.get(f"/admin/courses/{one.pk}/release/")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/admin/courses/{one.pk}/release/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
