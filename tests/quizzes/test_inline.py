"""A knowledge check inside a lesson: a question of the bank, answered at once, that leaves no trace."""

import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.html import strip_tags

from courses.models import Course, LessonPage, ModulePage
from quizzes.models import Attempt, Question, QuizDraw, SavedResponse
from quizzes.services import put_question
from tests.cms.conftest import Rewrite, content, rewrite  # noqa: F401 fixtures
from tests.factories import UserFactory, add, choice, make_course, make_enrolment
from tests.quizzes.admin.bank_desk import BANK, signed_in, trainer_of
from tests.quizzes.forms import data_of, read_form
from tests.quizzes.secretive import secretive
from tests.quizzes.sitting import address

pytestmark = pytest.mark.django_db
LESSON = "/es/learn/small/check-it/"


def with_checks(course: Course, *codes: str) -> None:
    """A lesson in two languages that holds these checks."""
    body = [{"type": "check", "value": c, "id": f"00000000-0000-0000-0000-{n:012}"} for n, c in enumerate(codes)]
    for language in ("es", "en"):
        module = ModulePage.objects.get(
            locale__language_code=language, slug="m1", path__contains=_path(course, language)
        )
        add(module, LessonPage, f"{course.slug}-check", language, slug="check-it", minutes=5, body=body)


def _path(course: Course, language: str) -> str:
    return course.pages.get(locale__language_code=language).path


@pytest.fixture
def enrolment(db):
    course = make_course(modules=(0,))
    put_question(course, "c1-1", choice(stem="¿Qué es la trata?"), category="C1")
    put_question(course, "steps", secretive("ordering"), category="C1")
    with_checks(course, "c1-1", "steps", "no-such")
    return make_enrolment(course)


def form_in(page, code: str = "c1-1"):
    return read_form(page, f"check-{code}")


def words(page) -> str:
    return " ".join(strip_tags(page.content.decode()).split())


def here(code: str = "c1-1", course: str = "small", language: str = "es") -> str:
    return address("inline", course, "check-it", code, language=language)


def test_a_lesson_draws_the_question_and_an_unknown_code_draws_nothing(learner, enrolment):
    page = learner.get(LESSON)
    assert page.status_code == 200
    assert re.findall(r'id="check-([\w-]+)"', page.content.decode()) == ["c1-1", "steps"]
    assert "¿Qué es la trata?" in words(page)
    assert sorted(form_in(page).offered["c1-1-choice"]) == ["a", "b", "c"]
    assert "¿Qué es la trata? (en)" in words(learner.get(LESSON.replace("/es/", "/en/")))


def test_every_learner_sees_the_options_in_the_same_order(learner, client, enrolment):
    before = form_in(learner.get(LESSON)).offered
    cache.clear()
    other = Client()
    other.force_login(make_enrolment(enrolment.cohort.course).learner)
    assert form_in(other.get(LESSON)).offered == before


@pytest.mark.parametrize(("chosen", "said"), [("a", "Razón a"), ("b", "Razón b")])
def test_a_script_gets_the_same_form_back_corrected(learner, enrolment, chosen, said):
    form = form_in(learner.get(LESSON))
    form.choose("c1-1-choice", chosen)
    told = learner.post(form.action, form.data, headers={"X-Fragment": "check-c1-1"})
    assert told.status_code == 200
    assert told.content.decode().lstrip().startswith("<form")
    assert said in words(told)
    assert "Explicación" in words(told)
    again = form_in(told)
    assert again.data["c1-1-choice"] == [chosen]
    assert learner.post(again.action, again.data).status_code == 200, "it can be sent again"


def test_without_script_the_corrected_check_is_a_page_that_leads_back(learner, enrolment):
    form = form_in(learner.get(LESSON))
    form.choose("c1-1-choice", "b")
    told = learner.post(form.action, form.data)
    assert "<h1" in told.content.decode()
    assert "Razón b" in words(told)
    assert f'href="{LESSON}#check-c1-1"' in told.content.decode()


def test_the_forms_token_is_the_readers_own_and_is_accepted(enrolment):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(enrolment.learner)
    for headers in ({}, {"X-Fragment": "check-c1-1"}):
        page = browser.get(LESSON)
        assert "@@csrf@@" not in page.content.decode()
        form = form_in(page)
        form.choose("c1-1-choice", "a")
        told = browser.post(form.action, form.data, headers=headers)
        assert told.status_code == 200
        assert browser.post(form.action, form_in(told).data, headers=headers).status_code == 200, "the second time too"
        assert browser.post(form.action, {**form.data, "csrfmiddlewaretoken": "x" * 64}).status_code == 403


def test_the_cached_lesson_holds_nobodys_token(learner, enrolment):
    first = form_in(learner.get(LESSON)).data["csrfmiddlewaretoken"][0]
    kept = [value for key in list(cache._cache) if (value := cache.get(key.split(":", 2)[2])) is not None]
    texts = [value.html for value in kept if hasattr(value, "html")]
    assert texts, "the lesson's text is cached"
    assert all(first not in text and "@@csrf@@" in text for text in texts)
    other = Client()
    other.force_login(make_enrolment(enrolment.cohort.course).learner)
    assert form_in(other.get(LESSON)).data["csrfmiddlewaretoken"][0] != first


def test_a_changed_question_is_drawn_anew_wherever_it_is_answered(learner, enrolment):
    form = form_in(learner.get(LESSON))
    put_question(enrolment.cohort.course, "c1-1", choice(stem="¿Y ahora?", right="b"), category="C1")
    form.choose("c1-1-choice", "b")
    told = learner.post(form.action, form.data)
    assert "¿Y ahora?" in words(told)
    assert "notice--good" in told.content.decode(), "the key is the current one"


def test_looking_at_the_checks_address_leads_back_to_the_lesson(learner, enrolment):
    assert learner.get(here())["Location"] == LESSON
    assert learner.get(here("no-such"))["Location"] == LESSON


def test_a_check_of_another_course_is_not_found(learner, enrolment):
    other = make_course("other", modules=(0,))
    put_question(other, "theirs", choice(), category="C1")
    with_checks(other, "theirs")
    make_enrolment(other)
    form = {"theirs-choice": "a"}
    assert learner.post(here("theirs"), form).status_code == 404, "this course's lesson, the other's question"
    assert learner.post(here("theirs", course="other"), form).status_code == 404, "no place in the other course"
    assert learner.post(here("no-such"), form).status_code == 404
    assert learner.post(address("inline", "small", "no-such", "c1-1"), form).status_code == 404


def test_who_has_no_place_in_the_course_finds_nothing_and_who_is_a_stranger_signs_in(client, enrolment):
    form = {"c1-1-choice": "a"}
    assert client.post(here(), form)["Location"] == f"/es/accounts/login/?next={LESSON}"
    told = client.post(here(), form, headers={"X-Fragment": "check-c1-1"})
    assert (told.status_code, told.content) == (401, b""), "a script never takes the sign-in for the answer"
    client.force_login(UserFactory())
    for headers in ({}, {"X-Fragment": "check-c1-1"}):
        assert client.post(here(), form, headers=headers).status_code == 404
    assert client.get(here()).status_code == 404


def test_a_draft_or_a_retired_question_is_not_drawn(learner, enrolment):
    version = Question.objects.get(code="c1-1").versions.get()
    version.state = "retired"
    version.save()
    assert re.findall(r'id="check-([\w-]+)"', learner.get(LESSON).content.decode()) == ["steps"]
    assert learner.post(here(), {"c1-1-choice": "a"}).status_code == 404


def test_moving_an_item_without_script_moves_it_and_corrects_nothing(learner, enrolment):
    form = form_in(learner.get(LESSON), "steps")
    before = form.data["steps-order"]
    moved = form.press(learner, "move", f"steps-{before[1]}:up")
    form = form_in(moved, "steps")
    assert form.data["steps-order"] == [before[1], before[0], *before[2:]]
    assert "ZSPECIFIC" not in moved.content.decode()
    form.data["steps-order"] = secretive("ordering")["order"]
    assert "notice--good" in learner.post(form.action, form.data).content.decode()


@pytest.mark.parametrize("form", [{}, {"c1-1-choice": ["a", "b"]}, {"c1-1-choice": "zz"}, {"c1-1-choice": "a" * 5000}])
def test_what_is_no_answer_is_corrected_like_any_other(learner, enrolment, form):
    for headers in ({}, {"X-Fragment": "check-c1-1"}):
        told = learner.post(here(), form, headers=headers)
        assert told.status_code == 200
        assert "notice--good" not in told.content.decode()


def test_checks_leave_no_trace(learner, enrolment):
    before = enrolment.progress.values_list("completed_at", flat=True).count()
    for _again in range(3):
        learner.post(here(), {"c1-1-choice": "a"}, headers={"X-Fragment": "check-c1-1"})
        learner.post(here("steps"), data_of(secretive("ordering"), {"order": ["ia", "ib", "ic", "id"]}, "steps-"))
    assert Attempt.objects.count() == SavedResponse.objects.count() == 0
    assert enrolment.progress.count() == before
    assert QuizDraw.objects.count() == 1


def test_loading_content_draws_a_check_by_its_code(content: Path, rewrite: Rewrite, client):  # noqa: F811
    rewrite("courses/tiny/lessons/t1-1.es.md", "::: reflection", "::: check T1.1-2\n:::\n\n::: reflection")
    call_command("load_content", str(content))
    client.force_login(make_enrolment(Course.objects.get(slug="tiny")).learner)
    page = client.get("/es/learn/tiny/t1-1/")
    assert re.findall(r'id="check-([\w-]+)"', page.content.decode()) == ["t1-1-2"]


def test_loading_content_names_file_and_line_of_a_check_that_the_bank_does_not_have(
    content: Path,  # noqa: F811
    rewrite: Rewrite,  # noqa: F811
):
    block = "::: check T1.1-99\n:::\n\n::: reflection"
    line = rewrite("courses/tiny/lessons/t1-2.en.md", "::: reflection", block)
    with pytest.raises(CommandError) as told:
        call_command("load_content", str(content))
    assert f"courses/tiny/lessons/t1-2.en.md, line {line}" in str(told.value)
    assert "T1.1-99" in str(told.value)
    assert not Course.objects.filter(slug="tiny").exists()


def test_the_bank_says_in_which_lessons_a_question_is_asked(enrolment):
    trainer = signed_in(trainer_of(enrolment.cohort.course))
    asked, other = (Question.objects.get(code=code) for code in ("c1-1", "q-1"))
    title = LessonPage.objects.get(slug="check-it", locale__language_code="en").title
    assert f"<li>{title}</li>" in trainer.get(f"{BANK}{asked.pk}/uses/").content.decode()
    assert f"<li>{title}</li>" not in trainer.get(f"{BANK}{other.pk}/uses/").content.decode()
