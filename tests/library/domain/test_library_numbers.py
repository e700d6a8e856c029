"""Numbers of provisions are understood as lawyers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.domain.numbers import Unit, covers, read_number


@pytest.mark.parametrize(
    ("number", "unit", "head"),
    [
        ("36(1)(b)", Unit.BARE, "36"),
        ("1A(2)", Unit.BARE, "1A"),
        ("XXVII", Unit.BARE, "XXVII"),
        ("III(3)", Unit.BARE, "III"),
        ("1926: 1(1)", Unit.BARE, "1"),
        ("§171-172", Unit.PARAGRAPH, "171"),
        ("art. 3(b)-(c)", Unit.ARTICLE, "3"),
        ("Principle 9-11", Unit.PRINCIPLE, "9"),
        ("rules 10-12", Unit.RULE, "10"),
        ("guideline 2", Unit.GUIDELINE, "2"),
        ("whole text", Unit.WORDS, ""),
        ("10 principles", Unit.WORDS, ""),
        ("No. 4/23, section on liberty", Unit.WORDS, ""),
    ],
)
def test_a_number_says_what_it_counts(number: str, unit: Unit, head: str) -> None:
    read = read_number(number)
    assert (read.unit, read.head) == (unit, head)


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        ("36(1)(b)", ("36",)),
        ("36(1)(b)", ("36", "1")),
        ("36(1)(b)", ("36", "1", "b")),
        ("9-11", ("10",)),
        ("§171-172", ("172",)),
        ("12, 14(2)", ("14",)),
        ("3(c)-(d)", ("3", "d")),
        ("22(7)-(8)", ("22", "8")),
        ("XXV", ("xxv",)),
        ("1926: 1(1)", ("1",)),
        ("75-76, 78", ("78",)),
    ],
)
def test_a_provision_covers_the_article_asked_for(number: str, wanted: tuple[str, ...]) -> None:
    assert covers(number, wanted)


@pytest.mark.parametrize(
    ("number", "wanted"),
    [("36(1)(b)", ("3",)), ("36(1)(b)", ("36", "2")), ("9-11", ("12",)), ("10 principles", ("10",)), ("5", ())],
)
def test_it_does_not_cover_others(number: str, wanted: tuple[str, ...]) -> None:
    assert not covers(number, wanted)


@given(st.text())
def test_any_text_is_read_without_complaint(number: str) -> None:
    read = read_number(number)
    assert covers(number, read.path) == bool(read.path)


@given(st.integers(1, 400), st.integers(0, 30), st.integers(0, 430))
def test_a_range_covers_what_lies_in_it(first: int, length: int, wanted: int) -> None:
    last = first + length
    assert covers(f"{first}-{last}", (str(wanted),)) == (first <= wanted <= last)
