"""When a course is completed: when all that counts is done, and never less for having done more."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from courses.domain.completion import Item, is_complete, share

NAMES = "abcdefgh"
weights = st.fractions(Fraction(1, 100), 10)


@st.composite
def releases(draw: st.DrawFn) -> list[Item]:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True))
    return [Item(name, draw(st.booleans()), draw(st.booleans()), draw(weights)) for name in names]


done = st.sets(st.sampled_from(NAMES))


def test_a_course_is_completed_with_its_last_required_activity() -> None:
    items = [Item("a"), Item("b"), Item("extra", is_required=False)]
    assert not is_complete(items, {"a", "extra"})
    assert is_complete(items, {"a", "b"})


def test_a_withdrawn_lesson_is_asked_of_nobody() -> None:
    assert is_complete([Item("a"), Item("gone", is_retired=True)], {"a"})


def test_a_course_of_which_nothing_is_left_is_never_completed() -> None:
    assert not is_complete([], set())
    assert not is_complete([Item("gone", is_retired=True)], {"gone"})


def test_the_share_goes_by_weight() -> None:
    assert share([Item("a", weight=Fraction(3)), Item("b")], {"a"}) == Fraction(3, 4)


@given(releases(), done, done)
def test_doing_more_never_takes_a_completed_course_back(items: list[Item], some: set[str], more: set[str]) -> None:
    assert is_complete(items, some) <= is_complete(items, some | more)


@given(releases(), done, done)
def test_doing_more_never_lowers_the_share(items: list[Item], some: set[str], more: set[str]) -> None:
    assert share(items, some) <= share(items, some | more)


@given(releases(), done)
def test_the_share_lies_between_nothing_and_all(items: list[Item], completed: set[str]) -> None:
    assert 0 <= share(items, completed) <= 1


@given(releases(), done)
def test_the_share_is_all_exactly_when_the_course_is_completed(items: list[Item], completed: set[str]) -> None:
    assert (share(items, completed) == 1) == is_complete(items, completed)


@given(releases(), done)
def test_what_does_not_count_changes_nothing(items: list[Item], completed: set[str]) -> None:
    counting = [item for item in items if item.counts]
    assert is_complete(items, completed) == is_complete(counting, completed)
    assert share(items, completed) == share(counting, completed)


@given(releases(), done, st.sampled_from(NAMES))
def test_withdrawing_a_lesson_never_takes_a_completed_course_back(
    items: list[Item], completed: set[str], gone: str
) -> None:
    left = [Item(i.activity, i.is_required, i.is_retired or i.activity == gone, i.weight) for i in items]
    if any(item.counts for item in left):
        assert is_complete(items, completed) <= is_complete(left, completed)
