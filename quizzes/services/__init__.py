"""Changes to the bank and to attempts, named by verb and noun."""

from quizzes.services.bank import put_question
from quizzes.services.finishing import close_expired_attempts, close_if_expired, finish_attempt, submit_attempt
from quizzes.services.saving import AttemptClosed, NotAnAnswer, QuestionClosed, StaleAnswer, save_answer
from quizzes.services.starting import start_attempt
from quizzes.services.trying import check_answer

__all__ = [
    "AttemptClosed",
    "NotAnAnswer",
    "QuestionClosed",
    "StaleAnswer",
    "check_answer",
    "close_expired_attempts",
    "close_if_expired",
    "finish_attempt",
    "put_question",
    "save_answer",
    "start_attempt",
    "submit_attempt",
]
