"""A provision's address follows from its number, and only from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.domain.slugs import is_slug, provision_anchor, provision_slug


@pytest.mark.parametrize(
    ("number", "slug"),
    [
        ("3(c)-(d)", "3-c-d"),
        ("§160", "160"),
        ("Principle 7", "principle-7"),
        ("36(1)(b)", "36-1-b"),
        ("12, 14(2)", "12-14-2"),
        ("1926: 1(1)", "1926-1-1"),
        ("No. 4/23, section on liberty", "no-4-23-section-on-liberty"),
        ("XXV", "xxv"),
    ],
)
def test_the_examples_of_the_content_guide_hold(number: str, slug: str) -> None:
    assert provision_slug(number) == slug


@given(st.text())
def test_a_slug_can_stand_in_any_address_or_is_empty(number: str) -> None:
    slug = provision_slug(number)
    assert slug == "" or is_slug(slug)


@given(st.text())
def test_the_slug_of_a_slug_is_itself(number: str) -> None:
    assert provision_slug(provision_slug(number)) == provision_slug(number)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzáéíóúüñçãõ0123456789()-,§. "))
def test_case_does_not_change_a_slug(number: str) -> None:
    assert provision_slug(number.upper()) == provision_slug(number)


@given(st.from_regex(r"\d+(\(\d\))?(\([a-z]\))?", fullmatch=True))
def test_an_anchor_never_starts_with_a_digit(number: str) -> None:
    assert provision_anchor(provision_slug(number)).startswith("p-")
