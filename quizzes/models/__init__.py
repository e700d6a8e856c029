"""Split by concept: the bank, the quizzes drawn from it, the attempts at them, their pages."""

from quizzes.models.attempts import Attempt, AttemptEvent, AttemptSlot, ManualMark, Regrade, SavedResponse
from quizzes.models.bank import Question, QuestionVersion
from quizzes.models.pages import QuizPage
from quizzes.models.quiz import Override, Quiz, QuizDraw

__all__ = [
    "Attempt",
    "AttemptEvent",
    "AttemptSlot",
    "ManualMark",
    "Override",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizDraw",
    "QuizPage",
    "Regrade",
    "SavedResponse",
]
