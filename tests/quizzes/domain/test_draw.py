"""Questions drawn from pools."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.draw import DryPool, Pool, draw


@st.composite
def pools_deep_enough(draw_: st.DrawFn) -> list[Pool]:
    """Categories as a bank nests them: every pool lies inside another or beside it."""
    count = draw_(st.integers(1, 4))
    whole = list(range(40))
    pools = []
    for n in range(count):
        inside = whole[: 10 * (n + 1)]
        pools.append(Pool(f"C{n}", draw_(st.integers(0, 10)), inside))
    return draw_(st.permutations(pools))


@given(pools_deep_enough(), st.dictionaries(st.integers(0, 39), st.integers(0, 5)), st.randoms())
def test_pools_that_are_deep_enough_always_give_a_full_quiz_without_repeats(pools, seen, random):
    drawn = draw(pools, seen, random)
    assert len(drawn) == sum(pool.count for pool in pools)
    assert len(set(drawn)) == len(drawn)
    at = 0
    for pool in pools:
        assert set(drawn[at : at + pool.count]) <= set(pool.questions), pool.name
        at += pool.count


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 3)), st.integers(0, 10), st.randoms())
def test_questions_seen_less_often_come_first(seen, count, random):
    drawn = draw([Pool("C", count, range(10))], seen, random)
    left = set(range(10)) - set(drawn)
    most = max((seen.get(q, 0) for q in drawn), default=0)
    assert all(seen.get(q, 0) >= most for q in left)


def test_a_second_attempt_shows_what_the_first_did_not():
    first = draw([Pool("C", 5, range(10))], {}, Random(1))
    second = draw([Pool("C", 5, range(10))], dict.fromkeys(first, 1), Random(2))
    assert not set(first) & set(second)


def test_which_of_the_unseen_come_is_left_to_chance():
    draws = {tuple(draw([Pool("C", 2, range(10))], {}, Random(seed))) for seed in range(30)}
    assert len(draws) > 10


def test_a_dry_pool_is_named_with_what_it_lacks():
    with pytest.raises(DryPool) as caught:
        draw([Pool("C1", 1, [1]), Pool("C2.1", 3, [2, 3])], {}, Random(1))
    assert (caught.value.name, caught.value.wanted, caught.value.found) == ("C2.1", 3, 2)


def test_a_pool_emptied_by_another_is_dry():
    with pytest.raises(DryPool):
        draw([Pool("C1", 2, [1, 2]), Pool("the same again", 1, [1, 2])], {}, Random(1))


@pytest.mark.parametrize("seed", range(20))
def test_a_fixed_question_is_never_drawn_away_by_the_category_before_it(seed):
    drawn = draw([Pool("C", 2, [1, 2, 3]), Pool("question 1", 1, [1])], {2: 9, 3: 9}, Random(seed))
    assert drawn[2] == 1
    assert set(drawn[:2]) == {2, 3}


def test_the_pools_stand_in_the_order_of_the_quiz():
    assert draw([Pool("B", 1, [5, 6]), Pool("A", 1, [1])], {5: 1}, Random(1)) == [6, 1]
