"""A cohort that has moved to a release without the quiz."""

from courses.models import Activity
from courses.services import move_cohort, publish_release
from courses.services.progress import completed_ids
from quizzes.services import start_attempt, submit_attempt
from tests.factories import NOW, make_course, make_enrolment, quiz_of


def test_an_open_attempt_is_still_scored_and_completes_nothing(db: None) -> None:
    enrolment = make_enrolment(make_course())
    course, quiz = enrolment.cohort.course, quiz_of(enrolment.cohort.course)
    attempt = start_attempt(enrolment, quiz, now=NOW)
    attempt.slots.update(response={"selected": ["a"]})
    Activity.objects.filter(pk=quiz.pk).update(retired_at=NOW)
    move_cohort(enrolment.cohort, publish_release(course, now=NOW), now=NOW)
    done = submit_attempt(attempt.pk, now=NOW)
    assert (done.state, done.score, done.is_passed) == ("finished", 100, True)
    assert completed_ids(enrolment) == set()
