"""Other rules for one learner or one cohort: more time, other dates, another attempt. Each says who decided, and why.

Attempts that are open get the deadline that follows, and an event. A deadline only ever moves back: nobody loses time
in the middle of an attempt, whatever is changed or removed. What became of an override is kept in Wagtail's log of the
quiz, also after it is removed.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from accounts.models import User
from courses.models import Cohort, Enrolment
from quizzes.domain import rules
from quizzes.models import Attempt, Override, Quiz
from quizzes.services.events import note
from quizzes.services.finishing import close_if_expired
from quizzes.services.marking import ReasonMissing
from quizzes.services.rules import rules_for

SET, REMOVED = "quizzes.override.set", "quizzes.override.removed"

__all__ = ["NotOfThisCourse", "NothingDiffers", "ReasonMissing", "Terms", "put_override", "remove_override", "terms_of"]


class NotOfThisCourse(Exception):
    """The learner or the cohort does not take the quiz's course."""


class NothingDiffers(Exception):
    """The terms are the quiz's own: there is nothing to override."""


@dataclass(frozen=True)
class Terms:
    """What holds instead of the quiz's own rules; None where these stay."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    time_limit_minutes: int | None = None
    attempts_allowed: int | None = None
    extra_time: Decimal = Decimal(1)
    is_untimed: bool = False

    def as_log(self) -> dict[str, str | None]:
        """As text, for the record."""
        values = {**asdict(self), "extra_time": f"{self.extra_time:.2f}"}
        return {name: None if value is None else str(value) for name, value in values.items()}


def terms_of(override: Override) -> Terms:
    """An override's terms."""
    return Terms(**{name: getattr(override, name) for name in Terms.__dataclass_fields__})


@transaction.atomic
def put_override(
    quiz: Quiz, taker: Enrolment | Cohort, terms: Terms, *, reason: str, by: User, now: datetime
) -> Override:
    """Make or change the override of a learner or a cohort. Safe to repeat: the same terms and reason write nothing.

    Raises ReasonMissing, NothingDiffers and NotOfThisCourse.
    """
    if not reason.strip():
        raise ReasonMissing
    if terms == Terms():
        raise NothingDiffers
    who = _who(quiz, taker)
    Quiz.objects.select_for_update().get(pk=quiz.pk)  # one change at a time: two would make two rows
    before = Override.objects.filter(quiz=quiz, **who).first()
    if before and terms_of(before) == terms and before.reason == reason.strip():
        return before
    old = terms_of(before).as_log() if before else None
    fields = {**vars(terms), "reason": reason.strip(), "made_by": by, "made_at": now}
    override, _is_new = Override.objects.update_or_create(quiz=quiz, **who, defaults=fields)
    _keep(quiz, SET, taker, by, old=old, new=terms.as_log(), reason=reason.strip())
    _move_deadlines(quiz, taker, reason.strip(), by, now)
    return override


@transaction.atomic
def remove_override(override: Override, *, reason: str, by: User, now: datetime) -> None:
    """Let the quiz's own rules hold again, for attempts that start from now on. Safe to repeat."""
    if not reason.strip():
        raise ReasonMissing
    found = Override.objects.select_for_update().filter(pk=override.pk).first()
    if found is None:
        return
    taker = found.enrolment or found.cohort
    _keep(found.quiz, REMOVED, taker, by, old=terms_of(found).as_log(), new=None, reason=reason.strip())
    found.delete()


def _who(quiz: Quiz, taker: Enrolment | Cohort) -> dict[str, Any]:
    cohort = taker.cohort if isinstance(taker, Enrolment) else taker
    if cohort.course_id != quiz.activity.course_id:
        raise NotOfThisCourse
    return {"enrolment": taker} if isinstance(taker, Enrolment) else {"cohort": taker}


def _keep(quiz: Quiz, action: str, taker: Enrolment | Cohort | None, by: User, **what: Any) -> None:
    kind = "enrolment" if isinstance(taker, Enrolment) else "cohort"
    name = str(taker.learner) if isinstance(taker, Enrolment) else str(taker)
    log(quiz, action, user=by, data={kind: taker.pk if taker else None, "name": name, **what})


def _move_deadlines(quiz: Quiz, taker: Enrolment | Cohort, reason: str, by: User, now: datetime) -> None:
    for attempt in _open_attempts(quiz, taker):
        if not close_if_expired(attempt, now=now).is_open:
            continue  # its time was over before: it is handed in with what was saved
        later = _later(attempt.deadline, rules.deadline(rules_for(attempt.enrolment, quiz), attempt.started_at))
        if later == attempt.deadline:
            continue
        moved = {"old": _text(attempt.deadline), "new": _text(later)}
        attempt.deadline = later
        attempt.save(update_fields=["deadline"])
        note(attempt, "deadline_moved", now, by=by, reason=reason, **moved)


def _open_attempts(quiz: Quiz, taker: Enrolment | Cohort) -> Iterator[Attempt]:
    whose = {"enrolment": taker} if isinstance(taker, Enrolment) else {"enrolment__cohort": taker}
    found = Attempt.objects.open().filter(quiz=quiz, **whose).order_by("pk")
    yield from found.select_for_update(of=("self",)).select_related("quiz", "enrolment__cohort")


def _later(old: datetime | None, new: datetime | None) -> datetime | None:
    """The later of two deadlines; no deadline is the latest."""
    return None if old is None or new is None else max(old, new)


def _text(deadline: datetime | None) -> str | None:
    return None if deadline is None else deadline.isoformat()
