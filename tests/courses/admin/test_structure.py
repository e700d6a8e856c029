"""A trainer puts a course in order, in all its languages at once, and nobody loses progress."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Comment

from accounts.roles import Role
from courses.models import Activity, Course, CoursePage, Enrolment, LessonPage, ModulePage
from courses.services import publish_release
from courses.services.arranging import arrange, mark_of, order_of
from courses.services.granting import grant
from courses.services.structure import duplicate_module
from quizzes.models import QuizDraw, QuizPage
from tests.courses.admin.conftest import words
from tests.factories import BODY, NOW, UserFactory, add, make_card, make_course, make_enrolment
from tests.quizzes.admin.bank_desk import administrator, signed_in

pytestmark = pytest.mark.django_db
SEEN = re.compile(r'name="seen" value="([0-9a-f]{16})"')


@pytest.fixture
def writer(course: Course) -> Client:
    """The browser of who writes the course."""
    person = UserFactory()
    grant(course, person, Role.TRAINER, by=None)
    return signed_in(person)


def address(course: Course, below: str = "") -> str:
    return f"/admin/courses/{course.pk}/structure/{below}"


def mark(course: Course) -> str:
    return mark_of(order_of(course))


def titles(course: Course, language: str = "es") -> list[list[str]]:
    """Modules and what stands in them, by their slugs."""
    top = CoursePage.objects.get(course=course, locale__language_code=language)
    modules = ModulePage.objects.child_of(top).order_by("path")
    return [[m.slug, *m.get_children().order_by("path").values_list("slug", flat=True)] for m in modules]


def key(slug: str) -> UUID:
    found = ModulePage.objects.filter(slug=slug).first() or LessonPage.objects.filter(slug=slug).first()
    return (found or QuizPage.objects.get(slug=slug, locale__language_code="es")).translation_key


def press(writer: Client, course: Course, **form: Any) -> Any:
    return writer.post(address(course), {"seen": mark(course), **form}, follow=True)


def test_an_arrow_moves_a_lesson_in_every_language(writer: Client, course: Course) -> None:
    press(writer, course, move=f"down:{key('l1-1')}")
    for language in ("es", "en"):
        assert titles(course, language) == [["m1", "l1-2", "l1-1"], ["m2", "l2-1", "quiz"]]


def test_at_the_end_of_its_module_a_lesson_goes_on_into_the_next_one(writer: Client, course: Course) -> None:
    press(writer, course, move=f"down:{key('l1-2')}")
    assert titles(course) == titles(course, "en") == [["m1", "l1-1"], ["m2", "l1-2", "l2-1", "quiz"]]
    press(writer, course, move=f"up:{key('l1-2')}")
    assert titles(course) == [["m1", "l1-1", "l1-2"], ["m2", "l2-1", "quiz"]]


def test_an_arrow_moves_a_module_with_all_it_holds(writer: Client, course: Course) -> None:
    press(writer, course, move=f"up:{key('m2')}")
    assert titles(course) == titles(course, "en") == [["m2", "l2-1", "quiz"], ["m1", "l1-1", "l1-2"]]
    press(writer, course, move=f"up:{key('m2')}")  # the first stays the first
    assert titles(course)[0][0] == "m2"


def test_dragging_sends_the_whole_order_and_gets_the_next_mark(writer: Client, course: Course) -> None:
    order = [[str(key("m2")), [str(key("quiz"))]], [str(key("m1")), [str(key(s)) for s in ("l2-1", "l1-2", "l1-1")]]]
    form = {"seen": mark(course), "order": json.dumps(order)}
    answer = writer.post(address(course), form, headers={"x-requested-with": "fetch"})
    assert answer.json() == {"seen": mark(course)}
    assert titles(course) == titles(course, "en") == [["m2", "quiz"], ["m1", "l2-1", "l1-2", "l1-1"]]


@pytest.mark.parametrize(
    "order", ["", "[]", "x", "[[1,2]]", '[["a", []]]', '{"a": 1}', "[3]", "null", pytest.param("[" * 99_999, id="deep")]
)
def test_an_order_that_nobody_can_have_sent_changes_nothing(writer: Client, course: Course, order: str) -> None:
    before = titles(course)
    assert "has changed since" in words(press(writer, course, order=order))
    assert titles(course) == before


def test_who_saw_an_older_order_changes_nothing_and_is_told(writer: Client, course: Course) -> None:
    old = mark(course)
    press(writer, course, move=f"down:{key('l1-1')}")
    form = {"seen": old, "move": f"down:{key('l1-1')}"}
    assert "has changed since" in words(writer.post(address(course), form, follow=True))
    assert writer.post(address(course), form, headers={"x-requested-with": "fetch"}).status_code == 409
    assert titles(course)[0] == ["m1", "l1-2", "l1-1"]


def test_the_new_order_reaches_a_cohort_only_with_its_release_and_progress_stands(
    writer: Client, course: Course, enrolment: Enrolment, complete: Callable[..., None]
) -> None:
    complete("l1-1")
    release = enrolment.cohort.release
    before = list(release.items.values_list("activity", flat=True))
    press(writer, course, move=f"down:{key('l1-2')}")
    assert list(release.items.values_list("activity", flat=True)) == before
    assert enrolment.progress.get().activity.slug == "l1-1"
    new = publish_release(course, now=NOW)
    assert [item.activity.slug for item in new.items.all()] == ["l1-1", "l1-2", "l2-1", "quiz"]
    assert {item.module_key for item in new.items.all() if item.activity.slug == "l1-2"} == {key("m2")}


def test_a_language_without_some_of_the_pages_is_put_in_order_as_far_as_it_goes(course: Course) -> None:
    LessonPage.objects.get(slug="l1-1", locale__language_code="en").delete()
    ModulePage.objects.get(slug="m2", locale__language_code="en").delete()
    order = [(key("m2"), [key("l1-2"), key("l2-1")]), (key("m1"), [key("quiz"), key("l1-1")])]
    arrange(course, order, seen=mark(course), by=UserFactory())
    assert titles(course) == [["m2", "l1-2", "l2-1"], ["m1", "quiz", "l1-1"]]
    assert titles(course, "en") == [["m1", "l1-2"]]  # its new module is not translated


def test_a_lesson_whose_name_is_taken_in_the_new_module_gets_another(course: Course) -> None:
    module = ModulePage.objects.get(slug="m2", locale__language_code="es")
    other = add(module, LessonPage, "small-other", "es", slug="l1-1", body=BODY)
    order = [(key("m1"), [key("l1-2")]), (key("m2"), [key("l2-1"), key("quiz"), other.translation_key])]
    moved = LessonPage.objects.get(slug="l1-1", title="small-l1-1 es")
    order[1][1].append(moved.translation_key)
    arrange(course, order, seen=mark(course), by=UserFactory())
    assert titles(course)[1] == ["m2", "l2-1", "quiz", "l1-1", "l1-1-2"]
    assert Activity.objects.get(pk=moved.translation_key).slug == "l1-1"  # learners' addresses stay


def test_the_tree_is_sound_after_many_moves(course: Course) -> None:
    from random import Random

    random, by = Random(7), UserFactory()
    for _n in range(6):
        order = order_of(course)
        keys = [one for _module, below in order for one in below]
        random.shuffle(keys)
        random.shuffle(order)
        cut = random.randint(0, len(keys))
        arrange(course, [(order[0][0], keys[:cut]), (order[1][0], keys[cut:])], seen=mark(course), by=by)
        assert order_of(course) == [(order[0][0], keys[:cut]), (order[1][0], keys[cut:])]
        assert titles(course) == titles(course, "en")
    assert CoursePage.find_problems() == ([], [], [], [], [])


def test_a_lesson_a_quiz_and_a_module_are_added_as_drafts_once(writer: Client, course: Course) -> None:
    for kind, title in (("lesson", "Señales"), ("quiz", "Prueba"), ("module", "Tercero")):
        form = {"seen": mark(course), "kind": kind, "title": title, "module": key("m1")}
        for _twice in range(2):
            page = writer.post(address(course, "add/"), form, follow=True)
        assert "has changed since" in words(page)
    assert titles(course) == [["m1", "l1-1", "l1-2", "senales", "prueba"], ["m2", "l2-1", "quiz"], ["tercero"]]
    assert not LessonPage.objects.get(slug="senales").live
    assert Activity.objects.get(course=course, slug="prueba").quiz


def test_a_part_without_title_or_for_no_module_is_not_added(writer: Client, course: Course) -> None:
    before = titles(course)
    for form in ({"kind": "lesson", "title": " "}, {"kind": "nothing", "title": "x"}, {"kind": "lesson", "title": "x"}):
        writer.post(address(course, "add/"), {"seen": mark(course), **form})
    writer.post(address(course, "add/"), {"seen": mark(course), "kind": "lesson", "title": "x", "module": "zz"})
    assert titles(course) == before


def test_a_sign_that_no_database_keeps_does_no_harm(writer: Client, course: Course) -> None:
    form = {"seen": mark(course), "kind": "lesson", "title": "Se\0ñales", "module": key("m1")}
    writer.post(address(course, "add/"), form)
    page = LessonPage.objects.get(slug="senales")
    writer.post(address(course, f"{page.translation_key}/"), {"do": "rename", "title-es": "Nu\0evo"})
    assert (page.title, LessonPage.objects.get(pk=page.pk).draft_title) == ("Señales", "Nuevo")


def test_a_module_is_duplicated_behind_itself_as_drafts_in_every_language(writer: Client, course: Course) -> None:
    make_card(course, "m2")
    writer.post(address(course, f"{key('m2')}/"), {"do": "duplicate", "seen": mark(course)})
    for language in ("es", "en"):
        assert titles(course, language) == [["m1", "l1-1", "l1-2"], ["m2", "l2-1", "quiz"], ["m2-2", "l2-1", "quiz"]]
    new = ModulePage.objects.get(slug="m2-2", locale__language_code="es")
    assert (new.title, new.get_latest_revision_as_object().title) == ("small-m2 es (2)",) * 2
    assert not new.live
    assert not new.get_children().live().exists()
    copies = Activity.objects.filter(course=course, slug__endswith="-2").exclude(slug__in=["l1-2"])
    assert {one.slug for one in copies} == {"l2-1-2", "quiz-2"}
    assert QuizDraw.objects.get(quiz__activity__slug="quiz-2").category == "Q"
    assert course.cards.filter(module_key=new.translation_key, slug="m2-2").exists()
    assert course.questions.count() == 3


def test_duplicating_twice_at_once_makes_one(course: Course) -> None:
    from courses.services import StructureMoved

    seen, by = mark(course), UserFactory()
    duplicate_module(course, key("m1"), seen=seen, by=by)
    with pytest.raises(StructureMoved):
        duplicate_module(course, key("m1"), seen=seen, by=by)
    assert len(titles(course)) == 3


def test_a_lesson_is_moved_to_a_module_of_choice(writer: Client, course: Course) -> None:
    form = {"do": "move", "module": key("m2"), "seen": mark(course)}
    assert "Moved" in words(writer.post(address(course, f"{key('l1-1')}/"), form, follow=True))
    assert titles(course) == titles(course, "en") == [["m1", "l1-2"], ["m2", "l2-1", "quiz", "l1-1"]]


def test_a_new_title_is_a_draft_for_who_may_not_publish(writer: Client, course: Course) -> None:
    page = writer.post(address(course, f"{key('l1-1')}/"), {"do": "rename", "title-es": "Nuevo"}, follow=True)
    assert "saved as a draft" in words(page)
    lesson = LessonPage.objects.get(slug="l1-1", locale__language_code="es")
    assert (lesson.title, lesson.get_latest_revision_as_object().title) == ("small-l1-1 es", "Nuevo")
    assert LessonPage.objects.get(slug="l1-1", locale__language_code="en").title == "small-l1-1 en"


def test_a_page_that_is_locked_keeps_its_title(writer: Client, course: Course) -> None:
    LessonPage.objects.filter(slug="l1-1", locale__language_code="es").update(locked=True)
    page = writer.post(address(course, f"{key('l1-1')}/"), {"do": "rename", "title-es": "Nuevo"}, follow=True)
    assert "is locked or waits for approval" in words(page)
    assert LessonPage.objects.get(slug="l1-1", locale__language_code="es").draft_title == "small-l1-1 es"


def test_a_new_title_is_live_at_once_for_who_may_publish(course: Course) -> None:
    signed_in(administrator()).post(address(course, f"{key('m1')}/"), {"do": "rename", "title-en": "New"})
    assert ModulePage.objects.get(slug="m1", locale__language_code="en").title == "New"
    assert ModulePage.objects.get(slug="m1", locale__language_code="es").title == "small-m1 es"


def test_the_page_shows_state_languages_plans_and_comments(writer: Client, course: Course) -> None:
    lesson = LessonPage.objects.get(slug="l1-1", locale__language_code="es")
    lesson.go_live_at = timezone.now() + timedelta(days=3)
    lesson.save_revision().publish()
    other = LessonPage.objects.get(slug="l1-2", locale__language_code="es")
    other.title = "Otro título"
    other.save_revision()
    Comment.objects.create(page=other, user=UserFactory(), text="¿Seguro?", contentpath="title")
    LessonPage.objects.get(slug="l2-1", locale__language_code="en").unpublish()
    said = words(writer.get(address(course)))
    assert "goes live" in said
    assert "Otro título unpublished changes" in said
    assert "1 comment " in said
    assert "EN (draft)" in said
    assert f"/admin/pages/{other.pk}/revisions/compare/live...latest/" in writer.get(address(course)).content.decode()


def test_who_teaches_a_cohort_sees_the_structure_and_changes_nothing(course: Course, enrolment: Enrolment) -> None:
    person = UserFactory()
    enrolment.cohort.trainers.add(person)
    trainer = signed_in(person)
    page = trainer.get(address(course))
    assert page.status_code == 200
    assert "Move up" not in words(page)
    assert trainer.post(address(course), {"move": f"up:{key('m2')}", "seen": mark(course)}, follow=True).redirect_chain
    assert titles(course)[0][0] == "m1"


def test_a_part_of_another_course_does_not_exist_here(writer: Client, course: Course) -> None:
    other = make_course("other", modules=(1,), languages=("es",), quiz=False)
    theirs = order_of(other)[0][0]
    assert writer.get(address(course, f"{theirs}/")).status_code == 404
    assert writer.get(address(other)).status_code == 404


def test_the_queries_do_not_grow_with_the_course(writer: Client, course: Course) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            writer.get(address(course))
        return len(queries)

    count()
    before = count()
    module = ModulePage.objects.get(slug="m1", locale__language_code="es")
    for n in range(5):
        add(module, LessonPage, f"small-more-{n}", "es", slug=f"more-{n}", body=BODY)
    assert count() == before


def test_pages_planned_for_now_go_live_by_the_periodic_task(course: Course) -> None:
    from courses.tasks import publish_scheduled

    module = ModulePage.objects.get(slug="m1", locale__language_code="es")
    draft = add(module, LessonPage, "small-later", "es", slug="later", body=BODY)
    draft.unpublish()
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    revision = draft.save_revision(approved_go_live_at=draft.go_live_at)
    publish_scheduled()
    assert not LessonPage.objects.get(slug="later").live
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    publish_scheduled()
    assert LessonPage.objects.get(slug="later").live
    assert Activity.objects.get(pk=draft.translation_key).retired_at is None


def test_making_an_enrolment_still_works_after_a_duplicate(course: Course) -> None:
    duplicate_module(course, key("m1"), seen=mark(course), by=UserFactory())
    assert [i.activity.slug for i in make_enrolment(course).cohort.release.items.all()] == [
        "l1-1",
        "l1-2",
        "l2-1",
        "quiz",
    ]
