"""Record what learners did. Every change here may happen twice."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from courses.domain import progress as rules
from courses.domain.completion import Item, is_complete
from courses.models import Activity, Enrolment, Progress, ProgressEvent, ReleaseItem
from courses.models.progress import Rule
from courses.signals import course_completed


class NotInRelease(Exception):
    """The activity is not part of what this cohort takes."""


def record_seen(enrolment: Enrolment, activity_id: UUID, *, at: datetime) -> None:
    """The learner opened the activity. Two inserts that ignore what is already there."""
    event = _event(enrolment, activity_id, "seen", at, key=f"seen:{enrolment.pk}:{activity_id}")
    ProgressEvent.objects.bulk_create([event], ignore_conflicts=True)
    row = Progress(enrolment=enrolment, activity_id=activity_id, first_seen_at=at)
    Progress.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def record_completion(enrolment: Enrolment, activity_id: UUID, *, rule: Rule, at: datetime) -> None:
    """The activity is completed; perhaps the course with it. Completion never goes backwards.

    Raises NotInRelease. The enrolment's row is locked, so that two last activities completed at the
    same time complete the course once.
    """
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=enrolment.pk)
    if not ReleaseItem.objects.filter(release=locked.cohort.release_id, activity=activity_id).exists():
        raise NotInRelease
    current = Progress.objects.filter(enrolment=locked, activity=activity_id).first()
    if current and current.completed_at:
        return
    turn = ProgressEvent.objects.filter(enrolment=locked, activity=activity_id, kind="reopened").count()
    key = f"completed:{locked.pk}:{activity_id}:{turn}"
    _apply(_event(locked, activity_id, "completed", at, key=key, rule=rule))
    complete_course(locked, at)


@transaction.atomic
def decide_reopening(enrolment: Enrolment, activity_id: UUID, *, by: User, reason: str, at: datetime) -> None:
    """A person takes a completion back, with a reason. The course's own completion stands: certificates
    are dealt with where they are, by a person too."""
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    turn = ProgressEvent.objects.filter(enrolment=locked, activity=activity_id, kind="reopened").count()
    key = f"reopened:{locked.pk}:{activity_id}:{turn}"
    _apply(_event(locked, activity_id, "reopened", at, key=key, actor=by, reason=reason))


@transaction.atomic
def rebuild_progress(enrolment: Enrolment) -> None:
    """Write the enrolment's progress anew from its events: the same rows as before, if nothing was lost."""
    events = [
        rules.Event(str(e.activity_id), e.kind, e.at, e.rule)  # type: ignore[arg-type]
        for e in enrolment.events.order_by("id")
    ]
    states = rules.rebuild(events)
    Progress.objects.filter(enrolment=enrolment).exclude(activity__in=[UUID(activity) for activity in states]).delete()
    for activity_id, state in states.items():
        _write(enrolment, UUID(activity_id), state)


def _event(enrolment: Enrolment, activity_id: UUID, kind: str, at: datetime, **fields: object) -> ProgressEvent:
    return ProgressEvent(enrolment=enrolment, activity_id=activity_id, kind=kind, at=at, **fields)


def _apply(event: ProgressEvent) -> None:
    event.save()
    row = Progress.objects.filter(enrolment=event.enrolment, activity=event.activity_id).first()
    before = rules.State(row.first_seen_at, row.completed_at, row.rule) if row else None
    happened = rules.Event(str(event.activity_id), event.kind, event.at, event.rule)  # type: ignore[arg-type]
    _write(event.enrolment, event.activity_id, rules.step(before, happened))


def _write(enrolment: Enrolment, activity_id: UUID, state: rules.State) -> None:
    fields = {"first_seen_at": state.first_seen_at, "completed_at": state.completed_at, "rule": state.rule}
    Progress.objects.update_or_create(enrolment=enrolment, activity_id=activity_id, defaults=fields)


def complete_course(enrolment: Enrolment, at: datetime) -> None:
    """Complete the course, once, if nothing that counts is left; not while the learner is withdrawn.

    To call whenever that may have come true, with the enrolment's row locked: an activity was completed or
    withdrawn, the cohort moved to another release, the learner came back.
    """
    if enrolment.completed_at or enrolment.state == Enrolment.State.WITHDRAWN:
        return
    if not is_complete(release_items(enrolment), completed_ids(enrolment)):
        return
    enrolment.completed_at = at
    enrolment.state = Enrolment.State.COMPLETED
    enrolment.save(update_fields=["completed_at", "state"])
    course_completed.send(sender=Enrolment, enrolment=enrolment, at=at)


def release_items(enrolment: Enrolment) -> list[Item]:
    """The release as the completion rules see it."""
    rows = ReleaseItem.objects.filter(release=enrolment.cohort.release_id).select_related("activity")
    return [Item(str(r.activity_id), r.is_required, r.activity.retired_at is not None) for r in rows]


def completed_ids(enrolment: Enrolment) -> set[str]:
    """Ids of the completed activities, as text."""
    rows = Progress.objects.filter(enrolment=enrolment, completed_at__isnull=False)
    return {str(activity) for activity in rows.values_list("activity", flat=True)}


@transaction.atomic
def retire_activity(activity: Activity, *, at: datetime) -> None:
    """Its page is gone: nobody is asked for it any more, and who only lacked it has completed the course."""
    if Activity.objects.filter(pk=activity.pk, retired_at=None).update(retired_at=at):
        waiting = Enrolment.objects.active().filter(completed_at=None, cohort__release__items__activity=activity)
        for enrolment in waiting.select_related("cohort").select_for_update(of=("self",)):
            complete_course(enrolment, at)


def restore_activity(activity_id: UUID) -> None:
    """Its page is back."""
    Activity.objects.filter(pk=activity_id).exclude(retired_at=None).update(retired_at=None)
