"""When an attempt may start, when it ends. `now` is always an argument."""

from dataclasses import dataclass
from datetime import datetime, timedelta

GRACE = timedelta(seconds=60)  # answers that arrive this late still count; published to learners


@dataclass(frozen=True)
class QuizRules:
    """A quiz's settings for one learner, overrides included. Durations are timedeltas, times aware."""

    attempts_allowed: int | None = None
    time_limit: timedelta | None = None
    delay: timedelta = timedelta(0)
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    extra_time: float = 1.0


class MayNotStart(Exception):
    """Why no attempt can start now. `reason` is one of the codes below, `at` the time it concerns."""

    NOT_OPEN, CLOSED, NO_ATTEMPTS_LEFT, TOO_SOON = "not_open", "closed", "no_attempts_left", "too_soon"

    def __init__(self, reason: str, at: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


def check_start(rules: QuizRules, *, used: int, last_finished_at: datetime | None, now: datetime) -> None:
    """Raise MayNotStart unless a new attempt may start at `now` after `used` attempts."""
    if rules.opens_at and now < rules.opens_at:
        raise MayNotStart(MayNotStart.NOT_OPEN, rules.opens_at)
    if rules.closes_at and now >= rules.closes_at:
        raise MayNotStart(MayNotStart.CLOSED, rules.closes_at)
    if rules.attempts_allowed is not None and used >= rules.attempts_allowed:
        raise MayNotStart(MayNotStart.NO_ATTEMPTS_LEFT)
    if last_finished_at and now < last_finished_at + rules.delay:
        raise MayNotStart(MayNotStart.TOO_SOON, last_finished_at + rules.delay)


def deadline(rules: QuizRules, started_at: datetime) -> datetime | None:
    """min(start + limit x extra time, the quiz's close); None without either."""
    ends = []
    if rules.time_limit is not None:
        ends.append(started_at + rules.time_limit * rules.extra_time)
    if rules.closes_at is not None:
        ends.append(rules.closes_at)
    return min(ends, default=None)


def is_in_time(deadline: datetime | None, received_at: datetime) -> bool:
    """Whether an answer received then still counts."""
    return deadline is None or received_at <= deadline + GRACE


def is_expired(deadline: datetime | None, now: datetime) -> bool:
    """Whether an open attempt must be closed: no answer could count any more."""
    return not is_in_time(deadline, now)
