"""Scenario: a case with several questions under it, shown together, each scored by its own type.

The mean of the parts, weighted by their default_mark. A part is any question except another scenario.

    {"type": "scenario", "stem": {"text": the case},
     "parts": [{"id": "q1", "default_mark": "1", "type": "choice", "stem": {...}, "options": [...]}]}
    {"parts": {"q1": {"selected": ["a"]}}}
"""

from quizzes.domain.scoring import cloze
from quizzes.domain.scoring.composite import full_key_of_parts, minimum_of_parts, score_parts
from quizzes.domain.scoring.kinds import SIMPLE, Kind, Question, Response
from quizzes.domain.scoring.result import Result

PARTS: dict[str, Kind] = {**SIMPLE, "cloze": Kind(cloze.score, cloze.minimum, cloze.full_key)}


def score(question: Question, response: Response) -> Result:
    """Score {"parts": {part id: response}}."""
    return score_parts(PARTS, question, response)


def minimum(question: Question) -> float:
    """The mean of the parts' lowest."""
    return minimum_of_parts(PARTS, question)


def full_key(question: Question) -> Response | None:
    """The parts' keys; none if a part is an essay."""
    return full_key_of_parts(PARTS, question)
