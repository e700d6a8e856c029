"""The review policy on the settings screen: ready-made ones, and a grid of what is shown when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from quizzes.domain.review_policy import ATTEMPT, DURING, MOMENTS, PARTS, PRESETS, Moment, Part, Policy, hidden_during

OWN = "own"
CHOICES = [
    ("learning", _("Learning: after handing in everything is shown, with a reason for every option")),
    ("results", _("Test: own answers, right or wrong, and the mark; right answers and reasons after the quiz closes")),
    ("exam", _("Exam: only the mark; everything else after the quiz closes")),
    (OWN, _("My own choice, in the table below")),
]
MOMENT_WORDS: dict[Moment, Any] = {
    "during": _("During, after a check"),
    "right_after": _("In the first two minutes"),
    "later": _("Later, while open"),
    "closed": _("After it closes"),
}
PART_WORDS: dict[Part, Any] = {
    "attempt": _("Own answers"),
    "correctness": _("Right or wrong"),
    "marks": _("Mark and overall feedback"),
    "specific": _("Reason for what was chosen"),
    "general": _("Explanation of the question"),
    "answer": _("Right answer"),
}


@dataclass(frozen=True)
class Cell:
    """A tick of the grid. What cannot be chosen is told as it is."""

    value: str
    label: str
    is_on: bool
    is_fixed: bool = False


def cells(policy: Mapping[str, Sequence[str]]) -> list[str]:
    """The ticks of a policy: "later:marks"."""
    told = [f"during:{part}" for part in DURING if part not in hidden_during(policy)]
    return told + [f"{at}:{part}" for at in MOMENTS[1:] for part in PARTS if part in policy.get(at, ())]


def values() -> list[tuple[str, str]]:
    """What may be ticked."""
    told = [f"during:{part}" for part in DURING]
    return [(value, value) for value in told + [f"{at}:{part}" for at in MOMENTS[1:] for part in PARTS]]


def grid(ticked: Iterable[str]) -> list[tuple[Any, list[Cell]]]:
    """A row for each part, a cell for each moment."""
    on = set(ticked)
    return [(word, [_cell(at, part, on) for at in MOMENTS]) for part, word in PART_WORDS.items()]


def _cell(at: Moment, part: Part, on: set[str]) -> Cell:
    value, label = f"{at}:{part}", f"{PART_WORDS[part]}: {MOMENT_WORDS[at]}"
    if at == "during" and part not in DURING:
        return Cell(value, label, is_on=part in ATTEMPT, is_fixed=True)
    return Cell(value, label, is_on=value in on)


def policy_of(preset: str, ticked: Iterable[str]) -> Policy:
    """The policy that was chosen. What stands on the attempt shows it: only the mark can do without."""
    if preset in PRESETS:
        return {at: list(parts) for at, parts in PRESETS[preset].items()}
    on = set(ticked)
    policy: Policy = {at: [part for part in PARTS if f"{at}:{part}" in on] for at in MOMENTS[1:]}
    for at, parts in policy.items():
        if set(parts) - {"marks", "attempt"} and "attempt" not in parts:
            policy[at] = ["attempt", *parts]
    during: list[str] = [*ATTEMPT, *(part for part in DURING if f"during:{part}" in on)]
    return {"during": during, **policy}
