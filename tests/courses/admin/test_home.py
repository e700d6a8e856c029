"""The first page of the admin tells a trainer what waits for them: courses, comments, learners, answers, questions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Comment

from accounts.models import User
from accounts.roles import Role
from courses.models import Course, Enrolment, LessonPage
from courses.services.granting import grant
from courses.stalled import QUIET, Stalled, stalled
from quizzes.models import Override
from tests.courses.admin.conftest import lesson, words
from tests.factories import NOW, UserFactory, make_cohort, make_course, make_enrolment, quiz_of
from tests.quizzes.admin.bank_desk import administrator, signed_in, trainer_of
from tests.quizzes.marking import hand_in_essay, make_trainer, with_essay
from tests.quizzes.sitting import sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(course: Course) -> Client:
    """The browser of who writes the course, in English."""
    return signed_in(trainer_of(course))


def first_page(browser: Client) -> str:
    with translation.override("en"):
        page = browser.get("/admin/", headers={"accept-language": "en"})
    assert page.status_code == 200
    return words(page)


def place(course: Course, days: int = 0, **cohort: object) -> Enrolment:
    """A learner's place, taken some days ago."""
    found = make_enrolment(course, **cohort)
    Enrolment.objects.filter(pk=found.pk).update(enrolled_at=timezone.now() - timedelta(days=days))
    return found


def stuck(person: User, most: int = 10) -> list[Stalled]:
    return stalled(person, timezone.now(), most)[0]


def test_my_courses_stand_there_and_no_other(writer: Client, course: Course) -> None:
    other = make_course("other", modules=(1,), languages=("es",))
    said = first_page(writer)
    assert course.title in said
    assert other.title not in said


def test_a_trainer_without_a_course_is_told_whom_to_ask(db: None) -> None:
    alone = make_trainer()
    assert "No course is entrusted to you yet" in first_page(signed_in(alone))


def test_a_comment_of_another_waits_until_it_is_answered_or_resolved(writer: Client, course: Course) -> None:
    reviewer, page = UserFactory(), lesson("l1-1")
    made = Comment.objects.create(page=page, user=reviewer, text="Falta el artículo 36", contentpath="title")
    assert "Falta el artículo 36" in first_page(writer)
    Comment.objects.filter(pk=made.pk).update(resolved_at=NOW, resolved_by=reviewer)
    assert "Falta el artículo 36" not in first_page(writer)


def test_my_own_comment_does_not_wait_for_me(course: Course) -> None:
    me = trainer_of(course)
    Comment.objects.create(page=lesson("l1-1"), user=me, text="Lo veo mañana", contentpath="title")
    assert "Lo veo mañana" not in first_page(signed_in(me))


def test_a_comment_in_another_course_is_not_shown(writer: Client, course: Course) -> None:
    other = make_course("other", modules=(1,), languages=("es",))
    page = LessonPage.objects.descendant_of(other.pages.get()).get()
    Comment.objects.create(page=page, user=UserFactory(), text="De otro curso", contentpath="title")
    assert "De otro curso" not in first_page(writer)


def test_a_learner_who_was_not_seen_for_two_weeks_is_named(course: Course) -> None:
    me, quiet, busy = trainer_of(course), place(course, days=QUIET.days), place(course, days=QUIET.days - 1)
    found = [row.enrolment for row in stuck(me)]
    assert quiet in found
    assert busy not in found
    assert str(quiet.learner) in first_page(signed_in(me))


def test_of_many_the_longest_quiet_are_named_and_the_rest_are_counted(course: Course) -> None:
    me = trainer_of(course)
    places = [place(course, days=20 + days) for days in range(8)]
    rows, total = stalled(me, timezone.now(), 6)
    assert [row.enrolment for row in rows] == places[:1:-1]
    assert total == 8
    assert "And 2 more." in first_page(signed_in(me))


def test_who_finished_withdrew_or_whose_cohort_is_over_is_not_stuck(course: Course) -> None:
    me = trainer_of(course)
    done, gone = place(course, days=90), place(course, days=90)
    Enrolment.objects.filter(pk=done.pk).update(state="completed", completed_at=NOW)
    Enrolment.objects.filter(pk=gone.pk).update(state="withdrawn")
    over = make_cohort(course, closes_at=timezone.now() - timedelta(days=1))
    Enrolment.objects.filter(pk=place(course, days=90).pk).update(cohort=over)
    assert stuck(me) == []


def test_no_attempt_left_is_said_before_silence_and_an_override_takes_it_back(course: Course) -> None:
    me, spent, quiet, quiz = trainer_of(course), place(course), place(course, days=60), quiz_of(course)
    type(quiz).objects.filter(pk=quiz.pk).update(attempts_allowed=1)
    sit(quiz, spent, "b", "b")
    rows = stuck(me)
    assert [row.enrolment for row in rows] == [spent, quiet]
    assert rows[0].obstacle
    assert not rows[1].obstacle
    Override.objects.create(quiz=quiz, enrolment=spent, attempts_allowed=2, reason="x", made_by=me, made_at=NOW)
    assert [row.enrolment for row in stuck(me)] == [quiet]


def test_who_passed_with_the_last_attempt_is_not_stuck(course: Course) -> None:
    me, learner, quiz = trainer_of(course), place(course), quiz_of(course)
    type(quiz).objects.filter(pk=quiz.pk).update(attempts_allowed=1)
    sit(quiz, learner, "a", "a")
    assert stuck(me) == []


def test_a_reviewer_learns_nothing_of_learners(course: Course) -> None:
    place(course, days=60)
    reviewer = UserFactory()
    grant(course, reviewer, Role.REVIEWER, by=administrator())
    assert stuck(type(reviewer).objects.get(pk=reviewer.pk)) == []


def test_answers_to_mark_are_counted(course: Course) -> None:
    learner = make_enrolment(course)
    hand_in_essay(with_essay(quiz_of(course)), learner)
    assert "1 attempt waits for your marks" in first_page(signed_in(trainer_of(course)))


def test_a_question_nobody_gets_right_is_shown_with_advice(writer: Client, course: Course) -> None:
    quiz = quiz_of(course)
    for _learner in range(20):
        sit(quiz, make_enrolment(course), "b", "b")
    said = first_page(writer)
    assert "Questions to look at" in said
    assert "Nobody got it right" in said


def test_the_menu_of_a_trainer_has_no_reports_and_that_of_an_administrator_has(writer: Client) -> None:
    assert '"/admin/reports/' not in writer.get("/admin/").content.decode()
    assert '"/admin/reports/' in signed_in(administrator()).get("/admin/").content.decode()


def test_the_number_of_queries_does_not_grow_with_learners_and_comments(writer: Client, course: Course) -> None:
    place(course, days=60)
    Comment.objects.create(page=lesson("l1-1"), user=UserFactory(), text="uno", contentpath="title")
    writer.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        writer.get("/admin/")
    for _more in range(4):
        place(course, days=60)
        Comment.objects.create(page=lesson("l1-1"), user=UserFactory(), text="más", contentpath="title")
    with CaptureQueriesContext(connection) as many:
        writer.get("/admin/")
    assert len(many) <= len(few)
