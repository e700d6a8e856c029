"""What changed between two structures of a course: plain lists, no database."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """An activity's place in a structure. `minutes` is None where nobody wrote down how long it was."""

    activity: str
    module: str
    is_required: bool = True
    minutes: int | None = None


@dataclass(frozen=True)
class Difference:
    """Activities by what became of them, in the order of the structure that has them; minutes as (before, now)."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[str, ...]
    now_required: tuple[str, ...]
    now_optional: tuple[str, ...]
    minutes: tuple[tuple[str, int, int], ...]


def compare(old: Sequence[Place], new: Sequence[Place]) -> Difference:
    """From the old structure to the new one."""
    before = {place.activity: place for place in old}
    after = {place.activity for place in new}
    kept = [(before[place.activity], place) for place in new if place.activity in before]
    return Difference(
        added=tuple(place.activity for place in new if place.activity not in before),
        removed=tuple(place.activity for place in old if place.activity not in after),
        moved=_moved(old, new),
        now_required=tuple(b.activity for a, b in kept if b.is_required and not a.is_required),
        now_optional=tuple(b.activity for a, b in kept if a.is_required and not b.is_required),
        minutes=tuple((b.activity, a.minutes, b.minutes) for a, b in kept if _is_longer_or_shorter(a, b)),  # type: ignore[misc]
    )


def _is_longer_or_shorter(a: Place, b: Place) -> bool:
    return a.minutes is not None and b.minutes is not None and a.minutes != b.minutes


def _moved(old: Sequence[Place], new: Sequence[Place]) -> tuple[str, ...]:
    """Those in another module, and the fewest others that must be taken out and put back to get the new order."""
    before = {place.activity: place for place in old}
    kept = [place for place in new if place.activity in before]
    stayed = [place.activity for place in kept if place.module == before[place.activity].module]
    rank = {place.activity: n for n, place in enumerate(old)}
    calm = _longest_in_order(stayed, rank)
    return tuple(place.activity for place in kept if place.activity not in calm)


def _longest_in_order(names: Sequence[str], rank: Mapping[str, int]) -> set[str]:
    """The longest choice of names whose ranks only grow (patience sorting, with the way back)."""
    tails: list[int] = []  # the smallest rank that ends a chain of each length
    ends: list[str] = []
    previous: dict[str, str | None] = {}
    for name in names:
        n = bisect_left(tails, rank[name])
        tails[n:] = [rank[name], *tails[n + 1 :]]
        ends[n:] = [name, *ends[n + 1 :]]
        previous[name] = ends[n - 1] if n else None
    chain: set[str] = set()
    at = ends[-1] if ends else None
    while at is not None:
        chain.add(at)
        at = previous[at]
    return chain
