"""Studying in the browser: lessons, completion, languages, and what happens when something is gone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from courses.models import Course, Enrolment, LessonPage, Progress, ProgressEvent
from courses.services.progress import completed_ids
from tests.factories import UserFactory, make_course, make_enrolment

Complete = Callable[..., None]
FETCH = {"X-Requested-With": "fetch"}
LESSON = "/es/learn/small/l1-1/"


def text(response: Any) -> str:
    return str(response.content.decode())


def delete_lesson(slug: str) -> None:
    LessonPage.objects.filter(slug=slug).delete()


# --- Reading and completing --------------------------------------------------------------------------


def test_opening_a_lesson_shows_it_and_records_that_it_was_opened(signed_in: Client, enrolment: Enrolment) -> None:
    response = signed_in.get(LESSON)
    assert response.status_code == 200
    assert "Texto de la lección." in text(response)
    assert "small-l1-1 es" in text(response)
    assert Progress.objects.get(enrolment=enrolment).completed_at is None


def test_a_lesson_opened_twice_is_one_event(signed_in: Client) -> None:
    for _time in range(2):
        signed_in.get(LESSON)
    assert ProgressEvent.objects.count() == 1


def test_marking_a_lesson_as_completed_leads_to_the_next_one(signed_in: Client, enrolment: Enrolment) -> None:
    response = signed_in.post(f"{LESSON}complete/")
    assert (response.status_code, response["Location"]) == (302, "/es/learn/small/l1-2/")
    assert len(completed_ids(enrolment)) == 1
    assert "You have completed this lesson." in text(signed_in.get("/en/learn/small/l1-1/"))


def test_marking_a_lesson_twice_counts_once(signed_in: Client) -> None:
    first, second = (signed_in.post(f"{LESSON}complete/") for _time in range(2))
    assert first["Location"] == second["Location"]
    assert ProgressEvent.objects.filter(kind="completed").count() == 1


def test_the_script_of_the_page_is_told_that_the_lesson_is_completed(signed_in: Client, enrolment: Enrolment) -> None:
    for _time in range(2):
        response = signed_in.post(f"{LESSON}complete/", headers=FETCH)
        assert (response.status_code, response.json()) == (200, {"state": "completed"})
    assert len(completed_ids(enrolment)) == 1


def test_the_last_lesson_leads_to_my_learning_when_all_is_done(client: Client, db: None) -> None:
    enrolment = make_enrolment(make_course("short", modules=(1,), quiz=False))
    client.force_login(enrolment.learner)
    assert client.post("/es/learn/short/l1-1/complete/")["Location"] == "/es/my-learning/"
    assert client.get("/es/learn/short/")["Location"] == "/es/courses/short/"


def test_the_last_lesson_leads_back_to_what_is_still_open(signed_in: Client) -> None:
    """The quiz stands last and is open; the lessons before it are not all done."""
    assert signed_in.post("/es/learn/small/l2-1/complete/")["Location"] == "/es/quiz/small/quiz/"


def test_going_on_leads_to_the_first_open_lesson(signed_in: Client, complete: Complete) -> None:
    assert signed_in.get("/es/learn/small/")["Location"] == "/es/learn/small/l1-1/"
    complete("l1-1")
    assert signed_in.get("/es/learn/small/")["Location"] == "/es/learn/small/l1-2/"


def test_a_lesson_cannot_be_completed_by_following_a_link(signed_in: Client, enrolment: Enrolment) -> None:
    assert signed_in.get(f"{LESSON}complete/").status_code == 405
    assert completed_ids(enrolment) == set()


# --- Languages ----------------------------------------------------------------------------------------


def test_changing_the_language_in_the_middle_of_a_course_keeps_the_progress(
    signed_in: Client, enrolment: Enrolment
) -> None:
    signed_in.get(LESSON)
    signed_in.post(f"{LESSON}complete/")
    english = signed_in.get("/en/learn/small/l1-1/")
    assert "small-l1-1 en" in text(english)
    assert "You have completed this lesson." in text(english)
    assert signed_in.get("/en/learn/small/")["Location"] == "/en/learn/small/l1-2/"
    signed_in.post("/en/learn/small/l1-2/complete/")
    for language in ("es", "en"):
        assert 'max="4" value="2"' in text(signed_in.get(f"/{language}/learn/small/l2-1/"))
    assert len(completed_ids(enrolment)) == 2
    assert Enrolment.objects.count() == 1


def test_a_lesson_not_yet_written_in_a_language_is_read_in_the_courses_own_and_says_so(signed_in: Client) -> None:
    response = text(signed_in.get("/fr/learn/small/l1-1/"))
    assert 'lang="es"' in response
    assert "Texto de la lección." in response
    assert '<html lang="fr"' in response


# --- What is not there --------------------------------------------------------------------------------


@pytest.mark.parametrize("every_language", [True, False], ids=["in every language", "in the source language"])
def test_a_lesson_deleted_while_it_was_open_says_so_and_where_to_go_on(signed_in: Client, every_language: bool) -> None:
    signed_in.get(LESSON)
    pages = LessonPage.objects.filter(slug="l1-1")
    (pages if every_language else pages.filter(locale__language_code="es")).delete()
    response = signed_in.get(LESSON)
    assert response.status_code == 410
    assert 'href="/es/learn/small/l1-2/"' in text(response)
    assert 'href="/es/my-learning/"' in text(response)


def test_a_completed_lesson_that_is_gone_says_so_too(signed_in: Client, complete: Complete) -> None:
    complete("l1-1")
    delete_lesson("l1-1")
    assert signed_in.get(LESSON).status_code == 410


def test_a_completed_lesson_gone_only_in_the_source_language_can_still_be_read(
    signed_in: Client, complete: Complete
) -> None:
    complete("l1-1")
    LessonPage.objects.get(slug="l1-1", locale__language_code="es").delete()
    assert "small-l1-1 en" in text(signed_in.get(LESSON))


@pytest.mark.parametrize("form", ["complete", "note"])
def test_what_is_sent_from_a_lesson_that_is_gone_is_answered_with_a_way_on(
    signed_in: Client, enrolment: Enrolment, form: str
) -> None:
    delete_lesson("l1-1")
    response = signed_in.post(f"{LESSON}{form}/", {"note": "x"})
    assert response.status_code == 410
    assert 'href="/es/learn/small/l1-2/"' in text(response)
    assert signed_in.post(f"{LESSON}{form}/", headers=FETCH).json() == {"error": "withdrawn"}
    assert completed_ids(enrolment) == set()


def test_after_the_last_lesson_the_way_passes_by_one_that_is_gone(signed_in: Client, complete: Complete) -> None:
    complete("l1-2")
    delete_lesson("l1-2")
    assert signed_in.post(f"{LESSON}complete/")["Location"] == "/es/learn/small/l2-1/"


def test_the_slug_of_a_quiz_in_a_lessons_address_leads_to_the_quiz(signed_in: Client) -> None:
    response = signed_in.get("/es/learn/small/quiz/")
    assert (response.status_code, response["Location"]) == (302, "/es/quiz/small/quiz/")


def test_a_quiz_cannot_be_marked_as_completed(signed_in: Client, enrolment: Enrolment) -> None:
    assert signed_in.post("/es/learn/small/quiz/complete/").status_code == 404
    assert completed_ids(enrolment) == set()


@pytest.mark.parametrize("form", ["", "complete/", "note/"])
def test_an_activity_of_another_course_looks_like_one_that_does_not_exist(signed_in: Client, form: str) -> None:
    make_course("other", modules=(3,), quiz=False)
    send = signed_in.post if form else signed_in.get
    assert send(f"/es/learn/small/l1-3/{form}").status_code == 404  # a lesson of "other"
    assert send(f"/es/learn/small/nothing/{form}").status_code == 404


def test_who_is_not_enrolled_is_led_to_the_course_and_cannot_send_anything(client: Client, course: Course) -> None:
    client.force_login(UserFactory())
    for address in ("/es/learn/small/", LESSON):
        assert client.get(address)["Location"] == "/es/courses/small/"
    for form in ("complete", "note"):
        assert client.post(f"{LESSON}{form}/").status_code == 404
        assert client.post(f"/es/learn/unknown/l1-1/{form}/").status_code == 404


def test_who_withdrew_is_led_to_the_course(signed_in: Client, enrolment: Enrolment) -> None:
    Enrolment.objects.update(state="withdrawn")
    assert signed_in.get(LESSON)["Location"] == "/es/courses/small/"
    assert signed_in.post(f"{LESSON}complete/").status_code == 404


# --- Not signed in ------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [LESSON, "/en/learn/small/l1-1/", "/es/learn/small/", "/es/my-learning/"])
def test_signing_in_leads_back_to_what_one_wanted_to_read(client: Client, enrolment: Enrolment, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"{address[:3]}/accounts/login/?next={address}")


@pytest.mark.parametrize(
    ("form", "page"),
    [
        ("/es/learn/small/l1-1/complete/", "/es/learn/small/l1-1/"),
        ("/en/learn/small/l1-1/note/", "/en/learn/small/l1-1/"),
        ("/es/courses/small/enrol/", "/es/courses/small/"),
    ],
)
def test_who_sends_a_form_after_the_session_ended_comes_back_to_the_page_it_stood_on(
    client: Client, enrolment: Enrolment, form: str, page: str
) -> None:
    response = client.post(form)
    assert (response.status_code, response["Location"]) == (302, f"{page[:3]}/accounts/login/?next={page}")
    client.force_login(enrolment.learner)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("form", ["complete", "note"])
def test_the_script_of_the_page_does_not_take_the_sign_in_for_saved(
    client: Client, enrolment: Enrolment, form: str
) -> None:
    response = client.post(f"{LESSON}{form}/", {"note": "x"}, headers=FETCH)
    assert (response.status_code, response.json()) == (401, {"error": "signed_out"})
    assert completed_ids(enrolment) == set()
