"""Hand in, score, finish. One transition; what waits for a person waits, and no certificate follows until then.

An attempt says whether it reached the pass mark; whether that passes the quiz is for its grading method to say.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from django.db import transaction

from accounts.models import User
from courses.models import Enrolment, Progress
from courses.models.progress import Rule
from courses.services import NotInRelease, record_completion
from quizzes.domain import behaviour, marks, rules
from quizzes.domain.scoring import Result, score
from quizzes.models import Attempt, AttemptSlot, ManualMark, Quiz
from quizzes.models.attempts import AttemptQuerySet
from quizzes.services.events import note
from quizzes.services.trying import count_last_answers

PENDING = "needs_grading"


@transaction.atomic
def submit_attempt(attempt_id: int, *, now: datetime, language: str = "") -> Attempt:
    """Hand in an open attempt. Scored at once, unless a person must read it; a pass completes the activity.

    One transition; safe to repeat.
    """
    attempt = _locked(attempt_id)
    if not attempt.is_open:
        return attempt
    attempt.submitted_at = min(now, attempt.deadline) if attempt.deadline else now
    attempt.state = Attempt.State.SUBMITTED
    attempt.language = language or attempt.language
    attempt.save(update_fields=["submitted_at", "state", "language"])
    note(attempt, "submitted", now)
    count_last_answers(attempt)
    return finish_attempt(attempt, now=now)


@transaction.atomic
def finish_attempt(attempt: Attempt, *, now: datetime, by: User | None = None) -> Attempt:
    """Score a submitted attempt; finish it if no slot waits for a person. Safe to repeat, also after a new mark.

    A finished attempt is scored anew from its slots and manual marks: a quiz passed by its method completes the
    activity, a pass lost takes nothing back (that is a person's decision).
    """
    attempt = _locked(attempt.pk)
    if attempt.is_open:
        return attempt
    slots = _score_slots(attempt)
    if any(slot.state == PENDING for slot in slots):
        return attempt
    _write_score(attempt, slots, now, by)
    is_passed = _passes_quiz(attempt)
    if is_passed or attempt.is_practice:
        _complete(attempt, Rule.PASSED if is_passed else Rule.MARKED, now)
    return attempt


def _complete(attempt: Attempt, rule: Rule, now: datetime) -> None:
    at = attempt.submitted_at or now  # not when somebody looked: the result is the same without a worker
    # A cohort moved since to a release without this quiz: the mark stands, there is nothing to complete.
    with suppress(NotInRelease):
        record_completion(attempt.enrolment, attempt.quiz.activity_id, rule=rule, at=at)


def complete_by_method(quiz: Quiz, *, now: datetime) -> None:
    """Complete the quiz for everyone whose attempts pass it by its method, which has changed. Takes nothing back."""
    done = Progress.objects.filter(activity=quiz.activity_id, completed_at__isnull=False).values("enrolment")
    found = Attempt.objects.filter(quiz=quiz, is_practice=False).finished().exclude(enrolment__in=done)
    rows = found.select_related("enrolment__cohort", "quiz").order_by("enrolment", "number")
    for _enrolment, group in groupby(rows, key=lambda attempt: attempt.enrolment_id):
        attempts = list(group)
        if is_quiz_passed(quiz.method, attempts):
            _complete(attempts[-1], Rule.PASSED, now)


def _locked(attempt_id: int) -> Attempt:
    attempts = Attempt.objects.select_for_update(of=("self",)).select_related("quiz", "enrolment__cohort")
    return attempts.get(pk=attempt_id)


def _score_slots(attempt: Attempt) -> list[AttemptSlot]:
    """Each slot's fraction: a person's last mark, else what its tries earned, else its answer's score."""
    slots = list(attempt.slots.select_related("version"))
    by_hand = dict(ManualMark.objects.filter(slot__attempt=attempt).order_by("id").values_list("slot_id", "fraction"))
    for slot in slots:
        result = score(slot.version.content, slot.response)
        slot.state, slot.fraction = _outcome(slot, attempt, result, by_hand.get(slot.pk))
        slot.mark = None if slot.fraction is None else marks.stored(slot.fraction * slot.max_mark)
    AttemptSlot.objects.bulk_update(slots, ["state", "fraction", "mark"])
    return slots


def _outcome(
    slot: AttemptSlot, attempt: Attempt, result: Result, by_hand: Decimal | None
) -> tuple[str, Decimal | None]:
    if by_hand is not None:
        return ("right" if by_hand >= 1 else "partial" if by_hand > 0 else "wrong"), by_hand
    if attempt.gives_tries and slot.tries:
        return slot.state, slot.fraction
    if result.state == PENDING:
        return PENDING, None
    return result.state, marks.stored(result.fraction or 0.0)


def _write_score(attempt: Attempt, slots: list[AttemptSlot], now: datetime, by: User | None) -> None:
    grade = marks.grade([slot.mark or 0 for slot in slots], [slot.max_mark for slot in slots])
    attempt.score = marks.stored(grade)
    attempt.is_passed = marks.is_pass(grade / 100, attempt.pass_mark / 100)
    attempt.state = Attempt.State.FINISHED
    attempt.finished_at = attempt.finished_at or now
    attempt.save(update_fields=["score", "is_passed", "state", "finished_at"])
    note(attempt, "finished", now, by=by, score=str(attempt.score))
    _grade_course(attempt)


def _passes_quiz(attempt: Attempt) -> bool:
    if attempt.is_practice or attempt.quiz.method == Quiz.Method.HIGHEST:
        return attempt.is_passed
    return is_quiz_passed(attempt.quiz.method, list(_counted(attempt)))


def is_quiz_passed(method: str, attempts: Sequence[Attempt]) -> bool:
    """Whether attempts at a quiz, in their order, pass it by its grading method: if the last, not if the best one did.

    Only what is finished and was no practice counts, against the pass mark of the newest of them.
    """
    if method == Quiz.Method.HIGHEST:
        return any(attempt.is_passed for attempt in attempts)
    counted = [a for a in attempts if a.state == Attempt.State.FINISHED and not a.is_practice]
    grade = behaviour.overall(method, [a.score for a in counted if a.score is not None])
    return grade is not None and marks.is_pass(grade / 100, counted[-1].pass_mark / 100)


def _counted(attempt: Attempt) -> AttemptQuerySet:
    """The learner's finished attempts at the quiz that were no practice, in their order."""
    return Attempt.objects.of(attempt.enrolment, attempt.quiz).finished().filter(is_practice=False)


def _grade_course(attempt: Attempt) -> None:
    """The course's grade is the graded quiz's, by its method, over finished attempts that were no practice."""
    if attempt.quiz.is_graded and not (attempt.quiz.is_practice or attempt.is_practice):
        scores = [s for s in _counted(attempt).values_list("score", flat=True) if s is not None]
        grade = behaviour.overall(attempt.quiz.method, scores)
        Enrolment.objects.filter(pk=attempt.enrolment_id).update(grade=grade)


def close_if_expired(attempt: Attempt, *, now: datetime) -> Attempt:
    """Hand in an attempt whose time is over, with what was saved in time. Otherwise leave it."""
    if attempt.is_open and rules.is_expired(attempt.deadline, now):
        return submit_attempt(attempt.pk, now=now)
    return attempt


def close_expired_attempts(*, now: datetime) -> int:
    """Close every expired attempt; for the periodic task. Reading an attempt closes it too."""
    expired = list(Attempt.objects.expired(now).values_list("pk", flat=True))
    for attempt_id in expired:
        submit_attempt(attempt_id, now=now)
    return len(expired)
