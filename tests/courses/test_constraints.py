"""What the database itself refuses, whatever the code around it does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from courses.models import (
    Activity,
    Cohort,
    Course,
    Enrolment,
    Progress,
    ProgressEvent,
    ReflectionNote,
    Release,
    ReleaseItem,
)
from tests.factories import NOW

Row = Callable[[Enrolment], Any]


def lesson(enrolment: Enrolment) -> Activity:
    return enrolment.cohort.course.activities.get(slug="l1-1")


def second_place(e: Enrolment) -> Any:
    return Enrolment(learner=e.learner, cohort=e.cohort, enrolled_at=NOW)


def completed_without_a_date(e: Enrolment) -> Any:
    e.state = Enrolment.State.COMPLETED
    return e


def second_self_paced_group(e: Enrolment) -> Any:
    Cohort.objects.update(is_self_paced=True)
    return Cohort(course=e.cohort.course, release=e.cohort.release, name="Otra", is_self_paced=True)


def group_that_closes_before_it_opens(e: Enrolment) -> Any:
    e.cohort.opens_at, e.cohort.closes_at = NOW, NOW - timedelta(days=1)
    return e.cohort


def second_progress(e: Enrolment) -> Any:
    Progress.objects.create(enrolment=e, activity=lesson(e), first_seen_at=NOW)
    return Progress(enrolment=e, activity=lesson(e), first_seen_at=NOW)


def completion_without_a_rule(e: Enrolment) -> Any:
    return Progress(enrolment=e, activity=lesson(e), first_seen_at=NOW, completed_at=NOW)


def rule_without_a_completion(e: Enrolment) -> Any:
    return Progress(enrolment=e, activity=lesson(e), first_seen_at=NOW, rule="marked")


def event_with_a_used_key(e: Enrolment) -> Any:
    ProgressEvent.objects.create(enrolment=e, activity=lesson(e), kind="seen", at=NOW, key="k")
    return ProgressEvent(enrolment=e, activity=lesson(e), kind="completed", at=NOW, key="k")


def second_note(e: Enrolment) -> Any:
    ReflectionNote.objects.create(learner=e.learner, activity=lesson(e), saved_at=NOW)
    return ReflectionNote(learner=e.learner, activity=lesson(e), saved_at=NOW)


def release_with_a_used_number(e: Enrolment) -> Any:
    return Release(course=e.cohort.course, number=1, hours=1, published_at=NOW)


def activity_twice_in_a_release(e: Enrolment) -> Any:
    item = e.cohort.release.items.get(activity=lesson(e))
    return ReleaseItem(release=item.release, activity=item.activity, position=99, module_key=item.module_key)


def two_activities_in_one_position(e: Enrolment) -> Any:
    new = Activity.objects.create(id=NEW_ID, course=e.cohort.course, kind="lesson", slug="new")
    return ReleaseItem(release=e.cohort.release, activity=new, position=0, module_key=NEW_ID)


def activity_with_a_used_slug(e: Enrolment) -> Any:
    return Activity(id=NEW_ID, course=e.cohort.course, kind="lesson", slug="l1-1")


def course_with_a_used_slug(e: Enrolment) -> Any:
    return Course(slug="small", title="Otro", audience="police", hours=1)


def course_of_no_hours(e: Enrolment) -> Any:
    return Course(slug="nothing", title="Nada", audience="police", hours=0)


NEW_ID = "0f2d3c1e-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    "refused",
    [
        second_place,
        completed_without_a_date,
        second_self_paced_group,
        group_that_closes_before_it_opens,
        second_progress,
        completion_without_a_rule,
        rule_without_a_completion,
        event_with_a_used_key,
        second_note,
        release_with_a_used_number,
        activity_twice_in_a_release,
        two_activities_in_one_position,
        activity_with_a_used_slug,
        course_with_a_used_slug,
        course_of_no_hours,
    ],
    ids=lambda row: row.__name__.replace("_", " "),
)
def test_the_database_refuses(enrolment: Enrolment, refused: Row) -> None:
    row = refused(enrolment)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_same_rows_without_the_fault_are_taken(enrolment: Enrolment) -> None:
    """So that the test above fails for its own reason."""
    course, item = enrolment.cohort.course, enrolment.cohort.release.items.get(activity=lesson(enrolment))
    enrolment.completed_at, enrolment.state = NOW, Enrolment.State.COMPLETED
    enrolment.save()
    Activity.objects.create(id=NEW_ID, course=course, kind="lesson", slug="new")
    ReleaseItem.objects.create(release=item.release, activity_id=NEW_ID, position=99, module_key=NEW_ID)
    Release.objects.create(course=course, number=2, hours=1, published_at=NOW)
    fields = {"enrolment": enrolment, "activity": item.activity}
    Progress.objects.create(**fields, first_seen_at=NOW, completed_at=NOW, rule="marked")
    ProgressEvent.objects.create(**fields, kind="seen", at=NOW, key="k")
    Cohort.objects.update(opens_at=NOW, closes_at=NOW + timedelta(days=1), is_self_paced=True)
    Course.objects.create(slug="other", title="Otro", audience="police", hours="0.5")
