"""Ordering: nine ways to count what is in order (Moodle 4.5, question/type/ordering). n items:

-1  all or nothing                                   4  items before and after each that belong there, ÷ n(n−1)
 0  right positions ÷ n                              5  longest run in rising order ÷ n, gaps allowed
 1  right successors ÷ (n−1)                         6  longest chain v, v+1, ... ÷ n, others may stand between
 2  the same with an end mark ÷ n                    7  Σ max(0, n − 1 − distance from its place) ÷ n(n−1)
 3  right neighbours before and after, ends too ÷ 2n

In 5 and 6 a run of one item counts nothing. Where the divisor is 0 the fraction is 0.

    {"type": "ordering", "items": [{"id", "text", "feedback"}], "order": ["i3", "i1", "i2"], "mode": 5}
    {"order": ["i1", "i3", "i2"]}     every item once
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise
from typing import Any

from quizzes.domain.scoring.result import Result, gave_up, graded, ungradable


def score(question: dict[str, Any], response: dict[str, Any]) -> Result:
    """Score {"order": [item ids]}."""
    order = response.get("order")
    if not isinstance(order, list) or not all(isinstance(item, str) for item in order):
        return ungradable()
    if not order:
        return gave_up()
    place = {item: number for number, item in enumerate(question["order"])}
    if len(order) != len(place) or set(order) != place.keys():
        return ungradable()
    fraction = MODES[int(question.get("mode", 0))]([place[item] for item in order])
    return graded(fraction, tuple(order))


def minimum(question: dict[str, Any]) -> float:
    """Nothing is taken away."""
    return 0.0


def full_key(question: dict[str, Any]) -> dict[str, Any] | None:
    """The right order."""
    return {"order": list(question["order"])}


# Each mode takes the right places (0 .. n-1) of the items in the order they were put.
Places = Sequence[int]


def _share(count: int, of: int) -> float:
    return count / of if of else 0.0


def _all_or_nothing(places: Places) -> float:
    return float(all(place == number for number, place in enumerate(places)))


def _positions(places: Places) -> float:
    return _share(sum(place == number for number, place in enumerate(places)), len(places))


def _successors(places: Places) -> float:
    return _share(_followed(places), len(places) - 1)


def _successors_and_end(places: Places) -> float:
    return _share(_followed(places) + (places[-1] == len(places) - 1), len(places))


def _neighbours(places: Places) -> float:
    ends = (places[0] == 0) + (places[-1] == len(places) - 1)
    return _share(2 * _followed(places) + ends, 2 * len(places))


def _all_before_and_after(places: Places) -> float:
    """Each pair in the right order counts for both of its items."""
    in_order = sum(before < after for before, after in combinations(places, 2))
    return _share(2 * in_order, len(places) * (len(places) - 1))


def _longest_run(places: Places) -> float:
    ends: list[int] = []  # ends[k]: the smallest end of a rising run of k + 1 items
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return _share(len(ends) if len(ends) > 1 else 0, len(places))


def _longest_chain(places: Places) -> float:
    length: dict[int, int] = {}
    for place in places:
        length[place] = length.get(place - 1, 0) + 1
    longest = max(length.values())
    return _share(longest if longest > 1 else 0, len(places))


def _distances(places: Places) -> float:
    most = len(places) - 1
    return _share(sum(most - abs(place - number) for number, place in enumerate(places)), len(places) * most)


def _followed(places: Places) -> int:
    """How many items are followed by the item that belongs behind them."""
    return sum(after == before + 1 for before, after in pairwise(places))


MODES: dict[int, Callable[[Places], float]] = {
    -1: _all_or_nothing,
    0: _positions,
    1: _successors,
    2: _successors_and_end,
    3: _neighbours,
    4: _all_before_and_after,
    5: _longest_run,
    6: _longest_chain,
    7: _distances,
}
