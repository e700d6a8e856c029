"""Draw questions from pools: never one twice in an attempt, those least seen by this learner first."""

from collections.abc import Iterable, Mapping, Sequence
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

    Dry only if no choice whatever would fill every pool. Of all full quizzes it is one whose questions were seen least.
    """
    order = list(dict.fromkeys(question for pool in pools for question in pool.questions))
    random.shuffle(order)
    order.sort(key=lambda question: times_seen.get(question, 0))
    drawn = _seated(pools, order)
    for pool, found in zip(pools, drawn, strict=True):
        if len(found) < pool.count:
            raise DryPool(pool.name, pool.count, len(found))
    return [question for found in drawn for question in found]


def shortages(pools: Sequence[Pool]) -> dict[int, int]:
    """Places of the pools that a draw cannot fill, each with how many it would find. Empty if a quiz can start.

    Where several pools share too few questions it names the larger ones.
    """
    drawn = _seated(pools, dict.fromkeys(question for pool in pools for question in pool.questions))
    return {place: len(found) for place, found in enumerate(drawn) if len(found) < pools[place].count}


def _seated(pools: Sequence[Pool], order: Iterable[int]) -> list[list[int]]:
    """As many questions as the pools can take, each once, the first of the order before the later.

    A bipartite matching: a question is taken if there is a place for it, be it that others move to another of their
    pools. What can be matched is a matroid, so taking in order gives the best that can be had (Edmonds 1971).
    """
    drawn: list[list[int]] = [[] for _pool in pools]
    homes: dict[int, list[int]] = {}  # the pools of a question, the smallest first
    for place, pool in sorted(enumerate(pools), key=lambda item: len(item[1].questions)):
        for question in set(pool.questions):
            homes.setdefault(question, []).append(place)
    for question in order:
        _seat(question, pools, homes, drawn, set())
    return drawn


def _seat(
    question: int, pools: Sequence[Pool], homes: Mapping[int, list[int]], drawn: list[list[int]], tried: set[int]
) -> bool:
    """Give a question a place in one of its pools, moving others if need be; no deeper than there are pools."""
    for place in homes[question]:
        if place in tried:
            continue
        tried.add(place)
        if len(drawn[place]) < pools[place].count:
            drawn[place].append(question)
            return True
        for index, other in enumerate(drawn[place]):
            if _seat(other, pools, homes, drawn, tried):
                drawn[place][index] = question
                return True
    return False
