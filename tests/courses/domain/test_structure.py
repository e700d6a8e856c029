"""Two structures of a course are compared."""

from courses.domain.completion import Item
from courses.domain.moving import Asked, Effect, asked, effect
from courses.domain.structure import Place, compare


def places(text: str) -> list[Place]:
    """'a b | c' stands for two modules with two lessons and one."""
    modules = enumerate(text.split("|"))
    return [Place(name, str(module), minutes=10) for module, names in modules for name in names.split()]


def test_what_is_new_and_what_is_gone() -> None:
    found = compare(places("a b | c"), places("a n | c"))
    assert (found.added, found.removed, found.moved) == (("n",), ("b",), ())


def test_one_lesson_that_was_dragged_is_one_that_moved() -> None:
    assert compare(places("a b c d"), places("d a b c")).moved == ("d",)
    assert compare(places("a b c d"), places("b c d a")).moved == ("a",)


def test_a_lesson_in_another_module_moved_even_if_the_order_is_the_same() -> None:
    assert compare(places("a b | c"), places("a | b c")).moved == ("b",)


def test_the_same_structure_does_not_differ() -> None:
    same = compare(places("a b | c"), places("a b | c"))
    assert not any((same.added, same.removed, same.moved, same.now_required, same.now_optional, same.minutes))


def test_required_and_optional_and_minutes_are_told_apart() -> None:
    old = [Place("a", "1", True, 10), Place("b", "1", False, 10), Place("c", "1", True, None)]
    new = [Place("a", "1", False, 15), Place("b", "1", True, 10), Place("c", "1", True, 20)]
    found = compare(old, new)
    assert (found.now_required, found.now_optional, found.minutes) == (("b",), ("a",), (("a", 10, 15),))


def test_from_nothing_everything_is_added() -> None:
    assert compare([], places("a b")).added == ("a", "b")


def test_withdrawn_and_optional_activities_are_asked_of_nobody() -> None:
    change = asked([Item("a"), Item("b", is_retired=True)], [Item("a"), Item("c"), Item("d", is_required=False)])
    assert (change.before, change.after, change.added) == ({"a"}, {"a", "c"}, {"c"})


def test_each_learner_is_told_what_the_move_means() -> None:
    change = Asked(frozenset("ab"), frozenset("ac"))
    none: frozenset[str] = frozenset()
    assert effect(change, frozenset("ac"), has_completed_course=False) == Effect.COMPLETES
    assert effect(change, frozenset("a"), has_completed_course=False) == Effect.MORE
    assert effect(change, frozenset("c"), has_completed_course=False) == Effect.SAME
    assert effect(change, none, has_completed_course=True) == Effect.KEEPS
    assert effect(Asked(none, none), none, has_completed_course=False) == Effect.SAME
