"""A trainer asks for a copy, watches it, and tries again what failed."""

import uuid

import pytest
from celery import current_app
from django.test import Client

from accounts.roles import Role
from courses.models import Course, CourseCopy
from courses.services import copying
from courses.services.granting import grant
from outbox.models import Job
from outbox.services import drain
from tests.courses.admin.conftest import words
from tests.factories import UserFactory, make_course, make_enrolment
from tests.quizzes.admin.bank_desk import signed_in

pytestmark = pytest.mark.django_db
FORM = {"title": "Copia", "slug": "Copia-1", "token": uuid.UUID(int=5)}


@pytest.fixture
def writer(course: Course) -> Client:
    current_app.loader.import_default_modules()
    person = UserFactory()
    grant(course, person, Role.TRAINER, by=None)
    return signed_in(person)


def test_a_copy_is_asked_for_once_watched_and_opened(writer: Client, course: Course) -> None:
    for _twice in range(2):
        page = writer.post(f"/admin/courses/{course.pk}/copy/", FORM, follow=True)
    copy = CourseCopy.objects.get()
    assert page.request["PATH_INFO"] == f"/admin/courses/copies/{copy.pk}/"
    assert copy.course.slug == "copia-1"
    assert "0 of 14 pages" in words(page)
    assert 'http-equiv="refresh"' in page.content.decode()
    assert "being copied" in words(writer.get("/admin/courses/"))
    while drain():
        pass
    page = writer.get(f"/admin/courses/copies/{copy.pk}/")
    assert "14 of 14 pages" in words(page)
    assert "The copy is complete." in words(page)
    assert 'http-equiv="refresh"' not in page.content.decode()
    assert writer.get(f"/admin/courses/{copy.course_id}/").status_code == 200
    part = writer.get(f"/admin/courses/copies/{copy.pk}/", headers={"x-part": "progress"})
    assert "<html" not in part.content.decode()


def test_a_code_that_is_taken_is_said(writer: Client, course: Course) -> None:
    said = words(writer.post(f"/admin/courses/{course.pk}/copy/", {**FORM, "slug": "small"}))
    assert "Another course has this code" in said
    assert not CourseCopy.objects.exists()


def test_the_form_begins_with_a_free_title_and_code(writer: Client, course: Course) -> None:
    page = writer.get(f"/admin/courses/{course.pk}/copy/").content.decode()
    assert 'value="Curso small (copy)"' in page
    assert 'value="small-2"' in page


def test_a_step_that_failed_is_said_and_tried_again(
    writer: Client, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.post(f"/admin/courses/{course.pk}/copy/", FORM)
    copy = CourseCopy.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr(copying, "copy_branch", lambda *args, **kwargs: 1 / 0)
        while drain():
            pass
    page = words(writer.get(f"/admin/courses/copies/{copy.pk}/"))
    assert "A step failed." in page
    assert "ZeroDivisionError" in page
    writer.post(f"/admin/courses/copies/{copy.pk}/again/")
    while drain():
        pass
    assert "The copy is complete." in words(writer.get(f"/admin/courses/copies/{copy.pk}/"))
    assert not Job.objects.open().exists()


def test_another_trainers_copy_looks_like_one_that_does_not_exist(writer: Client, course: Course) -> None:
    writer.post(f"/admin/courses/{course.pk}/copy/", FORM)
    other = UserFactory()
    grant(make_course("other"), other, Role.TRAINER, by=None)
    assert signed_in(other).get(f"/admin/courses/copies/{CourseCopy.objects.get().pk}/").status_code == 404


def test_who_only_teaches_a_cohort_copies_nothing(course: Course) -> None:
    person = UserFactory()
    make_enrolment(course).cohort.trainers.add(person)
    signed_in(person).post(f"/admin/courses/{course.pk}/copy/", FORM)
    assert not CourseCopy.objects.exists()
