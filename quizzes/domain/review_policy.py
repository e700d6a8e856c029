"""What a learner may see of an attempt, and when."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

Part = Literal["attempt", "correctness", "marks", "specific", "general", "answer"]
Moment = Literal["during", "right_after", "later", "closed"]

PARTS: tuple[Part, ...] = ("attempt", "correctness", "marks", "specific", "general", "answer")
MOMENTS: tuple[Moment, ...] = ("during", "right_after", "later", "closed")
RIGHT_AFTER = timedelta(minutes=2)  # as in Moodle 4.5: "immediately after the attempt"


def moment(finished_at: datetime | None, closes_at: datetime | None, now: datetime) -> Moment:
    """Which of the four moments it is for an attempt."""
    if finished_at is None:
        return "during"
    if closes_at is not None and now >= closes_at:
        return "closed"
    return "right_after" if now < finished_at + RIGHT_AFTER else "later"


def visible(policy: Mapping[str, Sequence[str]], at: Moment) -> frozenset[Part]:
    """The parts that the policy shows at a moment. Marks and feedback never show without the attempt itself."""
    shown = frozenset(part for part in PARTS if part in policy.get(at, ()))
    return shown if "attempt" in shown or at == "during" else shown & {"marks"}


def hidden_during(policy: Mapping[str, Sequence[str]]) -> frozenset[Part]:
    """What a checked answer does not tell while the attempt goes on. A policy that says nothing hides nothing."""
    return frozenset(PARTS) - frozenset(policy["during"]) if "during" in policy else frozenset()


Policy = dict[str, list[str]]
ATTEMPT: tuple[Part, ...] = ("attempt", "correctness")  # whoever may try again must be told whether it was right
DURING: tuple[Part, ...] = ("specific", "general")  # beyond that, what may be chosen for the time of the attempt
_RESULT: tuple[Part, ...] = (*ATTEMPT, "marks")

# Ready-made policies. Learning: all at once. Results: one's own answers, right or wrong, the mark; the rest once the
# quiz has closed. Exam: the mark alone until then.
PRESETS: dict[str, Policy] = {
    "learning": {"right_after": list(PARTS), "later": list(PARTS), "closed": list(PARTS)},
    "results": {
        "during": list(ATTEMPT),
        "right_after": list(_RESULT),
        "later": list(_RESULT),
        "closed": list(PARTS),
    },
    "exam": {"during": list(ATTEMPT), "right_after": ["marks"], "later": ["marks"], "closed": list(PARTS)},
}


def preset_of(policy: Mapping[str, Sequence[str]]) -> str:
    """The ready-made policy that this one is; "" for one of a trainer's own."""
    return next((name for name, preset in PRESETS.items() if _as_sets(preset) == _as_sets(policy)), "")


def _as_sets(policy: Mapping[str, Sequence[str]]) -> tuple[frozenset[str], ...]:
    told = frozenset(DURING) - hidden_during(policy)
    return (told, *(frozenset(policy.get(at, ())) & frozenset(PARTS) for at in MOMENTS[1:]))
