"""Nothing unverified looks verified."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.domain.verification import State, overall, read_block_state, read_checks, read_state


@pytest.mark.parametrize(
    ("verified", "state"),
    [
        ("search", State.CHECKED),
        ("search for 37, knowledge for the rest", State.PARTLY),
        ("search (headings)", State.PARTLY),
        ("knowledge", State.KNOWLEDGE),
        ("knowledge (the substance of 171 was confirmed by search)", State.KNOWLEDGE),
        ("knowledge, not verified", State.UNCHECKED),
        ("not verified, so none are given", State.UNCHECKED),
        ("seed document", State.UNCHECKED),
        ("", State.UNCHECKED),
        (None, State.UNCHECKED),
    ],
)
def test_the_authors_note_is_read_strictly(verified: str | None, state: State) -> None:
    assert read_state(verified) is state


@given(st.text())
def test_only_the_word_search_alone_counts_as_checked(verified: str) -> None:
    assert (read_state(verified) is State.CHECKED) == (verified.strip().lower() == "search")


@given(st.lists(st.sampled_from(State)))
def test_the_whole_is_checked_only_if_everything_is(states: list[State]) -> None:
    assert (overall(states) is State.CHECKED) == (bool(states) and set(states) == {State.CHECKED})


def test_the_authors_words_are_kept_where_they_say_more() -> None:
    dates, articles = read_checks({"dates": "search", "articles": "search for 3, knowledge for the rest"})[::-1]
    assert (dates.aspect, dates.detail) == ("dates", "")
    assert articles.detail == "search for 3, knowledge for the rest"


@given(st.sampled_from(["search", "knowledge"]), st.text())
def test_a_note_never_makes_a_block_look_better(verified: str, note: str) -> None:
    state = read_block_state({"verified": verified, "note": note})
    assert state is read_state(verified) or state is State.PARTLY
    assert verified == "search" or state is State.KNOWLEDGE
