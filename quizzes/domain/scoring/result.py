"""What scoring a response gives."""

from dataclasses import dataclass
from typing import Any, Literal

State = Literal["right", "partial", "wrong", "gave_up", "needs_grading", "ungradable"]
Problem = Literal["", "not_a_number"]

WRONG_BELOW = 1e-6
RIGHT_ABOVE = 0.999999


@dataclass(frozen=True)
class Result:
    """The share of the mark that was earned (None: cannot be graded yet, or at all), the state, ids whose feedback is due.

    `problem` says why an honest answer is ungradable, so that the page can ask for it again. Without a problem
    an ungradable response has a shape that no form of ours sends.
    """

    fraction: float | None
    state: State
    feedback: tuple[str, ...] = ()
    parts: tuple["Result", ...] = ()
    problem: Problem = ""

    def as_json(self) -> dict[str, Any]:
        """The JSON shape of the question bank."""
        shape: dict[str, Any] = {
            "fraction": self.fraction,
            "state": self.state,
            "parts": [part.as_json() for part in self.parts],
            "feedback": list(self.feedback),
        }
        return {**shape, "problem": self.problem} if self.problem else shape


def state_of(fraction: float) -> State:
    """wrong below 1e-6, right above 0.999999, else partial."""
    if fraction < WRONG_BELOW:
        return "wrong"
    return "right" if fraction > RIGHT_ABOVE else "partial"


def graded(fraction: float, feedback: tuple[str, ...] = (), parts: tuple[Result, ...] = ()) -> Result:
    """A result whose state follows from its fraction."""
    return Result(fraction, state_of(fraction), feedback, parts)


def gave_up(parts: tuple[Result, ...] = ()) -> Result:
    """Nothing was answered."""
    return Result(0.0, "gave_up", (), parts)


def ungradable(problem: Problem = "") -> Result:
    """The response does not have the shape of an answer to this question, or has a problem a learner can repair."""
    return Result(None, "ungradable", problem=problem)


def needs_grading(parts: tuple[Result, ...] = ()) -> Result:
    """A person must read it: the fraction is pending, not 0."""
    return Result(None, "needs_grading", (), parts)
