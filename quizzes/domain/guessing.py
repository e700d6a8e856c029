"""What somebody earns who answers at random (Moodle 4.5, get_random_guess_score of each question type)."""

from collections.abc import Callable
from math import fsum
from typing import Any

from quizzes.domain.scoring import BROKEN, gaps, numeric, short_answer
from quizzes.domain.scoring.answers import in_any_language
from quizzes.domain.scoring.composite import weighted_mean

Content = dict[str, Any]


def random_guess_score(content: Content) -> float | None:
    """The mean fraction of random answers; None where nobody can say: several boxes, orders, essays."""
    guess = GUESSES.get(str(content.get("type")))
    try:
        return guess(content) if guess else None
    except BROKEN:
        return None


def _choice(content: Content) -> float | None:
    weights = [float(option["weight"]) for option in content["options"]]
    return None if content.get("multiple") else fsum(weights) / len(weights)


def _true_or_false(content: Content) -> float:
    return 0.5


def _matching(content: Content) -> float:
    """1 ÷ choices; those that read the same are one."""
    return 1 / len({str(sorted(choice["text"].items())) for choice in content["choices"]})


def _gaps(content: Content) -> float:
    """The mean over the places of 1 ÷ choices of the group."""
    groups = [gaps.group_of(content, choice["id"]) for choice in content["choices"]]
    chances = [1 / groups.count(gaps.group_of(content, place["answer"])) for place in content["places"]]
    return fsum(chances) / len(chances)


def _short(content: Content) -> float:
    """0 unless one answer takes anything."""
    for answer in content["answers"]:
        if any(short_answer.is_anything(pattern) for pattern in in_any_language(answer["pattern"])):
            return float(answer["weight"])
    return 0.0


def _numeric(content: Content) -> float:
    """0 unless one answer takes any number; a unit nobody gave costs its penalty."""
    penalty = float(content.get("unit_penalty") or 0) if content.get("units") else 0.0
    for answer in content["answers"]:
        if numeric.is_anything(answer):
            return max(0.0, float(answer["weight"]) - penalty)
    return 0.0


def _parts(content: Content) -> float | None:
    chances = [random_guess_score(part) for part in content["parts"]]
    known = [chance for chance in chances if chance is not None]
    return weighted_mean(content, known) if len(known) == len(chances) else None


GUESSES: dict[str, Callable[[Content], float | None]] = {
    "choice": _choice,
    "truefalse": _true_or_false,
    "matching": _matching,
    "gaps": _gaps,
    "short": _short,
    "numeric": _numeric,
    "cloze": _parts,
    "scenario": _parts,
}
