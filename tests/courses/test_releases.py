"""A release freezes the structure of a course; a group keeps its release until somebody moves it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from courses.models import Course, Enrolment, LessonPage, ModulePage, Release
from courses.reading import outline_for, public_outline
from courses.services import NothingToRelease, move_cohort, publish_release
from tests.factories import BODY, NOW, UserFactory, add, make_cohort, make_course, make_enrolment

Complete = Callable[..., None]
LATER = NOW + timedelta(days=1)


def module(slug: str = "m1", language: str = "es") -> ModulePage:
    return ModulePage.objects.get(slug=slug, locale__language_code=language)


def lesson(slug: str, language: str = "es") -> LessonPage:
    return LessonPage.objects.get(slug=slug, locale__language_code=language)


def slugs(release: Release) -> list[str]:
    return list(release.items.values_list("activity__slug", flat=True))


def add_lesson(slug: str = "new", language: str = "es") -> None:
    add(module(language=language), LessonPage, f"small-{slug}", language, slug=slug, body=BODY)


def test_a_release_holds_the_activities_in_the_order_of_the_page_tree(course: Course) -> None:
    release = publish_release(course, now=NOW, by=(editor := UserFactory()))
    assert slugs(release) == ["l1-1", "l1-2", "l2-1", "quiz"]
    release.refresh_from_db()
    assert (release.number, str(release.hours), release.published_by) == (1, "2.5", editor)
    assert list(release.items.values_list("module_key", flat=True)) == [
        *[module("m1").translation_key] * 2,
        *[module("m2").translation_key] * 2,
    ]


def test_publishing_the_same_structure_again_gives_the_same_release(course: Course) -> None:
    first = publish_release(course, now=NOW)
    assert publish_release(course, now=LATER) == first
    assert (Release.objects.count(), first.published_at) == (1, NOW)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda: add_lesson(), ["l1-1", "l1-2", "new", "l2-1", "quiz"]),
        (lambda: lesson("l1-2").unpublish(), ["l1-1", "l2-1", "quiz"]),
        (lambda: lesson("l1-2").delete(), ["l1-1", "l2-1", "quiz"]),
        (lambda: lesson("l1-2").move(lesson("l1-1"), pos="left"), ["l1-2", "l1-1", "l2-1", "quiz"]),
        (lambda: lesson("l1-1").move(module("m2"), pos="last-child"), ["l1-2", "l2-1", "quiz", "l1-1"]),
        (lambda: module("m2").move(module("m1"), pos="left"), ["l2-1", "quiz", "l1-1", "l1-2"]),
        (lambda: module("m2").unpublish(), ["l1-1", "l1-2"]),
    ],
    ids=["lesson added", "unpublished", "deleted", "order", "moved", "modules swapped", "module unpublished"],
)
def test_a_changed_structure_is_the_next_release_and_the_old_one_stays(
    course: Course, change: Callable[[], None], expected: list[str]
) -> None:
    first = publish_release(course, now=NOW)
    change()
    second = publish_release(course, now=LATER)
    assert (second.number, slugs(second)) == (2, expected)
    assert slugs(first) == ["l1-1", "l1-2", "l2-1", "quiz"]


def test_changed_words_and_translations_are_no_new_release(course: Course) -> None:
    first = publish_release(course, now=NOW)
    page = lesson("l1-1")
    page.title = "Otro título"
    page.save_revision().publish()
    lesson("l1-2", "en").unpublish()
    lesson("l2-1", "en").delete()
    add_lesson(language="en")
    assert publish_release(course, now=LATER) == first


def test_other_hours_are_a_new_release_because_certificates_say_them(course: Course) -> None:
    publish_release(course, now=NOW)
    Course.objects.update(hours="3.0")
    assert publish_release(course, now=LATER).number == 2


def test_drafts_are_in_no_release(course: Course) -> None:
    first = publish_release(course, now=NOW)
    module().add_child(instance=LessonPage(title="Borrador", slug="draft", live=False, locale=module().locale))
    assert publish_release(course, now=LATER) == first


def test_a_course_without_a_live_lesson_cannot_be_released(db: None) -> None:
    course = make_course("empty", modules=(0,), quiz=False)
    with pytest.raises(NothingToRelease):
        publish_release(course, now=NOW)
    assert public_outline(course) is None


def test_a_group_keeps_its_release_until_it_is_moved(course: Course, enrolment: Enrolment, complete: Complete) -> None:
    complete("l1-1", "l1-2")
    add_lesson()
    second = publish_release(course, now=LATER)
    course.refresh_from_db()
    before = outline_for(Enrolment.objects.for_player(enrolment.learner_id, "small")[0])
    assert (before.done, before.total) == (2, 4)
    move_cohort(enrolment.cohort, second, now=LATER)
    after = outline_for(Enrolment.objects.for_player(enrolment.learner_id, "small")[0])
    assert (after.done, after.total) == (2, 5)


def test_moving_a_group_takes_no_completed_course_back(
    course: Course, enrolment: Enrolment, complete: Complete, completions: list[Enrolment]
) -> None:
    complete("l1-1", "l1-2", "l2-1", "quiz")
    add_lesson()
    move_cohort(enrolment.cohort, publish_release(course, now=LATER), now=LATER)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.completed_at) == ("completed", NOW)
    assert len(completions) == 1


def test_who_has_done_all_that_the_new_release_asks_has_completed_the_course(
    course: Course, enrolment: Enrolment, complete: Complete, completions: list[Enrolment]
) -> None:
    beginner = make_enrolment(course, UserFactory())
    complete("l1-1", "l1-2")
    module("m2").unpublish()
    second = publish_release(course, now=LATER)
    for _twice in range(2):
        move_cohort(enrolment.cohort, second, now=LATER)
    enrolment.refresh_from_db()
    beginner.refresh_from_db()
    assert (enrolment.completed_at, beginner.completed_at) == (LATER, None)
    assert completions == [enrolment]


def test_a_group_cannot_take_another_courses_release(course: Course) -> None:
    cohort = make_cohort(course)
    foreign = publish_release(make_course("other"), now=NOW)
    with pytest.raises(ValueError, match="own course"):
        move_cohort(cohort, foreign, now=NOW)


def test_new_learners_see_the_newest_release(course: Course) -> None:
    publish_release(course, now=NOW)
    add_lesson()
    publish_release(course, now=LATER)
    course.refresh_from_db()
    outline = public_outline(course)
    assert outline
    assert outline.total == 5


def test_a_release_and_its_places_are_not_changed(course: Course) -> None:
    release = publish_release(course, now=NOW)
    release.hours = 99
    with pytest.raises(ValidationError):
        release.save()
    item = release.items.first()
    assert item
    item.position = 99
    with pytest.raises(ValidationError):
        item.save()
    assert slugs(Release.objects.get()) == ["l1-1", "l1-2", "l2-1", "quiz"]


def test_what_a_release_holds_cannot_be_deleted_from_under_it(course: Course) -> None:
    release = make_cohort(course).release
    for row in (release, course.activities.get(slug="l1-1"), course):
        with pytest.raises(ProtectedError):
            row.delete()
