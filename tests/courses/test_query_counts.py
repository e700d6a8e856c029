"""Exactly how often the hot pages ask the database, and that it does not grow.

Counted as in everyday use: the cache is warm and the session lies in it. A number that falls is good news: write
it down here. A number that rises is paid by every learner on every page.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import Course, Enrolment
from courses.models.progress import Rule
from courses.services import record_completion
from tests.factories import NOW, UserFactory, certify, make_course, make_enrolment

LESSON, SECOND = "/es/learn/long/l1-1/", "/es/learn/long/l1-2/"
Crowd = Callable[[], None]


@pytest.fixture
def long(db: None) -> Course:
    """A course with thirty activities in three modules."""
    course = make_course("long", modules=(10, 10, 9), languages=("es",))
    certify(course)
    return course


@pytest.fixture
def enrolment(long: Course) -> Enrolment:
    return make_enrolment(long)


@pytest.fixture
def learner(enrolment: Enrolment) -> Client:
    client = Client()
    client.force_login(enrolment.learner)
    return client


@pytest.fixture
def crowd(long: Course) -> Crowd:
    """Fifty other learners who have begun, and are all somewhere else in the course."""

    def arrive() -> None:
        lessons = list(long.activities.filter(kind="lesson"))
        for n in range(50):
            other = make_enrolment(long, UserFactory(password="!"))
            record_completion(other, lessons[n % len(lessons)].pk, rule=Rule.MARKED, at=NOW)

    return arrive


def warm(*addresses: str) -> None:
    """Somebody else has read the page before."""
    other = Client()
    other.force_login(make_enrolment(Course.objects.get(slug="long"), UserFactory()).learner)
    for address in addresses:
        assert other.get(address).status_code == 200


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_lesson_takes_six_queries_on_the_first_visit_and_four_on_every_later_one(
    learner: Client, django_assert_num_queries: Any
) -> None:
    """User, enrolment with release and course, progress, page with note; the first time two inserts."""
    warm(LESSON, SECOND)
    for address in (LESSON, SECOND):
        with django_assert_num_queries(6):
            learner.get(address)
        for _later in range(2):
            with django_assert_num_queries(4):
                learner.get(address)


def test_a_lesson_takes_no_more_queries_among_fifty_learners_and_with_progress(
    learner: Client, enrolment: Enrolment, crowd: Crowd
) -> None:
    crowd()
    for activity in enrolment.cohort.course.activities.filter(kind="lesson")[5:25]:
        record_completion(enrolment, activity.pk, rule=Rule.MARKED, at=NOW)
    warm(LESSON)
    assert (asked(learner, LESSON), asked(learner, LESSON)) == (6, 4)


def test_the_very_first_reader_of_a_lesson_pays_for_the_outline_and_the_text(learner: Client) -> None:
    assert asked(learner, LESSON) == 10


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_lesson_read_in_another_language_takes_no_more_queries(learner: Client, language: str) -> None:
    address = f"/{language}/learn/long/l1-1/"
    warm(address)
    assert (asked(learner, address), asked(learner, address)) == (6, 4)


def test_the_catalogue_takes_three_queries_for_a_visitor_and_four_for_a_learner(
    client: Client, learner: Client, django_assert_num_queries: Any
) -> None:
    """Courses' pages, the catalogue's own page, its translations for the language menu; the user."""
    warm("/es/courses/")
    with django_assert_num_queries(3):
        client.get("/es/courses/")
    with django_assert_num_queries(4):
        learner.get("/es/courses/")


def test_the_catalogue_takes_no_more_queries_with_more_courses(client: Client, long: Course) -> None:
    warm("/es/courses/")
    before = asked(client, "/es/courses/")
    for n in range(5):
        make_course(f"more{n}", modules=(1,), quiz=False)
    asked(client, "/es/courses/")  # what is cached for each course is made anew when its pages change
    assert asked(client, "/es/courses/") == before


def test_a_courses_page_takes_six_queries_for_a_visitor_and_seven_for_a_learner(
    client: Client, learner: Client, crowd: Crowd, django_assert_num_queries: Any
) -> None:
    """Course, page, translations, certificate policy; release and open group, or user, enrolment and progress."""
    crowd()
    warm("/es/courses/long/")
    asked(client, "/es/courses/long/")
    with django_assert_num_queries(6):
        client.get("/es/courses/long/")
    with django_assert_num_queries(7):
        learner.get("/es/courses/long/")


def test_my_learning_takes_five_queries_and_no_more_with_more_courses(
    learner: Client, enrolment: Enrolment, crowd: Crowd, django_assert_num_queries: Any
) -> None:
    """User, enrolments, progress, pages, certificates."""
    warm("/es/my-learning/")
    with django_assert_num_queries(5):
        learner.get("/es/my-learning/")
    crowd()
    for n in range(5):
        more = make_enrolment(make_course(f"more{n}", modules=(2,), quiz=False), enrolment.learner)
        record_completion(more, more.cohort.release.items.all()[0].activity_id, rule=Rule.MARKED, at=NOW)
    asked(learner, "/es/my-learning/")
    with django_assert_num_queries(5):
        learner.get("/es/my-learning/")


def test_completing_a_lesson_and_saving_a_note_take_a_fixed_number_of_queries(learner: Client, crowd: Crowd) -> None:
    warm(LESSON)

    def sent(address: str, **data: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert learner.post(address, data, headers={"X-Requested-With": "fetch"}).status_code == 200
        return len(queries)

    alone = (sent(f"{LESSON}complete/"), sent(f"{LESSON}note/", note="Uno"))
    crowd()
    assert (sent(f"{SECOND}complete/"), sent(f"{SECOND}note/", note="Dos")) == alone
