"""The fewest moves that bring a list into another order. A page tree moves one page at a time, and each move costs."""

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def moves(now: Sequence[T], wanted: Sequence[T]) -> list[tuple[T, T | None]]:
    """(what moves, after which), in the order in which to do it; None for the first place.

    Both hold the same things, each once. What stands in the longest run that is in order already does not move.
    """
    place = {thing: n for n, thing in enumerate(now)}
    staying = _longest_run([place[thing] for thing in wanted])
    before: T | None = None
    found = []
    for thing in wanted:
        if place[thing] not in staying:
            found.append((thing, before))
        before = thing
    return found


def _longest_run(places: Sequence[int]) -> set[int]:
    """The longest increasing subsequence."""
    ends: list[int] = []  # the smallest end of a run of each length
    behind: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        behind[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    run: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        run.add(last)
        last = behind[last]
    return run


def shifted(things: Sequence[T], thing: T, by: int) -> list[T]:
    """The list with one thing further up (by < 0) or down; at the end it stays."""
    rest = [one for one in things if one != thing]
    at = max(0, min(len(rest), list(things).index(thing) + by))
    return [*rest[:at], thing, *rest[at:]]
