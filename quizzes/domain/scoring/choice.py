"""Single choice, multiple choice, true/false.

Single: the weight of the chosen option, which may be negative. Multiple: the weights of the chosen
options added up and clamped to 0..1 (Moodle 4.5, question/type/multichoice).

    {"type": "choice" or "truefalse", "multiple": bool,
     "options": [{"id", "text", "weight": "-1".."1", "feedback"}]}
    {"selected": ["o1"]}
"""

from math import fsum
from typing import Any

from quizzes.domain.scoring.result import Result, graded, ungradable


def score(question: dict[str, Any], response: dict[str, Any]) -> Result:
    """Score {"selected": [option ids]}."""
    weights = {str(option["id"]): float(option["weight"]) for option in question["options"]}
    chosen = response.get("selected")
    if not isinstance(chosen, list) or not all(isinstance(c, str) and c in weights for c in chosen):
        return ungradable()
    if len(set(chosen)) != len(chosen):
        return ungradable()
    if not chosen:
        return Result(0.0, "gave_up")
    if question.get("multiple"):
        return graded(min(1.0, max(0.0, fsum(weights[c] for c in chosen))), tuple(chosen))
    return graded(weights[chosen[0]], tuple(chosen)) if len(chosen) == 1 else ungradable()


def minimum(question: dict[str, Any]) -> float:
    """The lowest fraction a response can earn: min(0, smallest weight) for single choice, else 0."""
    if question.get("multiple"):
        return 0.0
    return min(0.0, *(float(option["weight"]) for option in question["options"]))


def full_key(question: dict[str, Any]) -> dict[str, Any] | None:
    """Every option that earns something; of a single choice the one that earns most."""
    weights = {str(option["id"]): float(option["weight"]) for option in question["options"]}
    if question.get("multiple"):
        return {"selected": [key for key, weight in weights.items() if weight > 0]}
    return {"selected": [max(weights, key=lambda key: weights[key])]} if weights else None
