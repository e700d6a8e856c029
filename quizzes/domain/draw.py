"""Draw questions from pools: never one twice in an attempt, those least seen by this learner first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Pool:
    """A draw of `count` questions out of `questions` (ids). `name` is what a trainer calls it."""

    name: str
    count: int
    questions: Sequence[int]


class DryPool(Exception):
    """A pool holds fewer questions than the quiz wants: an error at the start, not a short quiz."""

    def __init__(self, name: str, wanted: int, found: int) -> None:
        super().__init__(f"{name}: {wanted} wanted, {found} found")
        self.name, self.wanted, self.found = name, wanted, found


def draw(pools: Sequence[Pool], times_seen: Mapping[int, int], random: Random) -> list[int]:
    """Draw from each pool; the questions stand in the order of the pools. Raises DryPool.

    The smallest pool draws first: a category never takes the fixed question that stands after it.
    """
    taken: set[int] = set()
    drawn: dict[int, list[int]] = {}
    for place, pool in sorted(enumerate(pools), key=lambda item: len(item[1].questions)):
        left = [question for question in pool.questions if question not in taken]
        if len(left) < pool.count:
            raise DryPool(pool.name, pool.count, len(left))
        random.shuffle(left)
        left.sort(key=lambda question: times_seen.get(question, 0))
        drawn[place] = left[: pool.count]
        taken.update(drawn[place])
    return [question for place in range(len(pools)) for question in drawn[place]]
