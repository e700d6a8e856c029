"""What learners did is recorded once, adds up to a completed course once, and is never lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError

from courses.models import Course, Enrolment, Progress, ProgressEvent
from courses.models.progress import Rule
from courses.services import (
    NotInRelease,
    decide_reopening,
    rebuild_progress,
    record_completion,
    record_seen,
)
from courses.services.progress import completed_ids, restore_activity, retire_activity
from outbox.models import Job
from tests.factories import NOW, UserFactory, make_course, make_enrolment

Find = Callable[[str], UUID]
Complete = Callable[..., None]
LATER = NOW + timedelta(days=1)


def rows(enrolment: Enrolment) -> list[Any]:
    fields = ("activity", "first_seen_at", "completed_at", "rule")
    return sorted(Progress.objects.filter(enrolment=enrolment).values_list(*fields), key=str)


def test_a_lesson_opened_twice_is_recorded_once_on_the_first_day(enrolment: Enrolment, activity: Find) -> None:
    for at in (NOW, LATER):
        record_seen(enrolment, activity("l1-1"), at=at)
    assert rows(enrolment) == [(activity("l1-1"), NOW, None, "")]
    assert ProgressEvent.objects.count() == 1


def test_a_lesson_completed_twice_is_recorded_once_on_the_first_day(enrolment: Enrolment, activity: Find) -> None:
    record_completion(enrolment, activity("l1-1"), rule=Rule.MARKED, at=NOW)
    record_completion(enrolment, activity("l1-1"), rule=Rule.PASSED, at=LATER)
    assert rows(enrolment) == [(activity("l1-1"), NOW, NOW, "marked")]
    assert ProgressEvent.objects.count() == 1


def test_opening_a_completed_lesson_again_leaves_it_completed(enrolment: Enrolment, activity: Find) -> None:
    record_completion(enrolment, activity("l1-1"), rule=Rule.MARKED, at=NOW)
    record_seen(enrolment, activity("l1-1"), at=LATER)
    assert rows(enrolment) == [(activity("l1-1"), NOW, NOW, "marked")]


def test_the_last_activity_completes_the_course_once_and_says_so_once(
    enrolment: Enrolment, complete: Complete, completions: list[Enrolment]
) -> None:
    complete("l1-1", "l1-2", "l2-1")
    assert (enrolment.state, completions) == ("active", [])
    complete("quiz", "quiz", "l1-1")
    assert (enrolment.state, enrolment.completed_at) == ("completed", NOW)
    assert completions == [enrolment]


def test_the_order_in_which_activities_are_completed_does_not_matter(
    enrolment: Enrolment, complete: Complete, completions: list[Enrolment]
) -> None:
    complete("quiz", "l2-1", "l1-2", "l1-1")
    assert enrolment.state == "completed"
    assert completions == [enrolment]


def test_a_completed_course_asks_for_one_certificate(enrolment: Enrolment, complete: Complete) -> None:
    complete("l1-1", "l1-2", "l2-1", "quiz", "quiz")
    assert [job.arguments for job in Job.objects.filter(task="certificates.issue")] == [{"enrolment_id": enrolment.pk}]


def test_a_lesson_of_another_course_cannot_be_completed_in_this_one(enrolment: Enrolment) -> None:
    foreign = make_course("other", quiz=False).activities.get(slug="l1-1")
    with pytest.raises(NotInRelease):
        record_completion(enrolment, foreign.pk, rule=Rule.MARKED, at=NOW)
    assert not ProgressEvent.objects.exists()


def test_two_learners_of_a_course_do_not_share_progress(
    course: Course, enrolment: Enrolment, complete: Complete
) -> None:
    other = make_enrolment(course, UserFactory())
    complete("l1-1")
    assert completed_ids(other) == set()


def test_a_person_may_reopen_a_lesson_with_a_reason_and_the_learner_completes_it_again(
    enrolment: Enrolment, activity: Find, complete: Complete
) -> None:
    trainer = UserFactory()
    complete("l1-1")
    decide_reopening(enrolment, activity("l1-1"), by=trainer, reason="Otra persona respondió.", at=LATER)
    assert rows(enrolment) == [(activity("l1-1"), NOW, None, "")]
    event = ProgressEvent.objects.get(kind="reopened")
    assert (event.actor, event.reason) == (trainer, "Otra persona respondió.")
    record_completion(enrolment, activity("l1-1"), rule=Rule.DECIDED, at=LATER)
    assert rows(enrolment) == [(activity("l1-1"), NOW, LATER, "decided")]


def test_reopening_leaves_the_course_completed_and_completing_again_sends_no_second_certificate(
    enrolment: Enrolment, activity: Find, complete: Complete, completions: list[Enrolment]
) -> None:
    complete("l1-1", "l1-2", "l2-1", "quiz")
    decide_reopening(enrolment, activity("quiz"), by=UserFactory(), reason="Error.", at=LATER)
    enrolment.refresh_from_db()
    assert enrolment.state == "completed"
    complete("quiz")
    assert enrolment.completed_at == NOW
    assert len(completions) == 1


def test_reopening_twice_is_harmless(enrolment: Enrolment, activity: Find, complete: Complete) -> None:
    complete("l1-1")
    for at in (LATER, LATER):
        decide_reopening(enrolment, activity("l1-1"), by=UserFactory(), reason="Error.", at=at)
    complete("l1-1")
    assert completed_ids(enrolment) == {str(activity("l1-1"))}


def test_rebuilding_from_the_events_gives_the_same_rows(
    enrolment: Enrolment, activity: Find, complete: Complete
) -> None:
    record_seen(enrolment, activity("l1-2"), at=NOW)
    complete("l1-1", "l2-1")
    decide_reopening(enrolment, activity("l2-1"), by=UserFactory(), reason="Error.", at=LATER)
    before = rows(enrolment)
    rebuild_progress(enrolment)
    assert rows(enrolment) == before
    Progress.objects.all().delete()
    rebuild_progress(enrolment)
    assert rows(enrolment) == before


def test_rebuilding_removes_what_no_event_explains_and_touches_no_other_learner(
    course: Course, enrolment: Enrolment, activity: Find
) -> None:
    other = make_enrolment(course, UserFactory())
    for someone in (enrolment, other):
        Progress.objects.create(enrolment=someone, activity_id=activity("l1-1"), first_seen_at=NOW)
    rebuild_progress(enrolment)
    assert rows(enrolment) == []
    assert len(rows(other)) == 1


def test_events_are_not_changed(enrolment: Enrolment, activity: Find) -> None:
    record_seen(enrolment, activity("l1-1"), at=NOW)
    event = ProgressEvent.objects.get()
    event.at = LATER
    with pytest.raises(ValidationError):
        event.save()


def test_withdrawing_the_only_lesson_left_completes_the_course_of_who_lacked_only_that(
    course: Course, enrolment: Enrolment, complete: Complete, completions: list[Enrolment]
) -> None:
    beginner = make_enrolment(course, UserFactory())
    complete("l1-1", "l1-2", "l2-1")
    quiz = course.activities.get(slug="quiz")
    for _twice in range(2):
        retire_activity(quiz, at=LATER)
    enrolment.refresh_from_db()
    beginner.refresh_from_db()
    assert (enrolment.state, enrolment.completed_at) == ("completed", LATER)
    assert (beginner.state, completions) == ("active", [enrolment])


def test_a_lesson_that_comes_back_is_asked_again_but_takes_no_completed_course_back(
    course: Course, enrolment: Enrolment, complete: Complete
) -> None:
    complete("l1-1", "l1-2", "l2-1")
    quiz = course.activities.get(slug="quiz")
    retire_activity(quiz, at=NOW)
    restore_activity(quiz.pk)
    enrolment.refresh_from_db()
    assert enrolment.state == "completed"
    late = make_enrolment(course, UserFactory())
    for slug in ("l1-1", "l1-2", "l2-1"):
        record_completion(late, course.activities.get(slug=slug).pk, rule=Rule.MARKED, at=NOW)
    late.refresh_from_db()
    assert late.state == "active"
