"""What a changed mark does to an attempt: before and after.

Completion only goes forward: a pass that is gained completes the activity, one that is lost takes nothing back. It is
reported, for a person to decide what it means for a certificate. Certificates are another app's, which this one
does not import: it names the completed enrolments, and pages show what hangs on them through certificate_tags.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.models import User
from quizzes.domain import marks
from quizzes.models import Attempt
from quizzes.services.finishing import finish_attempt

Pair = tuple[Decimal | None, Decimal]  # mark and max mark


@dataclass(frozen=True)
class Outcome:
    """What an attempt comes to: percent, unrounded, and whether that passes."""

    score: Decimal | None
    is_passed: bool


@dataclass(frozen=True)
class Correction:
    """An attempt before and after a mark changed."""

    attempt: Attempt
    before: Outcome
    after: Outcome

    @property
    def gains_pass(self) -> bool:
        return self.after.is_passed and not self.before.is_passed

    @property
    def loses_pass(self) -> bool:
        return self.before.is_passed and not self.after.is_passed

    @property
    def concerns_certificate(self) -> bool:
        """The course is completed: a certificate may say what is no longer so."""
        return self.attempt.enrolment.completed_at is not None and self.before != self.after


def outcome_now(attempt: Attempt) -> Outcome:
    """What the attempt says as it is stored."""
    return Outcome(attempt.score, attempt.is_passed)


def outcome_of(attempt: Attempt, pairs: list[Pair]) -> Outcome:
    """What the attempt comes to with these marks, by the pass mark it began with."""
    grade = marks.grade([mark or 0 for mark, _max in pairs], [most for _mark, most in pairs])
    return Outcome(marks.stored(grade), marks.is_pass(grade / 100, attempt.pass_mark / 100))


def rescore_attempt(attempt: Attempt, *, by: User, now: datetime) -> Correction:
    """Score anew after a mark changed; finish it if no mark is missing any more. The caller holds its lock."""
    before = outcome_now(attempt)
    finished = finish_attempt(attempt, now=now, by=by)
    return Correction(finished, before, outcome_now(finished))
