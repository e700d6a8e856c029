"""A trainer walks the draft of a course as a learner, to its very end, and the database is as it was before."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from courses.models import Activity, Cohort, Course, Enrolment, LessonPage, Progress, ReflectionNote, Trial
from courses.models.progress import Rule
from courses.services import record_completion
from courses.services.granting import grant
from courses.services.trying import BASE, end_old_trials
from outbox.models import Job
from quizzes.models import Attempt
from quizzes.services import start_attempt
from tests.courses.admin.conftest import words
from tests.factories import BODY, NOW, UserFactory, certify, make_enrolment, quiz_of
from tests.quizzes.admin.bank_desk import signed_in

pytestmark = pytest.mark.django_db
OWN = {"courses_trial", "django_session"}


def everything() -> dict[str, list[Any]]:
    """Every row of every table, but the trial's own and the session."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table not in OWN and model._meta.managed:
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = sorted(map(repr, cursor.fetchall()))
    return found


@pytest.fixture
def person(course: Course) -> User:
    """Who writes the course, from Mexico."""
    found = UserFactory(country="MX")
    grant(course, found, Role.TRAINER, by=None)
    User.objects.filter(pk=found.pk).update(last_login=None)
    return User.objects.get(pk=found.pk)


@pytest.fixture
def browser(person: User) -> Client:
    return signed_in(person)


def ask_for_a_note() -> None:
    """The first lesson ends with a question for oneself: its note is shown there."""
    lesson = LessonPage.objects.get(slug="l1-1", locale__language_code="es")
    lesson.body = [*BODY, {"type": "reflection", "value": "¿Y usted?", "id": "2" * 32}]
    lesson.save_revision().publish()


def begin(browser: Client, course: Course, **form: Any) -> Any:
    form = {"language": "es", "country": "GT", "cohort": "", **form}
    return browser.post(f"/admin/courses/{course.pk}/try/", form, follow=True)


def take_quiz(browser: Client, letter: str = "a") -> Any:
    """Start, answer every question with the same letter, hand in. Returns the page of the result."""
    page = browser.post("/es/quiz/small/quiz/start/", follow=True)
    for _question in range(2):
        path = page.request["PATH_INFO"]
        text = page.content.decode()
        form = {name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in ("sequence", "page")}  # type: ignore[index]
        page = browser.post(path, {**form, "choice": letter, "goto": "2" if path.endswith("/1/") else ""}, follow=True)
    path = page.request["PATH_INFO"]
    assert path.endswith("/check/"), path
    return browser.post(path.replace("/check/", "/submit/"), follow=True)


def walk(browser: Client, *slugs: str) -> None:
    for slug in slugs:
        assert browser.get(f"/es/learn/small/{slug}/").status_code == 200
        browser.post(f"/es/learn/small/{slug}/note/", {"note": "Mi nota"})
        browser.post(f"/es/learn/small/{slug}/complete/")


def test_the_whole_walk_leaves_the_database_as_it_was(browser: Client, course: Course, enrolment: Enrolment) -> None:
    certify(course)
    record_completion(enrolment, Activity.objects.get(slug="l1-1").pk, rule=Rule.MARKED, at=NOW)
    start_attempt(enrolment, quiz_of(course), now=NOW)
    before = everything()
    begin(browser, course)
    walk(browser, "l1-1", "l1-2", "l2-1")
    result = take_quiz(browser)
    assert result.status_code == 200
    assert "100" in words(result)
    assert "4 / 4" in words(browser.get("/es/learn/small/l1-1/")) or "4 de 4" in words(
        browser.get("/es/learn/small/l1-1/")
    )
    assert everything() == before
    browser.post("/admin/courses/try/end/")
    assert everything() == before
    assert not Trial.objects.exists()
    assert not Job.objects.exists()


def test_what_was_done_is_there_on_the_next_page(browser: Client, course: Course) -> None:
    ask_for_a_note()
    begin(browser, course)
    walk(browser, "l1-1")
    page = browser.get("/es/learn/small/l1-1/")
    assert "Mi nota" in page.content.decode()
    assert browser.get("/es/learn/small/").headers["Location"] == "/es/learn/small/l1-2/"
    assert not Progress.objects.exists()
    assert not ReflectionNote.objects.exists()


def test_drafts_are_what_the_trainer_walks(browser: Client, course: Course) -> None:
    lesson = LessonPage.objects.get(slug="l1-1", locale__language_code="es")
    lesson.title, lesson.body = "Título nuevo", [{"type": "text", "value": "<p>Texto nuevo</p>", "id": "1" * 32}]
    lesson.save_revision()
    draft = LessonPage.objects.get(slug="l1-2", locale__language_code="es")
    LessonPage.objects.filter(pk=draft.pk).update(live=False)
    begin(browser, course)
    said = words(browser.get("/es/learn/small/l1-1/"))
    assert "Título nuevo" in said
    assert "Texto nuevo" in said
    assert browser.get("/es/learn/small/l1-2/").status_code == 200
    learner = signed_in(make_enrolment(course).learner)
    assert "Texto nuevo" not in words(learner.get("/es/learn/small/l1-1/"))  # nor from the cache


def test_what_was_taken_out_does_not_come_back(browser: Client, course: Course) -> None:
    LessonPage.objects.get(slug="l1-2", locale__language_code="es").unpublish()
    begin(browser, course)
    assert browser.get("/es/learn/small/l1-2/").status_code == 404


def test_every_page_says_that_it_is_a_trial_and_how_to_leave(browser: Client, course: Course) -> None:
    page = begin(browser, course, language="en")
    assert page.request["PATH_INFO"] == "/en/learn/small/l1-1/"
    assert "You are trying this course." in words(page)
    assert "/admin/courses/try/end/" in page.content.decode()
    assert "You are trying this course." not in words(browser.get("/en/library/"))
    left = browser.post("/admin/courses/try/end/", follow=True)
    assert "Nothing of it was kept" in words(left)
    assert browser.get("/en/learn/small/l1-1/").headers["Location"] == "/en/courses/small/"


def test_a_failed_quiz_is_failed_and_taken_again(browser: Client, course: Course) -> None:
    begin(browser, course)
    assert "100" not in words(take_quiz(browser, "b"))
    take_quiz(browser)
    trial = Trial.objects.get()
    attempts = [row for row in trial.state if row["model"] == "quizzes.attempt"]
    assert [row["fields"]["is_passed"] for row in attempts] == [False, True]
    assert not Attempt.objects.exists()


def test_another_learner_never_gets_the_address_of_a_trials_attempt(
    browser: Client, course: Course, enrolment: Enrolment
) -> None:
    begin(browser, course)
    page = browser.post("/es/quiz/small/quiz/start/", follow=True)
    mine = int(page.request["PATH_INFO"].split("/")[3])
    theirs = start_attempt(enrolment, quiz_of(course), now=timezone.now())
    assert mine != theirs.pk
    if connection.vendor == "sqlite":
        assert mine > BASE > theirs.pk
    assert browser.get(f"/es/attempt/{mine}/1/").status_code == 200
    assert browser.get(f"/es/attempt/{theirs.pk}/1/").status_code == 404
    assert signed_in(enrolment.learner).get(f"/es/attempt/{mine}/1/").status_code == 404


def test_a_groups_own_dates_hold_and_its_members_are_not_touched(
    browser: Client, course: Course, enrolment: Enrolment
) -> None:
    from quizzes.services.overrides import Terms, put_override

    closed = Terms(closes_at=timezone.now() - timedelta(days=1))
    put_override(quiz_of(course), enrolment.cohort, closed, reason="x", by=enrolment.learner, now=NOW)
    before = everything()
    begin(browser, course, language="en", cohort=str(enrolment.cohort_id))
    assert "This quiz closed on" in words(browser.get("/en/quiz/small/quiz/"))
    assert everything() == before
    begin(browser, course, language="en")
    assert "This quiz closed on" not in words(browser.get("/en/quiz/small/quiz/"))


def test_who_really_takes_the_course_finds_their_own_progress_afterwards(
    browser: Client, course: Course, person: User, enrolment: Enrolment
) -> None:
    ask_for_a_note()
    own = make_enrolment(course, learner=person)
    record_completion(own, Activity.objects.get(slug="l1-1").pk, rule=Rule.MARKED, at=NOW)
    ReflectionNote.objects.create(
        learner=person, activity_id=Activity.objects.get(slug="l1-1").pk, text="Echt", saved_at=NOW
    )
    for cohort in ("", str(own.cohort_id)):
        begin(browser, course, cohort=cohort)
        page = browser.get("/es/learn/small/l1-1/").content.decode()
        assert "Echt" not in page
        walk(browser, "l1-2")
    browser.post("/admin/courses/try/end/")
    assert [row.activity.slug for row in Progress.objects.filter(enrolment=own)] == ["l1-1"]
    assert "Echt" in browser.get("/es/learn/small/l1-1/").content.decode()
    assert Enrolment.objects.get(pk=own.pk).state == Enrolment.State.ACTIVE


def test_the_country_is_the_chosen_one_only_within_the_trial(browser: Client, course: Course, person: User) -> None:
    begin(browser, course, country="HN")
    browser.get("/es/learn/small/l1-1/")
    assert User.objects.get(pk=person.pk).country == "MX"
    assert Trial.objects.get().country == "HN"


def test_beginning_anew_forgets_the_last_trial(browser: Client, course: Course) -> None:
    ask_for_a_note()
    begin(browser, course)
    walk(browser, "l1-1")
    begin(browser, course)
    assert "Mi nota" not in browser.get("/es/learn/small/l1-1/").content.decode()
    assert Trial.objects.count() == 1


def test_a_course_without_lessons_cannot_be_tried(person: User, browser: Client) -> None:
    empty = Course.objects.create(slug="empty", title="Vacío", audience="police", hours=1)
    grant(empty, person, Role.TRAINER, by=None)
    assert "there is nothing to try" in words(begin(browser, empty))
    assert not Trial.objects.exists()


def test_a_trial_ends_after_a_day(browser: Client, course: Course) -> None:
    begin(browser, course)
    Trial.objects.update(started_at=timezone.now() - timedelta(days=1, minutes=1))
    assert browser.get("/es/learn/small/l1-1/").headers["Location"] == "/es/courses/small/"
    assert end_old_trials(now=timezone.now()) == 1


def test_a_trial_ends_with_the_right_to_the_course(browser: Client, course: Course, person: User) -> None:
    begin(browser, course)
    person.groups.clear()
    assert browser.get("/es/learn/small/l1-1/").headers["Location"] == "/es/courses/small/"


def test_a_page_that_fails_changes_nothing(browser: Client, course: Course) -> None:
    begin(browser, course)
    before = everything()
    assert browser.get("/es/learn/small/none/").status_code == 404
    assert everything() == before
    assert browser.get("/es/learn/small/l1-1/").status_code == 200


def test_leaving_twice_is_harmless(browser: Client, course: Course) -> None:
    begin(browser, course)
    for _twice in range(2):
        assert browser.post("/admin/courses/try/end/", follow=True).status_code == 200


def test_a_cohort_of_another_course_cannot_be_chosen(browser: Client, course: Course) -> None:
    from tests.factories import make_cohort, make_course

    theirs: Cohort = make_cohort(make_course("other"))
    begin(browser, course, cohort=str(theirs.pk))
    assert not Trial.objects.exists()
