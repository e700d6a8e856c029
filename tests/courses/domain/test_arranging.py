"""The fewest moves that bring a list into another order."""

from hypothesis import given
from hypothesis import strategies as st

from courses.domain.arranging import moves, shifted

LISTS = st.lists(st.integers(0, 40), unique=True, max_size=14)


@st.composite
def two_orders(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    now = draw(LISTS)
    return now, draw(st.permutations(now))


def made(now: list[int], steps: list[tuple[int, int | None]]) -> list[int]:
    """The list after the moves, each made as a page tree makes it."""
    found = list(now)
    for thing, after in steps:
        found.remove(thing)
        found.insert(0 if after is None else found.index(after) + 1, thing)
    return found


@given(two_orders())
def test_the_moves_give_the_wanted_order(orders: tuple[list[int], list[int]]) -> None:
    now, wanted = orders
    assert made(now, moves(now, wanted)) == wanted


@given(LISTS, st.data())
def test_one_thing_that_changed_its_place_is_one_move(now: list[int], data: st.DataObject) -> None:
    if not now:
        return
    thing, by = data.draw(st.sampled_from(now)), data.draw(st.integers(-14, 14))
    assert len(moves(now, shifted(now, thing, by))) <= 1


@given(LISTS)
def test_what_is_in_order_does_not_move(now: list[int]) -> None:
    assert moves(now, now) == []


def test_a_step_beyond_the_end_stays_there() -> None:
    assert shifted([1, 2, 3], 1, -1) == [1, 2, 3]
    assert shifted([1, 2, 3], 3, 1) == [1, 2, 3]
    assert shifted([1, 2, 3], 1, 1) == [2, 1, 3]
