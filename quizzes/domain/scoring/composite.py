"""Questions made of questions: the mean of the parts, weighted by their default_mark."""

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Any

from quizzes.domain.scoring.kinds import Kind, Question, Response, score_by
from quizzes.domain.scoring.result import Result, gave_up, graded, needs_grading, ungradable


def score_parts(kinds: Mapping[str, Kind], question: Question, response: Response) -> Result:
    """Score {"parts": {part id: response}}; one result per part, in the question's order."""
    given = response.get("parts")
    parts = question["parts"]
    if not isinstance(given, dict) or not given.keys() <= {part["id"] for part in parts}:
        return ungradable()
    return combine(question, [score_by(kinds, part, given.get(part["id"])) for part in parts])


def combine(question: Question, results: Sequence[Result]) -> Result:
    """Σ(wᵢfᵢ) ÷ Σwᵢ. What was not answered, or is no number, counts 0; what waits for a person keeps all waiting."""
    if any(result.state == "ungradable" and not result.problem for result in results):
        return ungradable()
    parts = tuple(results)
    if any(result.state == "needs_grading" for result in results):
        return needs_grading(parts)
    if all(result.state == "gave_up" for result in results):
        return gave_up(parts)
    return graded(weighted_mean(question, [result.fraction or 0.0 for result in results]), parts=parts)


def minimum_of_parts(kinds: Mapping[str, Kind], question: Question) -> float:
    """There is no floor under the whole: the mean of the parts' lowest."""
    return weighted_mean(question, [kinds[part["type"]].minimum(part) for part in question["parts"]])


def full_key_of_parts(kinds: Mapping[str, Kind], question: Question) -> Response | None:
    """The parts' keys; none if a part has none."""
    keys = {part["id"]: kinds[part["type"]].full_key(part) for part in question["parts"]}
    return None if None in keys.values() else {"parts": keys}


def weighted_mean(question: Question, fractions: Sequence[float]) -> float:
    """The mean weighted by the parts' default_mark."""
    weights = [weight_of(part) for part in question["parts"]]
    return fsum(w * f for w, f in zip(weights, fractions, strict=True)) / fsum(weights)


def weight_of(part: dict[str, Any]) -> float:
    """A part weighs 1 unless it says otherwise."""
    return float(part.get("default_mark", 1))
