"""Changes to the bank and to attempts, named by verb and noun."""

from quizzes.services.attempts import (
    AttemptClosed,
    NotAnAnswer,
    StaleAnswer,
    close_expired_attempts,
    close_if_expired,
    save_answer,
    start_attempt,
    submit_attempt,
)
from quizzes.services.bank import put_question

__all__ = [
    "AttemptClosed",
    "NotAnAnswer",
    "StaleAnswer",
    "close_expired_attempts",
    "close_if_expired",
    "put_question",
    "save_answer",
    "start_attempt",
    "submit_attempt",
]
