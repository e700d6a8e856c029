"""Start, save, submit, close. Each is safe to repeat, and nothing acknowledged is lost."""

import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Q

from courses.models import Enrolment
from courses.models.progress import Rule
from courses.services import record_completion
from quizzes.domain import marks, rules
from quizzes.domain.draw import DryPool, Pool, draw
from quizzes.domain.scoring import score
from quizzes.models import Attempt, AttemptEvent, AttemptSlot, QuestionVersion, Quiz, QuizDraw, SavedResponse


class AttemptClosed(Exception):
    """The attempt is handed in or its time is over."""


class NotAnAnswer(Exception):
    """The response does not fit the question: no form of ours sends it. Nothing is kept."""


class StaleAnswer(Exception):
    """Another page saved this question since. Carries what stands and what was sent; both are kept."""

    def __init__(self, slot: AttemptSlot, sent: dict[str, Any]) -> None:
        super().__init__(f"slot {slot.pk} stands at {slot.sequence}")
        self.slot, self.sent = slot, sent


@transaction.atomic
def start_attempt(enrolment: Enrolment, quiz: Quiz, *, now: datetime, random: Random | None = None) -> Attempt:
    """The open attempt, or a new one with its questions drawn. Safe to repeat.

    Raises quizzes.domain.rules.MayNotStart and quizzes.domain.draw.DryPool. The enrolment's row is
    locked: twenty clicks at once start one attempt.
    """
    for attempt in Attempt.objects.of(enrolment, quiz).expired(now):
        close_if_expired(attempt, now=now)  # before the lock: handing in locks the attempt, then the enrolment
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    attempts = list(Attempt.objects.of(enrolment, quiz))
    if attempts and attempts[-1].is_open:
        return attempts[-1]
    last = max((a.submitted_at for a in attempts if a.submitted_at), default=None)
    rules.check_start(quiz.rules(), used=len(attempts), last_finished_at=last, now=now)
    attempt = Attempt.objects.create(
        quiz=quiz,
        enrolment=enrolment,
        number=len(attempts) + 1,
        started_at=now,
        deadline=rules.deadline(quiz.rules(), now),
    )
    _freeze_questions(attempt, random or secrets.SystemRandom())
    _note(attempt, "started", now)
    return attempt


def _freeze_questions(attempt: Attempt, random: Random) -> None:
    draws = list(attempt.quiz.draws.all())
    if not draws:
        raise DryPool(attempt.quiz.activity.slug, 1, 0)
    pools = [_pool(attempt.quiz, part) for part in draws]
    chosen = draw([pool for pool, _versions in pools], _times_seen(attempt.enrolment), random)
    versions = {v.question_id: v for _pool_, found in pools for v in found}
    max_marks = [part.mark for part in draws for _n in range(part.count)]
    AttemptSlot.objects.bulk_create(
        AttemptSlot(
            attempt=attempt,
            position=position,
            version=versions[question],
            option_order=_option_order(versions[question], attempt.quiz, random),
            max_mark=max_mark,
        )
        for position, (question, max_mark) in enumerate(zip(chosen, max_marks, strict=True), 1)
    )


def _pool(quiz: Quiz, part: QuizDraw) -> tuple[Pool, list[QuestionVersion]]:
    versions = QuestionVersion.objects.current()
    if part.question_id:
        versions = versions.filter(question=part.question_id)
    else:
        versions = versions.filter(question__course=quiz.activity.course_id).filter(_in_category(part.category))
    found = list(versions.order_by("question_id"))
    name = part.category or str(part.question)
    return Pool(name, part.count, [v.question_id for v in found]), found


def _in_category(category: str) -> Q:
    return Q(question__category=category) | Q(question__category__startswith=f"{category}.")


def _times_seen(enrolment: Enrolment) -> Counter[int]:
    slots = AttemptSlot.objects.filter(attempt__enrolment__learner=enrolment.learner_id)
    return Counter(slots.values_list("version__question_id", flat=True))


def _option_order(version: QuestionVersion, quiz: Quiz, random: Random) -> list[str]:
    ids = [option["id"] for option in version.content.get("options", [])]
    if quiz.shuffles_options and version.content.get("shuffle", True):
        random.shuffle(ids)
    return ids


def save_answer(
    attempt: Attempt,
    position: int,
    response: dict[str, Any] | None,
    *,
    sequence: int,
    message_id: str,
    received_at: datetime,
    is_flagged: bool | None = None,
) -> AttemptSlot:
    """Keep an answer. Idempotent on the message id, compare-and-swap on the sequence.

    Raises AttemptClosed (the answer is kept, unscored) and StaleAnswer (both answers are kept). They are
    raised after the transaction, so that the refused answer stays in the history. Raises NotAnAnswer.
    """
    sent = Message(position, response, sequence, message_id, received_at, is_flagged)
    slot, outcome = _receive(attempt, sent)
    if outcome == "late":
        raise AttemptClosed
    if outcome == "stale":
        raise StaleAnswer(slot, response or {})
    return slot


@dataclass(frozen=True)
class Message:
    """An answer as the client sent it."""

    position: int
    response: dict[str, Any] | None
    sequence: int
    message_id: str
    received_at: datetime
    is_flagged: bool | None


@transaction.atomic
def _receive(attempt: Attempt, sent: Message) -> tuple[AttemptSlot, str]:
    """Store the message and what became of it: accepted, late or stale. The same message again: the same answer."""
    # The attempt's row first: handing in locks it too, so an answer is either scored or said to be late.
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    slots = AttemptSlot.objects.select_for_update(of=("self",)).select_related("version")
    slot = slots.get(attempt=attempt, position=sent.position)
    if score(slot.version.content, sent.response).state == "ungradable":
        raise NotAnAnswer
    earlier = SavedResponse.objects.filter(slot=slot, message_id=sent.message_id).first()
    if earlier is not None:
        return slot, earlier.outcome
    outcome = _outcome(attempt, slot, sent)
    SavedResponse.objects.create(
        slot=slot,
        message_id=sent.message_id,
        sequence=max(0, sent.sequence),
        response=sent.response or {},
        received_at=sent.received_at,
        outcome=outcome,
    )
    if outcome == "accepted":
        _write(slot, sent)
    return slot, outcome


def _outcome(attempt: Attempt, slot: AttemptSlot, sent: Message) -> str:
    if not attempt.is_open or not rules.is_in_time(attempt.deadline, sent.received_at):
        return "late"
    return "accepted" if sent.sequence == slot.sequence else "stale"


def _write(slot: AttemptSlot, sent: Message) -> None:
    slot.response = sent.response
    slot.sequence += 1
    slot.saved_at = sent.received_at
    if sent.is_flagged is not None:
        slot.is_flagged = sent.is_flagged
    slot.save(update_fields=["response", "sequence", "saved_at", "is_flagged"])


@transaction.atomic
def submit_attempt(attempt_id: int, *, now: datetime) -> Attempt:
    """Score an open attempt; a pass completes the activity. One transition; safe to repeat."""
    attempt = (
        Attempt.objects.select_for_update(of=("self",)).select_related("quiz", "enrolment__cohort").get(pk=attempt_id)
    )
    if not attempt.is_open:
        return attempt
    _score_slots(attempt)
    _finish(attempt, now)
    if attempt.is_passed:
        at = attempt.submitted_at or now  # not when somebody looked: the result is the same without a worker
        record_completion(attempt.enrolment, attempt.quiz.activity_id, rule=Rule.PASSED, at=at)
    return attempt


def _score_slots(attempt: Attempt) -> None:
    slots = list(attempt.slots.select_related("version"))
    for slot in slots:
        result = score(slot.version.content, slot.response)
        slot.state = result.state
        slot.fraction = marks.stored(result.fraction or 0.0)
        slot.mark = marks.stored(float(slot.fraction) * float(slot.max_mark))
    AttemptSlot.objects.bulk_update(slots, ["state", "fraction", "mark"])


def _finish(attempt: Attempt, now: datetime) -> None:
    earned = list(attempt.slots.values_list("mark", "max_mark"))
    grade = marks.grade([m or 0 for m, _x in earned], [x for _m, x in earned])
    attempt.score = marks.stored(grade)
    attempt.is_passed = marks.is_pass(grade / 100, attempt.quiz.pass_mark / 100)
    attempt.state = Attempt.State.FINISHED
    attempt.submitted_at = min(now, attempt.deadline) if attempt.deadline else now
    attempt.finished_at = now
    attempt.save(update_fields=["score", "is_passed", "state", "submitted_at", "finished_at"])
    _note(attempt, "finished", now, score=str(attempt.score))
    _grade_course(attempt)


def _grade_course(attempt: Attempt) -> None:
    """The course's grade is the graded quiz's, by its method, over finished attempts."""
    if not attempt.quiz.is_graded:
        return
    finished = Attempt.objects.of(attempt.enrolment, attempt.quiz).finished()
    scores = [s for s in finished.values_list("score", flat=True) if s is not None]
    Enrolment.objects.filter(pk=attempt.enrolment_id).update(grade=_by_method(attempt.quiz.method, scores))


def _by_method(method: str, scores: list[Decimal]) -> Decimal:
    if method == Quiz.Method.AVERAGE:
        return marks.stored(sum(scores, Decimal(0)) / len(scores))
    return {Quiz.Method.FIRST: scores[0], Quiz.Method.LAST: scores[-1]}.get(Quiz.Method(method), max(scores))


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


def _note(attempt: Attempt, kind: str, at: datetime, **details: Any) -> None:
    AttemptEvent.objects.create(
        attempt=attempt, kind=kind, at=at, actor_id=attempt.enrolment.learner_id, details=details
    )
