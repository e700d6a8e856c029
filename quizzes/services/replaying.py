"""The tries of an attempt played again by another key: a regrade owes each try what it would have earned.

A learner whose first try is right by the new key was told it was wrong, and tried on: the last answer alone would
cost them the mark. As in Moodle 4.5, whose regrade processes every step of a question again.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.domain import behaviour
from quizzes.domain.scoring import Result, score
from quizzes.domain.scoring.result import RIGHT_ABOVE
from quizzes.models import AttemptEvent, AttemptSlot, Quiz, SavedResponse
from quizzes.services.trying import PENALTY, TRIES

Response = dict[str, Any]


@dataclass(frozen=True)
class Replayed:
    """What the tries come to."""

    fraction: float
    state: str


def tries_of(slots: Iterable[AttemptSlot]) -> dict[int, list[Response]]:
    """The answers that were checked, in order, by slot. Two queries, none where nothing was checked.

    A slot is missing where the record does not say which answers they were.
    """
    checked = {slot.pk: slot for slot in slots if slot.tries}
    if not checked:
        return {}
    sequences, saved = _sequences(checked.values()), _saved(checked)
    found = {pk: [saved[pk].get(number) for number in _all(slot, sequences)] for pk, slot in checked.items()}
    return {
        pk: [response for response in responses if response is not None]
        for pk, responses in found.items()
        if len(responses) == checked[pk].tries and None not in responses
    }


def _all(slot: AttemptSlot, sequences: dict[tuple[int, int], list[int]]) -> list[int]:
    """The sequences that were checked; the last, when handing in checked it, has no event of its own."""
    known = sequences[slot.attempt_id, slot.position]
    return [*known, slot.checked_sequence] if len(known) == slot.tries - 1 else known


def _sequences(slots: Iterable[AttemptSlot]) -> dict[tuple[int, int], list[int]]:
    events = AttemptEvent.objects.filter(kind="checked", attempt__in={slot.attempt_id for slot in slots}).order_by("id")
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for attempt, details in events.values_list("attempt", "details"):
        if "sequence" in details:
            found[attempt, details["position"]].append(details["sequence"])
    return found


def _saved(slots: Iterable[int]) -> dict[int, dict[int, Response]]:
    """Every accepted answer by the sequence it made: one more than what its page had seen."""
    saves = SavedResponse.objects.filter(slot__in=list(slots), outcome="accepted")
    found: dict[int, dict[int, Response]] = defaultdict(dict)
    for slot, sequence, response in saves.values_list("slot", "sequence", "response"):
        found[slot][sequence + 1] = response
    return found


def replay(content: dict[str, Any], tries: Sequence[Response], way: str) -> Replayed | None:
    """What the tries earn by this content, the way the attempt behaves. None if it cannot read one of them."""
    results = [score(content, response) for response in tries]
    if any(result.state == "ungradable" and not result.problem for result in results):
        return None
    counted = [result for result in results if result.fraction is not None]
    fractions = [result.fraction for result in counted]
    penalty = float(content.get("penalty", PENALTY))
    if way == Quiz.Behaviour.ADAPTIVE:
        earned = behaviour.play_adaptive(fractions, penalty)
    else:
        earned = behaviour.play_interactive(fractions, penalty, TRIES)
    return Replayed(earned.fraction, _ends_as(counted))


def _ends_as(results: Sequence[Result]) -> str:
    """The state of the try that was right, else of the last."""
    right = any((result.fraction or 0) > RIGHT_ABOVE for result in results)
    return "right" if right else results[-1].state if results else "gave_up"
