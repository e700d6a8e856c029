"""Scoring: `score(question, response, grades) -> Result`, over the JSON shapes of the question bank.

Total: a malformed response is ungradable, never an exception. Each type of question has its module with
`score`, `minimum` and `full_key`, and its line in KINDS. Every question may also carry "schema", "stem"
({"format", "text": {"es", "en"}}), "default_mark", "penalty", "shuffle", "feedback" (the explanation), "citations"
and "tests" ([{"response", "fraction"}]). Texts and feedback are {"es": "...", "en": "..."}; weights are decimal
strings; ids are stable, and responses name nothing else.

type              question                                                      response
choice, truefalse {"multiple", "options": [{id, text, weight, feedback}]}       {"selected": ["o1"]}
matching          {"stems": [{id, text, feedback}], "choices": [{id, text}],    {"pairs": {"s1": "c2"}}
                   "pairs": {"s1": "c2"}}
gaps              {"variant", stem with [[p1]], "places": [{id, answer,         {"places": {"p1": "c2"}}
                   feedback}], "choices": [{id, text, group}]}
short             {"case_sensitive", "answers": [{id, pattern, weight,          {"text": "..."}
                   feedback}]}, pattern: text or {"es", "en"}
numeric           {"answers": [{id, value, tolerance, tolerance_type, weight,   {"text": "5,1 km"}
                   feedback}], "units": [{name, multiplier}],
                   "unit_penalty", "unit_mode", "unit_label"}
ordering          {"items": [{id, text, feedback}], "order": [ids], "mode": 5}  {"order": ["i3", "i1"]}
cloze             {stem with [[p1]], "parts": [{id, type, default_mark, ...}]}  {"parts": {"p1": {"text": "..."}}}
scenario          {stem: the case, "parts": [{id, type, default_mark, stem,     {"parts": {"q1": {"selected": [...]}}}
                   ...}]}
essay             {"model_answer", "keywords", "rubric": [{id, text,            {"text": "..."}
                   "levels": [{id, points, text}]}]}

Each module says its type's details.
"""

from collections.abc import Mapping
from typing import Any

from quizzes.domain.scoring import scenario
from quizzes.domain.scoring.composite import combine
from quizzes.domain.scoring.essay import grade_rubric
from quizzes.domain.scoring.kinds import Kind, Question, Response, Scorer, score_by
from quizzes.domain.scoring.result import Result, graded, ungradable

KINDS: dict[str, Kind] = {
    **scenario.PARTS,
    "scenario": Kind(scenario.score, scenario.minimum, scenario.full_key),
}
SCORERS: dict[str, Scorer] = {name: kind.score for name, kind in KINDS.items()}
ANSWERS = ("selected", "pairs", "places", "text", "order")  # the fields of a response
DEPTH = 2  # a scenario may hold a cloze, and that its fields
BROKEN = (KeyError, IndexError, TypeError, ValueError, AttributeError, ArithmeticError)  # what a broken question raises

__all__ = ["BROKEN", "KINDS", "SCORERS", "Result", "full_key", "grade_rubric", "is_answered", "minimum", "score"]


def score(question: Question, response: Response | None, grades: Mapping[str, float] | None = None) -> Result:
    """Score a response against a question.

    Returns a Result whose fraction is between the question's lowest and 1, or None when the response cannot be
    graded. An absent or empty response is "gave_up" with fraction 0. `grades` are the fractions a person gave:
    {"": 0.5} for an essay, {"q2": 0.5} for the essay q2 of a scenario. A question that `check` would refuse may
    make every response ungradable.
    """
    try:
        result = score_by(KINDS, question, response)
        return _with_grades(question, result, grades) if grades else result
    except BROKEN:
        return ungradable()


def minimum(question: Question) -> float:
    """The lowest fraction a response can earn. Only for questions that `check` accepts."""
    return KINDS[question["type"]].minimum(question)


def full_key(question: Question) -> Response | None:
    """A response that earns 1; None where only a person can say. Only for questions that `check` accepts."""
    return KINDS[question["type"]].full_key(question)


def is_answered(response: Any, depth: int = DEPTH) -> bool:
    """Whether a response says anything: some text, a choice, a pair. "0" is an answer."""
    if not isinstance(response, dict):
        return False
    parts = response.get("parts")
    below = parts.values() if depth and isinstance(parts, dict) else ()
    return any(_says_something(response.get(field)) for field in ANSWERS) or any(
        is_answered(p, depth - 1) for p in below
    )


def _says_something(given: Any) -> bool:
    words = given.values() if isinstance(given, dict) else given if isinstance(given, list) else [given]
    return any(isinstance(word, str) and word.strip() for word in words)


def _with_grades(question: Question, result: Result, grades: Mapping[str, float]) -> Result:
    """Put a person's fractions, held within 0..1, where the result waits for them."""
    if result.state != "needs_grading":
        return result
    if not result.parts:
        return graded(min(1.0, max(0.0, float(grades[""])))) if "" in grades else result
    parts = zip(question["parts"], result.parts, strict=True)
    return combine(question, [_with_grades(p, r, _grade_of(p["id"], grades)) for p, r in parts])


def _grade_of(part: str, grades: Mapping[str, float]) -> dict[str, float]:
    return {"": grades[part]} if part in grades else {}
