"""Questions drawn from pools."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.draw import DryPool, Pool, draw, shortages


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


def test_pools_that_overlap_by_a_part_move_their_questions_until_all_are_full():
    for seed in range(20):
        drawn = draw([Pool("a", 1, [1, 2]), Pool("b", 1, [1, 3]), Pool("c", 1, [2, 1])], {3: 9}, Random(seed))
        assert sorted(drawn) == [1, 2, 3]


small_pools = st.lists(st.builds(Pool, st.just("p"), st.integers(0, 3), st.lists(st.integers(0, 6), unique=True)))


def could_be_full(pools: list[Pool]) -> bool:
    """Hall's condition: whatever pools are taken together, their questions are as many as they want."""
    return all(
        len({question for pool in some for question in pool.questions}) >= sum(pool.count for pool in some)
        for size in range(1, len(pools) + 1)
        for some in combinations(pools, size)
    )


@given(
    small_pools.filter(lambda pools: len(pools) < 6),
    st.dictionaries(st.integers(0, 6), st.integers(0, 2)),
    st.randoms(),
)
def test_a_quiz_is_dry_only_if_no_choice_fills_it_and_the_screen_says_so_before(pools, seen, random):
    try:
        drawn = draw(pools, seen, random)
    except DryPool:
        assert not could_be_full(pools)
        assert shortages(pools)
        return
    assert could_be_full(pools)
    assert not shortages(pools)
    assert len(set(drawn)) == len(drawn) == sum(pool.count for pool in pools)
    rest = iter(drawn)
    assert all(next(rest) in pool.questions for pool in pools for _n in range(pool.count))


@given(
    small_pools.filter(lambda pools: len(pools) < 6),
    st.dictionaries(st.integers(0, 6), st.integers(0, 2)),
    st.randoms(),
)
def test_no_other_full_quiz_was_seen_less(pools, seen, random):
    if not could_be_full(pools):
        return
    drawn = draw(pools, seen, random)
    everything = {question for pool in pools for question in pool.questions}
    fillable = (
        some
        for some in combinations(sorted(everything), len(drawn))
        if could_be_full([Pool(p.name, p.count, [q for q in p.questions if q in some]) for p in pools])
    )
    assert sum(seen.get(q, 0) for q in drawn) == min(sum(seen.get(q, 0) for q in some) for some in fillable)


def test_what_falls_short_is_known_before_anybody_starts():
    small, large = Pool("C1.1", 2, [1, 2]), Pool("C1", 3, [1, 2, 3, 4, 5])
    assert shortages([large, small]) == {}
    assert shortages([Pool("C1", 4, large.questions), small]) == {0: 3}
    assert shortages([Pool("none", 1, [])]) == {0: 0}
