"""The attempt's own history."""

from datetime import datetime
from typing import Any

from accounts.models import User
from quizzes.models import Attempt, AttemptEvent


def note(attempt: Attempt, kind: str, at: datetime, *, by: User | None = None, **details: Any) -> None:
    """Append an event: by the learner unless a person is named."""
    actor = by.pk if by else attempt.enrolment.learner_id
    AttemptEvent.objects.create(attempt=attempt, kind=kind, at=at, actor_id=actor, details=details)
