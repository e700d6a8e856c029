"""What a learner does in a course, as rows: a trial carries them from one request to the next. Apps above add theirs."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from courses.models import Enrolment, Progress, ProgressEvent, ReflectionNote

Rows = Callable[[Enrolment], QuerySet[Any]]

_carried: dict[type[Model], Rows] = {
    Progress: lambda enrolment: Progress.objects.filter(enrolment=enrolment),
    ProgressEvent: lambda enrolment: ProgressEvent.objects.filter(enrolment=enrolment),
    ReflectionNote: lambda enrolment: notes_of(enrolment),
}


def notes_of(enrolment: Enrolment) -> QuerySet[ReflectionNote]:
    """The learner's private notes in this course."""
    return ReflectionNote.objects.filter(learner=enrolment.learner_id, activity__course=enrolment.cohort.course_id)


def carry(model: type[Model], rows: Rows) -> None:
    """Add a table in which learners leave something; after those it refers to."""
    _carried[model] = rows


def carried() -> list[tuple[type[Model], Rows]]:
    """Every such table, those that others refer to first."""
    return list(_carried.items())
