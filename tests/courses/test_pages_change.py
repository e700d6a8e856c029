"""What a change in the page tree means for who is studying."""

from collections.abc import Callable

import pytest
from django.test import Client

from courses.models import Activity, Course, CoursePage, Enrolment, LessonPage, ModulePage
from courses.reading import lesson_languages, outline_for
from courses.services.progress import completed_ids
from quizzes.models import QuizPage
from tests.factories import add, locale

Complete = Callable[..., None]


def lesson(slug: str, language: str = "es") -> LessonPage:
    return LessonPage.objects.get(slug=slug, locale__language_code=language)


def is_withdrawn(slug: str) -> bool:
    return Activity.objects.get(slug=slug).retired_at is not None


def outline_titles(enrolment: Enrolment) -> list[str]:
    enrolment = Enrolment.objects.select_related("cohort__release", "cohort__course").get(pk=enrolment.pk)
    return [row.entry.title for row in outline_for(enrolment).rows]


def test_a_lesson_in_two_languages_is_one_activity(course: Course) -> None:
    assert list(course.activities.order_by("slug").values_list("slug", flat=True)) == ["l1-1", "l1-2", "l2-1", "quiz"]
    assert lesson("l1-1").translation_key == lesson("l1-1", "en").translation_key


def test_two_lessons_with_the_same_slug_in_two_modules_get_different_addresses(course: Course) -> None:
    second = ModulePage.objects.get(slug="m2", locale__language_code="es")
    page = add(second, LessonPage, "small-twin", "es", slug="l1-1")
    assert Activity.objects.get(pk=page.translation_key).slug == "l1-1-2"


def test_a_withdrawn_lesson_no_longer_blocks_completion(
    enrolment: Enrolment, complete: Complete, completions: list[Enrolment]
) -> None:
    complete("l1-1", "l1-2", "quiz")
    lesson("l2-1").unpublish()
    enrolment.refresh_from_db()
    assert enrolment.state == "completed"
    assert completions == [enrolment]


@pytest.mark.parametrize(
    "how", [lambda page: page.unpublish(), lambda page: page.delete()], ids=["unpublish", "delete"]
)
def test_a_lesson_taken_out_stays_in_the_outline_only_of_who_completed_it(
    enrolment: Enrolment, complete: Complete, how: Callable[[LessonPage], None]
) -> None:
    complete("l1-1")
    assert len(outline_titles(enrolment)) == 4
    how(lesson("l1-1"))
    how(lesson("l1-2"))
    assert is_withdrawn("l1-1")
    assert is_withdrawn("l1-2")
    assert len(outline_titles(enrolment)) == 3


def test_a_deleted_module_withdraws_all_its_lessons_and_keeps_their_progress(
    enrolment: Enrolment, complete: Complete
) -> None:
    complete("l1-1")
    ModulePage.objects.get(slug="m1", locale__language_code="es").delete()
    assert (is_withdrawn("l1-1"), is_withdrawn("l1-2"), is_withdrawn("l2-1")) == (True, True, False)
    assert len(completed_ids(enrolment)) == 1


@pytest.mark.parametrize(
    "how", [lambda page: page.unpublish(), lambda page: page.delete()], ids=["unpublish", "delete"]
)
def test_a_translation_taken_offline_changes_nothing_but_its_words(
    course: Course, enrolment: Enrolment, how: Callable[[LessonPage], None]
) -> None:
    before = outline_titles(enrolment)
    course.refresh_from_db()
    assert lesson_languages(course) == ["es", "en"]
    how(lesson("l1-1", "en"))
    assert not is_withdrawn("l1-1")
    assert outline_titles(enrolment) == before
    course.refresh_from_db()
    assert lesson_languages(course) == ["es"]


def test_publishing_a_translation_does_not_bring_a_withdrawn_lesson_back(course: Course) -> None:
    lesson("l1-1").unpublish()
    lesson("l1-1", "en").save_revision().publish()
    assert is_withdrawn("l1-1")


def test_publishing_a_withdrawn_lesson_again_brings_it_back_for_everyone(enrolment: Enrolment) -> None:
    page = lesson("l1-1")
    page.unpublish()
    assert len(outline_titles(enrolment)) == 3
    page.save_revision().publish()
    assert not is_withdrawn("l1-1")
    assert len(outline_titles(enrolment)) == 4


def test_a_deleted_lesson_that_is_loaded_again_is_the_same_activity(enrolment: Enrolment, complete: Complete) -> None:
    complete("l1-1")
    module = lesson("l1-1").get_parent()
    lesson("l1-1").delete()
    add(module, LessonPage, "small-l1-1", "es", slug="l1-1", title="De vuelta")
    assert not is_withdrawn("l1-1")
    assert len(completed_ids(enrolment)) == 1
    assert "De vuelta" in outline_titles(enrolment)


def test_a_new_title_shows_at_once_and_everywhere(enrolment: Enrolment) -> None:
    assert "Nuevo" not in outline_titles(enrolment)
    page = lesson("l1-1")
    page.title = "Nuevo"
    page.save_revision().publish()
    assert outline_titles(enrolment)[0] == "Nuevo"


def test_a_draft_title_shows_to_nobody(enrolment: Enrolment) -> None:
    page = lesson("l1-1")
    page.title = "Borrador"
    page.save_revision()
    assert "Borrador" not in outline_titles(enrolment)


def test_a_lesson_moved_to_another_module_is_the_same_activity(enrolment: Enrolment, complete: Complete) -> None:
    complete("l1-1")
    lesson("l1-1").move(ModulePage.objects.get(slug="m2", locale__language_code="es"), pos="last-child")
    assert not is_withdrawn("l1-1")
    assert len(completed_ids(enrolment)) == 1
    assert len(outline_titles(enrolment)) == 4


def test_a_translated_lesson_is_no_new_activity(course: Course) -> None:
    for model in (LessonPage, QuizPage):
        for page in model.objects.filter(locale__language_code="es"):
            page.copy_for_translation(locale("fr"), copy_parents=True).save_revision().publish()
    assert course.activities.count() == 4
    assert CoursePage.objects.filter(course=course).count() == 3
    course.refresh_from_db()
    assert lesson_languages(course) == ["es", "en", "fr"]


def test_a_draft_lesson_takes_no_language_from_the_catalogue(course: Course) -> None:
    module = ModulePage.objects.get(slug="m1", locale__language_code="es")
    module.add_child(instance=LessonPage(title="Borrador", slug="draft", live=False, locale=module.locale))
    course.refresh_from_db()
    assert lesson_languages(course) == ["es", "en"]


def test_the_minutes_of_a_lesson_are_those_of_its_source_language(course: Course) -> None:
    for language, minutes in (("es", 25), ("en", 99)):
        page = lesson("l1-1", language)
        page.minutes = minutes
        page.save_revision().publish()
    assert Activity.objects.get(slug="l1-1").minutes == 25


def test_the_address_in_the_page_tree_leads_to_the_player(signed_in: Client, course: Course) -> None:
    request = signed_in.get("/es/").wsgi_request
    assert lesson("l1-1").serve(request)["Location"] == "/es/learn/small/l1-1/"
    assert ModulePage.objects.filter(slug="m1")[0].serve(request)["Location"] == "/es/courses/small/"
    assert QuizPage.objects.filter(slug="quiz")[0].serve(request)["Location"] == "/es/quiz/small/quiz/"
