"""What a learner sees of a question once the review allows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ReviewedOption:
    """An option with what was chosen, whether it earns marks, and why."""

    text: dict[str, str]
    is_chosen: bool
    is_right: bool
    feedback: dict[str, str]


@dataclass(frozen=True)
class ReviewedQuestion:
    """A question after the attempt: every option with its reason."""

    stem: dict[str, str]
    options: tuple[ReviewedOption, ...]
    explanation: dict[str, str]
    citations: tuple[dict[str, str], ...]

    @property
    def is_answered(self) -> bool:
        return any(option.is_chosen for option in self.options)


def review(content: dict[str, Any], order: Sequence[str], response: dict[str, Any] | None) -> ReviewedQuestion:
    """Lay a response over the question's key, options in the attempt's order."""
    chosen = set((response or {}).get("selected", []))
    options = {option["id"]: option for option in content["options"]}
    return ReviewedQuestion(
        stem=content["stem"]["text"],
        options=tuple(
            ReviewedOption(
                text=options[key]["text"],
                is_chosen=key in chosen,
                is_right=float(options[key]["weight"]) > 0,
                feedback=options[key].get("feedback", {}),
            )
            for key in order
            if key in options
        ),
        explanation=content.get("feedback", {}),
        citations=tuple(content.get("citations", ())),
    )
