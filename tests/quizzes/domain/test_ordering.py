"""Nine ways to score an order, worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.scoring import full_key, score
from quizzes.domain.scoring.ordering import MODES
from tests.quizzes.domain.samples import ORDERING, stem


def asked(right: str, mode: int) -> dict:
    items = [{"id": key, "text": {"es": key}} for key in sorted(right)]
    return {**stem(), "type": "ordering", "items": items, "order": list(right), "mode": mode}


def earned(mode: int, put: str, right: str = "ABCDE") -> float | None:
    return score(asked(right, mode), {"order": list(put)}).fraction


@pytest.mark.parametrize(
    ("put", "by_mode"),
    [
        # mode       -1    0     1      2      3     4    5    6     7
        ("ABCDE", [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]),
        # E first: no place right; ABCD follow each other; the end is wrong.
        # 3 neighbours: A-B, B-C, C-D count twice = 6 of 10. 4: 6 of 10 pairs in order.
        # 5 and 6: A B C D. 7: E is 4 away (0 of 4), the others 1 away (3 of 4 each): 12 of 20.
        ("EABCD", [0.0, 0.0, 3 / 4, 3 / 5, 6 / 10, 6 / 10, 4 / 5, 4 / 5, 12 / 20]),
        # The reverse: only C stands right. Nothing follows; no end; no pair; longest run 1 counts nothing.
        # 7: distances 4 2 0 2 4 → 0 + 2 + 4 + 2 + 0 = 8 of 20.
        ("EDCBA", [0.0, 1 / 5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 8 / 20]),
        # B and C changed: A, D, E right. D-E follows, and the end is right: 1 of 4, 2 of 5.
        # 3: D-E twice, start and end: 4 of 10. 4: 9 of 10 pairs. 5: A B D E. 6: A B, C D E is not: C comes
        # before D and E: C D E = 3. 7: distances 0 1 1 0 0 → 4 + 3 + 3 + 4 + 4 = 18 of 20.
        ("ACBDE", [0.0, 3 / 5, 1 / 4, 2 / 5, 4 / 10, 9 / 10, 4 / 5, 3 / 5, 18 / 20]),
        # Chains may be interrupted: A . B . C = 3; the run A D E = 3.
        ("ADBEC", [0.0, 1 / 5, 0.0, 0.0, 1 / 10, 7 / 10, 3 / 5, 3 / 5, 14 / 20]),
    ],
)
def test_five_items(put, by_mode):
    assert [earned(mode, put) for mode in sorted(MODES)] == pytest.approx(by_mode)


def test_the_longest_run_is_not_the_first_that_comes():
    assert earned(5, "CDABE") == 3 / 5
    assert earned(5, "BACED") == 3 / 5
    assert earned(5, "ECABD") == 3 / 5


@pytest.mark.parametrize("mode", sorted(MODES))
def test_an_order_of_length_1(mode):
    """There is nothing to order: only whole positions, ends and neighbours can be counted."""
    assert earned(mode, "A", "A") == (1 if mode in (-1, 0, 2, 3) else 0)


@pytest.mark.parametrize("mode", [5, 6])
def test_a_run_of_length_1_counts_nothing(mode):
    assert earned(mode, "BA", "AB") == 0
    assert earned(mode, "AB", "AB") == 1


@pytest.mark.parametrize(
    "order",
    [
        ["i1"],
        ["i1", "i2", "i3", "i3"],
        ["i1", "i2", "i3", "i9"],
        ["i1", "i2", "i3", "i4", "i1"],
        "i1i2",
        [1, 2, 3, 4],
        [["i1"]],
        {},
        None,
    ],
)
def test_what_is_no_order_of_the_items_cannot_be_graded(order):
    assert score(ORDERING, {"order": order}).state == "ungradable"


def test_an_empty_order_is_giving_up():
    assert score(ORDERING, {"order": []}).state == "gave_up"


def test_an_unknown_mode_is_ungradable():
    assert score({**ORDERING, "mode": 8}, full_key(ORDERING)).state == "ungradable"


@given(st.permutations("ABCDEF"), st.sampled_from(sorted(MODES)))
def test_only_the_right_order_earns_everything(put, mode):
    fraction = earned(mode, "".join(put), "ABCDEF")
    assert 0 <= fraction <= 1
    assert (fraction == 1) == (list(put) == list("ABCDEF"))


@given(st.permutations("ABCDEF"))
def test_a_chain_is_never_longer_than_a_run(put):
    assert earned(6, "".join(put), "ABCDEF") <= earned(5, "".join(put), "ABCDEF")
