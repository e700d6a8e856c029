"""An administrator gives and takes back roles, from the course or from the person; a reviewer approves."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, TaskState

from accounts.models import User
from accounts.roles import Role
from courses.models import Course, LessonPage
from courses.services.granting import grant
from tests.courses.admin.conftest import words
from tests.factories import UserFactory, make_cohort
from tests.quizzes.admin.bank_desk import administrator, signed_in


@pytest.fixture
def boss(db: None) -> Client:
    return signed_in(administrator())


@pytest.fixture
def rosa(db: None) -> User:
    user: Any = UserFactory(email="rosa@example.org", first_name="Rosa", last_name="Nim")
    return user


def people(course: Course) -> str:
    return f"/admin/courses/{course.pk}/people/"


def test_an_address_and_a_role_are_all_it_takes(boss: Client, course: Course, rosa: User) -> None:
    said = words(boss.post(people(course), {"email": "Rosa@Example.org", "role": "trainer"}, follow=True))
    assert "Rosa Nim is a trainer of Curso small now." in said
    page = signed_in(User.objects.get(pk=rosa.pk)).get("/admin/courses/")
    assert "Curso small" in words(page)
    assert "Role given" in words(boss.get("/admin/reports/site-history/"))


def test_who_has_no_account_is_asked_to_sign_up(boss: Client, course: Course) -> None:
    said = words(boss.post(people(course), {"email": "nobody@example.org", "role": "trainer"}))
    assert "Nobody has an account with this address." in said


def test_a_closed_account_is_not_given_a_course(boss: Client, course: Course) -> None:
    gone: Any = UserFactory(is_active=False)
    assert "This account is closed" in words(boss.post(people(course), {"email": gone.email, "role": "trainer"}))
    boss.post(f"/admin/courses/people/{gone.pk}/", {"course": course.pk, "role": "trainer"})
    assert not gone.groups.exists()


def test_nobody_is_made_administrator_here(boss: Client, course: Course, rosa: User) -> None:
    assert boss.post(people(course), {"email": rosa.email, "role": "administrator"}).status_code == 200
    assert not User.objects.get(pk=rosa.pk).is_staff


def test_pressing_twice_says_so(boss: Client, course: Course, rosa: User) -> None:
    form = {"email": rosa.email, "role": "reviewer"}
    boss.post(people(course), form)
    assert "has this role in Curso small already" in words(boss.post(people(course), form, follow=True))


def test_a_role_is_taken_back_beside_the_name(boss: Client, course: Course, rosa: User) -> None:
    grant(course, rosa, Role.REVIEWER, by=None)
    assert "Rosa Nim" in words(boss.get(people(course)))
    form = {"person": rosa.pk, "role": "reviewer"}
    said = words(boss.post(f"{people(course)}withdraw/", form, follow=True))
    assert "Rosa Nim no longer has this role" in said
    assert boss.post(f"{people(course)}withdraw/", form, follow=True).status_code == 200  # again, and nothing happens
    assert not User.objects.get(pk=rosa.pk).is_staff


def test_the_person_has_a_page_with_what_they_work_on(boss: Client, course: Course, rosa: User) -> None:
    address = f"/admin/courses/people/{rosa.pk}/"
    assert "works on no course" in words(boss.get(address))
    boss.post(address, {"course": course.pk, "role": "trainer"})
    make_cohort(course).trainers.add(rosa)
    said = words(boss.get(address))
    assert "Curso small Trainer" in said
    assert "Grupo" in said
    assert address in boss.get("/admin/users/").content.decode()
    boss.post(f"{people(course)}withdraw/", {"person": rosa.pk, "role": "trainer", "back": "person"})
    assert "Curso small Trainer" not in words(boss.get(address))


def test_the_page_does_not_ask_more_of_the_database_for_more_people(boss: Client, course: Course) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            boss.get(people(course))
        return len(queries)

    for role in (Role.TRAINER, Role.REVIEWER):
        grant(course, UserFactory(), role, by=None)
    make_cohort(course).trainers.add(UserFactory())
    boss.get(people(course))
    few = asked()
    for role in (Role.TRAINER, Role.REVIEWER):
        for _n in range(3):
            grant(course, UserFactory(), role, by=None)
    make_cohort(course).trainers.add(UserFactory(), UserFactory())
    assert asked() == few


def handed_in(course: Course, trainer: User) -> tuple[LessonPage, TaskState]:
    lesson = LessonPage.objects.get(slug="l1-1", locale__language_code="es")
    lesson.title = "Lección corregida"
    lesson.save_revision(user=trainer)
    workflow = lesson.get_workflow()
    assert workflow
    state = workflow.start(lesson, trainer)
    return lesson, state.current_task_state


def act(person: User, lesson: LessonPage, task: TaskState, action: str, comment: str = "") -> Any:
    address = f"/admin/pages/workflow/action/{lesson.pk}/{action}/{task.pk}/"
    return signed_in(User.objects.get(pk=person.pk)).post(address, {"comment": comment})


def test_a_reviewer_approves_with_a_comment_and_the_page_is_published(course: Course, rosa: User) -> None:
    trainer: Any = UserFactory()
    grant(course, trainer, Role.TRAINER, by=None)
    grant(course, rosa, Role.REVIEWER, by=None)
    lesson, task = handed_in(course, trainer)
    act(trainer, lesson, task, "approve")
    assert Page.objects.get(pk=lesson.pk).title != "Lección corregida"  # nobody approves by writing
    assert "Lección corregida" in words(signed_in(User.objects.get(pk=rosa.pk)).get("/admin/"))
    act(rosa, lesson, task, "approve", "Bien explicado.")
    assert Page.objects.get(pk=lesson.pk).title == "Lección corregida"
    task.refresh_from_db()
    assert (task.status, task.comment, task.finished_by) == ("approved", "Bien explicado.", rosa)


def test_a_reviewer_sends_it_back_and_the_trainer_reads_why(course: Course, rosa: User) -> None:
    trainer: Any = UserFactory()
    grant(course, trainer, Role.TRAINER, by=None)
    grant(course, rosa, Role.REVIEWER, by=None)
    lesson, task = handed_in(course, trainer)
    act(rosa, lesson, task, "reject", "Falta la fuente.")
    assert Page.objects.get(pk=lesson.pk).title != "Lección corregida"
    history = f"/admin/pages/{lesson.pk}/workflow_history/"
    page = signed_in(User.objects.get(pk=trainer.pk)).get(history)
    detail = history + f"detail/{task.workflow_state_id}/"
    assert page.status_code == 200
    assert "Falta la fuente." in words(signed_in(User.objects.get(pk=trainer.pk)).get(detail))
