"""The kinds of questions that stand for themselves, and how a response finds its scorer."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from quizzes.domain.scoring import choice, essay, gaps, matching, numeric, ordering, short_answer
from quizzes.domain.scoring.result import Result, gave_up, ungradable

Question = dict[str, Any]
Response = dict[str, Any]
Scorer = Callable[[Question, Response], Result]


class Kind(NamedTuple):
    """What a module of scoring offers for a type of question."""

    score: Scorer
    minimum: Callable[[Question], float]
    full_key: Callable[[Question], Response | None]


_choice = Kind(choice.score, choice.minimum, choice.full_key)
SIMPLE: dict[str, Kind] = {
    "choice": _choice,
    "truefalse": _choice,
    "matching": Kind(matching.score, matching.minimum, matching.full_key),
    "gaps": Kind(gaps.score, gaps.minimum, gaps.full_key),
    "short": Kind(short_answer.score, short_answer.minimum, short_answer.full_key),
    "numeric": Kind(numeric.score, numeric.minimum, numeric.full_key),
    "ordering": Kind(ordering.score, ordering.minimum, ordering.full_key),
    "essay": Kind(essay.score, essay.minimum, essay.full_key),
}


def score_by(kinds: Mapping[str, Kind], question: Question, response: Any) -> Result:
    """Score by the question's type. An absent or empty response is "gave_up" with fraction 0."""
    kind = kinds.get(str(question.get("type")))
    if kind is None:
        return ungradable()
    if response is None or response == {}:
        return gave_up()
    return kind.score(question, response) if isinstance(response, dict) else ungradable()
