"""Keep an answer as it is given. Idempotent and ordered; nothing acknowledged is lost."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from quizzes.domain import rules
from quizzes.domain.scoring import score
from quizzes.models import Attempt, AttemptSlot, SavedResponse


class AttemptClosed(Exception):
    """The attempt is handed in, its time is over, or the question takes no further answer."""


class QuestionClosed(AttemptClosed):
    """The attempt goes on; this question was right, or is out of tries."""


class NotAnAnswer(Exception):
    """The response does not fit the question: no form of ours sends it. Nothing is kept."""


class StaleAnswer(Exception):
    """Another page saved this question since. Carries what stands and what was sent; both are kept."""

    def __init__(self, slot: AttemptSlot, sent: dict[str, Any]) -> None:
        super().__init__(f"slot {slot.pk} stands at {slot.sequence}")
        self.slot, self.sent = slot, sent


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
        raise QuestionClosed if slot.is_closed else AttemptClosed
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
    result = score(slot.version.content, sent.response)
    if result.state == "ungradable" and not result.problem:
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
    if not attempt.is_open or slot.is_closed or not rules.is_in_time(attempt.deadline, sent.received_at):
        return "late"
    return "accepted" if sent.sequence == slot.sequence else "stale"


def _write(slot: AttemptSlot, sent: Message) -> None:
    if slot.tries and slot.checked_sequence == slot.sequence and sent.response == slot.response:
        slot.checked_sequence += 1  # the same answer again stays a checked one: it is no other try
    slot.response = sent.response
    slot.sequence += 1
    slot.saved_at = sent.received_at
    if sent.is_flagged is not None:
        slot.is_flagged = sent.is_flagged
    slot.save(update_fields=["response", "sequence", "checked_sequence", "saved_at", "is_flagged"])
