"""The catalogue, a course's page, the door into it, and my learning."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from courses.models import Cohort, Course, CoursePage, Enrolment, LessonPage
from tests.factories import UserFactory, make_cohort, make_course, make_enrolment

Complete = Callable[..., None]
ENROL = "/en/courses/small/enrol/"


def page(response: Any) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def cards(client: Client, query: str = "", language: str = "en") -> list[str]:
    found = page(client.get(f"/{language}/courses/{query}"))
    return [link.get_text() for link in found.select(".card__title a")]


# --- Catalogue ----------------------------------------------------------------------------------------


@pytest.fixture
def two_courses(course: Course) -> None:
    make_course("spanish", languages=("es",), quiz=False)
    Course.objects.filter(slug="spanish").update(audience="consular")
    CoursePage.objects.filter(slug="spanish").update(title="Función consular", lead="Niñez migrante")


def test_the_catalogue_shows_each_course_once_in_the_readers_language_or_the_nearest(
    client: Client, two_courses: None
) -> None:
    assert cards(client) == ["small en", "Función consular"]
    assert cards(client, language="es") == ["small es", "Función consular"]
    assert cards(client, language="fr") == ["small es", "Función consular"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=funcion", ["Función consular"]),
        ("?q=NINEZ consular", ["Función consular"]),
        ("?q=nothing", []),
        ("?for=consular", ["Función consular"]),
        ("?for=consular&for=police", ["small en", "Función consular"]),
        ("?in=en", ["small en"]),
        ("?in=en&in=es", ["small en", "Función consular"]),
        ("?in=fr", []),
        ("?for=consular&in=en", []),
        ("?for=%00&in=<script>&q=%27%22", []),
    ],
)
def test_the_catalogue_is_narrowed_by_words_service_and_language(
    client: Client, two_courses: None, query: str, expected: list[str]
) -> None:
    assert cards(client, query) == expected


def test_a_filter_that_finds_nothing_leads_back_to_all_courses(client: Client, two_courses: None) -> None:
    found = page(client.get("/en/courses/?q=nothing"))
    assert "No course matches these filters." in found.get_text()
    assert found.select_one('.notice a[href="/en/courses/"]')


def test_a_course_that_is_not_live_is_not_there(client: Client, course: Course) -> None:
    CoursePage.objects.update(live=False)
    assert cards(client) == []
    assert client.get("/en/courses/small/").status_code == 404
    assert client.get("/en/courses/unknown/").status_code == 404


def test_the_catalogue_works_without_any_content(client: Client, db: None) -> None:
    assert cards(client) == []


# --- A course's page ----------------------------------------------------------------------------------


def test_a_visitor_reads_the_outline_and_is_asked_to_sign_in(client: Client, course: Course) -> None:
    make_cohort(course)
    found = page(client.get("/en/courses/small/"))
    rows = [row.get_text().strip() for row in found.select(".outline__list li")]
    assert (len(rows), rows[0]) == (4, "small-l1-1 en10 min")
    assert not found.select(".outline a")
    assert found.select_one('a[href="/en/accounts/login/?next=/en/courses/small/"]')


def test_a_course_without_a_release_has_a_page_without_an_outline(client: Client, course: Course) -> None:
    client.force_login(UserFactory())
    found = page(client.get("/en/courses/small/"))
    assert not found.select(".outline")
    assert "no open group" in found.get_text()


def test_a_learner_sees_how_far_they_have_come_and_goes_on_from_there(signed_in: Client, complete: Complete) -> None:
    complete("l1-1", "l1-2")
    found = page(signed_in.get("/en/courses/small/"))
    assert "2 of 4" in found.get_text()
    assert found.select_one('a.btn[href="/en/learn/small/l2-1/"]')


# --- The door -----------------------------------------------------------------------------------------


def test_enrolling_leads_to_the_first_lesson_and_pressing_twice_gives_one_place(client: Client, course: Course) -> None:
    make_cohort(course)
    learner = UserFactory()
    client.force_login(learner)
    for _time in range(2):
        response = client.post(ENROL)
        assert (response.status_code, response["Location"]) == (302, "/en/learn/small/")
    assert client.get("/en/learn/small/")["Location"] == "/en/learn/small/l1-1/"
    enrolment = Enrolment.objects.get()
    assert (enrolment.learner, enrolment.language) == (learner, "en")


def test_the_self_paced_group_is_taken_before_others(client: Client, course: Course) -> None:
    make_cohort(course)
    self_paced = make_cohort(course, is_self_paced=True)
    client.force_login(UserFactory())
    client.post(ENROL)
    assert Enrolment.objects.get().cohort == self_paced


@pytest.mark.parametrize(
    "group",
    [
        {"entry": "key"},
        {"closes_at": timezone.now() - timedelta(days=1)},
        {"opens_at": timezone.now() + timedelta(days=1)},
    ],
    ids=["needs a key", "over", "not open yet"],
)
def test_who_finds_no_open_group_is_told_what_to_do(client: Client, course: Course, group: dict[str, Any]) -> None:
    make_cohort(course, **group)
    client.force_login(UserFactory())
    response = client.post(ENROL, follow=True)
    assert response.redirect_chain == [("/en/courses/small/", 302)]
    assert "Ask your institution for a place." in page(response).get_text()
    assert not Enrolment.objects.exists()


def test_who_has_a_place_in_a_closed_group_still_gets_to_the_course(signed_in: Client) -> None:
    Cohort.objects.update(closes_at=timezone.now() - timedelta(days=1))
    assert signed_in.post(ENROL)["Location"] == "/en/learn/small/"
    assert signed_in.get("/en/learn/small/l1-1/").status_code == 200


def test_nobody_enrols_by_following_a_link(client: Client, course: Course) -> None:
    make_cohort(course)
    client.force_login(UserFactory())
    assert client.get(ENROL).status_code == 405
    assert client.post("/en/courses/unknown/enrol/").status_code == 404


# --- My learning --------------------------------------------------------------------------------------


def test_a_newcomer_is_led_to_the_catalogue(client: Client, db: None) -> None:
    client.force_login(UserFactory())
    found = page(client.get("/en/my-learning/"))
    assert "You are not taking a course yet" in found.get_text()


def test_my_learning_offers_to_go_on_and_lists_courses_but_no_one_elses(
    signed_in: Client, enrolment: Enrolment, complete: Complete
) -> None:
    make_enrolment(make_course("foreign", quiz=False), UserFactory())
    complete("l1-1")
    found = page(signed_in.get("/en/my-learning/"))
    assert found.select_one('.resume a[href="/en/learn/small/l1-2/"]')
    assert [link["href"] for link in found.select(".rows a")] == ["/en/courses/small/"]


def test_a_completed_course_is_no_longer_offered_to_go_on(signed_in: Client, complete: Complete) -> None:
    complete("l1-1", "l1-2", "l2-1", "quiz")
    found = page(signed_in.get("/en/my-learning/"))
    assert not found.select(".resume")
    assert "Completed on" in found.get_text()


def test_a_course_whose_pages_are_gone_is_still_in_my_learning(signed_in: Client) -> None:
    LessonPage.objects.update(live=False)
    CoursePage.objects.update(live=False)
    assert "Curso small" in page(signed_in.get("/en/my-learning/")).get_text()
