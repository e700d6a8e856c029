"""Cloze: fields within a text. Σ(wᵢfᵢ) ÷ Σwᵢ; an unanswered field counts 0; no floor.

(Moodle 4.5, question/type/multianswer.) The stem holds every field once, in each of its languages, as [[p1]].
A field is a choice, a true/false, a short answer or a number; w is its default_mark.

    {"type": "cloze", "stem": {"text": {"en": "... [[p1]] ..."}},
     "parts": [{"id": "p1", "default_mark": "2", "type": "short", "answers": [...]}]}
    {"parts": {"p1": {"text": "..."}}}
"""

from quizzes.domain.scoring.composite import full_key_of_parts, minimum_of_parts, score_parts
from quizzes.domain.scoring.kinds import SIMPLE, Kind, Question, Response
from quizzes.domain.scoring.result import Result

FIELDS: dict[str, Kind] = {name: SIMPLE[name] for name in ("choice", "truefalse", "short", "numeric")}


def score(question: Question, response: Response) -> Result:
    """Score {"parts": {field id: response}}."""
    return score_parts(FIELDS, question, response)


def minimum(question: Question) -> float:
    """The mean of the fields' lowest."""
    return minimum_of_parts(FIELDS, question)


def full_key(question: Question) -> Response | None:
    """The fields' keys."""
    return full_key_of_parts(FIELDS, question)
