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
