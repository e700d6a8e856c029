"""When a course is completed, and how much of it is."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Item:
    """An activity's place in a release, as the rules see it."""

    activity: str
    is_required: bool = True
    is_retired: bool = False
    weight: Fraction = Fraction(1)

    @property
    def counts(self) -> bool:
        """A lesson withdrawn after the release was published can no longer be asked of anyone."""
        return self.is_required and not self.is_retired


def is_complete(items: Collection[Item], completed: Collection[str]) -> bool:
    """Whether every activity that counts is completed. A release without any is never complete."""
    counting = [item for item in items if item.counts]
    return bool(counting) and all(item.activity in completed for item in counting)


def share(items: Collection[Item], completed: Collection[str]) -> Fraction:
    """Completed weight over the weight that counts, from 0 to 1; completed retired activities do not count."""
    total = sum((item.weight for item in items if item.counts), Fraction(0))
    done = sum((item.weight for item in items if item.counts and item.activity in completed), Fraction(0))
    return done / total if total else Fraction(0)
