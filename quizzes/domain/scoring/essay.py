"""Essay: a person reads it, with a rubric. Until then its fraction is pending, not 0.

A rubric is a list of criteria, each with levels; the fraction is the points of the chosen levels ÷ the most that
could be had (Moodle 4.5, grade/grading/form/rubric, with the lowest score locked to its points).

    {"type": "essay", "model_answer": {"es", "en"}, "keywords": {"es": [...], "en": [...]},
     "rubric": [{"id": "r1", "text": {"es", "en"}, "levels": [{"id": "l0", "points": "0", "text"}]}]}
    {"text": "..."}
"""

from math import fsum
from typing import Any

from quizzes.domain.scoring.result import Result, gave_up, needs_grading, ungradable


def score(question: dict[str, Any], response: dict[str, Any]) -> Result:
    """Read {"text": "..."}: something to grade, or nothing."""
    text = response.get("text")
    if not isinstance(text, str):
        return ungradable()
    return needs_grading() if text.strip() else gave_up()


def minimum(question: dict[str, Any]) -> float:
    """No text costs marks."""
    return 0.0


def full_key(question: dict[str, Any]) -> dict[str, Any] | None:
    """No response earns the full mark by itself."""
    return None


def grade_rubric(rubric: list[dict[str, Any]], chosen: dict[str, Any]) -> float | None:
    """The fraction for the chosen levels, {criterion id: level id}. None until every criterion has a level of its own."""
    try:
        points = [{level["id"]: float(level["points"]) for level in criterion["levels"]} for criterion in rubric]
        earned = [levels[chosen[criterion["id"]]] for criterion, levels in zip(rubric, points, strict=True)]
        return fsum(earned) / fsum(max(levels.values()) for levels in points)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError):
        return None
