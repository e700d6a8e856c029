"""Scoring: `score(question, response) -> Result`, over the JSON shapes of the question bank.

Total: a malformed response is ungradable, never an exception. Each type of question has its module,
a function (question, response) -> Result, and its line in the table below.
"""

from collections.abc import Callable
from typing import Any

from quizzes.domain.scoring import choice
from quizzes.domain.scoring.result import Result, ungradable

Scorer = Callable[[dict[str, Any], dict[str, Any]], Result]

SCORERS: dict[str, Scorer] = {
    "choice": choice.score,
    "truefalse": choice.score,
}

__all__ = ["SCORERS", "Result", "score"]


def score(question: dict[str, Any], response: dict[str, Any] | None) -> Result:
    """Score a response against a question.

    Returns a Result whose fraction is between the question's lowest and 1, or None when the response
    cannot be graded. An absent or empty response is "gave_up" with fraction 0.
    """
    scorer = SCORERS.get(str(question.get("type")))
    if scorer is None:
        return ungradable()
    if response is None or response == {}:
        return Result(0.0, "gave_up")
    if not isinstance(response, dict):
        return ungradable()
    return scorer(question, response)
