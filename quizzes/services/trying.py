"""Quizzes that answer at once: interactive with further tries, adaptive practice."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from quizzes.domain import behaviour, marks
from quizzes.domain.scoring import score
from quizzes.domain.scoring.result import RIGHT_ABOVE
from quizzes.models import Attempt, AttemptSlot, Quiz
from quizzes.services.events import note
from quizzes.services.saving import AttemptClosed

TRIES = 3  # interactive: how often a question may be checked
PENALTY = Decimal("0.3333333")  # of the mark, for each try used; a question may carry its own


@transaction.atomic
def check_answer(attempt: Attempt, position: int, *, now: datetime) -> AttemptSlot:
    """Count the saved answer as a try and note what it is worth. What cannot be graded is no try.

    Raises AttemptClosed. The same answer checked twice is one try.
    """
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("quiz", "enrolment").get(pk=attempt.pk)
    slot = (
        AttemptSlot.objects.select_for_update(of=("self",))
        .select_related("version")
        .get(attempt=attempt, position=position)
    )
    if not (attempt.is_open and attempt.gives_tries):
        raise AttemptClosed
    if not slot.is_closed and _is_new(slot):
        _count(slot, attempt.behaviour)
        sequence = slot.checked_sequence  # which of the saved answers it was: a regrade plays the tries again
        note(
            attempt, "checked", now, position=position, tries=slot.tries, sequence=sequence, fraction=str(slot.fraction)
        )
    return slot


def count_last_answers(attempt: Attempt) -> None:
    """Handing in checks what was changed since the last try: the answer that stands is the one that counts.

    As in Moodle 4.5, question/behaviour/interactive. The caller holds the attempt's lock.
    """
    if attempt.gives_tries:
        for slot in attempt.slots.filter(is_closed=False, tries__gt=0).select_related("version"):
            if _is_new(slot):
                _count(slot, attempt.behaviour)


def _is_new(slot: AttemptSlot) -> bool:
    """Whether something was saved since the last try."""
    return slot.is_answered and slot.checked_sequence != slot.sequence


def _count(slot: AttemptSlot, way: str) -> None:
    result = score(slot.version.content, slot.response)
    if result.fraction is None:
        return
    penalty = float(slot.version.content.get("penalty", PENALTY))
    if way == Quiz.Behaviour.ADAPTIVE:
        earned = behaviour.adaptive(result.fraction, penalty, slot.tries, float(slot.fraction or 0))
    else:
        earned = behaviour.interactive(result.fraction, penalty, slot.tries)
    slot.tries += 1
    slot.checked_sequence = slot.sequence
    slot.state, slot.fraction = result.state, marks.stored(earned)
    slot.is_closed = result.fraction > RIGHT_ABOVE or (way == Quiz.Behaviour.INTERACTIVE and slot.tries >= TRIES)
    slot.save(update_fields=["tries", "checked_sequence", "state", "fraction", "is_closed"])
