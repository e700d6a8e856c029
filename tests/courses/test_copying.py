"""A course is copied whole, once, step by step; nothing of the old one changes, and nobody's results come along."""

import uuid
from typing import Any

import pytest
from celery import current_app

from accounts.roles import Role
from certificates.models import CertificatePolicy
from courses.domain.copying import free_slug, relinked
from courses.models import Activity, Course, CourseCopy, CoursePage, Enrolment, FieldCard, LessonPage, ModulePage
from courses.permissions import writes_course
from courses.services import copying
from courses.services.copying import CodeTaken, copy_step, start_copy
from courses.services.granting import grant
from courses.services.pages import tops_of
from outbox.models import Job
from outbox.services import drain
from quizzes.models import Question, Quiz, QuizDraw
from quizzes.services import put_question
from tests.factories import NOW, UserFactory, certify, choice, make_card, make_course, make_enrolment, quiz_of

pytestmark = pytest.mark.django_db
TOKEN = uuid.UUID(int=7)


@pytest.fixture
def source(db: None) -> Course:
    current_app.loader.import_default_modules()
    course = make_course()
    make_card(course)
    certify(course, valid_months=24)
    fixed = put_question(course, "fixed", choice(stem="¿Fija?"), category="F")[0]
    put_question(course, "fixed", choice(stem="¿Borrador?"), category="F", ready=False)
    quiz = quiz_of(course)
    quiz.pass_mark, quiz.is_graded, quiz.opens_at, quiz.from_file = 85, True, NOW, {"pass_mark": 85}
    quiz.save()
    QuizDraw.objects.create(quiz=quiz, position=1, question=fixed, section={"es": "Parte B"})
    return course


def ask(source: Course, slug: str = "copy", token: uuid.UUID = TOKEN, **more: Any) -> CourseCopy:
    by = more.pop("by", None) or UserFactory(is_superuser=True)
    return start_copy(source, token=token, slug=slug, title="Copia", by=by, now=NOW)


def copy(source: Course, **more: Any) -> Course:
    asked = ask(source, **more)
    while drain():
        pass
    asked.refresh_from_db()
    assert asked.finished_at
    return asked.course


def outline(course: Course, language: str) -> list[tuple[int, str, str]]:
    top = CoursePage.objects.get(course=course, locale__language_code=language)
    pages = top.get_descendants().specific().order_by("path")
    return [(page.depth, page.title, type(page).__name__) for page in pages]


def test_the_copy_has_the_same_pages_in_every_language(source: Course) -> None:
    target = copy(source)
    for language in ("es", "en"):
        assert outline(target, language) == outline(source, language) != []
    assert not set(source.activities.values_list("pk")) & set(target.activities.values_list("pk"))
    assert list(target.activities.values_list("slug", "kind", "minutes").order_by("slug")) == list(
        source.activities.values_list("slug", "kind", "minutes").order_by("slug")
    )


def test_its_pages_are_tied_by_language_as_the_old_ones(source: Course) -> None:
    target = copy(source)
    spanish, english = (
        LessonPage.objects.get(slug="l1-2", locale__language_code=language, path__startswith=top.path)
        for top in tops_of(target)
        for language in [top.locale.language_code]
    )
    assert spanish.translation_key == english.translation_key
    assert Activity.objects.get(pk=spanish.translation_key).course == target


def test_questions_quizzes_cards_and_certificate_terms_are_its_own(source: Course) -> None:
    target = copy(source)
    assert set(target.questions.values_list("code", "category")) == set(
        source.questions.values_list("code", "category")
    )
    assert not set(target.questions.values_list("pk")) & set(source.questions.values_list("pk"))
    fixed = target.questions.get(code="fixed")
    assert [(v.number, v.state, v.content["stem"]["text"]["es"]) for v in fixed.versions.order_by("number")] == [
        (1, "ready", "¿Fija?"),
        (2, "draft", "¿Borrador?"),
    ]
    quiz = quiz_of(target)
    assert (quiz.pass_mark, quiz.is_graded, quiz.opens_at, quiz.from_file) == (85, True, None, {})
    assert [(d.category, d.question, d.section) for d in quiz.draws.all()] == [
        ("Q", None, {}),
        ("", fixed, {"es": "Parte B"}),
    ]
    assert CertificatePolicy.objects.get(course=target).valid_months == 24
    module = ModulePage.objects.get(slug="m1", path__startswith=tops_of(target)[0].path)
    assert FieldCard.objects.get(course=target).module_key == module.translation_key


def test_learners_see_nothing_of_it_until_its_course_page_is_published(source: Course) -> None:
    target = copy(source)
    assert not any(top.live for top in tops_of(target))
    assert LessonPage.objects.live().filter(path__startswith=tops_of(target)[0].path).count() == 3
    assert not target.releases.exists()


def test_the_old_course_its_groups_and_learners_stay_as_they_were(source: Course) -> None:
    enrolment = make_enrolment(source)
    before = (outline(source, "es"), Question.objects.filter(course=source).count(), quiz_of(source).pass_mark)
    target = copy(source)
    assert (outline(source, "es"), Question.objects.filter(course=source).count(), quiz_of(source).pass_mark) == before
    assert list(Enrolment.objects.all()) == [enrolment]
    assert not target.cohorts.exists()


def test_a_draft_over_a_published_lesson_is_copied_as_a_draft(source: Course) -> None:
    lesson = LessonPage.objects.get(slug="l1-1", locale__language_code="es")
    lesson.title = "Borrador nuevo"
    lesson.save_revision()
    target = copy(source)
    copied = LessonPage.objects.get(slug="l1-1", path__startswith=tops_of(target)[0].path)
    assert (copied.live, copied.title) == (True, "small-l1-1 es")
    assert copied.get_latest_revision_as_object().title == "Borrador nuevo"
    assert copied.get_latest_revision_as_object().translation_key == copied.translation_key


def test_links_between_lessons_lead_to_the_copies(source: Course) -> None:
    first, second = (LessonPage.objects.get(slug=slug, locale__language_code="es") for slug in ("l1-1", "l1-2"))
    link = f'<p>Vea <a linktype="page" id="{second.pk}">otra</a></p>'
    first.body = [{"type": "text", "value": link, "id": str(TOKEN)}]
    first.save_revision().publish()
    target = copy(source)
    top = tops_of(target)[0].path
    first, second = (LessonPage.objects.get(slug=slug, path__startswith=top) for slug in ("l1-1", "l1-2"))
    assert f'id="{second.pk}"' in first.body.raw_data[0]["value"]
    assert f'id="{second.pk}"' in first.get_latest_revision_as_object().body.raw_data[0]["value"]


def test_asking_twice_gives_one_copy(source: Course) -> None:
    assert ask(source) == ask(source)
    while drain():
        pass
    assert Course.objects.count() == 2


def test_a_code_that_is_taken_is_said(source: Course) -> None:
    with pytest.raises(CodeTaken):
        ask(source, slug="small")
    assert not CourseCopy.objects.exists()


def test_what_is_killed_in_the_middle_goes_on_there_and_never_makes_two(
    source: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, real = ask(source), copying.copy_branch
    calls: list[int] = []

    def dies(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        calls.append(1)
        if len(calls) == 2:
            raise KeyError("killed")  # after the pages of the step were made

    monkeypatch.setattr(copying, "copy_branch", dies)
    while drain():
        pass
    asked.refresh_from_db()
    assert (asked.finished_at, asked.done) == (None, 2)
    assert Job.objects.open().get().last_error == "KeyError: 'killed'"
    Job.objects.open().update(run_after=NOW)
    while drain():
        pass
    assert outline(asked.course, "es") == outline(source, "es")
    assert outline(asked.course, "en") == outline(source, "en")


def test_a_step_that_is_done_is_not_done_again(source: Course) -> None:
    asked = ask(source)
    for step in (0, 0, 1, 1, 0):
        copy_step(asked.pk, step)
    asked.refresh_from_db()
    assert asked.done == 2


def test_a_module_deleted_meanwhile_is_left_out(source: Course) -> None:
    asked = ask(source)
    ModulePage.objects.get(slug="m1", locale__language_code="en").delete()
    while drain():
        pass
    asked.refresh_from_db()
    assert asked.finished_at
    assert outline(asked.course, "en") == outline(source, "en")


def test_the_number_of_queries_for_the_bank_does_not_grow(source: Course, django_assert_max_num_queries: Any) -> None:
    from quizzes.services.copying import copy_bank

    for n in range(30):
        put_question(source, f"more-{n}", choice(), category="M")
    target = Course.objects.create(slug="t", title="t", audience="police", hours=1)
    with django_assert_max_num_queries(4):
        assert len(copy_bank(source, target)) == 34
    assert Quiz.objects.count() == 1


@pytest.mark.parametrize(
    ("wanted", "taken", "found"),
    [("a", [], "a"), ("a", ["a"], "a-2"), ("abcd", ["abc"], "a-2"), ("a", ["a", "a-2"], "a-3")],
)
def test_a_name_that_is_taken_gets_a_number(wanted: str, taken: list[str], found: str) -> None:
    assert free_slug(wanted, taken, 3) == found


def test_only_links_to_copied_pages_change() -> None:
    text = '{"v": "<a id=\\"1\\" linktype=\\"page\\">x</a><a linktype=\\"page\\" id=\\"9\\">y</a><img id=\\"1\\">"}'
    assert relinked(text, {1: 50}) == text.replace('<a id=\\"1\\"', '<a id=\\"50\\"')


def test_a_trainer_who_copies_a_course_writes_the_copy_without_publishing_its_page(source: Course) -> None:
    trainer = UserFactory()
    grant(source, trainer, Role.TRAINER, by=None)
    target = copy(source, by=trainer)
    assert writes_course(trainer, target)
    assert not tops_of(target)[0].permissions_for_user(trainer).can_publish()
