"""The parts of a quiz in their order. A section begins at a part that carries its title."""

from collections.abc import Sequence
from typing import Literal

Texts = dict[str, str]
Place = tuple[int, Texts]  # a part's id, and the title of the section that begins with it ({} where none does)
Way = Literal["up", "down"]


def moved(places: Sequence[Place], part: int, way: Way) -> list[Place]:
    """The parts with one a step further up or down. Across a heading it changes the section; titles stay in place.

    Only a section's single part takes its title along. At the end of the list, or for a part that is not there,
    nothing changes.
    """
    rows = list(places)
    here = next((index for index, (key, _title) in enumerate(rows) if key == part), None)
    if here is None or not 0 <= here + (1 if way == "down" else -1) < len(rows):
        return rows
    return _up(rows, here) if way == "up" else _down(rows, here)


def _up(rows: list[Place], here: int) -> list[Place]:
    if rows[here][1] and not _is_alone(rows, here):  # over its own heading, to the end of the section above
        return _hand_title(rows, here, here + 1)
    return _swapped(rows, here - 1, is_whole=bool(rows[here][1]))


def _down(rows: list[Place], here: int) -> list[Place]:
    if rows[here + 1][1]:
        if rows[here][1]:  # a section of one passes the next heading with its own
            return _swapped(rows, here, is_whole=True)
        return _hand_title(rows, here + 1, here)
    return _swapped(rows, here, is_whole=False)


def _is_alone(rows: list[Place], here: int) -> bool:
    return here + 1 == len(rows) or bool(rows[here + 1][1])


def _hand_title(rows: list[Place], giver: int, taker: int) -> list[Place]:
    rows[taker] = (rows[taker][0], rows[giver][1])
    rows[giver] = (rows[giver][0], {})
    return rows


def _swapped(rows: list[Place], first: int, *, is_whole: bool) -> list[Place]:
    """Two neighbours change places; the title stays where it stands, unless it travels with its part."""
    (a, title), (b, other) = rows[first], rows[first + 1]
    rows[first : first + 2] = [(b, other), (a, title)] if is_whole else [(b, title), (a, other)]
    return rows


def without(places: Sequence[Place], part: int) -> list[Place]:
    """The parts but one. The title of its section goes to the part that follows, if that is in the section."""
    rows = list(places)
    here = next((index for index, (key, _title) in enumerate(rows) if key == part), None)
    if here is None:
        return rows
    if rows[here][1] and not _is_alone(rows, here):
        rows = _hand_title(rows, here, here + 1)
    return rows[:here] + rows[here + 1 :]
