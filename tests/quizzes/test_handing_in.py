"""Handing in: one transition, one score; a pass completes the activity, the last activity the course."""

from datetime import timedelta

import pytest

from courses.models import Progress, ProgressEvent
from courses.models.progress import Rule
from courses.services import record_completion
from outbox.models import Job
from quizzes.models import Attempt
from quizzes.services import close_expired_attempts, close_if_expired, put_question, start_attempt, submit_attempt
from quizzes.tasks import close_expired_attempts as periodic_task
from tests.factories import NOW, choice, make_course, make_enrolment, quiz_of
from tests.quizzes.sitting import address, answer, hand_in, sit, stored

pytestmark = pytest.mark.django_db
TEN = timedelta(minutes=10)
TICK = timedelta(microseconds=1)
OVER = TEN + timedelta(seconds=60) + TICK


@pytest.fixture
def timed(enrolment, quiz) -> Attempt:
    """Ten minutes, started at NOW."""
    quiz.time_limit_minutes = 10
    quiz.save()
    return start_attempt(enrolment, quiz, now=NOW)


def test_handing_in_twice_is_handing_in_once(attempt):
    first = hand_in(attempt, "a", "b")
    again = submit_attempt(attempt.pk, now=NOW + TEN)
    assert (again.score, again.finished_at) == (first.score, first.finished_at) == (50, NOW)
    assert list(attempt.events.values_list("kind", flat=True)) == ["started", "submitted", "finished"]


def test_pressing_hand_in_twice_leads_to_the_same_result(learner, attempt):
    answer(attempt, 1, "a")
    for _press in range(2):
        assert learner.post(address("submit", attempt.pk))["Location"] == address("result", attempt.pk)
    assert attempt.events.filter(kind="finished").count() == 1


def test_what_was_saved_is_what_is_scored(attempt):
    answer(attempt, 1, "b")
    answer(attempt, 1, "a")
    done = submit_attempt(attempt.pk, now=NOW)
    slots = list(done.slots.values_list("state", "fraction", "mark"))
    assert slots == [("right", 1, 1), ("gave_up", 0, 0)]
    assert (done.score, done.is_passed) == (50, False)


def test_passing_the_last_activity_completes_the_course_and_asks_for_the_certificate(enrolment, attempt):
    hand_in(attempt, "a", "a")
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.completed_at) == ("completed", NOW)
    assert Progress.objects.get(enrolment=enrolment, activity=attempt.quiz_id).rule == Rule.PASSED
    assert Job.objects.filter(task="certificates.issue", arguments={"enrolment_id": enrolment.pk}).count() == 1


def test_passing_completes_the_quiz_only_while_lessons_are_missing(db):
    enrolment = make_enrolment(make_course(modules=(1,), languages=("es",)))
    quiz = quiz_of(enrolment.cohort.course)
    sit(quiz, enrolment, "a", "a")
    enrolment.refresh_from_db()
    assert Progress.objects.get(enrolment=enrolment).activity_id == quiz.pk
    assert enrolment.completed_at is None
    lesson = enrolment.cohort.course.activities.get(kind="lesson")
    record_completion(enrolment, lesson.pk, rule=Rule.MARKED, at=NOW)
    enrolment.refresh_from_db()
    assert enrolment.completed_at == NOW


def test_failing_completes_nothing_and_passing_later_does(enrolment, quiz):
    sit(quiz, enrolment, "a", "b")
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    sit(quiz, enrolment, "a", "a", minutes=1)
    enrolment.refresh_from_db()
    assert enrolment.completed_at == NOW + timedelta(minutes=1)


def test_a_second_pass_and_a_failure_after_it_change_nothing(enrolment, quiz):
    for n, answers in enumerate(("aa", "aa", "bb")):
        sit(quiz, enrolment, *answers, minutes=n)
    enrolment.refresh_from_db()
    assert enrolment.completed_at == NOW
    assert ProgressEvent.objects.filter(enrolment=enrolment, kind="completed").count() == 1


@pytest.mark.parametrize(
    ("weights", "pass_mark"), [(("0.2333333", "0.2333333", "0.2333333", "0.3000001"), 70), (("0.3333333",) * 3, 100)]
)
def test_rounding_to_seven_places_fails_nobody(enrolment, quiz, weights, pass_mark):
    """Three items of 0.2333333 reach 0.7; three thirds of 0.3333333 are everything."""
    question = choice(multiple=True)
    question["options"] = [
        {"id": f"o{n}", "text": {"es": "x"}, "weight": w, "feedback": {}} for n, w in enumerate((*weights, "-1"))
    ]
    put_question(quiz.activity.course, "thirds", question, category="T")
    quiz.draws.update(category="T", count=1)
    quiz.pass_mark = pass_mark
    quiz.save()
    attempt = start_attempt(enrolment, quiz, now=NOW)
    answer(attempt, 1, "o0", "o1", "o2")
    done = submit_attempt(attempt.pk, now=NOW)
    assert done.score < pass_mark
    assert done.is_passed


def test_questions_weigh_by_their_marks(enrolment, quiz):
    quiz.draws.update(count=1, mark=3)
    quiz.draws.create(position=1, category="Q", count=1, mark=1)
    attempt = start_attempt(enrolment, quiz, now=NOW)
    assert hand_in(attempt, "a", "b").score == 75


def test_an_attempt_whose_time_is_over_is_handed_in_when_somebody_looks(timed):
    answer(timed, 1, "a", at=NOW + TEN)
    assert close_if_expired(timed, now=NOW + OVER - TICK).is_open
    done = close_if_expired(timed, now=NOW + OVER)
    assert (done.state, done.score) == ("finished", 50)
    assert (done.submitted_at, done.finished_at) == (NOW + TEN, NOW + OVER)


@pytest.mark.parametrize("page", ["question", "check", "result", "quiz", "start"])
def test_every_page_closes_an_attempt_whose_time_is_over(learner, clock, timed, page):
    answer(timed, 1, "a", at=NOW)
    clock.forward(minutes=20)
    where = {"question": (timed.pk, 1), "quiz": ("small", "quiz"), "start": ("small", "quiz")}.get(page, (timed.pk,))
    call = learner.post if page == "start" else learner.get
    assert call(address(page, *where), follow=True).status_code == 200
    timed.refresh_from_db()
    assert (timed.state, timed.score, timed.submitted_at) == ("finished", 50, NOW + TEN)


def test_an_answer_that_comes_too_late_by_the_button_says_so_and_shows_the_result(learner, clock, timed):
    page = learner.get(address("question", timed.pk, 1)).context
    clock.forward(minutes=20)
    form = {"sequence": 0, "page": page["page_id"], "choice": "a", "goto": "2"}
    told = learner.post(address("question", timed.pk, 1), form, follow=True)
    assert told.redirect_chain[-1][0] == address("result", timed.pk)
    assert len(told.context["messages"]) == 1
    assert stored(timed) is None
    assert timed.slots.get(position=1).saves.get().outcome == "late"


def test_the_date_of_a_pass_does_not_depend_on_when_somebody_looked(enrolment, timed):
    answer(timed, 1, "a", at=NOW)
    answer(timed, 2, "a", at=NOW)
    close_if_expired(timed, now=NOW + timedelta(days=40))
    enrolment.refresh_from_db()
    assert enrolment.completed_at == NOW + TEN


def test_the_periodic_task_closes_what_is_over_and_nothing_else(clock, enrolment, quiz, timed):
    other = make_enrolment(enrolment.cohort.course)
    later = start_attempt(other, quiz, now=NOW + TEN)
    assert close_expired_attempts(now=NOW + OVER - TICK) == 0
    clock.forward(minutes=11, seconds=1)
    periodic_task()
    timed.refresh_from_db()
    later.refresh_from_db()
    assert (timed.state, later.state) == ("finished", "in_progress")
    assert close_expired_attempts(now=NOW + OVER) == 0


def test_an_attempt_without_limit_never_ends_by_itself(attempt):
    assert close_expired_attempts(now=NOW + timedelta(days=999)) == 0
    assert close_if_expired(attempt, now=NOW + timedelta(days=999)).is_open
