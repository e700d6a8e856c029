"""Split by concept: the bank, the quizzes drawn from it, the attempts at them, their pages."""

from quizzes.models.attempts import Attempt, AttemptEvent, AttemptSlot, SavedResponse
from quizzes.models.bank import Question, QuestionVersion
from quizzes.models.pages import QuizPage
from quizzes.models.quiz import Quiz, QuizDraw

__all__ = [
    "Attempt",
    "AttemptEvent",
    "AttemptSlot",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizDraw",
    "QuizPage",
    "SavedResponse",
]
