"""Matching: right stems ÷ stems (Moodle 4.5, question/type/match).

A stem without text is not asked: in a question bank such rows only add choices. Two stems may share one
choice, and two choices with the same text are one answer.

    {"type": "matching", "stems": [{"id", "text", "feedback"}], "choices": [{"id", "text"}], "pairs": {"s1": "c2"}}
    {"pairs": {"s1": "c2"}}     a blank ("" or null) is an unanswered stem
"""

from typing import Any

from quizzes.domain.scoring.pairing import read_pairs, score_pairs, texts_by_id
from quizzes.domain.scoring.result import Result, ungradable


def score(question: dict[str, Any], response: dict[str, Any]) -> Result:
    """Score {"pairs": {stem id: choice id}}."""
    key, texts = pairs(question), texts_by_id(question["choices"])
    given = read_pairs(response.get("pairs"), key, texts)
    return ungradable() if given is None else score_pairs(key, given, texts)


def minimum(question: dict[str, Any]) -> float:
    """Nothing is taken away."""
    return 0.0


def full_key(question: dict[str, Any]) -> dict[str, Any] | None:
    """Every stem with its choice."""
    return {"pairs": pairs(question)}


def asked(question: dict[str, Any]) -> list[dict[str, Any]]:
    """The stems that have a text in some language."""
    return [stem for stem in question["stems"] if any(text.strip() for text in stem["text"].values())]


def pairs(question: dict[str, Any]) -> dict[str, str]:
    """The right choice of every stem that is asked."""
    return {stem["id"]: question["pairs"][stem["id"]] for stem in asked(question)}
