"""What courses keep of a person."""

from collections.abc import Iterator

from accounts.models import User
from accounts.privacy.own import as_json
from accounts.privacy.parts import Erasure, Stored, register
from accounts.tables import as_csv
from courses.models import Activity, Enrolment, Progress, ProgressEvent, ReflectionNote

PLACE = ("Course", "Cohort", "State", "Enrolled at", "Completed at", "Grade", "Language")
STEP = ("Course", "Activity", "First seen at", "Completed at", "Rule")


def export(person: User) -> Iterator[Stored]:
    """Places, steps, what was decided by hand, private notes."""
    places = Enrolment.objects.filter(learner=person).select_related("cohort__course").order_by("enrolled_at", "pk")
    yield "enrolments.csv", as_csv(PLACE, [_place(each) for each in places])
    steps = Progress.objects.filter(enrolment__learner=person).select_related("activity__course").order_by("pk")
    yield "progress.csv", as_csv(STEP, [_step(each) for each in steps])
    notes = ReflectionNote.objects.filter(learner=person).select_related("activity__course").order_by("saved_at")
    if notes:
        yield "notes.json", as_json([_note(each) for each in notes])
    events = ProgressEvent.objects.filter(enrolment__learner=person, rule="decided").select_related("activity__course")
    if events:
        yield (
            "decisions.json",
            as_json([{**_at(each.activity), "at": each.at, "reason": each.reason} for each in events]),
        )


def _place(each: Enrolment) -> tuple[object, ...]:
    course = each.cohort.course
    return (
        course.title, each.cohort.name, each.state, each.enrolled_at, each.completed_at, each.grade, each.language
    )  # fmt: skip


def _step(each: Progress) -> tuple[object, ...]:
    return (each.activity.course.title, each.activity.slug, each.first_seen_at, each.completed_at, each.rule)


def _note(each: ReflectionNote) -> dict[str, object]:
    return {**_at(each.activity), "text": each.text, "saved_at": each.saved_at}


def _at(activity: Activity) -> dict[str, object]:
    return {"course": activity.course.title, "activity": activity.slug}


def erase(erasure: Erasure) -> None:
    """Places stay and count, under nobody's name; what was written about the person goes. Notes go with the account.

    Who has not completed a course does not go on to complete it.
    """
    places = Enrolment.objects.filter(learner=erasure.person)
    list(places.select_for_update().order_by("pk"))
    places.filter(state=Enrolment.State.ACTIVE).update(state=Enrolment.State.WITHDRAWN)
    ProgressEvent.objects.filter(enrolment__learner=erasure.person).exclude(reason="").update(reason="")


def start() -> None:
    register("courses", export=export, erase=erase)
