"""Moving the parts of a quiz: nothing is lost, titles stay over their sections, up undoes down."""

from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.quiz_order import moved, without

A, B = {"es": "A"}, {"es": "B"}


def test_within_a_section_the_title_stays_at_its_head():
    rows = [(1, A), (2, {}), (3, {})]
    assert moved(rows, 2, "up") == [(2, A), (1, {}), (3, {})]
    assert moved(rows, 1, "down") == [(2, A), (1, {}), (3, {})]


def test_a_part_crosses_a_heading_without_taking_it_along():
    rows = [(1, A), (2, {}), (3, B), (4, {})]
    assert moved(rows, 3, "up") == [(1, A), (2, {}), (3, {}), (4, B)]
    assert moved(rows, 2, "down") == [(1, A), (2, B), (3, {}), (4, {})]


def test_the_only_part_of_a_section_takes_its_title_along():
    rows = [(1, A), (2, B)]
    assert moved(rows, 2, "up") == [(2, B), (1, A)]
    assert moved(rows, 1, "down") == [(2, B), (1, A)]


def test_at_the_ends_and_for_a_part_that_is_gone_nothing_moves():
    rows = [(1, A), (2, {})]
    assert moved(rows, 1, "up") == moved(rows, 2, "down") == moved(rows, 9, "up") == without(rows, 9) == rows


def test_who_leaves_a_section_leaves_its_title():
    assert without([(1, A), (2, {}), (3, B)], 1) == [(2, A), (3, B)]
    assert without([(1, A), (3, B)], 1) == [(3, B)]


@given(st.lists(st.booleans(), max_size=8), st.data())
def test_no_part_and_no_title_is_ever_lost(titled, data):
    rows = [(n, {"es": str(n)} if has_title else {}) for n, has_title in enumerate(titled)]
    part = data.draw(st.integers(0, len(rows)))
    after = moved(rows, part, data.draw(st.sampled_from(["up", "down"])))
    assert sorted(key for key, _title in after) == [key for key, _title in rows]
    assert sorted(t["es"] for _k, t in after if t) == sorted(t["es"] for _k, t in rows if t)
