"""What a learner's cohort taking another release would mean for that learner."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from courses.domain.completion import Item, is_complete


class Effect(StrEnum):
    """In the order in which a trainer wants to read it."""

    COMPLETES = "completes"
    MORE = "more"
    SAME = "same"
    KEEPS = "keeps"


@dataclass(frozen=True)
class Asked:
    """What counts for completion before and after, as ids of activities."""

    before: frozenset[str]
    after: frozenset[str]

    @property
    def added(self) -> frozenset[str]:
        return self.after - self.before


def asked(before: Sequence[Item], after: Sequence[Item]) -> Asked:
    """What either release asks today: activities that were withdrawn are asked of nobody."""
    counting = (frozenset(item.activity for item in items if item.counts) for items in (before, after))
    return Asked(*counting)


def effect(change: Asked, completed: frozenset[str], *, has_completed_course: bool) -> Effect:
    """A completed course stays completed, whatever the new release asks."""
    if has_completed_course:
        return Effect.KEEPS
    if is_complete([Item(activity) for activity in change.after], completed):
        return Effect.COMPLETES
    return Effect.MORE if change.added - completed else Effect.SAME
