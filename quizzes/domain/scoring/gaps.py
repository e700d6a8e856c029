"""Gap select and drag words: right places ÷ places; choices that fit nowhere are free.

(Moodle 4.5, question/type/gapselect and question/type/ddwtos.) The stem holds every place once, in each of its
languages: "The Protocol was adopted in [[p1]] by the [[p2]]." A choice with a group is offered in the places
whose right choice is of the same group.

    {"type": "gaps", "variant": "select" or "drag", "stem": {"text": {"en": "... [[p1]] ..."}},
     "places": [{"id": "p1", "answer": "c1", "feedback"}], "choices": [{"id": "c1", "text", "group"}]}
    {"places": {"p1": "c2"}}    a blank ("" or null) is an unanswered place
"""

from typing import Any

from quizzes.domain.scoring.pairing import read_pairs, score_pairs, texts_by_id
from quizzes.domain.scoring.result import Result, ungradable


def score(question: dict[str, Any], response: dict[str, Any]) -> Result:
    """Score {"places": {place id: choice id}}."""
    key, texts = answers(question), texts_by_id(question["choices"])
    given = read_pairs(response.get("places"), key, texts)
    return ungradable() if given is None else score_pairs(key, given, texts)


def minimum(question: dict[str, Any]) -> float:
    """Nothing is taken away."""
    return 0.0


def full_key(question: dict[str, Any]) -> dict[str, Any] | None:
    """Every place with its choice."""
    return {"places": answers(question)}


def answers(question: dict[str, Any]) -> dict[str, str]:
    """The right choice of every place."""
    return {place["id"]: place["answer"] for place in question["places"]}


def group_of(question: dict[str, Any], choice: str) -> str:
    """The group of a choice; "" when it has none."""
    return next((str(c.get("group") or "") for c in question["choices"] if c["id"] == choice), "")
