"""What a learner does in an attempt, in one line each."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import translation

from quizzes.models import Attempt, AttemptSlot, Quiz
from quizzes.services import save_answer, start_attempt, submit_attempt
from tests.factories import NOW

RIGHT, WRONG = "a", "b"  # the options of tests.factories.choice


def answer(attempt: Attempt, position: int, *chosen: str, at: datetime = NOW, **message: Any) -> AttemptSlot:
    """Save an answer on top of what stands, as one new message."""
    stands = attempt.slots.get(position=position)
    fields = {"sequence": stands.sequence, "message_id": f"{position}-{stands.saves.count()}"} | message
    return save_answer(attempt, position, {"selected": list(chosen)}, received_at=at, **fields)


def hand_in(attempt: Attempt, *chosen: str, at: datetime = NOW) -> Attempt:
    """Answer the questions in turn, then hand in."""
    for position, option in enumerate(chosen, 1):
        answer(attempt, position, option, at=at)
    return submit_attempt(attempt.pk, now=at)


def sit(quiz: Quiz, enrolment: Any, *chosen: str, minutes: int = 0) -> Attempt:
    """A whole attempt, `minutes` after NOW."""
    at = NOW + timedelta(minutes=minutes)
    return hand_in(start_attempt(enrolment, quiz, now=at), *chosen, at=at)


def address(name: str, *args: Any, language: str = "es") -> str:
    with translation.override(language):
        return reverse(f"quizzes:{name}", args=args)


def post(browser: Client, attempt: Attempt, position: int, *chosen: str, **fields: Any) -> Any:
    """Press the button under a question that has just been opened."""
    url = address("question", attempt.pk, position)
    shown = browser.get(url).context
    form = {"sequence": shown["slot"].sequence, "page": shown["page_id"], "choice": chosen, "goto": "check"}
    return browser.post(url, form | fields)


def stored(attempt: Attempt, position: int = 1) -> list[str] | None:
    """What stands as the answer to a question."""
    response = attempt.slots.get(position=position).response
    return response["selected"] if response else None
