"""What scoring a response gives."""

from dataclasses import dataclass
from typing import Any, Literal

State = Literal["right", "partial", "wrong", "gave_up", "needs_grading", "ungradable"]

WRONG_BELOW = 1e-6
RIGHT_ABOVE = 0.999999


@dataclass(frozen=True)
class Result:
    """The share of the mark that was earned (None: cannot be graded), the state, ids whose feedback is due."""

    fraction: float | None
    state: State
    feedback: tuple[str, ...] = ()
    parts: tuple["Result", ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The JSON shape of the question bank."""
        return {
            "fraction": self.fraction,
            "state": self.state,
            "parts": [part.as_json() for part in self.parts],
            "feedback": list(self.feedback),
        }


def state_of(fraction: float) -> State:
    """wrong below 1e-6, right above 0.999999, else partial."""
    if fraction < WRONG_BELOW:
        return "wrong"
    return "right" if fraction > RIGHT_ABOVE else "partial"


def graded(fraction: float, feedback: tuple[str, ...] = ()) -> Result:
    """A result whose state follows from its fraction."""
    return Result(fraction, state_of(fraction), feedback)


def ungradable() -> Result:
    """The response does not have the shape of an answer to this question."""
    return Result(None, "ungradable")
