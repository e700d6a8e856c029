"""A changed key: which marks would change? Only compares; nobody's mark is touched here."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from quizzes.domain.marks import SAME, stored
from quizzes.domain.scoring import Result, score
from quizzes.domain.scoring.result import graded

Policy = Literal["new_key", "either", "full_marks", "none"]
POLICIES: tuple[Policy, ...] = ("new_key", "either", "full_marks", "none")


@dataclass(frozen=True)
class Graded:
    """A question in an attempt as it was graded. `key` is whatever the caller finds it by. Mark None: still pending."""

    key: Hashable
    response: dict[str, Any] | None
    max_mark: Decimal
    mark: Decimal | None
    state: str
    grades: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """A mark that would change, with what to write. Mark None: a person must grade it."""

    key: Hashable
    old_mark: Decimal | None
    new_mark: Decimal | None
    old_max: Decimal
    new_max: Decimal
    old_state: str
    new_state: str
    fraction: Decimal | None


def changes(old: Iterable[Graded], content: dict[str, Any], policy: Policy) -> list[Change]:
    """The marks that the policy changes, given the new content of the question.

    new_key: as the new key says. either: what the old key earned, or the new one, whichever is more.
    full_marks: everybody has the full mark, answered or not. none: the question does not count, 0 of 0.
    """
    if policy not in POLICIES:
        raise ValueError(f"no such policy: {policy!r}")
    compared = (_change(slot, content, policy) for slot in old)
    return [change for change in compared if not _is_same(change)]


def _change(slot: Graded, content: dict[str, Any], policy: Policy) -> Change:
    """What the policy makes of one slot; the same mark as before where the old one is to stand."""
    if policy == "none":
        zero = stored(0)
        return Change(slot.key, slot.mark, zero, slot.max_mark, zero, slot.state, slot.state, zero)
    result = graded(1.0) if policy == "full_marks" else score(content, slot.response, slot.grades)
    fraction, mark = _marks(result, slot.max_mark)
    if policy == "either" and slot.mark is not None and (mark is None or mark <= slot.mark):
        mark = slot.mark
    return Change(slot.key, slot.mark, mark, slot.max_mark, slot.max_mark, slot.state, result.state, fraction)


def _marks(result: Result, max_mark: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """Fraction and mark as they are stored. What cannot be graded at all earns 0; what waits for a person nothing yet."""
    if result.state == "needs_grading":
        return None, None
    fraction = stored(result.fraction or 0.0)
    return fraction, stored(float(fraction) * float(max_mark))


def _is_same(change: Change) -> bool:
    """Whether two marks are closer than can be seen, out of the same maximum."""
    if change.old_mark is None or change.new_mark is None:
        return change.old_mark is change.new_mark
    moved = max(abs(change.old_mark - change.new_mark), abs(change.old_max - change.new_max))
    return moved < Decimal(str(SAME))
