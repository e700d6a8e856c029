"""How people get in."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from courses.models import Cohort, Enrolment
from courses.services.progress import complete_course


class CohortClosed(Exception):
    """The cohort has not opened yet or is over."""


class EntryNotOpen(Exception):
    """This cohort is not open to everyone: approval, a key, an invitation or a nomination is needed."""


@transaction.atomic
def enrol(learner: User, cohort: Cohort, *, now: datetime, language: str, by_person: bool = False) -> Enrolment:
    """Give the learner a place. Safe to repeat: the same place comes back, also after a withdrawal.

    `by_person` says that an administrator or trainer does it, who may pass over how people get in.
    """
    existing = Enrolment.objects.select_for_update().filter(learner=learner, cohort=cohort).first()
    if existing and existing.state != Enrolment.State.WITHDRAWN:
        return existing
    _check_entry(cohort, now, by_person)
    if existing:
        existing.state = Enrolment.State.COMPLETED if existing.completed_at else Enrolment.State.ACTIVE
        existing.save(update_fields=["state"])
        complete_course(existing, now)  # what was left may have been withdrawn in the meantime
        return existing
    enrolment, _created = Enrolment.objects.get_or_create(
        learner=learner, cohort=cohort, defaults={"enrolled_at": now, "language": language}
    )
    return enrolment


def _check_entry(cohort: Cohort, now: datetime, by_person: bool) -> None:
    if by_person:
        return
    if cohort.entry != Cohort.Entry.OPEN:
        raise EntryNotOpen
    if not cohort.is_open(now):
        raise CohortClosed
