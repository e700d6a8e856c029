"""Numbers are shown rounded, never cut off."""

import pytest
from django.utils import translation

from cms.templatetags.amparo import number


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [("66.6666667", 1, "66,7"), ("99.99", 0, "100"), ("0.5", 0, "1"), ("8.5", 1, "8,5"), (70, 0, "70")],
)
def test_a_number_is_rounded_half_up_as_the_language_writes_it(value: str, places: int, shown: str) -> None:
    with translation.override("es"):
        assert number(value, places) == shown
